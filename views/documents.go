package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/billing"
	amounts "chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
	"chatiere/views/ui"
)

// lastDay says the eve of a stored day: periods are half open, people count the last day in.
func lastDay(ctx context.Context, to string) string {
	d, err := period.Day(to)
	if err != nil {
		return to
	}
	return locales.Date(lang(ctx), d.AddDate(0, 0, -1))
}

// charged reports whether any line bears VAT.
func charged(lines []billing.Line) bool {
	for _, l := range lines {
		if l.Category == tax.Standard {
			return true
		}
	}
	return false
}

// exemptions are the reasons why lines bear none, each once, in the law's own words.
func exemptions(lines []billing.Line) []string {
	var all []string
	seen := map[string]bool{}
	for _, l := range lines {
		if l.Category != tax.Standard && l.ExemptionNote != "" && !seen[l.ExemptionNote] {
			seen[l.ExemptionNote] = true
			all = append(all, l.ExemptionNote)
		}
	}
	return all
}

// heads are the columns of a document's lines.
func heads(ctx context.Context, lines []billing.Line) []ui.Col {
	all := []ui.Col{ui.Text(t(ctx, "documents.label")), ui.Num(t(ctx, "documents.quantity")), ui.Num(t(ctx, "documents.unit_price"))}
	if charged(lines) {
		all = append(all, ui.Num(t(ctx, "documents.rate")))
	}
	return append(all, ui.Num(t(ctx, "documents.amount")))
}

// group is one line of the taxes: 20 % of 100,00 €.
func group(ctx context.Context, g amounts.Group, currency string) string {
	return t(ctx, "documents.vat_of", "Rate", locales.Percent(lang(ctx), int64(g.RateBP)), "Base", cents(ctx, g.Net, currency))
}
