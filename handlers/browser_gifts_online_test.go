package handlers

import (
	"testing"

	"chatiere/integrations/payment/paymenttest"
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
			for _, complaint := range b.complaints() {
				t.Error(complaint)
			}
		})
	}
}
