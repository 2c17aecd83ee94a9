package commons

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// FindAgreement returns the agreement with that ref for the people of both sides, else store.ErrNotFound.
func FindAgreement(ctx context.Context, db *gorm.DB, u people.User, ref string) (Agreement, error) {
	a, err := withParty(db).Where("agreements.ref = ?", ref).Take(ctx)
	if err == nil && !reads(u, a.OrganisationID, a.UserID) {
		return Agreement{}, store.ErrNotFound
	}
	return a, err
}

func withParty(db *gorm.DB) store.Rows[Agreement] {
	return store.From[Agreement](db).Joins(clause.LeftJoin.Association("Organisation"), nil).Joins(clause.LeftJoin.Association("User"), store.Only("id", "ref", "name", "email"))
}

// AgreementsFor returns what u is a side of: all agreements for those who keep them, else those of their organisations and their own.
func AgreementsFor(ctx context.Context, db *gorm.DB, u people.User) ([]Agreement, error) {
	q := withParty(db).Order("agreements.accepted_on desc, agreements.id desc").Limit(200)
	if !keepsAgreements(u) {
		q = q.Where("agreements.organisation_id in ? or agreements.user_id = ?", append(moneyKept(u), 0), u.ID)
	}
	return q.Find(ctx)
}

// LoadAgreement returns an agreement by id, for jobs.
func LoadAgreement(ctx context.Context, db *gorm.DB, id uint) (Agreement, error) {
	return store.From[Agreement](db).Joins(clause.LeftJoin.Association("User"), nil).Where("agreements.id = ?", id).Take(ctx)
}

// AcceptancesOf are both sides' words on an agreement that was accepted here; one signed on paper has none.
func AcceptancesOf(ctx context.Context, db *gorm.DB, a Agreement) ([]Acceptance, error) {
	return store.From[Acceptance](db).Joins(clause.Has("By"), store.Only("id", "ref", "name", "email")).
		Where("exists (select 1 from agreement_proposals p where p.id = agreement_acceptances.proposal_id and p.version = agreement_acceptances.version and p.agreement_id = ?)", a.ID).
		Order("agreement_acceptances.id").Find(ctx)
}

// Party reports whether u speaks for the other side.
func (a Agreement) Party(u people.User) bool { return party(u, a.OrganisationID, a.UserID) }

// Runs reports whether it is in force on a day.
func (a Agreement) Runs(day string) bool {
	return a.StartsOn <= day && (a.EndsOn == "" || day <= a.EndsOn)
}

// Usable reports whether what the collective owes under it may still meet an invoice on a day.
func (a Agreement) Usable(day string) bool {
	return a.Runs(day) || a.EndsOn != "" && a.EndsOn < day && (a.CreditUntil == "" || day <= a.CreditUntil)
}

// reciprocal tells billing on which days both sides invoice each other, so that the collective's own invoices say so too (reciprocity.md 2.2).
func (a Agreement) reciprocal(ctx context.Context, tx *gorm.DB) error {
	if a.LegalBasis != Compensation || a.OrganisationID == nil {
		return nil
	}
	return billing.Reciprocal{OrganisationID: *a.OrganisationID, Agreement: a.Ref, FromOn: a.StartsOn, ToOn: a.EndsOn}.Note(ctx, tx)
}

// EndForm says when an agreement ends, and until when credit given under it may be used.
type EndForm struct {
	EndsOn      string `form:"end_on"`
	CreditUntil string `form:"credit_until"`
	Reason      string `form:"end_reason"`
}

// End lets an agreement end, by either side: no new credit from then on; what was given stays usable until the day that is said.
func (a Agreement) End(ctx context.Context, db *gorm.DB, by people.User, f EndForm) error {
	if !keepsAgreements(by) && !a.Party(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now Agreement
		if err := locked(tx.WithContext(ctx)).Where("id = ?", a.ID).Take(&now).Error; err != nil {
			return err
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if now.EndedAt != nil || now.EndsOn != "" && now.EndsOn < day {
			return ErrMoved
		}
		if err := f.check(now, day); err != nil {
			return err
		}
		now.EndsOn, now.CreditUntil, now.EndedAt, now.EndedByID, now.EndedReason = f.EndsOn, f.CreditUntil, stamp(tx), &by.ID, f.Reason
		err = tx.WithContext(ctx).Model(&Agreement{}).Where("id = ?", now.ID).Select("EndsOn", "CreditUntil", "EndedAt", "EndedByID", "EndedReason").Updates(&now).Error
		if err != nil {
			return err
		}
		if err := now.reciprocal(ctx, tx); err != nil {
			return err
		}
		if err := store.Enqueue(tx, AgreementTurned{AgreementID: now.ID, Ours: !a.Party(by)}); err != nil {
			return err
		}
		return now.note(ctx, tx, by, "agreement_ended", f.Reason, nil)
	})
}

func (f *EndForm) check(a Agreement, day string) error {
	f.Reason = cleaned(f.Reason)
	bad := store.Invalid{}
	_, err := time.Parse(time.DateOnly, f.EndsOn)
	switch {
	case err != nil:
		bad.Add("end_on", "error.date")
	case f.EndsOn < day:
		bad.Add("end_on", "error.date_past")
	case f.EndsOn < a.StartsOn:
		bad.Add("end_on", "error.date_order")
	}
	if a.LegalBasis != Rebate {
		f.CreditUntil = ""
	}
	if f.CreditUntil != "" {
		if _, err := time.Parse(time.DateOnly, f.CreditUntil); err != nil {
			bad.Add("credit_until", "error.date")
		} else if f.CreditUntil < f.EndsOn {
			bad.Add("credit_until", "error.date_order")
		}
	}
	if f.Reason == "" {
		bad.Add("end_reason", "error.required")
	}
	if len([]rune(f.Reason)) > LongestBody {
		bad.Add("end_reason", "error.too_long", "Max", LongestBody)
	}
	return bad.Err()
}

// note writes an act on the agreement in the journal.
func (a Agreement) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string, details map[string]any) error {
	act := journal.Act{Verb: verb, SubjectType: "agreement", SubjectRef: a.Ref, Reason: reason, Details: details}
	if a.OrganisationID != nil {
		act.OrganisationID = *a.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), act)
}
