package commons

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Basis is the one legal basis of an agreement (reciprocity.md 2.2).
type Basis string

// The legal bases.
const (
	RecognitionOnly Basis = "recognition_only"
	SolidarityPrice Basis = "solidarity_price"
	Compensation    Basis = "b2b_compensation"
	Rebate          Basis = "commercial_rebate"
	ExpenseWaiver   Basis = "expense_waiver"
)

// Bases are the ones an organisation may agree on.
var Bases = []Basis{RecognitionOnly, SolidarityPrice, Compensation, Rebate}

// Counts reports whether work under such an agreement settles a debt.
func (b Basis) Counts() bool { return b == Compensation || b == Rebate }

// Agreement is written terms between the collective and an organisation or a person, with exactly one legal basis. Its terms never change.
type Agreement struct {
	ID             uint
	Ref            string
	PartyType      string // organisation or person
	OrganisationID *uint
	Organisation   people.Organisation
	UserID         *uint
	User           people.User
	LegalBasis     Basis
	Title          string
	Terms          string
	TermsSHA256    string `gorm:"column:terms_sha256"`
	CapBP          int    `gorm:"column:cap_bp"` // at most that part of an invoice
	CapCents       int64  // at most that much a year
	AcceptedOn     string // signed by both sides
	StartsOn       string
	EndsOn         string // empty: no end
	CreditUntil    string // until when credit given under it may be used once it has ended; empty: for ever
	EndedAt        *time.Time
	EndedByID      *uint
	EndedReason    string
	CreatedByID    *uint
	CreatedAt      time.Time
}

// Covers reports whether work that began on a day falls under it: it was signed before, and had begun and not ended.
func (a Agreement) Covers(from, to string) bool {
	return a.AcceptedOn <= from && a.StartsOn <= from && (a.EndsOn == "" || to <= a.EndsOn)
}

// Agreements returns all agreements with organisations, the latest first.
func Agreements(ctx context.Context, db *gorm.DB) ([]Agreement, error) {
	return store.From[Agreement](db).Joins(clause.LeftJoin.Association("Organisation"), nil).Where("agreements.party_type = ?", "organisation").
		Order("agreements.accepted_on desc, agreements.id desc").Limit(200).Find(ctx)
}

// AgreementForm files an agreement that both sides signed.
type AgreementForm struct {
	Organisation string `form:"organisation"` // ref
	LegalBasis   Basis  `form:"legal_basis"`
	Title        string `form:"title"`
	Terms        string `form:"terms"`
	AcceptedOn   string `form:"accepted_on"`
	StartsOn     string `form:"starts_on"`
	EndsOn       string `form:"ends_on"`
	CapPercent   string `form:"cap_percent"` // at most that part of an invoice
	CapAmount    string `form:"cap_amount"`  // at most that much a year

	Cents int64 `form:"-"`
}

// SignAgreement files an agreement with an organisation that both sides signed on paper, with the limits it sets; with a natural person there is none.
func SignAgreement(ctx context.Context, db *gorm.DB, by people.User, f AgreementForm) (Agreement, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return Agreement{}, store.ErrForbidden
	}
	a := Agreement{
		Ref: store.NewRef(), PartyType: "organisation", LegalBasis: f.LegalBasis, Title: oneLine(f.Title), Terms: cleaned(f.Terms),
		AcceptedOn: f.AcceptedOn, StartsOn: f.StartsOn, EndsOn: f.EndsOn, CreatedByID: &by.ID, CreatedAt: store.Now(db),
	}
	if a.StartsOn == "" {
		a.StartsOn = a.AcceptedOn
	}
	sum := sha256.Sum256([]byte(a.Terms))
	a.TermsSHA256 = hex.EncodeToString(sum[:])
	bad := store.Invalid{}
	org, err := people.FindOrganisation(ctx, db, by, f.Organisation)
	if err != nil {
		bad.Add("organisation", "error.choose")
	}
	a.OrganisationID, a.Organisation = &org.ID, org
	a.CapBP, a.CapCents = limits(f.LegalBasis, f.CapPercent, f.Cents, bad)
	now, err := today(ctx, db)
	if err != nil {
		return a, err
	}
	a.check(bad, now)
	if err := bad.Err(); err != nil {
		return a, err
	}
	return a, a.file(ctx, db, by)
}

