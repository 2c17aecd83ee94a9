package handlers

import (
	"testing"

	"chatiere/models/store/storetest"

	"github.com/chromedp/chromedp"
)

// TestPapersPrint looks at what treasurers print as paper would show it: an invoice, the transparency page, a pro forma.
func TestPapersPrint(t *testing.T) {
	if storetest.Quick() {
		return
	}
	l := newLived(t)
	withBrowser(t, l.server.URL, func(b *browser) {
		b.as(l.lookers["ada"])
		for _, v := range []sight{{name: "invoice", route: "/:lang/o/:org/invoices/:ref"}, {name: "transparency", route: "/:lang/transparency"}, {name: "pro-forma", route: "/:lang/pro-formas/:ref"}} {
			b.visit(l.address(v, "fr")).paper().fits()
			b.holds("ways through the portal stay off paper", `all(".site-header, .site-footer, .tabs, .breadcrumbs, button").every((el) => !el.checkVisibility())`)
			b.holds("the title is there, dark on white", `all("h1").every((el) => el.checkVisibility()) && getComputedStyle(document.documentElement).backgroundColor === "rgb(255, 255, 255)"`)
			b.holds("tables stay tables", `all(".table tr").every((el) => getComputedStyle(el).display === "table-row")`)
			b.shot("print-"+v.name).prefers("light", "").desktop()
		}
	})
}

// paper shows the page as it would be printed on A4, inside its margins.
func (b *browser) paper() *browser {
	b.t.Helper()
	b.do("paper", chromedp.EmulateViewport(657, 930))
	return b.print()
}
