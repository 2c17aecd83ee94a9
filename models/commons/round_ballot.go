package commons

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/commons/formula"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundBallot is what an organisation gave its points to. It may be replaced until the round closes.
type RoundBallot struct {
	ID             uint
	RoundID        uint
	OrganisationID uint
	Choices        string // JSON: points by project
	Interests      string // JSON: projects in which an interest was declared
	Version        int
	CastByID       uint
	CastAt         time.Time
}

// Points are the points given, by the project's ref.
func (b RoundBallot) Points() formula.Points {
	p := formula.Points{}
	_ = json.Unmarshal([]byte(b.Choices), &p) // written by us
	return p
}

// Declared are the projects in which the voter declared an interest.
func (b RoundBallot) Declared() []string {
	var refs []string
	_ = json.Unmarshal([]byte(b.Interests), &refs) // written by us
	return refs
}

// BallotForm is a ballot as it is filled in.
type BallotForm struct {
	Points    map[string]string `form:"-"` // by the project's ref
	Interests []string          `form:"interests"`
	Version   int               `form:"version"` // of the ballot that was shown; 0: none yet
}

// Form is the ballot as its form shows it.
func (b RoundBallot) Form() BallotForm {
	f := BallotForm{Points: map[string]string{}, Interests: b.Declared(), Version: b.Version}
	for ref, n := range b.Points() {
		f.Points[ref] = strconv.FormatInt(n, 10)
	}
	return f
}

// MayVote reports whether a person casts the ballot of an organisation: its owners and treasurers, and nobody of the staff for them; once it is
// closed, nobody.
func MayVote(u people.User, organisationID uint) bool {
	m, in := u.In(organisationID)
	return in && m.May(people.Treasurer) && m.Organisation.ClosedAt == nil
}

// BallotOf returns an organisation's ballot; store.ErrNotFound where the organisation does not vote in the round, an empty one before it did.
func (r Round) BallotOf(ctx context.Context, db *gorm.DB, organisationID uint) (RoundBallot, error) {
	var rows []struct {
		Basis string
		RoundBallot
	}
	err := db.WithContext(ctx).Raw(`select v.basis, coalesce(b.id, 0) as id, v.round_id, v.organisation_id, coalesce(b.choices, '{}') as choices, coalesce(b.interests, '[]') as interests,
		coalesce(b.version, 0) as version, coalesce(b.cast_by_id, 0) as cast_by_id, b.cast_at from round_voters v left join round_ballots b
		on b.round_id = v.round_id and b.organisation_id = v.organisation_id where v.round_id = ? and v.organisation_id = ?`, r.ID, organisationID).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		return RoundBallot{}, store.ErrNotFound
	}
	if err != nil {
		return RoundBallot{}, err
	}
	return rows[0].RoundBallot, nil
}

// Vote casts or replaces an organisation's ballot. An empty one abstains: it adds no weight to anybody.
func (r Round) Vote(ctx context.Context, db *gorm.DB, by people.User, organisationID uint, f BallotForm) (RoundBallot, error) {
	var b RoundBallot
	if !MayVote(by, organisationID) {
		return b, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if !now.Voting(day) {
			return wrong("vote", "error.vote_closed")
		}
		if _, err := people.ActingFor(ctx, tx, by, organisationID, people.Treasurer); err != nil { // closed, or left, since the person came in
			return err
		}
		if now.ListedAt == nil { // the day has come, the job has not
			if err := now.Fix(ctx, tx); err != nil {
				return err
			}
		}
		if b, err = now.BallotOf(ctx, tx, organisationID); err != nil {
			return err
		}
		if b.Version != f.Version {
			return store.ErrConflict
		}
		projects, err := now.Projects(ctx, tx)
		if err != nil {
			return err
		}
		points, err := f.read(by, organisationID, *now.Rules().Ballot, projects)
		if err != nil {
			return err
		}
		return b.cast(ctx, tx, by, now, points, f.Interests)
	})
	return b, err
}

func (b *RoundBallot) cast(ctx context.Context, tx *gorm.DB, by people.User, r Round, points formula.Points, interests []string) error {
	choices, err := json.Marshal(points)
	if err != nil {
		return err
	}
	slices.Sort(interests)
	declared, err := json.Marshal(slices.Compact(append([]string{}, interests...)))
	if err != nil {
		return err
	}
	b.Choices, b.Interests, b.CastByID, b.CastAt, b.Version = string(choices), string(declared), by.ID, store.Now(tx), b.Version+1
	if b.ID == 0 {
		err = tx.WithContext(ctx).Create(b).Error
	} else {
		err = tx.WithContext(ctx).Save(b).Error
	}
	if err != nil {
		return err
	}
	err = journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "ballot_cast", SubjectType: "round", SubjectRef: r.Ref, OrganisationID: b.OrganisationID})
	return errors.Join(err, store.Published(tx)) // the turnout is public
}

