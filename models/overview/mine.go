package overview

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// Mine is what a person has under way, whichever organisation they belong to, or none.
type Mine struct {
	Tasks    []commons.Task         // taken, and not told of yet
	Gifts    []commons.Contribution // the latest they told of
	Pledges  []commons.Pledge       // that stand
	Tickets  []support.Ticket       // that are not settled
	Arrivals []people.Arrival       // organisations that were asked, and have not answered
}

// few is how many of each the page shows; a list behind it has them all.
const few = 3

// MineOf gathers a person's own page.
func MineOf(ctx context.Context, db *gorm.DB, me people.User) (Mine, error) {
	var m Mine
	taken, err := commons.Tasks(ctx, db, me, commons.TaskFilter{Mine: true})
	if err != nil {
		return m, err
	}
	for _, t := range taken.Items {
		if t.TakenBy(me) {
			m.Tasks = append(m.Tasks, t)
		}
	}
	gifts, err := commons.ContributionsBy(ctx, db, me, commons.Filter{})
	if err != nil {
		return m, err
	}
	pledges, err := commons.PledgesBy(ctx, db, me)
	if err != nil {
		return m, err
	}
	for _, p := range pledges {
		if p.Open() {
			m.Pledges = append(m.Pledges, p)
		}
	}
	tickets, err := support.TicketsOf(ctx, db, me, support.ListFilter{State: "unsettled"})
	if err != nil {
		return m, err
	}
	m.Tasks, m.Gifts, m.Pledges, m.Tickets = atMost(m.Tasks), atMost(gifts.Items), atMost(m.Pledges), atMost(tickets.Items)
	m.Arrivals, err = people.ArrivalsOf(ctx, db, me)
	return m, err
}

// Empty reports whether nothing is under way yet.
func (m Mine) Empty() bool {
	return len(m.Tasks)+len(m.Gifts)+len(m.Pledges)+len(m.Tickets)+len(m.Arrivals) == 0
}

func atMost[T any](all []T) []T { return all[:min(few, len(all))] }
