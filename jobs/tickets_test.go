package jobs_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/models/support"

	"gorm.io/gorm"
)

const noteMarker = "ZEBRE-DES-NOTES"

// helpDesk is an association's owner who reads French, a copied person who reads English, and an agent.
type helpDesk struct {
	t               *testing.T
	db              *gorm.DB
	w               jobs.Worker
	ada, bea, gabin people.User
}

func onHelpDesk(t *testing.T, f func(d *helpDesk)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := &helpDesk{t: t, db: db, w: worker(t, db, nil)}
		d.w.Development = true
		if err := db.Exec("insert into collectives (name, email, public, updated_at) values ('Hôte', 'aide@hote.example', ?, ?)", true, store.Now(db)).Error; err != nil {
			t.Fatal(err)
		}
		d.ada, d.bea, d.gabin = d.person("ada@fee.example", "Ada", "fr", ""), d.person("bea@elsewhere.example", "Bea", "en", ""), d.person("gabin@hote.example", "Gabin", "fr", "agent")
		f(d)
	})
}

func (d *helpDesk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *helpDesk) person(email, name, locale, roles string) people.User {
	d.t.Helper()
	u, err := people.Meet(context.Background(), d.db, email, name, locale)
	d.ok(err)
	d.ok(d.db.Exec("update users set roles = ? where id = ?", roles, u.ID).Error)
	u.Roles = roles
	return u
}

func (d *helpDesk) seen(u people.User, t support.Ticket) string {
	d.t.Helper()
	th, err := support.FindThread(context.Background(), d.db, u, t.Ref)
	d.ok(err)
	return th.Seen
}

// letters are what was written to a person, oldest first.
func (d *helpDesk) letters(u people.User) []post.Letter {
	d.t.Helper()
	page, err := post.LettersOf(context.Background(), d.db, u, "")
	d.ok(err)
	slices.Reverse(page.Items)
	return page.Items
}

func (d *helpDesk) opens() support.Ticket {
	d.t.Helper()
	t, err := support.OpenTicket(context.Background(), d.db, d.ada, support.TicketForm{Subject: "Le nuage ne s’ouvre plus", Body: "La page est blanche.", Lang: "fr"})
	d.ok(err)
	return t
}

func (d *helpDesk) later() {
	storetest.SetClock(d.db, store.Now(d.db).Add(time.Hour))
}

// converses opens a ticket, copies Bea, leaves a note, answers twice with a word of Ada's in between.
func (d *helpDesk) converses() support.Ticket {
	ctx, t := context.Background(), d.opens()
	d.later()
	d.ok(t.Copy(ctx, d.db, d.ada, d.bea.Email))
	_, err := t.NoteDown(ctx, d.db, d.gabin, support.MessageForm{Body: noteMarker, Seen: d.seen(d.gabin, t)})
	d.ok(err)
	for _, text := range []string{"première réponse", "seconde réponse"} {
		d.later()
		_, err = t.Answer(ctx, d.db, d.gabin, support.MessageForm{Body: text, Seen: d.seen(d.gabin, t)})
		d.ok(err)
		d.later()
		_, err = t.Write(ctx, d.db, d.ada, support.MessageForm{Body: "un mot après la " + text, Seen: d.seen(d.ada, t)})
		d.ok(err)
	}
	jobstest.Drain(d.t, d.w)
	return t
}

func TestEachEventOfATicketIsBroughtOnceToEachReaderInTheirLanguage(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ticket := d.converses()
		for kind, args := range map[string]string{"ticket_opened": `{"ticket_id":1}`, "ticket_answered": `{"message_id":2}`, "ticket_followed": `{"message_id":3}`} {
			d.ok(d.w.Keep(context.Background(), kind, []byte(args))) // a promise kept again writes nothing new
		}
		for name, c := range map[string]struct {
			who  people.User
			want string
		}{
			"who asked":  {d.ada, "ticket_received ticket_answered ticket_answered"},
			"copied":     {d.bea, "ticket_answered ticket_followed ticket_answered ticket_followed"},
			"the staff":  {d.gabin, "ticket_opened ticket_followed ticket_followed"},
			"a stranger": {d.person("eve@ailleurs.example", "", "fr", ""), ""},
		} {
			var kinds []string
			for _, l := range d.letters(c.who) {
				kinds = append(kinds, l.Kind)
				if l.Subject != "[#"+ticket.Number()+"] Le nuage ne s’ouvre plus" {
					t.Errorf("%s: %q", name, l.Subject)
				}
			}
			if got := strings.Join(kinds, " "); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		if l := d.letters(d.bea)[0]; l.Locale != "en" || !strings.Contains(l.Text, "Gabin answers you") || !strings.Contains(l.Text, "/en/tickets/"+ticket.Ref) {
			t.Error(l.Text)
		}
		if l := d.letters(d.ada)[1]; l.Locale != "fr" || !strings.Contains(l.Text, "Gabin vous répond") || !strings.Contains(l.Text, "> première réponse") {
			t.Error(l.Text)
		}
	})
}

