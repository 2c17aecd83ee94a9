package billing

import (
	"context"
	"errors"
	"slices"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/billing/purse"
	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// OpeningState is how far the opening of a space for a member organisation has come.
type OpeningState string

// The states of an opening.
const (
	OpeningWaiting   OpeningState = "waiting" // over the head's budget: it waits for the head's yes
	OpeningInvited   OpeningState = "invited" // the first owner has a letter and has not answered yet
	OpeningAccepted  OpeningState = "accepted"
	OpeningDeclined  OpeningState = "declined"
	OpeningWithdrawn OpeningState = "withdrawn"
)

// Opening is a space that a network head opens for a new member organisation: the offer, and the person who is asked to answer for it.
// The contract is the member's: it begins when that person accepts the terms.
type Opening struct {
	ID             uint
	Ref            string
	HeadID         uint
	AffiliationID  uint
	Affiliation    people.Affiliation `gorm:"foreignKey:AffiliationID"`
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	InvitationID   *uint
	Invitation     people.Invitation `gorm:"foreignKey:InvitationID"`
	NameKey        string
	Contact        string // emptied once it is answered
	Email          string // likewise
	Locale         string
	OfferID        uint
	Tier           catalogue.Tier
	Period         period.Interval
	State          OpeningState
	YearCents      int64 // of one year, tax included, as the head saw it
	SubscriptionID *uint
	OpenedByID     uint
	OpenedBy       people.User `gorm:"foreignKey:OpenedByID"`
	DecidedAt      *time.Time
	Version        int
	CreatedAt      time.Time
}

// OpeningMade: write to the person who is asked to answer for a member organisation.
type OpeningMade struct {
	OpeningID    uint `json:"opening_id"`
	InvitationID uint `json:"invitation_id"`
}

// Kind names the promise.
func (OpeningMade) Kind() string { return "opening_made" }

// OpeningFor returns the opening that waits for the answer of an organisation's owner, else store.ErrNotFound. Who may see it was asked
// at the door.
func OpeningFor(ctx context.Context, db *gorm.DB, o people.Organisation) (Opening, error) {
	one, err := store.From[Opening](db).Where("organisation_id = ? and state = ?", o.ID, OpeningInvited).Take(ctx)
	if err != nil {
		return one, err
	}
	one.Organisation = o
	one.Affiliation, err = people.LoadAffiliation(ctx, db, one.AffiliationID)
	return one, err
}

// OpeningOf returns the opening behind an affiliation of a head, for those who manage the head, else store.ErrNotFound.
func OpeningOf(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, ref string) (Opening, error) {
	a, err := people.FindAffiliation(ctx, db, by, head, ref)
	if err != nil {
		return Opening{}, err
	}
	one, err := store.From[Opening](db).Where("affiliation_id = ?", a.ID).Take(ctx)
	one.Affiliation = a
	return one, err
}

// Carried is what the head pays of the first year, tax included, as far as it knew when it opened the space.
func (o Opening) Carried() int64 { return purse.Part(o.YearCents, o.Affiliation.CarriedBP) }

// ContactOf is the name that a head gave for the person it invited to answer for a member; empty for any other invitation.
func ContactOf(ctx context.Context, db *gorm.DB, i people.Invitation) (string, error) {
	one, err := store.From[Opening](db).Where("invitation_id = ? and state = ?", i.ID, OpeningInvited).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return one.Contact, err
}

// WaitingOpenings are the openings of a head beyond its budget that wait for its yes, oldest first.
func WaitingOpenings(ctx context.Context, db *gorm.DB, head people.Organisation) ([]Opening, error) {
	return store.From[Opening](db).Joins(clause.Has("Organisation"), nil).Joins(clause.Has("Affiliation"), nil).
		Where("openings.head_id = ? and openings.state = ?", head.ID, OpeningWaiting).Order("openings.id").Limit(100).Find(ctx)
}

// Opened reports whether an affiliation began with a space that the head opened.
func Opened(ctx context.Context, db *gorm.DB, a people.Affiliation) (bool, error) {
	n, err := store.From[Opening](db).Where("affiliation_id = ?", a.ID).Count(ctx, "id")
	return n > 0, err
}

// EndAffiliation lets a member go, or takes back what was proposed or opened and not answered yet. Who may was asked when it was found.
func EndAffiliation(ctx context.Context, db *gorm.DB, by people.User, a people.Affiliation) error {
	if a.State == people.AffiliationProposed {
		o, err := OpeningOf(ctx, db, by, a.Head, a.Ref)
		if err == nil {
			return o.Withdraw(ctx, db, by)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return a.End(ctx, db, by, "")
}

// DirectOffers are the offers that need no talk before: a head opens spaces with them, and gift codes lower them.
func DirectOffers(ctx context.Context, db *gorm.DB, lang string) ([]catalogue.Offer, error) {
	all, err := catalogue.Offers(ctx, db, people.User{}, lang)
	return slices.DeleteFunc(all, func(o catalogue.Offer) bool { return o.Entry != catalogue.Direct || len(o.Prices) == 0 }), err
}

// LoadOpening returns an opening with its head, its member and its invitation, for jobs.
func LoadOpening(ctx context.Context, db *gorm.DB, id uint) (Opening, error) {
	one, err := store.From[Opening](db).Where("id = ?", id).Preload("Organisation", nil).Preload("Invitation", nil).Preload("OpenedBy", nil).Take(ctx)
	if err != nil {
		return one, err
	}
	one.Affiliation, err = people.LoadAffiliation(ctx, db, one.AffiliationID)
	return one, err
}

// OpeningOffer is what an opening offers today.
func (o Opening) OpeningOffer(ctx context.Context, db *gorm.DB, lang string) (Offered, error) {
	offer, err := catalogue.LoadOffer(ctx, db, lang, o.OfferID)
	if err != nil {
		return Offered{}, err
	}
	price, ok := offer.Price(o.Tier, catalogue.Period(o.Period))
	if !ok {
		if price, ok = offer.Nearest(o.Tier, catalogue.Period(o.Period)); !ok {
			return Offered{}, store.ErrNotFound
		}
	}
	return Offered{offer, price}, nil
}

// keep writes some columns, if nobody was quicker.
func (o *Opening) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	known := o.Version
	o.Version++
	done := tx.WithContext(ctx).Model(&Opening{}).Where("id = ? and version = ?", o.ID, known).Select(append(columns, "version")).
		Omit("Affiliation", "Organisation", "Invitation", "OpenedBy").Updates(o)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}

// note writes an act on the opening in the journal of the head.
func (o Opening) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "opening", SubjectRef: o.Ref, OrganisationID: o.HeadID})
}
