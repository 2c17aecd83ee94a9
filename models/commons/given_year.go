package commons

import (
	"context"
	"fmt"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GivenYear is what a person gave in one year: what was recorded, by family and unit, for themself and on behalf of organisations apart.
type GivenYear struct {
	Year    int
	Rows    []Contribution // oldest first, drafts and what was withdrawn left out
	Own     []Sum
	Behalf  []Sum
	Waiting int // not decided yet
	Refused int
}

// YearGivenBy gathers what a person gave in a year, in one statement.
func YearGivenBy(ctx context.Context, db *gorm.DB, u people.User, year int) (GivenYear, error) {
	y := GivenYear{Year: year}
	rows, err := listed(db).Where("contributions.contributor_id = ? and contributions.to_on between ? and ?", u.ID, fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-12-31", year)).
		Where("contributions.state not in ('draft','withdrawn')").Order("contributions.from_on, contributions.id").Limit(store.MostRows).Find(ctx)
	f := Filter{All: true}
	for _, c := range f.page(rows, u).Items {
		y.Rows = append(y.Rows, c)
		y.add(c)
	}
	return y, err
}

func (y *GivenYear) add(c Contribution) {
	switch {
	case c.Counts() && c.Volunteer():
		y.Own = summed(y.Own, c)
	case c.Counts():
		y.Behalf = summed(y.Behalf, c)
	case c.Decision == "" && c.State != Lapsed:
		y.Waiting++
	case c.Decision == Rejected && c.State != Reversed:
		y.Refused++
	}
}

func summed(all []Sum, c Contribution) []Sum {
	_, n := c.Effective()
	family := c.EffectiveKind().Family
	for i, s := range all {
		if s.Family == family && s.Unit == c.Unit {
			all[i].Total, all[i].Entries = s.Total+n, s.Entries+1
			return all
		}
	}
	return append(all, Sum{Family: family, Unit: c.Unit, Total: n, Entries: 1})
}