// read checks a ballot: its rules, that each project is on it, and that nobody gives points to what is theirs.
func (f BallotForm) read(by people.User, organisationID uint, rules formula.Ballot, projects []RoundProject) (formula.Points, error) {
	bad := store.Invalid{}
	points, known, free := formula.Points{}, map[string]bool{}, 0
	for _, p := range projects {
		typed := strings.TrimSpace(f.Points[p.Ref])
		n := figure(typed)
		known[p.Ref] = p.Eligible
		if !p.Eligible {
			continue
		}
		why := store.Invalid{}
		if p.mayReceive(why, by, organisationID, slices.Contains(f.Interests, p.Ref)); len(why) == 0 {
			free++
		}
		if n != 0 {
			maps.Copy(bad, why)
			points[p.Ref] = n
		}
		if n < 0 {
			bad.Add("points-"+p.Ref, "error.number")
		}
	}
	for _, ref := range f.Interests {
		if !known[ref] {
			bad.Add("interests", "error.choose")
		}
	}
	for ref, typed := range f.Points {
		if !known[ref] && figure(typed) != 0 {
			bad.Add("vote", "error.vote_other_project")
		}
	}
	if err := bad.Err(); err != nil {
		return points, err
	}
	sayBreach(bad, rules.Among(free), points)
	return points, bad.Err()
}

// mayReceive refuses points for the project of the voter's own organisation, of another organisation of the person who votes, or one in
// which the voter declared an interest.
func (p RoundProject) mayReceive(bad store.Invalid, by people.User, organisationID uint, declared bool) {
	field := "points-" + p.Ref
	if p.OrganisationID != nil {
		if *p.OrganisationID == organisationID {
			bad.Add(field, "error.vote_own")
		}
		if _, in := by.In(*p.OrganisationID); in {
			bad.Add(field, "error.vote_yours")
		}
	}
	if declared {
		bad.Add(field, "error.vote_interest")
	}
}

func sayBreach(bad store.Invalid, rules formula.Ballot, points formula.Points) {
	switch breach, project := rules.Breaks(points); breach {
	case formula.TooManyPoints:
		bad.Add("vote", "error.vote_points", "Max", rules.Points, "Given", points.Sum())
	case formula.TooManyForOne:
		bad.Add("points-"+project, "error.vote_one", "Max", rules.MaxPerProject)
	case formula.TooFewProjects:
		bad.Add("vote", "error.vote_projects", "Min", rules.MinProjects)
	case formula.TooManyAtOnce:
		bad.Add("vote", "error.vote_projects_max", "Max", rules.MaxProjects)
	case formula.TooFewPoints:
		bad.Add("vote", "error.vote_least", "Min", rules.Least(), "Given", points.Sum())
	case formula.BelowNothing:
		bad.Add("points-"+project, "error.number")
	}
}

// Turnout is how many may vote, how many did, and the interests they declared.
type Turnout struct {
	Voters  int
	Ballots int
}

// TurnoutOf counts voters and ballots, in one statement.
func (r Round) TurnoutOf(ctx context.Context, db *gorm.DB) (Turnout, error) {
	var t Turnout
	err := db.WithContext(ctx).Raw("select (select count(*) from round_voters where round_id = @r) as voters, (select count(*) from round_ballots where round_id = @r) as ballots",
		map[string]any{"r": r.ID}).Scan(&t).Error
	return t, err
}

// unvoted is a column of the latest open round in which an organisation has not voted, to be asked together with other things about it.
func unvoted(column string) string {
	return "coalesce((select r." + column + ` from round_voters v join rounds r on r.id = v.round_id where v.organisation_id = @o and r.state = 'open'
		and not exists (select 1 from round_ballots b where b.round_id = r.id and b.organisation_id = v.organisation_id) order by r.id desc limit 1), '')`
}

// OpenProposals is the round for which the organisation may propose projects, if there is one on that day.
func (s Summary) OpenProposals(today string) (Round, bool) {
	r := Round{Ref: s.RoundRef, Formula: s.RoundFormula, State: RoundOpen}
	return r, s.RoundRef != "" && r.Proposing(today)
}

// OpenVote is the round in which the organisation may vote and has not, if there is one on that day.
func (s Summary) OpenVote(today string) (Round, bool) {
	r := Round{Ref: s.RoundRef, Formula: s.RoundFormula, State: RoundOpen}
	return r, s.RoundRef != "" && r.Voting(today)
}
