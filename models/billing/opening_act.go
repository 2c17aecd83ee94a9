package billing

import (
	"context"

	"chatiere/models/billing/period"
	"chatiere/models/billing/roster"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// OpenSpaces opens what the dry run said, all of it or nothing, and says how many were opened. The same list sent again opens nothing
// new. When the list would bring something else by now it returns the new dry run and ErrOutdated, and changes nothing.
func OpenSpaces(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation, f OpeningForm) (Rehearsal, int, error) {
	var r Rehearsal
	opened := 0
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		opened = 0
		if err := people.OpenMembers(ctx, tx, by, head, 0); err != nil { // whoever opens at the same time waits
			return err
		}
		var err error
		if r, err = Rehearse(ctx, tx, by, head, f); err != nil {
			return err
		}
		if r.Opening == 0 && r.Unclear == 0 {
			return nil // sent twice
		}
		if f.Expected != r.Digest() {
			return ErrOutdated
		}
		for _, l := range r.Lines {
			if l.Outcome != Opens {
				continue
			}
			if err := open(ctx, tx, by, head, l, r.CarriedBP); err != nil {
				return err
			}
			opened++
		}
		return watchBudget(ctx, tx, head)
	})
	return r, opened, err
}

// open files one member organisation with its invitation, and promises its letter; one beyond the head's budget waits for its yes.
func open(ctx context.Context, tx *gorm.DB, by people.User, head people.Organisation, l RehearsedLine, carriedBP int) error {
	a, err := people.OpenMember(ctx, tx, by, head, people.Organisation{Name: l.Name, Country: head.Country, Locale: l.Locale}, carriedBP)
	if err != nil {
		return err
	}
	o := Opening{
		Ref: store.NewRef(), HeadID: head.ID, AffiliationID: a.ID, Affiliation: a, OrganisationID: *a.MemberID, NameKey: roster.Key(l.Name), Contact: l.Contact,
		Email: l.Email, Locale: l.Locale, OfferID: l.Offer.ID, Tier: l.Price.Tier, Period: period.Interval(l.Price.Period), State: OpeningInvited,
		YearCents: l.YearCents, OpenedByID: by.ID, Version: 1, CreatedAt: store.Now(tx),
	}
	if l.Waits {
		o.State = OpeningWaiting
		return o.file(ctx, tx, by, "opening_waits")
	}
	i, err := a.InviteOwner(ctx, tx, by, o.Email)
	if err != nil {
		return err
	}
	o.InvitationID = &i.ID
	if err := o.file(ctx, tx, by, "opening_made"); err != nil {
		return err
	}
	return store.Enqueue(tx, OpeningMade{o.ID, i.ID})
}

func (o *Opening) file(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	if err := store.From[Opening](tx).Omit("Affiliation", "Organisation", "Invitation", "OpenedBy").Create(ctx, o); err != nil {
		return err
	}
	return o.note(ctx, tx, by, verb)
}

// Approve is the head's yes to an opening beyond its budget: its letter goes out.
func (o *Opening) Approve(ctx context.Context, db *gorm.DB, by people.User, head people.Organisation) error {
	if !by.Manages(o.HeadID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := people.OpenMembers(ctx, tx, by, head, 0); err != nil {
			return err
		}
		if o.State != OpeningWaiting {
			return store.ErrConflict
		}
		i, err := o.Affiliation.InviteOwner(ctx, tx, by, o.Email)
		if err != nil {
			return err
		}
		o.State, o.InvitationID = OpeningInvited, &i.ID
		if err := o.keep(ctx, tx, "state", "invitation_id"); err != nil {
			return err
		}
		if err := o.note(ctx, tx, by, "opening_approved"); err != nil {
			return err
		}
		if err := store.Enqueue(tx, OpeningMade{o.ID, i.ID}); err != nil {
			return err
		}
		return watchBudget(ctx, tx, head)
	})
}

// Again sends the letter once more, with a new link; the one before works no longer.
func (o *Opening) Again(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Manages(o.HeadID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if o.State != OpeningInvited {
			return store.ErrConflict
		}
		i, err := o.Affiliation.InviteOwner(ctx, tx, by, o.Email)
		if err != nil {
			return err
		}
		o.InvitationID = &i.ID
		if err := o.keep(ctx, tx, "invitation_id"); err != nil {
			return err
		}
		return store.Enqueue(tx, OpeningMade{o.ID, i.ID})
	})
}

