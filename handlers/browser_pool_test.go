package handlers

import (
	"testing"

	"chatiere/models/store/storetest"
)

// TestPayingTogetherInChromium looks at what a network head and its members see of paying together: in French on a desktop, in English and
// the dark on a phone.
func TestPayingTogetherInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	l := newLived(t).goesOn()
	pages := map[string]sight{
		"pool": {route: "/:lang/o/:org/network/pool"}, "carriage": {route: "/:lang/o/:org/network/members/:ref/carriage"}, "network": {route: "/:lang/o/:org/network"},
		"head": {route: "/:lang/o/:org/head"}, "opening": {route: "/:lang/o/:org/opening"}, "proposal": {route: "/:lang/o/:org/network/proposals"},
	}
	withBrowser(t, l.server.URL, func(b *browser) {
		b.as(l.lookers["ada"])
		for name, page := range pages {
			for _, lang := range []string{"fr", "en"} {
				path := l.address(page, lang)
				if lang == "fr" {
					b.desktop().light().visit(path).isWhole(path).fits().axe().shot("pool/" + name + "-fr-desktop-light")
					continue
				}
				b.phone().dark().visit(path).isWhole(path).fits().axe().shot("pool/" + name + "-en-phone-dark")
			}
		}
	})
}
