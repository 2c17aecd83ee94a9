package billing

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ShareState is how far a share has come.
type ShareState string

// The states of a share.
const (
	ShareProposed  ShareState = "proposed"
	ShareAccepted  ShareState = "accepted"
	ShareRefused   ShareState = "refused"
	ShareWithdrawn ShareState = "withdrawn" // the organisation took its proposal back
	ShareEnded     ShareState = "ended"     // the payer left, or the subscription is over
)

// wholeBP is everything, in basis points: 10,000 are 100 %.
const wholeBP = 10_000

// BasisPoints is a part of something, so many of ten thousand; in what is said of a mistake it is written as the reader's language does.
type BasisPoints int

// shareLasts is how many days a proposal may be answered.
const shareLasts = 60

// Share is a part of a subscription that another organisation pays, or is asked to: so many basis points, from a period on, as long as
// it wishes. What nobody set is paid by the organisation that subscribed.
type Share struct {
	ID             uint
	Ref            string
	SubscriptionID uint
	Subscription   Subscription         `gorm:"foreignKey:SubscriptionID"`
	OrganisationID uint                 // whose subscription it is
	Organisation   people.Organisation  `gorm:"foreignKey:OrganisationID"`
	PayerID        *uint                // nil until somebody who was written to names their organisation
	Payer          *people.Organisation `gorm:"foreignKey:PayerID"`
	Email          string               // who was written to, where no organisation of the portal was named
	BasisPoints    int
	Discreet       bool // name and amount are hidden from the other payers and the public
	StaysOpen      bool // while nobody pays it, it is open; else the organisation itself pays it
	State          ShareState
	FromOn         string // the first period it pays begins that day; empty: from the first one
	UntilOn        string // the first day it no longer pays for, once it ended
	YearlyCents    int64  // what it agreed to for a year, before tax: never more without another yes
	Locale         string
	ProposedByID   uint
	ProposedAt     time.Time
	ExpiresAt      time.Time
	AnsweredByID   *uint
	AnsweredAt     *time.Time
	EndedByID      *uint
	EndedAt        *time.Time
	ClosedAt       *time.Time // an open part was given to others, or the organisation carries it again
	AffiliationID  *uint      // of what a network head pays for its member
	Version        int

	quiet bool // its end is told in another letter
}

// LoadShare returns a share with its subscription and organisations, for jobs.
func LoadShare(ctx context.Context, db *gorm.DB, id uint) (Share, error) {
	return store.From[Share](db).Where("id = ?", id).Preload("Subscription", nil).Preload("Organisation", nil).Preload("Payer", nil).Take(ctx)
}

// FindShare returns the share with that ref, for whoever holds a link that the portal sealed.
func FindShare(ctx context.Context, db *gorm.DB, ref string) (Share, error) {
	return store.From[Share](db).Where("ref = ?", ref).Preload("Subscription", nil).Preload("Organisation", nil).Preload("Payer", nil).Take(ctx)
}

// ShareOf returns the share with that ref of an organisation's own subscription. Who may see it was asked at the door.
func ShareOf(ctx context.Context, db *gorm.DB, o people.Organisation, ref string) (Share, error) {
	return store.From[Share](db).Where("ref = ? and organisation_id = ?", ref, o.ID).Preload("Subscription", nil).Preload("Organisation", nil).Preload("Payer", nil).Take(ctx)
}

// CarriedShare returns the share with that ref that an organisation carries for another, or is asked to carry.
func CarriedShare(ctx context.Context, db *gorm.DB, payer people.Organisation, ref string) (Share, error) {
	s, err := store.From[Share](db).Joins(clause.Has("Subscription"), nil).Joins(clause.Has("Organisation"), nil).Where("shares.ref = ? and shares.payer_id = ?", ref, payer.ID).Take(ctx)
	s.Payer = &payer
	return s, err
}

// CarriedBy returns what an organisation carries for others or is asked to, what waits for an answer first. What a network head pays for its members
// stands on the page of its network.
func CarriedBy(ctx context.Context, db *gorm.DB, payer people.Organisation) ([]Share, error) {
	return store.From[Share](db).Joins(clause.Has("Organisation"), nil).Where("shares.payer_id = ? and shares.affiliation_id is null and shares.state in ('proposed','accepted','ended')", payer.ID).
		Order("case shares.state when 'proposed' then 0 when 'accepted' then 1 else 2 end, shares.id desc").Limit(100).Find(ctx)
}

