package handlers

import (
	"testing"

	"chatiere/models/store/storetest"
)

// TestMoneyThatGoesBackInARealBrowser looks at the queue, at one of it, and at what its organisation reads; and keeps it as credit by a keyboard's press.
func TestMoneyThatGoesBackInARealBrowser(t *testing.T) {
	if storetest.Quick() {
		return
	}
	l := newLived(t).goesOn()
	withBrowser(t, l.server.URL, func(b *browser) {
		b.as(l.lookers["alix"]).desktop()
		b.visit("/fr/desk/repayments").sees("Avoir").axe().fits().shot("repay/queue").phone().axe().fits().shot("repay/queue-phone").desktop()
		b.visit("/fr/desk/repayments/" + l.made["/:lang/desk/repayments/:ref"]).sees("Par virement").axe().fits().shot("repay/one").dark().axe().phone().axe().fits().shot("repay/one-phone-dark").light().desktop()
		b.visit("/fr/desk").sees("à rendre").shot("repay/desk")
		b.as(l.lookers["ada"])
		b.visit("/fr/o/" + l.fee.Ref + "/invoices").sees("À vous rendre").axe().fits().shot("repay/own").phone().axe().fits().shot("repay/own-phone").desktop()
		b.press("en crédit").sees("la somme reste en crédit").sees("gardé en crédit").axe()
	})
}
