package billing_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// federation is a network head with a quota, and its owner.
func federation(t *testing.T, db *gorm.DB, quota int) (people.User, people.Organisation) {
	t.Helper()
	lina, err := people.Meet(ctx, db, "lina@head.example", "Lina", "fr")
	must(t, err)
	must(t, lina.Confirm(ctx, db))
	head, err := people.NewOrganisation(ctx, db, people.Organisation{Name: "Tête", Locale: "fr", Country: "FR"}, lina)
	must(t, err)
	must(t, head.SaveNetwork(ctx, db, operator(t, db), people.NetworkForm{Quota: strconv.Itoa(quota), Version: head.Version}))
	head, err = people.LoadOrganisation(ctx, db, head.ID)
	must(t, err)
	lina, err = people.LoadUser(ctx, db, lina.ID)
	must(t, err)
	return lina, head
}

func listOf(lines string) billing.OpeningForm {
	return billing.OpeningForm{Lines: lines, Spoken: []string{"fr", "en"}, Lang: "fr"}
}

const threeSpaces = "nom;contact;courriel;langue;offre;tarif\nLes Prés;Zoé;zoe@pres.example;fr;ensemble;Tarif juste\nÉcole d’été;Ana;ana@ete.example;en;Ensemble;\nLa Rive;Bo;bo@rive.example;;ensemble;standard\n"

// opens rehearses a list and opens what the dry run said.
func opens(t *testing.T, db *gorm.DB, by people.User, head people.Organisation, lines string) int {
	t.Helper()
	f := listOf(lines)
	r, err := billing.Rehearse(ctx, db, by, head, f)
	must(t, err)
	f.Expected = r.Digest()
	_, n, err := billing.OpenSpaces(ctx, db, by, head, f)
	must(t, err)
	return n
}

func TestADryRunSaysEveryLinesOutcomeAndChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		lina, head := federation(t, db, 10)
		r, err := billing.Rehearse(ctx, db, lina, head, listOf(threeSpaces+"les pres;Zoé;zoe@pres.example;fr;ensemble;\nX;;x@;de;rien;\nY;Y;y@y.example;fr;reseau;\nZ;Z;z@z.example;fr;ensemble;symbolic\nW;\"W;w@w.example\n"))
		must(t, err)
		if r.Opening != 3 || r.Unclear != 5 || r.YearCents != 36000 || r.Lines[1].Locale != "en" || r.Lines[2].Locale != "fr" {
			t.Fatalf("%+v", r)
		}
		said := map[int]string{}
		for _, l := range r.Lines {
			said[l.Line] = l.Wrong.Error()
		}
		for line, want := range map[int]string{
			5: "name: error.line_twice", 6: "email: error.email", 7: "offer: error.line_reviewed", 8: "tier: error.line_tier", 9: "line: error.line_broken",
		} {
			if !strings.Contains(said[line], want) {
				t.Errorf("line %d: %s", line, said[line])
			}
		}
		for _, want := range []string{"contact: error.required", "language: error.line_language", "offer: error.line_offer"} {
			if !strings.Contains(said[6], want) {
				t.Errorf("line 6 does not say %s but %s", want, said[6])
			}
		}
		if n, _ := people.MemberCount(ctx, db, head); n != 0 || promised(t, db, "opening_made") != 0 {
			t.Fatal("the dry run did something")
		}
	})
}

func TestOneConfirmationOpensAllAndTheSameListTwiceNothingNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		lina, head := federation(t, db, 3)
		if n := opens(t, db, lina, head, threeSpaces); n != 3 || promised(t, db, "opening_made") != 3 || promised(t, db, "invitation_made") != 0 {
			t.Fatal("opened", n)
		}
		if n := opens(t, db, lina, head, threeSpaces); n != 0 || promised(t, db, "opening_made") != 3 {
			t.Fatal("opened again", n)
		}
		f := listOf(threeSpaces + "Encore;E;e@e.example;;ensemble;\n")
		if _, err := billing.Rehearse(ctx, db, lina, head, f); !strings.Contains(err.Error(), "error.quota") {
			t.Fatal("beyond the quota", err)
		}
		if _, err := billing.Rehearse(ctx, db, visitor, head, f); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("a stranger opens", err)
		}
	})
}

func TestAListThatWouldBringSomethingElseOpensNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		lina, head := federation(t, db, 10)
		f := listOf(threeSpaces)
		r, err := billing.Rehearse(ctx, db, lina, head, f)
		must(t, err)
		f.Expected = r.Digest()
		opens(t, db, lina, head, "La Rive;Bo;bo@rive.example;;ensemble;\n")
		r, n, err := billing.OpenSpaces(ctx, db, lina, head, f)
		if !errors.Is(err, billing.ErrOutdated) || n != 0 || r.There != 1 || promised(t, db, "opening_made") != 1 {
			t.Fatal(r, n, err)
		}
	})
}

