package billing_test

import (
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
)

// simKeys let money be collected: cards and debits, as on a test account.
var simKeys = collective.PaymentKeys{Cards: true, Debits: true}

// saves lets an organisation leave a card or an account, at once or some day.
func (s *simulation) saves(o *simOrg) {
	if !s.chance(45) {
		return
	}
	s.soon([]int{0, 0, 3, 60 + s.dice.IntN(200)}[s.dice.IntN(4)], func() {
		if o.method = billing.ByCard; s.chance(60) {
			o.method = billing.BySEPA
		}
		customer, kind, mandate := fmt.Sprintf("cus_%d", o.id), "card", cashier.Mandate{}
		_, err := billing.KeepCustomer(ctx, s.db, o.id, "EUR", false, customer)
		must(s.t, err)
		if o.method == billing.BySEPA {
			kind, mandate = "sepa_debit", cashier.Mandate{ID: fmt.Sprintf("mandate_%d", o.id), Status: "active", Reference: "RUM"}
		}
		must(s.t, billing.KeepMethod(ctx, s.db, cashier.Method{
			ID: fmt.Sprintf("pm_%d", o.id), Kind: kind, Last4: fmt.Sprintf("%04d", o.id%10000), ExpMonth: 12, ExpYear: 2040, Customer: customer,
		}, mandate))
	})
}

// collect charges what is due on a day: what the portal begins must be what the model begins, then the bank answers.
func (s *simulation) collect() {
	if _, err := billing.ChargeDue(ctx, s.db, simKeys); err != nil {
		s.t.Fatalf("%s: charges: %v", s.on.Format(time.DateOnly), err)
	}
	var begun []billing.Collection
	must(s.t, s.db.Where("state = ?", billing.Preparing).Order("organisation_id").Preload("Parts").Find(&begun).Error)
	var want []*simCharge
	for _, o := range s.orgs {
		if c := o.charge(s.on); c != nil {
			want = append(want, c)
		}
	}
	if len(begun) != len(want) {
		s.t.Fatalf("%s: %d charges are begun, want %d", s.on.Format(time.DateOnly), len(begun), len(want))
	}
	for n, c := range want {
		if b := begun[n]; b.OrganisationID != c.org.id || b.AmountCents != c.cents || len(b.Parts) != len(c.parts) || (b.Method == billing.BySEPA) != c.debit {
			s.t.Fatalf("%s: organisation %d is charged %d cents for %d invoices, want %d of %d for %d", s.on.Format(time.DateOnly), b.OrganisationID, b.AmountCents, len(b.Parts), c.cents, c.org.id, len(c.parts))
		}
		c.id = begun[n].ID
		s.answers(c)
	}
}

// answers is what the bank says to a charge: a card at once, a debit after days.
func (s *simulation) answers(c *simCharge) {
	s.charges++
	verdict := s.dice.IntN(100)
	if !c.debit {
		switch {
		case verdict < 84:
			s.paid(c)
		case verdict < 94:
			s.fails(c, "insufficient_funds")
		case verdict < 97:
			s.fails(c, "lost_card")
		default:
			s.fails(c, "authentication_required")
		}
		return
	}
	s.sees(c, "processing", "")
	c.comes()
	if s.chance(10) { // somebody pays what is being debited
		s.in(1, func() { s.pay(c.parts[0], c.parts[0].owed()) })
	}
	s.in(2+s.dice.IntN(6), func() {
		switch {
		case verdict < 86:
			s.paid(c)
		case verdict < 96:
			s.fails(c, "insufficient_funds")
		default:
			s.fails(c, "account_closed")
		}
	})
}

