package overview

import (
	"context"
	"strconv"

	"chatiere/models/commons"
	"chatiere/models/hosting"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// Year is what an organisation tells its annual meeting: what it paid, what it got, what it gave, what went back to the libre projects.
type Year struct {
	Organisation people.Organisation
	Year         int
	Invoices     int64 // issued, credit notes left out
	InvoicedCent int64 // with tax, less credit notes
	PaidCents    int64 // with tax, less what was given back
	DueCents     int64 // of that year's invoices, now
	Solved       int64 // requests for help that were solved
	SharedCents  int64 // set aside for the projects, out of what was paid
	Services     []hosting.Deployment
	Given        []commons.Sum
}

// YearOf adds up one year of an organisation, in six statements.
func YearOf(ctx context.Context, db *gorm.DB, lang string, o people.Organisation, year int) (Year, error) {
	y := Year{Organisation: o, Year: year}
	first, last := strconv.Itoa(year)+"-01-01", strconv.Itoa(year)+"-12-31"
	var sums struct {
		Invoices, Invoiced, Paid, Due, Solved, Shared int64
	}
	err := db.WithContext(ctx).Raw(`select
		(select count(*) from invoices where organisation_id = @id and state = 'final' and kind = 'invoice' and issued_on between @first and @last) as invoices,
		(select cast(coalesce(sum(case when kind = 'invoice' then total_cents else -total_cents end), 0) as bigint) from invoices
			where organisation_id = @id and state = 'final' and issued_on between @first and @last) as invoiced,
		(select cast(coalesce(sum(amount_cents), 0) as bigint) from payments where organisation_id = @id and state = 'succeeded' and received_on between @first and @last) as paid,
		(select cast(coalesce(sum(d.due_cents), 0) as bigint) from invoice_dues d join invoices i on i.id = d.invoice_id
			where d.organisation_id = @id and i.issued_on between @first and @last) as due,
		(select count(*) from tickets where organisation_id = @id and solved_at between @from and @until) as solved,
		(select cast(coalesce(sum(r.part_cents), 0) as bigint) from redistribution_accruals r join allocations a on r.source = 'allocation:' || a.id
			where a.organisation_id = @id and r.received_on between @first and @last) as shared`,
		map[string]any{"id": o.ID, "first": first, "last": last, "from": first + " 00:00:00", "until": last + " 23:59:59"}).Scan(&sums).Error
	if err != nil {
		return y, err
	}
	y.Invoices, y.InvoicedCent, y.PaidCents, y.DueCents, y.Solved, y.SharedCents = sums.Invoices, sums.Invoiced, sums.Paid, sums.Due, sums.Solved, sums.Shared
	if y.Given, err = commons.GivenBy(ctx, db, o.ID, first, last); err != nil {
		return y, err
	}
	y.Services, err = hosting.Of(ctx, db, lang, o)
	return y, err
}

// Gave is all that was given of a unit: minutes, cents or pieces.
func (y Year) Gave(u commons.Unit) (sum int64) {
	for _, s := range y.Given {
		if s.Unit == u {
			sum += s.Total
		}
	}
	return sum
}

// Empty reports whether there is nothing to tell.
func (y Year) Empty() bool {
	return y.Invoices+y.PaidCents+y.Solved == 0 && len(y.Given) == 0
}
