package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Eligibility is the collective's own dated declaration that gifts to it give right to a tax reduction (CGI article 200). The portal never guesses
// it: without one, no receipt is issued (law-and-charter.md c).
type Eligibility struct {
	ID           uint
	Basis        string // self: its own assessment; rescrit: the tax office's answer
	Rescrit      string // its reference
	Object       string // of the body, as the receipt names it
	Category     string // the legal category ticked on the form
	DeclaredName string
	DeclaredRole string
	DeclaredOn   string
	EndedOn      string
	DeclaredByID uint
	CreatedAt    time.Time
}

// TableName names the table.
func (Eligibility) TableName() string { return "gift_eligibilities" }

// The categories of bodies that the form 11580 lists and that a collective may be.
const (
	GeneralInterest = "general_interest" // œuvre ou organisme d'intérêt général
	PublicUtility   = "public_utility"   // association ou fondation reconnue d'utilité publique
)

// EligibilityForm is the declaration.
type EligibilityForm struct {
	Basis    string `form:"basis"`
	Rescrit  string `form:"rescrit"`
	Object   string `form:"object"`
	Category string `form:"category"`
	Name     string `form:"name"`
	Role     string `form:"role"`
	Sure     bool   `form:"sure"`
}

func (f *EligibilityForm) check() store.Invalid {
	bad := store.Invalid{}
	f.Rescrit, f.Object, f.Name, f.Role = oneLine(f.Rescrit), oneLine(f.Object), oneLine(f.Name), oneLine(f.Role)
	for name, text := range map[string]string{"object": f.Object, "name": f.Name, "role": f.Role} {
		if text == "" {
			bad.Add(name, "error.required")
		}
		if len([]rune(text)) > 400 {
			bad.Add(name, "error.too_long", "Max", 400)
		}
	}
	if f.Basis != "self" && f.Basis != "rescrit" {
		bad.Add("basis", "error.choose")
	}
	if f.Basis == "rescrit" && f.Rescrit == "" {
		bad.Add("rescrit", "error.required")
	}
	if f.Category != GeneralInterest && f.Category != PublicUtility {
		bad.Add("category", "error.choose")
	}
	if !f.Sure {
		bad.Add("sure", "error.tick")
	}
	return bad
}

// EligibilityNow returns the declaration in force, else store.ErrNotFound.
func EligibilityNow(ctx context.Context, db *gorm.DB) (Eligibility, error) {
	return store.From[Eligibility](db).Where("ended_on = ''").Order("id desc").Take(ctx)
}

// Declare files the declaration; an earlier one ends. A collective that charges VAT on everything needs the tax office's answer (R-c2).
func Declare(ctx context.Context, db *gorm.DB, by people.User, f *EligibilityForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	bad := f.check()
	on, err := today(ctx, db)
	if err != nil {
		return err
	}
	day, _ := time.Parse(time.DateOnly, on)
	regime, err := collective.RegimeOn(ctx, db, day)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if regime.Regime == collective.VATRegistered && f.Basis == "self" {
		bad.Add("basis", "error.rescrit_needed")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Eligibility](tx).Where("ended_on = ''").Update(ctx, "ended_on", on); err != nil {
			return err
		}
		e := Eligibility{
			Basis: f.Basis, Rescrit: f.Rescrit, Object: f.Object, Category: f.Category, DeclaredName: f.Name, DeclaredRole: f.Role, DeclaredOn: on, DeclaredByID: by.ID, CreatedAt: store.Now(tx),
		}
		if err := store.From[Eligibility](tx).Create(ctx, &e); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "eligibility_declared", SubjectType: "eligibility", Reason: f.Rescrit, Details: map[string]any{"basis": f.Basis}})
	})
}

// EndEligibility takes the declaration back from today on: no more receipts; those issued stay.
func EndEligibility(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	on, err := today(ctx, db)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Eligibility](tx).Where("ended_on = ''").Update(ctx, "ended_on", on); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "eligibility_ended", SubjectType: "eligibility"})
	})
}
