package people

import (
	"context"
	"fmt"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ErrClosed is what whoever begins something in the name of an organisation that was closed is told. What is there may still be read, taken along,
// paid and ended.
var ErrClosed = fmt.Errorf("people: the organisation was closed: %w", store.ErrConflict)

// held keeps a row for this transaction: nobody closes the organisation, and nobody ends the membership, before it is over.
var held = clause.Locking{Strength: "NO KEY UPDATE"}

// OpenNow returns an organisation as it is in this transaction, which nobody closes meanwhile; one that was closed is ErrClosed.
func OpenNow(ctx context.Context, tx *gorm.DB, id uint) (Organisation, error) {
	o, err := store.From[Organisation](tx, held).Where("id = ?", id).Take(ctx)
	if err == nil && o.ClosedAt != nil {
		err = ErrClosed
	}
	return o, err
}

// ActingNow returns an organisation as it is in this transaction, which nobody closes meanwhile, if anything new may be done in its name; one that
// was closed since the person came in is ErrClosed, one that nobody has confirmed yet store.ErrConflict.
func ActingNow(ctx context.Context, tx *gorm.DB, id uint) (Organisation, error) {
	o, err := OpenNow(ctx, tx, id)
	if err == nil && !o.Usable() {
		err = store.ErrConflict
	}
	return o, err
}

// ActingFor is ActingNow for a person who has one of the roles in the organisation (without one named: any), and keeps it until the transaction is
// over; who has left since they came in, or has another role, is store.ErrForbidden. An owner may do everything.
func ActingFor(ctx context.Context, tx *gorm.DB, by User, organisationID uint, roles ...MemberRole) (Organisation, error) {
	o, err := ActingNow(ctx, tx, organisationID)
	if err != nil {
		return o, err
	}
	places, err := store.From[Membership](tx, held).Where("user_id = ? and organisation_id = ? and until_at is null", by.ID, organisationID).Find(ctx)
	if err == nil && (len(places) == 0 || len(roles) > 0 && !places[0].May(roles...)) {
		err = store.ErrForbidden
	}
	return o, err
}
