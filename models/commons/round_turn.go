package commons

import (
	"context"
	"errors"
	"fmt"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundsDue asks, once an hour, which rounds have a step to take.
type RoundsDue struct{}

// Kind names the promise.
func (RoundsDue) Kind() string { return "rounds_due" }

// RoundOpened tells the voters that they may vote, until when and on what.
type RoundOpened struct {
	RoundID uint `json:"round_id"`
}

// Kind names the promise.
func (RoundOpened) Kind() string { return "round_opened" }

// RoundProposing tells the voters that they may propose projects first, until when, and when they vote.
type RoundProposing struct {
	RoundID uint `json:"round_id"`
}

// Kind names the promise.
func (RoundProposing) Kind() string { return "round_proposing" }

// RoundClosing reminds those who have not voted, some days before the end.
type RoundClosing struct {
	RoundID uint `json:"round_id"`
}

// Kind names the promise.
func (RoundClosing) Kind() string { return "round_closing" }

// RoundResult tells the voters what came out.
type RoundResult struct {
	RoundID uint `json:"round_id"`
}

// Kind names the promise.
func (RoundResult) Kind() string { return "round_result" }

// remindVoters is how many days before the end those who have not voted are reminded.
const remindVoters = 5

// TurnRounds takes every step whose time has come: the list of projects is fixed, voters are reminded, a vote ends after its last day and is counted, what is paid is
// published. What a person must do is left to them, and shown as late. It returns how many steps were taken.
func TurnRounds(ctx context.Context, db *gorm.DB) (int, error) {
	day, err := today(ctx, db)
	if err != nil {
		return 0, err
	}
	if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return RoundSettled(ctx, tx) }); err != nil {
		return 0, err
	}
	live, err := store.From[Round](db).Where("state in ?", []RoundState{RoundOpen, RoundClosed, RoundPaid}).Order("id").Limit(100).Find(ctx)
	turned, failed := 0, err
	for _, r := range live {
		did, err := r.turn(ctx, db, day)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("round %s: %w", r.Ref, err)) // the others go on
		}
		if did && err == nil {
			turned++
		}
	}
	return turned, failed
}

func (r Round) turn(ctx context.Context, db *gorm.DB, day string) (bool, error) {
	d := r.Rules().Deadlines
	listed := false
	if r.State == RoundOpen && r.ListedAt == nil && day >= d.Ballots {
		if err := r.Fix(ctx, db); err != nil {
			return false, err
		}
		listed = true
	}
	switch {
	case r.State == RoundOpen && day > d.Closes:
		if err := r.Close(ctx, db, people.User{}); err != nil {
			return false, err
		}
		return true, r.Compute(ctx, db)
	case r.State == RoundOpen && r.RemindedAt == nil && r.Voting(day) && plusDays(day, remindVoters) >= d.Closes:
		return true, r.remind(ctx, db)
	case r.State == RoundClosed:
		return true, r.Compute(ctx, db)
	case r.State == RoundPaid && day >= d.Published:
		return true, r.publish(ctx, db)
	}
	return listed, nil
}

func (r Round) remind(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		done := tx.WithContext(ctx).Model(&Round{}).Where("id = ? and reminded_at is null and state = ?", r.ID, RoundOpen).UpdateColumn("reminded_at", store.Now(tx))
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return store.Enqueue(tx, RoundClosing{RoundID: r.ID})
	})
}

func (r Round) publish(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil || now.State != RoundPaid {
			return err
		}
		if err := now.move(ctx, tx, RoundPublished, people.User{}, ""); err != nil {
			return err
		}
		return store.Enqueue(tx, RoundResult{RoundID: r.ID})
	})
}

// VotersOf returns those who cast the ballots of a round's organisations, each with the organisation, for letters; pending leaves out the
// organisations that have voted.
func (r Round) VotersOf(ctx context.Context, db *gorm.DB, pending bool) ([]people.Membership, error) {
	q := store.From[people.Membership](db).Preload("User", nil).Preload("Organisation", nil).
		Where("memberships.until_at is null and memberships.role in ('owner','treasurer') and memberships.organisation_id in (select organisation_id from round_voters where round_id = ?)", r.ID)
	if pending {
		q = q.Where("memberships.organisation_id not in (select organisation_id from round_ballots where round_id = ?)", r.ID)
	}
	return q.Order("memberships.id").Find(ctx)
}
