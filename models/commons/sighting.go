package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sighting is what the portal itself saw somebody do: how much of it, and when. It counts as the word of a second person as long as the
// contribution says no more than that.
type Sighting struct {
	ID             uint
	Source         string // names it for ever: seen twice, it is proposed once
	ContributionID uint
	Kind           string
	Unit           Unit
	Quantity       int64
	FromOn         string
	ToOn           string
	CreatedAt      time.Time
}

// TableName names the table.
func (Sighting) TableName() string { return "contribution_sightings" }

// Seen is what the portal saw, before it is proposed.
type Seen struct {
	Source     string
	UserID     uint
	Kind       string // of contribution
	Proof      string // what sort of evidence: translation or ticket
	Unit       Unit
	Quantity   int64
	FromOn     string
	ToOn       string
	UpstreamID *uint // for a libre project; nil: for the collective
	Title      string
	URL        string // where it can be seen outside the portal, if it can
	Lang       string
}

// See proposes to a person, as a draft of theirs, what the portal saw them do; they send it, change it or take it back. Nothing becomes
// public by itself.
func See(ctx context.Context, db *gorm.DB, s Seen) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, err := store.From[Sighting](tx).Where("source = ?", s.Source).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			return err
		}
		u, err := people.LoadUser(ctx, tx, s.UserID)
		if err != nil || u.ErasedAt != nil || u.DisabledAt != nil {
			return err
		}
		c := Contribution{
			Ref: store.NewRef(), Version: 1, ContributorID: u.ID, KindKey: s.Kind, ForType: "collective", UpstreamID: s.UpstreamID, FromOn: s.FromOn, ToOn: s.ToOn, Quantity: s.Quantity, Unit: s.Unit,
			Title: s.Title, Lang: s.Lang, Visibility: Public, State: Draft, Treatment: Given, StirredAt: store.Now(tx), CreatedAt: store.Now(tx), UpdatedAt: store.Now(tx),
		}
		if s.UpstreamID != nil {
			c.ForType = "upstream"
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&c).Error; err != nil {
			return err
		}
		if err := s.evidence().file(ctx, tx, c, nil); err != nil {
			return err
		}
		if err := c.step(ctx, tx, "", people.User{}, AsSystem, ""); err != nil {
			return err
		}
		row := Sighting{Source: s.Source, ContributionID: c.ID, Kind: s.Kind, Unit: s.Unit, Quantity: s.Quantity, FromOn: s.FromOn, ToOn: s.ToOn, CreatedAt: store.Now(tx)}
		return store.From[Sighting](tx).Create(ctx, &row)
	})
}

// evidence is an address where there is one; else that the portal saw it.
func (s Seen) evidence() Evidence {
	if norm, web := Normal(s.URL); web {
		return Evidence{Kind: s.Proof, URL: s.URL, URLNorm: norm}
	}
	return Evidence{Kind: s.Proof, Statement: s.Title}
}

// Portal reports whether it is the portal itself that saw the fact.
func (e Evidence) Portal() bool { return e.URL == "" && e.Statement != "" && e.Kind != "statement" }

// seen reports whether the portal saw all that the contribution says.
func (c Contribution) seen(ctx context.Context, tx *gorm.DB) (bool, error) {
	n, err := store.From[Sighting](tx).Where("contribution_id = ? and kind = ? and unit = ? and quantity >= ? and from_on <= ? and to_on >= ?", c.ID, c.KindKey, c.Unit, c.Quantity, c.FromOn, c.ToOn).Count(ctx, "id")
	return n > 0 && c.Volunteer(), err
}
