package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ProposalState is how far a proposal is.
type ProposalState string

// The states of a proposal.
const (
	Proposed          ProposalState = "proposed"
	Signed            ProposalState = "signed"
	ProposalRefused   ProposalState = "refused"   // by the party
	ProposalWithdrawn ProposalState = "withdrawn" // by the collective
)

// Side is one of the two sides of an agreement.
type Side string

// The two sides.
const (
	OurSide   Side = "collective"
	PartySide Side = "party"
)

// Proposal is an agreement that both sides have not accepted yet. A change makes a new version: who accepted the older one accepts again.
type Proposal struct {
	ID             uint
	Ref            string // of the agreement too, once it is one
	Version        int
	PartyType      string
	OrganisationID *uint
	Organisation   people.Organisation
	UserID         *uint
	User           people.User
	LegalBasis     Basis
	Title          string
	Terms          string
	CapBP          int `gorm:"column:cap_bp"`
	CapCents       int64
	StartsOn       string
	EndsOn         string
	SHA256         string `gorm:"column:sha256"` // of everything one accepts
	State          ProposalState
	Reason         string // why it was refused or withdrawn
	AgreementID    *uint
	CreatedByID    *uint
	CreatedAt      time.Time
	UpdatedAt      time.Time

	Acceptances []Acceptance `gorm:"-"` // of the present version
}

// TableName names the table.
func (Proposal) TableName() string { return "agreement_proposals" }

// Acceptance is one side's word on one version, with the hash of what they read.
type Acceptance struct {
	ID         uint
	ProposalID uint
	Version    int
	Side       Side
	SHA256     string `gorm:"column:sha256"`
	ByID       uint
	By         people.User
	CreatedAt  time.Time
}

// TableName names the table.
func (Acceptance) TableName() string { return "agreement_acceptances" }

// hash is the hash of everything one accepts: basis, party, caps, days and terms.
func (p Proposal) hash() string {
	who := fmt.Sprint("organisation ", number64(p.OrganisationID), " person ", number64(p.UserID))
	return HashOf(fmt.Sprintf("%s\n%s\n%d %d\n%s %s\n%s\n%s\n", p.LegalBasis, who, p.CapBP, p.CapCents, p.StartsOn, p.EndsOn, p.Title, p.Terms))
}

func number64(id *uint) uint {
	if id == nil {
		return 0
	}
	return *id
}

// AcceptedBy returns the acceptance of one side of the present version, if there is one.
func (p Proposal) AcceptedBy(s Side) (Acceptance, bool) {
	for _, a := range p.Acceptances {
		if a.Side == s {
			return a, true
		}
	}
	return Acceptance{}, false
}

// keepsAgreements reports whether somebody speaks for the collective in agreements.
func keepsAgreements(u people.User) bool { return u.Is(people.Operator, people.Accountant) }

// Party reports whether u speaks for the other side: an owner of the organisation, or the person themself.
func (p Proposal) Party(u people.User) bool { return party(u, p.OrganisationID, p.UserID) }

func party(u people.User, organisationID, userID *uint) bool {
	if !u.SignedIn() {
		return false
	}
	if organisationID != nil {
		m, in := u.In(*organisationID)
		return in && m.Role == people.Owner
	}
	return userID != nil && *userID == u.ID
}

// reads reports whether u may read an agreement: both sides' people.
func reads(u people.User, organisationID, userID *uint) bool {
	if keepsAgreements(u) || party(u, organisationID, userID) {
		return true
	}
	if organisationID == nil {
		return false
	}
	m, in := u.In(*organisationID)
	return in && m.May(people.Treasurer)
}

// FindProposal returns the proposal with that ref for the people of both sides, else store.ErrNotFound.
func FindProposal(ctx context.Context, db *gorm.DB, u people.User, ref string) (Proposal, error) {
	p, err := proposals(db).Where("agreement_proposals.ref = ?", ref).Take(ctx)
	if err == nil && !reads(u, p.OrganisationID, p.UserID) {
		return Proposal{}, store.ErrNotFound
	}
	if err != nil {
		return p, err
	}
	p.Acceptances, err = store.From[Acceptance](db).Joins(clause.Has("By"), store.Only("id", "ref", "name", "email")).Where("proposal_id = ? and agreement_acceptances.version = ?", p.ID, p.Version).Order("agreement_acceptances.id").Find(ctx)
	return p, err
}

// LoadProposal returns a proposal by id, for jobs.
func LoadProposal(ctx context.Context, db *gorm.DB, id uint) (Proposal, error) {
	return proposals(db).Where("agreement_proposals.id = ?", id).Take(ctx)
}

func proposals(db *gorm.DB) store.Rows[Proposal] {
	return store.From[Proposal](db).Joins(clause.LeftJoin.Association("Organisation"), nil).Joins(clause.LeftJoin.Association("User"), store.Only("id", "ref", "name", "email", "locale"))
}

// ProposalsFor returns what u may read and is not signed: all of them for those who keep agreements, else what is put to them.
func ProposalsFor(ctx context.Context, db *gorm.DB, u people.User) ([]Proposal, error) {
	q := proposals(db).Where("agreement_proposals.state <> ?", Signed).Order("agreement_proposals.id desc").Limit(200)
	if !keepsAgreements(u) {
		q = q.Where("agreement_proposals.state <> ? and (agreement_proposals.organisation_id in ? or agreement_proposals.user_id = ?)", ProposalWithdrawn, append(moneyKept(u), 0), u.ID)
	}
	return q.Find(ctx)
}

// moneyKept are the organisations whose owner or treasurer u is.
func moneyKept(u people.User) []uint {
	var all []uint
	for _, m := range u.Memberships {
		if m.UntilAt == nil && m.May(people.Treasurer) {
			all = append(all, m.OrganisationID)
		}
	}
	return all
}

