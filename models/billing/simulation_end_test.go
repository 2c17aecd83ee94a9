package billing_test

import (
	"time"

	"chatiere/models/billing"
)

// cancel ends a contract at its term, and credits what is invoiced for later.
func (s *simSub) cancel(on time.Time) {
	if s.state != billing.Running {
		s.hold()
		s.end(on)
		for _, i := range s.invoices {
			i.note(i.net-i.creditNet, true)
			i.ahead = true
		}
		return
	}
	_, s.cancelOn = s.period(on)
	s.creditAhead()
}

func (s *simSub) creditAhead() {
	for _, i := range s.invoices {
		if !i.ahead && !i.from.Before(s.cancelOn) && i.net > i.creditNet {
			i.note(i.net-i.creditNet, false)
			i.ahead = true
		}
	}
}

// withdraw gives it back; the days of use are paid when an early start was asked for.
func (s *simSub) withdraw(on time.Time) {
	used := int64(0)
	if s.early && !s.delivered.IsZero() {
		used = days(s.delivered, on) + 1
	}
	s.hold()
	s.end(on)
	for _, i := range s.invoices {
		kept := int64(0)
		if used > 0 {
			length := days(s.turn(0), s.turn(1))
			kept = i.net * min(used, length) / length
		}
		if net := i.notable(i.net - kept); net > 0 {
			i.note(net, true)
		}
	}
}
