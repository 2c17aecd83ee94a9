package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Review is the voice of one person on a contested decision. Two voices that agree end it.
type Review struct {
	ID             uint
	ContributionID uint
	ContestID      uint // the step that contested
	ReviewerID     uint
	Verdict        State // upheld or reversed
	Reason         string
	CreatedAt      time.Time
}

// TableName names the table.
func (Review) TableName() string { return "contribution_reviews" }

// voices are how many people must agree on a contested decision.
const voices = 2

// Contest asks two other people to look again at a decision, within 14 days, with a reason: the contributor may, or any member past tenure. The
// contributor is told when somebody else does.
func (c Contribution) Contest(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	reason = cleaned(reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		s, err := StandingOf(ctx, tx, by, now)
		if err != nil {
			return err
		}
		as := now.part(by)
		if as == "" {
			as = AsAttester
		}
		switch {
		case !s.MayContest(now, by):
			return wrong("contest", "error.contest_tenure")
		case !now.Contestable(store.Now(tx)) || now.SupersededByID != nil:
			return ErrMoved
		case reason == "":
			return wrong("contest", "error.required")
		case len([]rune(reason)) > LongestBody:
			return wrong("contest", "error.too_long", "Max", LongestBody)
		}
		if err := now.move(ctx, tx, Contested, by, as, reason); err != nil {
			return err
		}
		if by.ID != now.ContributorID {
			if err := store.Enqueue(tx, ContributionContested{StepID: now.lastStep}); err != nil {
				return err
			}
		}
		return now.note(ctx, tx, by, "contribution_contested", reason)
	})
}

// Review says whether a contested decision stands. When two people who did not decide before agree, it does or it does not: a decision that
// does not stand is taken back in the books, and the contribution comes back as a new one to be decided again.
func (c Contribution) Review(ctx context.Context, db *gorm.DB, by people.User, verdict State, reason string) error {
	reason = cleaned(reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		s, err := StandingOf(ctx, tx, by, now)
		if err != nil {
			return err
		}
		if err := s.MayReview(); err != nil {
			return err
		}
		switch {
		case now.State != Contested:
			return ErrMoved
		case verdict != Upheld && verdict != Reversed:
			return wrong("verdict", "error.choose")
		case reason == "":
			return wrong("review", "error.required")
		}
		return now.review(ctx, tx, by, verdict, reason)
	})
}

func (c *Contribution) review(ctx context.Context, tx *gorm.DB, by people.User, verdict State, reason string) error {
	var contest uint
	err := tx.WithContext(ctx).Model(&Step{}).Where("contribution_id = ? and to_state = ?", c.ID, Contested).Select("max(id)").Scan(&contest).Error
	if err != nil {
		return err
	}
	r := Review{ContributionID: c.ID, ContestID: contest, ReviewerID: by.ID, Verdict: verdict, Reason: reason, CreatedAt: store.Now(tx)}
	if err := store.InTx(ctx, tx, func(in *gorm.DB) error { return store.From[Review](in).Create(ctx, &r) }); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return wrong("review", "error.review_twice")
		}
		return err
	}
	if err := c.note(ctx, tx, by, "contest_reviewed", reason); err != nil {
		return err
	}
	agreed, err := store.From[Review](tx).Where("contest_id = ? and verdict = ?", contest, verdict).Count(ctx, "id")
	if err != nil || agreed < voices {
		return err
	}
	if err := c.move(ctx, tx, verdict, by, c.officer(by), reason); err != nil {
		return err
	}
	if verdict == Reversed {
		if err := c.again(ctx, tx, by); err != nil {
			return err
		}
	}
	return store.Enqueue(tx, ContributionDecided{StepID: c.lastStep})
}

// again takes a decision back and puts the same facts before the stewards once more, confirmed as they were. What the contribution had taken the
// place of counts again meanwhile, and goes on counting when the new decision is a no.
func (c *Contribution) again(ctx context.Context, tx *gorm.DB, by people.User) error {
	if err := c.undo(ctx, tx, by, "decision reversed"); err != nil {
		return err
	}
	if c.Decision == Accepted || c.Decision == Adjusted {
		if err := c.tally(ctx, tx, -1); err != nil {
			return err
		}
	}
	stands, err := c.giveBack(ctx, tx, by)
	if err != nil {
		return err
	}
	if err := store.Published(tx); err != nil {
		return err
	}
	n, err := c.anew(ctx, tx)
	if err != nil {
		return err
	}
	if stands == nil {
		stands = &n
	}
	if err := c.keepsPromise(ctx, tx, *stands); err != nil {
		return err
	}
	return n.resume(ctx, tx, *c)
}

// anew is another contribution with the same facts and evidence, undecided.
func (c *Contribution) anew(ctx context.Context, tx *gorm.DB) (Contribution, error) {
	n := *c
	e, err := evidenceFor(ctx, tx, *c)
	if err != nil {
		return n, err
	}
	shown, err := filesOf(ctx, tx, *c)
	if err != nil {
		return n, err
	}
	n.ID, n.Ref, n.Version, n.State, n.CorrectsID = 0, store.NewRef(), 1, Draft, &c.ID
	n.Decision, n.DecidedKind, n.DecidedQuantity, n.DecidedByID, n.DecidedAt, n.Reason, n.Abuse = "", nil, nil, nil, nil, "", false
	n.SubmittedAt, n.CreatedAt, n.UpdatedAt, n.StirredAt, n.RemindedAt = stamp(tx), store.Now(tx), store.Now(tx), store.Now(tx), nil
	if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&n).Error; err != nil {
		return n, err
	}
	return n, e.file(ctx, tx, n, shown)
}

// resume carries the confirmations over and puts it before the stewards.
func (c *Contribution) resume(ctx context.Context, tx *gorm.DB, old Contribution) error {
	if err := c.step(ctx, tx, "", c.Contributor, AsContributor, ""); err != nil {
		return err
	}
	if err := c.move(ctx, tx, Submitted, c.Contributor, AsContributor, ""); err != nil {
		return err
	}
	err := tx.WithContext(ctx).Exec(`insert into attestations (contribution_id, contributor_id, version, attester_id, role, verdict, quantity, reason, created_at)
		select cast(? as bigint), contributor_id, 1, attester_id, role, verdict, quantity, reason, created_at from attestations where contribution_id = ? and version = ? and verdict = 'confirm'`,
		c.ID, old.ID, old.Version).Error
	if err != nil {
		return err
	}
	return c.weigh(ctx, tx)
}
