package commons

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundForm is what the council types for a round. The page reads amounts and percentages in its language into the fields at the end.
type RoundForm struct {
	From          string           `form:"from"`
	To            string           `form:"to"`
	Base          formula.BaseKind `form:"base"`
	BaseAmount    string           `form:"base_cents"`
	Rate          string           `form:"rate_bp"`
	PotMin        string           `form:"pot_min"`
	PotMax        string           `form:"pot_max"`
	MinPayout     string           `form:"min_payout"`
	Rule          formula.Rule     `form:"rule"`
	Points        string           `form:"points"`
	MaxPerProject string           `form:"max_per_project"`
	MinProjects   string           `form:"min_projects"`
	MaxProjects   string           `form:"max_projects"` // empty: no limit
	MinSpent      string           `form:"min_spent_bp"`
	Quorum        string           `form:"quorum_bp"`
	Opens         string           `form:"opens"`
	Ballots       string           `form:"ballots"` // empty: nothing is proposed
	Closes        string           `form:"closes"`
	Computed      string           `form:"computed"`
	Paid          string           `form:"paid"`
	Published     string           `form:"published"`
	Projects      []string         `form:"projects"` // refs of upstreams
	Version       int              `form:"version"`

	Weights map[string]string `form:"-"` // by ref, of the rule fixed
	Owners  map[string]string `form:"-"` // ref of the organisation behind a project, by the project's ref

	BaseCents, RateBP, MinCents, MinPayoutCents, QuorumBP, MinSpentBP int64  `form:"-"`
	MaxCents                                                          *int64 `form:"-"`
}

// formula is the form as a formula. What cannot be read becomes a number that the check refuses.
func (f RoundForm) formula(host collective.Collective) formula.Formula {
	one := formula.Default()
	one.Period = formula.Period{From: f.From, To: f.To}
	one.Base.Kind, one.Rule, one.PotMin, one.PotMax, one.MinPayout = f.Base, f.Rule, f.MinCents, f.MaxCents, f.MinPayoutCents
	one.RateBP = int64(host.RedistributionBP) // of money received, the share was set aside as it came
	if f.Base != formula.ReceivedHT {
		one.RateBP = f.RateBP
	}
	if f.Base.Typed() {
		one.Base.Cents, one.Base.Accounts = f.BaseCents, nil
	}
	one.Deadlines = formula.Deadlines{Opens: f.Opens, Ballots: f.Ballots, Closes: f.Closes, Computed: f.Computed, Paid: f.Paid, Published: f.Published}
	if f.Rule == formula.Vote {
		one.Ballot.Points, one.Ballot.MaxPerProject, one.Ballot.MinProjects, one.Ballot.QuorumBP = figure(f.Points), figure(f.MaxPerProject), int(figure(f.MinProjects)), f.QuorumBP
		one.Ballot.MaxProjects, one.Ballot.MinSpentBP = int(figure(f.MaxProjects)), f.MinSpentBP
	} else {
		one.Ballot = nil
	}
	if f.Rule == formula.Fixed {
		one.Weights = map[string]int64{}
		for _, ref := range f.Projects {
			one.Weights[ref] = figure(f.Weights[ref])
		}
	}
	return one
}

// figure reads a whole number; nothing is 0, and what is none is -1.
func figure(typed string) int64 {
	n, err := strconv.ParseInt("0"+strings.TrimSpace(typed), 10, 32)
	if err != nil {
		return -1
	}
	return n
}

