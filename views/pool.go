package views

import (
	"context"
	"strconv"

	"chatiere/models/billing"
	"chatiere/models/billing/purse"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// PoolPage is how a network head pays for its members: the budget with its use, what waits for a yes, what it chose.
type PoolPage struct {
	Head    people.Organisation
	Year    int
	Keeps   bool // the reader keeps the head's money
	Manages bool
	Uses    [2]purse.Use // of this year and the next
	Waiting []billing.Opening
	Form    billing.PoolForm
	Theirs  *billing.PoolForm // what somebody else saved meanwhile
	Wrong   store.Invalid
}

func (p PoolPage) year(n int) string { return strconv.Itoa(p.Year + n) }

func (p PoolPage) edited() Edited[billing.PoolForm] {
	return Edited[billing.PoolForm]{Form: p.Form, Theirs: p.Theirs, Wrong: p.Wrong}
}

func (p PoolPage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "together", t(ctx, "pool.together"), "percent", t(ctx, "pool.opening"), "budget", t(ctx, "pool.budget_of", "Year", p.year(0)), "coming", t(ctx, "pool.budget_of", "Year", p.year(1)))
}

func (p PoolPage) together(ctx context.Context) ui.Choice {
	return p.edited().choice(ctx, "together", t(ctx, "pool.together"), "", []ui.Option{
		{Value: "yes", Text: t(ctx, "pool.together_yes"), Hint: t(ctx, "pool.together_yes_hint")}, {Value: "no", Text: t(ctx, "pool.together_no"), Hint: t(ctx, "pool.together_no_hint")},
	}, func(f billing.PoolForm) string { return f.Together })
}

func (p PoolPage) percent(ctx context.Context) ui.Input {
	in := p.edited().maybe(ctx, "percent", t(ctx, "pool.opening"), t(ctx, "pool.opening_hint"), 10, func(f billing.PoolForm) string { return f.Percent })
	in.InputMode, in.Short, in.Unit = "decimal", true, "%"
	return in
}

func (p PoolPage) budget(ctx context.Context) ui.Input {
	in := p.edited().maybe(ctx, "budget", t(ctx, "pool.budget_of", "Year", p.year(0)), t(ctx, "pool.budget_hint"), 20, func(f billing.PoolForm) string { return f.Budget })
	in.InputMode, in.Short, in.Unit = "decimal", true, "€"
	return in
}

func (p PoolPage) coming(ctx context.Context) ui.Input {
	in := p.edited().maybe(ctx, "coming", t(ctx, "pool.budget_of", "Year", p.year(1)), t(ctx, "pool.coming_hint", "Amount", money(ctx, p.Uses[1].Used())), 20, func(f billing.PoolForm) string { return f.Coming })
	in.InputMode, in.Short, in.Unit = "decimal", true, "€"
	return in
}

// left says what of the budget may still be agreed to, or by how much it is passed.
func (p PoolPage) left(ctx context.Context) (label, amount string) {
	if left := p.Uses[0].Left(); left < 0 {
		return t(ctx, "pool.passed"), money(ctx, -left)
	}
	return t(ctx, "pool.left"), money(ctx, p.Uses[0].Left())
}

// CarriagePage is which part of a member's spaces its head pays.
type CarriagePage struct {
	Affiliation people.Affiliation
	Spaces      []billing.CarriedSpace
	Form        billing.CarriageForm
	Theirs      *billing.CarriageForm
	Wrong       store.Invalid
}

func (p CarriagePage) percent(ctx context.Context) ui.Input {
	e := Edited[billing.CarriageForm]{Form: p.Form, Theirs: p.Theirs, Wrong: p.Wrong}
	in := e.text(ctx, "percent", t(ctx, "carriage.percent"), t(ctx, "carriage.percent_hint"), 10, func(f billing.CarriageForm) string { return f.Percent })
	in.InputMode, in.Short, in.Unit = "decimal", true, "%"
	return in
}

// dearer reports whether a space costs more by now than the head said yes to.
func (p CarriagePage) dearer() bool {
	for _, s := range p.Spaces {
		if s.Dearer() {
			return true
		}
	}
	return false
}

// HeadPage is a member's page of its head.
type HeadPage struct {
	Affiliation people.Affiliation
	Manages     bool
	Money       bool // the reader may see who pays
	Keeps       bool
}

// carriedWords say which part of a space the head pays.
func carriedWords(ctx context.Context, s billing.CarriedSpace) string {
	switch {
	case s.Share.State == billing.ShareAccepted && s.Share.FromOn != "":
		return t(ctx, "carriage.from", "Part", bp(ctx, s.Share.BasisPoints), "Date", dateOnly(ctx, s.Share.FromOn))
	case s.Share.State == billing.ShareAccepted:
		return bp(ctx, s.Share.BasisPoints)
	case s.Share.UntilOn != "":
		return t(ctx, "carriage.until", "Part", bp(ctx, s.Share.BasisPoints), "Date", dateOnly(ctx, s.Share.UntilOn))
	}
	return t(ctx, "carriage.nothing")
}

// memberPaid says in a head's list which part of a member's spaces it pays, or offers to.
func memberPaid(ctx context.Context, a people.Affiliation) string {
	switch {
	case a.AskedBP != nil:
		return t(ctx, "pool.we_offer", "Part", bp(ctx, *a.AskedBP))
	case a.CarriedBP > 0 && a.State == people.AffiliationProposed && a.MemberID != nil:
		return t(ctx, "pool.we_will_pay", "Part", bp(ctx, a.CarriedBP))
	case a.CarriedBP > 0 && a.State == people.AffiliationProposed:
		return t(ctx, "pool.we_offer", "Part", bp(ctx, a.CarriedBP))
	case a.CarriedBP > 0:
		return t(ctx, "pool.we_pay", "Part", bp(ctx, a.CarriedBP))
	}
	return ""
}
