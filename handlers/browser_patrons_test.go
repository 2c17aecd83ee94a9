package handlers

import (
	"context"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestACompanyAsksForReceiptsInChromium asks for one of money and one of things: in French on a desktop, in English on a phone.
func TestACompanyAsksForReceiptsInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			y := newPatron(t, s, lang)
			money, thing := y.gaveBoth()
			b := newBrowser(t, s.server.URL)
			if phone {
				b.phone()
			}
			b.as(y.bob).visit(paths.NewPledge(lang, y.space, commons.Cents)).sees(y.w("pledges.every_quarter")).fits().axe().shot("patrons/new-" + lang)
			b.visit(paths.Pledge(lang, money)).press(y.w("donations.ask_receipt")).fits().axe().shot("patrons/ask-" + lang)
			b.fill(y.w("donations.legal_form"), "SARL").fill(y.w("donations.siren"), "1234").press(y.w("donations.issue")).sees(y.w("error.siren")).fits().axe().shot("patrons/wrong-" + lang)
			b.fill(y.w("donations.siren"), "123456782").press(y.w("donations.issue")).sees("R2026-00001").fits().axe().shot("patrons/promise-" + lang)
			b.visit(paths.Contribution(lang, thing)).press(y.w("donations.ask_receipt")).fits().axe().shot("patrons/thing-" + lang)
			b.as(y.omar).visit(paths.GiftReceipts(lang)).sees("R2026-00001").press(y.w("donations.declare_again")).fits().axe().shot("patrons/desk-" + lang)
			for _, complaint := range b.complaints() {
				t.Error(complaint)
			}
		})
	}
}

// gaveBoth lets the company give money that came and a thing that was accepted, to a collective that declared itself eligible.
func (y *patron) gaveBoth() (commons.Pledge, commons.Contribution) {
	y.Helper()
	ctx, omar, bob := context.Background(), y.user(y.omar), y.user(y.bob)
	must := func(err error) {
		if err != nil {
			y.Fatal(err)
		}
	}
	must(y.s.eligible(omar))
	p, err := commons.MakePledge(ctx, y.s.db, bob, y.space, &commons.PledgeForm{Unit: commons.Cents, Cents: 20_000, Every: commons.EveryQuarter, For: y.copeaux.Ref, Visibility: commons.Public, Lang: y.lang})
	must(err)
	must(y.space.Start(ctx, y.s.db, omar))
	all, err := commons.DonationsOf(ctx, y.s.db, p)
	must(err)
	must(all[0].Arrive(ctx, y.s.db, omar, commons.ArrivalForm{Cents: 20_000, ReceivedOn: store.Now(y.s.db).Format("2006-01-02"), Method: "cheque"}))
	thing, err := y.s.lent(y.T, bob, y.copeaux, y.user(y.s.staffed(y.T, people.Steward)), "Douze ordinateurs")
	must(err)
	return p, thing
}
