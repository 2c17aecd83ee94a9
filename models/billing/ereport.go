package billing

import (
	"cmp"
	"context"
	"slices"

	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/people/registry"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Way is how a sale is told to the tax office (law-and-charter.md a7).
type Way string

// The ways.
const (
	EReporting Way = "e_reporting" // sums by day and rate: buyers outside VAT
	EInvoice   Way = "e_invoice"   // an electronic invoice through an approved platform
	PublicWay  Way = "public"      // Chorus Pro
	AbroadWay  Way = "abroad"      // taxable buyers of another country: reported invoice by invoice
	NoWay      Way = "none"        // exempt operations are outside both duties
)

// Way is how this document is told, by the buyer as it was on the day of issue. Sources disagree on taxable bodies whose sales are exempt:
// what they are sent goes through a platform, which is right for both.
func (i Invoice) Way() Way {
	home, taxable := i.Buyer.Country == i.Seller.Country, i.Buyer.FiscalStatus == people.Liable || i.Buyer.FiscalStatus == people.ExemptTaxable
	switch {
	case i.Regime == collective.NotSubject:
		return NoWay
	case home && i.Buyer.Sort == people.PublicBody:
		return PublicWay
	case home && taxable:
		return EInvoice
	case !home && i.Buyer.FiscalStatus == people.Liable:
		return AbroadWay
	}
	return EReporting
}

// Reported is one line of a report: sums of a day and rate. Services are category TPS1, sales outside France TNT1.
type Reported struct {
	On        string
	RateBP    int
	Category  string
	Documents int // how many invoices and credit notes; 0 for payments
	NetCents  int64
	VATCents  int64
}

// WaySum sums up the documents that go one way.
type WaySum struct {
	Way       Way
	Documents int
	NetCents  int64
	VATCents  int64
}

// EReport is what there is to tell of a span of days.
type EReport struct {
	Ways     []WaySum
	Deposits []Invoice  // that are deposited or told one by one
	Sales    []Reported // of the buyers outside VAT, by day and rate
	Payments []Reported // received from them, by day and rate
}

// The categories of e-reporting: services subject to VAT, and what is not located in France.
const (
	services  = "TPS1"
	elsewhere = "TNT1"
)

// categoryOf is the category of what was sold under a tax treatment.
func categoryOf(g money.Group) string {
	if tax.Category(g.Category) == tax.OutOfScope {
		return elsewhere
	}
	return services
}

// EReportOf sums up what the days from first to last have to be reported: sales by day of issue, and payments by the day they settled
// something (never a day before the document). The sums of each way are those of its documents (R-a7.2).
func EReportOf(ctx context.Context, db *gorm.DB, by people.User, first, last string) (EReport, error) {
	var r EReport
	if err := readsBooks(by); err != nil {
		return r, err
	}
	sold, err := issuedBetween(ctx, db, first, last)
	if err != nil {
		return r, err
	}
	ways := map[Way]*WaySum{}
	sales := tally{}
	for _, i := range sold {
		w := ways[i.Way()]
		if w == nil {
			w = &WaySum{Way: i.Way()}
			ways[w.Way] = w
		}
		sign := i.sign()
		w.Documents++
		w.NetCents += sign * i.NetCents
		w.VATCents += sign * i.VATCents
		if w.Way == EReporting {
			counted := 1 // with its first rate only
			for _, g := range i.Totals().Groups {
				sales.add(i.IssuedOn, categoryOf(g), g.RateBP, counted, sign*g.Net, sign*g.VAT)
				counted = 0
			}
		}
		if w.Way == EInvoice || w.Way == PublicWay || w.Way == AbroadWay {
			r.Deposits = append(r.Deposits, i)
		}
	}
	for _, way := range []Way{EReporting, EInvoice, PublicWay, AbroadWay, NoWay} {
		if ways[way] != nil {
			r.Ways = append(r.Ways, *ways[way])
		}
	}
	r.Sales = sales.sorted()
	r.Payments, err = reportedPayments(ctx, db, first, last)
	return r, err
}

// Addressee is the number under which a platform or Chorus Pro finds the buyer, or nothing where it is missing: an administration's SIRET, a
// French company's SIREN, a foreign one's VAT number (law-and-charter.md a1 22, a7).
func (i Invoice) Addressee() string {
	n, ok := registry.Parse(i.Buyer.Country, i.Buyer.RegistryNumber)
	switch way := i.Way(); {
	case way == AbroadWay:
		return i.Buyer.VATNumber
	case way == PublicWay && ok && n.Kind == registry.SIRET:
		return n.Text
	case way == EInvoice && ok:
		return n.SIREN()
	}
	return ""
}

// sign is -1 for a credit note.
func (i Invoice) sign() int64 {
	if i.Kind == CreditNote {
		return -1
	}
	return 1
}

// issuedBetween are the final documents of some days with their lines.
func issuedBetween(ctx context.Context, db *gorm.DB, first, last string) ([]Invoice, error) {
	all, err := store.From[Invoice](db).Where("state = ? and not carried and issued_on between ? and ?", Final, first, last).Order("id").Find(ctx)
	if err != nil || len(all) == 0 {
		return all, err
	}
	return withLines(ctx, db, all, "invoice_id in (select id from invoices where state = ? and issued_on between ? and ?)", Final, first, last)
}

// withLines gives documents their lines, in one statement.
func withLines(ctx context.Context, db *gorm.DB, all []Invoice, condition string, args ...any) ([]Invoice, error) {
	lines, err := store.From[InvoiceLine](db).Where(condition, args...).Order("invoice_id, position").Find(ctx)
	place := map[uint]int{}
	for n, i := range all {
		place[i.ID] = n
	}
	for _, l := range lines {
		if n, known := place[l.InvoiceID]; known {
			all[n].Lines = append(all[n].Lines, l)
		}
	}
	return all, err
}

// settledOn is the day a piece of a payment settled something, or was taken back.
const settledOn = `case when a.reverses_id is not null then substr(cast(a.created_at as text), 1, 10)
	when p.received_on < i.issued_on then i.issued_on else p.received_on end`

// reportedPayments are the payments of buyers outside VAT, shared by the rates of what they settled.
func reportedPayments(ctx context.Context, db *gorm.DB, first, last string) ([]Reported, error) {
	const from = ` from allocations a join payments p on p.id = a.payment_id join invoices i on i.id = a.invoice_id and not i.carried where ` + settledOn + ` between ? and ?`
	var pieces []struct {
		InvoiceID   uint
		SettledOn   string
		AmountCents int64
		NetCents    int64
	}
	err := db.WithContext(ctx).Raw(`select a.invoice_id, `+settledOn+` as settled_on, a.amount_cents, a.net_cents`+from+` order by a.id`, first, last).Scan(&pieces).Error
	if err != nil || len(pieces) == 0 {
		return nil, err
	}
	const those = "in (select a.invoice_id" + from + ")"
	paid, err := store.From[Invoice](db).Where("id "+those, first, last).Find(ctx)
	if err != nil {
		return nil, err
	}
	if paid, err = withLines(ctx, db, paid, "invoice_id "+those, first, last); err != nil {
		return nil, err
	}
	by := map[uint]Invoice{}
	for _, i := range paid {
		by[i.ID] = i
	}
	sums := tally{}
	for _, piece := range pieces {
		i := by[piece.InvoiceID]
		if i.Way() == EReporting {
			sums.share(dayOnly(piece.SettledOn), i.Totals().Groups, piece.NetCents, piece.AmountCents-piece.NetCents)
		}
	}
	return sums.sorted(), nil
}

// tally adds up by day and rate.
type tally map[[3]any]*Reported

func (t tally) add(on, category string, rateBP, documents int, net, vat int64) {
	key := [3]any{on, category, rateBP}
	if t[key] == nil {
		t[key] = &Reported{On: on, RateBP: rateBP, Category: category}
	}
	t[key].Documents += documents
	t[key].NetCents += net
	t[key].VATCents += vat
}

// share cuts an amount by the rates of a document, so that no cent is lost.
func (t tally) share(on string, groups []money.Group, net, vat int64) {
	nets, vats := make([]int64, len(groups)), make([]int64, len(groups))
	for n, g := range groups {
		nets[n], vats[n] = g.Net, g.VAT
	}
	netParts, vatParts := money.Split(net, nets), money.Split(vat, vats)
	for n, g := range groups {
		var v int64
		if len(vatParts) > 0 {
			v = vatParts[n]
		}
		if len(netParts) > 0 {
			t.add(on, categoryOf(g), g.RateBP, 0, netParts[n], v)
		}
	}
}

func (t tally) sorted() []Reported {
	var all []Reported
	for _, r := range t {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b Reported) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(b.Category, a.Category), cmp.Compare(b.RateBP, a.RateBP))
	})
	return all
}
