package main

import (
	"context"
	"strings"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/identity/totp"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// withApp gives a person an app for codes.
func withApp(t *testing.T, db *gorm.DB, u people.User) {
	t.Helper()
	ctx, seal := context.Background(), identity.NewSealer([]byte("a secret for tests, long enough to be one"))
	s, _, err := identity.OpenSession(ctx, db, u, identity.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := seal.ProposeApp(u, store.Now(db))
	if err == nil {
		_, err = s.SetApp(ctx, db, seal, identity.AppForm{Sealed: p.Sealed, Code: totp.Code(p.Secret, totp.Step(store.Now(db)))})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheDoctorCountsStaffWithoutASecondStep(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, _ string) {
		ctx := context.Background()
		for _, email := range []string{"alix@host.example", "omar@host.example"} {
			u, err := people.Appoint(ctx, h.DB, people.AppointForm{Email: email, Locale: "fr", Roles: []people.Role{people.Admin}})
			if err != nil {
				t.Fatal(err)
			}
			if email == "alix@host.example" {
				withApp(t, h.DB, u)
			}
		}
		if err := h.DB.Create(&collective.Collective{Name: "Les Chats", Zone: "Europe/Paris", StaffFactorsOn: "2026-01-01", UpdatedAt: store.Now(h.DB)}).Error; err != nil {
			t.Fatal(err)
		}
		if err := factors(ctx, h); err == nil || !strings.Contains(err.Error(), "1 of the staff") {
			t.Error(err)
		}
	})
}

func TestTheMachineTakesALostSecondStepAway(t *testing.T) {
	address := ownDatabase(t)
	if out, err := says(t, "user", "alix@host.example", "--role", "admin"); err != nil {
		t.Fatal(out, err)
	}
	ctx := context.Background()
	h, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	u, err := people.FindUserByEmail(ctx, h.DB, "alix@host.example")
	if err != nil {
		t.Fatal(err)
	}
	withApp(t, h.DB, u)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := says(t, "user", "alix@host.example", "--role", "admin", "--lost-factor")
	if err != nil || !strings.Contains(out, "/sign-in/links/") {
		t.Fatal(out, err)
	}
	if h, err = store.Open(ctx, address, store.Options{}); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if has, err := identity.HasFactor(ctx, h.DB, u.ID); has || err != nil {
		t.Error("still there", err)
	}
}