func TestTheLettersOfATicketHangTogether(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		d.converses()
		ids := map[string]bool{}
		for _, who := range []people.User{d.ada, d.bea, d.gabin} {
			var before []string
			for i, l := range d.letters(who) {
				if !strings.HasPrefix(l.MessageID, "<") || !strings.HasSuffix(l.MessageID, "@hote.example>") || ids[l.MessageID] {
					t.Errorf("%s", l.MessageID)
				}
				ids[l.MessageID] = true
				thread := l.References()
				if who.ID != d.bea.ID && strings.Join(thread, " ") != strings.Join(before, " ") {
					t.Errorf("%s, letter %d: references %v, letters before %v", who.Name, i, thread, before)
				}
				if who.ID == d.bea.ID && (len(thread) == 0 || !strings.HasPrefix(thread[0], "<ticket.")) { // she joined later: the root is there all the same
					t.Errorf("%v", thread)
				}
				before = append(before, l.MessageID)
				if byHand := l.Kind == "ticket_answered" || l.Kind == "ticket_followed"; l.Automatic == byHand {
					t.Errorf("%s automatic: %v", l.Kind, l.Automatic)
				}
			}
		}
	})
}

func TestNoNoteAndNoStaffAddressGoesOutByMail(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := context.Background()
		d.ok(d.db.Exec("update users set name = '' where id = ?", d.gabin.ID).Error)
		ticket := d.converses()
		other := d.person("omar@hote.example", "Omar", "en", "operator")
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: other.Ref, Was: d.gabin.Ref}))
		_, err := ticket.NoteDown(ctx, d.db, d.gabin, support.MessageForm{Body: noteMarker, Seen: d.seen(d.gabin, ticket)})
		d.ok(err)
		d.ok(ticket.Solve(ctx, d.db, d.gabin))
		jobstest.Drain(t, d.w)
		for _, who := range []people.User{d.ada, d.bea, d.gabin, other} {
			for _, l := range d.letters(who) {
				said := l.Subject + l.Text + l.HTML
				if strings.Contains(said, noteMarker) {
					t.Errorf("a note went out in %s to %s", l.Kind, who.Email)
				}
				if !who.Staff() && strings.Contains(strings.ToLower(said), "gabin") {
					t.Errorf("%s gives away an address of the staff:\n%s", l.Kind, l.Text)
				}
			}
		}
		kinds := ""
		for _, l := range d.letters(other) {
			kinds += l.Kind + " "
		}
		if kinds != "ticket_assigned ticket_note_written " {
			t.Error(kinds)
		}
		if all := d.letters(d.ada); all[len(all)-1].Kind != "ticket_solved" {
			t.Error(all[len(all)-1].Kind)
		}
	})
}

func TestNewsThatIsNoLongerTrueIsNotTold(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx, ticket := context.Background(), d.opens()
		other := d.person("omar@hote.example", "Omar", "en", "operator")
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Assignee: other.Ref}))
		d.ok(ticket.Assign(ctx, d.db, d.gabin, support.AssignmentForm{Was: other.Ref}))
		d.ok(ticket.Solve(ctx, d.db, d.gabin))
		d.ok(ticket.Reopen(ctx, d.db, d.ada))
		jobstest.Drain(t, d.w)
		for _, who := range []people.User{d.ada, other} {
			for _, l := range d.letters(who) {
				if l.Kind == "ticket_solved" || l.Kind == "ticket_assigned" {
					t.Errorf("%s was told %s", who.Name, l.Kind)
				}
			}
		}
	})
}

func TestLightFilesGoAlongAndHeavyOnesWait(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx, ticket := context.Background(), d.opens()
		for _, size := range []int{1000, 3 << 20} {
			var drafts []string
			for _, name := range []string{"a.txt", "b.txt"} {
				f, err := files.Keep(ctx, d.db, files.Upload{Name: name, Content: []byte(strings.Repeat("é", size/2)), ByID: d.gabin.ID})
				d.ok(err)
				drafts = append(drafts, f.Ref)
			}
			_, err := ticket.Answer(ctx, d.db, d.gabin, support.MessageForm{Body: "voici", Drafts: drafts, Seen: d.seen(d.gabin, ticket)})
			d.ok(err)
		}
		jobstest.Drain(t, d.w)
		all := d.letters(d.ada)
		if light, heavy := all[1], all[2]; len(light.Files()) != 2 || len(heavy.Files()) != 0 || !strings.Contains(heavy.Text, "2 fichiers vous attendent") {
			t.Error(light.Attachments, heavy.Attachments, heavy.Text)
		}
	})
}

func TestAVisitorIsToldHowToReadTheirTicket(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		_, err := support.OpenTicket(context.Background(), d.db, people.User{}, support.TicketForm{Subject: "Bonjour", Body: "Une question", Email: "zoe@nouvelle.example", Name: "Zoé", Lang: "en"})
		d.ok(err)
		jobstest.Drain(t, d.w)
		zoe, err := people.FindUserByEmail(context.Background(), d.db, "zoe@nouvelle.example")
		d.ok(err)
		if all := d.letters(zoe); len(all) != 1 || !strings.Contains(all[0].Text, "Hello Zoé") || !strings.Contains(all[0].Text, "sign in with this address") || !all[0].Automatic {
			t.Fatalf("%+v", all)
		}
		if all := d.letters(d.gabin); len(all) != 1 || !strings.Contains(all[0].Text, "sans se connecter") || !strings.Contains(all[0].Text, "> Une question") {
			t.Fatalf("%+v", all)
		}
	})
}
