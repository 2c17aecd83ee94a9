package commons

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ProjectState is what became of a project that was proposed.
type ProjectState string

// The states.
const (
	ProjectWaiting   ProjectState = "waiting"
	ProjectAccepted  ProjectState = "accepted"
	ProjectRefused   ProjectState = "refused"
	ProjectWithdrawn ProjectState = "withdrawn" // by who proposed it
	ProjectLapsed    ProjectState = "lapsed"    // the list was fixed before anybody answered
)

// ProjectStates are those that everybody reads, in the order of a filter.
var ProjectStates = []ProjectState{ProjectWaiting, ProjectAccepted, ProjectRefused, ProjectLapsed}

// ProjectProposal is a libre project that an organisation wishes to see on the list of a round, before its vote begins (reciprocity.md 7.2).
type ProjectProposal struct {
	ID             uint
	Ref            string
	RoundID        *uint // nil: for the list of the next round
	OrganisationID uint
	Organisation   people.Organisation
	ByID           *uint
	By             *people.User
	Name           string
	Repository     string
	RepositoryKey  string // the same for all addresses of one repository
	Licence        string // SPDX
	SiteURL        string `gorm:"column:site_url"`
	Why            string
	Ours           bool  // the organisation makes it: it gives it no points
	FromID         *uint // the project of a list that builds on it, and named it
	From           *catalogue.Upstream
	UpstreamID     *uint // of the catalogue, where it stands there
	State          ProjectState
	Reason         string // of the answer, for everybody
	DecidedByID    *uint
	DecidedAt      *time.Time
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// TableName names the table.
func (ProjectProposal) TableName() string { return "round_proposals" }

// Proposing reports whether projects are proposed on a day.
func (r Round) Proposing(today string) bool {
	return r.State == RoundOpen && r.ListedAt == nil && today < r.Rules().Deadlines.Ballots
}

// LastProposals is the last day on which projects are proposed; empty where none are.
func (r Round) LastProposals() string {
	if day := r.Rules().Deadlines.Ballots; day != "" {
		return plusDays(day, -1)
	}
	return ""
}

// Proposer is what an organisation may propose in a round.
type Proposer struct {
	Now     bool   // for the list of this round
	Next    bool   // for the list of the next one, as what a project of this list builds on
	Project string // the project of the list that the organisation makes, if any

	upstreamID uint
}

// ProposerOf says what an organisation may propose; store.ErrNotFound where it neither votes in the round nor makes a project of it.
func (r Round) ProposerOf(ctx context.Context, db *gorm.DB, organisationID uint) (Proposer, error) {
	var row struct {
		Votes, UpstreamID uint
		Name              string
	}
	err := db.WithContext(ctx).Raw(`select (select count(*) from round_voters where round_id = @r and organisation_id = @o) as votes,
		coalesce((select upstream_id from round_projects where round_id = @r and organisation_id = @o and eligible order by id limit 1), 0) as upstream_id,
		coalesce((select name from round_projects where round_id = @r and organisation_id = @o and eligible order by id limit 1), '') as name`,
		map[string]any{"r": r.ID, "o": organisationID}).Scan(&row).Error
	if err != nil {
		return Proposer{}, err
	}
	if row.Votes == 0 && row.UpstreamID == 0 || r.OpenedAt == nil {
		return Proposer{}, store.ErrNotFound
	}
	day, err := today(ctx, db)
	p := Proposer{Project: row.Name, upstreamID: row.UpstreamID}
	p.Now = row.Votes > 0 && r.Proposing(day)
	p.Next = !p.Now && row.UpstreamID != 0 && r.State != RoundCancelled
	return p, err
}

// ProjectFilter narrows what was proposed.
type ProjectFilter struct {
	Query string       `query:"q"`
	State ProjectState `query:"state"`
	After string       `query:"after"`
	All   bool         // everything at once, for a file
}

func projectProposals(db *gorm.DB) store.Rows[ProjectProposal] {
	return store.From[ProjectProposal](db).Joins(joined("Organisation"), nil).Joins(perhaps("From"), nil)
}

// ProposalsIn returns a page of what was proposed for a round with its answers, the latest first, for everybody. Who proposed what is for the
// council: that an organisation subscribes is nobody else's business.
func (r Round) ProposalsIn(ctx context.Context, db *gorm.DB, u people.User, f ProjectFilter) (store.Page[ProjectProposal], error) {
	most := store.PageSize
	if f.All {
		most, f.After = store.MostRows, ""
	}
	q := projectProposals(db).Where("round_proposals.round_id = ? and round_proposals.state <> ?", r.ID, ProjectWithdrawn)
	if slices.Contains(ProjectStates, f.State) {
		q = q.Where("round_proposals.state = ?", f.State)
	}
	if words := strings.ToLower(strings.TrimSpace(f.Query)); words != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(words) + "%"
		q = q.Where(`(lower(round_proposals.name) like ? escape '\' or round_proposals.repository_key like ? escape '\')`, like, like)
	}
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("round_proposals.id < ?", after)
	}
	rows, err := q.Order("round_proposals.id desc").Limit(most + 1).Find(ctx)
	if !Council(u) {
		for i := range rows {
			rows[i].OrganisationID, rows[i].Organisation, rows[i].ByID = 0, people.Organisation{}, nil
		}
	}
	return store.Paged(rows, most, func(p ProjectProposal) string { return store.Key(p.ID) }), err
}

