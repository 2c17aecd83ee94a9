package commons

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/commons/carrying"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Open lets everybody see a draft and promise something.
func (s SharedSpace) Open(ctx context.Context, db *gorm.DB, by people.User) error {
	return s.act(ctx, db, by, func(tx *gorm.DB, s *SharedSpace) error {
		if s.State != SpaceDraft {
			return store.ErrConflict
		}
		s.State, s.OpenedAt = SpaceOpen, stamp(tx)
		if err := s.save(ctx, tx, "state", "opened_at"); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "space_opened", "")
	})
}

// Start lets a space run whose goal is reached far enough: parts fit the goal, the bill splits, gifts are asked for.
func (s SharedSpace) Start(ctx context.Context, db *gorm.DB, by people.User) error {
	return s.act(ctx, db, by, func(tx *gorm.DB, s *SharedSpace) error { return s.start(ctx, tx, by) })
}

// Close ends a space: every promise ends, what is invoiced already stays.
func (s SharedSpace) Close(ctx context.Context, db *gorm.DB, by people.User, reason string, why billing.Because) error {
	if oneLine(reason) == "" {
		return wrong("reason", "error.required")
	}
	return s.act(ctx, db, by, func(tx *gorm.DB, s *SharedSpace) error {
		if s.Over() {
			return store.ErrConflict
		}
		return s.end(ctx, tx, by, SpaceClosed, oneLine(reason), why)
	})
}

// CarryGap states in writing that the collective carries what nobody does; without words it takes the statement back.
func (s SharedSpace) CarryGap(ctx context.Context, db *gorm.DB, by people.User, words string) error {
	words = cleaned(words)
	if len([]rune(words)) > LongestBody {
		return wrong("words", "error.too_long", "Max", LongestBody)
	}
	return s.act(ctx, db, by, func(tx *gorm.DB, s *SharedSpace) error {
		if s.Over() || s.State == SpaceDraft {
			return store.ErrConflict
		}
		s.CarriedNote, s.CarriedAt, s.CarriedByID = words, nil, nil
		if words != "" {
			s.CarriedAt, s.CarriedByID = stamp(tx), &by.ID
		}
		if err := s.save(ctx, tx, "carried_note", "carried_at", "carried_by_id"); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "space_gap_carried", words)
	})
}

// act is something an operator does with a space, in one transaction.
func (s SharedSpace) act(ctx context.Context, db *gorm.DB, by people.User, do func(tx *gorm.DB, s *SharedSpace) error) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := takeSpace(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		return do(tx, &fresh)
	})
}

// fund turns an open space into a funded one once enough money is promised.
func (s *SharedSpace) fund(ctx context.Context, tx *gorm.DB) error {
	if s.State != SpaceOpen {
		return nil
	}
	reached, err := s.reached(ctx, tx)
	if err != nil || !reached {
		return err
	}
	s.State, s.FundedAt, s.GapToldOn = SpaceFunded, stamp(tx), ""
	if err := s.save(ctx, tx, "state", "funded_at", "gap_told_on"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, people.User{}, "space_funded", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, SpaceTurned{s.ID, SpaceFunded})
}

// reached reports whether enough money is promised to begin.
func (s *SharedSpace) reached(ctx context.Context, tx *gorm.DB) (bool, error) {
	all, err := standing(ctx, tx, s.ID)
	return carrying.Reached(carrying.Sum(amounts(all, s)), s.GoalCents, s.ThresholdBP), err
}

// unfund opens a funded space again when sponsors left it before it began and not enough is promised any more: whoever promised something is told,
// and unless others come nothing is asked of anybody.
func (s *SharedSpace) unfund(ctx context.Context, tx *gorm.DB, on string) error {
	if s.State != SpaceFunded {
		return nil
	}
	reached, err := s.reached(ctx, tx)
	if err != nil || reached {
		return err
	}
	s.State, s.FundedAt = SpaceOpen, nil
	if err := s.save(ctx, tx, "state", "funded_at"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, people.User{}, "space_unfunded", ""); err != nil {
		return err
	}
	return s.tell(ctx, tx, on)
}

// amounts are what each promise comes to in a period.
func amounts(all []Pledge, s *SharedSpace) []int64 {
	each := make([]int64, len(all))
	for n, p := range all {
		each[n] = p.PerPeriod(s.Period)
	}
	return each
}

