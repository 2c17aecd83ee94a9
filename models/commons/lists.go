package commons

import (
	"context"
	"fmt"
	"slices"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Filter narrows a list of contributions.
type Filter struct {
	Query  string `query:"q"`
	State  State  `query:"state"`
	Family Family `query:"family"`
	Kind   string `query:"kind"`
	Year   int    `query:"year"` // in which it ended
	After  string `query:"after"`
	All    bool   // everything at once, for a file
}

// Empty reports whether the filter lets everything through.
func (f Filter) Empty() bool { return f.Query == "" && f.State == "" && f.Family == "" && f.Kind == "" }

// apply adds the filter to a query; newest first.
func (f Filter) apply(q store.Rows[Contribution]) store.Rows[Contribution] {
	q = q.Order("contributions.id desc")
	if !f.All {
		q = q.Limit(store.PageSize + 1)
	}
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("contributions.id < ?", after)
	}
	if slices.Contains(States, f.State) {
		q = q.Where("contributions.state = ?", f.State)
	}
	return f.narrow(q)
}

// narrow keeps a family, a kind, a year and the words of a title.
func (f Filter) narrow(q store.Rows[Contribution]) store.Rows[Contribution] {
	if f.Family != "" {
		q = q.Where("coalesce(contributions.decided_kind, contributions.kind) in (select key from contribution_kinds where family = ?)", f.Family)
	}
	if f.Kind != "" {
		q = q.Where("coalesce(contributions.decided_kind, contributions.kind) = ?", f.Kind)
	}
	if f.Year > 0 {
		q = q.Where("contributions.to_on between ? and ?", fmt.Sprintf("%04d-01-01", f.Year), fmt.Sprintf("%04d-12-31", f.Year))
	}
	if f.Query != "" {
		q = q.Where(`lower(contributions.title) like ? escape '\'`, store.Like(f.Query))
	}
	return q
}

func (f Filter) page(rows []Contribution, u people.User) store.Page[Contribution] {
	for i := range rows {
		rows[i] = rows[i].as(u)
	}
	if f.All {
		return store.Page[Contribution]{Items: rows}
	}
	return store.Paged(rows, store.PageSize, func(c Contribution) string { return store.Key(c.ID) })
}

// ContributionsBy returns a page of what a person gave, newest first.
func ContributionsBy(ctx context.Context, db *gorm.DB, u people.User, f Filter) (store.Page[Contribution], error) {
	rows, err := f.apply(listed(db).Where("contributions.contributor_id = ?", u.ID)).Find(ctx)
	return f.page(rows, u), err
}

// ContributionsFor returns a page of what was given on behalf of an organisation, for its people and the council; drafts belong to their author.
func ContributionsFor(ctx context.Context, db *gorm.DB, u people.User, organisationID uint, f Filter) (store.Page[Contribution], error) {
	if _, in := u.In(organisationID); !in && !Council(u) {
		return store.Page[Contribution]{}, store.ErrNotFound
	}
	q := listed(db).Where("contributions.organisation_id = ? and (contributions.state <> 'draft' or contributions.contributor_id = ?)", organisationID, u.ID)
	rows, err := f.apply(q).Find(ctx)
	return f.page(rows, u), err
}

// PublicContributions returns a page of what everybody may read, newest first: each with what its author lets be read, whoever asks.
func PublicContributions(ctx context.Context, db *gorm.DB, f Filter) (store.Page[Contribution], error) {
	f.State = ""
	condition, args := seenBy(db, people.User{})
	rows, err := f.apply(listed(db).Where(condition, args...)).Find(ctx)
	return f.page(rows, people.User{}), err
}

