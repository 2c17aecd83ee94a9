package commons

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/commons/repository"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const (
	mostProposals = 10 // of one organisation in one round
	// LongestWhy is how long one may say why.
	LongestWhy = 1000
)

// ProjectProposalForm is what somebody tells of a project.
type ProjectProposalForm struct {
	Name       string `form:"name"`
	Repository string `form:"repository"`
	Licence    string `form:"licence"`
	SiteURL    string `form:"site_url"`
	Why        string `form:"why"`
	Ours       bool   `form:"ours"`
}

// ProposeProject puts a project forward for an organisation: for the list of this round while it is open to proposals, or, by a project that is
// on it, for the list of the next.
func (r Round) ProposeProject(ctx context.Context, db *gorm.DB, by people.User, organisationID uint, f ProjectProposalForm) (ProjectProposal, error) {
	p := ProjectProposal{Ref: store.NewRef(), OrganisationID: organisationID, ByID: &by.ID, State: ProjectWaiting, Version: 1}
	if m, in := by.In(organisationID); !in || m.Organisation.ClosedAt != nil {
		return p, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if _, err := people.ActingFor(ctx, tx, by, organisationID); err != nil { // closed, or left, since the person came in
			return err
		}
		who, err := now.ProposerOf(ctx, tx, organisationID)
		if err != nil {
			return err
		}
		if !who.Now && !who.Next {
			return wrong("name", "error.proposal_closed")
		}
		if who.Now {
			p.RoundID = &now.ID
		} else {
			p.FromID = &who.upstreamID
		}
		if err := f.read(ctx, tx, &p, now); err != nil {
			return err
		}
		p.CreatedAt, p.UpdatedAt = store.Now(tx), store.Now(tx)
		err = store.InTx(ctx, tx, func(in *gorm.DB) error { return in.WithContext(ctx).Omit(clause.Associations).Create(&p).Error })
		if errors.Is(err, store.ErrConflict) {
			return wrong("repository", "error.proposal_twice")
		}
		if err != nil {
			return err
		}
		return p.note(ctx, tx, by, "project_proposed")
	})
	return p, err
}

