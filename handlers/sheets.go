package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Sheets are texts side by side with their translations.
type Sheets struct{ site Site }

// Show draws one.
func (h Sheets) Show(c echo.Context) error {
	if !locales.Known(c.Param("to")) {
		return store.ErrNotFound
	}
	sheet, err := content.FindSheet(ctx(c), h.site.DB, me(c), content.Subject{Type: c.Param("type"), Ref: c.Param("ref")}, c.Param("to"))
	if err != nil {
		return err
	}
	return h.site.drawSheet(c, http.StatusOK, views.SheetPage{Sheet: sheet, Open: c.QueryParam("open"), Saved: c.QueryParam("saved"), Did: c.QueryParam("did")})
}

func (s Site) drawSheet(c echo.Context, status int, p views.SheetPage) error {
	var err error
	if p.Team, err = content.TeamOf(ctx(c), s.DB); err != nil {
		return err
	}
	if p.Place, err = overview.PlaceOf(ctx(c), s.DB, p.Sheet.Subject); err != nil {
		return err
	}
	p.Alone = wanted(c) != ""
	return renderStatus(c, status, views.Sheet(p))
}

// Translations are what translators write.
type Translations struct{ site Site }

// Create keeps one as a draft, proposes it to a reader, or keeps it as a text of its own.
func (h Translations) Create(c echo.Context) error {
	return h.site.translate(c, false, func(f *content.UnitForm, segment, to string) (content.Unit, error) {
		if c.FormValue("adapt") != "" {
			f.Reason = c.FormValue("why")
			unit, err := content.Adapt(ctx(c), h.site.DB, me(c), segment, to, *f)
			return unit, under("why", err)
		}
		return content.Translate(ctx(c), h.site.DB, me(c), segment, to, *f)
	})
}

// Reviews are a second person's yes.
type Reviews struct{ site Site }

// Create says yes, and for a legal text signs.
func (h Reviews) Create(c echo.Context) error {
	return h.site.translate(c, true, func(f *content.UnitForm, segment, to string) (content.Unit, error) {
		if c.FormValue("sign") != "" {
			return content.Approve(ctx(c), h.site.DB, me(c), segment, to, f.Version)
		}
		return content.Review(ctx(c), h.site.DB, me(c), segment, to, f.Version)
	})
}

// Remarks are what a reader wants changed.
type Remarks struct{ site Site }

// Create sends a translation back with one.
func (h Remarks) Create(c echo.Context) error {
	return h.site.translate(c, true, func(f *content.UnitForm, segment, to string) (content.Unit, error) {
		return content.AskChanges(ctx(c), h.site.DB, me(c), segment, to, *f)
	})
}

// Stamps say that a translation fits the new wording of its source too.
type Stamps struct{ site Site }

// Create says so.
func (h Stamps) Create(c echo.Context) error {
	return h.site.translate(c, true, func(f *content.UnitForm, segment, to string) (content.Unit, error) {
		return content.StillCorrect(ctx(c), h.site.DB, me(c), segment, to, f.Version)
	})
}

// under names what is wrong with a reason by the field it was typed in.
func under(field string, err error) error {
	wrong, ok := store.AsInvalid(err)
	if w, there := wrong["reason"]; ok && there {
		delete(wrong, "reason")
		wrong[field] = w
	}
	return err
}

// translate does something to the translation of a segment and shows the passage again; whatever goes wrong, what was typed is kept.
// An act on a text as it is (asIs) is refused while another one stands in the field.
func (s Site) translate(c echo.Context, asIs bool, act func(f *content.UnitForm, segment, to string) (content.Unit, error)) error {
	segment, to := c.Param("ref"), c.Param("to")
	var form content.UnitForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if !locales.Known(to) {
		return store.ErrNotFound
	}
	before, err := content.FindSheetOf(ctx(c), s.DB, me(c), segment, to)
	if err != nil {
		return err
	}
	p := views.SheetPage{Sheet: before, Open: c.FormValue("open"), Tried: segment, Form: form}
	line, there := before.Find(segment)
	var unit content.Unit
	switch {
	case !there:
		err = store.ErrNotFound
	case asIs && form.Version == line.Unit.Version && form.Changes(line.Unit):
		err = store.Invalid{"target": {Key: "error.translation_unsaved"}}
	default:
		unit, err = act(&p.Form, segment, to)
	}
	if err != nil {
		return s.untranslated(c, p, line, err)
	}
	did := string(unit.State)
	if unit.Stale(line.Segment) {
		did = "meanwhile"
	} else if asIs && unit.State == line.Unit.State && unit.SourceHash != line.Unit.SourceHash {
		did = "checked"
	}
	return s.translated(c, p, did)
}

// translated shows the passage as it is now.
func (s Site) translated(c echo.Context, p views.SheetPage, did string) error {
	if wanted(c) == "" {
		return redirect(c, paths.SheetAt(lang(c), p.Sheet.Subject, p.Sheet.To, p.Open, p.Tried, did))
	}
	now, err := content.FindSheetOf(ctx(c), s.DB, me(c), p.Tried, p.Sheet.To)
	if err != nil {
		return err
	}
	return s.drawSheet(c, http.StatusOK, views.SheetPage{Sheet: now, Open: p.Open, Saved: p.Tried, Did: did})
}

// untranslated shows what was typed again, with the reason: it is wrong, somebody else saved meanwhile, or the passage is gone.
func (s Site) untranslated(c echo.Context, p views.SheetPage, line content.Line, err error) error {
	wrong, invalid := store.AsInvalid(err)
	switch {
	case invalid:
		p.Wrong = wrong
	case errors.Is(err, store.ErrConflict):
		p.Met, p.Form.Version = true, line.Unit.Version
	case errors.Is(err, store.ErrNotFound) && p.Form.Target != "":
		p.Lost = p.Form.Target
	default:
		return err
	}
	return s.drawSheet(c, http.StatusUnprocessableEntity, p)
}
