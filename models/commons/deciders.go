package commons

import "chatiere/models/people"

// besideQuery goes on with the story of a contribution: what it did to the books, who of the council may decide on it while it waits for them, and
// the contributions that tell the same facts before and after it.
//
// Who may decide did not give it, belongs to none of its organisations and confirmed nothing of it; of a contested one, neither decided nor gave
// their voice yet. When there are none, a person is missing (decisions 33).
const besideQuery = `
union all
select 'effect', e.id, 0, e.created_at, coalesce(e.reversed_by_id, 0), '', 'system', '', e.sort, '', coalesce(e.cents, 0), '', '', null, '', ''
from contribution_effects e where e.contribution_id = @c and @all = 1
union all
select 'decider', u.id, 0, c.created_at, u.id, coalesce(nullif(u.name, ''), u.email), 'council', '', '', '', 0, '', '', null, '', ''
from users u join contributions c on c.id = @c and c.state in ('attested','contested')
where u.disabled_at is null and u.erased_at is null and u.roles <> '' and (',' || u.roles || ',' like '%,admin,%' or ',' || u.roles || ',' like '%,steward,%'
	or ',' || u.roles || ',' like '%,operator,%' or ',' || u.roles || ',' like '%,accountant,%') and u.id <> c.contributor_id
	and not exists (select 1 from memberships a where a.user_id = u.id and a.until_at is null and (a.organisation_id = c.organisation_id
		or a.organisation_id in (select b.organisation_id from memberships b where b.user_id = c.contributor_id and b.until_at is null)))
	and not exists (select 1 from attestations t where t.contribution_id = c.id and t.attester_id = u.id)
	and (c.state <> 'contested' or not exists (select 1 from contribution_steps s where s.contribution_id = c.id and s.by_id = u.id and s.to_state in ('accepted','adjusted','rejected'))
		and not exists (select 1 from contribution_reviews r where r.contribution_id = c.id and r.reviewer_id = u.id
			and r.contest_id = (select max(id) from contribution_steps where contribution_id = c.id and to_state = 'contested')))
union all
select 'kin', k.id, 0, k.created_at, 0, '', 'system', k.state, k.ref, '',
	case when coalesce(k.decision, '') in ('accepted','adjusted') and k.state <> 'reversed' and k.superseded_by_id is null then 1 else 0 end, '', '', null, '', ''
from contributions k join contributions c on c.id = @c
where (k.id = c.corrects_id or k.corrects_id = c.id and k.state not in ('draft','withdrawn') and (c.state = 'reversed' or k.state not in ('rejected','lapsed')))
	and (@all = 1 or k.contributor_id = @me or k.organisation_id in @orgs or k.withheld = @no
		and (coalesce(k.decision, '') in ('accepted','adjusted') and k.state <> 'reversed' and k.superseded_by_id is null
			or @me <> 0 and k.state in ('submitted','needs_info','attested','contested','accepted','adjusted','upheld','reversed')))
order by at, sort, id`

// Kin are the contributions that tell the same facts before and after one: what it puts right or decides anew, and what takes its place. A ref
// is empty where there is none, or none that the reader may see.
type Kin struct {
	Before, After string
	BeforeCounts  bool  // what this one would put right counts, not this one
	AfterState    State // reversed: it does not take this one's place any more
}

// beside keeps a row that is no event; false for one that is.
func (s *Story) beside(e Event, c Contribution) bool {
	switch e.Sort {
	case "effect":
		one := Effect{ID: e.ID, ContributionID: c.ID, Sort: e.Word, CreatedAt: e.At}
		if e.Quantity > 0 {
			one.Cents = &e.Quantity
		}
		if e.ByID != 0 {
			one.ReversedByID = &e.ByID
		}
		s.Effects = append(s.Effects, one)
	case "decider":
		s.Deciders = append(s.Deciders, people.User{ID: e.ByID, Name: e.ByName})
	case "kin":
		if e.ID > c.ID {
			s.Kin.After, s.Kin.AfterState = e.Word, e.FromState
		} else {
			s.Kin.Before, s.Kin.BeforeCounts = e.Word, e.Quantity == 1
		}
	default:
		return false
	}
	return true
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

// Short reports whether too few people may end what waits for the council: one decides, and two voices that agree end a contest.
func (s Story) Short(c Contribution) bool {
	if c.State == Contested {
		upheld, reversed := s.Voices()
		return len(s.Deciders) < voices-max(upheld, reversed)
	}
	return c.State == Attested && len(s.Deciders) == 0
}
