package support_test

import (
	"encoding/json"
	"strings"
	"testing"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

const marker = "ZEBRE-DES-NOTES"

func TestANoteCanNeverBecomePublic(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.answers(d.gabin, d.opens(d.ada), "réponse", "")
		d.notes(d.gabin, ticket, marker)
		for _, statement := range []string{
			"update ticket_messages set kind = 'reply' where kind = 'inbound'",
			"update ticket_messages set kind = 'note'",
			"insert into ticket_messages (ref, ticket_id, kind, author_id, lang, body, created_at) select 'x', ticket_id, 'note', author_id, 'fr', body, created_at from ticket_notes",
			"update ticket_notes set author_id = author_id + 1",
			"delete from ticket_notes",
			"delete from ticket_messages",
		} {
			if d.db.Exec(statement).Error == nil {
				t.Errorf("the database accepted %s", statement)
			}
		}
	})
}

func TestNotesNeverReachTheRequestersSide(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		_, err := ticket.NoteDown(ctx, d.db, d.gabin, support.MessageForm{Body: marker, Seen: d.seen(d.gabin, ticket), Drafts: []string{d.draft(d.gabin, marker+".txt")}})
		d.ok(err)
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: d.omar.Ref}))
		d.ok(ticket.Copy(ctx, d.db, d.gabin, "eve@ailleurs.example"))
		for name, u := range map[string]people.User{"who asked": d.ada, "colleague": d.tech, "copied": d.eve} {
			th, err := support.FindThread(ctx, d.db, u, ticket.Ref)
			d.ok(err)
			list, err := support.TicketsOf(ctx, d.db, u, support.ListFilter{})
			d.ok(err)
			found, err := support.TicketsOf(ctx, d.db, u, support.ListFilter{Query: marker})
			d.ok(err)
			said, _ := json.Marshal([]any{th, list})
			if strings.Contains(string(said), marker) || strings.Contains(string(said), "ticket_assigned") || len(found.Items) > 0 || len(th.Staff) > 0 {
				t.Errorf("%s reads the staff's own: %s", name, said)
			}
			if _, err := ticket.NoteDown(ctx, d.db, u, support.MessageForm{Body: "x"}); err != store.ErrForbidden {
				t.Error(name, err)
			}
			if _, err := ticket.Answer(ctx, d.db, u, support.MessageForm{Body: "x"}); err != store.ErrForbidden {
				t.Error(name, err)
			}
		}
		th, err := support.FindThread(ctx, d.db, d.omar, ticket.Ref)
		d.ok(err)
		said, _ := json.Marshal(th)
		if !strings.Contains(string(said), marker) {
			t.Error("the staff does not read the note")
		}
	})
}

func TestAFileIsFoundByWhoReadsItsLine(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket, err := support.OpenTicket(ctx, d.db, d.ada, support.TicketForm{Subject: "a", Body: "b", Organisation: d.fee.Ref, Lang: "fr", Drafts: []string{d.draft(d.ada, "photo.txt"), d.draft(d.eve, "eve.txt")}})
		d.ok(err)
		_, err = ticket.NoteDown(ctx, d.db, d.gabin, support.MessageForm{Body: "n", Seen: d.seen(d.gabin, ticket), Drafts: []string{d.draft(d.gabin, "note.txt")}})
		d.ok(err)
		th, err := support.FindThread(ctx, d.db, d.gabin, ticket.Ref)
		d.ok(err)
		refs := map[string]string{}
		for _, l := range th.Lines {
			for _, f := range l.Files {
				refs[f.Name] = f.Ref
			}
		}
		if len(refs) != 2 || refs["photo.txt"] == "" || refs["note.txt"] == "" {
			t.Fatal(refs)
		}
		for _, c := range []struct {
			who  people.User
			file string
			want error
		}{{d.ada, "photo.txt", nil}, {d.tech, "photo.txt", nil}, {d.gabin, "note.txt", nil}, {d.eve, "photo.txt", store.ErrNotFound}, {d.ada, "note.txt", store.ErrNotFound}, {people.User{}, "photo.txt", store.ErrNotFound}} {
			if _, err := support.FindFile(ctx, d.db, c.who, ticket.Ref, refs[c.file]); err != c.want {
				t.Errorf("%s for %s: %v", c.file, c.who.Called(), err)
			}
		}
		other := d.opens(d.ada)
		_, err = support.FindFile(ctx, d.db, d.gabin, other.Ref, refs["photo.txt"])
		d.is(err, store.ErrNotFound)
	})
}

func (d *desk) draft(by people.User, name string) string {
	d.t.Helper()
	f, err := files.Keep(ctx, d.db, files.Upload{Name: name, Content: []byte("quelques mots"), ByID: by.ID})
	d.ok(err)
	return f.Ref
}

