package handlers

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Spendings are the lines of the bank that went out, to be sorted for everybody.
type Spendings struct{ site Site }

// Index lists one pile of them.
func (h Spendings) Index(c echo.Context) error {
	p := views.SpendingsPage{Filter: spendingFilter(c)}
	var err error
	if p.Page, err = billing.Spendings(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	return render(c, views.Spendings(p))
}

func spendingFilter(c echo.Context) billing.SpendingFilter {
	f := billing.SpendingFilter{Pile: billing.PileWaiting, Purpose: euro.Purpose(c.QueryParam("purpose")), Query: strings.TrimSpace(c.QueryParam("q")), After: c.QueryParam("after")}
	if c.QueryParam("pile") == billing.PileSorted {
		f.Pile = billing.PileSorted
	}
	if cents, ok := locales.ParseMoney(lang(c), f.Query); ok {
		f.Cents = cents
	}
	return f
}

// Export sends one pile as a table.
func (h Spendings) Export(c echo.Context) error {
	rows := [][]string{views.SpendingRows(ctx(c))}
	err := billing.EachSpending(ctx(c), h.site.DB, me(c), spendingFilter(c), func(s billing.Spending) error {
		rows = append(rows, views.SpendingCells(ctx(c), s))
		return nil
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "spending", rows)
}

// Edit draws one line with the form that says what it was.
func (h Spendings) Edit(c echo.Context) error {
	s, err := billing.FindSpending(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.Spending(views.SpendingPage{Spending: s, Form: s.Form()}))
}

// Update says what it was.
func (h Spendings) Update(c echo.Context) error {
	s, err := billing.FindSpending(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.SpendingForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	others, err := s.Sort(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return renderStatus(c, http.StatusUnprocessableEntity, views.Spending(views.SpendingPage{Spending: s, Form: form, Wrong: wrong}))
	}
	if errors.Is(err, store.ErrConflict) {
		form.Version = s.Version
		return renderStatus(c, http.StatusConflict, views.Spending(views.SpendingPage{Spending: s, Form: form, Conflict: true}))
	}
	if err != nil {
		return err
	}
	done := "spending_sorted"
	if others > 0 {
		done = "spending_others"
	}
	h.site.flash(c, done)
	return redirect(c, paths.Spendings(lang(c)))
}

// SpendingRules are the rules that sort lines as they come in.
type SpendingRules struct{ site Site }

// Index lists those that stand.
func (h SpendingRules) Index(c echo.Context) error {
	var p views.SpendingRulesPage
	var err error
	if p.Page, err = billing.SpendingRules(ctx(c), h.site.DB, me(c), store.FromKey(c.QueryParam("after"))); err != nil {
		return err
	}
	return render(c, views.SpendingRules(p))
}

// SpendingRuleEnds end rules.
type SpendingRuleEnds struct{ site Site }

// Create ends one.
func (h SpendingRuleEnds) Create(c echo.Context) error {
	r, err := billing.FindSpendingRule(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := r.End(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "spending_rule_ended")
	return redirect(c, paths.SpendingRules(lang(c)))
}

// lastYear are the first and the last of twelve months, the running one included.
func lastYear(today time.Time) (from, to string) {
	return time.Date(today.Year(), today.Month()-11, 1, 0, 0, 0, 0, time.UTC).Format("2006-01"), today.Format("2006-01")
}
