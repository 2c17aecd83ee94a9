package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/billing/reference"
	"chatiere/models/commons"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// giver is kim, who promised 15.00 each month to a space that runs.
type giver struct {
	*testing.T
	s      *site
	lang   string
	kim    *person
	ops    *person
	stripe *paymenttest.Server
	pledge commons.Pledge
}

func newGiver(t *testing.T, s *site, lang string) *giver {
	t.Helper()
	s.sells(t)
	u := s.meets(t, "kim@don.example")
	y := &giver{T: t, s: s, lang: lang, ops: s.staffed(t, people.Operator), stripe: s.collects(t)}
	p, err := s.regularly(u, y.ops.user, "Des notes pour tout le monde")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Model(&u).Update("name", "Kim").Error; err != nil {
		t.Fatal(err)
	}
	y.pledge, y.kim = p, s.enters(t, u)
	jobstest.Drain(t, s.worker)
	return y
}

func (y *giver) w(key string, args ...any) string { return plain(locales.T(y.lang, key, args...)) }

func (y *giver) money(cents int64) string { return locales.Money(y.lang, cents, "EUR") }

// linkOf is the link of the newest letter of a kind to kim, in the language of the story.
func (y *giver) linkOf(kind string) string {
	y.Helper()
	var l post.Letter
	if err := y.s.db.Where("address = 'kim@don.example' and kind = ?", kind).Order("id desc").Take(&l).Error; err != nil || !l.HasLink() {
		y.Fatal(err, l.Subject)
	}
	return paths.OneTime(y.lang, l.LinkPurpose, identity.NewSealer(secret).Token(identity.Purpose(l.LinkPurpose), l.LinkRef, *l.LinkUntil))
}

// lives lets days pass, with what each brings.
func (y *giver) lives(days int) {
	y.Helper()
	for range days {
		storetest.SetClock(y.s.db, store.Now(y.s.db).Add(24*time.Hour))
		y.stripe.Pass(0)
		if err := commons.TurnSpaces(context.Background(), y.s.db, nil); err != nil {
			y.Fatal(err)
		}
		jobstest.Drain(y.T, y.s.worker)
		y.s.hears(y.T, y.stripe.News()...)
	}
	y.kim, y.ops = y.s.enters(y.T, y.kim.user), y.s.enters(y.T, y.ops.user) // their sessions are over
}

func TestSomebodyGivesByCardEachMonthAndStopsByTheLinkOfALetter(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		y := newGiver(t, s, "fr")
		pledge := paths.Pledge("fr", y.pledge)
		y.kim.visit(pledge).sees(y.w("donations.online.title"), y.w("collect.announced"), "IBAN", y.w("donations.online.save_month"))
		if policy := y.kim.page.header.Get("Content-Security-Policy"); !strings.Contains(policy, y.stripe.URL()) {
			t.Error("the form may not lead to Stripe:", policy)
		}
		y.kim.send(y.w("donations.online.give", "Amount", y.money(1_500)), url.Values{"save": {"true"}}).presses(paymenttest.Card.Number)
		y.kim.at("/fr/gift-payments/").sees(y.w("donations.online.came_title"), y.money(1_500), "Des notes pour tout le monde")
		s.hears(t, y.stripe.News()...)
		y.kim.visit(pledge).sees(y.w("donations.online.method_title"), "Visa", "4242", y.w("donations.state.received")).missing(y.w("donations.online.title"), "IBAN")
		y.ops.visit("/fr/desk/donations").sees("Kim", y.w("donations.state.received"))
		y.lives(30)
		y.kim.visit(pledge).sees("Ce don sera pris le 28 décembre 2026")
		y.lives(3)
		y.kim.visit(pledge).missing(y.w("donations.state.asked"))
		if n := len(y.stripe.All("charge")); n != 2 {
			t.Errorf("%d charges", n)
		}
		visitor := s.visitor("fr")
		visitor.visit(s.linkTo(t, "kim@don.example")).sees(y.w("pledges.stop"), y.w("pledges.stopped_gift")).send(y.w("pledges.stop"), nil).sees(y.w("pledges.ended_here"))
		y.lives(40)
		if n := len(y.stripe.All("charge")); n != 2 {
			t.Errorf("%d charges after the end", n)
		}
		y.kim.visit(pledge).missing(y.w("donations.online.method_title"))
	})
}

func TestWhoHoldsTheLinkOfALetterGivesWithoutSigningIn(t *testing.T) {
	s := newSite(t)
	y := newGiver(t, s, "en")
	visitor := s.visitor("en")
	visitor.visit(y.linkOf("donation_asked")).sees(y.w("donations.online.title")).
		send(y.w("donations.online.give", "Amount", y.money(1_500)), nil).presses(paymenttest.Account.Number)
	visitor.at("/en/gift-payments/").sees(y.w("collect.under_way_title")).missing(y.w("donations.online.to_pledge"))
	y.kim.visit(paths.Pledge("en", y.pledge)).sees(y.w("donations.online.under_way", "Amount", y.money(1_500)), y.w("donations.online.stop_late")).missing("IBAN", y.w("donations.online.title"))
	y.lives(6)
	y.kim.visit(paths.Pledge("en", y.pledge)).sees(y.w("donations.state.received"))
	y.ops.visit("/en/desk/donations").follow("Kim").sees("SEPA direct debit", y.w("donations.online.state_came")).missing(y.w("donations.return"))
	y.ops.send(y.w("refunds.send"), url.Values{"back_reason": {"by mistake"}}).refused("sure", y.w("error.refund_twice"), map[string]string{"back_reason": "by mistake"})
	y.ops.send(y.w("refunds.send"), url.Values{"sure": {"true"}}).sees(y.w("donations.state.returned"), y.w("donations.online.state_back"))
	jobstest.Drain(t, s.worker)
	y.lives(5)
	y.ops.visit("/en/desk/donations").follow("Kim").sees(y.w("refunds.done"))
}

