package support_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
)

func numbers(page store.Page[support.Ticket]) string {
	var all []string
	for _, t := range page.Items {
		all = append(all, t.Number())
	}
	return strings.Join(all, " ")
}

func TestTheQueueShowsEachViewWithTheOldestWaitFirst(t *testing.T) {
	onDesk(t, func(d *desk) {
		var all []support.Ticket
		for range 6 {
			all = append(all, d.opens(d.ada))
			d.later(time.Minute)
		}
		d.answers(d.gabin, all[0], "r", "")
		d.writes(d.ada, all[0], "encore") // on us again, and the youngest wait
		d.later(time.Minute)
		d.answers(d.gabin, all[1], "r", support.WaitingRequester)
		d.answers(d.gabin, all[2], "r", support.WaitingUpstream)
		d.answers(d.omar, all[3], "r", support.Open)
		d.answers(d.gabin, all[4], "r", support.Solved)
		for view, want := range map[support.View]string{support.ToDo: "6 1", support.Unassigned: "6", support.MineWaiting: "2 3", support.AtUpstream: "3", support.SolvedLast: "5", support.Everything: "6 5 4 3 2 1", "": "6 1"} {
			page, err := support.Queue(ctx, d.db, d.gabin, support.QueueFilter{View: view})
			if err != nil || numbers(page) != want {
				t.Errorf("%s: %s, want %s (%v)", view, numbers(page), want, err)
			}
		}
		counts, err := support.Counts(ctx, d.db, d.gabin)
		if err != nil || counts[support.ToDo] != 2 || counts[support.Unassigned] != 1 || counts[support.MineWaiting] != 2 || counts[support.AtUpstream] != 1 || counts[support.SolvedLast] != 1 {
			t.Error(counts, err)
		}
		d.ok(all[5].Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: d.co.Ref}))
		page, err := support.Queue(ctx, d.db, d.co, support.QueueFilter{View: support.Everything})
		if err != nil || numbers(page) != "6" {
			t.Error("the accountant sees what was given to them:", numbers(page), err)
		}
		_, err = support.Queue(ctx, d.db, d.ada, support.QueueFilter{})
		d.is(err, store.ErrNotFound)
		w, err := support.Waiting(ctx, d.db)
		if err != nil || w.OnUs != 3 || w.Unassigned != 0 || w.Oldest == nil || w.Oldest.Number() != "6" {
			t.Errorf("%+v %v", w, err)
		}
		d.later(8 * 24 * time.Hour)
		if page, err = support.Queue(ctx, d.db, d.gabin, support.QueueFilter{View: support.SolvedLast}); err != nil || numbers(page) != "" {
			t.Error(numbers(page), err)
		}
	})
}

func TestTheQueueIsReadPageByPage(t *testing.T) {
	onDesk(t, func(d *desk) {
		d.fill(60)
		for _, view := range []support.View{support.ToDo, support.Everything} {
			f, seen := support.QueueFilter{View: view}, map[string]bool{}
			for range 3 {
				page, err := support.Queue(ctx, d.db, d.gabin, f)
				d.ok(err)
				for _, ticket := range page.Items {
					if seen[ticket.Ref] {
						t.Fatal("twice:", ticket.Number())
					}
					seen[ticket.Ref] = true
				}
				f.After = page.Next
			}
			if len(seen) != 60 || f.After != "" {
				t.Errorf("%s: %d of 60", view, len(seen))
			}
		}
		all, err := support.QueueExport(ctx, d.db, d.gabin, support.QueueFilter{View: support.ToDo, After: "zzz.zz"})
		if err != nil || len(all) != 60 {
			t.Error(len(all), err)
		}
	})
}

// fill makes many tickets of one moment, so that only ids tell them apart.
func (d *desk) fill(n int) {
	d.t.Helper()
	for i := range n {
		d.ok(support.Import(ctx, d.db, support.Past{
			Ref: "past" + strconv.Itoa(i), Subject: "Ancien " + strconv.Itoa(i), Requester: d.ada, OrganisationID: &d.fee.ID,
			State: support.Open, Lang: "fr", At: store.Now(d.db), Turns: []support.PastTurn{{By: d.ada, At: store.Now(d.db), Text: "bonjour"}},
		}))
	}
}

