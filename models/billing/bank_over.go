package billing

import (
	"regexp"
	"strings"
)

// isOver are why and since when nothing is due on an invoice i with its dues d.
const isOver = `case when d.due_cents > 0 then '' when d.written_cents > 0 then 'lost' when d.credited_cents >= i.total_cents then 'cancelled' else 'settled' end as over,
			coalesce(case when d.due_cents > 0 then '' when d.written_cents > 0 then (select cast(max(w.on_day) as text) from write_offs w where w.invoice_id = i.id and w.undone_at is null)
				when d.credited_cents >= i.total_cents then (select cast(max(n.issued_on) as text) from invoices n where n.corrects_id = i.id and n.state = 'final')
				else (select cast(max(y.received_on) as text) from allocations a join payments y on y.id = a.payment_id where a.invoice_id = i.id) end, '') as over_on`

// numberShape is how the number of an invoice is written, also without its marks.
var numberShape = regexp.MustCompile(`\b([A-Z][A-Z0-9]{0,5}?) ?((?:19|20)[0-9]{2})[ -]?([0-9]{1,9})\b`)

// numbersIn are what could be numbers of ours in a line.
func numbersIn(l BankLine) []string {
	var all []string
	for _, n := range numberShape.FindAllStringSubmatch(strings.ToUpper(l.Words()), 20) {
		all = append(all, n[1]+n[2]+"-"+n[3])
	}
	return all
}

// numbered are the invoices whose number stands in a line: those on which something is due, else those on which nothing is any more.
func (p pool) numbered(l BankLine) (hits []candidate, why []Reason) {
	words := squeezed(l.Words())
	for _, over := range []bool{false, true} {
		for _, c := range p.candidates {
			if c.Number != "" && (c.Over != "") == over && c.Currency == l.Currency && mentions(words, squeezed(c.Number)) {
				hits, why = append(hits, c), append(why, Reason{Code: ByNumber, Text: c.Number})
			}
		}
		if len(hits) > 0 {
			break
		}
	}
	return hits, why
}

// over says why nothing is due on it any more; named, where the money goes to others.
func (c candidate) over(name string) Reason {
	if c.Over == "" { // a pro forma that was paid in advance
		return Reason{Code: Settled, Text: name}
	}
	return Reason{Code: c.Over, Text: name, On: dayOnly(c.OverOn)}
}
