package handlers

import (
	"net/http"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Bank is the queue of what came from the bank.
type Bank struct{ site Site }

// Index shows one pile of lines with what each may be.
func (h Bank) Index(c echo.Context) error { return h.draw(c, http.StatusOK, nil) }

func (h Bank) draw(c echo.Context, status int, wrong store.Invalid) error {
	p := views.BankPage{Filter: lineFilter(c), Acts: me(c).Is(people.Operator), Wrong: wrong}
	var err error
	if p.Page, err = billing.BankLines(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	if p.Piles, err = billing.PilesOf(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Proposals, err = billing.ProposalsFor(ctx(c), h.site.DB, me(c), p.Page.Items); err != nil {
		return err
	}
	if p.Gifts, err = commons.GiftsFor(ctx(c), h.site.DB, me(c), p.Page.Items); err != nil {
		return err
	}
	if p.Last, p.HasLast, err = billing.LastClosing(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Books, err = ledger.Balance(h.site.DB.WithContext(ctx(c)), "asset:bank", "EUR"); err != nil {
		return err
	}
	return renderStatus(c, status, views.Bank(p))
}

// lineFilter reads which lines are asked for.
func lineFilter(c echo.Context) billing.LineFilter {
	f := billing.LineFilter{Pile: c.QueryParam("pile"), Query: strings.TrimSpace(c.QueryParam("q")), After: c.QueryParam("after")}
	switch f.Pile {
	case billing.PileIn, billing.PileOut, billing.PileDone, billing.PileAll:
	default:
		f.Pile = billing.PileIn
	}
	if cents, ok := locales.ParseMoney(lang(c), f.Query); ok {
		f.Cents = cents
	}
	return f
}

// BankExports are lines as a table to save.
type BankExports struct{ site Site }

// Index sends one pile.
func (h BankExports) Index(c echo.Context) error {
	rows := views.BankRows(ctx(c))
	err := billing.EachBankLine(ctx(c), h.site.DB, me(c), lineFilter(c), func(l billing.BankLine) error {
		rows = append(rows, views.BankCells(ctx(c), l))
		return nil
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "bank", rows)
}

// BankCertainties are proposals nobody needs to think about.
type BankCertainties struct{ site Site }

// Create confirms those of some lines.
func (h BankCertainties) Create(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	if _, err := commons.ConfirmCertain(ctx(c), h.site.DB, me(c), form["line"]); err != nil {
		return err
	}
	h.site.flash(c, "bank_confirmed")
	return redirect(c, paths.Bank(lang(c)))
}
