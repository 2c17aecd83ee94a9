package billing

import (
	"context"
	"strings"

	"chatiere/models/billing/euro"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The piles of spendings.
const (
	PileWaiting = "waiting"
	PileSorted  = "sorted"
)

// SpendingFilter narrows the lines that went out.
type SpendingFilter struct {
	Pile    string
	Purpose euro.Purpose // of the sorted ones
	Query   string       // part of a name, a label or a reference
	Cents   int64        // or an amount
	After   string
}

func (f SpendingFilter) apply(q store.Rows[Spending]) store.Rows[Spending] {
	switch {
	case f.Pile != PileSorted:
		q = q.Where("spendings.purpose = ''")
	case f.Purpose.Known():
		q = q.Where("spendings.purpose = ?", f.Purpose)
	default:
		q = q.Where("spendings.purpose <> ''")
	}
	if f.Query == "" {
		return q
	}
	like := store.Like(strings.TrimSpace(f.Query))
	return q.Where(`(spendings.cents = ? or spendings.line_id in (select id from bank_lines where amount_cents < 0 and
		(lower(counterparty) like ? escape '\' or lower(label) like ? escape '\' or lower(reference) like ? escape '\')))`, f.Cents, like, like, like)
}

// Spendings returns a page of what went out for the people who keep the collective's money: what waits oldest first, what is sorted newest first.
func Spendings(ctx context.Context, db *gorm.DB, u people.User, f SpendingFilter) (store.Page[Spending], error) {
	if err := readsBooks(u); err != nil {
		return store.Page[Spending]{}, err
	}
	q := f.apply(store.From[Spending](db).Preload("Line", nil).Limit(store.PageSize + 1))
	order, compare := "spendings.booked_on, spendings.id", ">"
	if f.Pile == PileSorted {
		order, compare = "spendings.booked_on desc, spendings.id desc", "<"
	}
	if on, id, ok := store.FromPair(f.After); ok {
		q = q.Where("spendings.booked_on "+compare+" ? or (spendings.booked_on = ? and spendings.id "+compare+" ?)", on, on, id)
	}
	rows, err := q.Order(order).Find(ctx)
	return store.Paged(rows, store.PageSize, func(s Spending) string { return store.Pair(dayOnly(s.BookedOn), s.ID) }), err
}

// EachSpending calls f for every spending of a filter in the order they came, for exports.
func EachSpending(ctx context.Context, db *gorm.DB, u people.User, filter SpendingFilter, f func(Spending) error) error {
	if err := readsBooks(u); err != nil {
		return err
	}
	for last := uint(0); ; {
		rows, err := filter.apply(store.From[Spending](db).Where("spendings.id > ?", last)).Preload("Line", nil).Order("spendings.id").Limit(500).Find(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, s := range rows {
			if last, err = s.ID, f(s); err != nil {
				return err
			}
		}
	}
}

// FindSpending returns the spending with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindSpending(ctx context.Context, db *gorm.DB, u people.User, ref string) (Spending, error) {
	if readsBooks(u) != nil {
		return Spending{}, store.ErrNotFound
	}
	return store.From[Spending](db).Where("spendings.ref = ?", ref).Preload("Line", nil).Take(ctx)
}

// SpendingsWaiting counts what waits to be sorted, up to store.Counted.
func SpendingsWaiting(ctx context.Context, db *gorm.DB) (int64, error) {
	var n int64
	err := db.WithContext(ctx).Raw("select " + store.CountOf("spendings where purpose = ''")).Scan(&n).Error
	return n, err
}

// PublicSpending is what everybody may read of a line that went out: never who was paid, and never pay.
type PublicSpending struct {
	ID       uint
	BookedOn string
	Purpose  euro.Purpose
	Label    string
	Cents    int64
}

// PublicFilter narrows what everybody reads.
type PublicFilter struct {
	Purpose euro.Purpose `query:"purpose"`
	Month   string       `query:"month"` // YYYY-MM
	After   string       `query:"after"`
}

// public are the lines that may be read one by one.
func (f PublicFilter) public(db *gorm.DB) *gorm.DB {
	q := db.Table("spendings").Select("id, booked_on, purpose, label, cents")
	if f.Purpose.Listed() {
		q = q.Where("purpose = ?", f.Purpose)
	} else {
		q = q.Where("purpose <> '' and purpose not in ?", []euro.Purpose{euro.People, euro.Apart}) // what waits to be sorted has no purpose; said so, there is an index
	}
	if len(f.Month) == len("2006-01") {
		q = q.Where("booked_on between ? and ?", f.Month+"-01", f.Month+"-31")
	}
	return q
}

// PublicSpendings returns a page of what everybody may read, newest first.
func PublicSpendings(ctx context.Context, db *gorm.DB, f PublicFilter) (store.Page[PublicSpending], error) {
	q := f.public(db.WithContext(ctx)).Order("booked_on desc, id desc").Limit(store.PageSize + 1)
	if on, id, ok := store.FromPair(f.After); ok {
		q = q.Where("booked_on < ? or (booked_on = ? and id < ?)", on, on, id)
	}
	var rows []PublicSpending
	err := q.Scan(&rows).Error
	for i := range rows {
		rows[i].BookedOn = dayOnly(rows[i].BookedOn)
	}
	return store.Paged(rows, store.PageSize, func(s PublicSpending) string { return store.Pair(s.BookedOn, s.ID) }), err
}

// EachPublicSpending calls f for everything everybody may read, day by day from the first, however much there is.
func EachPublicSpending(ctx context.Context, db *gorm.DB, filter PublicFilter, f func(PublicSpending) error) error {
	for day, last := "", uint(0); ; {
		var rows []PublicSpending
		q := filter.public(db.WithContext(ctx)).Order("booked_on, id").Limit(1000)
		if day != "" {
			q = q.Where("booked_on > ? or (booked_on = ? and id > ?)", day, day, last)
		}
		if err := q.Scan(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		for _, s := range rows {
			s.BookedOn = dayOnly(s.BookedOn)
			day, last = s.BookedOn, s.ID
			if err := f(s); err != nil {
				return err
			}
		}
	}
}

// PublicSum counts and adds up what EachPublicSpending tells.
func PublicSum(ctx context.Context, db *gorm.DB, filter PublicFilter) (entries, cents int64, err error) {
	var sum struct{ Entries, Cents int64 }
	err = db.WithContext(ctx).Table("(?) p", filter.public(db.WithContext(ctx))).Select("count(*) as entries, cast(coalesce(sum(cents), 0) as bigint) as cents").Scan(&sum).Error
	return sum.Entries, sum.Cents, err
}
