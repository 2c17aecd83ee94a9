package handlers

import (
	"strings"
	"testing"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestStory3InChromium splits the yearly bill and pays a part by card: in French on a desktop, in English on a phone.
func TestStory3InChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			y := newSplitting(t, s, lang)
			stripe := s.collects(t)
			window := func(p *person) *browser {
				b := newBrowser(t, s.server.URL)
				if phone {
					b.phone()
				}
				if p != nil {
					b.as(p)
				}
				return b
			}
			ada, maud, shown := window(y.ada), window(y.maud), window(nil)
			ada.visit(y.payers()).fits().fill(y.w("shares.own"), "40").fill(y.w("shares.who_n", "Number", 1), "Association Marraine").fill(y.w("shares.percent_n", "Number", 1), "35")
			ada.fill(y.w("shares.who_n", "Number", 2), foundation).fill(y.w("shares.percent_n", "Number", 2), "30").press(y.w("shares.ask")).sees(y.w("error.summary"))
			ada.holding("who_2", foundation).fill(y.w("shares.percent_n", "Number", 2), "25").press(y.w("shares.ask")).sees(y.w("shares.flash.asked")).fits().axe().shot("shares/payers-" + lang)
			s.letters(t, foundation)
			maud.visit(paths.Organisation(lang, y.sponsor)).sees(y.w("organisation.advice.share")).visit(paths.Carried(lang, y.sponsor)).press(y.fee.Name).fits().axe().shot("shares/answer-" + lang)
			maud.check(y.w("shares.terms_box")).press(y.w("shares.accept", "Amount", y.money(4200))).sees(y.w("shares.flash.accepted")).fits()
			fred, fondation := y.theFoundationComesInAndAccepts()
			y.threeInvoices(fred, fondation)
			maud.visit(paths.Invoices(lang, y.sponsor)).press("F2026-0002").sees(y.w("papers.for_whom")).sees(y.w("collect.pay", "Amount", y.money(4200))).fits()
			y.maud.visit(maud.path()).send(y.w("collect.pay", "Amount", y.money(4200)), nil).presses(paymenttest.Card.Number) // Stripe's own page
			s.hears(t, stripe.News()...)
			maud.visit(maud.path()).seesNot(y.w("collect.pay", "Amount", y.money(4200)))
			shown.visit(paths.Shared(lang, y.form.Subscription)).sees("Association Marraine").sees(y.money(10000)).seesNot("Fondation Exemple").fits().axe().shot("shares/shared-" + lang)
			for _, b := range []*browser{ada, maud, shown} {
				for _, complaint := range b.complaints() {
					if !strings.Contains(complaint, stripe.URL()) {
						t.Error(complaint)
					}
				}
			}
		})
	}
}
