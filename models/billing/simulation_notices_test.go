package billing_test

import (
	"time"

	"chatiere/models/billing"
	"chatiere/models/people"
)

func (s *simulation) propose(i *simInvoice) {
	o := i.sub.org
	if i.owed() == 0 || o.promise != nil {
		return
	}
	until := s.on.AddDate(0, 0, 10+s.dice.IntN(80))
	d, err := billing.ProposeDate(ctx, s.db, s.owner(o), people.Organisation{ID: o.id}, billing.DeferralForm{UntilOn: until.Format(time.DateOnly), Reason: "Subvention"})
	must(s.t, err)
	o.promise = &simPromise{until: until, decided: days(s.on, until) <= 60}
	for _, broken := range o.broken {
		if !broken.Before(s.on.AddDate(-1, 0, 0)) {
			o.promise.decided = false
		}
	}
	if (d.State == billing.DeferralAccepted) != o.promise.decided {
		s.t.Errorf("%s: organisation %d: the date is %s", s.on.Format(time.DateOnly), o.id, d.State)
	}
	if promise := o.promise; !promise.decided && s.chance(80) {
		s.in(1+s.dice.IntN(5), func() { s.decide(o, promise, d) })
	}
	when := int(days(s.on, until)) - 3
	if s.chance(40) {
		when += 15
	}
	s.in(when, func() { s.pay(i, i.owed()) })
}

func (s *simulation) decide(o *simOrg, p *simPromise, d billing.Deferral) {
	if o.promise != p || p.decided {
		return
	}
	s.decisions++
	verdict := "accept"
	if p.decided = true; s.chance(25) {
		verdict, o.promise = "refuse", nil
	}
	must(s.t, d.Decide(ctx, s.db, s.ops, billing.DeferralDecision{Verdict: verdict, Answer: "Entendu", Version: d.Version}))
}

// cancel is declared signed in, by letter, or in a way that a person has to look at.
func (s *simulation) cancel(sub *simSub) {
	if sub.state == billing.Ended || !sub.cancelOn.IsZero() {
		return
	}
	by, f := s.owner(sub.org), noticeForm(billing.Cancellation, sub.org.email, sub.reference)
	switch s.dice.IntN(4) {
	case 0:
		n := declared(s.t, s.db, visitor, f)
		must(s.t, n.Confirm(ctx, s.db, because))
	case 1:
		f.Contract = "mon abonnement"
		n := declared(s.t, s.db, by, f)
		s.decisions++
		must(s.t, n.Decide(ctx, s.db, s.ops, billing.NoticeDecision{Verdict: "apply", Contract: sub.reference, Version: n.Version}, because))
	default:
		declared(s.t, s.db, by, f)
	}
	if sub.cancel(s.on); sub.state == billing.Running && s.chance(30) {
		s.in(s.dice.IntN(20), func() { s.revive(sub) })
	}
}

func (s *simulation) revive(sub *simSub) {
	if sub.state != billing.Running || sub.cancelOn.IsZero() || !sub.cancelOn.After(s.on) {
		return
	}
	c := contract(s.t, s.db, sub.id)
	must(s.t, c.Revive(ctx, s.db, s.owner(sub.org)))
	sub.cancelOn = time.Time{}
}

func (s *simulation) withdraw(sub *simSub) {
	if sub.state == billing.Ended {
		return
	}
	if n := declared(s.t, s.db, s.owner(sub.org), noticeForm(billing.Withdrawal, sub.org.email, sub.reference)); n.State != billing.NoticeApplied {
		s.t.Errorf("%s: subscription %d: the withdrawal is %s", s.on.Format(time.DateOnly), sub.n, n.State)
	}
	sub.withdraw(s.on)
}
