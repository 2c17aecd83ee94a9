package billing_test

import (
	"slices"
	"time"

	"chatiere/models/billing"
)

// Cards and debits in the plain model: when a saved method is charged, what the bank says, and what happens when money is taken back.

// simCharge is one sum taken from a saved method for some invoices.
type simCharge struct {
	org     *simOrg
	debit   bool
	parts   []*simInvoice
	cents   int64
	state   string // "", coming, failed, asks, paid
	problem string
	payment *simPayment
	id      uint
}

// again reports whether an invoice may be charged on a day: a card three times in a week, a debit once more and only for want of money.
func (i *simInvoice) again(on time.Time) bool {
	n := len(i.charges)
	if n == 0 {
		return true
	}
	last := i.charges[n-1]
	switch {
	case last.state != "failed" || last.problem != "insufficient_funds":
		return false
	case last.debit:
		return n == 1 && days(i.due, on) >= 7
	}
	return n == 1 && days(i.due, on) >= 3 || n == 2 && days(i.due, on) >= 7
}

// charge is what falls due for an organisation whose method may be charged, the oldest first.
func (o *simOrg) charge(on time.Time) *simCharge {
	if o.method == "" || o.stopped || o.promise != nil {
		return nil
	}
	c, enough := &simCharge{org: o, debit: o.method == billing.BySEPA}, false
	for _, i := range o.invoices {
		if i.owed() == 0 || i.due.After(on) {
			continue
		}
		enough = enough || i.owed() >= 50
		if i.again(on) {
			c.parts, c.cents = append(c.parts, i), c.cents+i.owed()
		}
	}
	if !enough || c.cents < 50 {
		return nil
	}
	slices.SortStableFunc(c.parts, func(a, b *simInvoice) int { return a.due.Compare(b.due) })
	for _, i := range c.parts {
		i.charges = append(i.charges, c)
	}
	return c
}

// coming reports whether an invoice is being debited.
func (i *simInvoice) coming() bool {
	return slices.ContainsFunc(i.charges, func(c *simCharge) bool { return c.state == "coming" })
}

func (o *simOrg) coming() bool {
	return slices.ContainsFunc(o.invoices, (*simInvoice).coming)
}

// comes notes that a debit is under way: whoever pays is trusted, unless a debit of the same invoice failed before.
func (c *simCharge) comes() {
	c.state = "coming"
	for _, i := range c.parts {
		if !slices.ContainsFunc(i.charges, func(other *simCharge) bool { return other.debit && other.state == "failed" }) {
			i.restore()
		}
	}
}

func (c *simCharge) fails(problem string) {
	c.state, c.problem = "failed", problem
	if problem == "authentication_required" {
		c.state = "asks"
	}
	for _, i := range c.parts {
		switch s := i.sub; {
		case s.state != billing.Running || i.owed() == 0 || i.step < 4 || i.step > 5 || s.access == billing.ExportOnly:
		case i.step == 4:
			s.access, s.held = billing.ReadOnly, true
		default:
			s.access, s.held = billing.ExportOnly, true
		}
	}
}

// comesIn settles what was charged, the oldest first; what was settled otherwise meanwhile waits.
func (c *simCharge) comesIn() {
	c.state, c.payment = "paid", &simPayment{cents: c.cents}
	c.org.payments = append(c.org.payments, c.payment)
	for _, i := range c.parts {
		i.settle(c.payment, c.org.rest(c.payment))
	}
	for _, i := range c.parts {
		i.restore()
	}
}

// takenBack is money that a bank withdraws: what it had settled is due again in a fortnight, and reminders begin anew.
func (c *simCharge) takenBack(on time.Time) {
	for _, i := range c.org.invoices {
		for _, piece := range slices.Clone(i.pieces) {
			if piece.payment != c.payment {
				continue
			}
			i.drop(piece)
			if again := on.AddDate(0, 0, 14); i.due.Before(again) {
				i.due = again
			}
			i.counted, i.countedOn, i.step, i.steppedOn = 0, i.due, 0, time.Time{}
		}
	}
	c.payment.undone = true
	c.org.stopped = c.org.stopped || c.debit
}

// won is money that comes back to us: it settles what it had settled.
func (c *simCharge) won() {
	c.payment.undone = false
	for _, i := range c.payment.settled {
		i.settle(c.payment, c.org.rest(c.payment))
	}
	for _, i := range c.payment.settled {
		i.restore()
	}
}
