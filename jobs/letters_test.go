package jobs_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/files"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	gomail "github.com/emersion/go-message/mail"
	"gorm.io/gorm"
)

var secret = []byte("a secret for tests, long enough to be one")

func worker(t *testing.T, db *gorm.DB, server *mailtest.Server) jobs.Worker {
	t.Helper()
	w := jobs.Worker{DB: db, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), BaseURL: "https://portail.example", Secret: secret}
	if server != nil {
		sender, err := mail.Open(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		w.Mail = sender
	}
	return w
}

func person(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	u, err := people.Meet(context.Background(), db, email, "Ada", "fr")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func written(t *testing.T, db *gorm.DB, d post.Draft) post.Letter {
	t.Helper()
	d.Kind, d.Subject = "test", "Bonjour"
	if d.Text == "" {
		d.Text = "Bonjour"
	}
	l, err := post.Write(context.Background(), db, d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func state(t *testing.T, db *gorm.DB, l post.Letter) post.Letter {
	t.Helper()
	l, err := post.FindAny(context.Background(), db, l.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestASignInLetterCarriesAWorkingLinkAndTheRowCarriesNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, server := context.Background(), mailtest.Start(t)
		person(t, db, "ada@fee.example")
		for _, email := range []string{"ada@fee.example", "nobody@fee.example"} {
			if _, err := identity.AskLink(ctx, db, identity.LinkForm{Email: email}, "fr", false); err != nil {
				t.Fatal(err)
			}
		}
		jobstest.Drain(t, worker(t, db, server))
		got := server.Letters()
		if len(got) != 1 || got[0].To != "ada@fee.example" {
			t.Fatalf("%d letters", len(got))
		}
		text := partOf(t, got[0], "text/plain")
		_, rest, _ := strings.Cut(text, "https://portail.example/fr/sign-in/links/")
		token, _, _ := strings.Cut(rest, "\n")
		ref, err := identity.NewSealer(secret).Read(identity.ForSignIn, strings.TrimSpace(token), store.Now(db))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if _, err := identity.UseLink(ctx, db, ref, identity.Visit{}); err != nil {
			t.Fatal(err)
		}
		if html := partOf(t, got[0], "text/html"); !strings.Contains(html, `href="https://portail.example/fr/sign-in/links/`+strings.TrimSpace(token)+`"`) {
			t.Fatal(html)
		}
		var kept string
		if err := db.Table("letters").Select("text || html").Scan(&kept).Error; err != nil || strings.Contains(kept, strings.TrimSpace(token)) {
			t.Fatal("the row holds the token", err)
		}
	})
}

func partOf(t *testing.T, got mailtest.Received, kind string) string {
	t.Helper()
	r, err := gomail.CreateReader(strings.NewReader(got.Raw))
	if err != nil {
		t.Fatal(err)
	}
	for {
		part, err := r.NextPart()
		if err != nil {
			t.Fatalf("no %s part", kind)
		}
		header, _ := part.Header.(*gomail.InlineHeader)
		if header == nil {
			continue
		}
		if is, _, _ := header.ContentType(); is == kind {
			body, _ := io.ReadAll(part.Body)
			return strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	}
}

func TestAServerThatIsDownDelaysAndLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		server, ada := mailtest.Start(t), person(t, db, "ada@fee.example")
		w := worker(t, db, server)
		server.Stop()
		var all []post.Letter
		for _, once := range []string{"a", "b", "c"} {
			all = append(all, written(t, db, post.Draft{To: ada, Once: once}))
		}
		if failed := jobstest.Try(t, w); len(failed) != 3 {
			t.Fatal(failed)
		}
		if l := state(t, db, all[0]); l.State != post.Waiting || l.LastError != "unreachable" || l.Attempts != 1 || l.PerhapsTwice {
			t.Fatalf("%+v", l)
		}
		storetest.SetClock(db, storetest.Noon.Add(time.Hour))
		server.Restart(t)
		jobstest.Drain(t, w)
		for _, l := range all {
			if got := state(t, db, l); got.State != post.Sent || got.PerhapsTwice || got.LastError != "" {
				t.Errorf("%+v", got)
			}
		}
		if n := len(server.Letters()); n != 3 {
			t.Errorf("%d letters arrived", n)
		}
	})
}

