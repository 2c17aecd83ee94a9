package identity_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// crew are two operators and an admin of the host.
func crew(t *testing.T, db *gorm.DB) (all []people.User) {
	t.Helper()
	for email, role := range map[string]people.Role{"omar@host.example": people.Operator, "oona@host.example": people.Operator, "alix@host.example": people.Admin} {
		u, err := people.Appoint(context.Background(), db, people.AppointForm{Email: email, Locale: "fr", Roles: []people.Role{role}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, u)
	}
	return all
}

func pleads(t *testing.T, db *gorm.DB, u people.User) identity.Rescue {
	t.Helper()
	h := halfway(t, db, u)
	saysAt(t, h.AskRescue(context.Background(), db, identity.RescueForm{}), "reason", "error.required")
	if err := h.AskRescue(context.Background(), db, identity.RescueForm{Reason: "Téléphone volé"}); err != nil {
		t.Fatal(err)
	}
	if err := h.AskRescue(context.Background(), db, identity.RescueForm{Reason: "Encore"}); err != nil { // the first one stays
		t.Fatal(err)
	}
	r, err := h.RescueOf(context.Background(), db)
	if err != nil || r.Reason != "Téléphone volé" {
		t.Fatalf("%+v %v", r, err)
	}
	return r
}

func TestTwoPeopleOfTheHostAndADayBringSomebodyBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		host, ada := crew(t, db), person(t, db, "ada@fee.example")
		_, codes, _ := keyed(t, db, ada)
		_, secret := opened(t, db, ada, identity.Visit{Stays: true})
		r := pleads(t, db, ada)
		if err := identity.ApproveRescue(ctx, db, ada, r.Ref); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
		if err := identity.ApproveRescue(ctx, db, host[0], r.Ref); err != nil {
			t.Fatal(err)
		}
		saysAt(t, identity.ApproveRescue(ctx, db, host[0], r.Ref), "approve", "factors.wrong.second_person")
		if err := identity.ApproveRescue(ctx, db, host[1], r.Ref); err != nil {
			t.Fatal(err)
		}
		later(db, identity.RescueDelay-time.Second)
		if err := identity.TurnRescues(ctx, db); err != nil {
			t.Fatal(err)
		}
		if has, _ := identity.HasFactor(ctx, db, ada.ID); !has {
			t.Fatal("taken away too early")
		}
		later(db, time.Second)
		for range 2 { // safe to keep twice
			if err := identity.TurnRescues(ctx, db); err != nil {
				t.Fatal(err)
			}
		}
		if has, _ := identity.HasFactor(ctx, db, ada.ID); has || opens(db, secret) {
			t.Error("still there, or a session outlived it")
		}
		l, err := identity.NewLink(ctx, db, ada.Email, "fr")
		if err != nil {
			t.Fatal(err)
		}
		if e, err := identity.UseLink(ctx, db, l.Ref, identity.Visit{}); err != nil || e.Halfway {
			t.Error(err)
		}
		if all, err := identity.Rescues(ctx, db, host[0]); err != nil || len(all) != 0 {
			t.Error(all, err)
		}
		_ = codes
	})
}

func TestNobodyRescuesThemself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		host := crew(t, db)
		keyed(t, db, host[0])
		r := pleads(t, db, host[0])
		saysAt(t, identity.ApproveRescue(context.Background(), db, host[0], r.Ref), "approve", "factors.wrong.own_rescue")
		all, err := identity.Rescuers(context.Background(), db, host[0])
		if err != nil || len(all) != 2 {
			t.Error(all, err)
		}
		bad := identity.Rescue{Ref: store.NewRef(), UserID: host[1].ID, State: identity.RescueAsked, Approver1ID: &host[1].ID, CreatedAt: store.Now(db)}
		if err := db.Omit("User", "Approver1", "Approver2").Create(&bad).Error; err == nil {
			t.Error("the database let somebody approve for themself")
		}
	})
}

func TestARescueStopsByItsLinkByACodeOrByANo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		host, ada := crew(t, db), person(t, db, "ada@fee.example")
		_, codes, _ := keyed(t, db, ada)
		approve := func(r identity.Rescue) {
			for _, by := range host[:2] {
				if err := identity.ApproveRescue(ctx, db, by, r.Ref); err != nil {
					t.Fatal(err)
				}
			}
		}
		r := pleads(t, db, ada)
		approve(r)
		if err := identity.StopRescue(ctx, db, r.Ref); err != nil {
			t.Fatal(err)
		}
		if err := identity.StopRescue(ctx, db, r.Ref); !errors.Is(err, identity.ErrExpired) {
			t.Error(err)
		}
		r = pleads(t, db, ada)
		approve(r)
		if _, err := pass(db, halfway(t, db, ada), codes[0]); err != nil {
			t.Fatal(err)
		}
		if r, _ = identity.LoadRescue(ctx, db, r.ID); r.State != identity.RescueStopped {
			t.Error(r.State)
		}
		r = pleads(t, db, ada)
		saysAt(t, identity.RefuseRescue(ctx, db, host[0], r.Ref, " "), "refusal_reason", "error.required")
		if err := identity.RefuseRescue(ctx, db, host[0], r.Ref, "Voix inconnue"); err != nil {
			t.Fatal(err)
		}
		if err := identity.ApproveRescue(ctx, db, host[0], r.Ref); !errors.Is(err, store.ErrConflict) {
			t.Error(err)
		}
		r = pleads(t, db, ada)
		later(db, identity.RescueLife)
		if err := identity.TurnRescues(ctx, db); err != nil {
			t.Fatal(err)
		}
		if r, _ = identity.LoadRescue(ctx, db, r.ID); r.State != identity.RescueExpired {
			t.Error(r.State)
		}
		if has, _ := identity.HasFactor(ctx, db, ada.ID); !has {
			t.Error("taken away all the same")
		}
	})
}
