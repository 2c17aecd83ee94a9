package overview

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AccountState is how an organisation stands, as the staff looks for it.
type AccountState string

// The states that the list can be narrowed to.
const (
	AccountRuns        AccountState = "runs"        // it has services that run
	AccountLate        AccountState = "late"        // an invoice is due after its date
	AccountWaits       AccountState = "waits"       // something of it waits to be paid, delivered, answered or given back
	AccountIdle        AccountState = "idle"        // nothing runs
	AccountHeads       AccountState = "heads"       // it is a network head
	AccountClosed      AccountState = "closed"      // it is closed
	AccountUnconfirmed AccountState = "unconfirmed" // the address of its first owner was never confirmed
)

// AccountStates are all of them, in the order in which they are offered.
var AccountStates = []AccountState{AccountRuns, AccountLate, AccountWaits, AccountIdle, AccountHeads, AccountClosed, AccountUnconfirmed}

// AccountFilter narrows the staff's list of organisations. Without a search or a state, the closed and the unconfirmed are left out.
type AccountFilter struct {
	Query string       `query:"q"` // part of a name, a registration number, an address of mail, a payment reference, the number of an invoice
	Sort  people.Sort  `query:"kind"`
	State AccountState `query:"state"`
	After string       `query:"after"`
	All   bool         `query:"-"` // everything at once, for a file
}

// AccountRow is an organisation in that list.
type AccountRow struct {
	people.Organisation `gorm:"embedded"`
	Place               string        // its name as it is sorted
	Running             int64         // services that are there
	DueCents            int64         // on issued invoices
	LateSince           string        // the first day on which something was due that is late; empty: nothing is
	Tags                []billing.Tag `gorm:"-"`
}

// TableName names the table.
func (AccountRow) TableName() string { return "organisations" }

// running are the deployments of an organisation that are there, as a condition.
const running = `d.organisation_id = organisations.id and d.state in ('active','suspending','suspended','resuming')`

// waiting is the condition that something of an organisation waits: to be paid, delivered, answered or given back.
const waiting = `(exists (select 1 from deployments d where d.organisation_id = organisations.id and d.state in ('requested','provisioning','suspending','resuming','deleting'))
	or exists (select 1 from pro_formas p join subscriptions s on s.id = p.subscription_id where p.organisation_id = organisations.id and p.state = 'open' and p.total_cents > 0 and s.state in ('accepted','running'))
	or exists (select 1 from requests r where r.organisation_id = organisations.id and r.state in ('asked','listed','answered'))
	or exists (select 1 from deferrals f where f.organisation_id = organisations.id and f.state = 'asked')
	or exists (select 1 from notices n where n.organisation_id = organisations.id and n.state = 'waiting')
	or exists (select 1 from repayments b where b.organisation_id = organisations.id and b.left_cents > 0)
	or exists (select 1 from disagreements g where g.organisation_id = organisations.id and g.settled_at is null)
	or exists (select 1 from money_questions q where q.organisation_id = organisations.id and q.answer = ''))`

// FindAccounts returns a page of organisations by name, with what runs for them and what they owe on a day, for the people who look after
// services and money.
func FindAccounts(ctx context.Context, db *gorm.DB, by people.User, f AccountFilter, today time.Time) (store.Page[AccountRow], error) {
	if !by.Is(people.Operator, people.Accountant) {
		return store.Page[AccountRow]{}, store.ErrForbidden
	}
	day, most := today.Format(time.DateOnly), store.PageSize
	if f.All {
		most = store.MostRows
	}
	q := store.From[AccountRow](db).Select(`organisations.id, organisations.ref, organisations.name, organisations.sort, organisations.registry_number, organisations.city,
		organisations.member_quota, organisations.usable_at, organisations.closed_at, lower(organisations.name) as place, (select count(*) from deployments d where ` + running + `) as running`)
	rows, err := f.narrow(q, day).Order("lower(organisations.name), organisations.id").Limit(most + 1).Find(ctx)
	if err == nil {
		err = reckoned(ctx, db, rows, day)
	}
	return store.Paged(rows, most, func(r AccountRow) string { return store.Pair(r.Place, r.ID) }), err
}