func TestWhatIsSentOnAnOldPageIsRefusedAndNothingIsLost(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		agent, requester := d.seen(d.gabin, ticket), d.seen(d.ada, ticket)
		d.notes(d.omar, ticket, "j’ai déjà répondu par téléphone")
		_, err := ticket.Answer(ctx, d.db, d.gabin, support.MessageForm{Body: "x", Seen: agent})
		d.is(err, store.ErrConflict)
		if _, err := ticket.Write(ctx, d.db, d.ada, support.MessageForm{Body: "un mot de plus", Seen: requester}); err != nil {
			t.Fatal("a note must not show in the requester's mark", err)
		}
		_, err = ticket.NoteDown(ctx, d.db, d.gabin, support.MessageForm{Body: "x", Seen: d.seen(d.gabin, ticket) + "x"})
		d.is(err, store.ErrConflict)
		_, err = ticket.Write(ctx, d.db, d.ada, support.MessageForm{Body: "sur une vieille page", Seen: requester})
		d.is(err, store.ErrConflict)
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: "me"}))
		d.is(ticket.Assign(ctx, d.db, d.omar, support.AssignmentForm{Assignee: "me"}), store.ErrConflict)
		d.is(ticket.Move(ctx, d.db, d.omar, support.StateForm{State: support.Solved, Was: support.New}), store.ErrConflict)
		if n := d.promised("ticket_answered"); n != 0 {
			t.Error("a refused answer was promised")
		}
	})
}

func TestCopiedPeopleReadFromTheDayTheyJoinedUntilTheyLeave(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		d.later(1e9)
		d.is(ticket.Copy(ctx, d.db, d.eve, "x@y.example"), store.ErrForbidden)
		d.saysAt(ticket.Copy(ctx, d.db, d.ada, "x@y"), "email", "error.email")
		d.ok(ticket.Copy(ctx, d.db, d.ada, "eve@ailleurs.example"))
		d.ok(ticket.Copy(ctx, d.db, d.ada, "eve@ailleurs.example"))
		d.later(1e9)
		ticket = d.answers(d.gabin, ticket, "réponse à tout le monde", "")
		th, err := support.FindThread(ctx, d.db, d.eve, ticket.Ref)
		d.ok(err)
		if len(th.Lines) != 1 || th.Lines[0].Text != "réponse à tout le monde" || th.Recipients() != 2 {
			t.Fatalf("%+v", th.Lines)
		}
		ticket = d.writes(d.eve, ticket, "je confirme")
		if ticket.State != support.Open {
			t.Error("a copied person's message did not come back to us")
		}
		audience, err := support.Audience(ctx, d.db, ticket, d.gabin.ID)
		if err != nil || len(audience) != 2 {
			t.Fatal(len(audience), err)
		}
		d.ok(ticket.Uncopy(ctx, d.db, d.eve, d.eve.Ref))
		if _, err := support.FindThread(ctx, d.db, d.eve, ticket.Ref); err != store.ErrNotFound {
			t.Fatal(err)
		}
		for n := range 21 {
			err = ticket.Copy(ctx, d.db, d.ada, "p"+store.Key(uint(n+1))+"@y.example")
		}
		d.saysAt(err, "email", "error.too_many_copied")
	})
}

func TestAFollowerWhoIsCopiedIsInCopyLikeAnybodyElse(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		d.ok(ticket.Follow(ctx, d.db, d.tech))
		for range 2 {
			d.ok(ticket.Copy(ctx, d.db, d.ada, d.tech.Email))
		}
		th, err := support.FindThread(ctx, d.db, d.ada, ticket.Ref)
		d.ok(err)
		if len(th.Copied) != 1 || th.Copied[0].ID != d.tech.ID {
			t.Fatalf("%+v", th.Copied)
		}
	})
}

func TestNewsGoesToWhoHasTheTicketOrToAllAgents(t *testing.T) {
	onDesk(t, func(d *desk) {
		names := func(all []people.User, err error) string {
			d.ok(err)
			var said []string
			for _, u := range all {
				said = append(said, u.Called())
			}
			return strings.Join(said, ",")
		}
		ticket := d.opens(d.ada)
		if got := names(support.Watchers(ctx, d.db, ticket, 0)); got != "Gabin" {
			t.Error(got)
		}
		d.ok(ticket.Assign(ctx, d.db, d.omar, support.AssignmentForm{Assignee: "me"}))
		d.ok(ticket.Follow(ctx, d.db, d.person("alix@host.example", "Alix", "admin")))
		d.ok(ticket.Follow(ctx, d.db, d.co)) // an accountant does not tend it
		d.ok(ticket.Follow(ctx, d.db, d.tech))
		if got := names(support.Watchers(ctx, d.db, ticket, 0)); got != "Omar,Alix" {
			t.Error(got)
		}
		if got := names(support.Audience(ctx, d.db, ticket, d.omar.ID)); got != "Ada,tech" {
			t.Error(got)
		}
		d.ok(ticket.Unfollow(ctx, d.db, d.tech))
		if got := names(support.Audience(ctx, d.db, ticket, d.omar.ID)); got != "Ada" {
			t.Error(got)
		}
		d.ok(d.db.Exec("update users set roles = '' where roles = 'agent'").Error)
		if got := names(support.Watchers(ctx, d.db, d.opens(d.ada), 0)); got != "Omar" {
			t.Error("no agent:", got)
		}
	})
}
