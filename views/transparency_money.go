package views

import (
	"context"
	"slices"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/euro"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// PublicSpendingList is a page of what went out, as everybody reads it.
type PublicSpendingList struct {
	Filter billing.PublicFilter
	Page   store.Page[billing.PublicSpending]
	Spent  billing.Spent
}

// ProjectSharePage is what one project was given out of the pot.
type ProjectSharePage struct {
	Upstream catalogue.Upstream
	Moves    store.Page[commons.PotMove]
}

// pieces are the six parts of ten euros; none while there is too little to tell.
func (p TransparencyPage) pieces() []euro.Piece {
	if !p.Public.Figures.Enough() {
		return nil
	}
	return euro.OfTen(p.Public.Spent.Sums())
}

// whyNoEuro says what is missing before the whole euro can be told.
func (p TransparencyPage) whyNoEuro(ctx context.Context) string {
	switch {
	case !p.Public.Figures.Enough():
		return t(ctx, "euro.why_few", "Min", commons.FewestPayers)
	case !p.Public.Spent.Lines:
		return t(ctx, "euro.why_no_statement")
	}
	return t(ctx, "euro.why_unsorted")
}

func tooFewTitle(ctx context.Context, f commons.Figures) string {
	if f.Received <= 0 {
		return t(ctx, "transparency.no_money")
	}
	return t(ctx, "transparency.too_few")
}

func tooFewWords(ctx context.Context, f commons.Figures) string {
	if f.Received <= 0 {
		return t(ctx, "transparency.no_money_more")
	}
	return t(ctx, "transparency.too_few_more", "Min", commons.FewestPayers)
}

// euroSentence is the whole euro in words: only groups that got something are named.
func euroSentence(ctx context.Context, p TransparencyPage) string {
	var parts []string
	for _, one := range p.pieces() {
		if one.OfTen > 0 {
			parts = append(parts, purposePart(ctx, one))
		}
	}
	return t(ctx, "euro.sentence", "Parts", locales.List(lang(ctx), parts), "From", monthName(ctx, p.Public.Spent.From), "To", monthName(ctx, p.Public.Spent.To))
}

func euroChart(ctx context.Context, p TransparencyPage, pieces []euro.Piece) ui.WholeChart {
	c := ui.WholeChart{Title: t(ctx, "euro.chart"), Label: t(ctx, "spending.purpose"), Value: t(ctx, "euro.of_ten"), More: t(ctx, "euro.of_months")}
	for _, one := range pieces {
		part := ui.WholePart{Label: purposeName(ctx, one.Purpose), Note: purposeHint(ctx, one.Purpose), Value: one.OfTen, Text: money(ctx, one.OfTen), More: money(ctx, one.Cents)}
		if one.Purpose.Listed() && one.Cents > 0 {
			part.Href = paths.PublicSpendings(lang(ctx), one.Purpose)
		}
		c.Parts = append(c.Parts, part)
	}
	return c
}

// potChart draws the share of each offer's payments through the pot to the projects.
func potChart(ctx context.Context, p TransparencyPage) ui.FlowChart {
	pot := t(ctx, "transparency.the_pot")
	c := ui.FlowChart{
		Title: t(ctx, "transparency.flow"), From: t(ctx, "transparency.flow_from"), To: t(ctx, "transparency.flow_to"), Value: t(ctx, "transparency.amount"),
		Sums: map[string]string{pot: money(ctx, p.Public.Figures.SetAside)},
	}
	for _, s := range p.Public.Sources {
		name := s.Name.Value
		if name == "" {
			name = t(ctx, "transparency.other_offers")
		}
		addFlow(ctx, &c, name, pot, name, s.SetAsideCents, paths.Transparency(lang(ctx))+"#months")
	}
	for _, s := range p.Public.Shares {
		addFlow(ctx, &c, pot, s.Name, s.Name, s.Given, paths.ProjectShare(lang(ctx), s.Slug))
	}
	rest := t(ctx, "transparency.not_given")
	addFlow(ctx, &c, pot, rest, rest, p.Public.Figures.Pot, paths.Transparency(lang(ctx))+"#months")
	return c
}

// addFlow adds an amount above nought, and writes it beside the end that has it alone.
func addFlow(ctx context.Context, c *ui.FlowChart, from, to, end string, n int64, href string) {
	if n > 0 {
		c.Flows = append(c.Flows, ui.Flow{From: from, To: to, Value: n, Text: money(ctx, n), Href: href})
		c.Sums[end] = money(ctx, n)
	}
}

func listedOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, p := range euro.Groups {
		if p.Listed() {
			all = append(all, ui.Option{Value: string(p), Text: purposeName(ctx, p)})
		}
	}
	return all
}

