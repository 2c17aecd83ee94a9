package handlers

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store/storetest"
)

// shown is the story in Chromium: everybody has a window of their own, all of one width.
type shown struct {
	*story
	phone   bool
	plain   bool     // scripts are off
	b       *browser // of nour
	windows map[string]*browser
	form    billing.ProForma
}

// called is how the demo names what the story speaks of.
var called = map[string]struct{ files, offer, tier string }{
	"fr": {"Fichiers, agendas et contacts", "L’essentiel", "Symbolique"},
	"en": {"Files, calendars and contacts", "The essentials", "Symbolic"},
}

// TestTheStoryInChromium walks through the main path with scripts on: in French on a desktop, in English on a phone.
func TestTheStoryInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			y := &shown{story: newStory(t, newSite(t), lang), phone: phone, windows: map[string]*browser{}}
			y.b = y.window("")
			y.getsAProForma()
			y.comesInByTheOutbox()
			y.saysWhatAnInvoiceMustKnow()
			y.isPaidAndServed()
			y.readsWhatTheyHave()
			y.tellsOfAGift()
			y.triesToCountIt()
			y.looksAtTransparency()
			y.readsInEnglishToo()
			y.getsHelp()
			for who, b := range y.windows {
				for _, complaint := range b.complaints() {
					t.Errorf("%s: %s", who, complaint)
				}
			}
		})
	}
}

// TestSubscribingInChromiumWithoutScripts goes the same way to the pro forma with JavaScript switched off.
func TestSubscribingInChromiumWithoutScripts(t *testing.T) {
	s := newSite(t)
	withBrowser(t, s.server.URL, func(b *browser) {
		y := &shown{story: newStory(t, s, "fr"), b: b.withoutJavaScript(), plain: true}
		y.getsAProForma()
	})
}

// window is the one of somebody of the demo; nour has no account yet.
func (y *shown) window(email string) *browser {
	y.Helper()
	if b := y.windows[email]; b != nil {
		return b
	}
	b := newBrowser(y.T, y.s.server.URL)
	if y.windows[email] = b; y.phone {
		b.phone()
	}
	if email != "" {
		b.as(y.knows(email))
	}
	return b
}

// getsAProForma finds an offer, errs in one field and loses nothing, and has a pro forma after three presses and four fields.
func (y *shown) getsAProForma() {
	y.Helper()
	is := called[y.lang]
	b := y.b.visit(y.at("/")).press(y.w("home.catalogue")).isAt(y.at("/catalogue"))
	b.pressed = 0
	b.press(is.files).isAt(y.at("/services/files"))
	b.press(y.w("offers.take", "Word", y.w("action.subscribe"), "Offer", is.offer, "Price", is.tier)).sees(locales.Money(y.lang, 1200, "EUR"))
	b.fill(y.w("subscribe.organisation"), piedsVerts).fill(y.w("subscribe.name"), "Nour").fill(y.w("subscribe.email"), "nour@").check(y.w("subscribe.early_box"))
	pressed, typed := b.pressed, b.typed
	b.press(y.w("subscribe.send")).sees(y.w("error.summary")).sees(y.w("error.email")).sees(y.w("error.terms"))
	if !y.plain {
		b.holds("the summary has the focus", `document.activeElement.id === "error-summary"`)
	}
	b.holding("organisation", piedsVerts).holding("name", "Nour").holding("email", "nour@").holding("country", "FR")
	b.holds("the box stays ticked", `document.querySelector("[name=early_start]").checked`)
	b.fill(y.w("subscribe.email"), nourEmail).check(y.w("subscribe.terms_box")).press(y.w("subscribe.send")).sees(y.w("pro_forma.title"))
	if pressed+1 > 3 || typed > 4 {
		y.Errorf("%d presses and %d fields from the catalogue to the pro forma", pressed+1, typed)
	}
	var err error
	if y.form, err = billing.FindProForma(context.Background(), y.s.db, last(b.path())); err != nil {
		y.Fatal(b.path(), err)
	}
	b.sees(reference.Spaced(y.form.PaymentReference)).sees("FR76").sees(locales.Money(y.lang, 1200, "EUR")).fits()
	b.holds("a square code to be scanned", `document.querySelector(".qr svg").getClientRects()[0].width > 100`)
	if !y.plain {
		y.isDocument(b, `a[href$="/pdf"]`)
	}
}

// isDocument demands that a link leads to a PDF.
func (y *shown) isDocument(b *browser, link string) {
	y.Helper()
	if kind, begins := b.document(ask[string](b, call("address", link))); kind != "application/pdf" || begins != "%PDF-" {
		y.Errorf("%s leads to %s %q", link, kind, begins)
	}
}