// Accept says yes for one side to the version that was read. When both sides did, it is an agreement from that day on. Nobody speaks for
// both sides.
func (p Proposal) Accept(ctx context.Context, db *gorm.DB, by people.User, side Side, version int) error {
	return p.change(ctx, db, func(tx *gorm.DB, now *Proposal) error {
		switch {
		case side == PartySide && !now.Party(by), side != PartySide && (side != OurSide || !keepsAgreements(by)):
			return store.ErrForbidden
		case now.State != Proposed:
			return ErrMoved
		case now.Version != version:
			return store.ErrConflict
		}
		if side == PartySide && now.OrganisationID != nil { // closed, or left, since the person came in
			if _, err := people.ActingFor(ctx, tx, by, *now.OrganisationID, people.Owner); err != nil {
				return err
			}
		}
		a := Acceptance{ProposalID: now.ID, Version: now.Version, Side: side, SHA256: now.SHA256, ByID: by.ID, CreatedAt: store.Now(tx)}
		if err := store.InTx(ctx, tx, func(in *gorm.DB) error { return in.WithContext(ctx).Omit(clause.Associations).Create(&a).Error }); err != nil {
			if errors.Is(err, store.ErrConflict) {
				return wrong("accept", "error.accepted_already")
			}
			return err
		}
		if err := now.note(ctx, tx, by, "agreement_accepted", ""); err != nil {
			return err
		}
		sides, err := store.From[Acceptance](tx).Where("proposal_id = ? and version = ?", now.ID, now.Version).Count(ctx, "id")
		if err != nil || sides < 2 {
			return err
		}
		if err := now.sign(ctx, tx, by); err != nil {
			return err
		}
		return store.Enqueue(tx, AgreementTurned{ProposalID: now.ID, Ours: side == OurSide})
	})
}

// sign makes it an agreement of this day. An organisation that was closed meanwhile signs nothing any more.
func (p *Proposal) sign(ctx context.Context, tx *gorm.DB, by people.User) error {
	if p.OrganisationID != nil {
		if _, err := people.OpenNow(ctx, tx, *p.OrganisationID); errors.Is(err, people.ErrClosed) {
			return ErrMoved
		} else if err != nil {
			return err
		}
	}
	day, err := today(ctx, tx)
	if err != nil {
		return err
	}
	a := Agreement{
		Ref: p.Ref, PartyType: p.PartyType, OrganisationID: p.OrganisationID, UserID: p.UserID, LegalBasis: p.LegalBasis, Title: p.Title, Terms: p.Terms, TermsSHA256: HashOf(p.Terms),
		CapBP: p.CapBP, CapCents: p.CapCents, AcceptedOn: day, StartsOn: max(p.StartsOn, day), EndsOn: p.EndsOn, CreatedByID: p.CreatedByID, CreatedAt: store.Now(tx),
	}
	if a.EndsOn != "" && a.EndsOn < a.StartsOn {
		return wrong("accept", "error.agreement_over")
	}
	if err := tx.WithContext(ctx).Omit(clause.Associations).Create(&a).Error; err != nil {
		return err
	}
	if err := a.reciprocal(ctx, tx); err != nil {
		return err
	}
	p.State, p.AgreementID = Signed, &a.ID
	if err := p.save(ctx, tx, "State", "AgreementID"); err != nil {
		return err
	}
	return p.note(ctx, tx, by, "agreement_signed", "")
}

// Refuse says no for the party, with a reason; the collective may propose something else.
func (p Proposal) Refuse(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	return p.close(ctx, db, by, ProposalRefused, reason, func(now *Proposal) bool { return now.Party(by) })
}

// Withdraw takes a proposal back, with a reason.
func (p Proposal) Withdraw(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	return p.close(ctx, db, by, ProposalWithdrawn, reason, func(*Proposal) bool { return keepsAgreements(by) })
}

func (p Proposal) close(ctx context.Context, db *gorm.DB, by people.User, to ProposalState, reason string, may func(*Proposal) bool) error {
	reason = cleaned(reason)
	return p.change(ctx, db, func(tx *gorm.DB, now *Proposal) error {
		switch {
		case !may(now):
			return store.ErrForbidden
		case now.State != Proposed:
			return ErrMoved
		case reason == "":
			return wrong("reason", "error.required")
		case len([]rune(reason)) > LongestBody:
			return wrong("reason", "error.too_long", "Max", LongestBody)
		}
		now.State, now.Reason = to, reason
		if err := now.save(ctx, tx, "State", "Reason"); err != nil {
			return err
		}
		if err := store.Enqueue(tx, AgreementTurned{ProposalID: now.ID, Ours: to == ProposalWithdrawn}); err != nil {
			return err
		}
		return now.note(ctx, tx, by, "agreement_"+string(to), reason)
	})
}

func (p Proposal) change(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB, now *Proposal) error) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now Proposal
		if err := locked(tx.WithContext(ctx)).Where("id = ?", p.ID).Take(&now).Error; err != nil {
			return err
		}
		return f(tx, &now)
	})
}

func (p *Proposal) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	p.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(&Proposal{}).Where("id = ?", p.ID).Select(append(columns, "UpdatedAt")).Updates(p).Error
}

func (p Proposal) note(ctx context.Context, tx *gorm.DB, by people.User, verb, reason string) error {
	a := journal.Act{Verb: verb, SubjectType: "agreement", SubjectRef: p.Ref, Reason: reason, Details: map[string]any{"legal_basis": p.LegalBasis, "version": p.Version, "sha256": p.SHA256}}
	if p.OrganisationID != nil {
		a.OrganisationID = *p.OrganisationID
	}
	return journal.Note(ctx, tx, by.Actor(), a)
}
