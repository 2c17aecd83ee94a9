package views

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// SpendingsPage is what went out and waits to be sorted, or is.
type SpendingsPage struct {
	Filter billing.SpendingFilter
	Page   store.Page[billing.Spending]
}

// SpendingPage is one line that went out, with what is said of it.
type SpendingPage struct {
	Spending billing.Spending
	Form     billing.SpendingForm
	Wrong    store.Invalid
	Conflict bool // somebody else said something meanwhile
}

// SpendingRulesPage are the rules that stand.
type SpendingRulesPage struct {
	Page store.Page[billing.SpendingRule]
}

func spendingPiles(ctx context.Context, p SpendingsPage) []ui.Link {
	return []ui.Link{
		{Href: paths.SpendingPile(lang(ctx), billing.PileWaiting), Text: t(ctx, "spending.pile_waiting"), Current: p.Filter.Pile != billing.PileSorted},
		{Href: paths.SpendingPile(lang(ctx), billing.PileSorted), Text: t(ctx, "spending.pile_sorted"), Current: p.Filter.Pile == billing.PileSorted},
		{Href: paths.SpendingRules(lang(ctx)), Text: t(ctx, "spending.rules")},
	}
}

// purposeName is a group as everybody reads it.
func purposeName(ctx context.Context, p euro.Purpose) string {
	switch p {
	case euro.People:
		return t(ctx, "euro.people")
	case euro.Servers:
		return t(ctx, "euro.servers")
	case euro.Taxes:
		return t(ctx, "euro.taxes")
	case euro.Upstream:
		return t(ctx, "euro.upstream")
	case euro.Services:
		return t(ctx, "euro.services")
	case euro.Reserve:
		return t(ctx, "euro.reserve")
	case euro.Apart:
		return t(ctx, "euro.apart")
	}
	return t(ctx, "euro.waiting")
}

// purposeHint says what belongs to a group.
func purposeHint(ctx context.Context, p euro.Purpose) string {
	switch p {
	case euro.People:
		return t(ctx, "euro.people_hint")
	case euro.Servers:
		return t(ctx, "euro.servers_hint")
	case euro.Taxes:
		return t(ctx, "euro.taxes_hint")
	case euro.Upstream:
		return t(ctx, "euro.upstream_hint")
	case euro.Services:
		return t(ctx, "euro.services_hint")
	case euro.Reserve:
		return t(ctx, "euro.reserve_hint")
	}
	return t(ctx, "euro.apart_hint")
}

// purposePart says what of ten euros goes to a group.
func purposePart(ctx context.Context, p euro.Piece) string {
	amount := money(ctx, p.OfTen)
	switch p.Purpose {
	case euro.People:
		return t(ctx, "euro.part_people", "Amount", amount)
	case euro.Servers:
		return t(ctx, "euro.part_servers", "Amount", amount)
	case euro.Taxes:
		return t(ctx, "euro.part_taxes", "Amount", amount)
	case euro.Upstream:
		return t(ctx, "euro.part_upstream", "Amount", amount)
	case euro.Services:
		return t(ctx, "euro.part_services", "Amount", amount)
	}
	return t(ctx, "euro.part_reserve", "Amount", amount)
}

func purposeOptions(ctx context.Context, hints bool) []ui.Option {
	var all []ui.Option
	for _, p := range euro.Choices {
		o := ui.Option{Value: string(p), Text: purposeName(ctx, p)}
		if hints {
			o.Hint = purposeHint(ctx, p)
		}
		all = append(all, o)
	}
	return all
}

// rememberOptions offer a name only where the bank gave one.
func rememberOptions(ctx context.Context, l billing.BankLine) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "spending.remember_no")}}
	if l.Counterparty != "" {
		all = append(all, ui.Option{Value: string(euro.ByName), Text: t(ctx, "spending.remember_name", "Name", l.Counterparty)})
	}
	return append(all, ui.Option{Value: string(euro.ByWords), Text: t(ctx, "spending.remember_words")})
}

func ruleField(ctx context.Context, f euro.Field) string {
	if f == euro.ByName {
		return t(ctx, "spending.by_name")
	}
	return t(ctx, "spending.by_words")
}

// SpendingRows begins the table of what went out with its heads.
func SpendingRows(ctx context.Context) []string {
	return []string{
		t(ctx, "bank.booked_on"), t(ctx, "spending.purpose"), t(ctx, "spending.label"), t(ctx, "bank.counterparty"), t(ctx, "bank.text"), t(ctx, "bank.reference"), t(ctx, "bank.amount"),
		t(ctx, "spending.reason"),
	}
}

// SpendingCells is one row of it.
func SpendingCells(ctx context.Context, s billing.Spending) []string {
	return []string{
		s.BookedOn, purposeName(ctx, s.Purpose), store.Cell(s.Label), store.Cell(s.Line.Counterparty), store.Cell(s.Line.Label), store.Cell(s.Line.Reference), amount(ctx, s.Cents), store.Cell(s.Reason),
	}
}

// kept are what the list is narrowed to, for its file and its next page.
func (p SpendingsPage) kept() []string {
	return []string{"pile", p.Filter.Pile, "purpose", string(p.Filter.Purpose), "q", p.Filter.Query}
}
