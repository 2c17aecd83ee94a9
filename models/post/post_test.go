package post_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func person(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	u, err := people.Meet(context.Background(), db, email, "Ada", "fr")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func draft(to people.User, once string) post.Draft {
	return post.Draft{
		To: to, Kind: "sign_in_link", Once: once, Subject: "Bonjour", Text: "Votre lien : " + post.Placeholder, HTML: `<a href="` + post.Placeholder + `">ici</a>`,
		Link: post.Link{Purpose: "sign_in", Ref: "abc", Until: storetest.Noon.Add(time.Hour)},
	}
}

func write(t *testing.T, db *gorm.DB, d post.Draft) post.Letter {
	t.Helper()
	l, err := post.Write(context.Background(), db, d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func promised(t *testing.T, db *gorm.DB) int64 {
	t.Helper()
	var n int64
	if err := db.Table("river_job").Where("kind = 'letter_written'").Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func found(t *testing.T, db *gorm.DB, l post.Letter) post.Letter {
	t.Helper()
	l, err := post.FindAny(context.Background(), db, l.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func claim(t *testing.T, db *gorm.DB, l post.Letter) (post.Letter, bool) {
	t.Helper()
	l, ok, err := post.Claim(context.Background(), db, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	return l, ok
}

func TestALetterIsWrittenOnceAndPromisedWithItsChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		first, again := write(t, db, draft(ada, "k")), write(t, db, draft(ada, "k"))
		if first.ID == 0 || again.ID != first.ID || promised(t, db) != 1 || first.Locale != "fr" || first.Address != ada.Email {
			t.Fatalf("%+v", again)
		}
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			if _, err := post.Write(ctx, tx, draft(ada, "other")); err != nil {
				return err
			}
			return errors.New("the change failed")
		})
		if err == nil || promised(t, db) != 1 {
			t.Fatal("a letter about something that did not happen", err)
		}
	})
}

func TestNothingSecretLiesInALetterOrPromise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		l := found(t, db, write(t, db, draft(person(t, db, "ada@fee.example"), "k")))
		var args string
		if err := db.Table("river_job").Select("args").Scan(&args).Error; err != nil || strings.Contains(args, "ada") {
			t.Fatal(args, err)
		}
		text, html := l.Says("https://x/t", "https://x/t?a=1&amp;b")
		if text != "Votre lien : https://x/t" || html != `<a href="https://x/t?a=1&amp;b">ici</a>` || !strings.Contains(l.Text, post.Placeholder) {
			t.Fatal(text, html)
		}
	})
}

func TestHeadersCannotBeSmuggled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		for name, spoil := range map[string]func(*post.Draft){
			"subject": func(d *post.Draft) { d.Subject = "a\r\nBcc: eve@ailleurs.example" },
			"address": func(d *post.Draft) { d.To, d.Address = people.User{}, "a@b.example\nBcc: eve@ailleurs.example" },
			"id":      func(d *post.Draft) { d.MessageID = "<a@b>\r\nX: y" },
			"thread":  func(d *post.Draft) { d.Thread = []string{"<a@b>\nX: y"} },
		} {
			d := draft(ada, name)
			spoil(&d)
			if _, err := post.Write(context.Background(), db, d); err == nil {
				t.Errorf("%s was taken", name)
			}
		}
	})
}

func TestOneOfManyWorkersSends(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		l := write(t, db, draft(person(t, db, "ada@fee.example"), "k"))
		var claims atomic.Int32
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				if _, ok, err := post.Claim(context.Background(), db, l.ID); ok && err == nil {
					claims.Add(1)
				}
			})
		}
		if wg.Wait(); claims.Load() != 1 {
			t.Fatalf("%d workers claimed it", claims.Load())
		}
	})
}

func TestALetterLeftByADeadWorkerIsTakenUpAndMarked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		l, ok := claim(t, db, write(t, db, draft(person(t, db, "ada@fee.example"), "k")))
		if !ok || l.PerhapsTwice {
			t.Fatal("fresh letter")
		}
		if held, ok := claim(t, db, l); ok || !held.Held() {
			t.Fatal("two workers hold it")
		}
		storetest.SetClock(db, storetest.Noon.Add(5*time.Minute))
		if l, ok = claim(t, db, l); !ok || !l.PerhapsTwice || l.Attempts != 2 {
			t.Fatalf("%+v", l)
		}
		if err := l.Arrived(context.Background(), db, false); err != nil {
			t.Fatal(err)
		}
		if _, ok := claim(t, db, l); ok {
			t.Fatal("a sent letter goes again")
		}
	})
}

func TestDelaysGrowAndEndAfterFiveDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		l, _ := claim(t, db, write(t, db, draft(person(t, db, "ada@fee.example"), "k")))
		if err := l.Delayed(ctx, db, "unreachable", false); err != nil {
			t.Fatal(err)
		}
		if got := found(t, db, l); got.State != post.Waiting || !got.NextAt.Equal(storetest.Noon.Add(time.Second)) || got.PerhapsTwice {
			t.Fatalf("%+v", got)
		}
		l, _ = claim(t, db, l)
		if err := l.Delayed(ctx, db, "cut", true); err != nil {
			t.Fatal(err)
		}
		if got := found(t, db, l); !got.PerhapsTwice || got.LastError != "cut" {
			t.Fatalf("%+v", got)
		}
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, 6))
		l, _ = claim(t, db, l)
		if err := l.Delayed(ctx, db, "unreachable", false); err != nil {
			t.Fatal(err)
		}
		if got := found(t, db, l); got.State != post.Failed {
			t.Fatalf("%+v", got)
		}
		last := time.Duration(0)
		for n := range 40 {
			d := post.Backoff(n)
			if d < last || d > 6*time.Hour {
				t.Fatal(n, d)
			}
			last = d
		}
	})
}

func TestAnOperatorSendsARefusedLetterAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		l, _ := claim(t, db, write(t, db, draft(ada, "k")))
		if err := l.Refused(ctx, db, "refused"); err != nil {
			t.Fatal(err)
		}
		if err := l.Again(ctx, db, ada); !errors.Is(err, store.ErrForbidden) {
			t.Fatal(err)
		}
		ada.Roles = "operator"
		if err := l.Again(ctx, db, ada); err != nil {
			t.Fatal(err)
		}
		if _, ok := claim(t, db, l); !ok {
			t.Fatal("not to be sent")
		}
	})
}

func TestStrandedLettersArePromisedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		write(t, db, draft(ada, "a"))
		claim(t, db, write(t, db, draft(ada, "b")))
		if err := db.Exec("delete from river_job").Error; err != nil {
			t.Fatal(err)
		}
		if n, err := post.Stranded(ctx, db); err != nil || n != 0 {
			t.Fatal("too early", n, err)
		}
		storetest.SetClock(db, storetest.Noon.Add(2*time.Hour))
		for range 2 {
			if n, err := post.Stranded(ctx, db); err != nil || n != 2 || promised(t, db) != 2 {
				t.Fatal(n, err, promised(t, db))
			}
		}
	})
}

func TestPeopleReadTheirOwnLettersOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada, eve := context.Background(), person(t, db, "ada@fee.example"), person(t, db, "eve@ailleurs.example")
		for n := range 30 {
			write(t, db, draft(ada, fmt.Sprint(n)))
		}
		first, err := post.LettersOf(ctx, db, ada, "")
		if err != nil || len(first.Items) != store.PageSize {
			t.Fatal(err)
		}
		second, err := post.LettersOf(ctx, db, ada, first.Next)
		if err != nil || len(second.Items) != 5 {
			t.Fatal(len(second.Items), err)
		}
		if none, err := post.LettersOf(ctx, db, eve, ""); err != nil || len(none.Items) != 0 {
			t.Fatal(err)
		}
		if _, err := post.FindLetter(ctx, db, eve, first.Items[0].Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		for f, want := range map[post.Filter]int{{}: 25, {Query: "ADA@"}: 25, {Query: "eve"}: 0, {State: post.Sent}: 0, {State: post.Waiting, After: first.Next}: 5} {
			page, err := post.Outbox(ctx, db, f)
			if err != nil || len(page.Items) != want {
				t.Errorf("%+v: %d (%v)", f, len(page.Items), err)
			}
		}
		counts, err := post.Counts(ctx, db)
		if err != nil || len(counts) != 1 || counts[0].Number != 30 {
			t.Fatal(counts, err)
		}
	})
}

func TestALeaversLettersAreEmptied(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		l := write(t, db, draft(ada, "k"))
		if err := post.Forget(context.Background(), db, ada); err != nil {
			t.Fatal(err)
		}
		if got := found(t, db, l); got.Subject+got.Text+got.HTML != "" || strings.Contains(got.Address, "ada") {
			t.Fatalf("%+v", got)
		}
	})
}

func TestALongThreadKeepsItsFirstAndLastIds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := draft(person(t, db, "ada@fee.example"), "k")
		for n := range 60 {
			d.Thread = append(d.Thread, fmt.Sprintf("<%d@x>", n))
		}
		if ids := found(t, db, write(t, db, d)).References(); len(ids) != 21 || ids[0] != "<0@x>" || ids[20] != "<59@x>" {
			t.Fatal(ids)
		}
	})
}
