package identity_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/identity/password"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func withPassword(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	u := person(t, db, email)
	if err := identity.StorePassword(context.Background(), db, u.ID, good); err != nil {
		t.Fatal(err)
	}
	return u
}

func try(db *gorm.DB, email, typed string, from identity.Origin) (identity.Entry, error) {
	return identity.SignIn(context.Background(), db, seal, identity.PasswordForm{Email: email, Password: typed, Stays: "yes", Next: "/fr/"}, identity.Visit{}, from)
}

func TestAPasswordSignsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		withPassword(t, db, "ada@fee.example")
		e, err := try(db, "ADA@fee.example ", good, identity.Origin{Network: "192.0.2.1"})
		if err != nil || !opens(db, e.Secret) || !e.Session.Stays || e.Next != "/fr/" {
			t.Fatal(err)
		}
		_, err = try(db, "ada@fee.example", good+"!", identity.Origin{Network: "192.0.2.1"})
		saysAt(t, err, "password", "error.sign_in")
	})
}

func TestKnownAndUnknownAccountsCostTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		withPassword(t, db, "ada@fee.example")
		person(t, db, "bob@fee.example") // no password
		gone := withPassword(t, db, "gone@fee.example")
		if err := db.Exec("update users set disabled_at = created_at where id = ?", gone.ID).Error; err != nil {
			t.Fatal(err)
		}
		var cost [][2]int64
		for _, email := range []string{"ada@fee.example", "bob@fee.example", "nobody@fee.example", "gone@fee.example"} {
			typed := "wrong, and long enough"
			if email == "gone@fee.example" {
				typed = good
			}
			ctx, statements := store.CountStatements(context.Background())
			before := password.Runs()
			_, err := identity.SignIn(ctx, db, seal, identity.PasswordForm{Email: email, Password: typed}, identity.Visit{}, identity.Origin{Network: "192.0.2.9"})
			saysAt(t, err, "password", "error.sign_in")
			cost = append(cost, [2]int64{password.Runs() - before, int64(len(statements.Text))})
		}
		for _, c := range cost {
			if c != cost[0] || c[0] != 1 {
				t.Fatalf("hash runs and statements differ: %v", cost)
			}
		}
	})
}

func TestAWeakHashIsRenewedAtSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := withPassword(t, db, "ada@fee.example")
		// 8 MiB, 1 pass, for the same password, made once with argon2's reference program's parameters
		weak := weakHash(good)
		if err := db.Exec("update passwords set hash = ? where user_id = ?", weak, ada.ID).Error; err != nil {
			t.Fatal(err)
		}
		if _, err := try(db, "ada@fee.example", good, identity.Origin{Network: "192.0.2.1"}); err != nil {
			t.Fatal(err)
		}
		var now string
		if err := db.Table("passwords").Select("hash").Where("user_id = ?", ada.ID).Scan(&now).Error; err != nil || !strings.HasPrefix(now, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Fatal(now, err)
		}
	})
}

func TestNobodyCanLockAnotherOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := withPassword(t, db, "ada@fee.example")
		device := seal.DeviceToken(ada, store.Now(db))
		waits := 0
		for n := range 100 {
			later(db, time.Second)
			var wait identity.Wait
			_, err := try(db, "ada@fee.example", "wrong, and long enough", identity.Origin{Network: "198.51.100." + string(rune('0'+n%10))})
			if errors.As(err, &wait) {
				waits++
			}
		}
		if waits < 80 {
			t.Fatalf("only %d of 100 tries were slowed down", waits)
		}
		if _, err := try(db, "ada@fee.example", good, identity.Origin{Network: "192.0.2.1", Device: device}); err != nil {
			t.Fatal("the owner's own browser is locked out", err)
		}
		l := asked(t, db, "ada@fee.example", false)
		if _, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{}); err != nil {
			t.Fatal("the owner's link is locked out", err)
		}
		later(db, 15*time.Minute)
		if _, err := try(db, "ada@fee.example", good, identity.Origin{Network: "192.0.2.2"}); err != nil {
			t.Fatal("locked for good", err)
		}
	})
}

func TestASharedAddressIsNotPunishedForItsSuccesses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, keys := context.Background(), []identity.Key{identity.Account("ada@fee.example"), identity.Address("192.0.2.1")}
		for n := range 55 {
			wait, err := identity.Allow(ctx, db, identity.SigningIn, keys...)
			if err != nil || wait > 0 {
				t.Fatal(n, wait, err)
			}
			if err := identity.Forgive(ctx, db, identity.SigningIn, keys...); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestOneAddressMayNotTryManyAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		for n := range 51 {
			wait, err := identity.Allow(ctx, db, identity.SigningIn, identity.Account(strings.Repeat("x", n)), identity.Address("203.0.113.7"))
			if err != nil || (wait > 0) != (n == 50) {
				t.Fatal(n, wait, err)
			}
		}
		if wait, err := identity.Allow(ctx, db, identity.SigningIn, identity.Account("y"), identity.Address("203.0.113.8")); wait > 0 || err != nil {
			t.Fatal("a neighbour waits as well", wait, err)
		}
	})
}

