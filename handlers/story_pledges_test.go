package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// carried is the story's space: Fée's bill of 100.00 a year, of which others are to carry 60.00. Marraine carries 35 %, Fondation 25 %, discreetly.
type carried struct {
	*splitting
	omar      *person
	fondation people.Organisation
	fred      *person
	space     commons.SharedSpace
}

func newCarried(t *testing.T, s *site, lang string) *carried {
	t.Helper()
	y := &carried{splitting: newSplitting(t, s, lang)}
	y.omar = s.staffed(t, people.Operator)
	u := s.meets(t, foundation)
	var err error
	y.fondation, err = people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: "Fondation Exemple", Locale: lang, Country: "FR"}, u)
	if err != nil {
		t.Fatal(err)
	}
	err = s.db.Model(&people.Organisation{}).Where("id = ?", y.fondation.ID).Updates(map[string]any{
		"legal_name": "Fondation Exemple", "street": "9 quai du Don", "postcode": "69002", "city": "Lyon", "fiscal_status": people.NotSubject, "details_at": store.Now(s.db),
	}).Error
	if err != nil {
		t.Fatal(err)
	}
	y.fred = s.enters(t, u)
	return y
}

// opens lets the operator prepare the space, err once, and open it.
func (y *carried) opens() {
	y.Helper()
	save := y.w("action.save")
	f := url.Values{
		"title": {"Le nuage de Fée"}, "about": {"Chat, fichiers et notes pour faire école ensemble."}, "subscription": {y.form.Subscription.Ref}, "goal": {locales.Amount(y.lang, 6000)},
		"threshold": {"80"}, "deadline": {inAYear(y.s)}, "mode": {"fixed"}, "hours": {"10"},
	}
	y.omar.visit(paths.NewSpace(y.lang)).sees(y.w("pledges.new_space")).send(save, f).refused("agreed", y.w("error.tick"), map[string]string{"title": "Le nuage de Fée", "threshold": "80"})
	y.omar.send(save, url.Values{"agreed": {"true"}}).status(200).sees("Le nuage de Fée", y.w("pledges.state.draft"))
	if err := y.s.db.Where("title = ?", "Le nuage de Fée").Take(&y.space).Error; err != nil {
		y.Fatal(err)
	}
	y.s.visitor(y.lang).visit(paths.SharedSpace(y.lang, y.space)).status(404)
	y.omar.send(y.w("pledges.open"), nil).sees(y.w("pledges.flash.opened"))
	y.s.visitor(y.lang).visit(paths.SharedSpaces(y.lang)).follow("Le nuage de Fée").status(200).sees(y.fee.Name, y.money(6000), y.w("pledges.is_invoice"), y.w("pledges.how_to_stop_more"))
}

// promises lets both sponsors promise their part: the form says plainly what it is before it asks.
func (y *carried) promises() {
	y.Helper()
	send := y.w("pledges.send_invoice")
	y.maud.visit(paths.SharedSpace(y.lang, y.space)).follow(y.w("pledges.promise_money")).sees(y.w("pledges.is_invoice"), y.w("pledges.renews_invoice"), y.w("pledges.how_to_stop_more"))
	y.maud.send(send, url.Values{"amount": {locales.Amount(y.lang, 20000)}, "every": {"year"}, "for": {y.sponsor.Ref}, "terms": {"true"}}).refused("amount", y.w("error.more_than_room", "Amount", y.money(10000)), nil)
	y.maud.send(send, url.Values{"amount": {locales.Amount(y.lang, 3500)}}).status(200).sees(y.w("pledges.flash.pledged"), y.w("pledges.each_year", "Size", y.money(3500)))
	y.s.visitor(y.lang).visit(paths.SharedSpace(y.lang, y.space)).sees(y.sponsor.Name, y.w("pledges.of_goal", "Sum", y.money(3500), "Goal", y.w("pledges.each_year", "Size", y.money(6000))), y.w("pledges.state.open"))
	y.fredPromises()
}

// fredPromises is the discreet one, who forgets the terms at first.
func (y *carried) fredPromises() {
	y.Helper()
	send := y.w("pledges.send_invoice")
	y.fred.visit(paths.NewPledge(y.lang, y.space, commons.Cents)).send(send, url.Values{"amount": {locales.Amount(y.lang, 2500)}, "every": {"year"}, "for": {y.fondation.Ref}, "visibility": {"anonymous"}}).refused("terms", y.w("error.terms"), nil)
	y.fred.send(send, url.Values{"terms": {"true"}}).status(200)
}

