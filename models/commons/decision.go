package commons

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DecisionForm is what a steward decides. The page reads an amount into Cents.
type DecisionForm struct {
	Decision State  `form:"decision"`     // accepted, adjusted or rejected
	KindKey  string `form:"decided_kind"` // adjusted: another kind, if not empty
	Hours    string `form:"decided_hours"`
	Quarters string `form:"decided_minutes"`
	Amount   string `form:"decided_amount"`
	Pieces   string `form:"decided_pieces"`
	Reason   string `form:"decision_reason"`
	Abuse    bool   `form:"abuse"`
	Version  int    `form:"version"`

	Cents int64 `form:"-"`
}

// officer is as what somebody of the council decides: a steward, or a light one where no steward is independent.
func (c Contribution) officer(u people.User) Part {
	if u.Is(people.Steward) {
		return AsSteward
	}
	return AsCouncil
}

// judge runs an act on a contribution by somebody who may decide on it.
func (c Contribution) judge(ctx context.Context, db *gorm.DB, by people.User, f func(tx *gorm.DB, now *Contribution, as Part) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		s, err := StandingOf(ctx, tx, by, now)
		if err != nil {
			return err
		}
		if err := s.MayDecide(); err != nil {
			return err
		}
		return f(tx, &now, now.officer(by))
	})
}

// Decide accepts, adjusts or rejects. It is always a person's decision, never made by silence; acceptance has its effects in the same
// transaction (reciprocity.md 4).
func (c Contribution) Decide(ctx context.Context, db *gorm.DB, by people.User, f DecisionForm) error {
	f.Reason = cleaned(f.Reason)
	return c.judge(ctx, db, by, func(tx *gorm.DB, now *Contribution, as Part) error {
		if f.Version != 0 && f.Version != now.Version {
			return store.ErrConflict
		}
		if now.State == Contested || !mayMove(now.State, f.Decision, as) {
			return ErrMoved
		}
		if Secret(f.Reason) {
			return wrong("reason", "error.secret")
		}
		now.Decision, now.DecidedByID, now.DecidedAt, now.Reason, now.Abuse = f.Decision, &by.ID, stamp(tx), f.Reason, false
		switch f.Decision {
		case Accepted:
			now.DecidedKind, now.DecidedQuantity = &now.KindKey, &now.Quantity
			return now.accept(ctx, tx, by, as)
		case Adjusted:
			if err := now.adjust(ctx, tx, f); err != nil {
				return err
			}
			return now.accept(ctx, tx, by, as)
		}
		return now.reject(ctx, tx, by, as, f)
	})
}

// adjust reads the other kind or size that is accepted instead.
func (c *Contribution) adjust(ctx context.Context, tx *gorm.DB, f DecisionForm) error {
	bad := store.Invalid{}
	if f.Reason == "" {
		bad.Add("reason", "error.required")
	}
	kind, quantity := c.KindKey, c.Quantity
	if f.KindKey != "" && f.KindKey != c.KindKey {
		k, err := kindOf(ctx, tx, f.KindKey)
		if err != nil || !k.Active || !k.Counts(c.Unit) || k.Waives() || k.Attester == "treasurer" && c.Kind.Attester != "treasurer" { // no treasurer confirmed it; a waiver has papers of its own
			bad.Add("kind", "error.choose")
		}
		kind = f.KindKey
	}
	if f.Hours+f.Amount+f.Pieces != "" || f.Quarters != "" && f.Quarters != "0" {
		a := AttestForm{Hours: f.Hours, Quarters: f.Quarters, Amount: f.Amount, Pieces: f.Pieces, Cents: f.Cents}
		same := *c
		if kind != c.KindKey {
			same.Quantity = 0 // the size may stay when the kind changes
		}
		quantity = a.other(same, bad)
	} else if kind == c.KindKey {
		bad.Add("hours", "error.same_quantity")
	}
	c.DecidedKind, c.DecidedQuantity = &kind, &quantity
	return bad.Err()
}

// accept writes the decision and all that follows from it.
func (c *Contribution) accept(ctx context.Context, tx *gorm.DB, by people.User, as Part) error {
	if !c.Vouched() {
		return wrong("decide", "error.decide_unvouched")
	}
	open, err := store.From[Attestation](tx).Where("contribution_id = ? and version = ? and verdict = ? and settled_at is null", c.ID, c.Version, Contest).Count(ctx, "id")
	if err != nil {
		return err
	}
	if open > 0 {
		return wrong("decide", "error.decide_contested")
	}
	err = c.move(ctx, tx, c.Decision, by, as, c.Reason, "Decision", "DecidedKind", "DecidedQuantity", "DecidedByID", "DecidedAt", "Reason", "Abuse")
	if err != nil {
		return err
	}
	if err := c.note(ctx, tx, by, "contribution_"+string(c.Decision), c.Reason); err != nil {
		return err
	}
	if err := store.Enqueue(tx, ContributionDecided{StepID: c.lastStep}); err != nil {
		return err
	}
	if err := store.Published(tx); err != nil {
		return err
	}
	if err := c.supersede(ctx, tx, by); err != nil {
		return err
	}
	if err := c.takeEffect(ctx, tx, by); err != nil {
		return err
	}
	return c.tally(ctx, tx, 1)
}

func (c *Contribution) reject(ctx context.Context, tx *gorm.DB, by people.User, as Part, f DecisionForm) error {
	if f.Reason == "" {
		return wrong("reason", "error.required")
	}
	c.Abuse = f.Abuse
	err := c.move(ctx, tx, Rejected, by, as, f.Reason, "Decision", "DecidedByID", "DecidedAt", "Reason", "Abuse")
	if err != nil {
		return err
	}
	if err := c.note(ctx, tx, by, "contribution_rejected", f.Reason); err != nil {
		return err
	}
	return store.Enqueue(tx, ContributionDecided{StepID: c.lastStep})
}

// supersede takes back what the contribution that this one corrects did. Where that was itself a correction whose decision was reversed, what that
// one corrects counts still, or again, and goes too.
func (c *Contribution) supersede(ctx context.Context, tx *gorm.DB, by people.User) error {
	for id := c.CorrectsID; id != nil; {
		old, err := take(ctx, tx, *id)
		if err != nil {
			return err
		}
		if err := old.giveWay(ctx, tx, by, *c); err != nil {
			return err
		}
		if id = nil; old.State == Reversed {
			id = old.CorrectsID
		}
	}
	return nil
}

// giveWay takes back what a contribution did, as another one stands for it.
func (c *Contribution) giveWay(ctx context.Context, tx *gorm.DB, by people.User, to Contribution) error {
	if c.SupersededByID != nil || c.State == Contested {
		return ErrMoved
	}
	if c.Counts() {
		if err := c.tally(ctx, tx, -1); err != nil {
			return err
		}
	}
	c.SupersededByID = &to.ID
	if err := c.save(ctx, tx, "SupersededByID"); err != nil {
		return err
	}
	if err := c.keepsPromise(ctx, tx, to); err != nil {
		return err
	}
	return c.undo(ctx, tx, by, "corrected by contribution "+to.Ref)
}