func TestALineCutAfterTheTextGoesOnceMoreWithTheSameIdAndIsMarked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		server := mailtest.Start(t)
		w, l := worker(t, db, server), written(t, db, post.Draft{To: person(t, db, "ada@fee.example"), Once: "a"})
		server.Behave(mailtest.DropAfterData)
		if failed := jobstest.Try(t, w); len(failed) != 1 {
			t.Fatal(failed)
		}
		server.Behave(mailtest.Take)
		jobstest.Drain(t, w)
		got := server.Letters()
		if len(got) != 2 || got[0].Message.Header.Get("Message-ID") != got[1].Message.Header.Get("Message-ID") {
			t.Fatal(len(got))
		}
		if l = state(t, db, l); l.State != post.Sent || !l.PerhapsTwice {
			t.Fatalf("%+v", l)
		}
	})
}

func TestARefusedLetterFailsAndWaitsForAnOperator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		server := mailtest.Start(t)
		w, l := worker(t, db, server), written(t, db, post.Draft{To: person(t, db, "ada@fee.example"), Once: "a"})
		server.Behave(mailtest.Refuse)
		jobstest.Drain(t, w)
		if l = state(t, db, l); l.State != post.Failed || l.LastError != "refused" {
			t.Fatalf("%+v", l)
		}
	})
}

func TestWithoutAMailServerLettersStayInTheOutboxOrWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		w, ada := worker(t, db, nil), person(t, db, "ada@fee.example")
		l := written(t, db, post.Draft{To: ada, Once: "a"})
		if failed := jobstest.Try(t, w); len(failed) != 1 || state(t, db, l).LastError != "no_server" {
			t.Fatal("production lost a letter", failed)
		}
		w.Development = true
		jobstest.Drain(t, w)
		if l = state(t, db, l); l.State != post.Sent || !l.InOutbox {
			t.Fatalf("%+v", l)
		}
	})
}

func TestAttachmentsAndThreadsGoAlong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		server, ada := mailtest.Start(t), person(t, db, "ada@fee.example")
		f, err := files.Store(context.Background(), db, "invoice", 1, "F2026-0001.pdf", "application/pdf", []byte("%PDF-1.7"))
		if err != nil {
			t.Fatal(err)
		}
		written(t, db, post.Draft{To: ada, Once: "a", Attachments: []string{f.Ref}, Thread: []string{"<one@x>", "<two@x>"}, ByHand: true})
		jobstest.Drain(t, worker(t, db, server))
		h := server.Letters()[0].Message.Header
		if h.Get("In-Reply-To") != "<two@x>" || h.Get("Auto-Submitted") != "" || !strings.Contains(server.Letters()[0].Raw, `filename="F2026-0001.pdf"`) {
			t.Fatal(h)
		}
	})
}

func TestAReplayedPromiseSendsNothingTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, server := context.Background(), mailtest.Start(t)
		ada, w := person(t, db, "ada@fee.example"), worker(t, db, server)
		if err := ada.Confirm(ctx, db); err != nil {
			t.Fatal(err)
		}
		if _, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée", Locale: "fr"}, ada); err != nil {
			t.Fatal(err)
		}
		ada, _ = people.LoadUser(ctx, db, ada.ID)
		made, err := people.Invite(ctx, db, ada, ada.Memberships[0].Organisation, people.InvitationForm{Addresses: "bob@fee.example", Role: people.Member})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return store.Enqueue(tx, people.InvitationMade{InvitationID: made[0].ID}) }); err != nil {
				t.Fatal(err)
			}
		}
		jobstest.Drain(t, w)
		if n := len(server.Letters()); n != 1 {
			t.Fatalf("%d letters", n)
		}
	})
}