func (f AccountFilter) narrow(q store.Rows[AccountRow], day string) store.Rows[AccountRow] {
	if name, id, ok := store.FromPair(f.After); ok && !f.All {
		q = q.Where("(lower(organisations.name), organisations.id) > (?, ?)", name, id)
	}
	if slices.Contains(people.Sorts, f.Sort) {
		q = q.Where("organisations.sort = ?", f.Sort)
	}
	switch f.State {
	case AccountRuns:
		q = q.Where("exists (select 1 from deployments d where " + running + ")")
	case AccountLate:
		q = q.Where("organisations.id in (select organisation_id from invoice_dues where due_cents > 0 and due_on < ?)", day)
	case AccountWaits:
		q = q.Where(waiting)
	case AccountIdle:
		q = q.Where("organisations.closed_at is null and organisations.usable_at is not null and not exists (select 1 from deployments d where " + running + ")")
	case AccountHeads:
		q = q.Where("organisations.member_quota > 0")
	case AccountClosed:
		q = q.Where("organisations.closed_at is not null")
	case AccountUnconfirmed:
		q = q.Where("organisations.usable_at is null")
	default:
		if strings.TrimSpace(f.Query) == "" {
			q = q.Where("organisations.closed_at is null and organisations.usable_at is not null")
		}
	}
	return f.search(q)
}

// search looks where what was typed can stand: a payment reference and an address of mail are told by their shape, and nothing else is
// looked through then; figures are a registration number or a document's.
func (f AccountFilter) search(q store.Rows[AccountRow]) store.Rows[AccountRow] {
	typed := strings.TrimSpace(f.Query)
	if typed == "" {
		return q
	}
	if found := reference.Find(typed); len(found) > 0 {
		return q.Where(`(organisations.id in (select organisation_id from invoices where payment_reference in ?) or organisations.id in (select organisation_id from pro_formas where payment_reference in ?))`, found, found)
	}
	like := store.Like(typed)
	if strings.Contains(typed, "@") {
		return q.Where(`(lower(organisations.treasurer_email) like ? escape '\' or organisations.id in (select m.organisation_id from memberships m join users u on u.id = m.user_id
			where m.until_at is null and u.email like ? escape '\'))`, like, like)
	}
	if !strings.ContainsFunc(typed, unicode.IsDigit) {
		return q.Where(`(lower(organisations.name) like ? escape '\' or lower(organisations.legal_name) like ? escape '\')`, like, like)
	}
	number := store.Like(strings.Map(withoutGaps, typed))
	return q.Where(`(lower(organisations.name) like ? escape '\' or lower(organisations.legal_name) like ? escape '\' or lower(organisations.registry_number) like ? escape '\' or lower(organisations.vat_number) like ? escape '\'
		or organisations.id in (select organisation_id from invoices where lower(full_number) like ? escape '\'))`, like, like, number, number, like)
}

// withoutGaps drops what people write between figures.
func withoutGaps(r rune) rune {
	if unicode.IsSpace(r) || r == '.' {
		return -1
	}
	return r
}

// reckoned fills in what organisations owe and how their accounts are treated apart on a day, in two statements.
func reckoned(ctx context.Context, db *gorm.DB, rows []AccountRow, day string) error {
	at := map[uint]int{}
	for n, r := range rows {
		at[r.ID] = n
	}
	of := func(tx *gorm.DB) *gorm.DB { return tx }
	if len(rows) <= store.PageSize+1 { // for a whole file everything is read at once
		of = func(tx *gorm.DB) *gorm.DB { return tx.Where("organisation_id in ?", slices.Collect(maps.Keys(at))) }
	}
	var dues []struct {
		OrganisationID uint
		Due            int64
		Since          string
	}
	err := of(db.WithContext(ctx).Table("invoice_dues").Where("due_cents > 0")).Group("organisation_id").
		Select("organisation_id, cast(sum(due_cents) as bigint) as due, coalesce(min(case when due_on < ? then due_on end), '') as since", day).Scan(&dues).Error
	for _, d := range dues {
		if n, listed := at[d.OrganisationID]; listed {
			rows[n].DueCents, rows[n].LateSince = d.Due, dayOnly(d.Since)
		}
	}
	if err != nil {
		return err
	}
	var tags []billing.ControlTag
	err = of(db.WithContext(ctx).Where("removed_at is null and (until_on = '' or until_on >= ?)", day)).Order("id").Find(&tags).Error
	for _, tag := range tags {
		if n, listed := at[tag.OrganisationID]; listed {
			rows[n].Tags = append(rows[n].Tags, tag.Tag)
		}
	}
	return err
}
