package commons_test

import (
	"fmt"
	"strings"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// gave is a gift of money that came, of a person or in an organisation's name, to a space that runs.
func (v village) gave(by people.User, cents int64, change ...func(*commons.PledgeForm)) commons.Donation {
	v.t.Helper()
	s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
	p := v.pledges(s, by, cents, append(change, every(commons.Once))...)
	v.must(s.Start(ctx, v.db, v.omar))
	v.must(v.gifts(p)[0].Arrive(ctx, v.db, v.omar, commons.ArrivalForm{Cents: cents, ReceivedOn: day(0), Method: "cheque"}))
	return v.gifts(p)[0]
}

func inTheNameOf(o people.Organisation) func(*commons.PledgeForm) {
	return func(f *commons.PledgeForm) { f.For = o.Ref }
}

// declares says that gifts give right to a tax reduction, for some articles.
func (v village) declares(articles ...string) {
	v.t.Helper()
	v.must(commons.Declare(ctx, v.db, v.omar, &commons.EligibilityForm{Articles: articles, Basis: "self", Object: "Des outils libres", Category: commons.GeneralInterest, Name: "Omar", Role: "Président", Sure: true}))
}

func asPerson() *commons.ReceiptForm {
	return &commons.ReceiptForm{Name: "Kim Exemple", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR", Lang: "fr"}
}

func asCompany() *commons.ReceiptForm {
	return &commons.ReceiptForm{Name: "Les Copeaux", LegalForm: "SARL", SIREN: "123 456 782", Street: "2 quai du Bois", Postcode: "69002", City: "Lyon", Country: "FR", Lang: "fr"}
}

func TestReceiptsAreOnlyForADeclaredCollectiveAndNumberedWithoutGap(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		kims, lous := v.gave(v.kim, 5_000), v.gave(v.lou, 5_000)
		_, err := kims.Certify(ctx, v.db, v.kim, asPerson())
		is(t, err, store.ErrConflict)
		is(t, commons.Declare(ctx, v.db, v.colette, &commons.EligibilityForm{}), store.ErrForbidden)
		refusal(t, commons.Declare(ctx, v.db, v.omar, &commons.EligibilityForm{Articles: []string{"978"}}), "articles", "error.choose")
		v.declares(commons.ForPersons)
		_, err = kims.Certify(ctx, v.db, v.kim, &commons.ReceiptForm{Name: "Kim", Country: "FR"})
		refusal(t, err, "street", "error.required")
		first, err := kims.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		_, err = kims.Certify(ctx, v.db, v.kim, asPerson())
		is(t, err, store.ErrConflict)
		_, err = lous.Certify(ctx, v.db, v.kim, asPerson())
		is(t, err, store.ErrForbidden)
		refusal(t, kims.TakeBack(ctx, v.db, v.omar, "erreur"), "reason", "error.receipt_first")
		v.must(first.Void(ctx, v.db, v.omar, "adresse fausse"))
		second, err := kims.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		if first.Number != "R2026-00001" || second.Number != "R2026-00002" || second.Form != commons.PersonForm {
			t.Error(first.Number, second.Number, second.Form)
		}
		v.declared(commons.ReceiptYear{Year: "2026", Count: 1, Cents: 5_000, Void: 1})
		_, err = commons.FindReceipt(ctx, v.db, v.lou, second.Ref)
		is(t, err, store.ErrNotFound)
	})
}

// declared compares what must be declared of the year (CGI 222 bis).
func (v village) declared(want commons.ReceiptYear) {
	v.t.Helper()
	_, years, err := commons.Receipts(ctx, v.db, v.colette, commons.ReceiptFilter{})
	if err != nil || len(years) != 1 || years[0] != want {
		v.t.Errorf("%v %+v", err, years)
	}
}

func TestACompanysGiftHasItsOwnFormAndTheNextNumberOfTheSameSeries(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		kims, theirs := v.gave(v.kim, 5_000), v.gave(v.bob, 70_000, inTheNameOf(v.copeaux))
		v.declares(commons.ForPersons)
		_, err := theirs.Certify(ctx, v.db, v.bob, asCompany())
		is(t, err, store.ErrConflict) // the declaration is for the gifts of persons
		v.declares(commons.ForCompanies)
		_, err = kims.Certify(ctx, v.db, v.kim, asPerson())
		is(t, err, store.ErrConflict) // and now for those of companies
		v.declares(commons.ForCompanies, commons.ForPersons)
		_, err = theirs.Certify(ctx, v.db, v.ada, asCompany())
		is(t, err, store.ErrForbidden)
		for _, siren := range []string{"", "123 456 789", "W691234567"} {
			f := asCompany()
			f.SIREN = siren
			_, err = theirs.Certify(ctx, v.db, v.bob, f)
			refusal(t, err, "siren", map[bool]string{true: "error.required", false: "error.siren"}[siren == ""])
		}
		_, err = theirs.Certify(ctx, v.db, v.bob, asPerson())
		refusal(t, err, "legal_form", "error.required")
		_, err = kims.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		r, err := theirs.Certify(ctx, v.db, v.bob, asCompany())
		v.must(err)
		if r.Number != "R2026-00002" || !r.Company() || r.InKind() || r.SIREN != "123456782" || r.LegalForm != "SARL" || r.Cents != 70_000 || *r.OrganisationID != v.copeaux.ID {
			t.Errorf("%+v", r)
		}
		v.declared(commons.ReceiptYear{Year: "2026", Count: 2, Cents: 75_000, Companies: 1, CompanyCents: 70_000})
		_, err = commons.FindReceipt(ctx, v.db, v.chloe, r.Ref)
		is(t, err, store.ErrNotFound)
		_, err = commons.FindReceipt(ctx, v.db, v.bob, r.Ref)
		v.must(err)
	})
}