// Accept concludes the contract: the organisation joins the network, and subscribes to what was opened for it. Only its owner may; told
// twice, it returns the same pro forma.
func (o *Opening) Accept(ctx context.Context, db *gorm.DB, by people.User, f AcceptForm) (ProForma, error) {
	m, in := by.In(o.OrganisationID)
	if !in || m.Role != people.Owner {
		return ProForma{}, store.ErrForbidden
	}
	if !f.Terms {
		return ProForma{}, store.Invalid{"terms": {Key: "error.terms"}}
	}
	var p ProForma
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := allAtOnce(tx, o.OrganisationID, &o.HeadID); err != nil {
			return err
		}
		fresh, err := store.From[Opening](tx, forUpdate).Where("id = ?", o.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.State == OpeningAccepted {
			p, err = ContractOf(ctx, tx, *fresh.SubscriptionID)
			return err
		}
		if fresh.State != OpeningInvited {
			return store.ErrConflict
		}
		fresh.Affiliation = o.Affiliation
		p, err = fresh.accept(ctx, tx, by, m.Organisation, f)
		*o = fresh
		return err
	})
	return p, err
}

func (o *Opening) accept(ctx context.Context, tx *gorm.DB, by people.User, member people.Organisation, f AcceptForm) (ProForma, error) {
	if err := o.Affiliation.Accept(ctx, tx, by, member); err != nil {
		return ProForma{}, err
	}
	offered, err := o.OpeningOffer(ctx, tx, member.Locale)
	if err != nil {
		return ProForma{}, err
	}
	form := SubscribeForm{Tier: offered.Price.Tier, Period: period.Interval(offered.Price.Period), EarlyStart: f.EarlyStart, Key: "opening:" + o.Ref, TermsVersion: f.TermsVersion}
	s, err := request(ctx, tx, offered, member, by, form)
	if err != nil {
		return ProForma{}, err
	}
	if o.Affiliation.CarriedBP > 0 {
		if err := s.carry(ctx, tx, by, o.Affiliation, o.Affiliation.CarriedBP); err != nil {
			return ProForma{}, err
		}
	}
	p, err := newProForma(ctx, tx, s, member, by, form)
	if err != nil {
		return p, err
	}
	if err := store.Enqueue(tx, SubscriptionRequested{s.ID}); err != nil {
		return p, err
	}
	if err := s.accept(ctx, tx, by); err != nil {
		return p, err
	}
	now := store.Now(tx)
	o.State, o.SubscriptionID, o.DecidedAt, o.Contact, o.Email = OpeningAccepted, &s.ID, &now, "", ""
	if err := o.keep(ctx, tx, "state", "subscription_id", "decided_at", "contact", "email"); err != nil {
		return p, err
	}
	return p, o.note(ctx, tx, by, "opening_accepted")
}

// Decline is the other answer: no space, no network. The organisation stays with its owner.
func (o *Opening) Decline(ctx context.Context, db *gorm.DB, by people.User) error {
	if m, in := by.In(o.OrganisationID); !in || m.Role != people.Owner {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if o.State != OpeningInvited {
			return store.ErrConflict
		}
		if err := o.Affiliation.Decline(ctx, tx, by); err != nil {
			return err
		}
		now := store.Now(tx)
		o.State, o.DecidedAt, o.Contact, o.Email = OpeningDeclined, &now, "", ""
		if err := o.keep(ctx, tx, "state", "decided_at", "contact", "email"); err != nil {
			return err
		}
		return o.note(ctx, tx, by, "opening_declined")
	})
}

// Withdraw takes an opening back before it was answered; its letter's link works no longer, and the same line may be opened anew.
func (o *Opening) Withdraw(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Manages(o.HeadID) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if o.State != OpeningInvited && o.State != OpeningWaiting {
			return store.ErrConflict
		}
		if err := o.Affiliation.TakeBack(ctx, tx, by); err != nil {
			return err
		}
		now := store.Now(tx)
		o.State, o.DecidedAt, o.Contact, o.Email = OpeningWithdrawn, &now, "", ""
		if err := o.keep(ctx, tx, "state", "decided_at", "contact", "email"); err != nil {
			return err
		}
		return o.note(ctx, tx, by, "opening_withdrawn")
	})
}
