package commons

import (
	"cmp"
	"context"
	"slices"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Telling is what everybody is told of the money of a month, or of several together: at least FewestPayers organisations paid in it. What is told
// never changes, and nothing else of it is ever told: whoever takes one day's figures from another day's finds what at least so many paid, never
// what one did (reciprocity.md 9.4). Money that comes in late belongs to the next telling.
type Telling struct {
	ID            uint
	FromMonth     string // YYYY-MM
	ToMonth       string
	LastAccrualID uint // later ones are told later
	ReceivedCents int64
	SetAsideCents int64
	Payers        int
	ToldAt        time.Time
}

// TableName names the table.
func (Telling) TableName() string { return "redistribution_tellings" }

// ToldSource is the part of a telling that one offer brought; of offer 0 are all that too few paid for.
type ToldSource struct {
	TellingID     uint `gorm:"primaryKey;autoIncrement:false"`
	OfferID       uint `gorm:"primaryKey;autoIncrement:false"`
	ReceivedCents int64
	SetAsideCents int64
	Payers        int
}

// TableName names the table.
func (ToldSource) TableName() string { return "redistribution_told_sources" }

// toldFrom is the day of a month from which the month before is told: by then its bank statements are in.
const toldFrom = 5

// untoldRow is what one organisation paid for one offer in one month.
type untoldRow struct {
	Month          string
	OrganisationID uint
	OfferID        uint
	Received       int64
	SetAside       int64
}

// TellMonths tells the months that are over, each alone where enough organisations paid in it, else with those that follow. It is safe to ask
// at any time, and returns how many tellings were written.
func TellMonths(ctx context.Context, db *gorm.DB) (int, error) {
	told := 0
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var t Totals
		if err := locked(tx.WithContext(ctx)).Where("id = 1").Take(&t).Error; err != nil { // no accrual meanwhile
			return err
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		var last Telling
		if err := tx.WithContext(ctx).Order("id desc").Limit(1).Find(&last).Error; err != nil {
			return err
		}
		over := monthOver(day)
		if last.ToMonth >= over {
			return nil
		}
		rows, until, err := last.untold(ctx, tx, over)
		if err != nil {
			return err
		}
		told, err = last.follow(ctx, tx, rows, until)
		if err != nil || told == 0 {
			return err
		}
		return store.Published(tx)
	})
	return told, err
}

// monthOver is the last month that may be told on a day.
func monthOver(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	back := -1
	if at.Day() < toldFrom {
		back = -2
	}
	return at.AddDate(0, 0, 1-at.Day()).AddDate(0, back, 0).Format("2006-01")
}

// untold sums what was not told yet, up to a month, and says up to which accrual.
func (last Telling) untold(ctx context.Context, tx *gorm.DB, over string) (rows []untoldRow, until uint, err error) {
	if err := tx.WithContext(ctx).Raw("select coalesce(max(id), 0) from redistribution_accruals").Row().Scan(&until); err != nil {
		return nil, 0, err
	}
	err = tx.WithContext(ctx).Raw(`select substr(r.received_on, 1, 7) as month, coalesce(r.organisation_id, a.organisation_id, 0) as organisation_id, coalesce(r.offer_id, s.offer_id, 0) as offer_id,
		cast(sum(r.net_cents) as bigint) as received, cast(sum(r.part_cents) as bigint) as set_aside
		from redistribution_accruals r left join `+paidBy+` left join invoices i on i.id = a.invoice_id left join subscriptions s on s.id = i.subscription_id
		where r.received_on <= @over and (r.received_on > @told or r.id > @last) group by 1, 2, 3 order by 1, 2, 3`,
		map[string]any{"over": over + "-31", "told": last.ToMonth + "-31", "last": last.LastAccrualID}).Scan(&rows).Error
	return rows, until, err
}

