package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Pages are the forms in which editors write pages.
type Pages struct{ site Site }

// New shows an empty form; first it asks what sort of page it is to be.
func (h Pages) New(c echo.Context) error {
	kind := content.Kind(c.QueryParam("kind"))
	if !slices.Contains(content.Kinds, kind) {
		return render(c, views.ChooseKind())
	}
	form := content.PageForm{Kind: kind, SourceLang: lang(c)}
	if kind == content.KindNews {
		form.DatedOn = store.Today(h.site.DB, host(c).Location()).Format("2006-01-02")
	}
	return h.draw(c, http.StatusOK, views.PageDraft{Form: withRoom(form)})
}

// Create writes a page that is not published yet.
func (h Pages) Create(c echo.Context) error {
	draft, err := pageDraft(c)
	if err != nil {
		return err
	}
	if !locales.Known(draft.Form.SourceLang) {
		draft.Form.SourceLang = lang(c)
	}
	if draft.Preview || draft.Sketched {
		return h.draw(c, http.StatusOK, draft)
	}
	page, err := content.NewPage(ctx(c), h.site.DB, me(c), draft.Form)
	if err != nil {
		return h.refused(c, draft, err)
	}
	h.site.flash(c, "page_created")
	return redirect(c, paths.EditPage(lang(c), page))
}

// Edit shows the form of a page.
func (h Pages) Edit(c echo.Context) error {
	page, err := content.FindPageToEdit(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, views.PageDraft{Page: page, Form: withRoom(page.Form())})
}

// Update saves it.
func (h Pages) Update(c echo.Context) error {
	return h.save(c, "saved", func(p *content.Page, f content.PageForm) error { return p.Change(ctx(c), h.site.DB, me(c), f) })
}

// Publications are pages in front of everybody.
type Publications struct{ site Site }

// Create saves the page and publishes it.
func (h Publications) Create(c echo.Context) error {
	return Pages(h).save(c, "page_published", func(p *content.Page, f content.PageForm) error { return p.PublishAs(ctx(c), h.site.DB, me(c), f) })
}

// Destroy saves the page and hides it.
func (h Publications) Destroy(c echo.Context) error {
	return Pages(h).save(c, "page_hidden", func(p *content.Page, f content.PageForm) error { return p.UnpublishAs(ctx(c), h.site.DB, me(c), f) })
}

func (h Pages) save(c echo.Context, said string, do func(*content.Page, content.PageForm) error) error {
	page, err := content.FindPageToEdit(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	draft, err := pageDraft(c)
	if err != nil {
		return err
	}
	draft.Page, draft.Form.Kind, draft.Form.SourceLang = page, page.Kind, page.Title.Lang
	if draft.Preview || draft.Sketched {
		return h.draw(c, http.StatusOK, draft)
	}
	if err := do(&page, draft.Form); err != nil {
		return h.refused(c, draft, err)
	}
	h.site.flash(c, said)
	return redirect(c, paths.EditPage(lang(c), page))
}

// refused shows the form again with all that was typed: with what is wrong, or beside what somebody else saved meanwhile.
func (h Pages) refused(c echo.Context, draft views.PageDraft, err error) error {
	if wrong, ok := store.AsInvalid(err); ok {
		draft.Wrong = wrong
		return h.draw(c, http.StatusUnprocessableEntity, draft)
	}
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	saved, err := content.FindPageToEdit(ctx(c), h.site.DB, me(c), draft.Page.Ref)
	if err != nil {
		return err
	}
	theirs := saved.Form()
	draft.Page, draft.Theirs, draft.Form.Version = saved, &theirs, theirs.Version
	return h.draw(c, http.StatusConflict, draft)
}

func (h Pages) draw(c echo.Context, status int, draft views.PageDraft) error {
	if draft.Form.Kind == content.KindGuide {
		var err error
		if draft.Services, err = catalogue.Choices(ctx(c), h.site.DB, lang(c)); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.EditPage(draft))
}

// withRoom adds an empty row to a guide that has none.
func withRoom(f content.PageForm) content.PageForm {
	if f.Kind == content.KindGuide && len(f.Parts) == 0 {
		f.Parts = append(f.Parts, content.PartForm{Kind: content.PartRow})
	}
	return f
}

// pageDraft reads the form: what is typed, and whether to save it, to show it, or to make room.
func pageDraft(c echo.Context) (views.PageDraft, error) {
	draft := views.PageDraft{Preview: c.FormValue("preview") != ""}
	if err := c.Bind(&draft.Form); err != nil {
		return draft, err
	}
	draft.Form.Parts = partsOf(c)
	if kind := content.PartKind(c.FormValue("more")); kind == content.PartRow || kind == content.PartCard {
		draft.Sketched, draft.Place = true, len(draft.Form.Parts)
		draft.Form.Parts = append(draft.Form.Parts, content.PartForm{Kind: kind})
	}
	if up, err := strconv.Atoi(c.FormValue("up")); err == nil && up > 0 && up < len(draft.Form.Parts) {
		parts := draft.Form.Parts
		parts[up-1], parts[up] = parts[up], parts[up-1]
		draft.Sketched, draft.Place = true, up-1
	}
	return draft, nil
}

// partsOf reads the cards and rows, as far as the form has them.
func partsOf(c echo.Context) []content.PartForm {
	parts := []content.PartForm{}
	for {
		of := func(field string) string { return c.FormValue(content.PartField(len(parts), field)) }
		kind := content.PartKind(of("kind"))
		if kind != content.PartRow && kind != content.PartCard {
			return parts
		}
		parts = append(parts, content.PartForm{
			Ref: of("ref"), Kind: kind, Link: of("link"), Title: of("title"), Words: of("words"), Today: of("today"), Here: of("here"), Lose: of("lose"),
		})
	}
}
