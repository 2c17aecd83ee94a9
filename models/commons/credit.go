package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Credit is an organisation's right to settle part of an invoice, given by a contract of rebate: never to a natural person.
type Credit struct {
	ID             uint
	Ref            string
	AgreementID    uint
	OrganisationID uint
	Cents          int64
	OnDay          string
	Reason         string
	EntryID        uint
	ByID           uint
	IdempotencyKey string
	CreatedAt      time.Time
}

// TableName names the table.
func (Credit) TableName() string { return "reciprocity_credits" }

// CreditForm is how much the contract gives, and for what.
type CreditForm struct {
	Amount string `form:"credit_amount"`
	Reason string `form:"credit_reason"`
	Key    string `form:"key"`

	Cents int64 `form:"-"`
}

// CreditsOf returns what was given under an agreement, the latest first.
func CreditsOf(ctx context.Context, db *gorm.DB, a Agreement) ([]Credit, error) {
	return store.From[Credit](db).Where("agreement_id = ?", a.ID).Order("id desc").Limit(200).Find(ctx)
}

// CreditLeft is what of the credit under an agreement was not used yet.
func CreditLeft(ctx context.Context, db *gorm.DB, a Agreement) (left int64, err error) {
	err = db.WithContext(ctx).Raw(`select cast((select coalesce(sum(cents), 0) from reciprocity_credits where agreement_id = @a)
		- (select coalesce(sum(cents), 0) from offsets o where agreement_id = @a and counter_invoice_id is null and `+offsetStands+`) as bigint)`, map[string]any{"a": a.ID}).Scan(&left).Error
	return left, err
}

// Grant gives credit as the contract says, by somebody who keeps the collective's money, while the agreement runs and within its sum of the
// year. It is a cost of the collective from that day on.
func (a Agreement) Grant(ctx context.Context, db *gorm.DB, by people.User, f CreditForm) (Credit, error) {
	if !keepsAgreements(by) {
		return Credit{}, store.ErrForbidden
	}
	if a.OrganisationID == nil {
		return Credit{}, ErrNoCreditForVolunteers
	}
	f.Reason = oneLine(f.Reason)
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	var c Credit
	return c, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := billing.LockAccount(tx, *a.OrganisationID); err != nil {
			return err
		}
		before, err := store.From[Credit](tx).Where("idempotency_key = ?", f.Key).Take(ctx)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			c = before
			return err
		}
		if c, err = a.grants(ctx, tx, by, f); err != nil {
			return err
		}
		return a.note(ctx, tx, by, "credit_granted", c.Reason, map[string]any{"cents": c.Cents})
	})
}

func (a Agreement) grants(ctx context.Context, tx *gorm.DB, by people.User, f CreditForm) (Credit, error) {
	now, err := store.From[Agreement](tx).Where("id = ?", a.ID).Take(ctx) // it may have ended meanwhile
	if err != nil {
		return Credit{}, err
	}
	day, err := today(ctx, tx)
	if err != nil {
		return Credit{}, err
	}
	c := Credit{Ref: store.NewRef(), AgreementID: a.ID, OrganisationID: *a.OrganisationID, Cents: f.Cents, OnDay: day, Reason: f.Reason, ByID: by.ID, IdempotencyKey: f.Key, CreatedAt: store.Now(tx)}
	if err := now.mayGrant(ctx, tx, c); err != nil {
		return c, err
	}
	account := ledger.Party("liability:credit", c.OrganisationID)
	if _, err := ledger.Open(ctx, tx, account, string(Cents)); err != nil {
		return c, err
	}
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "credit_grant", Key: "credit:" + f.Key, EffectiveOn: day, Actor: by.ID,
		PieceRef: "agreement " + a.Ref, PieceOn: a.AcceptedOn, SubjectType: "agreement", SubjectID: a.ID, Memo: fmt.Sprint("credit of agreement ", a.Ref),
		Transfers: []ledger.Transfer{{Debit: "expense:reciprocity", Credit: account, Unit: string(Cents), Amount: c.Cents}},
	})
	if err != nil {
		return c, err
	}
	c.EntryID = e.ID
	return c, store.From[Credit](tx).Create(ctx, &c)
}

func (a Agreement) mayGrant(ctx context.Context, tx *gorm.DB, c Credit) error {
	bad := store.Invalid{}
	switch {
	case a.LegalBasis != Rebate:
		bad.Add("credit_amount", "error.agreement_gives_none")
	case a.CapBP == 0 && a.CapCents == 0: // filed as it was signed on paper, without one
		bad.Add("credit_amount", "error.cap_needed")
	case !a.Runs(c.OnDay):
		bad.Add("credit_amount", "error.agreement_over")
	case c.Cents < 1 || c.Cents > 100_000_000:
		bad.Add("credit_amount", "error.money")
	}
	switch {
	case c.Reason == "":
		bad.Add("credit_reason", "error.required")
	case len([]rune(c.Reason)) > 200:
		bad.Add("credit_reason", "error.too_long", "Max", 200)
	}
	if len(bad) > 0 || a.CapCents == 0 {
		return bad.Err()
	}
	var given int64
	err := tx.WithContext(ctx).Raw("select cast(coalesce(sum(cents), 0) as bigint) from reciprocity_credits where agreement_id = ? and on_day like ?", a.ID, c.OnDay[:4]+"-%").Scan(&given).Error
	if err == nil && given+c.Cents > a.CapCents {
		return wrong("credit_amount", "error.credit_cap", "Amount", Cash(max(0, a.CapCents-given)))
	}
	return err
}
