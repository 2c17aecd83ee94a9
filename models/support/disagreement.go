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
	Reason  string `form:"disagreement"`
	Invoice string `form:"invoice"` // its number; empty: all that is due
}

// DisputeForm is what those who keep an organisation's money say against an invoice.
type DisputeForm struct {
	Reason  string `form:"disagreement"`
	Subject string `form:"-"` // of the request for help that it opens
	Lang    string `form:"-"`
}

// Dispute opens a request for help about an invoice that those who keep its organisation's money do not agree with. Until it is answered
// nothing is chased and that invoice is not charged by itself. Said before about the same invoice: store.ErrConflict.
func Dispute(ctx context.Context, db *gorm.DB, by people.User, i billing.Invoice, o people.Organisation, f DisputeForm) (Ticket, error) {
	wrong := store.Invalid{}
	f.Reason = tidy(f.Reason)
	if needed(wrong, "disagreement", f.Reason, maxBody); wrong.Err() != nil {
		return Ticket{}, wrong
	}
	var t Ticket
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if t, err = OpenTicket(ctx, tx, by, TicketForm{Subject: f.Subject, Body: f.Reason, Organisation: o.Ref, Lang: f.Lang}); err != nil {
			return err
		}
		return i.Disagree(ctx, tx, by, t.Ref, f.Reason)
	})
	return t, err
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
		return billing.Disagree(ctx, tx, by, *t.OrganisationID, t.Ref, f.Invoice, f.Reason)
	})
}

// Agree says that the disagreement is settled; the ticket stays as it is. Said twice, it changes nothing.
func (t *Ticket) Agree(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error { return billing.SettleDisagreement(ctx, tx, by, t.Ref) })
}