func TestACollectiveThatComesToChargeVATIssuesNoReceiptOnItsOwnJudgement(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		d := v.gave(v.kim, 5_000)
		v.declares(commons.ForPersons)
		v.must(collective.BeginRegime(ctx, v.db, collective.TaxRegime{Regime: collective.VATRegistered, RateBP: 2000, FromOn: day(-1)}))
		_, err := d.Certify(ctx, v.db, v.kim, asPerson())
		refusal(t, err, "basis", "error.rescrit_needed")
		e := &commons.EligibilityForm{Articles: []string{commons.ForPersons}, Basis: "self", Object: "x", Category: commons.GeneralInterest, Name: "Omar", Role: "Président", Sure: true}
		refusal(t, commons.Declare(ctx, v.db, v.omar, e), "basis", "error.rescrit_needed")
		e.Basis, e.Rescrit = "rescrit", "2026/1234"
		v.must(commons.Declare(ctx, v.db, v.omar, e))
		r, err := d.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		if r.Number != "R2026-00001" { // what was refused took no number
			t.Error(r.Number)
		}
	})
}

// lent is a thing of some value that Les Copeaux gave to the collective, accepted.
func (v village) lent(change ...func(*commons.Form)) commons.Contribution {
	v.t.Helper()
	c := v.log(v.bob, append([]func(*commons.Form){thing("x_goods", 80_000), behalf(v.copeaux), func(f *commons.Form) { f.For = "collective" }}, change...)...)
	return v.accept(v.confirm(c, v.colette), v.samia)
}

func asGiver() *commons.ReceiptForm {
	f := asCompany()
	f.Thing, f.Cost = "12 ordinateurs portables de 2021", true
	return f
}

func TestAGiftInKindHasAReceiptForTheValueThatWasAccepted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.lent(func(f *commons.Form) { f.FromOn, f.ToOn = "2026-11-20", "2026-11-24" })
		v.declares(commons.ForPersons)
		if got, err := commons.InKindOf(ctx, v.db, v.bob, c); err != nil || got.Offered {
			t.Errorf("%+v %v", got, err)
		}
		_, err := c.Certify(ctx, v.db, v.bob, asGiver())
		is(t, err, store.ErrConflict)
		v.declares(commons.ForCompanies)
		if got, err := commons.InKindOf(ctx, v.db, v.ada, c); err != nil || got.Offered {
			t.Errorf("offered to others: %+v %v", got, err)
		}
		_, err = c.Certify(ctx, v.db, v.ada, asGiver())
		is(t, err, store.ErrForbidden)
		f := asCompany()
		f.Thing = strings.Repeat("x", 601)
		_, err = c.Certify(ctx, v.db, v.bob, f)
		refusal(t, err, "thing", "error.too_long")
		refusal(t, err, "cost", "error.tick")
		r, err := c.Certify(ctx, v.db, v.bob, asGiver())
		v.must(err)
		if r.Number != "R2026-00001" || r.Cents != 80_000 || !r.InKind() || r.BeganOn != "2026-11-20" || r.ReceivedOn != "2026-11-24" || r.Thing != "12 ordinateurs portables de 2021" {
			t.Errorf("%+v", r)
		}
		_, err = c.Certify(ctx, v.db, v.bob, asGiver())
		is(t, err, store.ErrConflict)
		v.declared(commons.ReceiptYear{Year: "2026", Count: 1, Cents: 80_000, Companies: 1, CompanyCents: 80_000})
		v.lent(func(f *commons.Form) { f.Corrects, f.Cents = c.Ref, 60_000 })
		v.declared(commons.ReceiptYear{Year: "2026", Void: 1}) // what is put right has another receipt
	})
}

