package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/store"
)

// CheckRows is what the self-check found, as a table to save.
func CheckRows(ctx context.Context, b billing.Books) [][]string {
	rows := [][]string{{t(ctx, "accounting.line"), t(ctx, "accounting.column"), t(ctx, "accounting.wrong"), t(ctx, "accounting.found")}}
	for _, v := range b.Report.Violations {
		rows = append(rows, []string{strconv.Itoa(v.Line), v.Column, ruleWords(ctx, v.Rule), store.Cell(v.Found)})
	}
	return rows
}

// BalanceRows is the trial balance as a table to save: amounts on the debit side are positive.
func BalanceRows(ctx context.Context, b billing.Books) [][]string {
	rows := [][]string{{t(ctx, "accounting.account"), t(ctx, "accounting.label"), t(ctx, "accounting.opening"), t(ctx, "accounting.debit"), t(ctx, "accounting.credit"), t(ctx, "accounting.balance")}}
	for _, a := range b.Balance {
		rows = append(rows, []string{a.Account, store.Cell(a.Label), amount(ctx, a.OpeningCents), amount(ctx, a.DebitCents), amount(ctx, a.CreditCents), amount(ctx, a.Cents())})
	}
	return rows
}

// bookTable is the table of a unit as its address names it.
func bookTable(unit string) string { return "entries-" + strings.ToLower(unit) }

// bookUnitName says what a table of the books counts.
func bookUnitName(ctx context.Context, unit string) string {
	switch unit {
	case "EUR":
		return t(ctx, "accounting.in_euros")
	case "MIN":
		return t(ctx, "accounting.in_minutes")
	}
	return t(ctx, "accounting.in_pieces")
}

// TotalsRows are totals as a table to save.
func TotalsRows(ctx context.Context, p AccountingTotalsPage) [][]string {
	rows := [][]string{{
		t(ctx, "accounting.span"), t(ctx, "accounting.sales"), t(ctx, "accounting.vat"), t(ctx, "accounting.given"), t(ctx, "accounting.in"), t(ctx, "accounting.out"),
		t(ctx, "accounting.expenses"),
	}}
	for _, s := range p.Totals {
		rows = append(rows, []string{s.Span, amount(ctx, s.SalesCents), amount(ctx, s.VATCents), amount(ctx, s.GivenCents), amount(ctx, s.InCents), amount(ctx, s.OutCents), amount(ctx, s.ExpensesCents)})
	}
	return rows
}

// ReportRows are sums for e-reporting as a table to save: sales, payments, ways or the documents to deposit.
func ReportRows(ctx context.Context, p AccountingReportsPage, what string) [][]string {
	if what == "ways" {
		rows := [][]string{{t(ctx, "accounting.way.title"), t(ctx, "accounting.documents"), t(ctx, "accounting.net"), t(ctx, "accounting.vat")}}
		for _, w := range p.Report.Ways {
			rows = append(rows, []string{wayName(ctx, w.Way), strconv.Itoa(w.Documents), amount(ctx, w.NetCents), amount(ctx, w.VATCents)})
		}
		return rows
	}
	if what == "deposits" {
		return depositRows(ctx, p.Report.Deposits)
	}
	lines := p.Report.Sales
	if what == "payments" {
		lines = p.Report.Payments
	}
	rows := [][]string{{t(ctx, "accounting.day"), t(ctx, "accounting.category"), t(ctx, "accounting.rate"), t(ctx, "accounting.documents"), t(ctx, "accounting.net"), t(ctx, "accounting.vat")}}
	for _, r := range lines {
		rows = append(rows, []string{r.On, r.Category, amount(ctx, int64(r.RateBP)), strconv.Itoa(r.Documents), amount(ctx, r.NetCents), amount(ctx, r.VATCents)})
	}
	return rows
}
