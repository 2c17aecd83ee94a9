package billing

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Leave ends what an organisation pays for another at the end of the period under way. What was invoiced ahead is credited, with the words of
// why; the organisation pays that part itself, or it is open, as it said when it asked.
func (s Share) Leave(ctx context.Context, db *gorm.DB, by people.User, why Because) error {
	if !s.Answers(by) && !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		share, subscription, err := takeShare(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if share.State != ShareAccepted {
			return store.ErrConflict
		}
		return share.leave(ctx, tx, by, subscription, why)
	}))
}

func (s *Share) leave(ctx context.Context, tx *gorm.DB, by people.User, subscription Subscription, why Because) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	now := store.Now(tx)
	s.State, s.EndedAt, s.UntilOn = ShareEnded, &now, ""
	if by.ID != 0 {
		s.EndedByID = &by.ID
	}
	if current, begun := subscription.Current(store.Today(tx, host.Location())); begun {
		s.UntilOn = max(current.To.Format(time.DateOnly), s.FromOn)
	}
	if err := s.keep(ctx, tx, "state", "ended_at", "ended_by_id", "until_on"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by.Actor(), "share_ended"); err != nil {
		return err
	}
	if err := s.giveBackAhead(ctx, tx, by, subscription, why); err != nil {
		return err
	}
	if err := subscription.askAgain(ctx, tx, by); err != nil {
		return err
	}
	if err := s.uncarried(ctx, tx); err != nil || s.quiet {
		return err
	}
	return store.Enqueue(tx, ShareLeft{s.ID})
}

// giveBackAhead credits what was invoiced to the payer for periods it will not pay, and gives that part to the organisation or leaves it open.
func (s Share) giveBackAhead(ctx context.Context, tx *gorm.DB, by people.User, subscription Subscription, why Because) error {
	ahead, err := subscription.standing(ctx, tx, "i.organisation_id = ?", *s.PayerID)
	if err != nil {
		return err
	}
	pooled, err := subscription.pooled(ctx, tx, standingPart)
	if err != nil {
		return err
	}
	for _, i := range append(ahead, pooled...) {
		if i.OrganisationID != *s.PayerID || i.ServiceFrom != "" && i.ServiceFrom < s.UntilOn || i.ServiceFrom == "" && s.UntilOn != "" {
			continue
		}
		credited, err := i.giveBack(ctx, tx, by, 0, why, CreditForm{Key: "share:" + s.Ref + ":" + i.Ref})
		if err != nil {
			return err
		}
		b, err := subscription.billOf(ctx, tx, by, fmt.Sprintf("returned:%s:%s", s.Ref, i.Ref))
		if err != nil {
			return err
		}
		if b.from, b.to, b.cents = i.ServiceFrom, i.ServiceTo, credited; s.StaysOpen {
			b.cents = subscription.Plan().Cents()
			err = b.leaveOpen(ctx, tx, credited)
		} else {
			bp := i.ShareBP
			if i.Part != nil {
				bp = s.BasisPoints
			}
			_, err = b.part(ctx, tx, Payer{OrganisationID: subscription.OrganisationID, BP: bp, Cents: credited}, bp == wholeBP)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CarryOpen lets the organisation pay itself what is open: from now on, and at once for periods that are not over.
func (s Subscription) CarryOpen(ctx context.Context, db *gorm.DB, by people.User) error {
	if !s.sharer(by) {
		return store.ErrForbidden
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := s.taken(ctx, tx)
		if err != nil {
			return err
		}
		if fresh.State == Ended {
			return store.ErrConflict
		}
		now := store.Now(tx)
		if _, err := store.From[Share](tx).Where("subscription_id = ? and stays_open and closed_at is null and state in ('refused','withdrawn','ended')", s.ID).Update(ctx, "closed_at", now); err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		gaps, err := GapsOf(ctx, tx, fresh, store.Today(tx, host.Location()).Format(time.DateOnly))
		if err != nil {
			return err
		}
		for _, g := range gaps {
			origin := fmt.Sprintf("carried:%s:%d:%d", s.Ref, g.ID, now.UnixNano())
			if _, err := fresh.fill(ctx, tx, by, g, Payer{OrganisationID: s.OrganisationID, BP: g.BP()}, origin); err != nil {
				return err
			}
		}
		if err := fresh.note(ctx, tx, by.Actor(), "gap_carried", ""); err != nil {
			return err
		}
		return fresh.askAgain(ctx, tx, by)
	}))
}

// endShares ends all shares of a subscription that is over.
func (s Subscription) endShares(ctx context.Context, tx *gorm.DB, by people.User, on string) error {
	all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and (state in ('proposed','accepted') or stays_open and closed_at is null or until_on > ?)", s.ID, on).Order("id").Find(ctx)
	now := store.Now(tx)
	for _, share := range all {
		told := share.State == ShareAccepted
		switch share.State {
		case ShareAccepted, ShareEnded:
			share.State, share.UntilOn = ShareEnded, on
		case ShareProposed:
			share.State = ShareWithdrawn
		}
		if share.ClosedAt = &now; share.EndedAt == nil {
			share.EndedAt = &now
		}
		if err := share.keep(ctx, tx, "state", "until_on", "closed_at", "ended_at"); err != nil {
			return err
		}
		if told {
			if err := store.Enqueue(tx, ShareLeft{share.ID}); err != nil {
				return err
			}
		}
	}
	if err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec("update share_gaps set cents = 0, updated_at = ? where subscription_id = ? and (from_on >= ? or from_on = '')", now, s.ID, on).Error
}

// announceShares tells everybody who pays a part of a period to come.
func (s Subscription) announceShares(ctx context.Context, tx *gorm.DB, from string) error {
	parts, err := s.Payers(ctx, tx, from)
	for _, p := range parts {
		if p.Share == nil || p.Share.AffiliationID != nil { // a head sees on its page what comes
			continue
		}
		if err := store.Enqueue(tx, ShareGoesOn{p.Share.ID, from}); err != nil {
			return err
		}
	}
	return err
}

// chaseShare is the step of an unpaid share: the service stays as it is, the organisation is told at the last notice, and in the end the share
// is over at the next term.
func (s Subscription) chaseShare(ctx context.Context, tx *gorm.DB, i Invoice, step ChaseStep, why Because) error {
	switch step {
	case LastNotice:
		return store.Enqueue(tx, ShareUnpaid{i.ID})
	case StepEnd:
		all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and payer_id = ? and state = ?", s.ID, i.OrganisationID, ShareAccepted).Find(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		return all[0].leave(ctx, tx, people.User{}, s, why)
	}
	return nil
}