func (a Agreement) check(bad store.Invalid, today string) {
	if a.LegalBasis != RecognitionOnly && a.LegalBasis != SolidarityPrice && !a.LegalBasis.Counts() {
		bad.Add("legal_basis", "error.choose")
	}
	if a.Title == "" {
		bad.Add("title", "error.required")
	}
	if len([]rune(a.Title)) > LongestTitle {
		bad.Add("title", "error.too_long", "Max", LongestTitle)
	}
	switch {
	case a.Terms == "":
		bad.Add("terms", "error.required")
	case len([]rune(a.Terms)) > LongestTerms:
		bad.Add("terms", "error.too_long", "Max", LongestTerms)
	}
	for field, day := range map[string]string{"accepted_on": a.AcceptedOn, "starts_on": a.StartsOn, "ends_on": a.EndsOn} {
		same := field == "starts_on" && day == a.AcceptedOn // left empty: what is wrong with the signature's day is said there
		if _, err := time.Parse(time.DateOnly, day); err != nil && !same && (day != "" || field != "ends_on") {
			bad.Add(field, "error.date")
		}
	}
	switch {
	case a.AcceptedOn > today:
		bad.Add("accepted_on", "error.date_future")
	case a.StartsOn < a.AcceptedOn:
		bad.Add("starts_on", "error.before_signature")
	case a.EndsOn != "" && a.EndsOn < a.StartsOn:
		bad.Add("ends_on", "error.date_order")
	}
}

func (a *Agreement) file(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := people.OpenNow(ctx, tx, *a.OrganisationID); errors.Is(err, people.ErrClosed) {
			return wrong("organisation", "error.choose")
		} else if err != nil {
			return err
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(a).Error; err != nil {
			return err
		}
		if err := a.reciprocal(ctx, tx); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "agreement_signed", SubjectType: "agreement", SubjectRef: a.Ref, OrganisationID: *a.OrganisationID,
			Details: map[string]any{"legal_basis": a.LegalBasis, "terms_sha256": a.TermsSHA256},
		})
	})
}

// Count says that a contribution of an organisation settles a debt under an agreement signed before the work. What a natural person gave
// is never counted: ErrNoCreditForVolunteers, whatever the agreement. Without an agreement it is given again. Fixed by acceptance.
func (c Contribution) Count(ctx context.Context, db *gorm.DB, by people.User, agreementRef string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := take(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if !Council(by) {
			return store.ErrForbidden
		}
		if now.Volunteer() {
			return ErrNoCreditForVolunteers
		}
		s, err := StandingOf(ctx, tx, by, now)
		if err != nil {
			return err
		}
		if err := s.MayDecide(); err != nil {
			return err
		}
		return now.count(ctx, tx, by, agreementRef)
	})
}

func (c *Contribution) count(ctx context.Context, tx *gorm.DB, by people.User, agreementRef string) error {
	if c.State != Submitted && c.State != Attested {
		return wrong("agreement", "error.treatment_fixed")
	}
	if agreementRef == "" {
		return c.treat(ctx, tx, by, Given, nil, "")
	}
	a, err := store.From[Agreement](tx).Where("ref = ?", agreementRef).Take(ctx)
	switch {
	case err != nil:
		return wrong("agreement", "error.choose")
	case a.PartyType != "organisation" || *a.OrganisationID != *c.OrganisationID:
		return wrong("agreement", "error.agreement_of_others")
	case !a.LegalBasis.Counts():
		return wrong("agreement", "error.agreement_counts_nothing")
	case !a.Covers(c.FromOn, c.ToOn):
		return wrong("agreement", "error.agreement_later")
	case !c.Vouched():
		return wrong("agreement", "error.decide_unvouched")
	}
	return c.treat(ctx, tx, by, Counted, &a.ID, a.Title)
}

func (c *Contribution) treat(ctx context.Context, tx *gorm.DB, by people.User, as Treatment, agreement *uint, title string) error {
	c.Treatment, c.AgreementID = as, agreement
	if err := c.save(ctx, tx, "Treatment", "AgreementID"); err != nil {
		return err
	}
	return c.note(ctx, tx, by, "contribution_"+string(as), title)
}
