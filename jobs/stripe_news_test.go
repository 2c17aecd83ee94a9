package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
)

// opened is a hosted page for an invoice of 120.00, and its state.
func (w *till) opened(email string) (page string, state func() string, u people.User) {
	w.t.Helper()
	_, u = w.asked(email)
	i := w.owes(u)
	w.drains()
	w.s.News()
	c, page := w.pages(u, false, i)
	return page, func() string {
		back := int64(0)
		if now := w.collection(c); now.PaymentID != nil {
			back = w.payment(c).ReturnedCents
		}
		return fmt.Sprintf("%s %d %d", w.collection(c).State, w.invoice(i).DueCents(), back)
	}, u
}

func onPage(m paymenttest.Means) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, m)
		return state
	}
}

func later(m paymenttest.Means) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, m)
		w.passes(paymenttest.DebitTakes)
		return state
	}
}

func overTime(w *till, email string) func() string {
	_, state, _ := w.opened(email)
	w.passes(25 * time.Hour)
	return state
}

// andTold adds whether those who keep the money were written to, exactly once.
func andTold(story func(*till, string) func() string, kind string) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		state := story(w, email)
		return func() string {
			n := 0
			for _, l := range box(w.t, w.db, email) {
				if l.Kind == kind {
					n++
				}
			}
			return state() + map[int]string{0: ", not told", 1: ", told"}[n]
		}
	}
}

// intentSaid is a declined try of which Stripe then says something else.
func intentSaid(kind string, now map[string]any) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, paymenttest.CardDeclined)
		id := w.s.Get(page)["payment_intent"].(string)
		w.s.Change(id, now)
		w.s.Tell(kind, w.s.Get(id))
		return state
	}
}

func chargeSaid(kind string) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, paymenttest.Card)
		w.s.Tell(kind, w.s.Get(w.s.Get(w.s.Get(page)["payment_intent"].(string))["latest_charge"].(string)))
		return state
	}
}

// sentBack is a part of a payment that somebody sends back on Stripe's own pages.
func sentBack(kind string, fails bool) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, paymenttest.Card)
		id := w.s.RefundOutside(w.s.Get(page)["payment_intent"].(string), 5000)
		if fails {
			w.s.FailRefund(id)
		}
		if kind != "" {
			w.s.Tell(kind, w.s.Get(id))
		}
		return state
	}
}

// contested is a card payment that its payer contests, and who wins if it is over.
func contested(kind string, won *bool) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, state, _ := w.opened(email)
		w.s.Pay(page, paymenttest.Card)
		id := w.s.Contest(w.s.Get(page)["payment_intent"].(string), 12000, "fraudulent", false)
		if won != nil {
			w.s.CloseDispute(id, *won)
		}
		if kind != "" {
			w.s.Tell(kind, w.s.Get(id))
		}
		return state
	}
}

// methods says how many methods an organisation has, and until when the first one is good.
func (w *till) methods(u people.User) []billing.SavedMethod {
	w.t.Helper()
	all, err := billing.MethodsOf(context.Background(), w.db, u.Memberships[0].Organisation)
	w.must(err)
	return all
}

func counted(n int) string {
	if n == 1 {
		return "1 method"
	}
	return fmt.Sprint(n, " methods")
}

// setting opens the page on which a method is saved.
func (w *till) setting(email string) (page string, c billing.Collection, u people.User) {
	w.t.Helper()
	_, u = w.asked(email)
	w.drains()
	w.s.News()
	c, err := billing.BeginSetup(context.Background(), w.db, w.keys(), u, u.Memberships[0].Organisation, "fr")
	w.must(err)
	address, err := w.w.Till.Open(context.Background(), c)
	w.must(err)
	return paymenttest.SessionAt(address), c, u
}

func setUp(w *till, email string) func() string {
	page, c, u := w.setting(email)
	w.s.Pay(page, paymenttest.Card)
	return func() string { return fmt.Sprint(w.collection(c).State, " ", counted(len(w.methods(u)))) }
}

func setUpFailed(w *till, email string) func() string {
	page, c, u := w.setting(email)
	w.s.Tell("setup_intent.setup_failed", w.s.Get(w.s.Get(page)["setup_intent"].(string)))
	return func() string { return fmt.Sprint(w.collection(c).State, " ", counted(len(w.methods(u)))) }
}

// methodOnly leaves the page out of what is looked at.
func methodOnly(story func(*till, string) func() string) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		state := story(w, email)
		return func() string { _, m, _ := strings.Cut(state(), " "); return m }
	}
}

// methodSaid is a saved card of which Stripe says something new.
func methodSaid(kind string, now map[string]any) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, _, u := w.setting(email)
		w.s.Pay(page, paymenttest.Card)
		w.news()
		id := w.methods(u)[0].MethodID
		w.s.Change(id, now)
		w.s.Tell(kind, w.s.Get(id))
		return func() string {
			all := w.methods(u)
			if now == nil || len(all) == 0 {
				return counted(len(all))
			}
			return fmt.Sprintf("%s until %d", counted(len(all)), all[0].ExpYear)
		}
	}
}

// mandateEnds is a saved account whose bank ends the mandate.
func mandateEnds(w *till, email string) func() string {
	page, _, u := w.setting(email)
	w.s.Pay(page, paymenttest.Account)
	w.news()
	w.s.EndMandate(w.methods(u)[0].MandateID)
	return func() string {
		all := w.methods(u)
		able := slices.DeleteFunc(slices.Clone(all), func(m billing.SavedMethod) bool { return !m.Chargeable(store.Now(w.db)) })
		return fmt.Sprintf("%s, %d to charge", counted(len(all)), len(able))
	}
}

// paidOut is money that Stripe sends to the bank.
func paidOut(kind string, then func(w *till, id string)) func(*till, string) func() string {
	return func(w *till, email string) func() string {
		page, _, _ := w.opened(email)
		w.s.Pay(page, paymenttest.Card)
		w.news()
		id := w.s.PayOut()
		if then != nil {
			then(w, id)
		}
		if kind != "" {
			w.s.Tell(kind, w.s.Get(id))
		}
		return func() string {
			var state string
			w.must(w.db.Raw("select state from payouts where payout_id = ?", id).Scan(&state).Error)
			return state
		}
	}
}