// splitsByItself is what happens once the whole goal is promised: nobody presses anything more.
func (y *carried) splitsByItself() {
	y.Helper()
	y.s.letters(y.T, foundation)
	exactly(y.T, y.s.db, 2, "shares", "state = 'accepted' and stays_open")
	exactly(y.T, y.s.db, 0, "donations", "state <> ''") // what pays a bill is no gift: there is nothing to ask a receipt for
	exactly(y.T, y.s.db, 1, "letters", "kind = 'space_turned' and address = ? and once like '%running%'", foundation)
	y.ada.visit(paths.Invoices(y.lang, y.fee)).send(y.w("invoices.ask_now"), nil).status(200).sees("F2026-0001")
	var all []billing.Invoice
	if err := y.s.db.Where("kind = 'invoice'").Order("id").Find(&all).Error; err != nil || len(all) != 3 {
		y.Fatalf("%d invoices, %v", len(all), err)
	}
	var sum int64
	for n, i := range all {
		sum += i.NetCents
		if *i.Number != n+1 || i.NetCents != []int64{4000, 3500, 2500}[n] || i.OrganisationID != []uint{y.fee.ID, y.sponsor.ID, y.fondation.ID}[n] {
			y.Errorf("%+v", i)
		}
	}
	if sum != 10000 {
		y.Errorf("together %d", sum)
	}
}

// pageKeepsDiscretion is what everybody sees: names of those who may be named, and no sum from which the one amount could be worked out.
func (y *carried) pageKeepsDiscretion() {
	y.Helper()
	y.s.visitor(y.lang).visit(paths.SharedSpace(y.lang, y.space)).sees(y.sponsor.Name, plain(locales.N(y.lang, "shares.discreet_more", 1)), y.w("pledges.untellable"), y.w("pledges.standing_enough"), y.money(6000)).
		missing("Fondation", y.w("pledges.quarter_three"), y.money(2500), y.money(3500), y.money(8500))
	y.s.visitor(y.lang).visit(paths.Transparency(y.lang)).sees("Le nuage de Fée", y.w("transparency.discreet"), y.w("pledges.untellable")).missing(y.money(2500), y.money(3500), y.money(8500), y.money(6000))
	y.s.visitor(y.lang).visit(paths.Shared(y.lang, y.form.Subscription)).sees(y.fee.Name, y.sponsor.Name).missing("Fondation", y.money(2500), y.money(3500))
}

// marraineLeaves cancels without signing in, by the number of her invoice, confirms by the letter, and gets a stamped acknowledgement; the space
// shows the gap and nobody else pays more.
func (y *carried) marraineLeaves() {
	y.Helper()
	gone := y.s.visitor(y.lang).visit("/"+y.lang+"/cancellation").send(y.w("notices.check"), url.Values{"name": {"Maud"}, "email": {"maud@marraine.example"}, "contract": {"F2026-0002"}})
	gone.send(y.w("notices.cancellation_send"), nil).at("/"+y.lang+"/notices/").sees("F2026-0002", y.w("notices.reference"))
	gone.visit(strings.Replace(y.s.linkTo(y.T, "maud@marraine.example"), "/fr/", "/"+y.lang+"/", 1)).send(y.w("notices.confirm_button"), nil)
	gone.status(200)
	y.gapIsShown()
}

// gapIsShown is what everybody knows after a sponsor left.
func (y *carried) gapIsShown() {
	y.Helper()
	y.s.letters(y.T, foundation)
	exactly(y.T, y.s.db, 1, "pledges", "state = 'cancelled'")
	y.s.visitor(y.lang).visit(paths.SharedSpace(y.lang, y.space)).missing(y.sponsor.Name, y.money(3500), y.money(2500)).sees(y.w("pledges.short_untold"), y.w("pledges.short_nobody_more"))
	y.omar.visit(paths.DeskSpace(y.lang, y.space)).sees(y.w("pledges.gap"), y.money(3500))
	exactly(y.T, y.s.db, 1, "shares", "state = 'accepted'")
	exactly(y.T, y.s.db, 1, "letters", "kind = 'space_short' and address = ?", foundation)
}

// theHostCarriesIt states so in writing, where everybody reads it.
func (y *carried) theHostCarriesIt() {
	y.Helper()
	y.omar.visit(paths.DeskSpace(y.lang, y.space)).send(y.w("pledges.gap_send"), url.Values{"words": {"Nous portons cette part jusqu'à l'été."}}).status(200)
	y.s.visitor(y.lang).visit(paths.SharedSpace(y.lang, y.space)).sees("Nous portons cette part")
}

// TestStory3And8_ASharedSpaceIsCarriedAndASponsorLeaves walks through both steps with plain forms, in both languages on both databases.
func TestStory3And8_ASharedSpaceIsCarriedAndASponsorLeaves(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *site) {
				y := newCarried(t, s, lang)
				stripe := s.collects(t)
				y.opens()
				y.promises()
				y.splitsByItself()
				y.pageKeepsDiscretion()
				y.fred.visit(paths.Invoices(lang, y.fondation)).follow("F2026-0003").send(y.w("collect.pay", "Amount", y.money(3000)), nil).presses(paymenttest.Card.Number)
				s.hears(t, stripe.News()...)
				y.omar.visit(paths.DeskSpace(lang, y.space)).sees(y.money(6000), y.money(2500))
				y.marraineLeaves()
				y.theHostCarriesIt()
			})
		})
	}
}

