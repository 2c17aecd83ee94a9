package billing

import (
	"context"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RepayCents is what of the organisation's own money is to be paid back.
func (e Ending) RepayCents() int64 { return sumFreed(e.freed) }

// corrected counts a credit note: of the organisation's own money, or of what others paid, which is theirs.
func (e *Ending) corrected(s Subscription, note Invoice) {
	if note.OrganisationID == s.OrganisationID {
		e.CreditedCents += note.TotalCents
		e.freed = append(e.freed, note.freed...)
	} else if len(note.freed) > 0 {
		e.others = append(e.others, note)
	}
}

// owe writes down what is to be paid back, since it was declared: to the organisation for its notice, to others for their credit notes.
func (e Ending) owe(ctx context.Context, tx *gorm.DB, by journal.Actor, n Notice) error {
	mine := Repayment{OrganisationID: *n.OrganisationID, NoticeID: &n.ID, Currency: euros}
	if err := mine.owe(ctx, tx, by, together(e.freed), n.ReceivedAt); err != nil {
		return err
	}
	for _, note := range e.others {
		theirs := Repayment{OrganisationID: note.OrganisationID, CreditNoteID: &note.ID, Currency: note.Currency}
		if err := theirs.owe(ctx, tx, by, note.freed, n.ReceivedAt); err != nil {
			return err
		}
	}
	return nil
}

// restsFor is what settles nothing of the payments for a pro forma, or for those it replaces.
func restsFor(ctx context.Context, tx *gorm.DB, p ProForma) (all []freed, err error) {
	payments, err := store.From[Payment](tx).Where("organisation_id = ? and state = ? and reverses_id is null and pro_forma_id in ("+proFormasReplaced("p.id = ?")+")", p.OrganisationID, Succeeded, p.ID).Order("id").Find(ctx)
	for _, y := range payments {
		if y, err = y.whole(ctx, tx); err != nil {
			return all, err
		}
		if rest := y.Rest(); rest > 0 {
			all = append(all, freed{y.ID, rest})
		}
	}
	return all, err
}