// comesInByTheOutbox opens the letter where a developer reads letters, and its link.
func (y *shown) comesInByTheOutbox() {
	y.Helper()
	y.hasWritten(nourEmail, "subscription_requested", 1)
	var l post.Letter
	if err := y.s.db.Where("address = ? and kind = 'subscription_requested'", nourEmail).Take(&l).Error; err != nil {
		y.Fatal(err)
	}
	y.b.visit(y.at("/outbox")).press(l.Subject).press(y.w("outbox.open_link")).sees(nourEmail).fits().press(y.w("sign_in.enter")).sees(y.w("pro_forma.title"))
	jobstest.Drain(y.T, y.s.worker)
}

func (y *shown) saysWhatAnInvoiceMustKnow() {
	y.Helper()
	b := y.b.visit(y.b.path()).press(y.w("pro_forma.details_button"))
	b.fill(y.w("details.street"), "3 chemin des Prés").fill(y.w("details.postcode"), "26400").fill(y.w("details.city"), "Crest").fill(y.w("details.registry"), "W263000001")
	b.fits().choose(y.w("details.fiscal_not_subject")).press(y.w("action.save")).sees(y.w("flash.saved"))
	o, err := people.LoadOrganisation(context.Background(), y.s.db, y.form.OrganisationID)
	if err != nil || !o.Complete() {
		y.Fatal("the details are not complete", err)
	}
	y.org = o
	jobstest.Drain(y.T, y.s.worker)
}

// isPaidAndServed is the operator's morning: what the bank says, then each service by its checklist.
func (y *shown) isPaidAndServed() {
	y.Helper()
	omar := y.window("omar@indie-host.example")
	omar.visit(y.at("/desk")).sees(piedsVerts).visit(y.at("/desk/payments")).press(y.w("payments.confirm_for", "Organisation", piedsVerts)).fits()
	omar.press(y.w("payments.confirm")).sees(locales.Money(y.lang, 1200, "EUR"))
	for range 3 { // chat, files and notes
		omar.visit(y.at("/desk/deployments")).press(piedsVerts)
		for _, step := range ask[[]string](omar, `all("input[name=done]").map(nameOf)`) {
			omar.check(step)
		}
		omar.fill(y.w("hosting.address"), "https://pieds-verts.indie-host.example").fits().press(y.w("hosting.save_steps")).sees("https://pieds-verts.indie-host.example")
	}
	y.hasWritten(nourEmail, "deployment_turned", 0)
	y.hasWritten(nourEmail, "invoice_issued", 1)
}

// readsWhatTheyHave is the first page of the association: the way into each service, and an invoice with its number.
func (y *shown) readsWhatTheyHave() {
	y.Helper()
	all, err := billing.InvoicesOf(context.Background(), y.s.db, y.org, billing.Filter{})
	if err != nil || len(all.Items) != 1 || all.Items[0].Number == nil {
		y.Fatalf("%d invoices, %v", len(all.Items), err)
	}
	b := y.b.visit(y.at("/o/" + y.org.Ref)).sees(all.Items[0].FullName()).sees(locales.Money(y.lang, 1200, "EUR")).fits()
	if ways := ask[int](b, `all("a[href='https://pieds-verts.indie-host.example']").filter(visible).length`); ways != 3 {
		y.Errorf("%d ways into the services", ways)
	}
	y.isDocument(b, `a[href$="`+all.Items[0].Ref+`/pdf"]`)
	b.press(all.Items[0].FullName()).sees(piedsVerts).fits()
}

// tellsOfAGift logs six hours of documentation, and two people say that it is so.
func (y *shown) tellsOfAGift() {
	y.Helper()
	b := y.b.visit(y.at("/contributions")).press(y.w("commons.give.log")).press(y.w("commons.choice.words"))
	b.fill(y.w("commons.form.title"), gift).fill(y.w("commons.form.kind"), y.w("commons.kind.doc")).fill(y.w("commons.form.evidence"), "https://wiki.pieds-verts.example/boite")
	b.fill(y.w("commons.form.hours"), "6").fits().press(y.w("commons.form.send")).sees(gift).sees(locales.Minutes(y.lang, 360)).fits()
	y.gift = strings.SplitN(b.path(), "?", 2)[0]
	for _, witness := range []string{"kim@contributrice.example", "colette@indie-host.example"} {
		y.window(witness).visit(y.gift).press(y.w("commons.attest.confirm")).seesNot(y.w("commons.attest.confirm")).fits()
	}
	y.hasWritten(nourEmail, "contribution_attested", 0)
}

