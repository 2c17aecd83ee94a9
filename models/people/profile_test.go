package people_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

var spoken = []string{"fr", "en"}

func TestAProfileIsSavedUnlessItWasChangedMeanwhile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), confirmed(t, db, "ada@fee.example")
		f := people.ProfileForm{Name: " Ada ", Locale: "en", Zone: "America/Cayenne", Version: ada.Version}
		if err := ada.SaveProfile(ctx, db, &f, spoken); err != nil {
			t.Fatal(err)
		}
		if u := reload(t, db, ada); u.Name != "Ada" || u.Locale != "en" || u.Zone != "America/Cayenne" {
			t.Fatalf("%+v", u)
		}
		if err := ada.SaveProfile(ctx, db, &f, spoken); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		saysAt(t, (&people.ProfileForm{Name: "A\nB", Locale: "fr", Zone: "UTC"}).Check(spoken), "name", "error.invalid")
		saysAt(t, (&people.ProfileForm{Locale: "xx", Zone: "UTC"}).Check(spoken), "locale", "error.choose")
		saysAt(t, (&people.ProfileForm{Locale: "fr", Zone: "Mars/Olympus"}).Check(spoken), "zone", "error.choose")
	})
}

func TestANewAddressCountsOnceItAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), confirmed(t, db, "ada@fee.example")
		earlier, err := ada.AskEmailChange(ctx, db, people.EmailForm{Email: "typo@fee.example"})
		if err != nil {
			t.Fatal(err)
		}
		c, err := ada.AskEmailChange(ctx, db, people.EmailForm{Email: "Ada@Nouvelle.example"})
		if err != nil || reload(t, db, ada).Email != "ada@fee.example" {
			t.Fatal(err)
		}
		if _, err := people.ConfirmEmailChange(ctx, db, earlier.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("the earlier change still works", err)
		}
		if u, err := people.ConfirmEmailChange(ctx, db, c.Ref); err != nil || u.Email != "ada@nouvelle.example" {
			t.Fatal(u, err)
		}
		if _, err := people.ConfirmEmailChange(ctx, db, c.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("a link worked twice", err)
		}
		if promises(t, db, "email_change_asked") != 2 || promises(t, db, "email_changed") != 1 {
			t.Fatal("promises are missing")
		}
	})
}

func TestATakenAddressIsNotGivenAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), confirmed(t, db, "ada@fee.example")
		confirmed(t, db, "bob@fee.example")
		c, err := ada.AskEmailChange(ctx, db, people.EmailForm{Email: "bob@fee.example"})
		if err != nil {
			t.Fatal("asking told that the address is taken", err)
		}
		if _, err := people.ConfirmEmailChange(ctx, db, c.Ref); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		late, _ := ada.AskEmailChange(ctx, db, people.EmailForm{Email: "ada@nouvelle.example"})
		storetest.SetClock(db, storetest.Noon.Add(30*time.Minute))
		if _, err := people.ConfirmEmailChange(ctx, db, late.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("a link worked after half an hour", err)
		}
	})
}

func TestWhoLeavesTakesTheirNameAlong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		saysAt(t, h.ada.Erase(ctx, db), "erase", "error.last_owner")
		bob := h.member(t, "bob@fee.example", people.Member)
		if err := h.place(t, bob).ChangeRole(ctx, db, h.ada, people.Owner); err != nil {
			t.Fatal(err)
		}
		if err := h.ada.Erase(ctx, db); err != nil {
			t.Fatal(err)
		}
		var left int64
		for table, columns := range map[string]string{"users": "email || name", "journal_entries": "actor_name || details", "invitations": "email", "email_changes": "old_email || new_email"} {
			var n int64
			if err := db.Table(table).Where(columns+" like ?", "%ada%").Count(&n).Error; err != nil {
				t.Fatal(err)
			}
			left += n
		}
		if _, err := people.FindUserByEmail(ctx, db, "ada@fee.example"); !errors.Is(err, store.ErrNotFound) || left != 0 {
			t.Fatal("a name stayed behind", left, err)
		}
		if former, err := people.FormerMembersOf(ctx, db, h.fee.ID); err != nil || len(former) == 0 {
			t.Fatal("the history went with the name", err)
		}
	})
}
