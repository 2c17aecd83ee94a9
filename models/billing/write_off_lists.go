package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// WriteOffFilter narrows the list of losses.
type WriteOffFilter struct {
	Query string // part of a number or of an organisation's name
	Year  string // of the day it counts for
	After uint
	All   bool // everything at once, for a file
}

func (f WriteOffFilter) apply(q store.Rows[WriteOff]) store.Rows[WriteOff] {
	q = span(q, "write_offs", "on_day", f.Year, f.After)
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(write_offs.organisation_id in (select id from organisations where lower(name) like ? escape '\')
			or write_offs.invoice_id in (select id from invoices where lower(full_number) like ? escape '\'))`, like, like)
	}
	return q
}

// WriteOffs returns a page of losses for the people who keep the collective's money, newest first, those undone among them.
func WriteOffs(ctx context.Context, db *gorm.DB, u people.User, f WriteOffFilter) (store.Page[WriteOff], error) {
	if err := readsBooks(u); err != nil {
		return store.Page[WriteOff]{}, err
	}
	most := rowsAtOnce(f.All)
	rows, err := f.apply(store.From[WriteOff](db).Order("write_offs.id desc").Limit(most+1)).Preload("Organisation", store.OnlyThese("id", "ref", "name")).
		Preload("Invoice", store.OnlyThese("id", "ref", "full_number", "issued_on")).Find(ctx)
	return store.Paged(rows, most, func(w WriteOff) string { return store.Key(w.ID) }), err
}

// WrittenOff is the loss that stands on an invoice, else store.ErrNotFound.
func (i Invoice) WrittenOff(ctx context.Context, db *gorm.DB) (WriteOff, error) {
	return store.From[WriteOff](db).Where("invoice_id = ? and undone_at is null", i.ID).Take(ctx)
}

// FindWriteOff returns the loss with that ref for the people who keep the collective's money, else store.ErrNotFound.
func FindWriteOff(ctx context.Context, db *gorm.DB, u people.User, ref string) (WriteOff, error) {
	if readsBooks(u) != nil {
		return WriteOff{}, store.ErrNotFound
	}
	return store.From[WriteOff](db).Where("ref = ?", ref).Take(ctx)
}