func TestWithoutKeysGiftsComeByTransferOnly(t *testing.T) {
	s := newSite(t)
	u := s.meets(t, "kim@don.example")
	p, err := s.regularly(u, s.staffed(t, people.Operator).user, "Des notes")
	if err != nil {
		t.Fatal(err)
	}
	kim := s.enters(t, u)
	w := func(key string) string { return plain(locales.T("fr", key)) }
	kim.visit(paths.Pledge("fr", p)).missing(w("donations.online.title"), "Stripe").sees(w("donations.online.no_way")).follow(w("donations.online.ask_how")).status(200).at("/fr/tickets/new")
	s.sells(t)
	kim.visit(paths.Pledge("fr", p)).sees("IBAN", w("donations.online.offline")).missing(w("donations.online.no_way"))
	space, err := commons.LoadSpace(context.Background(), s.db, p.SpaceID)
	if err != nil {
		t.Fatal(err)
	}
	kim.visit(paths.NewPledge("fr", space, commons.Cents)).sees("Vous donnez par virement avec un code à scanner : la page")
	kim.post(paths.PledgePayment("fr", p), url.Values{}).status(http.StatusNotFound)
}

func TestALineOfACAMTFileIsAGiftByItsReference(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		y := newGiver(t, s, "fr")
		all, err := commons.DonationsOf(context.Background(), s.db, y.pledge)
		if err != nil {
			t.Fatal(err)
		}
		ref := all[0].PaymentReference
		y.ops.uploads("/fr/desk/bank/statements", "releve.xml", []byte(camtWith(ref))).send("Faire entrer ces lignes", nil).at("/fr/desk/bank").
			sees(y.w("bank.is_gift", "Name", "Kim", "Title", "Des notes pour tout le monde"), "La référence "+reference.Spaced(ref)+" y figure", y.w("bank.why.gift_amount"), "Une ligne est sûre")
		y.ops.follow("KIM").sees(y.w("bank.confirm_gift")).send(y.w("bank.confirm_gift"), nil).at("/fr/desk/bank").sees(y.w("donations.flash.by_bank")).missing("KIM")
		y.kim.visit(paths.Pledge("fr", y.pledge)).sees(y.w("donations.state.received"))
		y.ops.visit("/fr/desk/bank?pile=done").follow("KIM").send("Défaire", url.Values{"undo_reason": {"pas elle"}}).status(200)
		y.kim.visit(paths.Pledge("fr", y.pledge)).sees(y.w("donations.state.asked"))
	})
}

func TestAGiftThatCameTwiceIsExplainedToTheOperatorAndGivenBackFromItsPage(t *testing.T) {
	s := newSite(t)
	y := newGiver(t, s, "fr")
	give := y.w("donations.online.give", "Amount", y.money(1_500))
	stripes := y.kim.visit(paths.Pledge("fr", y.pledge)).send(give, nil).page.whole
	y.ops.visit("/fr/desk/donations").follow("Kim").send(y.w("donations.arrival"), url.Values{"method": {"transfer"}}).sees(y.w("donations.flash.came"))
	y.kim.post(stripes, url.Values{"means": {paymenttest.Card.Number}}).sees(y.w("collect.questioned_title"))
	y.kim.visit(paths.Pledge("fr", y.pledge)).missing(give).post(paths.PledgePayment("fr", y.pledge), nil).sees(y.w("donations.flash.nothing_to_give"))
	y.ops.visit("/fr/desk/money").follow(y.w("money.other_amount")).sees(y.w("donations.question.again", "Amount", y.money(1_500))).follow(y.w("bank.is_gift", "Name", "Kim", "Title", "Des notes pour tout le monde"))
	y.ops.sees(y.w("donations.online.state_questioned"), y.w("donations.return")).send(y.w("refunds.send"), nil).refused("back_reason", y.w("error.required"), nil)
	y.ops.send(y.w("refunds.send"), url.Values{"back_reason": {"arrivé deux fois"}}).sees(y.w("donations.state.received"), y.w("donations.online.state_back"))
	jobstest.Drain(t, s.worker)
	y.lives(1)
	exactly(t, s.db, 1, "gift_returns", "state = 'succeeded'")
}

// camtWith is a statement with one line of 15.00 that carries a reference.
func camtWith(ref string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-25T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2026-11-25T06:00:00</CreDtTm><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-24</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">115.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-24</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">15.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-24</Dt></BookgDt><ValDt><Dt>2026-11-24</Dt></ValDt><AcctSvcrRef>R1</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>KIM</Nm></Dbtr></RltdPties><RmtInf><Ustrd>DON ` + ref + `</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`
}
