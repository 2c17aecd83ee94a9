package people_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestTheStaffListsAndSearchesPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		op := withRoles(t, db, confirmed(t, db, "op@ih.example"), "agent,operator")
		for n := range 30 {
			meet(t, db, fmt.Sprintf("m%d@fee.example", n))
		}
		first, err := people.FindUsers(ctx, db, op, people.UserFilter{})
		if err != nil || len(first.Items) != store.PageSize || first.Next == "" {
			t.Fatal(len(first.Items), err)
		}
		second, err := people.FindUsers(ctx, db, op, people.UserFilter{After: first.Next})
		if err != nil || len(second.Items) != 7 || second.Next != "" {
			t.Fatal(len(second.Items), err)
		}
		for filter, want := range map[people.UserFilter]int{{Query: "ADA@"}: 1, {Query: "100%"}: 0, {Role: "operator"}: 1, {Role: "staff"}: 1, {Role: "edit"}: 25, {State: "unconfirmed"}: 25} {
			page, err := people.FindUsers(ctx, db, op, filter)
			if err != nil || len(page.Items) != want {
				t.Errorf("%+v: %d, want %d (%v)", filter, len(page.Items), want, err)
			}
		}
		found, err := people.FindUsers(ctx, db, op, people.UserFilter{Query: "ada@"})
		if err != nil || len(found.Items[0].Memberships) != 1 || found.Items[0].Memberships[0].Organisation.Name != "Fée" {
			t.Fatal(found, err)
		}
		if _, err := people.FindUsers(ctx, db, h.ada, people.UserFilter{}); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("a member lists everybody", err)
		}
		if _, err := people.FindUser(ctx, db, h.ada, op.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestOnlyAnAdminGivesRolesAndOneRemains(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		admin, op, bob := withRoles(t, db, meet(t, db, "root@ih.example"), "admin"), withRoles(t, db, meet(t, db, "op@ih.example"), "operator"), meet(t, db, "bob@ih.example")
		form := people.RolesForm{Roles: []people.Role{people.Operator, people.Agent}, Reason: "joins the team", Version: bob.Version}
		if err := bob.SaveRoles(ctx, db, op, form); !errors.Is(err, store.ErrForbidden) {
			t.Fatal(err)
		}
		if err := bob.SaveRoles(ctx, db, admin, form); err != nil {
			t.Fatal(err)
		}
		if u := reload(t, db, bob); u.Roles != "agent,operator" {
			t.Fatal(u.Roles)
		}
		if err := bob.SaveRoles(ctx, db, admin, form); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		saysAt(t, admin.SaveRoles(ctx, db, admin, people.RolesForm{Reason: "tired", Version: admin.Version}), "roles", "error.last_admin")
		saysAt(t, bob.SaveRoles(ctx, db, admin, people.RolesForm{Roles: []people.Role{"god"}, Reason: "x", Version: 2}), "roles", "error.choose")
		saysAt(t, bob.SaveRoles(ctx, db, admin, people.RolesForm{Version: 2}), "reason", "error.required")
	})
}

func TestDisablingNeedsARightAndAReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		admin, op, bob := withRoles(t, db, meet(t, db, "root@ih.example"), "admin"), withRoles(t, db, meet(t, db, "op@ih.example"), "operator"), meet(t, db, "bob@ih.example")
		if err := admin.Disable(ctx, db, op, "no"); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("an operator disabled an admin", err)
		}
		saysAt(t, admin.Disable(ctx, db, admin, "bye"), "reason", "error.not_oneself")
		saysAt(t, bob.Disable(ctx, db, op, " "), "reason", "error.required")
		if err := bob.Disable(ctx, db, op, "asked for it"); err != nil || reload(t, db, bob).DisabledAt == nil {
			t.Fatal(err)
		}
		if err := bob.Enable(ctx, db, op, "came back"); err != nil || reload(t, db, bob).DisabledAt != nil {
			t.Fatal(err)
		}
	})
}