// triesToCountIt is offered nothing but the reason, is refused with the same sentence, and the contribution is recorded as what it is: given.
func (y *shown) triesToCountIt() {
	y.Helper()
	omar, samia := y.window("omar@indie-host.example"), y.window("samia@indie-host.example")
	omar.visit(y.at("/desk/agreements")).fill(y.w("commons.agreements.organisation"), "Babel Bleu").choose(y.w("commons.basis.b2b_compensation")).fill(y.w("commons.agreements.name"), agreement)
	omar.fill(y.w("commons.agreements.terms"), "Deux factures.").fill(y.w("commons.agreements.accepted_on"), "2026-01-05").fits().press(y.w("commons.agreements.save")).seesIn("table", agreement)
	samia.visit(y.gift).sees(y.w("error.no_credit_for_volunteers")).seesNot(y.w("commons.count.send")).fits()
	y.isRefused("samia@indie-host.example")
	samia.choose(y.w("commons.decide.accept")).press(y.w("commons.decide.send")).seesIn(".facts", y.w("commons.given"))
	y.hasWritten(nourEmail, "contribution_decided", 0)
}

// isRefused sends by hand what no page offers: to count what a volunteer gave under the newest agreement.
func (y *shown) isRefused(who string) {
	y.Helper()
	var ref string
	y.must(y.s.db.Raw("select ref from agreements order by id desc limit 1").Scan(&ref).Error)
	y.knows(who).post(y.gift+"/counting", url.Values{"agreement": {ref}}).status(422).sees(y.w("error.no_credit_for_volunteers"))
}

// looksAtTransparency sees ten euros come in before tax, fifty cents set aside, six hours given: exactly.
func (y *shown) looksAtTransparency() {
	y.Helper()
	y.s.othersPaid(y.T)
	b := y.window("kim@contributrice.example").visit(y.at("/transparency"))
	b.seesIn("#time .stat", locales.Minutes(y.lang, 360)).seesIn("#money .stat", locales.Money(y.lang, 1002, "EUR")).seesIn("#money .stat", locales.Money(y.lang, 50, "EUR"))
	b.seesIn("#money", y.w("transparency.of_ten", "Part", locales.Money(y.lang, 50, "EUR"))).fits().press(gift).isAt(y.gift)
}

// readsInEnglishToo changes a help page and has its translation follow, by one who translates and another who reads.
func (y *shown) readsInEnglishToo() {
	y.Helper()
	elif, alix := y.window("elif@indie-host.example"), y.window("alix@indie-host.example")
	elif.visit(y.at(helpPage)).press(y.w("action.edit")).sees(y.w("action.save"))
	changed := strings.Replace(ask[string](elif, call("held", "body")), oldSentence, newSentence, 1)
	elif.fill(y.w("editors.field.body"), changed).fits().press(y.w("action.save")).visit("/fr" + helpPage).sees(newSentence)
	y.b.visit("/en" + helpPage).sees(stillRead).sees(locales.T("en", "texts.stale"))
	alix.visit(y.at("/desk/texts?open=stale&lang=en")).press(y.w("editors.wait.stale")).fits()
	sheet := alix.path()
	field := ask[string](alix, `plain([...document.querySelectorAll(".passage")].find((p) => says("#" + p.id, `+quote(newSentence)+`)).querySelector("textarea").labels[0].textContent)`)
	alix.fill(field, readAtLast).press(y.w("editors.sheet.propose")).sees(y.w("editors.did.in_review"))
	elif.visit(sheet).fits().press(y.w("action.approve")).sees(y.w("editors.did.reviewed"))
	y.b.visit("/en" + helpPage).sees(readAtLast).seesNot(locales.T("en", "texts.stale")).fits()
}

// quote writes a text as scripts do.
func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// getsHelp asks, is answered, and never learns what the staff noted.
func (y *shown) getsHelp() {
	y.Helper()
	b, gabin := y.b.visit(y.at("/tickets/new")), y.window("gabin@indie-host.example")
	b.fill(y.w("tickets.subject"), question).fill(y.w("tickets.ask.body"), "Nous ne le voyons plus.").fits().press(y.w("tickets.ask.send")).sees(question).fits()
	ticket := b.path()
	gabin.visit(y.at("/desk/tickets")).press(question).sees("Nous ne le voyons plus.").press(y.w("tickets.note.title")).fill(y.w("tickets.note.label"), inside).press(y.w("tickets.note.save")).seesIn(".message-note", inside)
	gabin.press(y.w("tickets.reply.title", "Name", "Nour")).fill(y.w("tickets.reply.label"), answer).fits().press(locales.N(y.lang, "tickets.reply.send", 1)).seesIn(".thread", answer)
	y.hasWritten(nourEmail, "ticket_answered", 0)
	b.visit(ticket).seesIn(".thread", answer).seesNot("HIBOU").fits()
	y.secretIsKept()
}
