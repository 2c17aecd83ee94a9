package billing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// simulation lets people live with the portal: what they do is thrown with the dice of a seed, done at the portal's public doors, and
// written by hand into the plain model.
type simulation struct {
	*simPlace
	t    *testing.T
	base *gorm.DB
	db   *gorm.DB // at the instant of the day
	on   time.Time
	dice *rand.Rand
	ops  people.User
	acts map[time.Time][]func()

	transfers, decisions, corrections int // what people of the staff had to do
	charges, failed, disputes         int // of saved methods
}

var simPrices = map[string][2]int64{"symbolic": {417, 4167}, "standard": {1250, 10000}, "supportive": {1999, 15990}}

func (s *simulation) offer() {
	cents := map[catalogue.Tier]map[catalogue.Period]*int64{}
	for tier, p := range simPrices {
		cents[catalogue.Tier(tier)] = map[catalogue.Period]*int64{catalogue.Month: &p[0], catalogue.Year: &p[1]}
	}
	must(s.t, store.InTx(ctx, s.base, func(tx *gorm.DB) error {
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "trois-ans", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Trois ans", Summary: "Trois ans", For: "Les associations", Body: "Bonjour.",
			StandardName: "Juste", StandardCovers: "Le coût.", SymbolicName: "Symbolique", SymbolicCovers: "Une part.",
			SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: cents})
		return err
	}))
}

// in plans an act.
func (s *simulation) in(days int, act func()) {
	on := s.on.AddDate(0, 0, days)
	s.acts[on] = append(s.acts[on], act)
}

func (s *simulation) chance(percent int) bool { return s.dice.IntN(100) < percent }

// people's first contracts: the odd days of the calendar first, then anywhere in eighteen months, most of them early.
func (s *simulation) plan(first time.Time, count int) {
	odd := []string{"2027-01-31", "2028-02-29", "2027-01-31", "2028-02-29", "2027-03-28", "2027-10-31", "2027-12-31", "2028-01-31"}
	for n := range count {
		after := s.dice.IntN(120)
		if s.chance(30) {
			after = s.dice.IntN(540)
		}
		on, yearly := first.AddDate(0, 0, after), s.chance(50)
		if n < len(odd) {
			on, yearly = day(s.t, odd[n]), n%2 == n/2%2
		}
		plain := n < len(odd)
		s.acts[on] = append(s.acts[on], func() { s.subscribe(n, yearly, plain) })
	}
}

func (s *simulation) subscribe(n int, yearly, plain bool) {
	tier := []string{"symbolic", "standard", "supportive"}[s.dice.IntN(3)]
	sub := &simSub{n: n, yearly: yearly, tier: tier, unit: simPrices[tier][0], asked: s.on, early: plain || s.chance(80), state: billing.Requested, access: billing.NoAccess, wished: true}
	f := billing.SubscribeForm{
		Offer: "trois-ans", Tier: catalogue.Tier(tier), Period: "month", Organisation: fmt.Sprintf("Association %d", n), Name: "Ada", Email: fmt.Sprintf("ada%d@fee.example", n),
		Country: "FR", Terms: true, EarlyStart: sub.early, Key: store.NewRef(), Lang: "fr", TermsVersion: "1",
	}
	if yearly {
		f.Period, sub.unit = "year", simPrices[tier][1]
	}
	by := visitor
	if len(s.orgs) > 0 && s.orgs[len(s.orgs)-1].complete && s.chance(20) { // the organisation before subscribes once more
		sub.org = s.orgs[len(s.orgs)-1]
		f.For, by = sub.org.ref, s.owner(sub.org)
	} else {
		f.Country = []string{"FR", "FR", "FR", "BE", "CA"}[s.dice.IntN(5)]
		sub.org = &simOrg{place: s.simPlace, country: f.Country, email: f.Email}
		s.orgs = append(s.orgs, sub.org)
	}
	p, err := billing.Subscribe(ctx, s.db, by, f)
	must(s.t, err)
	s.subs = append(s.subs, sub)
	sub.id, sub.proForma, sub.proFormaRef, sub.reference, sub.org.id = p.SubscriptionID, p.ID, p.Ref, p.PaymentReference, p.OrganisationID
	sub.wishTotal = sub.unit
	if s.taxed(s.on, sub.org.country) {
		sub.wishTotal += fifth(sub.unit)
	}
	if sub.state = billing.Accepted; by.ID == 0 {
		confirmed(s.t, s.db, p)
		sub.org.ref = contract(s.t, s.db, p.SubscriptionID).Organisation.Ref
	}
	s.begins(sub, plain)
}

