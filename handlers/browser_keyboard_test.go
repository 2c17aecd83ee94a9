package handlers

import (
	"testing"

	"chatiere/locales"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSubscribingByKeyboardAlone goes from the home page to the pro forma with Tab, Enter, Space and letters, the focus always in sight.
func TestSubscribingByKeyboardAlone(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		y, is := newStory(t, s, "fr"), called["fr"]
		b.visit("/fr/")
		b.skips().tabsTo(y.w("home.catalogue")).enters().isAt("/fr/catalogue")
		b.skips().tabsTo(is.files).enters().isAt("/fr/services/files")
		b.skips().tabsTo(y.w("offers.take", "Word", y.w("action.subscribe"), "Offer", is.offer, "Price", is.tier)).enters().sees(y.w("subscribe.send"))
		b.skips().tabsTo(y.w("subscribe.send")).enters().sees(y.w("error.summary"))
		b.tabsTo(y.w("error.at_field", "Label", y.w("subscribe.organisation"), "Text", y.w("error.required"))).enters() // from the summary right into the field
		if got := b.focused(); got != plain(y.w("subscribe.organisation")) {
			t.Fatalf("the summary's link leads to %q", got)
		}
		b.keys(piedsVerts).tabsTo(y.w("subscribe.name")).keys("Nour").tabsTo(y.w("subscribe.email")).keys(nourEmail)
		b.tabsTo(y.w("subscribe.terms_box")).keys(" ").tabsTo(y.w("subscribe.early_box")).keys(" ").tabsTo(y.w("subscribe.send")).enters()
		b.sees(y.w("pro_forma.title")).sees(locales.Money("fr", 1200, "EUR")).skips().tabsTo(y.w("pro_forma.pdf"))
	})
}

// skips goes straight to the page's content by its first link.
func (b *browser) skips() *browser {
	b.t.Helper()
	b.do("focus", chromedp.Evaluate[chromedp.Void]("document.activeElement.blur()"))
	return b.tabsTo(locales.T("fr", "page.skip")).enters()
}

// enters presses Enter as a keyboard does: one stroke, whose letter is not left over for the field that it leads to.
func (b *browser) enters() *browser {
	b.t.Helper()
	stroke := input.DispatchKeyEventParams{Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	down, up := stroke, stroke
	down.Type, down.Text, up.Type = input.DispatchKeyEventTypeKeyDown, "\r", input.DispatchKeyEventTypeKeyUp
	b.do("enter", command(input.DispatchKeyEvent, down))
	b.do("enter", command(input.DispatchKeyEvent, up))
	return b.settle()
}

// tabsTo presses Tab until the focus is on what carries these words. Wherever the focus comes by, it must be seen.
func (b *browser) tabsTo(words string) *browser {
	b.t.Helper()
	var met []string
	for range 120 {
		b.do("tab", chromedp.KeyEvent(kb.Tab))
		at := ask[struct{ Name, Unseen string }](b, "focusSeen()")
		if at.Unseen != "" {
			b.t.Errorf("%s: the focus on %q is not seen: %s", b.path(), at.Name, at.Unseen)
		}
		if at.Name == plain(words) {
			return b
		}
		met = append(met, at.Name)
	}
	b.fail("Tab never comes to %q but to %q", words, met)
	return b
}
