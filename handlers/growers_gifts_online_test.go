package handlers

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// regularly lets a person promise a gift each month to a space of its own that runs, so that one is waited for.
func (s *site) regularly(by, operator people.User, title string) (commons.Pledge, error) {
	ctx := context.Background()
	space, err := s.gathers(operator, title)
	if err != nil {
		return commons.Pledge{}, err
	}
	p, err := commons.MakePledge(ctx, s.db, by, space, &commons.PledgeForm{Unit: commons.Cents, Cents: 1_500, Every: commons.EveryMonth, For: commons.Myself, Visibility: commons.Public, Lang: "fr"})
	if err != nil {
		return p, err
	}
	if space, err = commons.LoadSpace(ctx, s.db, space.ID); err != nil {
		return p, err
	}
	return p, space.Start(ctx, s.db, operator)
}

// begins opens the payment of a gift online, and may count it as done by card.
func (s *site) begins(p commons.Pledge, by people.User, name string, done bool) (commons.GiftPayment, error) {
	ctx := context.Background()
	keys, err := collective.FindPaymentKeys(ctx, s.db)
	if err != nil {
		return commons.GiftPayment{}, err
	}
	g, err := p.GiveOnline(ctx, s.db, keys, by, true, "fr")
	if err != nil || !done {
		return g, err
	}
	_, err = commons.SeeGift(ctx, s.db, g.ID, billing.Seen{Intent: &cashier.Intent{
		ID: "pi_gift_" + name, Status: "succeeded", Cents: g.Cents, Received: g.Cents, Currency: "EUR", Kind: "card", Brand: "visa", Last4: "4242", Charge: "ch_gift_" + name, MovedAt: store.Now(s.db),
	}})
	if err == nil {
		err = commons.KeepGiftMethod(ctx, s.db, g.ID, cashier.Method{ID: "pm_gift_" + name, Kind: "card", Brand: "visa", Last4: "4242", ExpMonth: 1, ExpYear: 2030, Customer: "cus_gift"}, cashier.Mandate{})
	}
	return g, err
}

// growGiftsOnline adds a gift that came by card and its refund, a payment that waits, and a line of the bank that carries the reference of a gift.
func growGiftsOnline(w *world, n int) {
	ctx, db, admin, owner := context.Background(), w.s.db, w.as("admin"), w.as("owner")
	u := w.s.meets(w.t, fmt.Sprintf("online%d@counted.example", n))
	p, err := w.s.regularly(u, admin, fmt.Sprint("Notes ", n))
	w.must(err)
	g, err := w.s.begins(p, u, fmt.Sprint(n), true)
	w.must(err)
	d, err := commons.LoadDonation(ctx, db, g.DonationID)
	w.must(err)
	w.must(d.SendBack(ctx, db, admin, commons.SendBackForm{Payment: g.Ref, Reason: "x"}))
	w.things["donation"] = d.Ref
	if n == 0 {
		mine, err := w.s.regularly(owner, admin, "Notes à moi")
		w.must(err)
		w.things["pledge"] = mine.Ref
		waiting, err := w.s.begins(mine, owner, "mine", false)
		w.must(err)
		w.things["gift payment"] = waiting.Ref
	}
	mine, err := commons.FindPledge(ctx, db, owner, w.things["pledge"])
	w.must(err)
	all, err := commons.DonationsOf(ctx, db, mine)
	w.must(err)
	now := store.Now(db)
	w.must(db.Create(&commons.GiftPayment{
		Ref: store.NewRef(), DonationID: all[0].ID, PledgeID: mine.ID, Kind: billing.ByPage, State: billing.PageOver, Cents: 1_500, Currency: "EUR", Locale: "fr", Kinds: "card", ExpiresAt: now.Add(time.Hour), CreatedAt: now, UpdatedAt: now,
	}).Error)
}

// givesOnline lets ada give each month by card, so that each page about it has something to show.
func (l *lived) givesOnline(ada people.User) {
	l.t.Helper()
	p, err := l.regularly(ada, l.as("alix"), "Des salons pour les petites écoles")
	l.must(err)
	g, err := l.begins(p, ada, "ada", true)
	l.must(err)
	l.made["/:lang/gift-payments/:ref"] = g.Ref
}
