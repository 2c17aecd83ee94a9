package identity_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func asked(t *testing.T, db *gorm.DB, email string, newcomer bool) identity.SignInLink {
	t.Helper()
	l, err := identity.AskLink(context.Background(), db, identity.LinkForm{Email: email, Name: "Bob", Next: "/fr/account"}, "fr", newcomer)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALinkSignsInOnceAndConfirmsTheAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		if _, err := people.Meet(ctx, db, "ada@fee.example", "Ada", "fr"); err != nil {
			t.Fatal(err)
		}
		l := asked(t, db, " Ada@Fee.example", false)
		if peeked, err := identity.PeekLink(ctx, db, l.Ref); err != nil || peeked.Email != "ada@fee.example" {
			t.Fatal(err)
		}
		e, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{})
		if err != nil || !opens(db, e.Secret) || e.User.ConfirmedAt == nil || e.Next != "/fr/account" {
			t.Fatalf("%+v %v", e, err)
		}
		if _, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Fatal("a link worked twice", err)
		}
		if _, err := identity.PeekLink(ctx, db, l.Ref); !errors.Is(err, identity.ErrExpired) {
			t.Fatal(err)
		}
	})
}

func TestTwentyBrowsersWithOneLinkGiveOneSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		person(t, db, "ada@fee.example")
		l := asked(t, db, "ada@fee.example", false)
		var in atomic.Int32
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{}); err == nil {
					in.Add(1)
				}
			})
		}
		if wg.Wait(); in.Load() != 1 {
			t.Fatalf("%d got in", in.Load())
		}
	})
}

func TestALinkEndsAfterHalfAnHour(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		person(t, db, "ada@fee.example")
		l := asked(t, db, "ada@fee.example", false)
		later(db, identity.LinkLife)
		if _, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Fatal(err)
		}
	})
}

func TestAskingTellsNothingAndStrangersGetNoAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		person(t, db, "ada@fee.example")
		var counts [2]int
		for i, email := range []string{"ada@fee.example", "nobody@fee.example"} {
			seen, statements := store.CountStatements(ctx)
			if _, err := identity.AskLink(seen, db, identity.LinkForm{Email: email}, "fr", false); err != nil {
				t.Fatal(err)
			}
			counts[i] = len(statements.Text)
		}
		if counts[0] != counts[1] {
			t.Fatalf("%v statements", counts)
		}
		stranger := asked(t, db, "nobody@fee.example", false)
		if _, _, err := identity.LoadLink(ctx, db, stranger.ID); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("a letter would go to nobody", err)
		}
		if _, err := identity.UseLink(ctx, db, stranger.Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Fatal(err)
		}
		if _, err := people.FindUserByEmail(ctx, db, "nobody@fee.example"); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("an account appeared", err)
		}
	})
}

func TestANewcomersLinkMakesTheAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		l := asked(t, db, "bob@fee.example", true)
		if _, u, err := identity.LoadLink(ctx, db, l.ID); err != nil || u.SignedIn() {
			t.Fatal(u, err)
		}
		e, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{})
		if err != nil || e.User.Email != "bob@fee.example" || e.User.Name != "Bob" || e.User.ConfirmedAt == nil {
			t.Fatalf("%+v %v", e.User, err)
		}
	})
}

func TestADisabledPersonGetsNoLink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		l := asked(t, db, "ada@fee.example", true)
		if err := db.Exec("update users set disabled_at = ? where id = ?", storetest.Noon.Add(-time.Hour), ada.ID).Error; err != nil {
			t.Fatal(err)
		}
		if _, _, err := identity.LoadLink(ctx, db, l.ID); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if _, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Fatal(err)
		}
	})
}

func TestWhatIsWrongWithAnAddress(t *testing.T) {
	saysAt(t, (&identity.LinkForm{Email: " "}).Check(), "email", "error.required")
	saysAt(t, (&identity.LinkForm{Email: "ada"}).Check(), "email", "error.email")
}
