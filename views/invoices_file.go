package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/store"
)

// InvoicesFileName is what the table of invoices is called when it is saved.
func InvoicesFileName(ctx context.Context) string { return t(ctx, "invoices.file") + ".csv" }

// InvoiceRows begins the table of invoices with its heads.
func InvoiceRows(ctx context.Context) [][]string {
	return [][]string{{
		t(ctx, "documents.number"), t(ctx, "invoices.kind"), t(ctx, "documents.issued_on"), t(ctx, "documents.due_on"), t(ctx, "documents.buyer"), t(ctx, "documents.net"),
		t(ctx, "documents.vat"), t(ctx, "documents.total"), t(ctx, "invoices.left"), t(ctx, "invoices.currency"), t(ctx, "pay.reference"),
	}}
}

// InvoiceCells is one document of the table: days and amounts as programs read them.
func InvoiceCells(ctx context.Context, i billing.Invoice) []string {
	return []string{
		i.FullName(), kindWord(ctx, i), i.IssuedOn, i.DueOn, store.Cell(i.Buyer.Name), amount(ctx, i.NetCents), amount(ctx, i.VATCents), amount(ctx, i.TotalCents),
		amount(ctx, i.DueCents()), i.Currency, i.PaymentReference,
	}
}

// amount writes cents as spreadsheets of the reader's language read them.
func amount(ctx context.Context, cents int64) string { return locales.Amount(lang(ctx), cents) }

// decimal writes cents with a point, as programs read amounts.
func decimal(cents int64) string {
	sign, n := "", cents
	if n < 0 {
		sign, n = "-", -n
	}
	rest := strconv.FormatInt(n%100, 10)
	if len(rest) == 1 {
		rest = "0" + rest
	}
	return sign + strconv.FormatInt(n/100, 10) + "." + rest
}
