package billing

import (
	"context"
	"strings"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Filter narrows a list of documents.
type Filter struct {
	Query string // part of a number, a payment reference, or a name
	Due   bool   // only what is not settled
	Late  string // only what was due before this day
	Year  string // of issue
	After uint   // older than this id

	Organisation string // only those of the organisation with this ref
}

// InvoicesOf returns a page of an organisation's final documents, newest first. Who may see them was asked at the door.
func InvoicesOf(ctx context.Context, db *gorm.DB, o people.Organisation, f Filter) (store.Page[Invoice], error) {
	return page(ctx, db, f, "organisation_id = ?", o.ID)
}

// Invoices returns a page of all final documents for the people who keep the collective's money.
func Invoices(ctx context.Context, db *gorm.DB, by people.User, f Filter) (store.Page[Invoice], error) {
	if !by.Is(people.Operator, people.Accountant) {
		return store.Page[Invoice]{}, store.ErrForbidden
	}
	return page(ctx, db, f, "")
}

// unlisted are the columns that a page of a list does not show.
var unlisted = []string{
	"seller", "series", "origin", "reason", "regime", "locale", "net_cents", "vat_cents", "prepaid_cents",
	"subscription_id", "pro_forma_id", "corrects_id", "finalised_at", "finalised_by_id", "file_sha256", "released", "created_at",
}

func page(ctx context.Context, db *gorm.DB, f Filter, condition string, args ...any) (store.Page[Invoice], error) {
	q := store.From[Invoice](db).Where("state = ?", Final).Order("id desc").Limit(store.PageSize + 1)
	if condition != "" {
		q = q.Where(condition, args...)
	}
	rows, err := f.apply(q).Omit(unlisted...).Find(ctx)
	if err == nil {
		err = settled(ctx, db, rows)
	}
	return store.Paged(rows, store.PageSize, func(i Invoice) string { return store.Key(i.ID) }), err
}

func (f Filter) apply(q store.Rows[Invoice]) store.Rows[Invoice] {
	if f.After > 0 {
		q = q.Where("id < ?", f.After)
	}
	if f.Due {
		q = q.Where("id in (select invoice_id from invoice_dues where due_cents > 0)")
	}
	if f.Late != "" {
		q = q.Where("id in (select invoice_id from invoice_dues where due_cents > 0 and due_on < ?)", f.Late)
	}
	if len(f.Year) == 4 {
		q = q.Where("issued_on between ? and ?", f.Year+"-01-01", f.Year+"-12-31")
	}
	if f.Organisation != "" {
		q = q.Where("organisation_id = (select id from organisations where ref = ?)", f.Organisation)
	}
	if f.Query == "" {
		return q
	}
	if found := reference.Find(f.Query); len(found) > 0 {
		return q.Where("payment_reference in ?", found)
	}
	like := store.Like(strings.TrimSpace(f.Query))
	return q.Where(`lower(full_number) like ? escape '\' or organisation_id in (select id from organisations where lower(name) like ? escape '\')`, like, like)
}

// EachInvoiceOf calls f for every final document of an organisation, oldest first, for exports; with no organisation, for all.
func EachInvoiceOf(ctx context.Context, db *gorm.DB, o people.Organisation, f func(Invoice) error) error {
	for last := uint(0); ; {
		q := store.From[Invoice](db).Where("state = ? and id > ?", Final, last)
		if o.ID != 0 {
			q = q.Where("organisation_id = ?", o.ID)
		}
		rows, err := q.Order("id").Limit(500).Find(ctx)
		if err == nil {
			err = settled(ctx, db, rows)
		}
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, i := range rows {
			if err := f(i); err != nil {
				return err
			}
			last = i.ID
		}
	}
}

// Owed is what an organisation owes and what waits for it, in cents.
type Owed struct {
	DueCents    int64 // on issued invoices
	LateCents   int64 // of these, after their date
	Invoices    int   // how many are due
	NextDueOn   string
	AskedCents  int64  // on pro formas that are not invoices yet, less what was paid for them
	CreditCents int64  // account credit: paid, and settling nothing yet
	RepayCents  int64  // what is to be paid back: it settles nothing any more
	Disagreed   string // ref of the request in which it told a disagreement that is still open: nothing is chased meanwhile
	Wished      string // ref of the subscription of which a change waits for an owner
}

// OwedBy sums up what an organisation owes on a day (YYYY-MM-DD).
func OwedBy(ctx context.Context, db *gorm.DB, organisationID uint, today string) (Owed, error) {
	var o Owed
	err := db.WithContext(ctx).Raw(`select cast(coalesce(sum(due_cents), 0) as bigint) as due_cents, count(*) as invoices, coalesce(min(due_on), '') as next_due_on,
		cast(coalesce(sum(case when due_on < ? then due_cents else 0 end), 0) as bigint) as late_cents,
		(select cast(coalesce(sum(p.total_cents), 0) as bigint) from pro_formas p join subscriptions s on s.id = p.subscription_id
			where p.organisation_id = ? and p.state = 'open' and s.state in ('accepted','running')) as asked_cents,
		(select cast(coalesce(sum(amount_cents - returned_cents - held_cents), 0) as bigint) from payments where organisation_id = ? and state = 'succeeded')
			- (select cast(coalesce(sum(amount_cents), 0) as bigint) from allocations where organisation_id = ? and payment_id is not null) as credit_cents,
		(select cast(coalesce(sum(left_cents), 0) as bigint) from repayments where organisation_id = ? and left_cents > 0) as repay_cents,
		coalesce((select min(ticket_ref) from disagreements where organisation_id = ? and settled_at is null), '') as disagreed,
		coalesce((select min(ref) from subscriptions where organisation_id = ? and change_wish_id is not null
			and state in ('accepted','running') and cancel_on = ''), '') as wished
		from invoice_dues where organisation_id = ? and due_cents > 0`, today, organisationID, organisationID, organisationID, organisationID, organisationID, organisationID, organisationID).Scan(&o).Error
	o.AskedCents = max(0, o.AskedCents-o.CreditCents)
	o.NextDueOn = dayOnly(o.NextDueOn)
	return o, err
}

// dayOnly keeps the day of a stored day that the database's driver took for an instant, as SQLite's does with results of functions.
func dayOnly(stored string) string { return stored[:min(len(stored), len(time.DateOnly))] }

// span narrows a list, newest first, to the days of a year and to what follows a row.
func span[T any](q store.Rows[T], table, day, year string, after uint) store.Rows[T] {
	if after > 0 {
		q = q.Where(table+".id < ?", after)
	}
	if len(year) == 4 {
		q = q.Where(table+"."+day+" between ? and ?", year+"-01-01", year+"-12-31")
	}
	return q
}

// rowsAtOnce is how many rows of a list are read: a page, or as many as a file takes at once.
func rowsAtOnce(all bool) int {
	if all {
		return store.MostRows
	}
	return store.PageSize
}