// SharesOf returns the shares of a subscription that count: proposed, paying, or open; oldest first.
func SharesOf(ctx context.Context, db *gorm.DB, s Subscription) ([]Share, error) {
	all, err := store.From[Share](db).Joins(clause.JoinTarget{Association: "Payer", Type: clause.LeftJoin}, nil).
		Where("shares.subscription_id = ? and (shares.state in ('proposed','accepted') or shares.until_on <> '' or shares.stays_open)", s.ID).Order("shares.id").Find(ctx)
	var kept []Share
	for _, share := range all {
		if share.counts() {
			kept = append(kept, share)
		}
	}
	return kept, err
}

// counts reports whether a part of the bill hangs on the share: it is asked for, it pays, or it is open.
func (s Share) counts() bool {
	return s.State == ShareProposed || s.State == ShareAccepted || s.State == ShareEnded && s.UntilOn != "" || s.Open()
}

// Open reports whether the part is left open: nobody pays it, and the organisation did not take it.
func (s Share) Open() bool {
	return s.StaysOpen && s.ClosedAt == nil && s.State != ShareAccepted && s.State != ShareProposed
}

// Pays reports whether the share pays for the period that begins on a day; an empty day is the first period of what is not delivered yet.
func (s Share) Pays(from string) bool {
	if s.FromOn != "" && s.FromOn > from {
		return false
	}
	return s.State == ShareAccepted || s.State == ShareEnded && s.UntilOn > from
}

// Leaving reports whether it pays still and will not after a day that is known.
func (s Share) Leaving(today string) bool { return s.State == ShareEnded && s.UntilOn > today }

// Waiting reports whether it can be answered at an instant.
func (s Share) Waiting(at time.Time) bool { return s.State == ShareProposed && at.Before(s.ExpiresAt) }

// Answers reports whether a person may answer for the payer and end its share: its owners and treasurers.
func (s Share) Answers(u people.User) bool { return s.PayerID != nil && keeps(u, *s.PayerID) }

// keep writes some columns of a share and its version.
func (s *Share) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	s.Version++
	columns = append(columns, "version")
	return tx.WithContext(ctx).Model(s).Omit("Subscription", "Organisation", "Payer").Select(columns).Updates(s).Error
}

// note writes an act on the share in the journal of the organisation whose subscription it is.
func (s Share) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb string) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "share", SubjectRef: s.Ref, OrganisationID: s.OrganisationID, Details: map[string]any{"basis_points": s.BasisPoints, "from": s.FromOn, "until": s.UntilOn},
	})
}

// takeShare takes a share and its subscription for this transaction, after everybody who pays for it.
func takeShare(ctx context.Context, tx *gorm.DB, id uint) (Share, Subscription, error) {
	share, err := store.From[Share](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return share, Subscription{}, err
	}
	if err := allAtOnce(tx, share.OrganisationID, share.PayerID); err != nil {
		return share, Subscription{}, err
	}
	s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", share.SubscriptionID).Take(ctx)
	if err != nil {
		return share, s, err
	}
	share, err = store.From[Share](tx, forUpdate).Where("id = ?", id).Take(ctx)
	return share, s, err
}

// allAtOnce lets one transaction at a time settle money of an organisation and of all that pay or ever paid for it, in one order, so that
// nobody waits for each other in a circle. Whoever issues for a subscription begins with it.
func allAtOnce(tx *gorm.DB, organisationID uint, more *uint) error {
	if !store.Postgres(tx) {
		return nil
	}
	return tx.Exec(`select 1 from organisations where id = ? or id = ? or id in (select payer_id from shares where organisation_id = ? and payer_id is not null)
		order by id for no key update`, organisationID, more, organisationID).Error
}

// taken is the subscription as it is now, for this transaction alone, with everybody who pays for it.
func (s Subscription) taken(ctx context.Context, tx *gorm.DB) (Subscription, error) {
	if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
		return s, err
	}
	return store.From[Subscription](tx, forUpdate).Where("id = ?", s.ID).Take(ctx)
}

// everybodyAround is the same for an organisation whose contracts may end, with all that are in its subscriptions and in those it pays for.
func everybodyAround(tx *gorm.DB, organisationID uint) error {
	if !store.Postgres(tx) {
		return nil
	}
	return tx.Exec(`select 1 from organisations where id = ? or id in (select h.payer_id from shares h where h.payer_id is not null and h.organisation_id in
			(select organisation_id from shares where payer_id = ? union select ?))
		or id in (select organisation_id from shares where payer_id = ?) order by id for no key update`, organisationID, organisationID, organisationID, organisationID).Error
}
