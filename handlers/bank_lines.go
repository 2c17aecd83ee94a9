package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// BankLines are lines of the bank.
type BankLines struct{ site Site }

// Show draws one: what it may be, and what was decided.
func (h BankLines) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.BankLinePage{Search: strings.TrimSpace(c.QueryParam("q")), Key: store.NewRef()})
}

func (h BankLines) draw(c echo.Context, status int, p views.BankLinePage) error {
	p.Acts = me(c).Is(people.Operator)
	var err error
	if p.Line, err = billing.FindBankLine(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Matches, err = billing.MatchesOf(ctx(c), h.site.DB, p.Line); err != nil {
		return err
	}
	proposals, err := billing.ProposalsFor(ctx(c), h.site.DB, me(c), []billing.BankLine{p.Line})
	if err != nil {
		return err
	}
	gifts, err := commons.GiftsFor(ctx(c), h.site.DB, me(c), []billing.BankLine{p.Line})
	if err != nil {
		return err
	}
	p.Proposals, p.Gifts = proposals[p.Line.ID], gifts[p.Line.ID]
	if p.Line.Payable() && (p.Search != "" || len(p.Proposals)+len(p.Gifts) == 0) {
		search := billing.PaymentSearch{Query: p.Search}
		if cents, ok := locales.ParseMoney(lang(c), p.Search); ok {
			search.Cents = cents
		}
		if p.Found, err = billing.PaymentsToConfirm(ctx(c), h.site.DB, me(c), search); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.BankLine(p))
}

// decided ends what a form decides of a line: the form again, or the queue.
func (h BankLines) decided(c echo.Context, err error, p views.BankLinePage, done, target string) error {
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, done)
	return redirect(c, target)
}

func (h BankLines) find(c echo.Context) (billing.BankLine, error) {
	return billing.FindBankLine(ctx(c), h.site.DB, me(c), c.Param("ref"))
}

// BankMatches say what lines paid.
type BankMatches struct{ site Site }

// Create confirms what a line paid.
func (h BankMatches) Create(c echo.Context) error {
	l, err := BankLines(h).find(c)
	if err != nil {
		return err
	}
	var form billing.MatchForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if form.Cents, form.Due, err = told(c, form.Targets); err != nil {
		return err
	}
	form.UseCents = 0
	if form.Cents == nil {
		form.UseCents = -1
		if cents, ok := locales.ParseMoney(lang(c), form.Amount); ok {
			form.UseCents = cents
		}
	}
	err = l.Match(ctx(c), h.site.DB, me(c), form)
	return BankLines(h).decided(c, err, views.BankLinePage{Match: form, Key: form.Key, Search: c.FormValue("q")}, "bank_matched", paths.Bank(lang(c)))
}

// told reads how much each target gets, as the proposal had it, and what was due then; nothing when a person chose by hand.
func told(c echo.Context, targets []string) (cents, due map[string]int64, err error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, nil, err
	}
	for _, ref := range targets {
		part, proposed := form["cents-"+ref]
		if !proposed {
			continue
		}
		if cents == nil {
			cents, due = map[string]int64{}, map[string]int64{}
		}
		if cents[ref], err = strconv.ParseInt(part[0], 10, 64); err != nil {
			cents[ref] = -1
		}
		if due[ref], err = strconv.ParseInt(form.Get("due-"+ref), 10, 64); err != nil {
			due[ref] = -1
		}
	}
	return cents, due, nil
}

// BankReturns take lines back.
type BankReturns struct{ site Site }

// Create says that a line takes another one back.
func (h BankReturns) Create(c echo.Context) error {
	l, err := BankLines(h).find(c)
	if err != nil {
		return err
	}
	var form billing.ReturnForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = l.Return(ctx(c), h.site.DB, me(c), form)
	return BankLines(h).decided(c, err, views.BankLinePage{Key: form.Key}, "bank_returned", paths.BankPile(lang(c), billing.PileOut))
}

// BankMovements give lines a category.
type BankMovements struct{ site Site }

// Create writes a line into the ledger.
func (h BankMovements) Create(c echo.Context) error {
	l, err := BankLines(h).find(c)
	if err != nil {
		return err
	}
	var form billing.MovementForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = l.Book(ctx(c), h.site.DB, me(c), form)
	return BankLines(h).decided(c, err, views.BankLinePage{Movement: form, Key: form.Key}, "bank_booked", paths.BankPile(lang(c), views.PileOf(l)))
}

// BankAsides put lines aside.
type BankAsides struct{ site Site }

// Create puts one aside for a reason.
func (h BankAsides) Create(c echo.Context) error {
	l, err := BankLines(h).find(c)
	if err != nil {
		return err
	}
	var form billing.AsideForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = l.SetAside(ctx(c), h.site.DB, me(c), form)
	return BankLines(h).decided(c, err, views.BankLinePage{Aside: form, Key: form.Key}, "bank_aside", paths.BankPile(lang(c), views.PileOf(l)))
}

// BankUndoings take back what was decided.
type BankUndoings struct{ site Site }

// Create takes one match of the line back, for a reason.
func (h BankUndoings) Create(c echo.Context) error {
	m, l, err := billing.FindMatch(ctx(c), h.site.DB, me(c), c.FormValue("match"))
	if err == nil && l.Ref != c.Param("ref") {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	reason := c.FormValue("undo_reason")
	err = commons.UndoMatch(ctx(c), h.site.DB, me(c), m, reason)
	return BankLines(h).decided(c, err, views.BankLinePage{Undo: m.Ref, UndoReason: reason, Key: store.NewRef()}, "bank_undone", paths.BankLine(lang(c), l))
}

// BankGifts say which promised gifts lines are.
type BankGifts struct{ site Site }

// Create notes that a line is a gift.
func (h BankGifts) Create(c echo.Context) error {
	l, err := BankLines(h).find(c)
	if err != nil {
		return err
	}
	d, err := commons.FindDonation(ctx(c), h.site.DB, me(c), c.FormValue("donation"))
	if err == nil {
		err = d.ArriveBy(ctx(c), h.site.DB, me(c), l, c.FormValue("key"))
	}
	return BankLines(h).decided(c, err, views.BankLinePage{Key: store.NewRef()}, "bank_gift", paths.Bank(lang(c)))
}
