package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

const (
	// early is how many days before its deadline a goal that is not reached is told of.
	early = 21
	// lapseDays is how many days after its date a promise that nobody kept is over (reciprocity.md 6).
	lapseDays = 30
)

// TurnSpaces does what the day brings: spaces whose deadline passed are abandoned or begin, gifts of a new period are asked for, gaps are told in
// time, promises that nobody kept lapse. Safe to repeat. What it cannot do for one space it does for the others, and says so.
func TurnSpaces(ctx context.Context, db *gorm.DB, why billing.Because) error {
	var ids []uint
	if err := db.WithContext(ctx).Model(&SharedSpace{}).Where("state in ('open','funded','running')").Order("id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	var troubles error
	for _, id := range ids {
		troubles = errors.Join(troubles, TurnSpace(ctx, db, id, why))
	}
	return troubles
}

// TurnSpace does for one space what is due.
func TurnSpace(ctx context.Context, db *gorm.DB, id uint, why billing.Because) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		s, err := takeSpace(ctx, tx, id)
		if err != nil {
			return err
		}
		on, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.unfund(ctx, tx, on); err != nil {
			return err
		}
		switch {
		case s.State == SpaceOpen && on > s.Deadline:
			return s.end(ctx, tx, people.User{}, SpaceAbandoned, "", why)
		case s.State == SpaceFunded && (on > s.Deadline || s.full(ctx, tx)):
			return s.start(ctx, tx, people.User{})
		case s.State == SpaceRunning:
			if err := s.takeUp(ctx, tx, people.User{}, false); err != nil {
				return err
			}
			if err := s.endOnce(ctx, tx, on, why); err != nil {
				return err
			}
		}
		if err := s.lapse(ctx, tx, on); err != nil {
			return err
		}
		return s.warn(ctx, tx, on)
	})
}

// full reports whether all of the goal is promised and nothing will change by more: then a space of fixed parts needs no deadline.
func (s *SharedSpace) full(ctx context.Context, tx *gorm.DB) bool {
	all, err := standing(ctx, tx, s.ID)
	var sum int64
	for _, n := range amounts(all, s) {
		sum += n
	}
	return err == nil && s.Mode == Fixed && sum >= s.GoalCents
}

// endOnce lets parts of a bill that were promised once end with the period they pay for, and notes what was paid.
func (s *SharedSpace) endOnce(ctx context.Context, tx *gorm.DB, on string, why billing.Because) error {
	all, err := standing(ctx, tx, s.ID)
	if err != nil || !s.Invoices() {
		return err
	}
	for n := range all {
		p := &all[n]
		if p.Every != Once || p.ShareID == nil {
			continue
		}
		share, err := billing.LoadShare(ctx, tx, *p.ShareID)
		if err != nil {
			return err
		}
		invoices, err := billing.InvoicesOfShare(ctx, tx, share)
		if err != nil {
			return err
		}
		var due int64
		for _, i := range invoices {
			due += i.DueCents()
		}
		switch {
		case len(invoices) == 0 || share.FromOn > on:
		case share.State == billing.ShareAccepted && share.Subscription.Delivered():
			err = p.leaveShare(ctx, tx, people.User{}, why)
		case share.State == billing.ShareEnded && due == 0:
			err = p.finish(ctx, tx, people.User{}, PledgeFulfilled)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lapse ends promises whose date passed without anything having come; what of promised time was given meanwhile fulfils it.
func (s *SharedSpace) lapse(ctx context.Context, tx *gorm.DB, on string) error {
	var all []Pledge
	err := locked(tx.WithContext(ctx)).Where("space_id = ? and state = ? and every = 'once' and due_on <> ''", s.ID, PledgeOpen).Order("id").Find(&all).Error
	if err != nil {
		return err
	}
	day, err := period.Day(on)
	if err != nil {
		return err
	}
	last := day.AddDate(0, 0, -lapseDays).Format(time.DateOnly)
	for n := range all {
		p := &all[n]
		if !p.Money() {
			if err := p.fulfil(ctx, tx); err != nil {
				return err
			}
		}
		if p.State != PledgeOpen || p.DueOn >= last {
			continue
		}
		if err := p.finish(ctx, tx, people.User{}, PledgeLapsed); err != nil {
			return err
		}
		if err := tx.WithContext(ctx).Exec("update donations set state = 'dropped', updated_at = ? where pledge_id = ? and state = 'asked'", store.Now(tx), p.ID).Error; err != nil {
			return err
		}
		if err := p.note(ctx, tx, people.User{}, "pledge_lapsed"); err != nil {
			return err
		}
	}
	return nil
}

// warn tells once of a gap: of a running space when it appears, of an open one three weeks before its deadline.
func (s *SharedSpace) warn(ctx context.Context, tx *gorm.DB, on string) error {
	gap, err := s.gap(ctx, tx, on)
	if err != nil {
		return err
	}
	if gap == 0 && s.GapToldOn != "" {
		s.GapToldOn = ""
		return s.save(ctx, tx, "gap_told_on")
	}
	deadline, err := period.Day(s.Deadline)
	if err != nil || gap == 0 || s.GapToldOn != "" || s.CarriedByHost() {
		return err
	}
	if s.State == SpaceOpen && on < deadline.AddDate(0, 0, -early).Format(time.DateOnly) || s.State == SpaceFunded {
		return nil
	}
	return s.tell(ctx, tx, on)
}

func (s *SharedSpace) tell(ctx context.Context, tx *gorm.DB, on string) error {
	s.GapToldOn = on
	if err := s.save(ctx, tx, "gap_told_on"); err != nil {
		return err
	}
	return store.Enqueue(tx, SpaceShort{s.ID, on})
}

// shortOf tells at once that somebody left a running space and its goal is not carried any more, or a funded one and not enough is promised.
func (s *SharedSpace) shortOf(ctx context.Context, tx *gorm.DB) error {
	on, err := today(ctx, tx)
	if err == nil {
		err = s.unfund(ctx, tx, on)
	}
	if err == nil && s.State != SpaceRunning {
		err = store.Published(tx)
	}
	if err != nil || s.State != SpaceRunning {
		return err
	}
	gap, err := s.gap(ctx, tx, on)
	if err != nil || gap == 0 {
		return err
	}
	return s.tell(ctx, tx, on)
}

// gap is what of the goal nobody promised for a period.
func (s *SharedSpace) gap(ctx context.Context, db *gorm.DB, on string) (int64, error) {
	day, err := period.Day(on)
	if err != nil {
		return 0, err
	}
	c, err := CarriedOf(ctx, db, *s, day)
	return c.GapCents, err
}
