package support_test

import (
	"testing"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

func TestDUN1_OnlyAnOperatorMarksADisagreementAndSolvingTheTicketSettlesIt(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		about := support.DisagreementForm{Reason: "Trop de personnes comptées"}
		for _, u := range []people.User{d.ada, d.gabin, d.co, d.eve} {
			d.is(ticket.Disagree(ctx, d.db, u, about), store.ErrForbidden)
			d.is(ticket.Agree(ctx, d.db, u), store.ErrForbidden)
		}
		open := func(want bool) {
			t.Helper()
			in, err := billing.DisagreementIn(ctx, d.db, ticket.Ref)
			d.ok(err)
			of, err := billing.DisagreementOf(ctx, d.db, d.fee)
			d.ok(err)
			if in.Open() != want || of.Open() != want {
				t.Fatalf("open: %v %v, want %v", in.Open(), of.Open(), want)
			}
		}
		d.ok(ticket.Disagree(ctx, d.db, d.omar, about))
		open(true)
		d.ok(ticket.Agree(ctx, d.db, d.omar))
		open(false)
		d.ok(ticket.Disagree(ctx, d.db, d.omar, about))
		open(true)
		d.ok(ticket.Solve(ctx, d.db, d.gabin))
		open(false)
		d.is(ticket.Disagree(ctx, d.db, d.omar, about), store.ErrConflict)
		alone, err := support.OpenTicket(ctx, d.db, d.eve, support.TicketForm{Subject: "Seule", Body: "…", Lang: "fr"})
		d.ok(err)
		d.is(alone.Disagree(ctx, d.db, d.omar, about), store.ErrConflict) // nobody to chase
		third := d.opens(d.ada)
		d.ok(third.Disagree(ctx, d.db, d.omar, about))
		f := third.Details()
		f.Organisation = ""
		d.ok(third.Change(ctx, d.db, d.omar, f, []string{"fr", "en"}))
		open(false)
		if of, err := billing.DisagreementIn(ctx, d.db, third.Ref); err != nil || of.Open() {
			t.Error("the ticket went to nobody, and the organisation it left is still spared", err)
		}
	})
}
