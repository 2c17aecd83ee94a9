package handlers

import (
	"context"
	"fmt"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
)

// growMoney lets the world's organisation pay online: a debit under way, a saved method, a link to pay, money that needs a human.
func growMoney(w *world, n int) {
	ctx, db, owner := context.Background(), w.s.db, w.as("owner")
	if n == 0 {
		w.must(collective.SavePaymentKeys(ctx, db, owner.Actor(), secret, collective.PaymentKeysForm{Key: paymenttest.Key, Hook: paymenttest.Secret, Cards: true, Debits: true}))
		_, err := billing.KeepCustomer(ctx, db, w.org.ID, "EUR", false, "cus_world")
		w.must(err)
	}
	i, err := billing.FindInvoice(ctx, db, owner, w.things["invoice"])
	w.must(err)
	c := billing.Collection{
		Ref: store.NewRef(), OrganisationID: w.org.ID, Kind: billing.ByPage, State: billing.Collecting, AmountCents: 100, Currency: "EUR", Locale: "fr", Kinds: "card",
		ExpiresAt: store.Now(db), CreatedAt: store.Now(db), UpdatedAt: store.Now(db),
	}
	w.must(db.Omit("Parts").Create(&c).Error)
	w.must(db.Create(&billing.CollectionPart{CollectionID: c.ID, InvoiceID: &i.ID, Label: i.FullName(), AmountCents: 100}).Error)
	w.must(billing.KeepMethod(ctx, db, cashier.Method{ID: fmt.Sprint("pm_", n), Kind: "card", Brand: "visa", Last4: "4242", ExpMonth: 1, ExpYear: 2030, Customer: "cus_world"}, cashier.Mandate{}))
	o := w.org
	methods, err := billing.MethodsOf(ctx, db, o)
	w.must(err)
	if n < 40 {
		_, err = billing.MakePayLink(ctx, db, owner, billing.Basket{OrganisationID: o.ID, InvoiceIDs: []uint{i.ID}})
		w.must(err)
	}
	w.must(billing.Wonder(ctx, db, billing.MoneyQuestion{Kind: billing.OtherAmount, Subject: fmt.Sprint("pi_", n), OrganisationID: &o.ID, CollectionID: &c.ID, AmountCents: 50, Currency: "EUR", ExpectedCents: 100}))
	questions, err := billing.MoneyQuestions(ctx, db, w.as("admin"), false, 0)
	w.must(err)
	growLosses(w, n)
	w.things["collection"], w.things["method"], w.things["money question"] = c.Ref, methods[0].Ref, questions.Items[0].Ref
}

// growLosses writes off an invoice.
func growLosses(w *world, n int) {
	ctx, db, owner, admin := context.Background(), w.s.db, w.as("owner"), w.as("admin")
	p, err := billing.Subscribe(ctx, db, owner, billing.SubscribeForm{
		Offer: fmt.Sprint("service-", n), Tier: catalogue.Standard, Period: "month", For: w.org.Ref, Terms: true, EarlyStart: true, Lang: "fr", TermsVersion: "2026-11-01",
	})
	w.must(err)
	i, err := billing.Finalise(ctx, db, admin.Actor(), p.ID)
	w.must(err)
	_, err = i.WriteOff(ctx, db, admin, billing.WriteOffForm{Reason: "Dissoute", OnDay: i.IssuedOn, Due: i.DueCents()})
	w.must(err)
}

// paysOnline opens online payment in the demo's collective: a debit under way, a saved card, a link to pay, and money to explain.
func (l *lived) paysOnline(ada people.User) {
	l.t.Helper()
	ctx := context.Background()
	l.must(collective.SavePaymentKeys(ctx, l.db, ada.Actor(), secret, collective.PaymentKeysForm{Key: paymenttest.Key, Hook: paymenttest.Secret, Cards: true, Debits: true}))
	_, err := billing.KeepCustomer(ctx, l.db, l.fee.ID, "EUR", false, "cus_fee")
	l.must(err)
	l.must(billing.KeepMethod(ctx, l.db, cashier.Method{ID: "pm_fee", Kind: "card", Brand: "visa", Last4: "4242", ExpMonth: 1, ExpYear: 2030, Customer: "cus_fee"}, cashier.Mandate{}))
	methods, err := billing.MethodsOf(ctx, l.db, l.fee)
	l.must(err)
	var invoice billing.Invoice
	l.must(l.db.Where("organisation_id = ? and state = 'final' and kind = 'invoice'", l.fee.ID).Order("id desc").First(&invoice).Error)
	c := billing.Collection{
		Ref: store.NewRef(), OrganisationID: l.fee.ID, Kind: billing.ByPage, State: billing.Collecting, AmountCents: 4200, Currency: "EUR", Locale: "fr", Kinds: "card",
		ExpiresAt: store.Now(l.db), CreatedAt: store.Now(l.db), UpdatedAt: store.Now(l.db),
	}
	l.must(l.db.Omit("Parts").Create(&c).Error)
	l.must(l.db.Create(&billing.CollectionPart{CollectionID: c.ID, InvoiceID: &invoice.ID, Label: invoice.FullName(), AmountCents: 4200}).Error)
	link, err := billing.MakePayLink(ctx, l.db, ada, billing.Basket{OrganisationID: l.fee.ID, InvoiceIDs: []uint{invoice.ID}})
	l.must(err)
	l.must(billing.Wonder(ctx, l.db, billing.MoneyQuestion{Kind: billing.OtherAmount, Subject: "pi_fee", OrganisationID: &l.fee.ID, CollectionID: &c.ID, AmountCents: 4100, Currency: "EUR", ExpectedCents: 4200}))
	questions, err := billing.MoneyQuestions(ctx, l.db, l.as("alix"), false, 0)
	l.must(err)
	l.made["/:lang/collections/:ref"], l.made["/:lang/o/:org/methods/:ref/removal"], l.made["/:lang/desk/money/:ref"] = c.Ref, methods[0].Ref, questions.Items[0].Ref
	l.made["/:lang/pay/:token"] = identity.NewSealer(secret).Token(identity.ForPaying, link.Ref, link.ExpiresAt)
}
