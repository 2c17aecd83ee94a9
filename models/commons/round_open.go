package commons

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// plusDays is the day so many days later.
func plusDays(day string, n int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return at.AddDate(0, 0, n).Format(time.DateOnly)
}

// alone refuses a round that would share the same money as another one.
func (r Round) alone(ctx context.Context, tx *gorm.DB) error {
	others, err := store.From[Round](tx).Where("id <> ? and state <> 'cancelled'", r.ID).Order("id desc").Limit(200).Find(ctx)
	mine := r.Rules()
	for _, other := range others {
		theirs := other.Rules()
		same := theirs.Base.Kind == mine.Base.Kind && !mine.Base.Kind.Typed()
		if same && theirs.Period.From <= mine.Period.To && mine.Period.From <= theirs.Period.To {
			return wrong("from", "error.round_overlap")
		}
	}
	return err
}

// Open freezes the formula, the projects and the voters, and begins the round. From then on the database refuses to change them.
func (r *Round) Open(ctx context.Context, db *gorm.DB, by people.User) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		day, err := today(ctx, tx)
		if err != nil {
			return err
		}
		if err := r.openable(ctx, tx, day); err != nil {
			return err
		}
		one := r.Rules()
		may, err := r.freezeProjects(ctx, tx)
		if err != nil {
			return err
		}
		if may == 0 && one.Deadlines.Ballots == "" {
			return wrong("projects", "error.round_no_project")
		}
		if err := r.freezeVoters(ctx, tx, day); err != nil {
			return err
		}
		r.Formula, r.FormulaSHA256 = string(one.Canonical()), one.SHA256()
		if one.Deadlines.Ballots == "" {
			r.ListedAt = stamp(tx)
		}
		if err := r.move(ctx, tx, RoundOpen, by, "", "Formula", "FormulaSHA256", "ListedAt"); err != nil {
			return err
		}
		return r.invite(ctx, tx)
	})
}

// invite promises word to who votes: that they may, or first that they may propose projects.
func (r Round) invite(ctx context.Context, tx *gorm.DB) error {
	if r.ListedAt != nil {
		return store.Enqueue(tx, RoundOpened{RoundID: r.ID})
	}
	if err := r.adopt(ctx, tx); err != nil {
		return err
	}
	return store.Enqueue(tx, RoundProposing{RoundID: r.ID})
}

// openable checks once more what may have changed since the draft was saved.
func (r Round) openable(ctx context.Context, tx *gorm.DB, day string) error {
	bad := store.Invalid{}
	one := r.Rules()
	for _, wrong := range one.Check() {
		sayFault(bad, wrong)
	}
	switch {
	case r.State != RoundDraft:
		return ErrMoved
	case day < one.Deadlines.Opens:
		bad.Add("open", "error.round_early")
	case day > one.Deadlines.Closes:
		bad.Add("open", "error.round_over")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return r.alone(ctx, tx)
}

// freezeProjects takes down what is known of each project today: name, licence, and whether it may receive. It returns how many may.
func (r Round) freezeProjects(ctx context.Context, tx *gorm.DB) (may int, err error) {
	candidates, err := RoundCandidates(ctx, tx)
	if err != nil {
		return 0, err
	}
	known := map[uint]RoundCandidate{}
	for _, c := range candidates {
		known[c.ID] = c
	}
	projects, err := store.From[RoundProject](tx).Where("round_id = ?", r.ID).Order("id").Find(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range projects {
		c := known[p.UpstreamID]
		p.Name, p.URL, p.Licence, p.Why, p.Eligible = c.Name, c.URL, c.Licence, c.Why, c.Why == ""
		if p.Eligible {
			may++
		}
		if err := tx.WithContext(ctx).Model(&RoundProject{}).Where("id = ?", p.ID).Select("Name", "URL", "Licence", "Why", "Eligible").Updates(&p).Error; err != nil {
			return 0, err
		}
	}
	return may, nil
}

// electorate is who votes: organisations with an active subscription or agreement (decisions.md 28), one ballot each.
const electorate = `
select @round as round_id, o.id as organisation_id,
  case when exists (select 1 from subscriptions s where s.organisation_id = o.id and s.state in ('accepted','running')) then 'subscription' else 'agreement' end as basis
from organisations o where o.closed_at is null and (
  exists (select 1 from subscriptions s where s.organisation_id = o.id and s.state in ('accepted','running'))
  or exists (select 1 from agreements a where a.organisation_id = o.id and a.accepted_on <= @day and a.starts_on <= @day and (a.ends_on = '' or a.ends_on >= @day)))`

func (r Round) freezeVoters(ctx context.Context, tx *gorm.DB, day string) error {
	done := tx.WithContext(ctx).Exec("insert into round_voters (round_id, organisation_id, basis) "+electorate, map[string]any{"round": r.ID, "day": day})
	if done.Error == nil && done.RowsAffected == 0 && r.Rules().Ballot != nil {
		return wrong("open", "error.round_no_voter")
	}
	return done.Error
}

// Cancel gives a round up before its money left, and says why to everybody. What was allocated goes back to the pot.
func (r *Round) Cancel(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !Council(by) {
		return store.ErrForbidden
	}
	reason = cleaned(reason)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		switch {
		case reason == "":
			return wrong("reason", "error.required")
		case len([]rune(reason)) > LongestBody:
			return wrong("reason", "error.too_long", "Max", LongestBody)
		}
		if err := r.followed(ctx, tx); err != nil {
			return err
		}
		if err := r.takeBack(ctx, tx, by, reason); err != nil {
			return err
		}
		r.Reason = reason
		return r.move(ctx, tx, RoundCancelled, by, reason, "Reason")
	})
}

// followed refuses to cancel a round whose rest another one has taken over already.
func (r Round) followed(ctx context.Context, tx *gorm.DB) error {
	if r.ComputedAt == nil {
		return nil
	}
	n, err := store.From[Round](tx).Where("id <> ? and computed_at > ? and state <> 'cancelled'", r.ID, r.ComputedAt).Count(ctx, "id")
	if err == nil && n > 0 {
		return wrong("reason", "error.round_followed")
	}
	return err
}
