package billing

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// readsGifts says who may look at gift codes: operators, and accountants who read only.
func readsGifts(by people.User) error {
	if !by.Is(people.Operator, people.Accountant) {
		return store.ErrForbidden
	}
	return nil
}

// GiftSearch narrows the list of codes.
type GiftSearch struct {
	Query string
	All   bool // stopped and past ones too
	After uint
	Today string
}

// GiftCodes returns a page of codes, newest first, each with how many subscriptions have it.
func GiftCodes(ctx context.Context, db *gorm.DB, by people.User, f GiftSearch) (store.Page[GiftCode], error) {
	if err := readsGifts(by); err != nil {
		return store.Page[GiftCode]{}, err
	}
	q := store.From[GiftCode](db).Order("id desc").Limit(store.PageSize + 1)
	if f.After > 0 {
		q = q.Where("id < ?", f.After)
	}
	if !f.All {
		q = q.Where("stopped_at is null and (ends_on = '' or ends_on >= ?)", f.Today)
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(code) like ? escape '\' or lower(reason) like ? escape '\')`, like, like)
	}
	rows, err := q.Find(ctx)
	if err != nil {
		return store.Page[GiftCode]{}, err
	}
	return store.Paged(rows, store.PageSize, func(c GiftCode) string { return store.Key(c.ID) }), takenOf(ctx, db, rows)
}

// takenOf counts how many subscriptions have each code, in one statement.
func takenOf(ctx context.Context, db *gorm.DB, codes []GiftCode) error {
	if len(codes) == 0 {
		return nil
	}
	ids, place := make([]uint, len(codes)), map[uint]int{}
	for n, c := range codes {
		ids[n], place[c.ID] = c.ID, n
	}
	var rows []struct {
		GiftCodeID uint
		N          int64
	}
	err := db.WithContext(ctx).Table("gifts").Select("gift_code_id, count(*) as n").
		Where("gift_code_id in ? and (state in ? or state = ? and expires_at > ?)", ids, []GiftState{GiftKept, GiftCounted}, GiftReserved, store.Now(db)).
		Group("gift_code_id").Scan(&rows).Error
	for _, r := range rows {
		codes[place[r.GiftCodeID]].Taken = r.N
	}
	return err
}

// FindGiftCode returns the code with that ref, with the offers it is for and how many have it, for those who may look; else
// store.ErrNotFound.
func FindGiftCode(ctx context.Context, db *gorm.DB, by people.User, ref string) (GiftCode, error) {
	if readsGifts(by) != nil {
		return GiftCode{}, store.ErrNotFound
	}
	c, err := store.From[GiftCode](db).Where("ref = ?", ref).Take(ctx)
	if err != nil {
		return c, err
	}
	one := []GiftCode{c}
	err = takenOf(ctx, db, one)
	return one[0], err
}

// GiftGranted is a subscription that has a code, and what the code gave it so far.
type GiftGranted struct {
	ID           uint
	State        GiftState
	ExpiresAt    time.Time
	CreatedAt    time.Time
	Organisation string
	Documents    int64 // that were lowered, and periods that were free
	Cents        int64 // before tax
}

// GiftsGranted returns a page of those who have a code, newest first; without a size all of them.
func (c GiftCode) GiftsGranted(ctx context.Context, db *gorm.DB, after uint, size int) (store.Page[GiftGranted], error) {
	q := db.WithContext(ctx).Table("gifts g").Joins("join organisations o on o.id = g.organisation_id").
		Select(`g.id, g.state, g.expires_at, g.created_at, o.name as organisation,
			(select count(*) from gift_uses u where u.gift_id = g.id) as documents,
			cast(coalesce((select sum(cents) from gift_uses u where u.gift_id = g.id), 0) as bigint) as cents`).
		Where("g.gift_code_id = ?", c.ID).Order("g.id desc")
	if after > 0 {
		q = q.Where("g.id < ?", after)
	}
	if size > 0 {
		q = q.Limit(size + 1)
	}
	var rows []GiftGranted
	if err := q.Scan(&rows).Error; err != nil || size == 0 {
		return store.Page[GiftGranted]{Items: rows}, err
	}
	return store.Paged(rows, size, func(g GiftGranted) string { return store.Key(g.ID) }), nil
}

// Lapsed reports whether nobody confirmed in time.
func (g GiftGranted) Lapsed(now time.Time) bool {
	return Gift{State: g.State, ExpiresAt: g.ExpiresAt}.Lapsed(now)
}
