package catalogue

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Gap is what an item of the catalogue lacks, by the name of the field where it is to be said.
type Gap string

// What a service must say before it may be published.
const (
	GapCountry   Gap = "country"   // where the data lies
	GapLanguages Gap = "languages" // which languages it speaks
	GapLose      Gap = "lose"      // what one loses by coming here
)

// What a service had better say as well.
const (
	GapReplaces Gap = "replaces"           // what one may leave for it
	GapExports  Gap = "exports"            // in which formats one leaves
	GapBackups  Gap = "backup_every_hours" // how often a copy is made
	GapRestore  Gap = "restore_tested_on"  // whether a copy was ever brought back
	GapFirst    Gap = "first"              // how one begins
)

// What an offer needs before it may be published.
const (
	GapPrice    Gap = "prices"   // what it costs
	GapServices Gap = "services" // each of its services is published
)

// Gaps are what the service must say before it may be published: nobody is to find out after moving in.
func (s Service) Gaps() []Gap {
	var all []Gap
	for _, one := range []struct {
		gap     Gap
		missing bool
	}{{GapLose, s.Lose.Empty()}, {GapLanguages, s.Languages == ""}, {GapCountry, s.Country == ""}} {
		if one.missing {
			all = append(all, one.gap)
		}
	}
	return all
}

// Hopes are what the service may be published without, though people will look for it.
func (s Service) Hopes() []Gap {
	var all []Gap
	for _, one := range []struct {
		gap     Gap
		missing bool
	}{
		{GapReplaces, s.Replaces == ""},
		{GapFirst, s.First.Empty()},
		{GapExports, s.Exports == ""},
		{GapBackups, s.BackupEveryHours == 0},
		{GapRestore, s.RestoreTestedOn == ""},
	} {
		if one.missing {
			all = append(all, one.gap)
		}
	}
	return all
}

// Gaps are what the offer needs before it may be published.
func (o Offer) Gaps() []Gap {
	var all []Gap
	if len(o.Prices) == 0 {
		all = append(all, GapPrice)
	}
	for _, s := range o.Services {
		if !s.Public {
			return append(all, GapServices)
		}
	}
	return all
}

// Publish shows the service to everybody, once it says what it must: else store.Invalid names the fields.
func (s *Service) Publish(ctx context.Context, db *gorm.DB, by people.User) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := LoadService(ctx, tx, "", s.ID)
		if err != nil {
			return err
		}
		wrong := store.Invalid{}
		for _, gap := range fresh.Gaps() {
			wrong.Add(string(gap), "error.before_publishing")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		now := store.Now(tx)
		return s.show(ctx, tx, by, &now, "service_published")
	})
}

// Unpublish hides the service from the catalogue; those who use it keep it.
func (s *Service) Unpublish(ctx context.Context, db *gorm.DB, by people.User) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return s.show(ctx, tx, by, nil, "service_unpublished") })
}

func (s *Service) show(ctx context.Context, tx *gorm.DB, by people.User, at *time.Time, verb string) error {
	s.PublishedAt = at
	if _, err := store.From[Service](tx).Where("id = ?", s.ID).Update(ctx, "published_at", at); err != nil {
		return err
	}
	return note(ctx, tx, by, verb, typeService, s.Ref, s.Slug)
}

// Publish shows the offer to everybody; it needs a price and published services first: else store.Invalid says so.
func (o *Offer) Publish(ctx context.Context, db *gorm.DB, by people.User) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := LoadOffer(ctx, tx, "", o.ID)
		if err != nil {
			return err
		}
		wrong := store.Invalid{}
		for _, gap := range fresh.Gaps() {
			if gap == GapPrice {
				wrong.Add(string(gap), "error.offer_without_price")
			} else {
				wrong.Add(string(gap), "error.offer_of_hidden_service")
			}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		now := store.Now(tx)
		return o.show(ctx, tx, by, &now, "offer_published")
	})
}

// Unpublish hides the offer from newcomers; those who subscribed keep it.
func (o *Offer) Unpublish(ctx context.Context, db *gorm.DB, by people.User) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return o.show(ctx, tx, by, nil, "offer_unpublished") })
}

func (o *Offer) show(ctx context.Context, tx *gorm.DB, by people.User, at *time.Time, verb string) error {
	o.PublishedAt = at
	if _, err := store.From[Offer](tx).Where("id = ?", o.ID).Update(ctx, "published_at", at); err != nil {
		return err
	}
	if err := refreshFrom(ctx, tx, o.ID); err != nil {
		return err
	}
	return note(ctx, tx, by, verb, typeOffer, o.Ref, o.Slug)
}