// TestAGiftIsPromisedPaidThankedAndCertified is the way of a person who gives to a space without a bill.
func TestAGiftIsPromisedPaidThankedAndCertified(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		w := func(key string, args ...any) string { return plain(locales.T("fr", key, args...)) }
		omar := s.staffed(t, people.Operator)
		u, err := people.LoadUser(context.Background(), s.db, omar.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		space, err := s.gathers(u, "Des notes pour toutes les écoles")
		if err != nil {
			t.Fatal(err)
		}
		kim := s.enters(t, s.meets(t, "kim@voisine.example"))
		kim.visit(paths.NewPledge("fr", space, commons.Cents)).sees(w("pledges.is_gift"), w("pledges.renews_gift"), w("pledges.paying_untold", "Name", "Chatière")).missing("chèque", "espèces", "virement")
		kim.send(w("pledges.send_gift"), url.Values{"amount": {"x"}, "every": {"once"}}).refused("amount", w("error.money"), map[string]string{"amount": "x"})
		kim.send(w("pledges.send_gift"), url.Values{"amount": {"40"}}).status(200).sees(w("pledges.flash.pledged"))
		s.letters(t, "kim@voisine.example")
		omar.visit(paths.DeskSpace("fr", space)).send(w("pledges.start"), nil).status(200)
		s.letters(t, "kim@voisine.example")
		if l := s.lastLetter(t, "kim@voisine.example"); l.Kind != "donation_asked" || !strings.Contains(plain(l.Text), w("emails.donation.free")) {
			t.Errorf("%s %s", l.Kind, l.Text)
		}
		omar.visit(paths.Donations("fr")).follow(kim.user.Called()).send(w("donations.arrival"), url.Values{"method": {""}}).refused("method", w("error.choose"), nil)
		omar.send(w("donations.arrival"), url.Values{"method": {"transfer"}}).status(200).sees(w("donations.flash.came"))
		s.letters(t, "kim@voisine.example")
		if l := s.lastLetter(t, "kim@voisine.example"); l.Kind != "donation_received" {
			t.Error(l.Kind)
		}
		kim.visit(paths.Pledges("fr")).follow(space.Title).sees(w("pledges.pledge_state.fulfilled")).missing(w("donations.ask_receipt"))
		omar.visit(paths.GiftReceipts("fr")).sees(w("donations.off")).send(w("donations.declare"), url.Values{"articles": {"200"}, "basis": {"rescrit"}, "object": {"Des outils libres"}, "category": {"general_interest"}, "name": {"Omar"}, "role": {"Présidence"}, "sure": {"true"}}).
			refused("rescrit", w("error.required"), map[string]string{"object": "Des outils libres"})
		omar.send(w("donations.declare"), url.Values{"rescrit": {"2026/77"}, "sure": {"true"}}).status(200).sees("2026/77")
		kim.visit(paths.Pledges("fr")).follow(space.Title).follow(w("donations.ask_receipt")).send(w("donations.issue"), url.Values{"name": {"Kim Exemple"}, "street": {"1 rue du Don"}, "city": {"Lyon"}}).refused("postcode", w("error.required"), map[string]string{"street": "1 rue du Don"})
		kim.send(w("donations.issue"), url.Values{"postcode": {"69001"}}).status(200).sees(w("donations.flash.receipt"), "R2026-00001").follow("R2026-00001").status(200)
		omar.visit(paths.GiftReceipts("fr")).sees("R2026-00001", "Kim Exemple").send(w("donations.make_void"), nil).refused("reason", w("error.required"), nil)
		exactly(t, s.db, 1, "ledger_entries", "kind = 'gift_in'")
	})
}

// TestAPromiseIsStoppedByTheLinkOfItsLetterWithoutSigningIn gets an acknowledgement with day, hour and reference; a second click changes nothing.
func TestAPromiseIsStoppedByTheLinkOfItsLetterWithoutSigningIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		w := func(key string, args ...any) string { return plain(locales.T("fr", key, args...)) }
		u, err := people.LoadUser(context.Background(), s.db, s.staffed(t, people.Operator).user.ID)
		if err != nil {
			t.Fatal(err)
		}
		space, err := s.gathers(u, "Des notes pour toutes les écoles")
		if err != nil {
			t.Fatal(err)
		}
		kim := s.enters(t, s.meets(t, "kim@voisine.example"))
		kim.visit(paths.NewPledge("fr", space, commons.Minutes)).sees(w("pledges.is_time")).send(w("pledges.send_time"), url.Values{"hours": {"4"}, "every": {"month"}}).status(200)
		s.letters(t, "kim@voisine.example")
		link := s.linkTo(t, "kim@voisine.example")
		gone := s.visitor("fr").visit(link).status(200).sees(space.Title, w("pledges.stop")).send(w("pledges.stop"), nil).status(200).sees(w("pledges.ended_here"), w("pledges.received_at"), w("pledges.reference"))
		gone.missing(w("pledges.stop"))
		s.letters(t, "kim@voisine.example")
		if l := s.lastLetter(t, "kim@voisine.example"); l.Kind != "pledge_ended" {
			t.Error(l.Kind)
		}
		s.visitor("fr").visit(strings.Replace(link, "-", "x-", 1)).status(404)
		s.enters(t, s.meets(t, "lou@voisine.example")).visit(paths.Pledges("fr")).missing(space.Title)
	})
}
