package billing_test

import (
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
)

// The plain model: what an accountant with a calendar and a pencil would keep. It shares no code with models/billing, so that the two
// can only agree by being right.

// simPlace is the collective of one run: which regime begins when.
type simPlace struct {
	regimes map[string]collective.Regime // by first day
	orgs    []*simOrg
	subs    []*simSub
	told    int // years announced
	letters int
	issued  int
}

type simOrg struct {
	place    *simPlace
	country  string
	complete bool
	invoices []*simInvoice
	payments []*simPayment
	promise  *simPromise
	broken   []time.Time // last days of promises that were broken
	method   billing.Method
	stopped  bool // no debit until the owner says so

	id    uint
	ref   string
	email string
}

type simPromise struct {
	until   time.Time
	decided bool
}

type simSub struct {
	org       *simOrg
	n         int
	yearly    bool
	tier      string
	unit      int64
	asked     time.Time
	early     bool
	state     billing.State
	access    billing.Access
	held      bool
	delivered time.Time
	cancelOn  time.Time
	wished    bool // a pro forma is open
	wishTotal int64
	invoices  []*simInvoice
	announced time.Time

	id, proForma uint
	proFormaRef  string
	reference    string
}

type simInvoice struct {
	sub                   *simSub
	net, vat, settled     int64
	creditNet, creditVAT  int64
	from, to, issued, due time.Time
	first, ahead          bool // of the pro forma; credited because its period will not come
	pieces                []*simPiece
	counted, step         int
	countedOn, steppedOn  time.Time
	notes                 int
	planned               bool // somebody knows how it will be paid
	charges               []*simCharge
}

type simPayment struct {
	cents  int64
	held   int64   // to be paid back
	own    *simSub // paid for that one's pro forma
	undone bool
	ref    string

	settled []*simInvoice // whatever it settled at some time, in that order
}

// simPiece is what of a payment, or without one of a credit note, settles an invoice.
type simPiece struct {
	payment *simPayment
	cents   int64
}

func (i *simInvoice) total() int64 { return i.net + i.vat }
func (i *simInvoice) owed() int64  { return i.total() - i.settled }

func (o *simOrg) rest(p *simPayment) int64 {
	left := p.cents - p.held
	for _, i := range o.invoices {
		for _, piece := range i.pieces {
			if piece.payment == p {
				left -= piece.cents
			}
		}
	}
	if p.undone {
		return 0
	}
	return left
}

func (o *simOrg) credit() int64 {
	var sum int64
	for _, p := range o.payments {
		sum += o.rest(p)
	}
	return sum
}

func (o *simOrg) repay() int64 {
	var sum int64
	for _, p := range o.payments {
		if !p.undone {
			sum += p.held
		}
	}
	return sum
}

func (i *simInvoice) settle(p *simPayment, cents int64) {
	if cents = min(cents, i.owed()); cents > 0 {
		i.pieces = append(i.pieces, &simPiece{p, cents})
		if p != nil && !slices.Contains(p.settled, i) {
			p.settled = append(p.settled, i)
		}
		i.settled += cents
	}
}

func (i *simInvoice) drop(piece *simPiece) {
	i.pieces = slices.DeleteFunc(i.pieces, func(p *simPiece) bool { return p == piece })
	i.settled -= piece.cents
}

// fifth is 20 % of an amount, half a cent up.
func fifth(cents int64) int64 { return (cents*20 + 50) / 100 }

func (p *simPlace) taxed(on time.Time, country string) bool {
	first := ""
	for from := range p.regimes {
		if from <= on.Format(time.DateOnly) && from > first {
			first = from
		}
	}
	return p.regimes[first] == collective.VATRegistered && country != "CA"
}

// turn is the n-th bound of a contract that began on a day: the same day of the month, or the month's last.
func (s *simSub) turn(n int) time.Time {
	months := n
	if s.yearly {
		months *= 12
	}
	y, m, d := s.delivered.Date()
	month := int(m) - 1 + months
	y, month = y+month/12, month%12
	length := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
	if month == 1 && y%4 == 0 {
		length = 29
	}
	return time.Date(y, time.Month(month+1), min(d, length), 0, 0, 0, 0, time.UTC)
}

// period is the one that begins on a day or holds it.
func (s *simSub) period(on time.Time) (from, to time.Time) {
	n := 0
	for !s.turn(n + 1).After(on) {
		n++
	}
	return s.turn(n), s.turn(n + 1)
}

// until is the day up to which it is invoiced; zero while it is not.
func (s *simSub) until() time.Time {
	for n := len(s.invoices) - 1; n >= 0; n-- {
		switch i := s.invoices[n]; {
		case i.ahead:
		case i.to.IsZero() && !s.delivered.IsZero():
			return s.turn(1)
		default:
			return i.to
		}
	}
	return time.Time{}
}

