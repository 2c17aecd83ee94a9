package handlers

import (
	"context"
	"fmt"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/store"
)

// growRepayments lets the world's organisation get something back: a credit note on a paid invoice.
func growRepayments(w *world, n int) {
	ctx, db, owner, admin := context.Background(), w.s.db, w.as("owner"), w.as("admin")
	p, err := billing.Subscribe(ctx, db, owner, billing.SubscribeForm{
		Offer: fmt.Sprint("service-", n), Tier: catalogue.Standard, Period: "month", For: w.org.Ref, Terms: true, EarlyStart: true, Lang: "fr", TermsVersion: "2026-11-01",
	})
	w.must(err)
	i, err := billing.Finalise(ctx, db, admin.Actor(), p.ID)
	w.must(err)
	if i.DueCents() > 0 {
		_, err = billing.ConfirmTransfer(ctx, db, admin, billing.PaymentForm{For: i.Ref, Cents: i.DueCents(), ReceivedOn: i.IssuedOn, Key: store.NewRef()})
		w.must(err)
	}
	_, err = i.Correct(ctx, db, admin, billing.CreditForm{Reason: "Geste", Then: billing.RepayIt})
	w.must(err)
	page, err := billing.Repayments(ctx, db, admin, billing.RepaymentFilter{})
	w.must(err)
	w.things["repayment"] = page.Items[0].Ref
}

// repays lets the demo's organisation get money back, and says where it is read.
func (l *lived) repays() {
	ctx := context.Background()
	var invoice billing.Invoice
	l.must(l.db.Where(`organisation_id = ? and kind = 'invoice' and state = 'final' and not carried and id in (select invoice_id from invoice_dues where credited_cents = 0)
		and id in (select invoice_id from allocations where payment_id is not null group by invoice_id having sum(amount_cents) > 0)`, l.fee.ID).Order("id desc").First(&invoice).Error)
	_, err := invoice.Correct(ctx, l.db, l.as("alix"), billing.CreditForm{Reason: "Geste", Then: billing.RepayIt})
	l.must(err)
	page, err := billing.Repayments(ctx, l.db, l.as("alix"), billing.RepaymentFilter{})
	l.must(err)
	l.made["/:lang/desk/repayments/:ref"] = page.Items[0].Ref
}
