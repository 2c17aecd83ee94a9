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

// closed closes Fée, or opens it again; whoever came in before sees it as it was.
func (h house) closed(t *testing.T, at any) {
	t.Helper()
	if err := h.db.Model(&people.Organisation{}).Where("id = ?", h.fee.ID).Update("closed_at", at).Error; err != nil {
		t.Fatal(err)
	}
}

// TestIntoAnOrganisationThatWasClosedMeanwhileNobodyComes lets Ada, and those she asked before, go on as if Fée were open.
func TestIntoAnOrganisationThatWasClosedMeanwhileNobodyComes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob, cleo, dora := h.member(t, "bob@fee.example", people.Member), confirmed(t, db, "cleo@fee.example"), confirmed(t, db, "dora@fee.example")
		asked, link := h.invites(t, "cleo@fee.example", people.Member)[0], h.joinLink(t, "9")
		waits, err := link.Arrive(ctx, db, dora)
		if err != nil {
			t.Fatal(err)
		}
		waits, err = people.FindArrival(ctx, db, h.ada, h.fee, waits.Ref)
		if err != nil {
			t.Fatal(err)
		}
		place, _ := bob.In(h.fee.ID)
		begins := map[string]func() error{
			"an invitation": func() error {
				_, err := people.Invite(ctx, db, h.ada, h.fee, people.InvitationForm{Addresses: "zoe@fee.example", Role: people.Member})
				return err
			},
			"a join link": func() error {
				_, err := people.MakeJoinLink(ctx, db, h.ada, h.fee, people.JoinLinkForm{Role: people.Member, Cap: "5", Days: "7"})
				return err
			},
			"a role":                                func() error { return place.ChangeRole(ctx, db, h.ada, people.Technical) },
			"an invitation from before is accepted": func() error { return asked.Accept(ctx, db, cleo) },
			"somebody comes by a link from before": func() error {
				_, err := link.Arrive(ctx, db, confirmed(t, db, "eve@fee.example"))
				return err
			},
			"somebody who waits is welcomed": func() error { return waits.Welcome(ctx, db, h.ada) },
		}
		h.closed(t, store.Now(db))
		for what, begin := range begins {
			if err := begin(); !errors.Is(err, people.ErrClosed) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if all, err := people.MembersOf(ctx, db, h.fee.ID); err != nil || len(all) != 2 {
			t.Errorf("%d members (%v)", len(all), err)
		}
		h.closed(t, nil)
		for what, begin := range begins {
			if err := begin(); err != nil {
				t.Errorf("%s, once it is open again: %v", what, err)
			}
		}
	})
}

func TestAClosedOrganisationIsHandedOverAndLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		bob, cleo := h.member(t, "bob@fee.example", people.Member), confirmed(t, db, "cleo@fee.example")
		link := h.joinLink(t, "9")
		waits, err := link.Arrive(ctx, db, cleo)
		if err != nil {
			t.Fatal(err)
		}
		h.closed(t, store.Now(db))
		place, _ := bob.In(h.fee.ID)
		if err := errors.Join(waits.Decline(ctx, db, h.ada), link.Withdraw(ctx, db, h.ada), place.End(ctx, db, bob, "")); err != nil {
			t.Error(err)
		}
		given, err := people.HandOver(ctx, db, h.ada, h.fee, people.HandoverForm{Email: "cleo@fee.example", Stays: "no"})
		if err != nil {
			t.Fatal(err)
		}
		i, err := people.LoadInvitation(ctx, db, given.InvitationID)
		if err != nil {
			t.Fatal(err)
		}
		if shut, err := i.Shut(ctx, db); shut || err != nil {
			t.Errorf("who takes over is turned away: %v", err)
		}
		if err := i.Accept(ctx, db, cleo); err != nil {
			t.Error(err)
		}
		if m, in := reload(t, db, cleo).In(h.fee.ID); !in || m.Role != people.Owner {
			t.Error("nobody answers for what is kept")
		}
	})
}

func TestAClosedHeadGetsNoLargerQuotaAndWritesNoMoreLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		n := newNetwork(t, db)
		var a people.Affiliation
		err := store.InTx(n.background, db, func(tx *gorm.DB) (err error) {
			a, err = people.OpenMember(n.background, tx, n.lina, n.head, people.Organisation{Name: "Petite", Locale: "fr", Country: "FR"}, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		again := func() error {
			return store.InTx(n.background, db, func(tx *gorm.DB) error {
				_, err := a.InviteOwner(n.background, tx, n.lina, "petite@petite.example")
				return err
			})
		}
		if err := again(); err != nil {
			t.Fatal(err)
		}
		n.closes(t, n.head)
		if err := again(); !errors.Is(err, people.ErrClosed) {
			t.Errorf("a letter: %v", err)
		}
		more := people.NetworkForm{Quota: "9", Version: n.head.Version}
		if err := n.head.SaveNetwork(n.background, db, n.omar, more); !errors.Is(err, people.ErrClosed) {
			t.Errorf("a larger quota: %v", err)
		}
		if err := a.End(n.background, db, n.lina, ""); err != nil {
			t.Error(err)
		}
		if err := n.head.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "0", Version: n.head.Version}); err != nil {
			t.Errorf("it is a head for ever: %v", err)
		}
	})
}

// TestWhoActsForAnOrganisationWaitsForAChangeThatIsUnderWay holds a closing, or somebody's leaving, open while they begin something.
func TestWhoActsForAnOrganisationWaitsForAChangeThatIsUnderWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ctx, h := context.Background(), newHouse(t, db)
		for _, change := range []struct {
			sql, back string
			want      error
		}{
			{"update organisations set closed_at = ? where id = ?", "update organisations set closed_at = null", people.ErrClosed},
			{"update memberships set until_at = ? where organisation_id = ?", "update memberships set until_at = null", store.ErrForbidden},
		} {
			held, on, changed := make(chan struct{}), make(chan struct{}), make(chan error, 1)
			go func() {
				changed <- store.InTx(ctx, db, func(tx *gorm.DB) error {
					err := tx.Exec(change.sql, store.Now(tx), h.fee.ID).Error
					close(held)
					<-on
					return err
				})
			}()
			<-held
			acted := make(chan error, 1)
			go func() {
				acted <- store.InTx(ctx, db, func(tx *gorm.DB) error {
					_, err := people.ActingFor(ctx, tx, h.ada, h.fee.ID, people.Treasurer)
					return err
				})
			}()
			select {
			case err := <-acted:
				t.Errorf("%s: nobody waited (%v)", change.sql, err)
				acted <- err
			case <-time.After(200 * time.Millisecond):
			}
			close(on)
			if err := <-changed; err != nil {
				t.Fatal(err)
			}
			if err := <-acted; !errors.Is(err, change.want) {
				t.Errorf("%s: %v, want %v", change.sql, err, change.want)
			}
			if err := db.Exec(change.back).Error; err != nil {
				t.Fatal(err)
			}
		}
	})
}
