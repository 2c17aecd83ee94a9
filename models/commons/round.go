package commons

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"chatiere/models/commons/formula"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundState is where a round stands (reciprocity.md 7.2).
type RoundState string

// The states.
const (
	RoundDraft     RoundState = "draft"
	RoundOpen      RoundState = "open"
	RoundClosed    RoundState = "closed"
	RoundComputed  RoundState = "computed"
	RoundApproved  RoundState = "approved"
	RoundExported  RoundState = "exported"
	RoundPaid      RoundState = "paid"
	RoundPublished RoundState = "published"
	RoundCancelled RoundState = "cancelled"
)

// RoundStates are all states, in the order of a round's life.
var RoundStates = []RoundState{RoundDraft, RoundOpen, RoundClosed, RoundComputed, RoundApproved, RoundExported, RoundPaid, RoundPublished, RoundCancelled}

// roundMoves is the table of reciprocity.md 7.2: from where to where.
var roundMoves = map[RoundState][]RoundState{
	RoundDraft:    {RoundOpen, RoundCancelled},
	RoundOpen:     {RoundClosed, RoundCancelled},
	RoundClosed:   {RoundComputed, RoundCancelled},
	RoundComputed: {RoundApproved, RoundCancelled},
	RoundApproved: {RoundExported, RoundCancelled},
	RoundExported: {RoundPaid},
	RoundPaid:     {RoundPublished},
}

