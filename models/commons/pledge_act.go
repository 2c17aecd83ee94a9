package commons

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// End stops a promise with one click: a part of a bill ends with the period under way, gifts are not asked for any more. Nobody else pays more.
func (p Pledge) End(ctx context.Context, db *gorm.DB, by people.User, why billing.Because) error {
	if !p.Theirs(by) && !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return p.stop(ctx, db, by, why)
}

// EndByLink is the same for whoever holds the link of a letter about it.
func (p Pledge) EndByLink(ctx context.Context, db *gorm.DB, why billing.Because) error {
	return p.stop(ctx, db, people.User{}, why)
}

func (p Pledge) stop(ctx context.Context, db *gorm.DB, by people.User, why billing.Because) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, fresh, err := takePledge(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if fresh.State != PledgeOpen {
			return store.ErrConflict
		}
		if err := fresh.cancel(ctx, tx, by, why); err != nil {
			return err
		}
		return s.shortOf(ctx, tx)
	})
}

// takePledge takes a pledge for this transaction, after its space.
func takePledge(ctx context.Context, tx *gorm.DB, id uint) (SharedSpace, Pledge, error) {
	p, err := store.From[Pledge](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return SharedSpace{}, p, err
	}
	s, err := takeSpace(ctx, tx, p.SpaceID)
	if err != nil {
		return s, p, err
	}
	var fresh Pledge
	err = locked(tx.WithContext(ctx)).Where("id = ?", id).Take(&fresh).Error
	return s, fresh, err
}

// actingNow asks again, inside the transaction, whether a person may act for the organisation that promised it: it may have been closed, or the
// person may have left, since they came in.
func (p Pledge) actingNow(ctx context.Context, tx *gorm.DB, by people.User) error {
	if p.OrganisationID == nil {
		return nil
	}
	_, err := people.ActingFor(ctx, tx, by, *p.OrganisationID, people.Treasurer)
	return err
}

// cancel ends a promise with all that hangs on it.
func (p *Pledge) cancel(ctx context.Context, tx *gorm.DB, by people.User, why billing.Because) error {
	if err := p.finish(ctx, tx, by, PledgeCancelled); err != nil {
		return err
	}
	if err := p.leaveShare(ctx, tx, by, why); err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Exec("update donations set state = 'dropped', updated_at = ? where pledge_id = ? and state = 'asked'", store.Now(tx), p.ID).Error; err != nil {
		return err
	}
	if err := p.note(ctx, tx, by, "pledge_ended"); err != nil {
		return err
	}
	return store.Enqueue(tx, PledgeEnded{p.ID})
}

// leaveShare ends the part of the bill, if there is one that goes on.
func (p *Pledge) leaveShare(ctx context.Context, tx *gorm.DB, by people.User, why billing.Because) error {
	if p.ShareID == nil {
		return nil
	}
	share, err := billing.LoadShare(ctx, tx, *p.ShareID)
	if err != nil || share.State != billing.ShareAccepted {
		return err
	}
	if !share.Answers(by) && !by.Is(people.Operator) { // by a link, or by the clock: in the name of who promised it
		if by, err = people.LoadUser(ctx, tx, p.UserID); err != nil {
			return err
		}
	}
	if !share.Answers(by) && !by.Is(people.Operator) { // who promised it has left the organisation
		return share.Stop(ctx, tx, why)
	}
	return share.Leave(ctx, tx, by, why)
}

// ShareLeft notes that a part of a bill ended elsewhere, by a notice or on the organisation's own page: its promise is over, and the gap is told.
// Told twice, it changes nothing.
func ShareLeft(ctx context.Context, db *gorm.DB, shareID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		found, err := store.From[Pledge](tx).Where("share_id = ?", shareID).Limit(1).Find(ctx)
		if err != nil || len(found) == 0 {
			return err
		}
		s, p, err := takePledge(ctx, tx, found[0].ID)
		if err != nil || p.State != PledgeOpen || p.Every == Once {
			return err
		}
		if err := p.finish(ctx, tx, people.User{}, PledgeCancelled); err != nil {
			return err
		}
		if err := p.note(ctx, tx, people.User{}, "pledge_ended"); err != nil {
			return err
		}
		return s.shortOf(ctx, tx)
	})
}

// Show changes what everybody may read of a promise.
func (p Pledge) Show(ctx context.Context, db *gorm.DB, by people.User, as Visibility) error {
	if !p.Theirs(by) {
		return store.ErrForbidden
	}
	if as != Public && as != AmountHidden && as != Anonymous {
		return wrong("visibility", "error.choose")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, fresh, err := takePledge(ctx, tx, p.ID)
		if err == nil {
			err = fresh.actingNow(ctx, tx, by)
		}
		if err != nil {
			return err
		}
		fresh.Visibility = as
		if err := fresh.save(ctx, tx, "visibility"); err != nil || fresh.ShareID == nil {
			return err
		}
		share, err := billing.LoadShare(ctx, tx, *fresh.ShareID)
		if err != nil || !share.Answers(by) {
			return err
		}
		return share.Hide(ctx, tx, by, as != Public)
	})
}