// ToConfirm returns a page of what waits for a second person and that u may confirm as far as their organisations tell, the oldest first. Only
// titles are searched: a giver's name may be hidden.
func ToConfirm(ctx context.Context, db *gorm.DB, u people.User, f Filter) (store.Page[Contribution], error) {
	mine, most := append(u.OrganisationIDs(), 0), store.PageSize
	if f.All {
		most, f.After = store.MostRows, ""
	}
	open, since := openTo(db, u)
	rows, err := f.narrow(listed(db)).Where("contributions.state = ? and contributions.withheld = ? and contributions.contributor_id <> ?", Submitted, false, u.ID).Where(open, since...).
		Where("(contributions.organisation_id is null or contributions.organisation_id not in ?)", mine).
		Where("contributions.contributor_id not in (select user_id from memberships where until_at is null and organisation_id in ?)", mine).
		Where("not exists (select 1 from attestations a where a.contribution_id = contributions.id and a.version = contributions.version and a.attester_id = ?)", u.ID).
		Where("(? = 1 or contributions.kind in (select key from contribution_kinds where attester <> 'treasurer'))", number(Council(u))).
		Where("contributions.id > ?", store.FromKey(f.After)).Order("contributions.id").Limit(most + 1).Find(ctx)
	if err != nil {
		return store.Page[Contribution]{}, err
	}
	shown := store.Paged(Filter{All: true}.page(rows, u).Items, most, func(c Contribution) string { return store.Key(c.ID) })
	return shown, withFiles(ctx, db, u, shown.Items)
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Line is one contribution of the stewards' queue, with what there is to know before deciding.
type Line struct {
	Contribution
	Confirmed int
	Contested int
	Flags     []Flag
}

// QueueFilter chooses what the stewards look at.
type QueueFilter struct {
	What   string `query:"what"` // decide (default), confirm, answer, contested
	Query  string `query:"q"`    // part of a title or of the giver's name
	Family Family `query:"family"`
	After  string `query:"after"`
	All    bool   // everything at once, for a file
}

// Empty reports whether nothing but the queue narrows the list.
func (f QueueFilter) Empty() bool { return f.Query == "" && f.Family == "" }

func (f QueueFilter) apply(q store.Rows[Contribution]) store.Rows[Contribution] {
	if after := store.FromKey(f.After); after > 0 && !f.All {
		q = q.Where("contributions.id > ?", after)
	}
	if f.Family != "" {
		q = q.Where("coalesce(contributions.decided_kind, contributions.kind) in (select key from contribution_kinds where family = ?)", f.Family)
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(contributions.title) like ? escape '\' or contributions.contributor_id in (select id from users where lower(name) like ? escape '\'))`, like, like)
	}
	return q
}

var queues = map[string]State{"": Attested, "decide": Attested, "confirm": Submitted, "answer": NeedsInfo, "contested": Contested}

// Queue returns what waits for the stewards, the oldest first, with evidence, files, confirmations and flags, in three statements.
func Queue(ctx context.Context, db *gorm.DB, u people.User, f QueueFilter) (store.Page[Line], error) {
	state, known := queues[f.What]
	if !Council(u) || !known {
		return store.Page[Line]{}, store.ErrNotFound
	}
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	rows, err := f.apply(listed(db).Where("contributions.state = ?", state).Order("contributions.id").Limit(most + 1)).Find(ctx)
	if err != nil {
		return store.Page[Line]{}, err
	}
	if err := withFiles(ctx, db, u, rows); err != nil {
		return store.Page[Line]{}, err
	}
	lines, err := marked(ctx, db, rows)
	return store.Paged(lines, most, func(l Line) string { return store.Key(l.ID) }), err
}

// marked adds confirmations, contests and open flags to contributions.
func marked(ctx context.Context, db *gorm.DB, rows []Contribution) ([]Line, error) {
	lines := make([]Line, len(rows))
	ids := []uint{0}
	for i, c := range rows {
		lines[i].Contribution = c
		ids = append(ids, c.ID)
	}
	var marks []struct {
		ContributionID     uint
		Word, Level, Facts string
		N                  int
	}
	err := db.WithContext(ctx).Raw(`
		select a.contribution_id, a.verdict as word, '' as level, '' as facts, count(*) as n from attestations a join contributions c on c.id = a.contribution_id and c.version = a.version
		where a.contribution_id in @ids and (a.verdict = 'confirm' or a.verdict = 'contest' and a.settled_at is null) group by a.contribution_id, a.verdict
		union all
		select f.contribution_id, f.rule, f.level, f.facts, 1 from contribution_flags f join contributions c on c.id = f.contribution_id and c.version = f.version
		where f.contribution_id in @ids and f.cleared_at is null`, map[string]any{"ids": ids}).Scan(&marks).Error
	for _, m := range marks {
		for i := range lines {
			if lines[i].ID != m.ContributionID {
				continue
			}
			switch {
			case m.Level != "":
				lines[i].Flags = append(lines[i].Flags, Flag{Rule: Rule(m.Word), Level: Level(m.Level), Facts: m.Facts})
			case Verdict(m.Word) == Confirm:
				lines[i].Confirmed = m.N
			default:
				lines[i].Contested = m.N
			}
		}
	}
	return lines, err
}

// Waits are what waits, for the operator's desk and the head of the queue.
type Waits struct {
	Decide    int // confirmed, waiting for a steward
	Confirm   int // waiting for a second person
	Answer    int // waiting for the contributor
	Contested int
	Oldest    *time.Time // since when the oldest waits for a steward
}

// Waiting returns what waits in all, each up to store.Counted, in one statement.
func Waiting(ctx context.Context, db *gorm.DB) (Waits, error) {
	var row struct {
		Waits
		Attested, Disputed *time.Time // since when the oldest of each waits
	}
	count := func(s State) string {
		return store.CountOf("contributions where state = '" + string(s) + "' order by id")
	}
	err := db.WithContext(ctx).Raw(`select ` + count(Attested) + ` as decide, ` + count(Submitted) + ` as confirm, ` + count(NeedsInfo) + ` as answer, ` + count(Contested) + ` as contested,
		(select min(stirred_at) from contributions where state = 'attested') as attested,
		(select min(stirred_at) from contributions where state = 'contested') as disputed`).Scan(&row).Error
	w := row.Waits
	for _, at := range []*time.Time{row.Attested, row.Disputed} {
		if at != nil && (w.Oldest == nil || at.Before(*w.Oldest)) {
			w.Oldest = at
		}
	}
	return w, err
}

// Summary is what an organisation gave, for its first page.
type Summary struct {
	Waiting int // on their way
	Asked   int // something is asked of them
	Unsure  int // an owner must confirm that it was done on the organisation's behalf
	Counted int // accepted or adjusted
	Minutes int64

	RoundRef, RoundFormula string // of a redistribution round in which it has not voted
}

// OfOrganisation sums what was given on behalf of an organisation, in one statement.
func OfOrganisation(ctx context.Context, db *gorm.DB, organisationID uint) (Summary, error) {
	var s Summary
	err := db.WithContext(ctx).Raw(`select
		coalesce(sum(case when state in ('submitted','attested','contested') then 1 else 0 end), 0) as waiting,
		coalesce(sum(case when state = 'needs_info' then 1 else 0 end), 0) as asked,
		coalesce(sum(case when vouched_at is null and state in ('submitted','needs_info','attested') then 1 else 0 end), 0) as unsure,
		coalesce(sum(case when `+counting+` then 1 else 0 end), 0) as counted,
		cast(coalesce(sum(case when `+counting+` and unit = 'MIN' then decided_quantity else 0 end), 0) as bigint) as minutes,
		`+unvoted("ref")+` as round_ref, `+unvoted("formula")+` as round_formula
		from contributions where organisation_id = @o`, map[string]any{"o": organisationID}).Scan(&s).Error
	return s, err
}