// begins throws how the first weeks of a contract go.
func (s *simulation) begins(sub *simSub, plain bool) {
	fill := 0
	switch {
	case sub.org.complete:
		fill = -1
	case !plain && s.chance(25):
		fill = 9 + s.dice.IntN(12) // numbered without the details, a week after delivery
	}
	if fill >= 0 {
		s.soon(fill, func() { s.complete(sub.org) })
	}
	wait := s.dice.IntN(4)
	if !sub.early {
		wait = 14 + s.dice.IntN(3)
	}
	if plain {
		wait = 0
	} else if s.chance(30) { // paid before it is there, sometimes in part, sometimes too much
		cents := []int64{sub.wishTotal, sub.wishTotal, sub.wishTotal / 2, sub.wishTotal + 250}[s.dice.IntN(4)]
		s.soon(s.dice.IntN(wait+1), func() { s.prepay(sub, cents) })
	}
	if !plain && s.chance(4) {
		s.soon(s.dice.IntN(14), func() { s.withdraw(sub) })
	}
	if !plain && s.chance(3) {
		s.soon(1, func() { s.cancel(sub) })
	}
	s.soon(wait, func() { s.deliver(sub) })
	if s.chance(25) {
		s.in(40+s.dice.IntN(800), func() { s.cancel(sub) })
	}
}

// soon plans an act, or does it today.
func (s *simulation) soon(days int, act func()) {
	if days == 0 {
		act()
		return
	}
	s.in(days, act)
}

func (s *simulation) owner(o *simOrg) people.User {
	u, err := people.FindUserByEmail(ctx, s.db, o.email)
	must(s.t, err)
	must(s.t, people.WithMemberships(ctx, s.db, &u))
	return u
}

func (s *simulation) complete(o *simOrg) {
	o.complete = true
	completed(s.t, s.db, o.id)
	s.saves(o)
	for n := len(s.subs) - 1; n >= 0; n-- { // newest first, as the portal looks
		if sub := s.subs[n]; sub.org == o {
			sub.firstInvoice(s.on, nil)
		}
	}
	s.payFor(o)
}

func (s *simulation) deliver(sub *simSub) {
	if sub.state != billing.Accepted {
		return
	}
	must(s.t, billing.Delivered(ctx, s.db, s.ops.Actor(), sub.id, s.on))
	sub.deliver(s.on)
	s.payFor(sub.org)
}

func (s *simulation) prepay(sub *simSub, cents int64) {
	if !sub.wished {
		return
	}
	s.transfers++
	_, err := billing.ConfirmTransfer(ctx, s.db, s.ops, billing.PaymentForm{For: sub.proFormaRef, Cents: cents, ReceivedOn: s.on.Format(time.DateOnly)})
	must(s.t, err)
	p := &simPayment{cents: cents, own: sub}
	sub.org.payments = append(sub.org.payments, p)
	if i := sub.firstInvoice(s.on, p); i != nil {
		i.settle(p, cents)
		s.payFor(sub.org)
	}
}