func TestWhatSettlesSomethingOrIsNoThingOfACompanyHasNoReceipt(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.declares(commons.Articles...)
		pieces := func(f *commons.Form) { f.Cents, f.Amount, f.Pieces = 0, "", "12" }
		for name, c := range map[string]commons.Contribution{
			"without a value":        v.lent(pieces),
			"work":                   v.accepted(v.kim),
			"a person's":             v.accept(v.confirm(v.log(v.kim, thing("x_goods", 5_000)), v.colette), v.samia),
			"waived expenses":        v.accept(v.confirm(v.log(v.kim, thing("x_expense_waiver", 5_000), func(f *commons.Form) { f.Files = []files.File{v.sends(v.kim, "abandon.pdf", pdf)} }), v.colette), v.samia),
			"for another collective": v.lent(func(f *commons.Form) { f.For, f.ForName = "other", "Les Marmottes" }),
			"not accepted":           v.log(v.bob, thing("x_goods", 900), behalf(v.copeaux)),
		} {
			if c.GivenInKind() {
				t.Errorf("%s is given in kind", name)
			}
			if got, err := commons.InKindOf(ctx, v.db, v.bob, c); err != nil || got.Offered {
				t.Errorf("%s: %+v %v", name, got, err)
			}
			if _, err := c.Certify(ctx, v.db, v.bob, asGiver()); err == nil {
				t.Errorf("%s has a receipt", name)
			}
		}
		counted := v.lent()
		counted.Treatment = commons.Counted
		if counted.GivenInKind() {
			t.Error("what settles a debt is given")
		}
		v.nothingDeclared()
	})
}

// nothingDeclared checks that nothing is to be declared.
func (v village) nothingDeclared() {
	v.t.Helper()
	if _, years, err := commons.Receipts(ctx, v.db, v.colette, commons.ReceiptFilter{}); err != nil || len(years) != 0 {
		v.t.Errorf("%v %+v", err, years)
	}
}

func TestAReceiptIsPrintedOnceAndNeverChanges(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		d := v.gave(v.kim, 5_000)
		v.declares(commons.ForPersons)
		r, err := d.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		_, err = r.Document(ctx, v.db)
		is(t, err, store.ErrNotFound)
		kept, err := r.File(ctx, v.db, "R2026-00001.pdf", []byte("%PDF one"))
		v.must(err)
		again, err := r.File(ctx, v.db, "R2026-00001.pdf", []byte("%PDF two"))
		v.must(err)
		if bytes, err := again.Document(ctx, v.db); err != nil || string(bytes) != "%PDF one" || again.FileSHA256 != kept.FileSHA256 || len(kept.FileSHA256) != 64 {
			t.Errorf("%q %v %s", bytes, err, again.FileSHA256)
		}
		for _, statement := range []string{"update gift_receipts set donor_name = 'Lou'", "update gift_receipts set file_sha256 = 'x'", "update gift_receipts set number = 'R2026-00009'", "delete from gift_receipts"} {
			if err := store.InTx(ctx, v.db, func(tx *gorm.DB) error { return tx.Exec(statement).Error }); err == nil {
				t.Errorf("%s was let through", statement)
			}
		}
		v.must(again.Void(ctx, v.db, v.omar, "adresse fausse"))
		is(t, again.Void(ctx, v.db, v.omar, "encore"), store.ErrConflict)
	})
}

// TestFiftyAskAtOnceAndNoNumberIsMissing asks for many receipts at once, half of them of gifts that have one already: what is refused takes no number.
func TestFiftyAskAtOnceAndNoNumberIsMissing(t *testing.T) {
	storetest.EachHandle(t, func(t *testing.T, h *store.Handle, _ string) {
		v := settle(t, h.DB)
		v.declares(commons.ForPersons)
		s := v.space(func(f *commons.SpaceForm) { f.Threshold = "1" })
		var all []commons.Donation
		var givers []people.User
		for n := range 25 {
			u := v.person(fmt.Sprint("don", n), "")
			p := v.pledges(s, u, 1_000, every(commons.Once))
			if n == 0 {
				v.must(s.Start(ctx, v.db, v.omar))
			}
			v.must(v.gifts(p)[0].Arrive(ctx, v.db, v.omar, commons.ArrivalForm{Cents: 1_000, ReceivedOn: day(0), Method: "cash"}))
			all, givers = append(all, v.gifts(p)[0]), append(givers, u)
		}
		done := make(chan error, 50)
		for n := range 50 {
			go func() {
				_, err := all[n%25].Certify(ctx, h.DB, givers[n%25], asPerson())
				done <- err
			}()
		}
		issued := 0
		for range 50 {
			if err := <-done; err == nil {
				issued++
			}
		}
		var count, last int
		h.DB.Raw("select count(*) from gift_receipts").Scan(&count)
		h.DB.Raw("select last from gift_receipt_series").Scan(&last)
		if issued != 25 || count != 25 || last != 25 {
			t.Errorf("%d issued, %d there, the last is %d", issued, count, last)
		}
	})
}
