package handlers

import (
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// TestStory3And8InChromium carries a shared space together and lets a sponsor leave: in French on a desktop, in English on a phone.
func TestStory3And8InChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			s := newSite(t)
			y := newCarried(t, s, lang)
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
			maud, shown := window(y.maud), window(nil)
			y.opens()
			maud.visit(paths.SharedSpaces(lang)).fits().axe().press("Le nuage de Fée").sees(y.w("pledges.is_invoice")).press(y.w("pledges.promise_money")).fits().axe().shot("pledges/new-" + lang)
			maud.fill(y.w("pledges.amount"), locales.Amount(lang, 3500)).check(y.w("shares.terms_box")).press(y.w("pledges.send_invoice")).sees(y.w("pledges.flash.pledged")).fits().axe().shot("pledges/pledge-" + lang)
			y.fredPromises()
			y.splitsByItself()
			y.pageKeepsDiscretion()
			shown.visit(paths.SharedSpace(lang, y.space)).sees(y.sponsor.Name).seesNot("Fondation Exemple").seesNot(y.money(2500)).fits().axe().shot("pledges/space-" + lang)
			shown.visit("/"+lang+"/cancellation").fill(y.w("notices.name"), "Maud").fill(y.w("notices.email"), "maud@marraine.example").fill(y.w("notices.contract"), "F2026-0002").press(y.w("notices.check")).press(y.w("notices.cancellation_send"))
			shown.sees(y.w("notices.reference")).sees("F2026-0002").fits().shot("pledges/acknowledged-" + lang)
			shown.visit(strings.Replace(s.linkTo(t, "maud@marraine.example"), "/fr/", "/"+lang+"/", 1)).press(y.w("notices.confirm_button"))
			y.gapIsShown()
			shown.visit(paths.SharedSpace(lang, y.space)).sees(y.w("pledges.short_untold")).seesNot(y.sponsor.Name).fits().axe().shot("pledges/gap-" + lang)
			for _, b := range []*browser{maud, shown} {
				for _, complaint := range b.complaints() {
					if !strings.Contains(complaint, stripe.URL()) {
						t.Error(complaint)
					}
				}
			}
		})
	}
}
