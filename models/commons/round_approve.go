package commons

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// approvers is how many people of the council approve a result.
const approvers = 2

// RoundApproval is one person's word that a result may be paid. It covers the hash of what was shown.
type RoundApproval struct {
	ID           uint
	RoundID      uint
	ApproverID   uint
	Approver     people.User
	ResultSHA256 string `gorm:"column:result_sha256"`
	CreatedAt    time.Time
}

// Approvals returns who has approved, in their order.
func (r Round) Approvals(ctx context.Context, db *gorm.DB) ([]RoundApproval, error) {
	var all []RoundApproval
	err := db.WithContext(ctx).Joins("Approver").Where("round_approvals.round_id = ?", r.ID).Order("round_approvals.id").Find(&all).Error
	return all, err
}

// Approve says that the result shown, named by its hash, may be paid. The second different person makes it so: the parts leave the pot for
// the projects' own accounts (reciprocity.md 10.4, row 11). Nobody approves money for a project of their own, and both proved lately who they
// are, as for a batch of payments (7.6).
func (r *Round) Approve(ctx context.Context, db *gorm.DB, by people.User, f ApprovalForm) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if *r = now; r.State != RoundComputed || r.ResultSHA256 != f.SHA256 {
			return ErrMoved
		}
		if err := f.proven(ctx, tx); err != nil {
			return err
		}
		projects, err := r.Projects(ctx, tx)
		if err != nil {
			return err
		}
		if err := r.independent(ctx, tx, by, projects); err != nil {
			return err
		}
		given, err := r.Approvals(ctx, tx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(given, func(a RoundApproval) bool { return a.ApproverID == by.ID }) {
			return wrong("approve", "error.approved_twice")
		}
		a := RoundApproval{RoundID: r.ID, ApproverID: by.ID, ResultSHA256: f.SHA256, CreatedAt: store.Now(tx)}
		if err := tx.WithContext(ctx).Omit("Approver").Create(&a).Error; err != nil {
			return err
		}
		if len(given)+1 < approvers {
			return r.note(ctx, tx, by, "round_half_approved", "")
		}
		if err := r.post(ctx, tx, by, projects); err != nil {
			return err
		}
		return r.move(ctx, tx, RoundApproved, by, "", "EntryID")
	})
}

// independent refuses an approver who belongs to an organisation behind a project that receives, or that declared an interest in one.
func (r Round) independent(ctx context.Context, tx *gorm.DB, by people.User, projects []RoundProject) error {
	mine := append(by.OrganisationIDs(), 0)
	ballots, err := store.From[RoundBallot](tx).Where("round_id = ? and organisation_id in ?", r.ID, mine).Find(ctx)
	if err != nil {
		return err
	}
	for _, p := range projects {
		if p.Allocation == nil || p.Allocation.Cents == 0 {
			continue
		}
		behind := p.OrganisationID != nil && slices.Contains(mine, *p.OrganisationID)
		declared := slices.ContainsFunc(ballots, func(b RoundBallot) bool { return slices.Contains(b.Declared(), p.Ref) })
		if behind || declared {
			return wrong("approve", "error.approve_interest", "Project", p.Name)
		}
	}
	return nil
}

// post moves each part from the pot to its project, in one entry.
func (r *Round) post(ctx context.Context, tx *gorm.DB, by people.User, projects []RoundProject) error {
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	e := ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: fmt.Sprintf("alloc:round:%d", r.ID), EffectiveOn: day, Actor: by.ID,
		PieceRef: "round " + r.Ref, SubjectType: "round", SubjectID: r.ID, Memo: "redistribution round " + r.Ref,
	}
	for _, p := range projects {
		if p.Allocation != nil && p.Allocation.Cents > 0 {
			e.Transfers = append(e.Transfers, ledger.Transfer{Debit: unallocated, Credit: ledger.Project("liability:upstream", p.UpstreamID), Unit: string(Cents), Amount: p.Allocation.Cents})
		}
	}
	if len(e.Transfers) == 0 {
		return nil
	}
	posted, err := ledger.Post(ctx, tx, e)
	if errors.Is(err, ledger.ErrOverdraft) {
		return wrong("approve", "error.round_pot_short")
	}
	r.EntryID = &posted.ID
	return err
}

// takeBack returns to the pot what a cancelled round had allocated.
func (r Round) takeBack(ctx context.Context, tx *gorm.DB, by people.User, why string) error {
	if r.EntryID == nil {
		return nil
	}
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	_, err = ledger.ReverseOn(ctx, tx, *r.EntryID, by.ID, why, day)
	if errors.Is(err, ledger.ErrOverdraft) {
		return ErrMoved // money is on its way already
	}
	return err
}
