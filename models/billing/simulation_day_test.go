package billing_test

import (
	"slices"
	"time"

	"chatiere/models/billing"
)

// What the calendar brings in the plain model, a day at a time.

func (p *simPlace) day(on time.Time) {
	for _, s := range p.subs {
		if s.state != billing.Ended && !s.cancelOn.IsZero() && !s.cancelOn.After(on) {
			s.end(s.cancelOn)
		}
	}
	for _, s := range p.subs {
		s.firstInvoice(on, nil)
	}
	for _, s := range p.subs {
		s.renew(on)
	}
	for _, s := range p.subs {
		s.announce(on)
	}
	for _, o := range p.orgs {
		o.settlePromise(on)
	}
}

// reminds is the last of a day's work: what was charged meanwhile is on its way.
func (p *simPlace) reminds(on time.Time) {
	for _, o := range p.orgs {
		if o.chase(on) {
			p.letters++
		}
	}
}

func (s *simSub) renew(on time.Time) {
	for s.state == billing.Running {
		from := s.until()
		if from.IsZero() || on.Before(from.AddDate(0, 0, -14)) || !s.cancelOn.IsZero() && !s.cancelOn.After(from) {
			return
		}
		_, to := s.period(from)
		s.issue(on, from, to, false, nil)
	}
}

func (s *simSub) announce(on time.Time) {
	from := s.until()
	if s.state != billing.Running || !s.yearly || from.IsZero() || !s.cancelOn.IsZero() || s.announced.Equal(from) {
		return
	}
	if !on.Before(from.AddDate(0, 0, -60)) && on.Before(from) {
		s.announced = from
		s.org.place.told++
	}
}

// late is what falls due before a day.
func (o *simOrg) late(before time.Time) int64 {
	var sum int64
	for _, i := range o.invoices {
		if i.due.Before(before) {
			sum += i.owed()
		}
	}
	return sum
}

func (o *simOrg) settlePromise(on time.Time) {
	p := o.promise
	if p == nil || !p.decided && !p.until.Before(on) {
		return
	}
	before := on
	if p.until.After(on) {
		before = p.until
	}
	switch owed := o.late(before); {
	case owed > 0 && p.until.Before(on):
		o.broken = append(o.broken, p.until)
	case owed > 0:
		return
	}
	o.promise = nil
}

var simSteps = []int{0, 7, 21, 35, 45, 90, 120}

func (o *simOrg) chase(on time.Time) bool {
	written := false
	notice := slices.ContainsFunc(o.broken, func(until time.Time) bool { return days(until, on) <= 10 })
	for _, i := range o.invoices {
		if i.owed() == 0 || !i.due.Before(on) {
			continue
		}
		if i.countedOn.Before(i.due) {
			i.countedOn = i.due
		}
		if paused := o.promise != nil || o.coming(); !paused {
			i.counted += int(days(i.countedOn, on))
		}
		i.countedOn = on
		next := i.step + 1
		if o.promise != nil || o.coming() || notice || next >= len(simSteps) || i.counted < simSteps[next] || days(i.steppedOn, on) < 10 || free(on) {
			continue
		}
		i.step, i.steppedOn, written = next, on, true
		i.sub.reduce(next, on)
	}
	return written
}

func (s *simSub) reduce(step int, on time.Time) {
	if s.state != billing.Running {
		return
	}
	switch {
	case step == 4 && s.access == billing.FullAccess:
		s.access, s.held = billing.ReadOnly, true
	case step == 5:
		s.access, s.held = billing.ExportOnly, true
	case step == 6:
		s.end(on)
		s.creditAhead()
	}
}

// simHolidays are those of the three years that follow Easter, from an almanac.
var simHolidays = []string{
	"2027-03-29", "2027-05-06", "2027-05-17", "2028-04-17", "2028-05-25", "2028-06-05", "2029-04-02", "2029-05-10", "2029-05-21",
}

// free reports whether nobody works in France on a day.
func free(on time.Time) bool {
	return on.Weekday() == time.Saturday || on.Weekday() == time.Sunday || slices.Contains(simHolidays, on.Format(time.DateOnly)) ||
		slices.Contains([]string{"01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"}, on.Format("01-02"))
}
