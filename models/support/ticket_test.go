package support_test

import (
	"strings"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

func TestATicketIsSeenByItsOwnPeopleAndTheStaffOnly(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		for name, u := range map[string]people.User{"who asked": d.ada, "technical contact": d.tech, "agent": d.gabin, "operator": d.omar} {
			if _, err := support.FindTicket(ctx, d.db, u, ticket.Ref); err != nil {
				t.Error(name, err)
			}
		}
		for name, u := range map[string]people.User{"visitor": {}, "stranger": d.eve, "plain member": d.member, "accountant": d.co} {
			if _, err := support.FindThread(ctx, d.db, u, ticket.Ref); err != store.ErrNotFound {
				t.Error(name, err)
			}
		}
		mine := d.opens(d.member)
		if _, err := support.FindTicket(ctx, d.db, d.member, mine.Ref); err != nil {
			t.Error("one's own", err)
		}
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: d.co.Ref}))
		if _, err := support.FindTicket(ctx, d.db, d.co, ticket.Ref); err != nil {
			t.Error("given to them", err)
		}
		if _, err := people.Join(ctx, d.db, d.tech.ID, d.fee.ID, people.Member); err != nil {
			t.Fatal(err)
		}
		if _, err := support.FindTicket(ctx, d.db, d.again(d.tech), ticket.Ref); err != store.ErrNotFound {
			t.Error("a former technical contact", err)
		}
	})
}

func TestOpeningATicketNeedsASubjectATextAndForVisitorsAnAddress(t *testing.T) {
	onDesk(t, func(d *desk) {
		_, err := support.OpenTicket(ctx, d.db, people.User{}, support.TicketForm{Subject: " \n", Body: "\x00 ", Email: "nobody"})
		d.saysAt(err, "subject", "error.required")
		d.saysAt(err, "body", "error.required")
		d.saysAt(err, "email", "error.email")
		_, err = support.OpenTicket(ctx, d.db, d.ada, support.TicketForm{Subject: strings.Repeat("é", 201), Body: "a", Organisation: "somebody-else", Lang: "fr"})
		d.saysAt(err, "subject", "error.too_long")
		_, err = support.OpenTicket(ctx, d.db, d.ada, support.TicketForm{Subject: "a", Body: "a", Organisation: "somebody-else", Lang: "fr"})
		d.saysAt(err, "organisation", "error.choose")
		ticket, err := support.OpenTicket(ctx, d.db, d.ada, support.TicketForm{Subject: "a\r\nBcc: eve@ailleurs.example", Body: "x\u202egnp\r\ny", Lang: "fr"})
		if err != nil || ticket.Subject != "a Bcc: eve@ailleurs.example" || ticket.LastLine != "xgnp y" {
			t.Fatalf("%q %q %v", ticket.Subject, ticket.LastLine, err)
		}
	})
}

func TestAVisitorsTicketBelongsToTheirAddressAndToNoOrganisation(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket, err := support.OpenTicket(ctx, d.db, people.User{}, support.TicketForm{Subject: "Aide", Body: "…", Email: "ADA@fee.example", Organisation: d.fee.Ref, Lang: "fr"})
		d.ok(err)
		if ticket = d.found(ticket); ticket.RequesterID != d.ada.ID || ticket.OrganisationID != nil || ticket.Verified() {
			t.Fatalf("%+v", ticket)
		}
		if _, err := support.FindTicket(ctx, d.db, d.tech, ticket.Ref); err != store.ErrNotFound {
			t.Error("a colleague sees what nobody has confirmed", err)
		}
		d.is(ticket.Confirm(ctx, d.db, d.eve), store.ErrNotFound)
		d.ok(ticket.Confirm(ctx, d.db, d.ada))
		if !d.found(ticket).Verified() {
			t.Error("not confirmed")
		}
	})
}

