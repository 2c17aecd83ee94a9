package commons

import (
	"context"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// Deciders are the people of the council who may decide on a contribution, in one statement: who did not give it, belongs to none of its
// organisations and confirmed nothing of it. Of a contested one they are those who neither decided nor gave their voice yet. When there are
// none, a person is missing (decisions 33).
func Deciders(ctx context.Context, db *gorm.DB, c Contribution) ([]people.User, error) {
	query := `select u.id, u.ref, u.name, u.email from users u where u.disabled_at is null and u.erased_at is null and (',' || u.roles || ',' like '%,admin,%'
		or ',' || u.roles || ',' like '%,steward,%' or ',' || u.roles || ',' like '%,operator,%' or ',' || u.roles || ',' like '%,accountant,%')
		and not exists (select 1 from contributions c where c.id = @c and c.contributor_id = u.id)
		and not exists (select 1 from memberships a join contributions c on c.id = @c where a.user_id = u.id and a.until_at is null and (a.organisation_id = c.organisation_id
			or a.organisation_id in (select b.organisation_id from memberships b where b.user_id = c.contributor_id and b.until_at is null)))
		and not exists (select 1 from attestations t where t.contribution_id = @c and t.attester_id = u.id)`
	if c.State == Contested {
		query += ` and not exists (select 1 from contribution_steps s where s.contribution_id = @c and s.by_id = u.id and s.to_state in ('accepted','adjusted','rejected'))
			and not exists (select 1 from contribution_reviews r where r.contribution_id = @c and r.reviewer_id = u.id
				and r.contest_id = (select max(id) from contribution_steps where contribution_id = @c and to_state = 'contested'))`
	}
	var all []people.User
	err := db.WithContext(ctx).Raw(query+" order by u.id limit 50", map[string]any{"c": c.ID}).Scan(&all).Error
	return all, err
}

// Voices are how many said of a contested decision that it stands, and that it does not.
func (s Story) Voices() (upheld, reversed int) {
	for _, e := range s.Events {
		switch {
		case e.Sort == "review" && State(e.Word) == Upheld:
			upheld++
		case e.Sort == "review":
			reversed++
		}
	}
	return upheld, reversed
}

// Short reports whether so many deciders are too few to end what waits: one decides, and two voices that agree end a contest.
func (c Contribution) Short(deciders int, s Story) bool {
	if c.State == Contested {
		upheld, reversed := s.Voices()
		return deciders < voices-max(upheld, reversed)
	}
	return deciders == 0
}