func (s *simSub) issue(on, from, to time.Time, first bool, except *simPayment) *simInvoice {
	i := &simInvoice{sub: s, net: s.unit, from: from, to: to, issued: on, due: on.AddDate(0, 0, 30), first: first}
	if s.org.place.taxed(on, s.org.country) {
		i.vat = fifth(i.net)
	}
	if first {
		s.wished = false
	}
	s.invoices, s.org.invoices = append(s.invoices, i), append(s.org.invoices, i)
	s.org.place.issued++
	var queue, others []*simPayment
	for _, p := range s.org.payments {
		if p.own == s && first {
			queue = append(queue, p)
		} else if p.own == nil || !p.own.wished {
			others = append(others, p)
		}
	}
	for _, p := range append(queue, others...) {
		if p != except {
			i.settle(p, s.org.rest(p))
		}
	}
	return i
}

// firstInvoice is the pro forma's, when its time has come.
func (s *simSub) firstInvoice(on time.Time, except *simPayment) *simInvoice {
	if !s.wished || s.state == billing.Requested {
		return nil
	}
	var got int64
	for _, p := range s.org.payments {
		if p.own == s && !p.undone {
			got += p.cents
		}
	}
	late := !s.delivered.IsZero() && !on.Before(s.delivered.AddDate(0, 0, 7))
	if !late && !(s.org.complete && (!s.delivered.IsZero() || got >= s.wishTotal)) {
		return nil
	}
	if s.delivered.IsZero() {
		return s.issue(on, time.Time{}, time.Time{}, true, except)
	}
	from, to := s.period(s.delivered)
	return s.issue(on, from, to, true, except)
}

func (s *simSub) deliver(on time.Time) {
	s.state, s.access, s.delivered = billing.Running, billing.FullAccess, on
	s.firstInvoice(on, nil)
}

// hold keeps what waits of the payments for the pro forma, to be paid back.
func (s *simSub) hold() {
	for _, p := range s.org.payments {
		if p.own == s && s.wished {
			p.held += s.org.rest(p)
		}
	}
}

func (s *simSub) end(on time.Time) {
	s.state, s.access, s.cancelOn, s.wished = billing.Ended, billing.NoAccess, on, false
}

// note credits so much of an invoice before tax. The tax of what is left must be what is left of the tax. What is freed waits, or is held.
func (i *simInvoice) note(net int64, repaid bool) {
	vat := int64(0)
	if i.vat > 0 {
		vat = fifth(net)
	}
	if net == i.net-i.creditNet {
		vat = i.vat - i.creditVAT
	}
	i.creditNet, i.creditVAT, i.notes = i.creditNet+net, i.creditVAT+vat, i.notes+1
	excess := net + vat - i.owed()
	for n := len(i.pieces) - 1; n >= 0 && excess > 0; n-- {
		piece := i.pieces[n]
		if piece.payment == nil {
			continue
		}
		i.drop(piece)
		freed := min(excess, piece.cents)
		excess -= freed
		i.settle(piece.payment, piece.cents-freed)
		if repaid {
			piece.payment.held += freed
		}
	}
	i.settle(nil, net+vat)
	i.restore()
}

// notable is the amount nearest above one that can be credited to the cent.
func (i *simInvoice) notable(net int64) int64 {
	left, leftVAT := i.net-i.creditNet, i.vat-i.creditVAT
	for i.vat > 0 && net < left && fifth(left-net)+fifth(net) != leftVAT {
		net++
	}
	return net
}

// restore gives access back unless another invoice has come as far.
func (i *simInvoice) restore() {
	s := i.sub
	if s.state != billing.Running || !s.held {
		return
	}
	for _, other := range s.invoices {
		if other.step >= 4 && other.owed() > 0 && !other.coming() {
			return
		}
	}
	s.held, s.access = false, billing.FullAccess
}

// receive takes a payment for an invoice; what is too much waits.
func (o *simOrg) receive(i *simInvoice, cents int64) *simPayment {
	p := &simPayment{cents: cents}
	o.payments = append(o.payments, p)
	i.settle(p, cents)
	i.restore()
	return p
}

// bounce takes a payment back.
func (o *simOrg) bounce(p *simPayment, on time.Time) {
	for _, i := range o.invoices {
		whole := i.owed() == 0
		for _, piece := range slices.Clone(i.pieces) {
			if piece.payment == p {
				i.drop(piece)
			}
		}
		if whole && i.owed() > 0 {
			i.countedOn = on
		}
	}
	p.undone = true
}

func days(from, to time.Time) int64 { return int64(to.Sub(from).Hours()) / 24 }
