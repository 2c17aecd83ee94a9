package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/post"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

const (
	chloe = "chloe@fee.example" // a member of Faire École Ensemble
	ada   = "ada@fee.example"   // who may decide for it
	omar  = "omar@indie-host.example"
)

// reviewed is the way of a reviewed offer in Chromium, with Stripe's pages at another address.
type reviewed struct {
	*shown
	stripe *paymenttest.Server
	here   string // the request
	form   billing.ProForma
	looks  int
}

// TestAReviewedOfferInChromium walks from the request to the day the contract is given back (hosts-and-users.md section 6, step 1): a member
// asks, an operator answers and adjusts once, the board accepts and pays by card on Stripe's page. In French on a desktop, in English on a phone.
func TestAReviewedOfferInChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			y := &reviewed{shown: &shown{story: newStory(t, newSite(t), lang), phone: phone, windows: map[string]*browser{}}}
			y.stripe = y.s.collects(t)
			y.allSpeak(lang)
			y.asks()
			y.isAnsweredTwice()
			y.goesToTheBoard()
			y.isPaidByCard()
			y.isInvoiced()
			y.isGivenBack()
			for who, b := range y.windows {
				for _, complaint := range b.complaints() {
					t.Errorf("%s: %s", who, complaint)
				}
			}
		})
	}
}

// allSpeak lets everybody of the association read one language.
func (y *reviewed) allSpeak(lang string) {
	y.Helper()
	for _, statement := range []string{"update users set locale = ? where email like '%@fee.example'", "update organisations set locale = ? where name = 'Faire École Ensemble'"} {
		if err := y.s.db.Exec(statement, lang).Error; err != nil {
			y.Fatal(err)
		}
	}
}

// looksAt checks a page as every page must be, and keeps its picture.
func (y *reviewed) looksAt(b *browser, name string) *browser {
	y.Helper()
	y.looks++
	return b.axe().fits().shot(fmt.Sprintf("reviewed/%s-%02d-%s", y.lang, y.looks, name))
}

// asks sends the request of a member, with the guide beside it and an amount of their own.
func (y *reviewed) asks() {
	y.Helper()
	b := y.window(chloe).visit(y.at("/offers/reseau"))
	y.looksAt(b, "offer").press(y.w("offers.request")).sees(y.w("requests.own"))
	y.looksAt(b, "form").fill(y.w("requests.people"), "40").choose(y.w("requests.own")).press(y.w("requests.send")).sees(y.w("error.summary")).sees(y.w("error.required"))
	b.holds("the summary has the focus", `document.activeElement.id === "error-summary"`)
	y.looksAt(b, "form-wrong").holding("people", "40").fill(y.w("requests.need"), "Trois outils pour quarante personnes.").fill(y.w("requests.amount"), "900")
	b.press(y.w("requests.send")).sees(y.w("requests.state_asked")).sees(locales.Money(y.lang, 90000, "EUR"))
	y.here = b.path()
	y.looksAt(b, "asked")
	jobstest.Drain(y.T, y.s.worker)
}

// isAnsweredTwice is the operator's quote, and the lower one that follows.
func (y *reviewed) isAnsweredTwice() {
	y.Helper()
	b := y.window(omar).visit(y.at("/desk/requests"))
	y.looksAt(b, "desk").press("Faire École Ensemble").sees("Trois outils pour quarante personnes.")
	b.holding("amount", locales.Amount(y.lang, 75000)).choose(y.w("requests.agree")).fill(y.w("requests.amount_net"), "800").fill(y.w("requests.answer"), "Avec plaisir.")
	y.looksAt(b, "desk-one").press(y.w("requests.respond")).sees(y.w("flash.saved"))
	chloe := y.window(chloe).visit(y.here).sees(y.w("requests.state_answered")).sees(locales.Money(y.lang, 96000, "EUR"))
	chloe.seesNot(y.w("requests.accept", "Amount", "")).sees(y.w("requests.who_accepts"))
	b.visit(y.at("/desk"+strings.TrimPrefix(y.here, "/"+y.lang))).choose(y.w("requests.agree")).fill(y.w("requests.amount_net"), "750").press(y.w("requests.respond")).sees(y.w("flash.saved"))
	chloe.visit(y.here).sees(locales.Money(y.lang, 90000, "EUR")).seesNot(locales.Money(y.lang, 96000, "EUR"))
	y.looksAt(chloe, "answered")
	y.hasWritten("chloe@fee.example", "request_responded", 1)
}