func (s *SharedSpace) start(ctx context.Context, tx *gorm.DB, by people.User) error {
	reached, err := s.reached(ctx, tx)
	if err == nil && (s.State != SpaceFunded || !reached) {
		err = store.ErrConflict
	}
	if err != nil {
		return err
	}
	on, err := today(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.fit(ctx, tx); err != nil {
		return err
	}
	s.State, s.StartedAt, s.StartedOn = SpaceRunning, stamp(tx), on
	if err := s.save(ctx, tx, "state", "started_at", "started_on"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by, "space_started", ""); err != nil {
		return err
	}
	if err := store.Enqueue(tx, SpaceTurned{s.ID, SpaceRunning}); err != nil {
		return err
	}
	return s.takeUp(ctx, tx, by, true)
}

// fit shrinks the parts to the goal where the mode says so; what is left over may be proposed to another space.
func (s *SharedSpace) fit(ctx context.Context, tx *gorm.DB) error {
	all, err := standing(ctx, tx, s.ID)
	if err != nil || s.Mode == Fixed {
		return err
	}
	weights, goal, sub := amounts(all, s), s.GoalCents, billing.Subscription{}
	if s.Invoices() {
		if sub, err = s.subscription(ctx, tx); err != nil {
			return err
		}
		for n, p := range all {
			weights[n] = int64(p.BasisPoints)
		}
		bp, _ := sub.PartFor(s.GoalCents)
		goal = int64(bp)
	}
	kept, over := carrying.Shrunk(weights, goal)
	for n := range all {
		if over[n] == 0 {
			continue
		}
		if err := all[n].shrink(ctx, tx, s, sub, kept[n]); err != nil {
			return err
		}
	}
	return nil
}

// shrink takes less than was promised; of a gift that comes every month for a yearly goal, a twelfth of it each time.
func (p *Pledge) shrink(ctx context.Context, tx *gorm.DB, s *SharedSpace, sub billing.Subscription, kept int64) error {
	before := p.Quantity
	if s.Invoices() {
		p.BasisPoints = int(kept)
		p.Quantity = sub.Costs(p.BasisPoints)
	} else {
		p.Quantity = p.Quantity * kept / max(1, p.PerPeriod(s.Period))
	}
	goesOn, err := p.goesOn(ctx, tx, s)
	if err != nil {
		return err
	}
	if goesOn && before > p.Quantity {
		p.Offered, p.OfferedState = before-p.Quantity, "asked"
		if err := store.Enqueue(tx, PledgeOffered{p.ID}); err != nil {
			return err
		}
	}
	return p.save(ctx, tx, "basis_points", "quantity", "offered", "offered_state")
}

// takeUp lets what is promised to a running space follow: parts of the bill, or gifts that are asked for. Who cannot be invoiced yet waits until
// their details are complete. Safe to repeat.
func (s *SharedSpace) takeUp(ctx context.Context, tx *gorm.DB, by people.User, starting bool) error {
	all, err := standing(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	if s.Invoices() {
		return s.splitBill(ctx, tx, by, all, starting)
	}
	on, err := today(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := p.ask(ctx, tx, *s, on); err != nil {
			return err
		}
	}
	return nil
}

// splitBill makes parts of the bill of all promises whose sponsors can be invoiced. When the space starts, what of the goal nobody carries stays open;
// later on, billing knows what is.
func (s *SharedSpace) splitBill(ctx context.Context, tx *gorm.DB, by people.User, all []Pledge, starting bool) error {
	sub, err := s.subscription(ctx, tx)
	if err != nil {
		return err
	}
	carried := 0
	var waiting []*Pledge
	var parts []billing.Promised
	for n := range all {
		p := &all[n]
		if p.ShareID != nil {
			carried += p.BasisPoints
			continue
		}
		part, ready, err := p.part(ctx, tx)
		if err != nil {
			return err
		}
		if ready && p.BasisPoints > 0 {
			waiting, parts = append(waiting, p), append(parts, part)
			carried += p.BasisPoints
		}
	}
	goal, _ := sub.PartFor(s.GoalCents)
	open, err := sub.OpenBP(ctx, tx)
	if err != nil {
		return err
	}
	missing := 0
	if open == 0 && starting {
		missing = max(0, goal-carried)
	}
	if len(parts) == 0 && missing == 0 {
		return nil
	}
	made, err := sub.CarryPromised(ctx, tx, by, parts, missing)
	if err != nil {
		return err
	}
	for n, share := range made {
		waiting[n].ShareID = &share.ID
		if err := waiting[n].save(ctx, tx, "share_id"); err != nil {
			return err
		}
	}
	return nil
}

// part is the promise as the bill takes it, and whether its sponsor can be invoiced.
func (p *Pledge) part(ctx context.Context, tx *gorm.DB) (billing.Promised, bool, error) {
	payer, err := people.LoadOrganisation(ctx, tx, *p.OrganisationID)
	if err != nil {
		return billing.Promised{}, false, err
	}
	u, err := people.LoadUser(ctx, tx, p.UserID)
	return billing.Promised{Payer: payer, By: u, BP: p.BasisPoints, Discreet: p.Visibility != Public}, payer.Complete(), err
}

// end ends a space and every promise to it.
func (s *SharedSpace) end(ctx context.Context, tx *gorm.DB, by people.User, as SpaceState, reason string, why billing.Because) error {
	var all []Pledge
	if err := locked(tx.WithContext(ctx)).Where("space_id = ? and state = ?", s.ID, PledgeOpen).Order("id").Find(&all).Error; err != nil {
		return err
	}
	s.State, s.EndedAt = as, stamp(tx)
	if err := s.save(ctx, tx, "state", "ended_at"); err != nil {
		return err
	}
	for n := range all {
		if err := all[n].cancel(ctx, tx, by, why); err != nil {
			return err
		}
	}
	if err := s.note(ctx, tx, by, "space_"+string(as), reason); err != nil {
		return err
	}
	return store.Enqueue(tx, SpaceTurned{s.ID, as})
}