// ProposalsBy returns what an organisation proposed for a round, or named in it for the next, the latest first.
func (r Round) ProposalsBy(ctx context.Context, db *gorm.DB, organisationID uint) ([]ProjectProposal, error) {
	return projectProposals(db).Where("round_proposals.organisation_id = ? and (round_proposals.round_id = ? or round_proposals.round_id is null)", organisationID, r.ID).
		Order("round_proposals.id desc").Limit(2 * mostProposals).Find(ctx)
}

// ProposalsWaiting counts what waits for an answer before the list of a round is fixed.
func (r Round) ProposalsWaiting(ctx context.Context, db *gorm.DB) (int64, error) {
	return store.From[ProjectProposal](db).Where("round_id = ? and state = ?", r.ID, ProjectWaiting).Count(ctx, "id")
}

// FindProjectProposal returns the proposal with that ref, and its round, for the council and the people of the organisation that made it.
func FindProjectProposal(ctx context.Context, db *gorm.DB, u people.User, ref string) (ProjectProposal, Round, error) {
	p, err := projectProposals(db).Joins(perhaps("By"), nil).Where("round_proposals.ref = ?", ref).Take(ctx)
	if err != nil {
		return p, Round{}, err
	}
	if _, in := u.In(p.OrganisationID); !in && !Council(u) {
		return ProjectProposal{}, Round{}, store.ErrNotFound
	}
	if p.RoundID == nil {
		return p, Round{}, nil
	}
	r, err := LoadRound(ctx, db, *p.RoundID)
	return p, r, err
}

// LoadProjectProposal returns a proposal with who made it by id, for jobs.
func LoadProjectProposal(ctx context.Context, db *gorm.DB, id uint) (ProjectProposal, error) {
	return projectProposals(db).Joins(perhaps("By"), nil).Where("round_proposals.id = ?", id).Take(ctx)
}

func (p ProjectProposal) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: verb, SubjectType: "round_proposal", SubjectRef: p.Ref, OrganisationID: p.OrganisationID, Reason: p.Reason, Details: map[string]any{"project": p.Name, "repository": p.Repository},
	})
}

// take loads the proposal again for a change, and the round it is for, both kept for this transaction.
func (p *ProjectProposal) take(ctx context.Context, tx *gorm.DB) (Round, error) {
	var r Round
	var err error
	if p.RoundID != nil {
		if r, err = takeRound(ctx, tx, *p.RoundID); err != nil {
			return r, err
		}
	}
	var now ProjectProposal
	if err := locked(tx.WithContext(ctx)).Where("id = ?", p.ID).Take(&now).Error; err != nil {
		return r, err
	}
	*p = now
	return r, nil
}

func (p *ProjectProposal) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	p.UpdatedAt, p.Version = store.Now(tx), p.Version+1
	return tx.WithContext(ctx).Model(&ProjectProposal{}).Where("id = ?", p.ID).Select(append(columns, "UpdatedAt", "Version")).Omit(clause.Associations).Updates(p).Error
}