// habits is how the newest invoices of an organisation will be paid; each is planned once.
func (s *simulation) payFor(o *simOrg) {
	for _, i := range o.invoices {
		if i.planned {
			continue
		}
		if i.planned = true; o.method != "" && !o.stopped && !s.chance(4) {
			continue // it will be charged
		}
		wait := int(days(s.on, i.issued))
		switch n := s.dice.IntN(100); {
		case n < 62:
			s.in(wait+3+s.dice.IntN(24), func() { s.pay(i, i.owed()) })
		case n < 70: // in two parts
			s.in(wait+4+s.dice.IntN(10), func() { s.pay(i, i.owed()/2) })
			s.in(wait+20+s.dice.IntN(30), func() { s.pay(i, i.owed()) })
		case n < 74: // too much
			s.in(wait+5+s.dice.IntN(20), func() { s.pay(i, i.owed()+1+s.dice.Int64N(900)) })
		case n < 84: // after reminders
			s.in(wait+40+s.dice.IntN(40), func() { s.pay(i, i.owed()) })
		case n < 87: // after access was reduced
			s.in(wait+80+s.dice.IntN(60), func() { s.pay(i, i.owed()) })
		case n < 94: // a date is proposed
			s.in(wait+34+s.dice.IntN(20), func() { s.propose(i) })
		case n < 96: // the bank takes it back
			s.in(wait+5+s.dice.IntN(20), func() { s.payAndBounce(i) })
		case n < 98: // the operator corrects it
			s.in(wait+2+s.dice.IntN(60), func() { s.correct(i) })
			s.in(wait+20+s.dice.IntN(20), func() { s.pay(i, i.owed()) })
		}
		if s.chance(2) {
			s.in(wait+100+s.dice.IntN(60), func() { s.correct(i) })
		}
	}
}

// real is the portal's invoice.
func (s *simulation) real(i *simInvoice) billing.Invoice {
	var ids []uint
	must(s.t, s.db.Table("invoices").Where("subscription_id = ? and kind = 'invoice'", i.sub.id).Order("id").Pluck("id", &ids).Error)
	for n, other := range i.sub.invoices {
		if other == i && n < len(ids) {
			return reloaded(s.t, s.db, billing.Invoice{ID: ids[n]})
		}
	}
	s.t.Fatalf("%s: subscription %d has %d invoices, want %d", s.on.Format(time.DateOnly), i.sub.n, len(ids), len(i.sub.invoices))
	return billing.Invoice{}
}

func (s *simulation) pay(i *simInvoice, cents int64) *simPayment {
	if i.owed() == 0 || cents == 0 {
		return nil
	}
	s.transfers++
	r := s.real(i)
	p, err := billing.ConfirmTransfer(ctx, s.db, s.ops, billing.PaymentForm{For: r.Ref, Cents: cents, ReceivedOn: s.on.Format(time.DateOnly)})
	must(s.t, err)
	must(s.t, billing.Restore(ctx, s.db, r.ID)) // what jobs does of the promise
	paid := i.sub.org.receive(i, cents)
	paid.ref = p.Ref
	return paid
}

func (s *simulation) payAndBounce(i *simInvoice) {
	p := s.pay(i, i.owed())
	if p == nil {
		return
	}
	s.in(1+s.dice.IntN(30), func() {
		s.corrections++
		found, err := billing.FindPayment(ctx, s.db, s.ops, p.ref)
		must(s.t, err)
		must(s.t, found.Undo(ctx, s.db, s.ops, "Rejet de la banque"))
		i.sub.org.bounce(p, s.on)
	})
	s.in(40+s.dice.IntN(30), func() { s.pay(i, i.owed()) })
}

// correct credits a part of an invoice, or all of one whose period is over.
func (s *simulation) correct(i *simInvoice) {
	left := i.net - i.creditNet
	if left == 0 || i.ahead {
		return
	}
	net := i.notable(1 + s.dice.Int64N(left))
	over := !i.to.IsZero() && !i.to.After(s.on) && i.sub.state == billing.Running && i.sub.until().After(s.on)
	if over && s.chance(50) {
		net = left
	}
	if net == left && !over {
		return
	}
	s.corrections++
	_, err := s.real(i).Correct(ctx, s.db, s.ops, billing.CreditForm{Amount: "x", Cents: net, Reason: "Panne en mars"})
	must(s.t, err)
	i.note(net, false)
}