func spentMonths(ctx context.Context, s billing.Spent) []ui.Option {
	var all []ui.Option
	for _, m := range s.MonthNames() {
		all = append(all, ui.Option{Value: m, Text: monthName(ctx, m)})
	}
	return all
}

// spendingWords are the public words of a line, else its group's.
func spendingWords(ctx context.Context, s billing.PublicSpending) string {
	if s.Label != "" {
		return s.Label
	}
	return purposeHint(ctx, s.Purpose)
}

// potMoveWords says what happened to a project's part.
func potMoveWords(ctx context.Context, m commons.PotMove) string {
	switch {
	case m.Given > 0:
		return t(ctx, "transparency.move_given")
	case m.Given < 0:
		return t(ctx, "transparency.move_back")
	case m.Passed > 0:
		return t(ctx, "transparency.move_from_project")
	case m.Passed < 0:
		return t(ctx, "transparency.move_to_project")
	case m.Sent > 0:
		return t(ctx, "transparency.move_sent")
	}
	return t(ctx, "transparency.move_returned")
}

// passes reports whether a project passed anything on to another one.
func passes(shares []commons.Share) bool {
	return slices.ContainsFunc(shares, func(s commons.Share) bool { return s.Passed != 0 })
}

// travels reports whether the bank has money for a project that it did not confirm yet.
func travels(shares []commons.Share) bool {
	return slices.ContainsFunc(shares, func(s commons.Share) bool { return s.InTransit != 0 })
}

// projectHeads are the columns of what projects were given.
func projectHeads(ctx context.Context, shares []commons.Share) []ui.Col {
	all := []ui.Col{ui.Text(t(ctx, "transparency.project")), ui.Num(t(ctx, "transparency.project_given"))}
	if passes(shares) {
		all = append(all, ui.Num(t(ctx, "transparency.project_passed")))
	}
	all = append(all, ui.Num(t(ctx, "transparency.project_sent")))
	if travels(shares) {
		all = append(all, ui.Num(t(ctx, "transparency.project_on_way")))
	}
	return append(all, ui.Num(t(ctx, "transparency.project_owed")))
}

func moneyOrDash(ctx context.Context, n int64) string {
	if n == 0 {
		return "–"
	}
	return money(ctx, n)
}

// feedWords says what of a line goes into the pot: it did, it will once it is paid, or both.
func feedWords(ctx context.Context, l commons.LinePart, currency string) string {
	line, rate := cents(ctx, l.Line.NetCents, currency), bp(ctx, l.RateBP)
	switch {
	case l.Waiting:
		return t(ctx, "invoices.feeds_will", "Label", l.Line.Label, "Line", line, "Part", cents(ctx, l.Will, currency), "Rate", rate)
	case l.Will > 0:
		return t(ctx, "invoices.feeds_partly", "Label", l.Line.Label, "Line", line, "Part", cents(ctx, l.Fed, currency), "Rate", rate, "Rest", cents(ctx, l.Will, currency))
	}
	return t(ctx, "invoices.feeds", "Label", l.Line.Label, "Line", line, "Part", cents(ctx, l.Fed, currency), "Rate", rate)
}

// projectParts names each project with its part.
func projectParts(ctx context.Context, shares []commons.Share, currency string) string {
	var all []string
	for _, s := range shares {
		all = append(all, t(ctx, "invoices.feeds_project", "Name", s.Name, "Amount", cents(ctx, s.Given, currency)))
	}
	return locales.List(lang(ctx), all)
}
