package people_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"

	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// house is one association with its owner, both confirmed.
type house struct {
	db  *gorm.DB
	ada people.User
	fee people.Organisation
}

func newHouse(t *testing.T, db *gorm.DB) house {
	t.Helper()
	ada := confirmed(t, db, "ada@fee.example")
	fee, err := people.NewOrganisation(context.Background(), db, people.Organisation{Name: "Fée", Country: "FR", Locale: "fr"}, ada)
	if err != nil {
		t.Fatal(err)
	}
	return house{db, reload(t, db, ada), fee}
}

func confirmed(t *testing.T, db *gorm.DB, email string) people.User {
	t.Helper()
	u := meet(t, db, email)
	if err := u.Confirm(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	return reload(t, db, u)
}

func reload(t *testing.T, db *gorm.DB, u people.User) people.User {
	t.Helper()
	u, err := people.LoadUser(context.Background(), db, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// withRoles gives staff roles without asking, as a test may.
func withRoles(t *testing.T, db *gorm.DB, u people.User, roles string) people.User {
	t.Helper()
	if err := db.Exec("update users set roles = ? where id = ?", roles, u.ID).Error; err != nil {
		t.Fatal(err)
	}
	return reload(t, db, u)
}

func (h house) member(t *testing.T, email string, role people.MemberRole) people.User {
	t.Helper()
	u := confirmed(t, h.db, email)
	if _, err := people.Join(context.Background(), h.db, u.ID, h.fee.ID, role); err != nil {
		t.Fatal(err)
	}
	return reload(t, h.db, u)
}

func (h house) place(t *testing.T, u people.User) people.Membership {
	t.Helper()
	m, in := reload(t, h.db, u).In(h.fee.ID)
	if !in {
		t.Fatalf("%s is no member", u.Email)
	}
	found, err := people.FindMembership(context.Background(), h.db, h.ada, h.fee, m.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func saysAt(t *testing.T, err error, field, key string) {
	t.Helper()
	wrong, _ := store.AsInvalid(err)
	if wrong[field].Key != key {
		t.Fatalf("%v, want %s at %s", err, key, field)
	}
}

func TestARoleChangesAndTheOldPlaceStaysInTheHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob := h.member(t, "bob@fee.example", people.Member)
		if err := h.place(t, bob).ChangeRole(ctx, db, h.ada, people.Treasurer); err != nil {
			t.Fatal(err)
		}
		former, err := people.FormerMembersOf(ctx, db, h.fee.ID)
		if err != nil || h.place(t, bob).Role != people.Treasurer || len(former) != 1 || former[0].Role != people.Member || former[0].User.Email != bob.Email {
			t.Fatal(former, err)
		}
		if err := h.place(t, bob).ChangeRole(ctx, db, bob, people.Owner); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("a treasurer made himself owner", err)
		}
		saysAt(t, h.place(t, bob).ChangeRole(ctx, db, h.ada, "king"), "role", "error.choose")
	})
}

func TestTheLastOwnerStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		saysAt(t, h.place(t, h.ada).End(ctx, db, h.ada, ""), "member", "error.last_owner")
		saysAt(t, h.place(t, h.ada).ChangeRole(ctx, db, h.ada, people.Member), "role", "error.last_owner")
	})
}

func TestTwoOwnersWhoRemoveEachOtherAtOnceLeaveOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob := h.member(t, "bob@fee.example", people.Owner)
		var wg sync.WaitGroup
		ofAda, ofBob := h.place(t, h.ada), h.place(t, bob)
		wg.Go(func() { _ = ofAda.End(ctx, db, bob, "") })
		wg.Go(func() { _ = ofBob.End(ctx, db, h.ada, "") })
		wg.Wait()
		owners, err := people.OwnersOf(ctx, db, h.fee.ID)
		if err != nil || len(owners) != 1 {
			t.Fatalf("%d owners are left (%v)", len(owners), err)
		}
	})
}

func TestAMemberMayLeaveAndAStrangerRemovesNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob, eve := h.member(t, "bob@fee.example", people.Member), confirmed(t, db, "eve@ailleurs.example")
		if err := h.place(t, bob).End(ctx, db, eve, ""); !errors.Is(err, store.ErrForbidden) {
			t.Fatal(err)
		}
		if _, err := people.FindMembership(ctx, db, eve, h.fee, h.place(t, bob).Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if err := h.place(t, bob).End(ctx, db, bob, "moves away"); err != nil {
			t.Fatal(err)
		}
		members, err := people.MembersOf(ctx, db, h.fee.ID)
		if err != nil || len(members) != 1 || members[0].User.Email != "ada@fee.example" {
			t.Fatal(members, err)
		}
	})
}
