package jobs_test

import (
	"context"
	"testing"
	"time"

	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs/jobstest"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// sweeping is the hourly turn over what has had its time.
type sweeping struct{}

func (sweeping) Kind() string { return "identity_swept" }

func TestWhoNeverOpensTheirAccountIsForgottenWithTheirLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, w := context.Background(), worker(t, db, mailtest.Start(t))
		person(t, db, "ada@fee.example")
		for _, email := range []string{"ada@fee.example", "lise@ailleurs.example"} {
			if _, err := identity.AskAccount(ctx, db, identity.AccountForm{Name: "Lise", Email: email, Locale: "fr"}, []string{"fr"}); err != nil {
				t.Fatal(err)
			}
		}
		left := func(hours time.Duration) (letters []string, links int64) {
			storetest.SetClock(db, storetest.Noon.Add(hours*time.Hour))
			if err := store.InTx(ctx, db, func(tx *gorm.DB) error { return store.Enqueue(tx, sweeping{}) }); err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, w)
			db.Table("letters").Order("id").Pluck("address", &letters)
			db.Table("sign_in_links").Count(&links)
			return letters, links
		}
		if letters, links := left(23); len(letters) != 2 || links != 2 {
			t.Fatal("forgotten too early", letters, links)
		}
		if letters, links := left(25); len(letters) != 1 || letters[0] != "ada@fee.example" || links != 0 {
			t.Fatal(letters, links)
		}
	})
}