// Round is one redistribution: a pot, the formula that was fixed before it opened, and what each project receives by it.
type Round struct {
	ID             uint
	Ref            string
	Formula        string // JSON; in its canonical form once the round is open
	FormulaSHA256  string `gorm:"column:formula_sha256"`
	State          RoundState
	BaseCents      int64
	AccruedCents   int64
	CarriedCents   int64
	AvailableCents int64
	PotCents       int64
	LeftCents      int64  // of the pot, for the next round
	Subscribers    int    // how many paid in the period: below three no base is shown
	ResultSHA256   string `gorm:"column:result_sha256"` // of the formula's hash and every allocation: what is approved
	Reason         string // why it was cancelled, for everybody
	EntryID        *uint  // of the allocation in the books
	OpenedAt       *time.Time
	ListedAt       *time.Time // its projects are fixed: at opening, or when the time for proposals is over
	ClosedAt       *time.Time
	ComputedAt     *time.Time
	ApprovedAt     *time.Time
	ExportedAt     *time.Time
	PaidAt         *time.Time
	PublishedAt    *time.Time
	CancelledAt    *time.Time
	RemindedAt     *time.Time
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Rules is the round's formula.
func (r Round) Rules() formula.Formula {
	f, err := formula.Parse([]byte(r.Formula))
	if err != nil {
		return formula.Formula{} // nothing else is ever written
	}
	return f
}

// Inputs are the sums it was computed from.
func (r Round) Inputs() formula.Inputs {
	return formula.Inputs{Base: r.BaseCents, Accrued: r.AccruedCents, Carried: r.CarriedCents, Available: r.AvailableCents}
}

// Reached reports whether the round has come to a state or beyond; a cancelled one has reached nothing.
func (r Round) Reached(s RoundState) bool {
	return r.State != RoundCancelled && slices.Index(RoundStates, r.State) >= slices.Index(RoundStates, s)
}

// Told reports whether everybody may read what each project receives: two people have approved it.
func (r Round) Told() bool { return r.Reached(RoundApproved) }

// ShowsBase reports whether the sum of which the pot is a part may be shown: with fewer than three subscribers it would tell what one of them paid.
func (r Round) ShowsBase() bool { return r.Subscribers >= 3 || r.Rules().Base.Kind.Typed() }

// Voting reports whether ballots are taken on a day.
func (r Round) Voting(today string) bool {
	f := r.Rules()
	return r.State == RoundOpen && f.Rule == formula.Vote && f.Deadlines.Ballots <= today && today <= f.Deadlines.Closes
}

// RoundLate is a step whose day has passed.
type RoundLate struct {
	Step RoundState // the state it should have reached
	Day  string
}

// Late is the step whose day has passed, if there is one.
func (r Round) Late(today string) (RoundLate, bool) {
	d := r.Rules().Deadlines
	for _, step := range []RoundLate{{RoundOpen, d.Opens}, {RoundClosed, d.Closes}, {RoundComputed, d.Computed}, {RoundPaid, d.Paid}, {RoundPublished, d.Published}} {
		if r.State != RoundCancelled && !r.Reached(step.Step) && today > step.Day {
			return step, true
		}
	}
	return RoundLate{}, false
}

// RoundProject is a project of a round, as it was when the round opened.
type RoundProject struct {
	ID             uint
	RoundID        uint
	UpstreamID     uint
	OrganisationID *uint // the organisation behind it, whose people give it no points
	Organisation   people.Organisation
	Ref            string // of the upstream: its public id
	Name           string
	URL            string `gorm:"column:url"`
	Licence        string
	Eligible       bool
	Why            string           // not eligible: licence, or unlisted (no published service runs on it)
	Allocation     *RoundAllocation `gorm:"foreignKey:ProjectID"`
}

// RoundAllocation is what a project receives, with all that explains it. Append only.
type RoundAllocation struct {
	ID          uint
	RoundID     uint
	ProjectID   uint
	Weight      int64
	Remainder   int64
	Cents       int64
	Outcome     formula.Outcome
	Explanation string // JSON of formula.Share
}

// Share is how the amount came about.
func (a RoundAllocation) Share() formula.Share {
	var s formula.Share
	_ = json.Unmarshal([]byte(a.Explanation), &s) // written by us
	return s
}

// RoundStep is one move of a round. Steps are only ever added.
type RoundStep struct {
	ID        uint
	RoundID   uint
	FromState RoundState
	ToState   RoundState
	ByID      *uint
	Note      string
	CreatedAt time.Time
}

// takeRound loads a round for a change, kept for this transaction.
func takeRound(ctx context.Context, tx *gorm.DB, id uint) (Round, error) {
	var r Round
	err := locked(tx.WithContext(ctx)).Where("id = ?", id).Take(&r).Error
	return r, err
}

// move changes the state of a round that this transaction holds, notes the step, and saves the columns named. A zero person is the portal.
func (r *Round) move(ctx context.Context, tx *gorm.DB, to RoundState, by people.User, note string, columns ...string) error {
	if !slices.Contains(roundMoves[r.State], to) {
		return ErrMoved
	}
	from := r.State
	r.State, r.UpdatedAt, r.Version = to, store.Now(tx), r.Version+1
	*r.stamp(to) = stamp(tx)
	columns = append(columns, "State", "UpdatedAt", "Version", roundStamps[to])
	if err := tx.WithContext(ctx).Model(&Round{}).Where("id = ?", r.ID).Select(columns).Updates(r).Error; err != nil {
		return err
	}
	s := RoundStep{RoundID: r.ID, FromState: from, ToState: to, Note: note, CreatedAt: store.Now(tx)}
	if by.ID != 0 {
		s.ByID = &by.ID
	}
	if err := store.From[RoundStep](tx).Create(ctx, &s); err != nil {
		return err
	}
	if err := r.note(ctx, tx, by, "round_"+string(to), note); err != nil {
		return err
	}
	return store.Published(tx)
}

// roundStamps are the columns that say when a state was reached.
var roundStamps = map[RoundState]string{
	RoundOpen: "OpenedAt", RoundClosed: "ClosedAt", RoundComputed: "ComputedAt", RoundApproved: "ApprovedAt", RoundExported: "ExportedAt",
	RoundPaid: "PaidAt", RoundPublished: "PublishedAt", RoundCancelled: "CancelledAt",
}

// stamp is where it is noted when a state was reached.
func (r *Round) stamp(s RoundState) **time.Time {
	return map[RoundState]**time.Time{
		RoundOpen: &r.OpenedAt, RoundClosed: &r.ClosedAt, RoundComputed: &r.ComputedAt, RoundApproved: &r.ApprovedAt, RoundExported: &r.ExportedAt,
		RoundPaid: &r.PaidAt, RoundPublished: &r.PublishedAt, RoundCancelled: &r.CancelledAt,
	}[s]
}

func (r Round) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "round", SubjectRef: r.Ref, Reason: reason})
}
