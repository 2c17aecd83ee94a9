package commons

import (
	"context"
	"encoding/json"

	"chatiere/models/commons/formula"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// FindRound returns the round with that ref if u may see it: drafts are the council's.
func FindRound(ctx context.Context, db *gorm.DB, u people.User, ref string) (Round, error) {
	q := store.From[Round](db).Where("ref = ?", ref)
	if !Council(u) {
		q = q.Where("opened_at is not null")
	}
	return q.Take(ctx)
}

// LoadRound returns a round by id, for jobs.
func LoadRound(ctx context.Context, db *gorm.DB, id uint) (Round, error) {
	return store.From[Round](db).Where("id = ?", id).Take(ctx)
}

// Rounds returns a page of the rounds u may see, the latest first; after is the key of the page before.
func Rounds(ctx context.Context, db *gorm.DB, u people.User, after string) (store.Page[Round], error) {
	q := store.From[Round](db).Order("id desc").Limit(store.PageSize + 1)
	if !Council(u) {
		q = q.Where("opened_at is not null")
	}
	if id := store.FromKey(after); id > 0 {
		q = q.Where("id < ?", id)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, store.PageSize, func(r Round) string { return store.Key(r.ID) }), err
}

// PublicRounds returns a page of the rounds that opened, for everybody whoever asks.
func PublicRounds(ctx context.Context, db *gorm.DB, after string) (store.Page[Round], error) {
	return Rounds(ctx, db, people.User{}, after)
}

// Whole is a round with all that its page shows.
type Whole struct {
	Round
	Projects []RoundProject
	Turnout  Turnout
	Books    RoundBooks
	Today    string
}

// WholeRound gathers a round's page, in at most five statements.
func WholeRound(ctx context.Context, db *gorm.DB, r Round) (Whole, error) {
	w := Whole{Round: r}
	var err error
	if w.Projects, err = r.Projects(ctx, db); err != nil {
		return w, err
	}
	if w.Turnout, err = r.TurnoutOf(ctx, db); err != nil {
		return w, err
	}
	if w.Books, err = r.BooksOf(ctx, db); err != nil {
		return w, err
	}
	w.Today, err = today(ctx, db)
	return w, err
}

// Part is where the part of a project is.
func (w Whole) Part(p RoundProject) RoundPart { return w.Books.Parts[p.UpstreamID] }

// Paid is the day a project was paid its part, or empty while it was not.
func (w Whole) Paid(p RoundProject) string { return w.Part(p).Arrived() }

// Publish is the round as its public file, from which anybody computes it again. Sums that would tell what one subscriber paid are not in it.
func (w Whole) Publish(page string) formula.Published {
	p := formula.Published{
		Round: w.Ref, Page: page, Formula: json.RawMessage(w.Formula), SHA256: w.FormulaSHA256, Pot: w.PotCents, Left: w.LeftCents,
		Voters: w.Turnout.Voters, Ballots: w.Turnout.Ballots, Projects: []formula.Result{},
	}
	if w.ShowsBase() {
		in := w.Inputs()
		in.Available = w.PotCents // the rest came in later: it would say what few paid since
		p.Inputs = &in
	}
	for _, one := range w.Projects {
		r := formula.Result{ID: one.Ref, Name: one.Name, URL: one.URL, Eligible: one.Eligible, Why: one.Why}
		if a := one.Allocation; a != nil {
			r.Weight, r.Outcome, r.Cents, r.PaidOn = a.Weight, a.Outcome, a.Cents, w.Paid(one)
			if r.PaidOn != "" {
				r.Proof = w.Part(one).Proof()
			}
		}
		p.Projects = append(p.Projects, r)
	}
	return p
}

// PaidWay is how it is known where a project is paid, as everybody may know it; where, nobody is told.
type PaidWay struct {
	UpstreamID uint
	Provenance Provenance // empty while nobody has verified it
	Manifest   string     // the address of its funding.json, where that was read and proven
}

// Ways are those of a round's projects that said where they are paid, by upstream.
func (r Round) Ways(ctx context.Context, db *gorm.DB) (map[uint]PaidWay, error) {
	var rows []PaidWay
	err := db.WithContext(ctx).Raw(`select upstream_id, case when state in ('cooldown','active') then provenance else '' end as provenance,
		case when manifest_proven = ? then manifest_url else '' end as manifest
		from payout_channels where state <> 'revoked' and upstream_id in (select upstream_id from round_projects where round_id = ?)`, true, r.ID).Scan(&rows).Error
	all := map[uint]PaidWay{}
	for _, w := range rows {
		all[w.UpstreamID] = w
	}
	return all, err
}
