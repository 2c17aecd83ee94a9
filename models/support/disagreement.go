package support

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DisagreementForm is what an operator says a disagreement is about; the requester's side reads it.
type DisagreementForm struct {
	Reason string `form:"disagreement"`
}

// Disagree marks the ticket as a disagreement about what its organisation is to pay: until that is settled, or the ticket solved, nothing of
// it is chased (billing.md DUN1). A ticket without an organisation, or that is solved, gives store.ErrConflict.
func (t *Ticket) Disagree(ctx context.Context, db *gorm.DB, by people.User, f DisagreementForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if t.OrganisationID == nil || t.Settled() {
			return store.ErrConflict
		}
		return billing.Disagree(ctx, tx, by, *t.OrganisationID, t.Ref, f.Reason)
	})
}

// Agree says that the disagreement is settled; the ticket stays as it is. Said twice, it changes nothing.
func (t *Ticket) Agree(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error { return billing.SettleDisagreement(ctx, tx, by, t.Ref) })
}