func TestAnAgentWritesDownACallForSomebody(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket, err := support.OpenTicket(ctx, d.db, d.gabin, support.TicketForm{Subject: "Au téléphone", Body: "…", Email: "chloe@fee.example", Lang: "en"})
		d.ok(err)
		if ticket = d.found(ticket); ticket.RequesterID != d.member.ID || ticket.OrganisationID == nil || !ticket.Verified() || ticket.AcknowledgedAt != nil || ticket.Lang != "fr" {
			t.Fatalf("%+v", ticket)
		}
		told, err := support.OpenTicket(ctx, d.db, d.gabin, support.TicketForm{Subject: "Au téléphone", Body: "…", Email: "chloe@fee.example", Told: true, Lang: "fr"})
		if err != nil || told.AcknowledgedAt == nil {
			t.Fatal(err)
		}
		sly, err := support.OpenTicket(ctx, d.db, d.eve, support.TicketForm{Subject: "Je suis Ada", Body: "…", Email: "ada@fee.example", Lang: "fr"})
		if err != nil || sly.RequesterID != d.eve.ID {
			t.Fatal("somebody writes in another's name", err)
		}
	})
}

func TestAcknowledgementsAreCapped(t *testing.T) {
	onDesk(t, func(d *desk) {
		sent := 0
		for range 48 {
			if d.opens(d.ada).AcknowledgedAt != nil {
				sent++
			}
			d.later(30 * time.Minute)
		}
		if sent != 3 {
			t.Errorf("%d acknowledgements in a day", sent)
		}
		d.later(24 * time.Hour)
		if d.opens(d.ada).AcknowledgedAt == nil {
			t.Error("none the day after")
		}
	})
}

func TestTheWaitCountsFromTheFirstUnansweredMessage(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		opened := ticket.SinceAt
		d.later(time.Hour)
		if ticket = d.writes(d.ada, ticket, "Toujours pareil"); !ticket.SinceAt.Equal(opened) || ticket.Turn() != support.Us {
			t.Fatal("a second message lowered the ticket's place")
		}
		d.later(time.Hour)
		ticket = d.answers(d.gabin, ticket, "Je regarde", "")
		if ticket.Turn() != support.Requester || ticket.AskedAt != nil || *ticket.AssigneeID != d.gabin.ID || ticket.AnsweredAt == nil {
			t.Fatalf("%+v", ticket)
		}
		d.later(time.Hour)
		ticket = d.writes(d.ada, ticket, "Merci")
		asked := store.Now(d.db)
		if ticket.Turn() != support.Us || !ticket.SinceAt.Equal(asked) {
			t.Fatalf("%+v", ticket)
		}
		d.later(time.Hour)
		d.ok(ticket.Move(ctx, d.db, d.gabin, support.StateForm{State: support.WaitingUpstream, UpstreamURL: "https://forge.example/1", Was: support.Open}))
		if ticket = d.found(ticket); ticket.Turn() != support.Upstream || !ticket.SinceAt.Equal(store.Now(d.db)) {
			t.Fatalf("%+v", ticket)
		}
		d.later(time.Hour)
		d.ok(ticket.Move(ctx, d.db, d.gabin, support.StateForm{State: support.Open, Was: support.WaitingUpstream}))
		if ticket = d.found(ticket); !ticket.SinceAt.Equal(asked) {
			t.Error("the unanswered message was forgotten")
		}
	})
}

func TestASolvedTicketOpensAgainAndAnOldOneIsFollowed(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.answers(d.gabin, d.opens(d.ada), "Voilà", support.Solved)
		if ticket.State != support.Solved || ticket.SolvedAt == nil {
			t.Fatalf("%+v", ticket)
		}
		if ticket = d.writes(d.ada, ticket, "Pas tout à fait"); ticket.State != support.Open || ticket.SolvedAt != nil {
			t.Fatalf("%+v", ticket)
		}
		d.ok(ticket.Solve(ctx, d.db, d.ada))
		d.ok(ticket.Solve(ctx, d.db, d.ada))
		d.later(15 * 24 * time.Hour)
		for want := 1; want >= 0; want-- {
			if n, err := support.CloseQuiet(ctx, d.db); err != nil || n != want {
				t.Fatal(n, err)
			}
		}
		ticket = d.found(ticket)
		if ticket.State != support.Closed {
			t.Fatal(ticket.State)
		}
		d.later(31 * 24 * time.Hour)
		next, err := ticket.Write(ctx, d.db, d.ada, support.MessageForm{Body: "C’est revenu", Seen: d.seen(d.ada, ticket)})
		d.ok(err)
		if next = d.found(next); next.FollowsID == nil || *next.FollowsID != ticket.ID || next.State != support.New || *next.OrganisationID != d.fee.ID || d.found(ticket).State != support.Closed {
			t.Fatalf("%+v", next)
		}
	})
}