// goesToTheBoard sends the quote to somebody who may decide; whoever else opens the letter reads the price and no words.
func (y *reviewed) goesToTheBoard() {
	y.Helper()
	y.window(chloe).fill(y.w("pro_forma.forward_email"), ada).press(y.w("pro_forma.forward_send")).sees(y.w("flash.forwarded"))
	y.hasWritten(ada, "quote_forwarded", 1)
	var l post.Letter
	if err := y.s.db.Where("address = ? and kind = 'quote_forwarded'", ada).Take(&l).Error; err != nil {
		y.Fatal(err)
	}
	b := y.window("")
	b.visit(y.at("/outbox")).press(l.Subject)
	y.looksAt(b, "letter").press(y.w("outbox.html")).press(y.w("emails.request.see")).sees(locales.Money(y.lang, 90000, "EUR")).seesNot("Trois outils")
	y.looksAt(b, "board").press(y.w("action.sign_in")).sees(y.w("sign_in.title"))
	b = y.window(ada).visit(y.here).press(y.w("requests.accept", "Amount", y.aYear())).sees(y.w("error.terms"))
	y.looksAt(b, "accept-wrong").check(y.w("subscribe.terms_box")).check(y.w("subscribe.early_box")).press(y.w("requests.accept", "Amount", y.aYear())).sees(y.w("pro_forma.title"))
	var err error
	if y.form, err = billing.FindProForma(context.Background(), y.s.db, last(b.path())); err != nil {
		y.Fatal(err)
	}
	y.windows[chloe].visit(y.here).sees(y.w("requests.state_accepted"))
	jobstest.Drain(y.T, y.s.worker)
}

// aYear is the agreed price.
func (y *reviewed) aYear() string {
	return y.w("subscribe.year", "Amount", locales.Money(y.lang, 90000, "EUR"))
}

// isPaidByCard goes to Stripe's page and back: unpaid at first, because the bank said no; then paid.
func (y *reviewed) isPaidByCard() {
	y.Helper()
	b := y.window(ada).welcomes(y.stripe.URL()).visit(paths.ProForma(y.lang, y.form))
	b.sees(y.w("pro_forma.withdrawal_until", "Date", locales.Date(y.lang, time.Date(2026, 12, 9, 0, 0, 0, 0, time.UTC))))
	y.looksAt(b, "pro-forma").press(y.w("collect.pay", "Amount", locales.Money(y.lang, 90000, "EUR"))).sees("900.00 EUR")
	b.holds("Stripe's page stands at another address", "location.origin === "+quote(y.stripe.URL()))
	b.press("card " + paymenttest.CardDeclined.Number).sees("declined").press("back").sees(y.w("collect.left_title"))
	b.holds("back here", "location.origin === "+quote(b.address))
	y.looksAt(b, "unpaid").press(y.w("collect.back_to_page")).press("card " + paymenttest.Card.Number).sees(y.w("collect.paid_title")).sees(locales.Money(y.lang, 90000, "EUR"))
	y.looksAt(b, "paid")
	exactly(y.T, y.s.db, 0, "stripe_events", "1 = 1") // nobody told the endpoint yet: the page asked Stripe itself
	y.s.hears(y.T, paymenttest.Shuffled(y.stripe.News(), 3, 1)...)
	exactly(y.T, y.s.db, 1, "payments", "method = 'card' and amount_cents = 90000")
	y.hasWritten("bao@fee.example", "payment_received", 0) // the treasurer
}

// isInvoiced finds the invoice with its number, as a document and as data.
func (y *reviewed) isInvoiced() {
	y.Helper()
	i, err := billing.InvoiceOf(context.Background(), y.s.db, y.form.ID)
	if err != nil || i.Number == nil || i.DueCents() != 0 {
		y.Fatalf("%+v %v", i, err)
	}
	b := y.window(ada).press(y.w("collect.to_pro_forma")).sees(y.w("pro_forma.invoiced", "Number", i.FullName()))
	y.looksAt(b, "pro-forma-paid").press(y.w("pro_forma.invoice_button")).sees(i.FullName())
	y.looksAt(b, "invoice")
	y.isDocument(b, `a[href$="/pdf"]`)
	if kind, begins := b.document(ask[string](b, call("address", `a[href$="/xml"]`))); !strings.Contains(kind, "xml") || begins != "<?xml" {
		y.Errorf("the data is %s %q", kind, begins)
	}
}

// isGivenBack withdraws from the contract without an account, on its tenth day.
func (y *reviewed) isGivenBack() {
	y.Helper()
	day := storetest.Noon.AddDate(0, 0, 9)
	storetest.SetClock(y.s.db, day)
	contract := reference.Spaced(y.form.PaymentReference)
	b := y.window("").visit(paths.ProForma(y.lang, y.form)).press(y.w("notices.withdrawal_title")).holding("contract", contract)
	y.looksAt(b, "withdrawal").fill(y.w("notices.name"), "Ada Lemaire").fill(y.w("notices.email"), ada).press(y.w("notices.check")).sees(y.w("notices.check_title"))
	y.looksAt(b, "withdrawal-check").press(y.w("notices.withdrawal_send")).sees(y.w("notices.receipt_title")).sees(y.w("notices.says_withdrawal", "Name", "Ada Lemaire", "Contract", contract)).sees("+01:00")
	y.looksAt(b, "withdrawal-receipt")
	y.isDocument(b, `a[href$="/pdf"]`)
	receipt := b.path()
	b.visit(strings.TrimPrefix(y.s.letterLink(y.T, ada, "notice_filed"), b.address)).press(y.w("notices.confirm_button")).isAt(receipt).sees(y.w("notices.repay", "Amount", locales.Money(y.lang, 90000, "EUR")))
	y.looksAt(b, "withdrawal-done")
	y.window(ada).visit(paths.ProForma(y.lang, y.form)).sees(y.w("pro_forma.ended", "Date", locales.Date(y.lang, day))).seesNot(y.w("pro_forma.withdrawal"))
}
