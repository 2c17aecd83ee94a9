package identity_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestASessionIsFoundInTwoStatementsWithItsMemberships(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		if _, err := people.NewOrganisation(context.Background(), db, people.Organisation{Name: "Fée"}, ada); err != nil {
			t.Fatal(err)
		}
		_, secret := opened(t, db, ada, identity.Visit{Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
		ctx, asked := store.CountStatements(context.Background())
		s, u, err := identity.FindSession(ctx, db, secret)
		if err != nil || u.Email != ada.Email || len(u.Memberships) != 1 || u.Memberships[0].Organisation.Name != "Fée" || s.Agent != "Firefox, Linux" {
			t.Fatalf("%+v %+v %v", s, u, err)
		}
		if len(asked.Text) != 2 {
			t.Fatalf("%d statements:\n%s", len(asked.Text), strings.Join(asked.Text, "\n"))
		}
	})
}

func TestTheDatabaseHoldsNoUsableCookie(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s, secret := opened(t, db, person(t, db, "ada@fee.example"), identity.Visit{})
		if len(secret) != 43 || strings.Contains(s.TokenSHA256, secret) || opens(db, s.TokenSHA256) {
			t.Fatal(len(secret))
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		_, short := opened(t, db, ada, identity.Visit{})
		_, long := opened(t, db, ada, identity.Visit{Stays: true})
		later(db, 12*time.Hour-time.Second)
		if !opens(db, short) || !opens(db, long) {
			t.Fatal("ended too early")
		}
		later(db, time.Second)
		if opens(db, short) || !opens(db, long) {
			t.Fatal("a short session outlived 12 hours")
		}
		for day := range 88 { // seen every day: only the absolute limit counts
			if later(db, 24*time.Hour); !opens(db, long) {
				t.Fatalf("ended after %d days", day)
			}
		}
		if later(db, 37*time.Hour); opens(db, long) {
			t.Fatal("outlived 90 days")
		}
		_, idle := opened(t, db, ada, identity.Visit{Stays: true})
		if later(db, 14*24*time.Hour); opens(db, idle) {
			t.Fatal("outlived 14 days without a visit")
		}
	})
}

func TestPeopleSeeAndEndTheirOwnSessionsOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada, eve := context.Background(), person(t, db, "ada@fee.example"), person(t, db, "eve@ailleurs.example")
		a, secretA := opened(t, db, ada, identity.Visit{})
		b, secretB := opened(t, db, ada, identity.Visit{Stays: true})
		if all, err := identity.SessionsOf(ctx, db, ada.ID); err != nil || len(all) != 2 || all[0].ID != b.ID {
			t.Fatal(all, err)
		}
		if err := identity.EndSession(ctx, db, eve, b.Ref); !errors.Is(err, store.ErrNotFound) || !opens(db, secretB) {
			t.Fatal("a stranger ended a session", err)
		}
		if err := identity.EndSession(ctx, db, ada, b.Ref); err != nil || opens(db, secretB) || !opens(db, secretA) {
			t.Fatal(err)
		}
		_, third := opened(t, db, ada, identity.Visit{})
		if err := a.EndOthers(ctx, db); err != nil || opens(db, third) || !opens(db, secretA) {
			t.Fatal(err)
		}
		if err := a.End(ctx, db); err != nil || opens(db, secretA) {
			t.Fatal("signed out, but in", err)
		}
	})
}

func TestSigningInAgainAndNewRightsChangeTheSecret(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := person(t, db, "ada@fee.example")
		_, before := opened(t, db, ada, identity.Visit{})
		s, after := opened(t, db, ada, identity.Visit{Replaces: before})
		if opens(db, before) || !opens(db, after) {
			t.Fatal("fixation: the old secret still opens")
		}
		renewed, err := s.Renew(context.Background(), db)
		if err != nil || opens(db, after) || !opens(db, renewed) {
			t.Fatal(err)
		}
	})
}

func TestADisabledPersonIsOutAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada, admin := context.Background(), person(t, db, "ada@fee.example"), person(t, db, "root@ih.example")
		admin.Roles = "admin"
		if err := db.Exec("update users set roles = 'admin' where id = ?", admin.ID).Error; err != nil {
			t.Fatal(err)
		}
		var secrets []string
		for range 3 {
			_, secret := opened(t, db, ada, identity.Visit{Stays: true})
			secrets = append(secrets, secret)
		}
		if err := identity.Disable(ctx, db, admin, ada, "asked for it"); err != nil {
			t.Fatal(err)
		}
		if err := ada.Enable(ctx, db, admin, "back"); err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if opens(db, secret) {
				t.Fatal("a session survived")
			}
		}
		_, secret := opened(t, db, ada, identity.Visit{})
		if err := identity.GrantRoles(ctx, db, admin, ada, people.RolesForm{Roles: []people.Role{people.Agent}, Reason: "helps", Version: 1}); err != nil || opens(db, secret) {
			t.Fatal("new rights with the old secret", err)
		}
	})
}

func TestOldRowsAreSweptAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, ada := context.Background(), person(t, db, "ada@fee.example")
		opened(t, db, ada, identity.Visit{})
		if _, err := identity.AskLink(ctx, db, identity.LinkForm{Email: "x@fee.example"}, "fr", false); err != nil {
			t.Fatal(err)
		}
		if _, err := identity.Allow(ctx, db, identity.AskingLink, identity.Account("x")); err != nil {
			t.Fatal(err)
		}
		if n, err := identity.Sweep(ctx, db); err != nil || n != 0 {
			t.Fatal("too early", n, err)
		}
		later(db, 100*24*time.Hour)
		if n, err := identity.Sweep(ctx, db); err != nil || n != 3 {
			t.Fatal(n, err)
		}
	})
}