// read checks the form and writes it into the proposal.
func (f ProjectProposalForm) read(ctx context.Context, tx *gorm.DB, p *ProjectProposal, r Round) error {
	bad := store.Invalid{}
	p.Name, p.Repository, p.Licence, p.SiteURL, p.Why, p.Ours = oneLine(f.Name), strings.TrimSpace(f.Repository), oneLine(f.Licence), strings.TrimSpace(f.SiteURL), cleaned(f.Why), f.Ours
	p.RepositoryKey = repository.Key(p.Repository)
	written(bad, "name", p.Name, LongestTitle)
	written(bad, "why", p.Why, LongestWhy)
	reachable(bad, "repository", p.Repository)
	if p.SiteURL != "" {
		reachable(bad, "site_url", p.SiteURL)
	}
	switch {
	case p.Licence == "":
		bad.Add("licence", "error.licence")
	case !catalogue.Libre(p.Licence):
		bad.Add("licence", "error.proposal_licence")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if err := p.few(ctx, tx); err != nil {
		return err
	}
	return p.known(ctx, tx, r)
}

func written(bad store.Invalid, field, text string, most int) {
	switch {
	case text == "":
		bad.Add(field, "error.required")
	case len([]rune(text)) > most:
		bad.Add(field, "error.too_long", "Max", most)
	}
}

// reachable asks for an address of the web that others can follow.
func reachable(bad store.Invalid, field, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || !strings.Contains(u.Hostname(), ".") || u.User != nil || len(address) > 500 {
		bad.Add(field, "error.address")
	}
}

// few refuses one organisation too many.
func (p ProjectProposal) few(ctx context.Context, tx *gorm.DB) error {
	q := store.From[ProjectProposal](tx).Where("organisation_id = ? and state <> ?", p.OrganisationID, ProjectWithdrawn)
	if p.RoundID != nil {
		q = q.Where("round_id = ?", *p.RoundID)
	} else {
		q = q.Where("round_id is null")
	}
	n, err := q.Count(ctx, "id")
	if err == nil && n >= mostProposals {
		return wrong("name", "error.proposal_many", "Max", mostProposals)
	}
	return err
}

// known looks whether the repository is on the list already, or stands in the catalogue.
func (p *ProjectProposal) known(ctx context.Context, tx *gorm.DB, r Round) error {
	var rows []struct {
		ID        uint
		Name      string
		SourceURL string
		Listed    int
	}
	err := tx.WithContext(ctx).Raw(`select u.id, u.name, u.source_url, (select count(*) from round_projects p where p.round_id = ? and p.upstream_id = u.id) as listed from upstreams u order by u.id limit 1000`,
		r.ID).Scan(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		if repository.Key(row.SourceURL) != p.RepositoryKey {
			continue
		}
		if row.Listed > 0 {
			return wrong("repository", "error.proposal_listed", "Project", row.Name)
		}
		p.UpstreamID = &row.ID
	}
	return nil
}

// ProjectAnswerForm is what a steward answers.
type ProjectAnswerForm struct {
	Decision ProjectState `form:"decision"` // accepted or refused
	Reason   string       `form:"reason"`
	Version  int          `form:"version"`
}

// Answer puts a project on the list of its round, or refuses it with a reason that everybody reads. Until the list is fixed another answer may
// replace it. Nobody answers for their own organisation.
func (p *ProjectProposal) Answer(ctx context.Context, db *gorm.DB, by people.User, f ProjectAnswerForm) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	f.Reason = cleaned(f.Reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := p.take(ctx, tx)
		if err != nil {
			return err
		}
		if p.RoundID == nil || r.State != RoundOpen || r.ListedAt != nil || p.State == ProjectWithdrawn || p.State == ProjectLapsed {
			return ErrMoved
		}
		if p.Version != f.Version {
			return store.ErrConflict
		}
		if err := f.check(*p, by); err != nil {
			return err
		}
		p.State, p.Reason, p.DecidedByID, p.DecidedAt = f.Decision, f.Reason, &by.ID, stamp(tx)
		if err := p.save(ctx, tx, "State", "Reason", "DecidedByID", "DecidedAt"); err != nil {
			return err
		}
		if err := p.note(ctx, tx, by, "project_"+string(f.Decision)); err != nil {
			return err
		}
		return store.Enqueue(tx, ProjectAnswered{ProposalID: p.ID, State: p.State})
	})
}

func (f ProjectAnswerForm) check(p ProjectProposal, by people.User) error {
	bad := store.Invalid{}
	if f.Decision != ProjectAccepted && f.Decision != ProjectRefused {
		bad.Add("decision", "error.choose")
	}
	if _, in := by.In(p.OrganisationID); in {
		bad.Add("decision", "error.proposal_own")
	}
	if f.Decision == ProjectRefused || f.Reason != "" {
		written(bad, "reason", f.Reason, LongestWhy)
	}
	return bad.Err()
}

// Withdraw takes a proposal back while nobody has answered it.
func (p *ProjectProposal) Withdraw(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := p.take(ctx, tx); err != nil {
			return err
		}
		if _, in := by.In(p.OrganisationID); !in {
			return store.ErrForbidden
		}
		if p.State != ProjectWaiting {
			return ErrMoved
		}
		p.State = ProjectWithdrawn
		if err := p.save(ctx, tx, "State"); err != nil {
			return err
		}
		return p.note(ctx, tx, by, "project_withdrawn")
	})
}

// ProjectAnswered tells who proposed a project what was answered.
type ProjectAnswered struct {
	ProposalID uint         `json:"proposal_id"`
	State      ProjectState `json:"state"` // an answer that was replaced meanwhile is not told
}

// Kind names the promise.
func (ProjectAnswered) Kind() string { return "project_answered" }