func TestTheQueueIsSearchedAndFiltered(t *testing.T) {
	onDesk(t, func(d *desk) {
		first := d.opens(d.ada)
		second, err := support.OpenTicket(ctx, d.db, d.eve, support.TicketForm{Subject: "100 % de la place", Body: "The disk is full", Lang: "en"})
		d.ok(err)
		form := second.Details()
		form.Priority, form.Tags = support.Urgent, "disque"
		second = d.found(second)
		form.Version = second.Version
		d.ok(second.Change(ctx, d.db, d.gabin, form, []string{"en"}))
		for _, c := range []struct {
			f    support.QueueFilter
			want string
		}{
			{support.QueueFilter{Query: "NUAGE"}, first.Number()},
			{support.QueueFilter{Query: "#" + first.Number()}, first.Number()},
			{support.QueueFilter{Query: "disk full"}, second.Number()},
			{support.QueueFilter{Query: "disque"}, second.Number()},
			{support.QueueFilter{Query: "eve@ailleurs"}, second.Number()},
			{support.QueueFilter{Query: "Fée"}, first.Number()},
			{support.QueueFilter{Query: "%"}, second.Number()},
			{support.QueueFilter{Query: "nuage disk"}, ""},
			{support.QueueFilter{Priority: support.Urgent}, second.Number()},
			{support.QueueFilter{Lang: "fr"}, first.Number()},
			{support.QueueFilter{State: "settled"}, ""},
			{support.QueueFilter{State: "new", Lang: "en"}, second.Number()},
		} {
			c.f.View = support.Everything
			page, err := support.Queue(ctx, d.db, d.gabin, c.f)
			if err != nil || numbers(page) != c.want {
				t.Errorf("%+v: %q, want %q (%v)", c.f, numbers(page), c.want, err)
			}
		}
	})
}

func TestPeopleListTheirOwnTickets(t *testing.T) {
	onDesk(t, func(d *desk) {
		a, b := d.opens(d.ada), d.opens(d.member)
		d.ok(a.Solve(ctx, d.db, d.ada))
		for name, c := range map[string]struct {
			who  people.User
			f    support.ListFilter
			want string
		}{
			"owner":      {d.ada, support.ListFilter{}, b.Number() + " " + a.Number()},
			"member":     {d.member, support.ListFilter{}, b.Number()},
			"stranger":   {d.eve, support.ListFilter{}, ""},
			"staff":      {d.gabin, support.ListFilter{}, ""},
			"unsettled":  {d.ada, support.ListFilter{State: "unsettled"}, b.Number()},
			"settled":    {d.ada, support.ListFilter{State: "settled"}, a.Number()},
			"of an org":  {d.ada, support.ListFilter{Organisation: d.fee.Ref, State: "new"}, b.Number()},
			"of another": {d.ada, support.ListFilter{Organisation: "x"}, ""},
			"searched":   {d.ada, support.ListFilter{Query: "blanche"}, b.Number() + " " + a.Number()},
		} {
			page, err := support.TicketsOf(ctx, d.db, c.who, c.f)
			if err != nil || numbers(page) != c.want {
				t.Errorf("%s: %q, want %q (%v)", name, numbers(page), c.want, err)
			}
		}
		open, err := support.OpenOf(ctx, d.db, d.ada, d.fee.ID)
		if err != nil || len(open) != 1 || open[0].ID != b.ID {
			t.Error(open, err)
		}
		if all, err := support.ExportOf(ctx, d.db, d.ada, support.ListFilter{After: "1"}); err != nil || len(all) != 2 {
			t.Error(len(all), err)
		}
	})
}

func TestAPastTicketIsImportedOnceAndWaitsWhereItWaited(t *testing.T) {
	onDesk(t, func(d *desk) {
		at := store.Now(d.db).Add(-100 * time.Hour)
		past := support.Past{
			Ref: "tableaux", Subject: "Tableaux", Requester: d.ada, OrganisationID: &d.fee.ID, Assignee: d.gabin, State: support.Open, Lang: "fr", At: at,
			Turns: []support.PastTurn{
				{By: d.ada, At: at, Text: "a"},
				{By: d.gabin, At: at.Add(time.Hour), Text: "b"},
				{By: d.gabin, At: at.Add(2 * time.Hour), Note: true, Text: marker},
				{By: d.ada, At: at.Add(3 * time.Hour), Text: "c"},
				{By: d.ada, At: at.Add(4 * time.Hour), Text: "d"},
			},
		}
		d.ok(support.Import(ctx, d.db, past))
		d.ok(support.Import(ctx, d.db, past))
		th, err := support.FindThread(ctx, d.db, d.ada, "tableaux")
		d.ok(err)
		if len(th.Lines) != 4 || th.LastLine != "d" || !th.SinceAt.Equal(at.Add(3*time.Hour)) || !th.AnsweredAt.Equal(at.Add(time.Hour)) || d.promised("ticket_opened") != 0 {
			t.Fatalf("%+v", th)
		}
		past.Ref, past.State = "fini", support.Closed
		d.ok(support.Import(ctx, d.db, past))
	})
}

