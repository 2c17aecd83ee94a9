package commons

import (
	"context"
	"sort"
	"time"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// Event is one thing that happened to a contribution, as its page tells it.
type Event struct {
	Sort         string // step, attestation, review or flag
	ID           uint
	Version      int
	At           time.Time
	ByID         uint
	ByName       string
	Part         string // in which part they acted: contributor, steward, member, present…
	FromState    State
	Word         string // the new state, the verdict, or the rule
	Level        Level
	Quantity     int64
	Note         string
	Facts        string
	ClosedAt     *time.Time // of a contest or a flag: settled, cleared
	ClosedByName string
	ClosedNote   string
}

// Flag is the flag that an event tells of.
func (e Event) Flag() Flag { return Flag{Rule: Rule(e.Word), Level: e.Level, Facts: e.Facts} }

// Open reports whether a contest or a flag still waits for a word.
func (e Event) Open() bool {
	return e.ClosedAt == nil && (e.Sort == "flag" || e.Sort == "attestation" && Verdict(e.Word) == Contest)
}

// Story is all that happened to a contribution, oldest first, and what there is to know beside.
type Story struct {
	Events   []Event       // steps, verdicts and voices
	Flags    []Event       // of the present version; only the council sees them
	Effects  []Effect      // what it did to the books; only the council sees them
	Deciders []people.User // of the council, while it waits for them: who may decide
	Kin      Kin
}

const storyQuery = `
select 'step' as sort, s.id as id, s.version as version, s.created_at as at, coalesce(s.by_id, 0) as by_id, coalesce(u.name, '') as by_name, s.role as part,
  s.from_state as from_state, s.to_state as word, '' as level, 0 as quantity, s.note as note, '' as facts, null as closed_at, '' as closed_by_name, '' as closed_note
from contribution_steps s left join users u on u.id = s.by_id where s.contribution_id = @c
union all
select 'attestation', a.id, a.version, a.created_at, a.attester_id, u.name, a.role, '', a.verdict, '', coalesce(a.quantity, 0), a.reason, '', a.settled_at,
  coalesce(w.name, ''), a.settled_reason
from attestations a join users u on u.id = a.attester_id left join users w on w.id = a.settled_by_id where a.contribution_id = @c
union all
select 'review', r.id, 0, r.created_at, r.reviewer_id, u.name,
  case when ',' || u.roles || ',' like '%,steward,%' or ',' || u.roles || ',' like '%,admin,%' then 'steward' else 'council' end, '', r.verdict, '', 0, r.reason, '', null, '', ''
from contribution_reviews r join users u on u.id = r.reviewer_id where r.contribution_id = @c
union all
select 'flag', f.id, f.version, f.created_at, 0, '', 'system', '', f.rule, f.level, 0, '', f.facts, f.cleared_at, coalesce(w.name, ''), f.cleared_reason
from contribution_flags f left join users w on w.id = f.cleared_by_id where f.contribution_id = @c and f.version = @v and @all = 1`

// StoryOf tells what happened to a contribution as u may know it, in one statement: visitors learn states and days, members also what was
// said, and only who gave it, their organisation and the council learn names.
func StoryOf(ctx context.Context, db *gorm.DB, u people.User, c Contribution) (Story, error) {
	all := 0
	if Council(u) {
		all = 1
	}
	var rows []Event
	err := db.WithContext(ctx).Raw(storyQuery+besideQuery, map[string]any{"c": c.ID, "v": c.Version, "all": all, "me": u.ID, "orgs": append(u.OrganisationIDs(), 0), "no": false}).Scan(&rows).Error
	var s Story
	for _, e := range rows {
		if s.beside(e, c) {
			continue
		}
		switch e = e.as(u, c); e.Sort {
		case "flag":
			s.Flags = append(s.Flags, e)
		default:
			s.Events = append(s.Events, e)
		}
	}
	sort.SliceStable(s.Flags, func(i, j int) bool { return weight[s.Flags[i].Level] > weight[s.Flags[j].Level] })
	return s, err
}

var weight = map[Level]int{High: 3, Medium: 2, Low: 1}

// as is the event as u may know it.
func (e Event) as(u people.User, c Contribution) Event {
	if c.insider(u) {
		return e
	}
	own := u.SignedIn() && e.ByID == u.ID
	if !own {
		e.ByID, e.ByName = 0, ""
	}
	e.ClosedByName = ""
	if !own && (!u.SignedIn() || c.redacted.words()) {
		e.Note, e.ClosedNote = "", ""
	}
	if c.redacted.Amount {
		e.Quantity = 0
	}
	return e
}

// Confirmed is how many people confirmed the present version, and how many contest it.
func (s Story) Confirmed(c Contribution) (confirmed, contested int) {
	for _, e := range s.Events {
		if e.Sort != "attestation" || e.Version != c.Version {
			continue
		}
		switch {
		case Verdict(e.Word) == Confirm:
			confirmed++
		case e.Open():
			contested++
		}
	}
	return confirmed, contested
}

// Asked is the question that waits for an answer, if any.
func (s Story) Asked() string {
	question := ""
	for _, e := range s.Events {
		if e.Sort == "step" && State(e.Word) == NeedsInfo {
			question = e.Note
		}
	}
	return question
}
