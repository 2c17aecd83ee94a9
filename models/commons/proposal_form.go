package commons

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ProposalForm is an agreement as the collective proposes it. The page reads the amount into Cents.
type ProposalForm struct {
	Organisation string `form:"organisation"` // ref; empty: a person
	Email        string `form:"email"`        // of the person
	LegalBasis   Basis  `form:"legal_basis"`
	Title        string `form:"title"`
	Terms        string `form:"terms"`
	CapPercent   string `form:"cap_percent"` // at most that part of an invoice
	CapAmount    string `form:"cap_amount"`  // at most that much a year
	StartsOn     string `form:"starts_on"`
	EndsOn       string `form:"ends_on"`
	Version      int    `form:"version"`

	Cents int64 `form:"-"`
}

// AllBases are the five legal bases.
var AllBases = []Basis{RecognitionOnly, SolidarityPrice, Compensation, Rebate, ExpenseWaiver}

// LongestTerms is how long the terms of an agreement may be.
const LongestTerms = 20000

// ProposalFormOf is the form as a proposal fills it.
func ProposalFormOf(p Proposal) ProposalForm {
	f := ProposalForm{
		Organisation: p.Organisation.Ref, Email: p.User.Email, LegalBasis: p.LegalBasis, Title: p.Title, Terms: p.Terms, StartsOn: p.StartsOn, EndsOn: p.EndsOn,
		Version: p.Version, Cents: p.CapCents,
	}
	if p.CapBP > 0 {
		f.CapPercent = strconv.Itoa(p.CapBP / 100)
	}
	return f
}

// Propose puts an agreement to an organisation or a person; they are written to. What would count a natural person's hours is
// ErrNoCreditForVolunteers.
func Propose(ctx context.Context, db *gorm.DB, by people.User, f ProposalForm) (Proposal, error) {
	if !keepsAgreements(by) {
		return Proposal{}, store.ErrForbidden
	}
	p := Proposal{Ref: store.NewRef(), Version: 1, State: Proposed, CreatedByID: &by.ID, CreatedAt: store.Now(db), UpdatedAt: store.Now(db)}
	return p, store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := f.read(ctx, tx, by, &p); err != nil {
			return err
		}
		if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&p).Error; err != nil {
			return err
		}
		return p.tell(ctx, tx, by)
	})
}

// Change replaces a proposal by another version: what was accepted of the older one no longer counts.
func (p Proposal) Change(ctx context.Context, db *gorm.DB, by people.User, f ProposalForm) error {
	if !keepsAgreements(by) {
		return store.ErrForbidden
	}
	return p.change(ctx, db, func(tx *gorm.DB, now *Proposal) error {
		if now.State != Proposed {
			return ErrMoved
		}
		if now.Version != f.Version {
			return store.ErrConflict
		}
		if err := f.read(ctx, tx, by, now); err != nil {
			return err
		}
		now.Version++
		err := now.save(ctx, tx, "Version", "PartyType", "OrganisationID", "UserID", "LegalBasis", "Title", "Terms", "CapBP", "CapCents", "StartsOn", "EndsOn", "SHA256")
		if err != nil {
			return err
		}
		return now.tell(ctx, tx, by)
	})
}

// tell notes the act and promises word to the party.
func (p Proposal) tell(ctx context.Context, tx *gorm.DB, by people.User) error {
	if err := p.note(ctx, tx, by, "agreement_proposed", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, AgreementProposed{ProposalID: p.ID, Version: p.Version})
}

// read checks the form and writes it into the proposal.
func (f ProposalForm) read(ctx context.Context, tx *gorm.DB, by people.User, p *Proposal) error {
	bad := store.Invalid{}
	p.LegalBasis, p.Title, p.Terms, p.StartsOn, p.EndsOn = f.LegalBasis, oneLine(f.Title), cleaned(f.Terms), f.StartsOn, f.EndsOn
	if err := f.party(ctx, tx, by, p, bad); err != nil {
		return err
	}
	f.basis(p, bad)
	p.CapBP, p.CapCents = limits(f.LegalBasis, f.CapPercent, f.Cents, bad)
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	if p.StartsOn == "" {
		p.StartsOn = day
	}
	p.words(bad)
	p.SHA256 = p.hash()
	return bad.Err()
}

// party finds the other side.
func (f ProposalForm) party(ctx context.Context, tx *gorm.DB, by people.User, p *Proposal, bad store.Invalid) error {
	p.OrganisationID, p.UserID, p.PartyType = nil, nil, "organisation"
	switch {
	case f.Organisation != "" && strings.TrimSpace(f.Email) != "":
		bad.Add("email", "error.one_party")
	case f.Organisation != "":
		o, err := people.FindOrganisation(ctx, tx, by, f.Organisation)
		if err != nil {
			bad.Add("organisation", "error.choose")
		}
		p.OrganisationID, p.Organisation = &o.ID, o
	case strings.TrimSpace(f.Email) == "":
		bad.Add("organisation", "error.choose")
	default:
		u, err := people.FindUserByEmail(ctx, tx, strings.ToLower(strings.TrimSpace(f.Email)))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err != nil {
			bad.Add("email", "error.no_account")
		}
		p.PartyType, p.UserID, p.User = "person", &u.ID, u
	}
	return nil
}

// basis is the table of reciprocity.md 2.2: who may agree on what.
func (f ProposalForm) basis(p *Proposal, bad store.Invalid) {
	switch {
	case !anyOf(AllBases, f.LegalBasis):
		bad.Add("legal_basis", "error.choose")
	case p.PartyType == "person" && f.LegalBasis.Counts():
		bad.Add("legal_basis", "error.no_credit_for_volunteers")
	case p.PartyType == "organisation" && f.LegalBasis == ExpenseWaiver:
		bad.Add("legal_basis", "error.waiver_persons")
	}
}

// limits reads how much of an invoice, and how much a year, may be settled under an agreement; credit without any limit is refused.
func limits(basis Basis, percent string, cents int64, bad store.Invalid) (bp int, capCents int64) {
	if percent = strings.TrimSpace(percent); percent != "" {
		n, err := strconv.Atoi(percent)
		if err != nil || n < 1 || n > 100 {
			bad.Add("cap_percent", "error.percent_whole")
		}
		bp = n * 100
	}
	if cents < 0 || cents > 100_000_000 {
		bad.Add("cap_amount", "error.money")
	}
	if basis == Rebate && bp == 0 && cents == 0 {
		bad.Add("cap_percent", "error.cap_needed")
	}
	if !basis.Counts() { // nothing is settled under it
		return 0, 0
	}
	return bp, cents
}

func (p Proposal) words(bad store.Invalid) {
	switch {
	case p.Title == "":
		bad.Add("title", "error.required")
	case len([]rune(p.Title)) > LongestTitle:
		bad.Add("title", "error.too_long", "Max", LongestTitle)
	}
	switch {
	case p.Terms == "":
		bad.Add("terms", "error.required")
	case len([]rune(p.Terms)) > LongestTerms:
		bad.Add("terms", "error.too_long", "Max", LongestTerms)
	}
	for field, day := range map[string]string{"starts_on": p.StartsOn, "ends_on": p.EndsOn} {
		if _, err := time.Parse(time.DateOnly, day); err != nil && (day != "" || field == "starts_on") {
			bad.Add(field, "error.date")
		}
	}
	if p.EndsOn != "" && p.EndsOn < p.StartsOn {
		bad.Add("ends_on", "error.date_order")
	}
}
