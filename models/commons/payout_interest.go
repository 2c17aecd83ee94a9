package commons

import (
	"context"
	"slices"

	"chatiere/models/people"

	"gorm.io/gorm"
)

// interest names a project of the batch in which a person has an interest: their organisation makes it, or declared one in it when the latest round
// that pays it was voted. It is empty where there is none.
func (b Batch) interest(ctx context.Context, tx *gorm.DB, by people.User) (string, error) {
	var paid []uint
	for _, p := range b.Planned() {
		paid = append(paid, p.UpstreamID)
	}
	mine := by.OrganisationIDs()
	if len(paid) == 0 || len(mine) == 0 {
		return "", nil
	}
	var rows []struct {
		Name, Ref      string
		OrganisationID uint
		Interests      string
	}
	err := tx.WithContext(ctx).Raw(`select p.name, p.ref, coalesce(p.organisation_id, 0) as organisation_id, coalesce(b.interests, '[]') as interests
		from round_projects p left join round_ballots b on b.round_id = p.round_id and b.organisation_id in @mine
		where p.upstream_id in @paid and p.round_id = (select max(l.round_id) from round_projects l join rounds r on r.id = l.round_id
			where l.upstream_id = p.upstream_id and r.entry_id is not null and r.state <> 'cancelled')
		order by p.name, p.id`, map[string]any{"paid": paid, "mine": mine}).Scan(&rows).Error
	for _, one := range rows {
		if slices.Contains(mine, one.OrganisationID) || slices.Contains(RoundBallot{Interests: one.Interests}.Declared(), one.Ref) {
			return one.Name, err
		}
	}
	return "", err
}
