package commons

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/billing/money"

	"gorm.io/gorm"
)

// InvoicePart is what of an invoice feeds the pot.
type InvoicePart struct {
	Paid   int64 // what came in for it, before tax
	Cents  int64 // of it, what was set aside
	RateBP int   // the rate of today, for what is not paid yet

	given   []Share // what each project was given out of the pot
	waiting int64   // what of the pot is not given yet
}

// LinePart is what of one line feeds the pot: the share of what was paid, and what it will be in all at the rate of today.
type LinePart struct {
	Line    billing.InvoiceLine
	Fed     int64
	Will    int64 // more, once the rest is paid
	RateBP  int   // of what fed it; the rate of today while nothing did
	Waiting bool  // nothing of the invoice is paid yet
}

// PartOf adds up what of an invoice was set aside, and what became of the pot, in one statement.
func PartOf(ctx context.Context, db *gorm.DB, i billing.Invoice, rateBP int) (InvoicePart, error) {
	part := InvoicePart{RateBP: rateBP}
	var rows []struct {
		Sort, Name  string
		Paid, Cents int64
	}
	err := db.WithContext(ctx).Raw(`select 'invoice' as sort, '' as name, cast(coalesce(sum(r.net_cents), 0) as bigint) as paid, cast(coalesce(sum(r.part_cents), 0) as bigint) as cents
			from allocations a join redistribution_accruals r on r.source = 'allocation:' || a.id where a.invoice_id = @invoice
		union all select 'pot', '', 0, c.balance from ledger_accounts p join ledger_cached_balances c on c.account_id = p.id where p.path = @pot and p.unit = @unit
		union all select 'project', s.name, 0, s.given from (`+sharesOfPot+`) s where s.given > 0`,
		map[string]any{"invoice": i.ID, "pot": unallocated, "projects": projectAccounts, "unit": string(Cents)}).Scan(&rows).Error
	for _, r := range rows {
		switch r.Sort {
		case "invoice":
			part.Paid, part.Cents = r.Paid, r.Cents
		case "pot":
			part.waiting = r.Cents
		default:
			part.given = append(part.given, Share{Name: r.Name, Given: r.Cents})
		}
	}
	part.given = greatest(part.given)
	return part, err
}

// Projects is what of the invoice's part each project was given so far: a computed share of the common pot, no gift meant for that project
// (reciprocity.md 9.4). It is empty while nothing is given to anybody.
func (p InvoicePart) Projects() []Share {
	weights := []int64{max(p.waiting, 0)}
	for _, s := range p.given {
		weights = append(weights, s.Given)
	}
	parts := money.Split(p.Cents, weights)
	if p.Cents <= 0 || len(p.given) == 0 || parts == nil {
		return nil
	}
	var all []Share
	for n, s := range p.given {
		if parts[n+1] > 0 {
			all = append(all, Share{Name: s.Name, Given: parts[n+1]})
		}
	}
	return all
}

// Lines shares it among the invoice's lines as their amounts do, so that the parts add up (reciprocity.md 9.4). Lines that charge nothing
// have none, and neither has an invoice with lines that lower it: its sum says it then.
func (p InvoicePart) Lines(i billing.Invoice) []LinePart {
	if i.Kind != billing.AnInvoice || i.Carried || i.NetCents <= 0 || p.RateBP == 0 && p.Cents == 0 {
		return nil
	}
	weights := make([]int64, len(i.Lines))
	for n, l := range i.Lines {
		if l.NetCents < 0 {
			return nil
		}
		weights[n] = l.NetCents
	}
	fed, will := money.Split(p.Cents, weights), money.Split(money.Percent(max(i.NetCents-p.Paid, 0), int64(p.RateBP)), weights)
	var all []LinePart
	for n, l := range i.Lines {
		if l.NetCents == 0 {
			continue
		}
		one := LinePart{Line: l, Fed: fed[n], Will: will[n], RateBP: p.RateBP, Waiting: p.Paid <= 0}
		if p.Paid > 0 {
			one.RateBP = int(money.Share(p.Cents, 10_000, p.Paid))
		}
		all = append(all, one)
	}
	return all
}
