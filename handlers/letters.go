package handlers

import (
	"net/http"

	"chatiere/models/identity"
	"chatiere/models/post"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Letters are the letters a person was sent, to be read in the portal: nobody depends on mail alone.
type Letters struct{ site Site }

// Index lists them.
func (h Letters) Index(c echo.Context) error {
	page, err := post.LettersOf(ctx(c), h.site.DB, me(c), c.QueryParam("after"))
	if err != nil {
		return err
	}
	return render(c, views.Letters(page))
}

// Show reads one; its one-time link is left out.
func (h Letters) Show(c echo.Context) error {
	letter, err := post.FindLetter(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.Letter(letter))
}

// DeskLetters are all letters, for the operators: which wait, which failed.
type DeskLetters struct{ site Site }

// Index lists and counts them. Nobody reads other people's letters here.
func (h DeskLetters) Index(c echo.Context) error {
	var filter post.Filter
	if err := c.Bind(&filter); err != nil {
		return err
	}
	page, err := post.Outbox(ctx(c), h.site.DB, filter)
	if err != nil {
		return err
	}
	counts, err := post.Counts(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return render(c, views.DeskLetters(filter, page, counts))
}

// Export gives the same as a file: who was written to, when, and what became of it.
func (h DeskLetters) Export(c echo.Context) error {
	var filter post.Filter
	if err := c.Bind(&filter); err != nil {
		return err
	}
	if err := h.site.allow(c, identity.Exporting, me(c).Ref); err != nil {
		return err
	}
	filter.All = true
	page, err := post.Outbox(ctx(c), h.site.DB, filter)
	if err != nil {
		return err
	}
	return sendCSV(c, "letters", views.LetterRows(ctx(c), page.Items))
}

// DeskLetterReplays is sending a letter once more.
type DeskLetterReplays struct{ site Site }

// Create does so.
func (h DeskLetterReplays) Create(c echo.Context) error {
	letter, err := post.FindAny(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if err := letter.Again(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "letter_again")
	return redirect(c, paths.DeskLetters(lang(c)))
}

// Outboxes is every letter with its working link, on a developer's machine only.
type Outboxes struct{ site Site }

// Index lists them.
func (h Outboxes) Index(c echo.Context) error {
	page, err := post.Outbox(ctx(c), h.site.DB, post.Filter{After: c.QueryParam("after")})
	if err != nil {
		return err
	}
	return render(c, views.Outbox(page))
}

// Show reads one as text.
func (h Outboxes) Show(c echo.Context) error {
	letter, link, err := h.read(c)
	if err != nil {
		return err
	}
	text, _ := letter.Says(link, "")
	return render(c, views.OutboxLetter(letter, text, link))
}

// Source gives one as its reader's mail program would show it; the page may style itself and do nothing else.
func (h Outboxes) Source(c echo.Context) error {
	letter, link, err := h.read(c)
	if err != nil {
		return err
	}
	_, html := letter.Says("", link)
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation allow-popups")
	return c.HTML(http.StatusOK, html)
}

func (h Outboxes) read(c echo.Context) (post.Letter, string, error) {
	l, err := post.FindAny(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil || !l.HasLink() || l.LinkUntil == nil {
		return l, "", err
	}
	token := h.site.sealer().Token(identity.Purpose(l.LinkPurpose), l.LinkRef, *l.LinkUntil)
	return l, h.site.BaseURL + paths.OneTime(l.Locale, l.LinkPurpose, token), nil
}
