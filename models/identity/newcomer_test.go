package identity_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

var spoken = []string{"fr", "en"}

// wants lets somebody ask for an account.
func wants(t *testing.T, db *gorm.DB, email, name string) identity.SignInLink {
	t.Helper()
	l, err := identity.AskAccount(context.Background(), db, identity.AccountForm{Name: name, Email: email, Locale: "en", Next: "/en/contributions/tasks"}, spoken)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func rows(t *testing.T, db *gorm.DB, table string) (n int64) {
	t.Helper()
	if err := db.Table(table).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnAccountBeginsWithTheButtonOfItsLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		l := wants(t, db, "Lise@Ailleurs.example ", "  Lise   Exemple ")
		if makes, err := l.Makes(ctx, db); err != nil || !makes || l.Email != "lise@ailleurs.example" || l.Name != "Lise Exemple" {
			t.Fatal(makes, err, l)
		}
		if _, err := identity.PeekLink(ctx, db, l.Ref); err != nil || rows(t, db, "users") != 0 {
			t.Fatal("looking at the link made something", err)
		}
		e, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{})
		if err != nil || !e.Made || e.User.Name != "Lise Exemple" || e.User.Locale != "en" || e.User.ConfirmedAt == nil || e.Next != "/en/contributions/tasks" {
			t.Fatalf("%+v %v", e, err)
		}
		if makes, err := l.Makes(ctx, db); err != nil || makes {
			t.Fatal("the account would be made twice", err)
		}
		if _, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Fatal("the link worked twice", err)
		}
		var verbs []string
		db.Table("journal_entries").Where("subject_ref = ?", e.User.Ref).Order("id").Pluck("verb", &verbs)
		if len(verbs) != 2 || verbs[0] != "account_made" || verbs[1] != "signed_in" {
			t.Fatal(verbs)
		}
	})
}

func TestAskingForAnAccountTellsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada, eve := context.Background(), person(t, db, "ada@fee.example"), person(t, db, "eve@fee.example")
		if err := db.Exec("update users set disabled_at = ? where id = ?", storetest.Noon, eve.ID).Error; err != nil {
			t.Fatal(err)
		}
		var links []identity.SignInLink
		var statements []int
		for _, email := range []string{ada.Email, eve.Email, "new@fee.example"} {
			seen, count := store.CountStatements(ctx)
			l, err := identity.AskAccount(seen, db, identity.AccountForm{Name: "X", Email: email, Locale: "fr"}, spoken)
			if err != nil {
				t.Fatal(err)
			}
			links, statements = append(links, l), append(statements, len(count.Text))
		}
		if statements[0] != statements[1] || statements[1] != statements[2] {
			t.Error("one can tell by what it costs", statements)
		}
		if _, to, err := identity.LoadLink(ctx, db, links[0].ID); err != nil || to.ID != ada.ID {
			t.Error("who has an account gets another letter", err)
		}
		if _, _, err := identity.LoadLink(ctx, db, links[1].ID); !errors.Is(err, store.ErrNotFound) {
			t.Error("a letter goes to a closed account", err)
		}
		if _, err := identity.UseLink(ctx, db, links[1].Ref, identity.Visit{}); !errors.Is(err, identity.ErrExpired) {
			t.Error("a closed account was opened", err)
		}
		e, err := identity.UseLink(ctx, db, links[0].Ref, identity.Visit{})
		if err != nil || e.Made || e.User.ID != ada.ID || e.User.Name != ada.Name {
			t.Errorf("%+v %v", e.User, err)
		}
	})
}

func TestNobodyMakesAnAccountWhereTheCollectiveInvites(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		c, err := collective.Find(context.Background(), db)
		if err != nil || c.InvitedOnly || !c.Filled().OwnAccounts {
			t.Fatal("a new collective invites only", err)
		}
		c.Name, c.InvitedOnly, c.UpdatedAt = "Les Chats", true, storetest.Noon
		if err := db.Create(&c).Error; err != nil {
			t.Fatal(err)
		}
		_, err = identity.AskAccount(context.Background(), db, identity.AccountForm{Name: "Lise", Email: "lise@ailleurs.example", Locale: "fr"}, spoken)
		if !errors.Is(err, store.ErrForbidden) || rows(t, db, "sign_in_links") != 0 {
			t.Fatal(err)
		}
		l := asked(t, db, "bob@fee.example", true) // from an invitation
		if e, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{}); err != nil || !e.Made {
			t.Fatal(err)
		}
	})
}

