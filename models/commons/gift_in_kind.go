package commons

import (
	"context"
	"slices"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// kindsGiven are the kinds of contributions that are gifts in kind of a company: things, and rooms or machines lent for nothing. What people of a
// company do in its paid time is not among them: its cost is in the company's books, not here.
var kindsGiven = []string{"x_goods", "x_premises"}

// GivenInKind reports whether a contribution is what a receipt of form 16216 can be for: a thing that an organisation gave to the collective, that was
// accepted with a value in euros, and that settles nothing (R-c1).
func (c Contribution) GivenInKind() bool {
	kind, cents := c.Effective()
	return slices.Contains(kindsGiven, kind) && c.Unit == Cents && cents > 0 && c.OrganisationID != nil && c.Vouched() && c.ForType == "collective" &&
		c.Treatment == Given && c.AgreementID == nil && c.Counts() && c.State != Contested
}

// InKind is what is to be known of the receipt for a gift in kind, for those who keep its organisation's money.
type InKind struct {
	Offered bool // a receipt may be asked for
	Receipt *GiftReceipt
}

// InKindOf returns it; for everybody else, and of anything else, there is nothing to know.
func InKindOf(ctx context.Context, db *gorm.DB, u people.User, c Contribution) (InKind, error) {
	if !c.GivenInKind() || !keeps(u, c.ContributorID, c.OrganisationID) {
		return InKind{}, nil
	}
	found, err := store.From[GiftReceipt](db).Where("contribution_id = ? and voided_at is null", c.ID).Limit(1).Find(ctx)
	if err != nil {
		return InKind{}, err
	}
	if len(found) > 0 {
		return InKind{Receipt: &found[0]}, nil
	}
	e, err := EligibilityNow(ctx, db)
	return InKind{Offered: e.Covers(ForCompanies)}, err
}

// Certify issues the receipt of a gift in kind to the organisation that gave it, for the value that was accepted: it is the company alone that answers
// for it (CGI 238 bis).
func (c Contribution) Certify(ctx context.Context, db *gorm.DB, by people.User, f *ReceiptForm) (GiftReceipt, error) {
	var r GiftReceipt
	if c.OrganisationID == nil || !keeps(by, c.ContributorID, c.OrganisationID) {
		return r, store.ErrForbidden
	}
	f.Company, f.InKind = true, true
	if err := f.check(); err != nil {
		return r, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		e, err := EligibilityNow(ctx, tx)
		if err != nil {
			return err
		}
		if !fresh.GivenInKind() || !e.Covers(ForCompanies) {
			return store.ErrConflict
		}
		_, cents := fresh.Effective()
		r = GiftReceipt{ContributionID: &c.ID, OrganisationID: fresh.OrganisationID, Cents: cents, Thing: f.Thing, ReceivedOn: fresh.ToOn}
		if fresh.FromOn != fresh.ToOn {
			r.BeganOn = fresh.FromOn
		}
		return r.issue(ctx, tx, by, e, f)
	})
	return r, err
}

// voidReceipt makes the receipt of a gift in kind void when what was accepted is taken back or put right.
func (c *Contribution) voidReceipt(ctx context.Context, tx *gorm.DB, by people.User, why string) error {
	found, err := store.From[GiftReceipt](tx).Where("contribution_id = ? and voided_at is null", c.ID).Find(ctx)
	for _, r := range found {
		if err := r.void(ctx, tx, by, why); err != nil {
			return err
		}
	}
	return err
}
