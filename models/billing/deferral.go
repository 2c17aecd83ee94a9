package billing

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DeferralState is how far a proposed date has come.
type DeferralState string

// The states of a deferral.
const (
	DeferralAsked    DeferralState = "asked" // a person decides within five working days; meanwhile nothing escalates
	DeferralAccepted DeferralState = "accepted"
	DeferralRefused  DeferralState = "refused"
	DeferralKept     DeferralState = "kept"
	DeferralBroken   DeferralState = "broken"
)

const (
	quickDeferral   = 60  // days up to which a date is accepted at once (DUN3)
	longestDeferral = 366 // days up to which one may be proposed
)

// Deferral is a date by which an organisation proposes to pay what it owes: "grant in March" (DUN3).
type Deferral struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	UntilOn        string
	Reason         string
	State          DeferralState
	AskedByID      uint
	DecidedByID    *uint
	DecidedAt      *time.Time
	Answer         string
	Version        int
	CreatedAt      time.Time
}

// DeferralForm is what a treasurer proposes.
type DeferralForm struct {
	UntilOn string `form:"until_on"`
	Reason  string `form:"reason"`
}

// Check says what is wrong on a day.
func (f *DeferralForm) Check(today time.Time) error {
	wrong := store.Invalid{}
	f.Reason = oneLine(f.Reason)
	needed(wrong, "reason", f.Reason)
	switch day, err := period.Day(f.UntilOn); {
	case f.UntilOn == "":
		wrong.Add("until_on", "error.required")
	case err != nil:
		wrong.Add("until_on", "error.date")
	case day.Before(today):
		wrong.Add("until_on", "error.date_past")
	case day.After(today.AddDate(0, 0, longestDeferral)):
		wrong.Add("until_on", "error.date_year")
	}
	return wrong.Err()
}

// ProposeDate files the date by which an organisation proposes to pay. It is accepted at once when it is near and no promise was broken
// within twelve months; else an operator decides. One date at a time.
func ProposeDate(ctx context.Context, db *gorm.DB, by people.User, o people.Organisation, f DeferralForm) (Deferral, error) {
	if !seesMoney(by, o.ID) {
		return Deferral{}, store.ErrNotFound
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Deferral{}, err
	}
	today := store.Today(db, host.Location())
	if err := f.Check(today); err != nil {
		return Deferral{}, err
	}
	d := Deferral{Ref: store.NewRef(), OrganisationID: o.ID, UntilOn: f.UntilOn, Reason: f.Reason, State: DeferralAsked, AskedByID: by.ID, Version: 1, CreatedAt: store.Now(db)}
	return d, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := oneAtATime(tx, o.ID); err != nil {
			return err
		}
		open, err := store.From[Deferral](tx).Where("organisation_id = ? and state in ('asked','accepted')", o.ID).Count(ctx, "id")
		if err != nil {
			return err
		}
		if open > 0 {
			return store.ErrConflict
		}
		if d.quick(ctx, tx, today) {
			now := store.Now(tx)
			d.State, d.DecidedAt = DeferralAccepted, &now
		}
		if err := store.From[Deferral](tx).Omit("Organisation").Create(ctx, &d); err != nil {
			return err
		}
		if err := d.note(ctx, tx, by.Actor(), "date_proposed", d.Reason); err != nil {
			return err
		}
		return store.Enqueue(tx, DateProposed{d.ID})
	})
}

// quick reports whether a date needs no decision.
func (d Deferral) quick(ctx context.Context, tx *gorm.DB, today time.Time) bool {
	if d.UntilOn > today.AddDate(0, 0, quickDeferral).Format(time.DateOnly) {
		return false
	}
	broken, err := store.From[Deferral](tx).Where("organisation_id = ? and state = ? and until_on >= ?", d.OrganisationID, DeferralBroken, today.AddDate(-1, 0, 0).Format(time.DateOnly)).Count(ctx, "id")
	return err == nil && broken == 0
}

