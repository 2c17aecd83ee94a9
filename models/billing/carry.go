package billing

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// carryAll lets the head of an affiliation pay a part of every contract of the member that goes on, from the next period on that is not
// invoiced; nought ends it. What others pay stays theirs.
func carryAll(ctx context.Context, tx *gorm.DB, by people.User, a people.Affiliation, bp int) error {
	if a.MemberID == nil {
		return nil
	}
	all, err := store.From[Subscription](tx, forUpdate).Where("organisation_id = ? and state in ('accepted','running')", *a.MemberID).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := s.carry(ctx, tx, by, a, bp); err != nil {
			return err
		}
		if err := s.askAgain(ctx, tx, by); err != nil {
			return err
		}
	}
	return nil
}

// carry makes the head's part of one contract so many basis points, at most what no other party pays.
func (s Subscription) carry(ctx context.Context, tx *gorm.DB, by people.User, a people.Affiliation, bp int) error {
	present, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and state in ('proposed','accepted')", s.ID).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	var own Share
	left := wholeBP
	for _, share := range present {
		switch {
		case share.AffiliationID != nil && *share.AffiliationID == a.ID:
			own = share
		case share.PayerID != nil && *share.PayerID == a.HeadID: // it pays a part already that it agreed to by itself
			return nil
		default:
			left -= share.BasisPoints
		}
	}
	bp = min(bp, left)
	if own.ID != 0 && own.BasisPoints == bp {
		_, own.YearlyCents = s.part(bp)
		return own.keep(ctx, tx, "yearly_cents")
	}
	last, err := s.lastInvoiced(ctx, tx)
	if err != nil {
		return err
	}
	if own.ID != 0 {
		if err := own.stopAt(ctx, tx, by, last); err != nil {
			return err
		}
	}
	if bp <= 0 || !s.Shareable() && s.State != Requested || s.Plan().Cents() == 0 {
		return nil
	}
	return s.carriedFrom(ctx, tx, by, a, bp, last)
}

// stopAt ends a head's part with the periods that are invoiced: it pays those, and none after.
func (s *Share) stopAt(ctx context.Context, tx *gorm.DB, by people.User, last string) error {
	now := store.Now(tx)
	s.State, s.EndedAt, s.UntilOn = ShareEnded, &now, ""
	if last > s.FromOn {
		s.UntilOn = last
	}
	if by.ID != 0 {
		s.EndedByID = &by.ID
	}
	if err := s.keep(ctx, tx, "state", "ended_at", "ended_by_id", "until_on"); err != nil {
		return err
	}
	return s.note(ctx, tx, by.Actor(), "share_ended")
}

// carriedFrom files the head's part, agreed upon, from a day on.
func (s Subscription) carriedFrom(ctx context.Context, tx *gorm.DB, by people.User, a people.Affiliation, bp int, from string) error {
	now := store.Now(tx)
	_, yearly := s.part(bp)
	asked := by.ID
	if a.ProposedByID != nil {
		asked = *a.ProposedByID
	}
	share := Share{
		Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: s.OrganisationID, PayerID: &a.HeadID, AffiliationID: &a.ID, BasisPoints: bp, State: ShareAccepted,
		FromOn: from, YearlyCents: yearly, Locale: a.Head.Locale, ProposedByID: asked, ProposedAt: now, ExpiresAt: now, AnsweredByID: &by.ID, AnsweredAt: &now, Version: 1,
	}
	if err := store.From[Share](tx).Omit("Subscription", "Organisation", "Payer").Create(ctx, &share); err != nil {
		return err
	}
	return share.note(ctx, tx, by.Actor(), "share_accepted")
}

// EndCarriage ends what a head paid for a member that left its network: the period under way stays paid, and from the next one on the member
// pays itself. What was invoiced ahead is credited, with the words of why. Told twice, it changes nothing.
func EndCarriage(ctx context.Context, db *gorm.DB, affiliationID uint, why Because) error {
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		a, err := takeAffiliation(ctx, tx, affiliationID)
		if err != nil || a.State != people.AffiliationEnded {
			return err
		}
		var by people.User
		if a.EndedByID != nil {
			if by, err = people.LoadUser(ctx, tx, *a.EndedByID); err != nil {
				return err
			}
		}
		return leaveAll(ctx, tx, by, why, "affiliation_id = ? and state = ?", a.ID, ShareAccepted)
	}))
}

// leaveAll ends parts of heads at the end of the period under way, without a letter for each.
func leaveAll(ctx context.Context, tx *gorm.DB, by people.User, why Because, condition string, args ...any) error {
	all, err := store.From[Share](tx, forUpdate).Where(condition, args...).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	for n := range all {
		s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", all[n].SubscriptionID).Take(ctx)
		if err != nil {
			return err
		}
		all[n].quiet = true
		if err := all[n].leave(ctx, tx, by, s, why); err != nil {
			return err
		}
	}
	return nil
}

// uncarried writes at an affiliation that its head pays nothing any more, once the last part it paid has ended.
func (s Share) uncarried(ctx context.Context, tx *gorm.DB) error {
	if s.AffiliationID == nil {
		return nil
	}
	return tx.WithContext(ctx).Exec(`update affiliations set carried_bp = 0, asked_bp = null, version = version + 1
		where id = ? and not exists (select 1 from shares h where h.affiliation_id = affiliations.id and h.state = 'accepted')`, *s.AffiliationID).Error
}