// invited lets the person come whom an opening of that organisation invited.
func invited(t *testing.T, db *gorm.DB, email string) (people.User, billing.Opening) {
	t.Helper()
	var i people.Invitation
	must(t, db.Where("email = ? and ended_at is null", email).First(&i).Error)
	u, err := people.Meet(ctx, db, email, "", "fr")
	must(t, err)
	must(t, u.Confirm(ctx, db))
	must(t, i.Accept(ctx, db, u))
	u, err = people.LoadUser(ctx, db, u.ID)
	must(t, err)
	o, err := billing.OpeningFor(ctx, db, u.Memberships[len(u.Memberships)-1].Organisation)
	must(t, err)
	return u, o
}

func TestAnInvitedMemberAcceptsTheTermsAndIsInTheNetwork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		lina, head := federation(t, db, 10)
		opens(t, db, lina, head, threeSpaces)
		zoe, o := invited(t, db, "zoe@pres.example")
		if _, err := o.Accept(ctx, db, lina, billing.AcceptForm{Terms: true}); !errors.Is(err, store.ErrForbidden) {
			t.Fatal("the head accepts for its member", err)
		}
		if _, err := o.Accept(ctx, db, zoe, billing.AcceptForm{}); !strings.Contains(err.Error(), "error.terms") {
			t.Fatal("without the terms", err)
		}
		p, err := o.Accept(ctx, db, zoe, billing.AcceptForm{Terms: true, EarlyStart: true, TermsVersion: "1"})
		must(t, err)
		again, err := o.Accept(ctx, db, zoe, billing.AcceptForm{Terms: true})
		if err != nil || again.ID != p.ID || p.TotalCents != 12000 || promised(t, db, "subscription_accepted") != 1 {
			t.Fatal("not once", p, again, err)
		}
		member, err := people.LoadOrganisation(ctx, db, o.OrganisationID)
		must(t, err)
		if member.NetworkID == nil || *member.NetworkID != head.ID || o.Email != "" || o.Contact != "" {
			t.Fatalf("%+v %+v", member, o)
		}
		if n := opens(t, db, lina, head, threeSpaces); n != 0 {
			t.Fatal("opened again", n)
		}
		members := networkOf(t, db, head)
		if len(members) != 3 || len(members[2].Spaces) != 1 || members[2].Spaces[0].Offer != "Ensemble" || members[2].Spaces[0].Payment() != billing.Unpaid {
			t.Fatalf("%+v", members)
		}
	})
}

func networkOf(t *testing.T, db *gorm.DB, head people.Organisation) []billing.NetworkMember {
	t.Helper()
	all, err := people.AllAffiliationsOf(ctx, db, head, people.AffiliationFilter{})
	must(t, err)
	members, err := billing.NetworkMembers(ctx, db, "fr", all, noon("2026-11-25"))
	must(t, err)
	return members
}

func TestAnOpeningIsDeclinedOrTakenBackAndItsAddressForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		lina, head := federation(t, db, 10)
		opens(t, db, lina, head, threeSpaces)
		ana, o := invited(t, db, "ana@ete.example")
		must(t, o.Decline(ctx, db, ana))
		bo := networkOf(t, db, head)[0]
		again, err := billing.OpeningOf(ctx, db, lina, head, bo.Ref)
		must(t, err)
		before := *again.InvitationID
		must(t, again.Again(ctx, db, lina))
		if *again.InvitationID == before || promised(t, db, "opening_made") != 4 {
			t.Fatal("no new letter")
		}
		a, err := people.FindAffiliation(ctx, db, lina, head, bo.Ref)
		must(t, err)
		must(t, billing.EndAffiliation(ctx, db, lina, a))
		var kept int64
		must(t, db.Raw("select count(*) from openings where state in ('declined','withdrawn') and (email <> '' or contact <> '')").Scan(&kept).Error)
		var open int64
		must(t, db.Raw("select count(*) from invitations where email = 'bo@rive.example' and ended_at is null").Scan(&open).Error)
		if kept+open != 0 {
			t.Fatal("an address is kept, or its link works", kept, open)
		}
		if n := opens(t, db, lina, head, threeSpaces); n != 1 { // what was taken back may be opened anew; who declined is not asked again
			t.Fatal("opened", n)
		}
	})
}
