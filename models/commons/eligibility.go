package commons

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Eligibility is the collective's own dated declaration that gifts to it give right to a tax reduction: those of persons (CGI article 200), those of
// companies (article 238 bis), or both. The portal never guesses it: without one, no receipt is issued (law-and-charter.md c).
type Eligibility struct {
	ID           uint
	Articles     string // for which it holds, separated by commas
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

// The articles of the tax code (CGI) for which a collective may declare itself eligible.
const (
	ForPersons   = "200"     // gifts of natural persons, form 11580
	ForCompanies = "238 bis" // gifts of companies and other bodies that pay income or company tax, form 16216
)

// Articles are both, in the order in which they are written.
var Articles = []string{ForPersons, ForCompanies}

// Stands reports whether there is such a declaration.
func (e Eligibility) Stands() bool { return e.ID != 0 }

// Covers reports whether it holds for an article.
func (e Eligibility) Covers(article string) bool {
	return e.Stands() && slices.Contains(strings.Split(e.Articles, ","), article)
}

// The categories of bodies that the form 11580 lists and that a collective may be.
const (
	GeneralInterest = "general_interest" // œuvre ou organisme d'intérêt général
	PublicUtility   = "public_utility"   // association ou fondation reconnue d'utilité publique
)

// EligibilityForm is the declaration.
type EligibilityForm struct {
	Articles []string `form:"articles"`
	Basis    string   `form:"basis"`
	Rescrit  string   `form:"rescrit"`
	Object   string   `form:"object"`
	Category string   `form:"category"`
	Name     string   `form:"name"`
	Role     string   `form:"role"`
	Sure     bool     `form:"sure"`
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
	f.Articles = slices.DeleteFunc(slices.Clone(Articles), func(one string) bool { return !slices.Contains(f.Articles, one) })
	if len(f.Articles) == 0 {
		bad.Add("articles", "error.choose")
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

// Filled is the form as the declaration says it, to be declared otherwise.
func (e Eligibility) Filled() EligibilityForm {
	f := EligibilityForm{Basis: e.Basis, Rescrit: e.Rescrit, Object: e.Object, Category: e.Category, Name: e.DeclaredName, Role: e.DeclaredRole}
	if e.Stands() {
		f.Articles = strings.Split(e.Articles, ",")
	}
	return f
}

// EligibilityNow returns the declaration in force; where there is none, one that does not stand.
func EligibilityNow(ctx context.Context, db *gorm.DB) (Eligibility, error) {
	found, err := store.From[Eligibility](db).Where("ended_on = ''").Order("id desc").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return Eligibility{}, err
	}
	return found[0], nil
}

// ruled reports whether a declaration may rest on what it does, on a day: a collective that charges VAT needs the tax office's answer (R-c2).
func ruled(ctx context.Context, db *gorm.DB, basis, on string) (bool, error) {
	day, err := time.Parse(time.DateOnly, on)
	if err != nil || basis == "rescrit" {
		return true, err
	}
	regime, err := collective.RegimeOn(ctx, db, day)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return regime.Regime != collective.VATRegistered, err
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
	if may, err := ruled(ctx, db, f.Basis, on); err != nil {
		return err
	} else if !may {
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
			Articles: strings.Join(f.Articles, ","), Basis: f.Basis, Rescrit: f.Rescrit, Object: f.Object, Category: f.Category, DeclaredName: f.Name, DeclaredRole: f.Role, DeclaredOn: on, DeclaredByID: by.ID, CreatedAt: store.Now(tx),
		}
		if err := store.From[Eligibility](tx).Create(ctx, &e); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "eligibility_declared", SubjectType: "eligibility", Reason: f.Rescrit, Details: map[string]any{"basis": f.Basis, "articles": e.Articles}})
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
