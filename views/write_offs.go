package views

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// WriteOffsPage is what nobody expects to be paid any more.
type WriteOffsPage struct {
	Page   store.Page[billing.WriteOff]
	Filter billing.WriteOffFilter
	Years  []string
}

// writeOffState says whether a loss stands.
func writeOffState(ctx context.Context, w billing.WriteOff) (ui.Tone, string) {
	if w.Undone() {
		return ui.Info, t(ctx, "losses.undone")
	}
	return ui.Warn, t(ctx, "losses.stands")
}

// WriteOffsFileName is what the table of losses is called when it is saved.
func WriteOffsFileName(ctx context.Context) string { return t(ctx, "losses.file") }

// WriteOffRows is the table of losses, days and amounts as programs read them.
func WriteOffRows(ctx context.Context, all []billing.WriteOff) [][]string {
	rows := [][]string{{
		t(ctx, "losses.on"), t(ctx, "losses.invoice"), t(ctx, "documents.issued_on"), t(ctx, "payments.organisation"), t(ctx, "losses.amount"), t(ctx, "losses.net"), t(ctx, "losses.tax"), t(ctx, "losses.tax_back"),
		t(ctx, "invoices.currency"), t(ctx, "losses.reason"), t(ctx, "losses.state"),
	}}
	for _, w := range all {
		_, state := writeOffState(ctx, w)
		back := t(ctx, "losses.no")
		if w.TaxBack {
			back = t(ctx, "losses.yes")
		}
		rows = append(rows, []string{
			w.OnDay, w.Invoice.FullName(), w.Invoice.IssuedOn, w.Organisation.Name, amount(ctx, w.AmountCents), amount(ctx, w.NetCents), amount(ctx, w.TaxCents()), back, w.Currency, w.Reason, state,
		})
	}
	return rows
}