// RoundFormOf is the form as a round fills it. Amounts stay in the fields at the end: the page writes them in its language.
func RoundFormOf(r Round, projects []RoundProject) RoundForm {
	one := r.Rules()
	d := one.Deadlines
	f := RoundForm{
		From: one.Period.From, To: one.Period.To, Base: one.Base.Kind, Rule: one.Rule, Opens: d.Opens, Ballots: d.Ballots, Closes: d.Closes, Computed: d.Computed, Paid: d.Paid,
		Published: d.Published, Version: r.Version, BaseCents: one.Base.Cents, RateBP: one.RateBP, MinCents: one.PotMin, MaxCents: one.PotMax,
		MinPayoutCents: one.MinPayout, Weights: map[string]string{}, Owners: map[string]string{},
	}
	b := one.Ballot
	if b == nil {
		b = formula.Default().Ballot
	}
	f.Points, f.MaxPerProject, f.MinProjects, f.QuorumBP = strconv.FormatInt(b.Points, 10), strconv.FormatInt(b.MaxPerProject, 10), strconv.Itoa(b.MinProjects), b.QuorumBP
	if f.MinSpentBP = b.MinSpentBP; b.MaxProjects > 0 {
		f.MaxProjects = strconv.Itoa(b.MaxProjects)
	}
	for _, p := range projects {
		f.Projects = append(f.Projects, p.Ref)
		f.Weights[p.Ref] = strconv.FormatInt(one.Weights[p.Ref], 10)
		f.Owners[p.Ref] = p.Organisation.Ref
	}
	return f
}

// NewRoundForm proposes a round: the last whole year, opening in two weeks, every project behind a published service.
func NewRoundForm(today string, host collective.Collective, candidates []RoundCandidate) RoundForm {
	r := Round{Formula: string(formula.Default().Canonical())}
	f := RoundFormOf(r, nil)
	year := int(figure(today[:4])) - 1
	f.From, f.To = strconv.Itoa(year)+"-01-01", strconv.Itoa(year)+"-12-31"
	f.RateBP, f.Version = int64(host.RedistributionBP), 0
	for field, after := range map[*string]int{&f.Opens: 14, &f.Closes: 35, &f.Computed: 40, &f.Paid: 80, &f.Published: 95} {
		*field = plusDays(today, after)
	}
	for _, c := range candidates {
		if c.Why == "" {
			f.Projects = append(f.Projects, c.Ref)
		}
	}
	return f
}

// RoundCandidate is a project that a round may take in.
type RoundCandidate struct {
	ID      uint
	Ref     string
	Name    string
	URL     string
	Licence string
	Why     string // it would not be eligible: licence or unlisted
}

// RoundCandidates returns all projects of the catalogue by name, in one statement.
func RoundCandidates(ctx context.Context, db *gorm.DB) ([]RoundCandidate, error) {
	var rows []struct {
		RoundCandidate
		Services int
	}
	err := db.WithContext(ctx).Raw(`select u.id, u.ref, u.name, u.site_url as url, u.licence,
		(select count(*) from services s where s.upstream_id = u.id and s.published_at is not null) as services
		from upstreams u order by u.name, u.id limit 1000`).Scan(&rows).Error
	all := make([]RoundCandidate, len(rows))
	for i, row := range rows {
		all[i] = row.RoundCandidate
		switch {
		case !catalogue.Libre(row.Licence):
			all[i].Why = "licence"
		case row.Services == 0:
			all[i].Why = "unlisted"
		}
	}
	return all, err
}

// DraftRound begins a round. Nobody but the council sees it before it opens.
func DraftRound(ctx context.Context, db *gorm.DB, by people.User, f RoundForm) (Round, error) {
	r := Round{Ref: store.NewRef(), State: RoundDraft}
	if !Council(by) {
		return r, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		r.Version, r.CreatedAt = 1, store.Now(tx)
		return r.save(ctx, tx, by, f)
	})
	return r, err
}

// Change saves what the council typed for a round that is not open yet; store.ErrConflict when somebody else saved meanwhile.
func (r *Round) Change(ctx context.Context, db *gorm.DB, by people.User, f RoundForm) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if now.State != RoundDraft {
			return ErrMoved
		}
		if now.Version != f.Version {
			return store.ErrConflict
		}
		now.Version++
		*r = now
		return r.save(ctx, tx, by, f)
	})
}

