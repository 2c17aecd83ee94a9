package people_test

import (
	"context"
	"errors"
	"testing"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// network is a head with a quota of two, its owner, an organisation that is none of its members, and an operator.
type network struct {
	db         *gorm.DB
	head, fee  people.Organisation
	lina, ada  people.User
	omar       people.User
	background context.Context
}

func newNetwork(t *testing.T, db *gorm.DB) network {
	t.Helper()
	n := network{db: db, background: context.Background()}
	n.lina, n.ada, n.omar = meet(t, db, "lina@head.example"), meet(t, db, "ada@fee.example"), meet(t, db, "omar@host.example")
	n.head, n.fee = n.has(t, "Tête", n.lina), n.has(t, "Fée", n.ada)
	n.omar.Roles = "operator"
	if err := n.head.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "2", Version: n.head.Version}); err != nil {
		t.Fatal(err)
	}
	return n.again(t)
}

func (n network) has(t *testing.T, name string, owner people.User) people.Organisation {
	t.Helper()
	if err := owner.Confirm(n.background, n.db); err != nil {
		t.Fatal(err)
	}
	o, err := people.NewOrganisation(n.background, n.db, people.Organisation{Name: name, Locale: "fr", Country: "FR"}, owner)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// again is the same network with its people and organisations as they are now.
func (n network) again(t *testing.T) network {
	t.Helper()
	var errs [4]error
	omar := n.omar
	n.lina, errs[0] = people.LoadUser(n.background, n.db, n.lina.ID)
	n.ada, errs[1] = people.LoadUser(n.background, n.db, n.ada.ID)
	n.head, errs[2] = people.LoadOrganisation(n.background, n.db, n.head.ID)
	n.fee, errs[3] = people.LoadOrganisation(n.background, n.db, n.fee.ID)
	n.omar = omar
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n network) asks(t *testing.T, email string) people.Affiliation {
	t.Helper()
	a, err := people.Propose(n.background, n.db, n.lina, n.head, people.ProposalForm{Email: email})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func invalid(err error, field, key string) bool {
	wrong, ok := store.AsInvalid(err)
	return ok && wrong[field].Key == key
}

func TestAnOwnerAcceptsAPlaceInANetworkAndLeavesItAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		n := newNetwork(t, db)
		asked := n.asks(t, "ada@fee.example")
		if _, err := people.FindProposal(n.background, db, n.omar, asked.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal("somebody else reads the proposal", err)
		}
		a, err := people.FindProposal(n.background, db, n.ada, asked.Ref)
		if err != nil || a.Head.Name != "Tête" {
			t.Fatal(a, err)
		}
		if err := a.Accept(n.background, db, n.ada, n.fee); err != nil {
			t.Fatal(err)
		}
		n = n.again(t)
		if n.fee.NetworkID == nil || *n.fee.NetworkID != n.head.ID || promises(t, db, "affiliation_decided") != 1 {
			t.Fatal("the organisation does not know its head")
		}
		present, err := people.HeadOf(n.background, db, n.fee)
		if err != nil || present.Email != "" {
			t.Fatal("the address that was asked is kept", present, err)
		}
		if err := present.End(n.background, db, n.ada, ""); err != nil {
			t.Fatal(err)
		}
		if n = n.again(t); n.fee.NetworkID != nil || promises(t, db, "affiliation_over") != 1 {
			t.Fatal("it has not left")
		}
		if err := present.End(n.background, db, n.ada, ""); err == nil && promises(t, db, "affiliation_over") != 1 {
			t.Fatal("it left twice")
		}
	})
}

func TestANetworkHasNoMoreMembersThanItsQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		n := newNetwork(t, db)
		n.asks(t, "a@a.example")
		if _, err := people.Propose(n.background, db, n.lina, n.head, people.ProposalForm{Email: "A@a.example"}); !invalid(err, "email", "error.asked_already") {
			t.Fatal("asked twice", err)
		}
		n.asks(t, "b@b.example")
		if _, err := people.Propose(n.background, db, n.lina, n.head, people.ProposalForm{Email: "c@c.example"}); !invalid(err, "email", "error.quota") {
			t.Fatal("no quota", err)
		}
		if _, err := people.Propose(n.background, db, n.ada, n.fee, people.ProposalForm{Email: "c@c.example"}); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("whoever likes is a head", err)
		}
		if err := n.head.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "0", Version: n.head.Version}); !invalid(err, "quota", "error.has_members") {
			t.Fatal("a head with proposals stopped being one", err)
		}
	})
}

func TestAnOrganisationHasOneHeadAndAHeadHasNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		n := newNetwork(t, db)
		other := n.has(t, "Autre tête", meet(t, db, "other@head.example"))
		for _, o := range []people.Organisation{other} {
			if err := o.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "5", Version: o.Version}); err != nil {
				t.Fatal(err)
			}
		}
		if err := n.fee.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "0", Head: n.head.Ref, Version: n.fee.Version}); err != nil {
			t.Fatal(err)
		}
		n = n.again(t)
		asked := n.asks(t, "ada@fee.example")
		if err := asked.Accept(n.background, db, n.ada, n.fee); !invalid(err, "organisation", "error.has_head") {
			t.Fatal("two heads", err)
		}
		if err := n.head.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "2", Head: other.Ref, Version: n.head.Version}); !invalid(err, "head", "error.is_head") {
			t.Fatal("a head under a head", err)
		}
		if err := n.fee.SaveNetwork(n.background, db, n.omar, people.NetworkForm{Quota: "0", Head: other.Ref, Version: n.fee.Version}); err != nil {
			t.Fatal(err)
		}
		if n = n.again(t); *n.fee.NetworkID != other.ID || promises(t, db, "affiliation_over") != 1 {
			t.Fatal("the operator's word is not kept")
		}
		if err := n.fee.SaveNetwork(n.background, db, n.lina, people.NetworkForm{Quota: "9", Version: n.fee.Version}); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("anybody gives quotas", err)
		}
	})
}

// closes closes an organisation; whoever holds it from before sees it as it was.
func (n network) closes(t *testing.T, o people.Organisation) {
	t.Helper()
	if err := n.db.Model(&people.Organisation{}).Where("id = ?", o.ID).Update("closed_at", store.Now(n.db)).Error; err != nil {
		t.Fatal(err)
	}
}

func TestAClosedHeadAsksNobodyAndAClosedOrganisationJoinsNoNetwork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		n := newNetwork(t, db)
		asked := n.asks(t, "ada@fee.example")
		n.closes(t, n.fee)
		if err := asked.Accept(n.background, db, n.ada, n.fee); !errors.Is(err, people.ErrClosed) || n.again(t).fee.NetworkID != nil {
			t.Error("a closed organisation joined:", err)
		}
		n.closes(t, n.head)
		if _, err := people.Propose(n.background, db, n.lina, n.head, people.ProposalForm{Email: "b@b.example"}); !errors.Is(err, people.ErrClosed) {
			t.Error("a closed head asks:", err)
		}
		err := store.InTx(n.background, db, func(tx *gorm.DB) error { return people.OpenMembers(n.background, tx, n.lina, n.head, 0) })
		if !errors.Is(err, people.ErrClosed) {
			t.Error("a closed head opens spaces:", err)
		}
	})
}