func TestWhatALeaverWroteIsEmptied(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket := d.opens(d.ada)
		ticket = d.answers(d.gabin, ticket, "réponse", "")
		d.notes(d.gabin, ticket, marker)
		ticket = d.writes(d.ada, ticket, "merci")
		d.ok(support.Forget(ctx, d.db, d.gabin))
		d.ok(support.Forget(ctx, d.db, d.ada))
		th, err := support.FindThread(ctx, d.db, d.gabin, ticket.Ref)
		d.ok(err)
		if th.Subject != "" || th.LastLine != "" {
			t.Errorf("%q %q", th.Subject, th.LastLine)
		}
		for _, l := range th.Lines {
			if l.Sort == support.IsNote && l.Text != "" || l.UserID == d.ada.ID && l.Sort == support.IsMessage && l.Text != "" || l.UserID == d.gabin.ID && l.Sort == support.IsMessage && l.Text != "réponse" {
				t.Errorf("%+v", l)
			}
		}
	})
}

func TestReadyAnswersSpeakTheTicketsLanguage(t *testing.T) {
	onDesk(t, func(d *desk) {
		_, err := support.SaveMacro(ctx, d.db, d.gabin, support.Macro{}, support.MacroForm{Name: "Vider", Texts: map[string]string{"fr": " ", "en": ""}})
		d.saysAt(err, "name", "error.macro_empty")
		_, err = support.SaveMacro(ctx, d.db, d.ada, support.Macro{}, support.MacroForm{Name: "x", Texts: map[string]string{"fr": "y"}})
		d.is(err, store.ErrForbidden)
		m, err := support.SaveMacro(ctx, d.db, d.gabin, support.Macro{}, support.MacroForm{Name: "Vider le cache", Texts: map[string]string{"fr": "Bonjour {{name}}, videz le cache.", "en": "Hello {{name}}"}})
		d.ok(err)
		m, err = support.FindMacro(ctx, d.db, d.gabin, m.Ref)
		d.ok(err)
		ticket := d.opens(d.ada)
		if text, lang := m.For(ticket); text != "Bonjour Ada, videz le cache." || lang != "fr" {
			t.Error(text, lang)
		}
		ticket.Lang = "oc"
		if text, lang := m.For(ticket); text == "" || lang == "oc" {
			t.Error(text, lang)
		}
		_, err = ticket.Answer(ctx, d.db, d.gabin, support.MessageForm{Body: "x", Seen: d.seen(d.gabin, ticket), Macro: m.Ref})
		d.ok(err)
		_, err = support.SaveMacro(ctx, d.db, d.gabin, m, support.MacroForm{Name: "Cache", Version: 1, Texts: map[string]string{"fr": "", "en": "Hi"}})
		d.ok(err)
		_, err = support.SaveMacro(ctx, d.db, d.gabin, m, support.MacroForm{Name: "Cache", Version: 1, Texts: map[string]string{"en": "Hi"}})
		d.is(err, store.ErrConflict)
		all, err := support.Macros(ctx, d.db, d.gabin)
		if err != nil || len(all) != 1 || len(all[0].Texts) != 1 || all[0].Used != 1 || all[0].Name != "Cache" {
			t.Fatalf("%+v %v", all, err)
		}
		d.ok(m.Remove(ctx, d.db, d.gabin))
		if all, err = support.Macros(ctx, d.db, d.gabin); err != nil || len(all) != 0 {
			t.Error(all, err)
		}
	})
}

// TestWhoTakesATicketSecondIsTold lets agents take the same ticket at once: it goes to one of them, and the others are refused.
func TestWhoTakesATicketSecondIsTold(t *testing.T) {
	onDesk(t, func(d *desk) {
		ticket, agents := d.opens(d.ada), []people.User{d.gabin, d.omar}
		for n := range 4 {
			agents = append(agents, d.person("agent"+strconv.Itoa(n)+"@host.example", "", "agent"))
		}
		var won atomic.Int64
		var all sync.WaitGroup
		for _, agent := range agents {
			all.Go(func() {
				mine := ticket
				switch err := mine.Assign(ctx, d.db, agent, support.AssignmentForm{Assignee: "me"}); {
				case err == nil:
					won.Store(int64(agent.ID))
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if ticket = d.found(ticket); ticket.AssigneeID == nil || int64(*ticket.AssigneeID) != won.Load() || ticket.State != support.Open {
			t.Errorf("%+v, taken by %d", ticket, won.Load())
		}
		var given int64
		d.ok(d.db.Table("journal_entries").Where("verb = 'ticket_assigned'").Count(&given).Error)
		if given != 1 {
			t.Errorf("given %d times", given)
		}
	})
}