func TestAnAddressThatOthersNamedGetsTheNameOfItsOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		met, err := people.Meet(ctx, db, "lise@ailleurs.example", "Typed by somebody", "fr")
		if err != nil {
			t.Fatal(err)
		}
		e, err := identity.UseLink(ctx, db, wants(t, db, met.Email, "Lise").Ref, identity.Visit{})
		if err != nil || e.Made || e.User.ID != met.ID || e.User.Name != "Lise" || e.User.Locale != "en" {
			t.Fatalf("%+v %v", e.User, err)
		}
		_, err = identity.UseLink(ctx, db, wants(t, db, met.Email, "Somebody else").Ref, identity.Visit{})
		if kept, _ := people.LoadUser(ctx, db, met.ID); err != nil || kept.Name != "Lise" || kept.Locale != "en" {
			t.Fatal(kept.Name, kept.Locale, err)
		}
	})
}

func TestTenLinksAtOnceMakeOneAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		var links []identity.SignInLink
		for range 10 {
			links = append(links, wants(t, db, "lise@ailleurs.example", "Lise"))
		}
		var in atomic.Int32
		var wg sync.WaitGroup
		for _, l := range links {
			wg.Go(func() {
				if _, err := identity.UseLink(context.Background(), db, l.Ref, identity.Visit{}); err == nil {
					in.Add(1)
				} else {
					t.Error(err)
				}
			})
		}
		if wg.Wait(); in.Load() != 10 || rows(t, db, "users") != 1 {
			t.Fatal(in.Load(), rows(t, db, "users"))
		}
	})
}

func TestAnAccountThatNobodyOpenedIsForgottenTheNextDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		wants(t, db, "lise@ailleurs.example", "Lise")
		later(db, 25*time.Hour)
		if _, err := identity.Sweep(context.Background(), db); err != nil || rows(t, db, "sign_in_links") != 0 || rows(t, db, "users") != 0 {
			t.Fatal("something is kept", err)
		}
	})
}

func TestWhatIsWrongWithAnAccount(t *testing.T) {
	for said, f := range map[string]identity.AccountForm{
		"name error.required":  {Name: " ", Email: "a@fee.example", Locale: "fr"},
		"name error.invalid":   {Name: "Gagnez sur www.riche.example", Email: "a@fee.example", Locale: "fr"},
		"email error.required": {Name: "Lise", Locale: "fr"},
		"email error.email":    {Name: "Lise", Email: "lise", Locale: "fr"},
		"locale error.choose":  {Name: "Lise", Email: "a@fee.example", Locale: "tlh"},
	} {
		wrong, _ := store.AsInvalid(f.Check(spoken))
		for field, w := range wrong {
			if len(wrong) != 1 || field+" "+w.Key != said {
				t.Errorf("%v, want %s", wrong, said)
			}
		}
		if len(wrong) == 0 {
			t.Errorf("nothing is wrong, want %s", said)
		}
	}
}

func TestANameLeadsNowhere(t *testing.T) {
	for name, fine := range map[string]bool{
		"Gagnez sur riche.example": false, "RICHE.example !": false, "кот.рф": false, "riche。example": false, "a/b": false, "<b>Lise</b>": false,
		"M. Dupont": true, "J.R.R. Tolkien": true, "Anne-Marie St. Clair": true, "Ada L.": true, "D. Иванов, trésorière": true,
	} {
		f := identity.AccountForm{Name: name, Email: "a@fee.example", Locale: "fr"}
		if wrong, _ := store.AsInvalid(f.Check(spoken)); (wrong["name"].Key == "") != fine {
			t.Errorf("%q: %v", name, wrong)
		}
	}
}
