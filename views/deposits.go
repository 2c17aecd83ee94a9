package views

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/store"
)

// depositsShown is how many documents to deposit a page names; the table to save holds them all.
const depositsShown = 100

// shownDeposits are those of a page, the newest first.
func shownDeposits(all []billing.Invoice) []billing.Invoice {
	var shown []billing.Invoice
	for n := len(all) - 1; n >= 0 && len(shown) < depositsShown; n-- {
		shown = append(shown, all[n])
	}
	return shown
}

// depositMark is what the buyer wants written on it: for an administration the code of its service and its commitment.
func depositMark(i billing.Invoice) string {
	mark := i.Buyer.Reference
	if i.Buyer.PurchaseOrder != "" {
		if mark != "" {
			mark += " · "
		}
		mark += i.Buyer.PurchaseOrder
	}
	return mark
}

// depositRows are the documents to deposit as a table to save.
func depositRows(ctx context.Context, all []billing.Invoice) [][]string {
	rows := [][]string{{
		t(ctx, "accounting.way.title"), t(ctx, "accounting.deposit.document"), t(ctx, "accounting.day"), t(ctx, "accounting.deposit.buyer"), t(ctx, "accounting.deposit.addressee"),
		t(ctx, "accounting.deposit.mark"), t(ctx, "accounting.net"), t(ctx, "accounting.vat"),
	}}
	for _, i := range all {
		rows = append(rows, []string{
			wayName(ctx, i.Way()), i.FullName(), i.IssuedOn, store.Cell(i.Buyer.Name), store.Cell(i.Addressee()), store.Cell(depositMark(i)), amount(ctx, i.NetCents), amount(ctx, i.VATCents),
		})
	}
	return rows
}