func TestPromisesAreMadeWithTheirChange(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		ticket = d.writes(d.ada, ticket, "encore")
		ticket = d.answers(d.gabin, ticket, "réponse", "")
		d.notes(d.gabin, ticket, "une note")
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: d.omar.Ref, Was: d.gabin.Ref}))
		d.ok(ticket.Assign(ctx, d.db, d.omar, support.AssignmentForm{Was: d.omar.Ref}))
		d.ok(ticket.Solve(ctx, d.db, d.omar))
		d.ok(ticket.Reopen(ctx, d.db, d.ada))
		d.ok(ticket.Solve(ctx, d.db, d.ada))
		for kind, want := range map[string]int64{"ticket_opened": 1, "ticket_followed": 1, "ticket_answered": 1, "ticket_note_written": 1, "ticket_assigned": 1, "ticket_solved": 1} {
			if n := d.promised(kind); n != want {
				t.Errorf("%s: %d, want %d", kind, n, want)
			}
		}
	})
}

func TestDetailsAreCorrectedByTheStaffAndNothingIsLost(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		form := ticket.Details()
		form.Priority, form.Tags, form.Organisation = support.High, "Nuage, nuage,  Téléphone mobile ", ""
		d.is(ticket.Change(ctx, d.db, d.ada, form, []string{"fr"}), store.ErrForbidden)
		d.ok(ticket.Change(ctx, d.db, d.gabin, form, []string{"fr"}))
		if ticket = d.found(ticket); strings.Join(ticket.TagList(), "|") != "nuage|téléphone mobile" || ticket.Priority != support.High || ticket.OrganisationID != nil {
			t.Fatalf("%+v", ticket)
		}
		d.is(ticket.Change(ctx, d.db, d.omar, form, []string{"fr"}), store.ErrConflict)
		form.Version, form.Priority, form.Lang, form.Organisation = ticket.Version, "silly", "xx", ""
		err := ticket.Change(ctx, d.db, d.omar, form, []string{"fr"})
		d.saysAt(err, "priority", "error.choose")
		d.saysAt(err, "lang", "error.choose")
		form.Priority, form.Lang, form.Organisation = support.Low, "fr", "not-theirs"
		d.saysAt(ticket.Change(ctx, d.db, d.omar, form, []string{"fr"}), "organisation", "error.choose")
		form.Organisation = d.fee.Ref
		d.ok(ticket.Change(ctx, d.db, d.omar, form, []string{"fr"}))
		if d.found(ticket).Organisation.Name != "Fée" {
			t.Error("not tied to the association")
		}
	})
}

func TestAnUnsafeUpstreamAddressIsRefused(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		for _, address := range []string{"javascript:alert(1)", "//forge.example", "forge.example/1", "https://", "https://me:secret@forge.example/"} {
			d.saysAt(ticket.Move(ctx, d.db, d.gabin, support.StateForm{State: support.WaitingUpstream, UpstreamURL: address, Was: support.New}), "upstream_url", "error.url")
		}
		d.is(ticket.Move(ctx, d.db, d.ada, support.StateForm{State: support.Solved, Was: support.New}), store.ErrForbidden)
		d.saysAt(ticket.Move(ctx, d.db, d.gabin, support.StateForm{State: "closed", Was: support.New}), "state", "error.choose")
		d.saysAt(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: d.ada.Ref}), "assignee", "error.choose")
	})
}
