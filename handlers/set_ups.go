package handlers

import (
	"chatiere/models/collective"
	"chatiere/models/demo"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// SetUps is the checklist of a new portal.
type SetUps struct{ site Site }

// Show draws it.
func (h SetUps) Show(c echo.Context) error {
	tasks, err := overview.SetUp(ctx(c), h.site.DB, host(c), languages())
	if err != nil {
		return err
	}
	return render(c, views.SetUp(tasks, host(c).Public))
}

// Openings make the portal public, and close it again.
type Openings struct{ site Site }

// Create opens it once everything on the checklist is done; it closes it at once.
func (h Openings) Create(c echo.Context) error {
	public := c.FormValue("public") == "yes"
	if public {
		tasks, err := overview.SetUp(ctx(c), h.site.DB, host(c), languages())
		if err != nil {
			return err
		}
		if !overview.MayOpen(tasks) {
			return renderInvalid(c, views.SetUp(tasks, false))
		}
	}
	if err := collective.Open(ctx(c), h.site.DB, me(c).Actor(), public); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.SetUp(lang(c)))
}

// TestLetters try whether mail leaves the house.
type TestLetters struct{ site Site }

// Create asks for a letter to oneself; when it has been sent the checklist says so.
func (h TestLetters) Create(c echo.Context) error {
	err := store.InTx(ctx(c), h.site.DB, func(tx *gorm.DB) error {
		return store.Enqueue(tx, overview.TestLetterAsked{UserID: me(c).ID})
	})
	if err != nil {
		return err
	}
	h.site.flash(c, "test_letter")
	return redirect(c, paths.SetUp(lang(c)))
}

// StandardTerms are the legal texts made from templates.
type StandardTerms struct{ site Site }

// Create writes those that are missing; an operator reads and adapts them afterwards.
func (h StandardTerms) Create(c echo.Context) error {
	if err := demo.MakeTerms(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.SetUp(lang(c)))
}
