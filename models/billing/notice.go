package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// NoticeKind is what a person declares.
type NoticeKind string

// The kinds of notices (law-and-charter.md e and f).
const (
	Cancellation NoticeKind = "cancellation" // the contract ends at its term
	Withdrawal   NoticeKind = "withdrawal"   // the contract is given back within fourteen days
)

// NoticeState is how far a notice has come.
type NoticeState string

// The states of a notice.
const (
	NoticeReceived NoticeState = "received" // acknowledged; the address is asked to confirm
	NoticeWaiting  NoticeState = "waiting"  // a person has to look at it
	NoticeApplied  NoticeState = "applied"
	NoticeRefused  NoticeState = "refused"
)

// Notice is a declaration: somebody cancels a contract or withdraws from it. What was declared never changes; it is acknowledged at
// once, whether or not the contract is known (R-e2), and acted upon when it is sure who declared it (R-e6).
type Notice struct {
	ID             uint
	Ref            string
	Kind           NoticeKind
	State          NoticeState
	Name           string
	Email          string
	Postal         string
	Contract       string // the reference as typed
	WishedOn       string
	Locale         string
	ReceivedAt     time.Time
	ConfirmedAt    *time.Time
	SentByID       *uint // who was signed in
	SubscriptionID *uint
	OrganisationID *uint
	HandledByID    *uint
	HandledAt      *time.Time
	EffectOn       string // the first day without the service
	CreditedCents  int64
	RepayCents     int64 // what was paid and is to be given back
	Remark         string
	Version        int

	Subscription Subscription        `gorm:"-"`
	Organisation people.Organisation `gorm:"-"`
}

// confirmable is how long the link in the acknowledgement confirms the address.
const confirmable = 14 * 24 * time.Hour

// ConfirmableUntil is when the link in the acknowledgement ends.
func (n Notice) ConfirmableUntil() time.Time { return n.ReceivedAt.Add(confirmable) }

// Open reports whether something is still to be done about it.
func (n Notice) Open() bool { return n.State == NoticeReceived || n.State == NoticeWaiting }

// FindNotice returns the notice with that ref: whoever holds the ref sent it.
func FindNotice(ctx context.Context, db *gorm.DB, ref string) (Notice, error) {
	return store.From[Notice](db).Where("ref = ?", ref).Take(ctx)
}

// LoadNotice returns a notice by id with its subscription, for jobs.
func LoadNotice(ctx context.Context, db *gorm.DB, id uint) (Notice, error) {
	n, err := store.From[Notice](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return n, err
	}
	return n.complete(ctx, db)
}

// complete adds the subscription and the organisation, once they are known.
func (n Notice) complete(ctx context.Context, db *gorm.DB) (Notice, error) {
	if n.SubscriptionID == nil {
		return n, nil
	}
	s, err := LoadSubscription(ctx, db, *n.SubscriptionID)
	n.Subscription, n.Organisation = s, s.Organisation
	return n, err
}

// DeskNotice returns the notice with that ref for an operator, else store.ErrNotFound.
func DeskNotice(ctx context.Context, db *gorm.DB, me people.User, ref string) (Notice, error) {
	if !me.Is(people.Operator) {
		return Notice{}, store.ErrNotFound
	}
	n, err := FindNotice(ctx, db, ref)
	if err != nil {
		return n, err
	}
	return n.complete(ctx, db)
}

// NoticeSearch narrows the operators' list.
type NoticeSearch struct {
	Query string
	All   bool // also those that are done
	After uint
}

// Notices returns a page of notices for operators: those to be done oldest first, all of them newest first.
func Notices(ctx context.Context, db *gorm.DB, me people.User, f NoticeSearch) (store.Page[Notice], error) {
	if !me.Is(people.Operator) {
		return store.Page[Notice]{}, store.ErrForbidden
	}
	q := store.From[Notice](db).Where("id > ?", f.After).Order("id")
	if f.All {
		q = store.From[Notice](db).Order("id desc")
		if f.After > 0 {
			q = q.Where("id < ?", f.After)
		}
	} else {
		q = q.Where("state in ('received','waiting')")
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(name) like ? escape '\' or lower(email) like ? escape '\' or lower(contract) like ? escape '\')`, like, like, like)
	}
	rows, err := q.Limit(store.PageSize + 1).Find(ctx)
	return store.Paged(rows, store.PageSize, func(n Notice) string { return store.Key(n.ID) }), err
}

// NoticesOf returns what was declared about the contracts of an organisation, newest first.
func NoticesOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Notice, error) {
	return store.From[Notice](db).Where("organisation_id = ?", o.ID).Order("id desc").Limit(50).Find(ctx)
}

func (n Notice) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	act := journal.Act{Verb: verb, SubjectType: "notice", SubjectRef: n.Ref, Reason: reason}
	if n.OrganisationID != nil {
		act.OrganisationID = *n.OrganisationID
	}
	return journal.Note(ctx, tx, by, act)
}

// keep writes where a notice stands; what was declared is not among it.
func (n *Notice) keep(ctx context.Context, tx *gorm.DB) error {
	known := n.Version
	n.Version++
	done := tx.WithContext(ctx).Model(&Notice{}).Where("id = ? and version = ?", n.ID, known).
		Select("state", "confirmed_at", "subscription_id", "organisation_id", "handled_by_id", "handled_at", "effect_on", "credited_cents", "repay_cents", "remark", "version").Updates(n)
	if done.Error == nil && done.RowsAffected == 0 {
		return fmt.Errorf("billing: the notice was handled meanwhile: %w", store.ErrConflict)
	}
	return done.Error
}