func TestEachTryWaitsLonger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, key := context.Background(), identity.Account("ada@fee.example")
		last := time.Duration(0)
		for n := range 9 {
			wait, err := identity.Allow(ctx, db, identity.SigningIn, key)
			if err != nil || wait < last || n < 4 && wait > 0 || n > 4 && wait == 0 {
				t.Fatal(n, wait, last, err)
			}
			if last = wait; wait > 0 { // the refusal was not counted: after the wait the try goes through
				later(db, wait)
				if again, err := identity.Allow(ctx, db, identity.SigningIn, key); again > 0 || err != nil {
					t.Fatal(n, again, err)
				}
			}
		}
		if last < 16*time.Second {
			t.Fatal(last)
		}
	})
}

func TestLinksAreLimitedByAccountAndAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		ask := func(account, network string) time.Duration {
			wait, err := identity.Allow(ctx, db, identity.AskingLink, identity.Account(account), identity.Address(network))
			if err != nil {
				t.Fatal(err)
			}
			return wait
		}
		for range 3 {
			if ask("ada", "a") != 0 {
				t.Fatal("too early")
			}
		}
		if wait := ask("ada", "b"); wait != time.Hour {
			t.Fatal(wait)
		}
		for n := range 7 {
			if ask(string(rune('a'+n)), "a") != 0 {
				t.Fatal("too early", n)
			}
		}
		if ask("z", "a") == 0 {
			t.Fatal("an eleventh letter from one address")
		}
		later(db, time.Hour)
		if ask("ada", "a") != 0 {
			t.Fatal("still waiting")
		}
	})
}

func TestANewPasswordEndsAllSessionsButThisBrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		_, first := opened(t, db, ada, identity.Visit{})
		_, second := opened(t, db, ada, identity.Visit{Stays: true})
		s, third := opened(t, db, ada, identity.Visit{Stays: true, Agent: "Firefox/1 Linux"})
		e, err := s.SetPassword(ctx, db, identity.NewPasswordForm{Password: good}, "Fée")
		if err != nil || opens(db, first) || opens(db, second) || opens(db, third) || !opens(db, e.Secret) || !e.Session.Stays {
			t.Fatal(err)
		}
		if since, ok, err := identity.PasswordOf(ctx, db, ada.ID); err != nil || !ok || !since.Equal(storetest.Noon) {
			t.Fatal(since, ok, err)
		}
		if e, err = e.Session.RemovePassword(ctx, db); err != nil || !opens(db, e.Secret) {
			t.Fatal(err)
		}
		if _, ok, _ := identity.PasswordOf(ctx, db, ada.ID); ok {
			t.Fatal("the password is still there")
		}
		storetest.SetClock(db, storetest.Noon.AddDate(2, 0, 0)) // no forced change: nothing here expires by itself
		if _, err := s.SetPassword(ctx, db, identity.NewPasswordForm{Password: good}); !errors.Is(err, identity.ErrProve) {
			t.Fatal("a stale session set a password", err)
		}
	})
}

func TestWhatIsWrongWithANewPassword(t *testing.T) {
	for typed, key := range map[string]string{
		"": "error.required", "elevensigns": "error.too_short", strings.Repeat("é", 201): "error.too_long", "azertyuiop12": "error.password_common",
		"chez indiehost": "error.password_common",
	} {
		saysAt(t, identity.NewPasswordForm{Password: typed}.Check("IndieHost", "ada@fee.example"), "password", key)
	}
	for _, typed := range []string{good, "Où dort la loutre 🦦 quand il pleut sur Nantes, et avec qui ? 64!", "uneseulelettrerepeteejamais"} {
		if err := (identity.NewPasswordForm{Password: typed}).Check("IndieHost"); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestALeaverTakesTheirKeysAlong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), withPassword(t, db, "ada@fee.example")
		_, secret := opened(t, db, ada, identity.Visit{})
		asked(t, db, "ada@fee.example", false)
		if err := identity.Forget(ctx, db, ada); err != nil || opens(db, secret) {
			t.Fatal(err)
		}
		for _, table := range []string{"passwords", "sessions", "sign_in_links"} {
			var n int64
			if err := db.Table(table).Count(&n).Error; err != nil || n != 0 {
				t.Error(table, n, err)
			}
		}
	})
}
