package support_test

import (
	"testing"
	"time"

	"chatiere/models/store/storetest"
	"chatiere/models/support"
)

func TestAnswersAndWhatWasTakenUpstreamAreCountedByWeekMonthAndYear(t *testing.T) {
	onDesk(t, func(d *desk) {
		at := func(day string) time.Time {
			on, err := time.Parse(time.DateTime, day)
			d.ok(err)
			return on
		}
		clock := func(day string) { storetest.SetClock(d.db, at(day)) }
		clock("2025-12-31 23:59:59")
		ticket := d.opens(d.ada)
		ticket = d.answers(d.gabin, ticket, "Nous regardons.", support.WaitingRequester)
		clock("2026-01-01 00:00:00")
		ticket = d.answers(d.gabin, d.writes(d.ada, ticket, "Merci."), "C’est trouvé.", support.Open)
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: "me", Was: ticket.Assignee.Ref}))
		clock("2026-02-28 12:00:00")
		ticket = d.found(ticket)
		d.ok(ticket.Move(ctx, d.db, d.gabin, support.StateForm{State: support.WaitingUpstream, UpstreamURL: "https://forge.example/1", Was: ticket.State}))
		d.answers(d.omar, d.opens(d.ada), "Oui.", support.Solved)
		for name, c := range map[string]struct {
			from, until           string
			gabin, omar, upstream int64
		}{
			"a week over the turn of the year": {"2025-12-29 00:00:00", "2026-01-05 00:00:00", 2, 0, 0},
			"the month before":                 {"2025-12-01 00:00:00", "2026-01-01 00:00:00", 1, 0, 0},
			"a month":                          {"2026-02-01 00:00:00", "2026-03-01 00:00:00", 0, 1, 1},
			"the year before":                  {"2025-01-01 00:00:00", "2026-01-01 00:00:00", 1, 0, 0},
			"a year":                           {"2026-01-01 00:00:00", "2027-01-01 00:00:00", 1, 1, 1},
			"a year with nothing":              {"2027-01-01 00:00:00", "2028-01-01 00:00:00", 0, 0, 0},
		} {
			rows, err := support.AnsweredBetween(ctx, d.db, at(c.from), at(c.until))
			d.ok(err)
			got := map[uint]int64{}
			for _, r := range rows {
				got[r.AuthorID] = r.Answers
			}
			carried, err := support.CarriedBetween(ctx, d.db, at(c.from), at(c.until))
			d.ok(err)
			if got[d.gabin.ID] != c.gabin || got[d.omar.ID] != c.omar || int64(len(carried)) != c.upstream {
				d.t.Errorf("%s: %v and %+v", name, got, carried)
			}
			for _, one := range carried {
				if one.AssigneeID != d.gabin.ID || one.UpstreamURL != "https://forge.example/1" {
					d.t.Errorf("%s: %+v", name, one)
				}
			}
		}
	})
}