// sees tells the portal what the cashier says of a charge; a look that comes late or twice changes nothing.
func (s *simulation) sees(c *simCharge, status, why string) {
	i := cashier.Intent{
		ID: fmt.Sprintf("pi_%d", c.id), Status: status, Cents: c.cents, Currency: "EUR", Ours: true, Kind: "card", Charge: fmt.Sprintf("ch_%d", c.id),
		Last4: fmt.Sprintf("%04d", c.org.id%10000), Why: why,
	}
	if c.debit {
		i.Kind = "sepa_debit"
	}
	if why != "" {
		i.Problem = "card_declined"
	}
	if status == "succeeded" {
		i.Received, i.Movement, i.MovedAt, i.Fee = c.cents, fmt.Sprintf("txn_%d", c.id), store.Now(s.db), 25+c.cents*15/1000
	}
	looks := []cashier.Intent{i}
	if s.chance(20) {
		late := i
		late.Status, late.Received, late.Movement, late.Fee, late.Problem, late.Why = "processing", 0, "", 0, "", ""
		if c.debit || status == "succeeded" {
			looks = append(looks, i, late)
		}
	}
	for _, look := range looks {
		_, err := billing.See(ctx, s.db, c.id, billing.Seen{Intent: &look})
		must(s.t, err)
	}
}

func (s *simulation) paid(c *simCharge) {
	s.sees(c, "succeeded", "")
	c.comesIn()
	s.restores(c.parts)
	switch {
	case c.debit && s.chance(6): // within eight weeks the bank gives a debit back for the asking
		s.in(3+s.dice.IntN(50), func() { s.returns(c) })
	case !c.debit && s.chance(4):
		s.in(5+s.dice.IntN(90), func() { s.contests(c) })
	}
}

// restores is what jobs do of the promises that something was settled.
func (s *simulation) restores(invoices []*simInvoice) {
	for _, i := range invoices {
		must(s.t, billing.Restore(ctx, s.db, s.real(i).ID))
	}
}

// fails lets a charge fail; whoever is told pays by transfer, or not.
func (s *simulation) fails(c *simCharge, problem string) {
	s.failed++
	s.sees(c, "requires_payment_method", problem)
	c.fails(problem)
	if problem == "insufficient_funds" && s.chance(70) {
		return // the next try will do
	}
	s.paysItself(c)
}

func (s *simulation) paysItself(c *simCharge) {
	for _, i := range c.parts {
		if s.chance(85) {
			s.in(4+s.dice.IntN(40), func() { s.pay(i, i.owed()) })
		}
	}
}

func (s *simulation) dispute(c *simCharge, status string, moves int, moved int64) {
	_, err := billing.SeeDispute(ctx, s.db, cashier.Dispute{
		ID: fmt.Sprintf("dp_%d", c.id), Status: status, Reason: "fraudulent", Intent: fmt.Sprintf("pi_%d", c.id), Charge: fmt.Sprintf("ch_%d", c.id),
		Cents: c.cents, Currency: "EUR", CreatedAt: store.Now(s.db), Moves: moves, Moved: moved, Fee: 500,
	})
	must(s.t, err)
}

// returns is a debit given back by the bank: it is lost at once, and the account is not debited until its owner says so.
func (s *simulation) returns(c *simCharge) {
	s.disputes++
	s.dispute(c, "lost", 1, -c.cents)
	c.takenBack(s.on)
	s.paysItself(c)
	if o := c.org; s.chance(50) {
		s.in(3+s.dice.IntN(20), func() {
			all, err := billing.MethodsOf(ctx, s.db, people.Organisation{ID: o.id})
			must(s.t, err)
			must(s.t, all[0].Prefer(ctx, s.db, s.owner(o)))
			o.stopped = false
		})
	}
}

// contests is a payer who tells their bank that a payment by card was not theirs: the money leaves at once, and may come back.
func (s *simulation) contests(c *simCharge) {
	s.disputes++
	s.dispute(c, "needs_response", 1, -c.cents)
	c.takenBack(s.on)
	s.in(10+s.dice.IntN(60), func() {
		if s.chance(50) {
			s.dispute(c, "lost", 1, -c.cents)
			s.paysItself(c)
			return
		}
		s.dispute(c, "won", 2, 0)
		c.won()
		s.restores(c.payment.settled)
	})
}
