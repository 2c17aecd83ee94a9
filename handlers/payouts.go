package handlers

import (
	"net/http"
	"strings"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Payouts are what the projects are owed and paid.
type Payouts struct{ site Site }

// Index shows what each project is owed, whether it can be paid, and the batches.
func (h Payouts) Index(c echo.Context) error {
	form := commons.BatchForm{ExecuteOn: commons.NextPayday(h.site.today(c)), Least: locales.Decimal(lang(c), commons.LeastPaid)}
	return h.draw(c, http.StatusOK, views.PayoutsPage{Form: form})
}

func (h Payouts) draw(c echo.Context, status int, p views.PayoutsPage) error {
	p.Keeps = commons.KeepsPayouts(me(c))
	var err error
	if p.Owed, err = commons.OwedToProjects(ctx(c), h.site.DB, me(c), h.site.today(c)); err != nil {
		return err
	}
	if p.Batches, err = commons.Batches(ctx(c), h.site.DB, me(c), store.FromKey(c.QueryParam("after"))); err != nil {
		return err
	}
	if p.Wishes, err = commons.WishesToPass(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.Payouts(p))
}

// PayoutReadings read what the bank said of payments.
type PayoutReadings struct{ site Site }

// Create confirms what is sure.
func (h PayoutReadings) Create(c echo.Context) error {
	n, err := commons.ReadBank(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	if n == 0 {
		h.site.flash(c, "payouts_nothing_read")
	} else {
		h.site.flash(c, "payouts_read")
	}
	return redirect(c, paths.Payouts(lang(c)))
}

// PayoutWishes are what maintainers want to pass on.
type PayoutWishes struct{ site Site }

// Update grants a wish or declines it.
func (h PayoutWishes) Update(c echo.Context) error {
	p, _, err := commons.FindUpstreamPayment(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form commons.WishForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = p.Grant(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Payouts(h).draw(c, http.StatusUnprocessableEntity, views.PayoutsPage{Wish: form, WishOf: p.Ref, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Payouts(lang(c)))
}

// PayoutTables are the lists of the payouts as files.
type PayoutTables struct{ site Site }

// Show sends one: as a table, or what the table is checked by.
func (h PayoutTables) Show(c echo.Context) error {
	name, ending, _ := strings.Cut(c.Param("file"), ".")
	table, err := commons.PayoutTableOf(ctx(c), h.site.DB, me(c), name)
	if err != nil {
		return err
	}
	switch ending {
	case "csv":
		return sendTable(c, name, table.Rows)
	case "json":
		about, err := table.About()
		if err != nil {
			return err
		}
		return attach(c, c.Param("file"), "application/json", about)
	}
	return store.ErrNotFound
}

// ProjectPages is the address of the projects' public pages as it is written beside payments: without what banks refuse, and in English, as the letter.
func ProjectPages(base string) string {
	_, word, _ := strings.Cut(base, "://")
	return word + paths.ProjectShare("en", "")
}

func (s Site) projectPages() string { return ProjectPages(s.BaseURL) }
