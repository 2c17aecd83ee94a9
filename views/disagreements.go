package views

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/support"
)

// notCharged says what is not taken from a saved card or account meanwhile.
func notCharged(ctx context.Context, d billing.Disagreement) string {
	if d.InvoiceID == nil {
		return t(ctx, "disagreements.held_all")
	}
	return t(ctx, "disagreements.held", "Number", d.Invoice.FullName())
}

// DisputeSubject is the subject of the request that tells a disagreement with an invoice.
func DisputeSubject(ctx context.Context, i billing.Invoice) string {
	return t(ctx, "disagreements.subject", "Number", i.FullName())
}

// disputes reports whether the reader may say that they disagree: it is unpaid, they keep the money, and nobody said so before.
func (p InvoicePage) disputes(ctx context.Context) bool {
	m, in := me(ctx).In(p.Invoice.OrganisationID)
	return in && m.May(people.Treasurer) && p.Disagreement.ID == 0 && p.Invoice.Disputable()
}

// readsTicket reports whether the reader may open the request in which the disagreement was told.
func (p InvoicePage) readsTicket(ctx context.Context) bool {
	about := support.Ticket{OrganisationID: &p.Invoice.OrganisationID}
	return support.Tends(me(ctx)) || about.Led(me(ctx)) || p.Disagreement.ByID == me(ctx).ID
}
