package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

// donor is somebody whose gift to a space that runs is waited for.
type donor struct {
	w      *till
	u      people.User
	pledge commons.Pledge
}

// gives lets somebody promise gifts of 20.00 to a space that runs at once.
func (w *till) gives(email string, every commons.Every) donor {
	w.t.Helper()
	ctx := context.Background()
	u := person(w.t, w.db, email)
	w.must(u.Confirm(ctx, w.db))
	f := commons.SpaceForm{Title: "Des notes pour " + email, About: "Un bloc-notes sans compte.", Cents: 10_000, Period: period.Year, Threshold: "1", Mode: commons.Fixed, Deadline: "2027-06-30"}
	s, err := commons.MakeSpace(ctx, w.db, w.ops, &f)
	w.must(err)
	w.must(s.Open(ctx, w.db, w.ops))
	p, err := commons.MakePledge(ctx, w.db, u, s, &commons.PledgeForm{Unit: commons.Cents, Cents: 2_000, Every: every, For: commons.Myself, Visibility: commons.Public, Lang: "fr"})
	w.must(err)
	s, err = commons.LoadSpace(ctx, w.db, s.ID)
	w.must(err)
	w.must(s.Start(ctx, w.db, w.ops))
	w.drains()
	return donor{w, u, p}
}

// page opens the hosted page of the gift that is waited for.
func (d donor) page(save bool) (commons.GiftPayment, string) {
	d.w.t.Helper()
	g, err := d.pledge.GiveOnline(context.Background(), d.w.db, d.w.keys(), d.u, save, "fr")
	d.w.must(err)
	address, err := d.w.w.Till.OpenGift(context.Background(), g)
	d.w.must(err)
	return g, paymenttest.SessionAt(address)
}

// paid is what somebody gave by some means.
func (d donor) paid(m paymenttest.Means, save bool) commons.GiftPayment {
	d.w.t.Helper()
	g, page := d.page(save)
	d.w.s.Pay(page, m)
	if m.Kind == "sepa_debit" {
		d.w.passes(paymenttest.DebitTakes)
	}
	d.w.news()
	return d.w.gift(g)
}

func (w *till) gift(g commons.GiftPayment) commons.GiftPayment {
	w.t.Helper()
	g, err := commons.LoadGiftPayment(context.Background(), w.db, g.ID)
	w.must(err)
	return g
}

// gifts are the gifts of a promise, the newest first: "state cents method".
func (d donor) gifts() string {
	d.w.t.Helper()
	all, err := commons.DonationsOf(context.Background(), d.w.db, d.pledge)
	d.w.must(err)
	var words []string
	for _, g := range all {
		words = append(words, strings.TrimSpace(fmt.Sprintf("%s %d %s", g.State, g.Cents, g.Method)))
	}
	return strings.Join(words, ", ")
}

func (d donor) newest() commons.Donation {
	d.w.t.Helper()
	all, err := commons.DonationsOf(context.Background(), d.w.db, d.pledge)
	d.w.must(err)
	return all[0]
}

func (d donor) holds(want string) {
	d.w.t.Helper()
	if got := d.gifts(); got != want {
		d.w.t.Errorf("the gifts are %q, want %q", got, want)
	}
}

// lives lives through the days to one day, with what each brings.
func (w *till) lives(day string) {
	w.t.Helper()
	for store.Now(w.db).Format(time.DateOnly) < day {
		w.passes(24 * time.Hour)
		w.keeps("spaces_due")
		w.news()
	}
}

func TestAGiftByCardIsIncomeWithoutInvoiceWithItsFeeAndReachesTheBank(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		kim := w.gives("kim@don.example", commons.Once)
		g, page := kim.page(true)
		if again, same := kim.page(true); again.ID != g.ID || same != page || g.Save {
			t.Error("the same wish opened a second page, or a single gift saves a method")
		}
		w.s.Pay(page, paymenttest.Card)
		w.news()
		w.hears(w.s.AllNews()...) // told twice
		kim.holds("received 2000 card")
		if g = w.gift(g); g.State != billing.Collected || g.Method != billing.ByCard || g.Last4 != "4242" {
			t.Errorf("%+v", g)
		}
		fee := w.balance("expense:bank_fees")
		if w.balance("income:gifts") != 2000 || fee <= 0 || w.balance("asset:card") != 2000-fee {
			t.Errorf("gifts %d, fees %d, at Stripe %d", w.balance("income:gifts"), fee, w.balance("asset:card"))
		}
		var invoices, payments int64
		w.must(w.db.Raw("select (select count(*) from invoices), (select count(*) from payments)").Row().Scan(&invoices, &payments))
		if invoices+payments != 0 {
			t.Error("a gift was invoiced, or counted as the payment of something")
		}
		w.letter("donation_received", "kim@don.example")
		if p, err := commons.LoadPledge(context.Background(), w.db, kim.pledge.ID); err != nil || p.State != commons.PledgeFulfilled {
			t.Error("the promise of one gift is not kept", err)
		}
		if kim.newest().TakeBack(context.Background(), w.db, w.ops, "x") == nil {
			t.Error("money that Stripe holds was taken out of the bank's account")
		}
		w.s.PayOut()
		w.passes(48 * time.Hour)
		w.news()
		if w.balance("asset:bank") != 2000-fee {
			t.Errorf("%d at the bank", w.balance("asset:bank"))
		}
		w.keeps("stripe_compared")
		if q := w.questions(billing.UnknownMoney); len(q) != 0 {
			t.Errorf("the comparison does not know gifts: %+v", q)
		}
		w.sound()
	})
}