// DeferralDecision is an operator's answer.
type DeferralDecision struct {
	Verdict string `form:"verdict"` // accept or refuse
	Answer  string `form:"answer"`
	Version int    `form:"version"`
}

// Decide answers a proposed date; declining needs words.
func (d *Deferral) Decide(ctx context.Context, db *gorm.DB, by people.User, f DeferralDecision) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	f.Answer = oneLine(f.Answer)
	switch {
	case f.Verdict != "accept" && f.Verdict != "refuse":
		wrong.Add("verdict", "error.choose")
	case f.Verdict == "refuse" && f.Answer == "":
		wrong.Add("answer", "error.required")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Deferral](tx, forUpdate).Where("id = ?", d.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.State != DeferralAsked || fresh.Version != f.Version {
			return store.ErrConflict
		}
		now := store.Now(tx)
		fresh.Organisation = d.Organisation
		*d = fresh
		d.DecidedByID, d.DecidedAt, d.Answer, d.State = &by.ID, &now, f.Answer, DeferralAccepted
		if f.Verdict == "refuse" {
			d.State = DeferralRefused
		}
		if err := d.keep(ctx, tx); err != nil {
			return err
		}
		if err := d.note(ctx, tx, by.Actor(), "date_"+string(d.State), f.Answer); err != nil {
			return err
		}
		return store.Enqueue(tx, DateDecided{d.ID})
	})
}

func (d *Deferral) keep(ctx context.Context, tx *gorm.DB) error {
	d.Version++
	return tx.WithContext(ctx).Model(d).Omit("Organisation").Select("state", "decided_by_id", "decided_at", "answer", "version").Updates(d).Error
}

func (d Deferral) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "deferral", SubjectRef: d.Ref, OrganisationID: d.OrganisationID, Reason: reason, Details: map[string]any{"until_on": d.UntilOn}})
}

// SettleDeferrals closes the dates that have come: kept when nothing that was due is owed any more, broken when something is.
func SettleDeferrals(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location()).Format(time.DateOnly)
	open, err := store.From[Deferral](db).Where("state = ? or state = ? and until_on < ?", DeferralAccepted, DeferralAsked, today).Order("id").Find(ctx)
	n := 0
	for _, d := range open {
		owed, err := OwedBy(ctx, db, d.OrganisationID, max(today, d.UntilOn)) // what falls due before the day that was named
		if err != nil {
			return n, err
		}
		if owed.LateCents > 0 && d.UntilOn >= today {
			continue
		}
		d.State = DeferralKept
		if owed.LateCents > 0 {
			d.State = DeferralBroken
		}
		if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return d.keep(ctx, tx) }); err != nil {
			return n, err
		}
		n++
	}
	return n, err
}

// DeferralsOf are the dates an organisation proposed, newest first.
func DeferralsOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Deferral, error) {
	return store.From[Deferral](db).Where("organisation_id = ?", o.ID).Order("id desc").Limit(20).Find(ctx)
}

// DeferralsToDecide are the dates that wait for an operator, oldest first.
func DeferralsToDecide(ctx context.Context, db *gorm.DB, by people.User) ([]Deferral, error) {
	if !by.Is(people.Operator) {
		return nil, store.ErrForbidden
	}
	return store.From[Deferral](db).Where("state = ?", DeferralAsked).Preload("Organisation", nil).Order("id").Limit(100).Find(ctx)
}

// FindDeferral returns a proposed date for an operator, else store.ErrNotFound.
func FindDeferral(ctx context.Context, db *gorm.DB, by people.User, ref string) (Deferral, error) {
	if !by.Is(people.Operator) {
		return Deferral{}, store.ErrNotFound
	}
	return store.From[Deferral](db).Where("ref = ?", ref).Preload("Organisation", nil).Take(ctx)
}

// LoadDeferral returns a proposed date by id, for jobs.
func LoadDeferral(ctx context.Context, db *gorm.DB, id uint) (Deferral, error) {
	return store.From[Deferral](db).Where("id = ?", id).Preload("Organisation", nil).Take(ctx)
}
