package people

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// AffiliationState is where an affiliation stands.
type AffiliationState string

// The states of an affiliation.
const (
	AffiliationProposed AffiliationState = "proposed" // an owner of the member has not answered yet
	AffiliationActive   AffiliationState = "active"
	AffiliationDeclined AffiliationState = "declined"
	AffiliationEnded    AffiliationState = "ended"
)

// Affiliation is an organisation's place in the network of a head. The head sees the member's spaces by name, state and payment,
// never what is in them. Either side ends it when it likes; the member keeps its spaces.
type Affiliation struct {
	ID           uint
	Ref          string
	HeadID       uint
	Head         Organisation `gorm:"foreignKey:HeadID"`
	MemberID     *uint        // nil while an address was asked and nobody has said for which organisation
	Member       Organisation `gorm:"foreignKey:MemberID"`
	Email        string       // who was asked
	State        AffiliationState
	CarriedBP    int  `gorm:"column:carried_bp"` // the part of the member's bills that the head pays, in basis points
	AskedBP      *int `gorm:"column:asked_bp"`   // a larger part that the head offers to pay, while the member has not answered
	ProposedByID *uint
	DecidedByID  *uint
	DecidedAt    *time.Time
	EndedByID    *uint
	EndedAt      *time.Time
	Version      int
	CreatedAt    time.Time
}

// AffiliationAsked asks the jobs to write to the address that an affiliation was proposed to.
type AffiliationAsked struct {
	AffiliationID uint `json:"affiliation_id"`
}

// Kind names the promise.
func (AffiliationAsked) Kind() string { return "affiliation_asked" }

// AffiliationDecided tells what became of a proposal, or that an operator made an affiliation.
type AffiliationDecided struct {
	AffiliationID uint `json:"affiliation_id"`
}

// Kind names the promise.
func (AffiliationDecided) Kind() string { return "affiliation_decided" }

// AffiliationOver tells both sides that an affiliation has ended, and ends what the head carried.
type AffiliationOver struct {
	AffiliationID uint `json:"affiliation_id"`
}

// Kind names the promise.
func (AffiliationOver) Kind() string { return "affiliation_over" }

// Name is what the member is called: its name, or before that the address that was asked.
func (a Affiliation) Name() string {
	if a.MemberID == nil {
		return a.Email
	}
	return a.Member.Name
}

// Heads reports whether the organisation is a network head: an operator gave it a quota of members.
func (o Organisation) Heads() bool { return o.MemberQuota > 0 }

// AffiliationFilter narrows the list of a head's members.
type AffiliationFilter struct {
	Query string           `query:"q"`
	State AffiliationState `query:"state"`
	After string           `query:"after"`
}

// AffiliationsOf returns a page of the members of a head and of those it asked, the newest first. Who may see them was asked at the door.
func AffiliationsOf(ctx context.Context, db *gorm.DB, head Organisation, f AffiliationFilter) (store.Page[Affiliation], error) {
	rows, err := affiliationsOf(ctx, db, head, f, store.PageSize+1)
	return store.Paged(rows, store.PageSize, func(a Affiliation) string { return store.Key(a.ID) }), err
}

// AllAffiliationsOf returns all of them that the filter finds, for a file.
func AllAffiliationsOf(ctx context.Context, db *gorm.DB, head Organisation, f AffiliationFilter) ([]Affiliation, error) {
	return affiliationsOf(ctx, db, head, f, maxQuota)
}

func affiliationsOf(ctx context.Context, db *gorm.DB, head Organisation, f AffiliationFilter, most int) ([]Affiliation, error) {
	q := store.From[Affiliation](db).Where("head_id = ? and state in ('proposed','active')", head.ID).Order("id desc").Limit(most)
	if f.State == AffiliationProposed || f.State == AffiliationActive {
		q = q.Where("state = ?", f.State)
	}
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("id < ?", after)
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(email like ? escape '\' or member_id in (select id from organisations where lower(name) like ? escape '\'))`, like, like)
	}
	return q.Preload("Member", nil).Find(ctx)
}

// FindAffiliation returns a present or proposed affiliation of a head for those who manage the head, else store.ErrNotFound.
func FindAffiliation(ctx context.Context, db *gorm.DB, by User, head Organisation, ref string) (Affiliation, error) {
	if !by.Manages(head.ID) {
		return Affiliation{}, store.ErrNotFound
	}
	a, err := store.From[Affiliation](db).Where("ref = ? and head_id = ? and state in ('proposed','active')", ref, head.ID).Preload("Member", nil).Take(ctx)
	a.Head = head
	return a, err
}

// HeadOf returns the affiliation by which an organisation belongs to a head now, else store.ErrNotFound.
func HeadOf(ctx context.Context, db *gorm.DB, o Organisation) (Affiliation, error) {
	if o.NetworkID == nil {
		return Affiliation{}, store.ErrNotFound
	}
	a, err := store.From[Affiliation](db).Joins(clause.Has("Head"), nil).Where("affiliations.member_id = ? and affiliations.state = 'active'", o.ID).Take(ctx)
	a.Member = o
	return a, err
}

// FindProposal returns the proposal with that ref for the person who was asked, else store.ErrNotFound.
func FindProposal(ctx context.Context, db *gorm.DB, u User, ref string) (Affiliation, error) {
	return store.From[Affiliation](db).Where("ref = ? and member_id is null and email = ? and state = 'proposed'", ref, u.Email).Preload("Head", nil).Take(ctx)
}

// LoadAffiliation returns an affiliation by id with both sides, for jobs and other areas.
func LoadAffiliation(ctx context.Context, db *gorm.DB, id uint) (Affiliation, error) {
	return store.From[Affiliation](db).Where("id = ?", id).Preload("Head", nil).Preload("Member", nil).Take(ctx)
}

// MemberCount is how many members a head has, those it asked among them.
func MemberCount(ctx context.Context, db *gorm.DB, head Organisation) (int, error) {
	n, err := store.From[Affiliation](db).Where("head_id = ? and state in ('proposed','active')", head.ID).Count(ctx, "id")
	return int(n), err
}

// NetworkHeads returns the organisations that may be heads, by name, for operators.
func NetworkHeads(ctx context.Context, db *gorm.DB, by User) ([]Organisation, error) {
	if !by.Is(Operator) {
		return nil, store.ErrForbidden
	}
	return store.From[Organisation](db).Where("member_quota > 0 and closed_at is null").Order("lower(name), id").Limit(500).Find(ctx)
}

func (a Affiliation) note(ctx context.Context, tx *gorm.DB, by User, verb, reason string) error {
	if a.MemberID != nil {
		err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "affiliation", SubjectRef: a.Ref, OrganisationID: *a.MemberID, Reason: reason})
		if err != nil {
			return err
		}
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "affiliation", SubjectRef: a.Ref, OrganisationID: a.HeadID, Reason: reason})
}