func TestARegularGiftIsAnnouncedTakenEachMonthAndStopsInOneClick(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim := w.gives("kim@don.example", commons.EveryMonth)
		kim.paid(paymenttest.Card, true)
		m, err := kim.pledge.MethodOf(ctx, w.db)
		w.must(err)
		w.lives("2026-12-27")
		kim.holds("asked 2000, received 2000 card")
		letters := box(t, w.db, "kim@don.example")
		if l := strings.ReplaceAll(letters[len(letters)-1].Text, "\u00a0", " "); !strings.Contains(l, "sera pris le 28 décembre 2026 sur la carte qui se termine par 4242") || strings.Contains(l, "FR76") {
			t.Error(l)
		}
		w.lives("2026-12-28")
		w.keeps("spaces_due") // told twice in a day
		w.news()
		kim.holds("received 2000 card, received 2000 card")
		if n := len(w.s.All("charge")); n != 2 {
			t.Errorf("%d charges", n)
		}
		w.must(kim.pledge.EndByLink(ctx, w.db, nil))
		w.drains()
		w.lives("2027-02-10")
		kim.holds("received 2000 card, received 2000 card")
		if w.s.Get(m.MethodID)["customer"] != nil {
			t.Error("Stripe was not told to forget the card")
		}
		w.sound()
	})
}

func TestWhoStopsBeforeTheChargeIsToldIsNotCharged(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim := w.gives("kim@don.example", commons.EveryMonth)
		kim.paid(paymenttest.Card, true)
		w.lives("2026-12-27")
		w.passes(24 * time.Hour)
		w.must(commons.TurnSpaces(ctx, w.db, nil)) // the charge is promised, and not told yet
		w.must(kim.pledge.EndByLink(ctx, w.db, nil))
		w.drains()
		w.news()
		if n := len(w.s.All("charge")); n != 1 {
			t.Errorf("%d charges", n)
		}
		kim.holds("dropped 2000, received 2000 card")
		w.sound()
	})
}

func TestALostAnswerNeverTakesAGiftTwice(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		for n, doing := range []paymenttest.Doing{paymenttest.DropAfter, paymenttest.FailAfter, paymenttest.Fail, paymenttest.Busy} {
			kim := w.gives(string(rune('a'+n))+"@don.example", commons.EveryMonth)
			kim.paid(paymenttest.Card, true)
			w.passes(35 * 24 * time.Hour)
			w.must(commons.TurnSpaces(context.Background(), w.db, nil)) // asked for
			w.drains()
			w.passes(3 * 24 * time.Hour)
			before := len(w.s.All("charge"))
			w.s.Behave(paymenttest.Trouble{Do: doing, Path: "/v1/payment_intents", Posts: true})
			w.must(commons.TurnSpaces(context.Background(), w.db, nil))
			w.tries(1)
			w.s.Behave()
			w.drains()
			w.news()
			if made := len(w.s.All("charge")) - before; made != 1 {
				t.Errorf("%d: %d charges", doing, made)
			}
			kim.holds("received 2000 card, received 2000 card")
			w.must(kim.pledge.EndByLink(context.Background(), w.db, nil))
			w.drains()
		}
		w.sound()
	})
}

func TestACardThatSaysNoIsTriedAgainAndTheGiverOwesNothing(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		kim := w.gives("kim@don.example", commons.EveryMonth)
		kim.paid(paymenttest.CardLaterEmpty, true)
		w.lives("2026-12-28")
		if l := w.letter("gift_not_paid", "kim@don.example"); !strings.Contains(l, "vous ne devez rien") {
			t.Error(l)
		}
		w.lives("2027-01-10")
		var states []string
		w.must(w.db.Raw("select state from gift_payments where kind = 'charge' order by id").Scan(&states).Error)
		if got := strings.Join(states, " "); got != "failed failed failed" {
			t.Errorf("tried %q", got)
		}
		kim.holds("asked 2000, received 2000 card")
		eve := w.gives("eve@don.example", commons.EveryMonth)
		eve.paid(paymenttest.CardAsksAgain, true)
		w.lives("2027-02-14")
		if l := w.letter("gift_not_paid", "eve@don.example"); !strings.Contains(l, "confirmiez vous-même") {
			t.Error(l)
		}
		w.sound()
	})
}

func TestADebitOfAGiftIsReceivedWhenTheBankAnswersAndStopsWhenItIsContested(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		kim := w.gives("kim@don.example", commons.EveryMonth)
		g, page := kim.page(true)
		w.s.Pay(page, paymenttest.AccountContests)
		w.news()
		kim.holds("asked 2000")
		if again, err := kim.pledge.GiveOnline(ctx, w.db, w.keys(), kim.u, true, "fr"); err != nil || again.ID != g.ID {
			t.Error("somebody could give twice while a debit is under way", err)
		}
		w.passes(paymenttest.DebitTakes)
		w.news()
		kim.holds("received 2000 card")
		if !kim.newest().Debited {
			t.Error("not said to be a debit")
		}
		w.passes(paymenttest.ContestWait)
		w.news()
		w.hears(w.s.AllNews()...)
		kim.holds("returned 2000 card")
		m, err := kim.pledge.MethodOf(ctx, w.db)
		w.must(err)
		if w.balance("income:gifts") != 0 || len(w.questions(billing.DisputeOpened)) != 1 || m.StoppedAt == nil {
			t.Error("a contested gift is still one, or its account is debited again")
		}
		w.lives("2027-01-10")
		if n := len(w.s.All("charge")); n != 1 {
			t.Errorf("%d charges", n)
		}
		lou := w.gives("lou@don.example", commons.Once)
		lou.paid(paymenttest.AccountFails, false)
		lou.holds("asked 2000")
		w.letter("gift_not_paid", "lou@don.example")
		w.sound()
	})
}
