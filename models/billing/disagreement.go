package billing

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Disagreement is what an organisation told in a request for help about what it is to pay: until it is settled nothing of it is chased (DUN1).
type Disagreement struct {
	ID             uint
	OrganisationID uint
	TicketRef      string
	Reason         string // what it is about; the organisation reads it
	ByID           uint
	CreatedAt      time.Time
	SettledByID    *uint
	SettledAt      *time.Time
}

// Open reports whether it is not settled yet.
func (d Disagreement) Open() bool { return d.ID != 0 && d.SettledAt == nil }

// Disagree notes that a request for help is about what an organisation is to pay. One at a time for a request: else store.ErrConflict.
func Disagree(ctx context.Context, tx *gorm.DB, by people.User, organisationID uint, ticketRef, reason string) error {
	wrong := store.Invalid{}
	reason = oneLine(reason)
	if needed(wrong, "disagreement", reason); wrong.Err() != nil {
		return wrong
	}
	if d, err := DisagreementIn(ctx, tx, ticketRef); err != nil || d.Open() {
		return conflictUnless(err)
	}
	d := Disagreement{OrganisationID: organisationID, TicketRef: ticketRef, Reason: reason, ByID: by.ID, CreatedAt: store.Now(tx)}
	if err := store.From[Disagreement](tx).Create(ctx, &d); err != nil {
		return err
	}
	return d.note(ctx, tx, by, "disagreement_noted", reason)
}

// conflictUnless is an error, or store.ErrConflict where there is none.
func conflictUnless(err error) error {
	if err != nil {
		return err
	}
	return store.ErrConflict
}

// SettleDisagreement lets the days count again from now on; where nothing was open it does nothing.
func SettleDisagreement(ctx context.Context, tx *gorm.DB, by people.User, ticketRef string) error {
	d, err := DisagreementIn(ctx, tx, ticketRef)
	if err != nil || !d.Open() {
		return err
	}
	now := store.Now(tx)
	if d.SettledAt = &now; by.SignedIn() {
		d.SettledByID = &by.ID
	}
	if err := tx.WithContext(ctx).Model(&d).Select("settled_at", "settled_by_id").Updates(&d).Error; err != nil {
		return err
	}
	return d.note(ctx, tx, by, "disagreement_settled", "")
}

func (d Disagreement) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	actor := journal.Actor{}
	if by.SignedIn() {
		actor = by.Actor()
	}
	return journal.Note(ctx, tx, actor, journal.Act{Verb: verb, SubjectType: "ticket", SubjectRef: d.TicketRef, OrganisationID: d.OrganisationID, Reason: reason})
}

// DisagreementIn is the open disagreement of a request for help; none is one that is not open. Who may see the request was asked before.
func DisagreementIn(ctx context.Context, db *gorm.DB, ticketRef string) (Disagreement, error) {
	return firstOpen(ctx, store.From[Disagreement](db).Where("ticket_ref = ? and settled_at is null", ticketRef))
}

// DisagreementOf is the oldest open disagreement with an organisation; none is one that is not open. Who may see its account was asked before.
func DisagreementOf(ctx context.Context, db *gorm.DB, o people.Organisation) (Disagreement, error) {
	return firstOpen(ctx, store.From[Disagreement](db).Where("organisation_id = ? and settled_at is null", o.ID))
}

func firstOpen(ctx context.Context, q store.Rows[Disagreement]) (Disagreement, error) {
	rows, err := q.Order("id").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return Disagreement{}, err
	}
	return rows[0], nil
}
