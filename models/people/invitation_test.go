package people_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func (h house) invites(t *testing.T, addresses string, role people.MemberRole) []people.Invitation {
	t.Helper()
	made, err := people.Invite(context.Background(), h.db, h.ada, h.fee, people.InvitationForm{Addresses: addresses, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (h house) joinLink(t *testing.T, most string) people.Invitation {
	t.Helper()
	i, err := people.MakeJoinLink(context.Background(), h.db, h.ada, h.fee, people.JoinLinkForm{Role: people.Member, Cap: most, Days: "7"})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func promises(t *testing.T, db *gorm.DB, kind string) int64 {
	t.Helper()
	var n int64
	if err := db.Table("river_job").Where("kind = ?", kind).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOneFormInvitesSeveralPeopleOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		h := newHouse(t, db)
		made := h.invites(t, "bob@fee.example, Cleo@Fee.example\nbob@fee.example", people.Technical)
		if len(made) != 2 || made[1].Email != "cleo@fee.example" || promises(t, db, "invitation_made") != 2 {
			t.Fatal(made)
		}
		h.invites(t, "bob@fee.example", people.Member)
		open, err := people.InvitationsOf(context.Background(), db, h.fee.ID)
		if err != nil || len(open) != 2 || open[0].Role != people.Member {
			t.Fatalf("the newer invitation did not replace the older one: %+v %v", open, err)
		}
	})
}

func TestWhatIsWrongWithAnInvitation(t *testing.T) {
	many := ""
	for i := range 31 {
		many += fmt.Sprintf("m%d@fee.example\n", i)
	}
	for _, c := range []struct {
		form       people.InvitationForm
		field, key string
	}{
		{people.InvitationForm{Addresses: " ", Role: people.Member}, "addresses", "error.required"},
		{people.InvitationForm{Addresses: "bob@fee.example, bob", Role: people.Member}, "addresses", "error.emails"},
		{people.InvitationForm{Addresses: many, Role: people.Member}, "addresses", "error.too_many_emails"},
		{people.InvitationForm{Addresses: "bob@fee.example", Role: "king"}, "role", "error.choose"},
	} {
		saysAt(t, c.form.Check(), c.field, c.key)
	}
	for _, f := range []people.JoinLinkForm{{people.Owner, "5", "5"}, {people.Member, "0", "5"}, {people.Member, "501", "5"}, {people.Member, "5", "61"}, {people.Member, "x", "1"}} {
		if f.Check() == nil {
			t.Errorf("%+v was taken", f)
		}
	}
}

func TestAnInvitationIsAcceptedOnceAndNotAfterItsTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		i, bob, eve := h.invites(t, "bob@fee.example", people.Treasurer)[0], confirmed(t, db, "bob@fee.example"), confirmed(t, db, "eve@ailleurs.example")
		if err := i.Accept(ctx, db, bob); err != nil {
			t.Fatal(err)
		}
		if err := i.Accept(ctx, db, eve); !errors.Is(err, store.ErrConflict) {
			t.Fatal("a spent invitation was used again", err)
		}
		if m, in := reload(t, db, bob).In(h.fee.ID); !in || m.Role != people.Treasurer {
			t.Fatal(m)
		}
		late := h.invites(t, "late@fee.example", people.Member)[0]
		storetest.SetClock(db, storetest.Noon.AddDate(0, 0, people.InvitationDays))
		if err := late.Accept(ctx, db, eve); !errors.Is(err, store.ErrConflict) || late.Open(store.Now(db)) {
			t.Fatal("an expired invitation was used", err)
		}
	})
}

func TestAWithdrawnInvitationOpensNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		i, eve := h.invites(t, "bob@fee.example", people.Member)[0], confirmed(t, db, "eve@ailleurs.example")
		if err := i.Withdraw(ctx, db, eve); !errors.Is(err, store.ErrForbidden) {
			t.Fatal(err)
		}
		if err := i.Withdraw(ctx, db, h.ada); err != nil {
			t.Fatal(err)
		}
		if err := i.Accept(ctx, db, eve); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
	})
}

func TestAJoinLinkIsCappedWhenManyComeAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		link := h.joinLink(t, "3")
		var wg sync.WaitGroup
		for n := range 8 {
			u := confirmed(t, db, fmt.Sprintf("m%d@fee.example", n))
			wg.Go(func() { _, _ = link.Arrive(ctx, db, u) })
		}
		wg.Wait()
		waiting, err := people.ArrivalsAt(ctx, db, h.fee.ID)
		if err != nil || len(waiting) != 3 || promises(t, db, "arrival_waiting") != 3 {
			t.Fatal(len(waiting), err)
		}
	})
}

func TestAnArrivalWaitsForAnOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		link, bob, eve := h.joinLink(t, "5"), confirmed(t, db, "bob@fee.example"), confirmed(t, db, "eve@ailleurs.example")
		first, err := link.Arrive(ctx, db, bob)
		if err != nil {
			t.Fatal(err)
		}
		again, err := link.Arrive(ctx, db, bob)
		if err != nil || again.ID != first.ID {
			t.Fatal("asking twice is asking once", again, err)
		}
		if _, in := reload(t, db, bob).In(h.fee.ID); in {
			t.Fatal("in without an owner's word")
		}
		if _, err := people.FindArrival(ctx, db, eve, h.fee, first.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		a, err := people.FindArrival(ctx, db, h.ada, h.fee, first.Ref)
		if err != nil || a.User.Email != "bob@fee.example" {
			t.Fatal(a, err)
		}
		if err := a.Welcome(ctx, db, h.ada); err != nil {
			t.Fatal(err)
		}
		if err := a.Decline(ctx, db, h.ada); err != nil {
			t.Fatal(err)
		}
		decided, err := people.ArrivalOf(ctx, db, link, bob)
		if err != nil || decided.State != people.Welcomed || promises(t, db, "arrival_decided") != 1 {
			t.Fatal("a second word undid the first", decided.State, err)
		}
		if m, in := reload(t, db, bob).In(h.fee.ID); !in || m.Role != people.Member {
			t.Fatal("not in, though welcomed")
		}
		if _, err := link.Arrive(ctx, db, reload(t, db, bob)); !errors.Is(err, store.ErrConflict) {
			t.Fatal("a member asked to join", err)
		}
	})
}

func TestADeclinedArrivalStaysOutside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		eve := confirmed(t, db, "eve@ailleurs.example")
		first, err := h.joinLink(t, "5").Arrive(ctx, db, eve)
		if err != nil {
			t.Fatal(err)
		}
		a, err := people.FindArrival(ctx, db, h.ada, h.fee, first.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Decline(ctx, db, h.ada); err != nil {
			t.Fatal(err)
		}
		if _, in := reload(t, db, eve).In(h.fee.ID); in || promises(t, db, "arrival_decided") != 1 {
			t.Fatal("in, though declined")
		}
	})
}

func TestTheBoardHasChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob := h.member(t, "bob@fee.example", people.Treasurer)
		handover, err := people.HandOver(ctx, db, h.ada, h.fee, people.HandoverForm{Email: "bob@fee.example", Stays: "no"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := people.HandOver(ctx, db, h.ada, h.fee, people.HandoverForm{Email: "cleo@fee.example", Stays: "no"}); !errors.Is(err, store.ErrConflict) {
			t.Fatal("two hand-overs at once", err)
		}
		if _, in := reload(t, db, h.ada).In(h.fee.ID); !in {
			t.Fatal("the old owner left before the new one came")
		}
		i, err := people.LoadInvitation(ctx, db, handover.InvitationID)
		if err != nil {
			t.Fatal(err)
		}
		storetest.SetClock(db, storetest.Noon.Add(time.Hour))
		if err := i.Accept(ctx, db, bob); err != nil {
			t.Fatal(err)
		}
		if _, in := reload(t, db, h.ada).In(h.fee.ID); in {
			t.Fatal("the old owner is still there")
		}
		if m, _ := reload(t, db, bob).In(h.fee.ID); m.Role != people.Owner || promises(t, db, "handover_done") != 1 {
			t.Fatal(m.Role)
		}
		if former, err := people.FormerMembersOf(ctx, db, h.fee.ID); err != nil || len(former) != 2 {
			t.Fatal("the history is lost", former, err)
		}
	})
}

func TestAHandoverCanBeTakenBackOrLeaveAMember(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob := confirmed(t, db, "bob@fee.example")
		first, err := people.HandOver(ctx, db, h.ada, h.fee, people.HandoverForm{Email: "typo@fee.example", Stays: "yes"})
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Cancel(ctx, db, h.ada); err != nil {
			t.Fatal(err)
		}
		second, err := people.HandOver(ctx, db, h.ada, h.fee, people.HandoverForm{Email: "bob@fee.example", Stays: "yes"})
		if err != nil {
			t.Fatal(err)
		}
		spent, _ := people.LoadInvitation(ctx, db, first.InvitationID)
		if err := spent.Accept(ctx, db, bob); !errors.Is(err, store.ErrConflict) {
			t.Fatal("a cancelled hand-over happened", err)
		}
		i, _ := people.LoadInvitation(ctx, db, second.InvitationID)
		if err := i.Accept(ctx, db, bob); err != nil {
			t.Fatal(err)
		}
		if m, _ := reload(t, db, h.ada).In(h.fee.ID); m.Role != people.Member {
			t.Fatal(m.Role)
		}
		for _, f := range []people.HandoverForm{{"", "no"}, {"x", "no"}, {"ada@fee.example", "no"}, {"bob@fee.example", ""}} {
			if f.Check(h.ada) == nil {
				t.Errorf("%+v was taken", f)
			}
		}
	})
}
