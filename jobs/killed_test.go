package jobs_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

// TestMain runs the tests, or, called by one of them, is the worker that will be killed.
func TestMain(m *testing.M) {
	if what := os.Getenv("CHATIERE_KILLED_WORKER"); what != "" {
		doomed(strings.Fields(what))
		return
	}
	storetest.Main(m)
}

// doomed sends one letter: database, mail server, id.
func doomed(what []string) {
	h, err := store.Open(context.Background(), what[0], store.Options{Now: func() time.Time { return storetest.Noon }})
	if err != nil {
		panic(err)
	}
	sender, err := mail.Open(what[1])
	if err != nil {
		panic(err)
	}
	w := jobs.Worker{DB: h.DB, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), BaseURL: "https://portail.example", Secret: secret, Mail: sender}
	_ = w.Keep(context.Background(), "letter_written", []byte(fmt.Sprintf(`{"letter_id":%s}`, what[2])))
}

// TestAKilledWorkerLosesNoLetter is F2 of quality.md: SIGKILL before, during and after the text. Killed before its end, the letter
// arrives exactly once; after it, at most twice, with one Message-ID, and marked.
func TestAKilledWorkerLosesNoLetter(t *testing.T) {
	for when, held := range map[string]mailtest.Behaviour{"before": mailtest.HoldBeforeData, "during": mailtest.HoldInData, "after": mailtest.HoldAfterData} {
		t.Run(when, func(t *testing.T) {
			storetest.EachHandle(t, func(t *testing.T, h *store.Handle, address string) {
				server := mailtest.Start(t)
				l := written(t, h.DB, post.Draft{To: person(t, h.DB, "ada@fee.example"), Once: "a", Text: strings.Repeat("Une ligne de la lettre.\n", 20000)})
				server.Behave(held)
				kill(t, server, address, l.ID)
				server.Behave(mailtest.Take)
				w := worker(t, h.DB, server)
				if failed := jobstest.Try(t, w); len(failed) != 1 {
					t.Fatal("a letter that another worker may hold was sent", failed)
				}
				storetest.SetClock(h.DB, storetest.Noon.Add(5*time.Minute))
				jobstest.Drain(t, w)
				arrived(t, server, map[string]int{"before": 1, "during": 1, "after": 2}[when])
				if got := state(t, h.DB, l); got.State != post.Sent || !got.PerhapsTwice {
					t.Fatalf("%s, perhaps twice %v", got.State, got.PerhapsTwice)
				}
			})
		})
	}
}

// kill starts a worker, waits until the mail server holds it, and kills it.
func kill(t *testing.T, server *mailtest.Server, address string, letter uint) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("CHATIERE_KILLED_WORKER=%s %s %d", address, server.URL(), letter))
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-server.Holding():
	case <-time.After(30 * time.Second):
		t.Error("the worker never came so far")
	}
	_ = child.Process.Signal(syscall.SIGKILL)
	_ = child.Wait()
}

func arrived(t *testing.T, server *mailtest.Server, want int) {
	t.Helper()
	got := server.Letters()
	if len(got) != want {
		t.Fatalf("%d letters arrived, want %d", len(got), want)
	}
	for _, l := range got {
		if l.Message.Header.Get("Message-ID") != got[0].Message.Header.Get("Message-ID") {
			t.Fatal("two Message-IDs")
		}
	}
}
