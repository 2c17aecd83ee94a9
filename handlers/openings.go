package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/billing/roster"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// MemberOpenings are spaces that a network head opens for new members, from a list.
type MemberOpenings struct{ site Site }

// New asks for the list, and says which offers there are.
func (h MemberOpenings) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.Openings(p))
}

func (h MemberOpenings) page(c echo.Context) (p views.OpeningsPage, err error) {
	if p.Head = org(c); !p.Head.Heads() {
		return p, store.ErrNotFound
	}
	p.Form.Spoken, p.Form.Lang = languages(), lang(c)
	p.Offers, err = billing.DirectOffers(ctx(c), h.site.DB, lang(c))
	return p, err
}

// Create opens what the dry run said; when the list would bring something else by now, that is shown instead.
func (h MemberOpenings) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	var opened int
	p.Rehearsal, opened, err = billing.OpenSpaces(ctx(c), h.site.DB, me(c), p.Head, p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Openings(p))
	}
	if errors.Is(err, billing.ErrOutdated) {
		p.Outdated = true
		return renderStatus(c, http.StatusConflict, views.Openings(p))
	}
	if err != nil {
		return err
	}
	switch {
	case opened == 0:
		h.site.flash(c, "spaces_there")
	case p.Rehearsal.Waiting > 0:
		h.site.flash(c, "spaces_wait")
	default:
		h.site.flash(c, "spaces_opened")
	}
	return redirect(c, paths.Network(lang(c), p.Head))
}

// Rehearsals are the dry runs of such lists.
type Rehearsals struct{ site Site }

// Create says what would become of each line; nothing happens.
func (h Rehearsals) Create(c echo.Context) error {
	p, err := MemberOpenings(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	if err := h.read(c, &p.Form); err != nil {
		return h.draw(c, p, err)
	}
	p.Rehearsal, err = billing.Rehearse(ctx(c), h.site.DB, me(c), p.Head, p.Form)
	return h.draw(c, p, err)
}

// read takes the list from the file, if one was sent.
func (h Rehearsals) read(c echo.Context, f *billing.OpeningForm) error {
	up, err := uploaded(c, "file")
	if err != nil || len(up.Content) == 0 {
		return err
	}
	f.Lines, err = roster.Text(up.Content)
	switch {
	case errors.Is(err, roster.ErrTooLarge):
		return store.Invalid{"file": {Key: "error.too_many_lines", Args: map[string]any{"Max": roster.MaxRows}}}
	case errors.Is(err, roster.ErrNoText):
		return store.Invalid{"file": {Key: "error.list_unreadable"}}
	}
	return err
}

func (h Rehearsals) draw(c echo.Context, p views.OpeningsPage, err error) error {
	wrong, bad := store.AsInvalid(err)
	if err != nil && !bad {
		return err
	}
	if p.Wrong = wrong; bad || p.Rehearsal.Unclear > 0 {
		return renderInvalid(c, views.Openings(p))
	}
	return render(c, views.Openings(p))
}

// OpeningLetters are the letters to those who were asked to answer for a member.
type OpeningLetters struct{ site Site }

// Create sends one again, with a new link.
func (h OpeningLetters) Create(c echo.Context) error {
	o, err := billing.OpeningOf(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := o.Again(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "network_asked")
	return redirect(c, paths.Network(lang(c), org(c)))
}
