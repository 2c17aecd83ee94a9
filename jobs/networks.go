package jobs

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// links are the promises about networks of organisations.
func (w Worker) links(b book) {
	b.write(keep(w.openingMade))
	b.write(keep(w.affiliationAsked))
	b.write(keep(w.affiliationDecided))
	b.write(keep(w.affiliationOver))
}

// openingMade writes to the person who is asked to answer for a member organisation: one letter for each invitation.
func (w Worker) openingMade(ctx context.Context, news billing.OpeningMade) error {
	o, err := billing.LoadOpening(ctx, w.DB, news.OpeningID)
	if err != nil {
		return err
	}
	if o.State != billing.OpeningInvited || o.Invitation.ID != news.InvitationID || !o.Invitation.Open(store.Now(w.DB)) {
		return nil
	}
	offer, err := catalogue.LoadOffer(ctx, w.DB, o.Locale, o.OfferID)
	if err != nil {
		return err
	}
	letter := emails.OpeningMade(o, offer.Name.Value)
	known, err := people.FindUserByEmail(ctx, w.DB, o.Email)
	if errors.Is(err, store.ErrNotFound) {
		return w.postTo(ctx, o.Email, letter)
	}
	if err != nil {
		return err
	}
	return w.post(ctx, known, letter)
}

// affiliationAsked writes to the address that a head named; whoever has no account is told how it works all the same.
func (w Worker) affiliationAsked(ctx context.Context, news people.AffiliationAsked) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.State != people.AffiliationProposed {
		return err
	}
	known, err := people.FindUserByEmail(ctx, w.DB, a.Email)
	if errors.Is(err, store.ErrNotFound) {
		return w.postTo(ctx, a.Email, emails.AffiliationAsked(a, a.Head.Locale))
	}
	if err != nil {
		return err
	}
	return w.post(ctx, known, emails.AffiliationAsked(a, known.Locale))
}

// affiliationDecided tells the head what was answered; what an operator set is told to the member. Spaces that were opened from a list
// and accepted are seen in the list: no letter for each.
func (w Worker) affiliationDecided(ctx context.Context, news people.AffiliationDecided) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.State != people.AffiliationActive && a.State != people.AffiliationDeclined {
		return err
	}
	if a.State == people.AffiliationActive && a.ProposedByID != nil && a.DecidedByID != nil && *a.ProposedByID == *a.DecidedByID {
		return w.affiliationSet(ctx, a)
	}
	opened, err := billing.Opened(ctx, w.DB, a)
	if err != nil || opened && a.State == people.AffiliationActive {
		return err
	}
	asked := a.Member.Name
	if !opened {
		by, err := people.LoadUser(ctx, w.DB, *a.DecidedByID)
		if err != nil {
			return err
		}
		asked = by.Email
	}
	owners, err := people.OwnersOf(ctx, w.DB, a.HeadID)
	for _, to := range owners {
		if err := w.post(ctx, to, emails.AffiliationDecided(a, asked, to)); err != nil {
			return err
		}
	}
	return err
}

func (w Worker) affiliationSet(ctx context.Context, a people.Affiliation) error {
	host, err := w.hostName(ctx)
	if err != nil {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, *a.MemberID)
	for _, to := range owners {
		if err := w.post(ctx, to, emails.AffiliationSet(a, host, to)); err != nil {
			return err
		}
	}
	return err
}

// affiliationOver ends what the head paid for the member, and tells the owners of both sides.
func (w Worker) affiliationOver(ctx context.Context, news people.AffiliationOver) error {
	a, err := people.LoadAffiliation(ctx, w.DB, news.AffiliationID)
	if err != nil || a.MemberID == nil {
		return err
	}
	if err := w.carriageOver(ctx, a); err != nil {
		return err
	}
	for _, side := range []uint{*a.MemberID, a.HeadID} {
		owners, err := people.OwnersOf(ctx, w.DB, side)
		if err != nil {
			return err
		}
		for _, to := range owners {
			if err := w.post(ctx, to, emails.AffiliationOver(a, side, to)); err != nil {
				return err
			}
		}
	}
	return nil
}
