package customers

import (
	"regexp"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
)

// balance is a row of balances.csv: an open invoice of the old system, or money that waits.
type balance struct {
	line
	organisation string
	credit       bool
	number       string
	on           string
	due          string
	cents        int64
}

// key names a balance for ever.
func (b balance) key() string {
	if b.credit {
		return strings.TrimSpace(b.organisation + " " + b.on + " " + b.number)
	}
	return b.organisation + " " + b.number
}

func (f *folder) balances(host collective.Collective) (all []balance) {
	seen, numbers := keys{}, keys{}
	for _, l := range f.lines["balances.csv"] {
		b := balance{
			line: l, organisation: l.cells["organisation"], credit: word(l, "kind", []string{"invoice", "credit"}, "") == "credit",
			number: l.short("number", 60), on: l.day("date"), due: l.day("due"),
		}
		b.cents, _ = l.cents("amount")
		if b.cents == 0 && l.cells["amount"] != "" {
			l.Add("amount", "customers.fault.nought")
		}
		if b.on > f.today.Format(time.DateOnly) {
			l.Add("date", "error.date_future")
		}
		if b.due == "" && b.on != "" {
			b.due = onDay(b.on).AddDate(0, 0, host.PaymentDays).Format(time.DateOnly)
		}
		switch {
		case b.credit:
			seen.once(l, "number", b.key())
		case b.number == "" && l.cells["kind"] != "":
			l.Add("number", "error.required")
		default:
			numbers.once(l, "number", b.number)
		}
		all = append(all, b)
	}
	return all
}

// mandate is a row of mandates.csv: a card or an account that the collective may charge.
type mandate struct {
	line
	organisation string
	method       billing.SavedMethod
}

var (
	customerName = regexp.MustCompile(`^cus_[A-Za-z0-9]{4,60}$`)
	methodName   = regexp.MustCompile(`^(pm|src|card)_[A-Za-z0-9]{4,60}$`)
	mandateName  = regexp.MustCompile(`^mandate_[A-Za-z0-9]{4,60}$`)
	fourFigures  = regexp.MustCompile(`^[0-9]{4}$`)
	expiry       = regexp.MustCompile(`^(0[1-9]|1[0-2])/(20[0-9]{2})$`)
)

func (f *folder) mandates(live bool) (all []mandate) {
	seen := keys{}
	customers := map[string]string{}
	for _, l := range f.lines["mandates.csv"] {
		m := mandate{line: l, organisation: l.cells["organisation"]}
		m.method = billing.SavedMethod{
			CustomerID: l.like("customer", customerName, "cus_…"), MethodID: l.like("method", methodName, "pm_…"), Last4: l.like("last4", fourFigures, "1234"),
			MandateID: l.like("mandate", mandateName, "mandate_…"), MandateReference: l.short("reference", 60), Brand: strings.ToLower(l.short("brand", 30)),
			Kind: word(l, "kind", []billing.Method{billing.ByCard, billing.BySEPA}, ""), SignedOn: l.day("signed_on"), Live: live,
		}
		if l.like("expires", expiry, "MM/2029") != "" {
			until, _ := time.Parse("01/2006", l.cells["expires"])
			m.method.ExpMonth, m.method.ExpYear = int(until.Month()), until.Year()
		}
		if m.method.Kind == billing.BySEPA {
			m.method.MandateState = billing.MandateActive
			if m.method.MandateReference == "" {
				l.Add("reference", "error.required")
			}
		}
		seen.once(l, "method", m.method.MethodID)
		if first, known := customers[m.method.CustomerID]; known && first != m.organisation && m.method.CustomerID != "" {
			l.Add("customer", "customers.fault.payer", "Customer", m.method.CustomerID, "Key", first)
		}
		customers[m.method.CustomerID] = m.organisation
		all = append(all, m)
	}
	return all
}

// like reads a word of a known shape.
func (l line) like(column string, shape *regexp.Regexp, example string) string {
	text := l.cells[column]
	if text != "" && !shape.MatchString(text) {
		l.Add(column, "customers.fault.shape", "Text", text, "Example", example)
		return ""
	}
	return text
}

// series is a row of series.csv: which number comes next.
type series struct {
	line
	billing.Series
}

var yearSeries = regexp.MustCompile(`^([A-Z]{1,8})(20[0-9]{2})-$`)

func (f *folder) series(host collective.Collective) (all []series) {
	seen := keys{}
	for _, l := range f.lines["series.csv"] {
		s := series{line: l, Series: billing.Series{Name: l.cells["series"], Last: int(l.whole("next", 1, 999_999_999, 1)) - 1, LastOn: l.day("last_on")}}
		known := billing.SeriesNames(host.InvoicePrefix, f.today.Year())
		parts := yearSeries.FindStringSubmatch(s.Name)
		if s.Name != "" && (parts == nil || parts[1]+"-" != prefixOf(known[0]) && parts[1]+"-" != prefixOf(known[1])) {
			l.Add("series", "customers.fault.series", "Text", s.Name, "Known", strings.Join(known, ", "))
		}
		if s.LastOn > f.today.Format(time.DateOnly) {
			l.Add("last_on", "error.date_future")
		}
		seen.once(l, "series", s.Name)
		all = append(all, s)
	}
	return all
}

// prefixOf is the name of a series without its year: F- of F2026-.
func prefixOf(name string) string {
	return strings.TrimRight(name[:len(name)-1], "0123456789") + "-"
}
