package handlers

import (
	"context"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/models/commons"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestAGiftByCardInChromium gives each month by card and stops it: in French on a desktop, in English on a phone.
func TestAGiftByCardInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			y := newGiver(t, s, lang)
			b := newBrowser(t, s.server.URL)
			if phone {
				b.phone()
			}
			b.welcomes(y.stripe.URL()).as(y.kim).visit(paths.Pledge(lang, y.pledge)).sees(y.w("donations.online.title")).sees(y.w("collect.announced")).fits().axe().shot("gifts/promise-" + lang)
			b.check(y.w("donations.online.save_month")).press(y.w("donations.online.give", "Amount", y.money(1_500)))
			b.holds("Stripe's page stands at another address", "location.origin === "+quote(y.stripe.URL()))
			b.press(paymenttest.Card.Number).sees(y.w("donations.online.came_title")).fits().axe().shot("gifts/thanks-" + lang)
			s.hears(t, y.stripe.News()...)
			b.press(y.w("donations.online.to_pledge")).sees("4242").sees(y.w("donations.online.method_title")).fits().axe().shot("gifts/regular-" + lang)
			b.press(y.w("pledges.stop")).sees(y.w("pledges.ended_here")).seesNot(y.w("donations.online.method_title")).fits().axe().shot("gifts/stopped-" + lang)
			b.as(y.ops).visit("/" + lang + "/desk/donations").press("Kim").sees(y.w("donations.online.payments")).fits().axe().shot("gifts/desk-" + lang)
			other, err := s.regularly(y.kim.user, y.ops.user, "Des salons pour tout le monde")
			if err != nil {
				t.Fatal(err)
			}
			all, err := commons.DonationsOf(context.Background(), s.db, other)
			if err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, s.worker)
			b.visit(y.linkOf("donation_asked")).sees(y.w("donations.online.title")).sees(y.w("pledges.stop")).fits().axe().shot("gifts/link-" + lang)
			y.ops.uploads("/"+lang+"/desk/bank/statements", "releve.xml", []byte(camtWith(all[0].PaymentReference))).send(y.w("bank.bring_in"), nil)
			b.visit("/" + lang + "/desk/bank").sees(y.w("bank.why.gift_amount")).fits().axe().shot("gifts/bank-" + lang)
			b.press("KIM").sees(y.w("bank.confirm_gift")).fits().axe().shot("gifts/line-" + lang).press(y.w("bank.confirm_gift")).sees(y.w("donations.flash.by_bank"))
			for _, complaint := range b.complaints() {
				t.Error(complaint)
			}
		})
	}
}
