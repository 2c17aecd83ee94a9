package handlers

import (
	"errors"

	"chatiere/models/billing"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// DeskAccounts are the files of organisations: what the staff knows of each, and how its account is treated.
type DeskAccounts struct{ site Site }

// Index searches and lists them.
func (h DeskAccounts) Index(c echo.Context) error {
	p := views.AccountsPage{Today: h.site.day(c)}
	err := c.Bind(&p.Filter)
	if err != nil {
		return err
	}
	if p.Page, err = overview.FindAccounts(ctx(c), h.site.DB, me(c), p.Filter, p.Today); err != nil {
		return err
	}
	return render(c, views.Accounts(p))
}

// Export gives the same as a file.
func (h DeskAccounts) Export(c echo.Context) error {
	f := overview.AccountFilter{All: true}
	if err := c.Bind(&f); err != nil {
		return err
	}
	page, err := overview.FindAccounts(ctx(c), h.site.DB, me(c), f, h.site.day(c))
	if err != nil {
		return err
	}
	return sendCSV(c, "organisations", views.AccountRows(ctx(c), page.Items))
}

// Show draws one: each of the staff reads the parts that their role sees.
func (h DeskAccounts) Show(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.DeskAccount(p))
}

func (h DeskAccounts) page(c echo.Context) (views.AccountPage, error) {
	p := views.AccountPage{Today: h.site.day(c), Zone: host(c).Location(), Now: store.Now(h.site.DB), Acts: me(c).Is(people.Operator)}
	p.Check.CheckedOn = h.site.today(c)
	o, err := people.FindOrganisation(ctx(c), h.site.DB, me(c), c.Param("org"))
	if err != nil {
		return p, err
	}
	p.Account, err = overview.AccountOf(ctx(c), h.site.DB, lang(c), me(c), o, p.Today)
	return p, err
}

// about is the organisation to which the address narrows a list of the desk; the zero one is all of them.
func (s Site) about(c echo.Context) (people.Organisation, error) {
	if ref := c.QueryParam("organisation"); ref != "" {
		return people.FindOrganisation(ctx(c), s.DB, me(c), ref)
	}
	return people.Organisation{}, nil
}

// ControlTags are the tags of an account.
type ControlTags struct{ site Site }

// Create puts one.
func (h ControlTags) Create(c echo.Context) error {
	p, err := DeskAccounts(h).page(c)
	if err != nil {
		return err
	}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = billing.PutTag(ctx(c), h.site.DB, me(c), p.Organisation, p.Form, p.Today)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.DeskAccount(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskAccount(lang(c), p.Organisation))
}

// ControlTagRemovals take tags away.
type ControlTagRemovals struct{ site Site }

// Create takes one away.
func (h ControlTagRemovals) Create(c echo.Context) error {
	o, err := people.FindOrganisation(ctx(c), h.site.DB, me(c), c.Param("org"))
	if err != nil {
		return err
	}
	err = billing.RemoveTag(ctx(c), h.site.DB, me(c), o, billing.Tag(c.FormValue("tag")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskAccount(lang(c), o))
}
