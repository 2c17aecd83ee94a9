package commons

import (
	"context"
	"slices"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AgreementFilter narrows the list of agreements.
type AgreementFilter struct {
	Query string `query:"q"` // part of a title, or of the other side's name
	Basis Basis  `query:"basis"`
	After string `query:"after"`
	All   bool   // everything at once, for a file
}

// Empty reports whether the filter lets everything through.
func (f AgreementFilter) Empty() bool { return f.Query == "" && f.Basis == "" }

// FindAgreements returns a page of all agreements, with organisations and with persons, the latest first, for those who keep them.
func FindAgreements(ctx context.Context, db *gorm.DB, u people.User, f AgreementFilter) (store.Page[Agreement], error) {
	if !keepsAgreements(u) {
		return store.Page[Agreement]{}, store.ErrNotFound
	}
	most := store.PageSize
	if f.All {
		most, f.After = store.MostRows, ""
	}
	q := withParty(db).Order("agreements.id desc").Limit(most + 1)
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("agreements.id < ?", after)
	}
	if slices.Contains(AllBases, f.Basis) {
		q = q.Where("agreements.legal_basis = ?", f.Basis)
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(agreements.title) like ? escape '\' or agreements.organisation_id in (select id from organisations where lower(name) like ? escape '\')
			or agreements.user_id in (select id from users where lower(name) like ? escape '\'))`, like, like, like)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, most, func(a Agreement) string { return store.Key(a.ID) }), err
}