// AnswerOffer says whether what was too much goes to the other space. A yes is a promise of its own there, of the same kind.
func (p Pledge) AnswerOffer(ctx context.Context, db *gorm.DB, by people.User, yes bool, lang string) error {
	if !p.Theirs(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, fresh, err := takePledge(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if !fresh.Offers() || s.CascadeToID == nil {
			return store.ErrConflict
		}
		fresh.OfferedState = "no"
		if yes {
			fresh.OfferedState = "yes"
		}
		if err := fresh.save(ctx, tx, "offered_state"); err != nil || !yes {
			return err
		}
		return fresh.passOn(ctx, tx, by, s, lang)
	})
}

// goesOn reports whether what is too much may be proposed to another space: a bill there is for organisations, a person cannot carry it.
func (p Pledge) goesOn(ctx context.Context, tx *gorm.DB, s *SharedSpace) (bool, error) {
	if s.Mode != Cascade || s.CascadeToID == nil || p.OrganisationID != nil {
		return s.Mode == Cascade, nil
	}
	to, err := LoadSpace(ctx, tx, *s.CascadeToID)
	return !to.Invoices(), err
}

// passOn promises to the other space what was too much here.
func (p Pledge) passOn(ctx context.Context, tx *gorm.DB, by people.User, s SharedSpace, lang string) error {
	to, err := LoadSpace(ctx, tx, *s.CascadeToID)
	if err != nil {
		return err
	}
	f := PledgeForm{Unit: Cents, Every: p.Every, For: Myself, Visibility: p.Visibility, Terms: true, Cents: p.Offered, Lang: lang}
	if to.Invoices() && f.Every != Once {
		f.Every = Every(to.Period)
	}
	if p.OrganisationID != nil {
		o, err := people.LoadOrganisation(ctx, tx, *p.OrganisationID)
		if err != nil {
			return err
		}
		f.For = o.Ref
	}
	_, err = MakePledge(ctx, tx, by, to, &f)
	return err
}

// Progress adds contributions of its author to a promise of time; what is accepted of them counts.
func (p Pledge) Progress(ctx context.Context, db *gorm.DB, by people.User, refs []string) error {
	if p.Money() || p.State != PledgeOpen || !p.Theirs(by) {
		return store.ErrForbidden
	}
	if len(refs) == 0 {
		return wrong("contribution", "error.choose")
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, fresh, err := takePledge(ctx, tx, p.ID)
		if err == nil {
			err = fresh.actingNow(ctx, tx, by)
		}
		if err != nil {
			return err
		}
		for _, c := range refs {
			done := tx.WithContext(ctx).Exec(`insert into pledge_contributions (pledge_id, contribution_id, created_at)
				select ?, id, ? from contributions where ref = ? and contributor_id = ? and unit = 'MIN' and state not in ('draft','withdrawn','rejected')
				and not exists (select 1 from pledge_contributions l where l.contribution_id = contributions.id)`, fresh.ID, store.Now(tx), c, by.ID)
			if done.Error != nil {
				return done.Error
			}
		}
		return fresh.fulfil(ctx, tx)
	})
}

// given is how many minutes accepted contributions fulfil of a promise, and how many more wait for a decision.
func (p Pledge) given(ctx context.Context, db *gorm.DB) (done, waiting int64, err error) {
	err = db.WithContext(ctx).Raw(`select cast(coalesce(sum(case when `+counting+` then contributions.decided_quantity else 0 end), 0) as bigint),
		cast(coalesce(sum(case when contributions.state in ('submitted','needs_info','attested') then contributions.quantity else 0 end), 0) as bigint)
		from contributions join pledge_contributions l on l.contribution_id = contributions.id where l.pledge_id = ? and contributions.unit = 'MIN'`, p.ID).Row().Scan(&done, &waiting)
	return done, waiting, err
}

// keepsPromise lets another contribution that stands for this one count for the promises that this one counted for.
func (c Contribution) keepsPromise(ctx context.Context, tx *gorm.DB, other Contribution) error {
	for _, table := range []string{"pledge_contributions", "agreement_pledge_contributions"} {
		err := tx.WithContext(ctx).Exec("update "+table+" set contribution_id = ? where contribution_id = ? and not exists (select 1 from "+table+" l where l.contribution_id = ?)", other.ID, c.ID, other.ID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// fulfil ends a promise of time that was kept.
func (p *Pledge) fulfil(ctx context.Context, tx *gorm.DB) error {
	done, _, err := p.given(ctx, tx)
	if err != nil || p.Every != Once || done < p.Quantity {
		return err
	}
	return p.finish(ctx, tx, people.User{}, PledgeFulfilled)
}