func (r *Round) save(ctx context.Context, tx *gorm.DB, by people.User, f RoundForm) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	one := f.formula(host)
	projects, err := f.read(ctx, tx, by, one)
	if err != nil {
		return err
	}
	r.Formula, r.UpdatedAt = string(one.Canonical()), store.Now(tx)
	if err := r.alone(ctx, tx); err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Save(r).Error; err != nil {
		return err
	}
	if err := r.keep(ctx, tx, projects); err != nil {
		return err
	}
	return r.note(ctx, tx, by, "round_drafted", "")
}

// keep writes the projects of a draft anew.
func (r *Round) keep(ctx context.Context, tx *gorm.DB, projects []RoundProject) error {
	if _, err := store.From[RoundProject](tx).Where("round_id = ?", r.ID).Delete(ctx); err != nil {
		return err
	}
	for i := range projects {
		projects[i].ID, projects[i].RoundID = 0, r.ID
		if err := tx.WithContext(ctx).Omit("Organisation", "Allocation").Create(&projects[i]).Error; err != nil {
			return err
		}
	}
	return nil
}

// read checks the form and finds its projects.
func (f RoundForm) read(ctx context.Context, tx *gorm.DB, by people.User, one formula.Formula) ([]RoundProject, error) {
	bad := store.Invalid{}
	for _, wrong := range one.Check() {
		sayFault(bad, wrong)
	}
	candidates, err := RoundCandidates(ctx, tx)
	if err != nil {
		return nil, err
	}
	var projects []RoundProject
	for _, c := range candidates {
		if !slices.Contains(f.Projects, c.Ref) {
			continue
		}
		p := RoundProject{UpstreamID: c.ID, Ref: c.Ref, Name: c.Name, URL: c.URL, Licence: c.Licence, Eligible: c.Why == "", Why: c.Why}
		if owner := f.Owners[c.Ref]; owner != "" {
			o, err := organisationOf(ctx, tx, owner)
			if err != nil {
				bad.Add("owner-"+c.Ref, "error.choose")
			}
			p.OrganisationID, p.Organisation = &o.ID, o
		}
		projects = append(projects, p)
	}
	if len(projects) == 0 || len(projects) < len(f.Projects) {
		bad.Add("projects", "error.choose")
	}
	return projects, bad.Err()
}

func organisationOf(ctx context.Context, tx *gorm.DB, ref string) (people.Organisation, error) {
	return store.From[people.Organisation](tx).Where("ref = ?", ref).Take(ctx)
}

// sayFault says what is wrong with a formula at the field where it was typed.
func sayFault(bad store.Invalid, wrong formula.Fault) {
	field := wrong.Field
	if field == "eligible" || field == "rounding" || field == "tie" || field == "carry" || field == "voters" || field == "secret" {
		field = "rule"
	}
	switch wrong.What {
	case formula.NoDay:
		bad.Add(field, "error.date")
	case formula.Order:
		sayOrder(bad, field)
	case formula.OutOf:
		bad.Add(field, "error.round_number")
	case formula.NoWeight:
		bad.Add(field, "error.round_weights")
	case formula.Unfit:
		bad.Add(field, "error.round_proposals_rule")
	case formula.Secret:
		bad.Add(field, "error.round_secret")
	default:
		bad.Add(field, "error.choose")
	}
}

func sayOrder(bad store.Invalid, field string) {
	switch field {
	case "pot_max":
		bad.Add(field, "error.round_limits")
	case "opens":
		bad.Add(field, "error.round_opens")
	case "ballots":
		bad.Add(field, "error.round_ballots")
	default:
		bad.Add(field, "error.date_order")
	}
}

// RoundOwners returns the organisations that may stand behind a project, by name.
func RoundOwners(ctx context.Context, db *gorm.DB, by people.User) ([]people.Organisation, error) {
	if !Council(by) {
		return nil, store.ErrForbidden
	}
	return store.From[people.Organisation](db).Where("closed_at is null and usable_at is not null").Order("lower(name), id").Limit(1000).Find(ctx)
}