// follow writes the tellings that come after the last one.
func (last Telling) follow(ctx context.Context, tx *gorm.DB, rows []untoldRow, until uint) (told int, err error) {
	if last.ToMonth != "" {
		for i := range rows {
			rows[i].Month = max(rows[i].Month, monthAfter(last.ToMonth)) // it came in late
		}
		slices.SortStableFunc(rows, func(a, b untoldRow) int { return cmp.Compare(a.Month, b.Month) })
	}
	from := monthAfter(last.ToMonth)
	var group []untoldRow
	for i, row := range rows {
		if from == "" {
			from = row.Month
		}
		group = append(group, row)
		if i+1 < len(rows) && rows[i+1].Month == row.Month || payersOf(group) < FewestPayers {
			continue
		}
		if err := tell(ctx, tx, from, row.Month, until, group); err != nil {
			return told, err
		}
		told, from, group = told+1, monthAfter(row.Month), nil
	}
	return told, nil
}

func monthAfter(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 1, 0).Format("2006-01")
}

// payersOf counts the organisations that paid: what was paid and given back is nothing.
func payersOf(rows []untoldRow) (n int) {
	sums := map[uint]int64{}
	for _, r := range rows {
		sums[r.OrganisationID] += r.Received
	}
	for id, cents := range sums {
		if id != 0 && cents > 0 {
			n++
		}
	}
	return n
}

func tell(ctx context.Context, tx *gorm.DB, from, to string, until uint, rows []untoldRow) error {
	t := Telling{FromMonth: from, ToMonth: to, LastAccrualID: until, Payers: payersOf(rows), ToldAt: store.Now(tx)}
	for _, r := range rows {
		t.ReceivedCents, t.SetAsideCents = t.ReceivedCents+r.Received, t.SetAsideCents+r.SetAside
	}
	if err := tx.WithContext(ctx).Create(&t).Error; err != nil {
		return err
	}
	sources := sourcesOf(rows)
	for i := range sources {
		sources[i].TellingID = t.ID
	}
	return tx.WithContext(ctx).Omit(clause.Associations).Create(&sources).Error
}

// sourcesOf divides a telling among offers, so that enough organisations paid for each part: the offers that too few paid for go together, with
// the smallest of the others where those are still too few.
func sourcesOf(rows []untoldRow) []ToldSource {
	parts := map[uint][]untoldRow{}
	for _, r := range rows {
		parts[r.OfferID] = append(parts[r.OfferID], r)
	}
	var told []ToldSource
	rest := parts[0]
	for offer, part := range parts {
		if offer != 0 && payersOf(part) >= FewestPayers {
			told = append(told, sourceOf(offer, part))
		} else if offer != 0 {
			rest = append(rest, part...)
		}
	}
	slices.SortFunc(told, func(a, b ToldSource) int {
		return cmp.Or(cmp.Compare(b.SetAsideCents, a.SetAsideCents), cmp.Compare(a.OfferID, b.OfferID))
	})
	for len(rest) > 0 && payersOf(rest) < FewestPayers && len(told) > 0 {
		smallest := told[len(told)-1]
		rest, told = append(rest, parts[smallest.OfferID]...), told[:len(told)-1]
	}
	if len(rest) > 0 {
		told = append(told, sourceOf(0, rest))
	}
	return told
}

func sourceOf(offer uint, rows []untoldRow) ToldSource {
	s := ToldSource{OfferID: offer, Payers: payersOf(rows)}
	for _, r := range rows {
		s.ReceivedCents, s.SetAsideCents = s.ReceivedCents+r.Received, s.SetAsideCents+r.SetAside
	}
	return s
}

// Sources are what was told of each offer in all, the greatest first, in one statement; those that too few organisations paid for are told
// together, as offer 0.
func Sources(ctx context.Context, db *gorm.DB) ([]ToldSource, error) {
	var all []ToldSource
	err := db.WithContext(ctx).Raw(`select offer_id, cast(sum(received_cents) as bigint) as received_cents, cast(sum(set_aside_cents) as bigint) as set_aside_cents
		from redistribution_told_sources group by offer_id order by 3 desc, 1`).Scan(&all).Error
	return all, err
}
