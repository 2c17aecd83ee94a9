package identity_test

import (
	"context"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var seal = identity.NewSealer([]byte("a secret for tests, long enough to be one"))

const good = "quatre chevaux verts au galop"

func person(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	ctx := context.Background()
	u, err := people.Meet(ctx, db, email, "", "fr")
	if err == nil {
		err = u.Confirm(ctx, db)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// opened signs a person in on one more browser.
func opened(t *testing.T, db *gorm.DB, u people.User, v identity.Visit) (identity.Session, string) {
	t.Helper()
	s, secret, err := identity.OpenSession(context.Background(), db, u, v)
	if err != nil {
		t.Fatal(err)
	}
	return s, secret
}

func opens(db *gorm.DB, secret string) bool {
	_, u, err := identity.FindSession(context.Background(), db, secret)
	return err == nil && u.SignedIn()
}

func later(db *gorm.DB, d time.Duration) { storetest.SetClock(db, store.Now(db).Add(d)) }

func saysAt(t *testing.T, err error, field, key string) {
	t.Helper()
	wrong, _ := store.AsInvalid(err)
	if wrong[field].Key != key {
		t.Fatalf("%v, want %s at %s", err, key, field)
	}
}
