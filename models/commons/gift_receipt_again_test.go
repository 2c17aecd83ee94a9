package commons_test

import (
	"testing"

	"chatiere/models/commons"
)

func TestTheNextReceiptKnowsWhatTheLastOneAndTheFileOfACompanySaid(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		first, second := v.gave(v.bob, 70_000, inTheNameOf(v.copeaux)), v.gave(v.bob, 20_000, inTheNameOf(v.copeaux))
		v.declares(commons.ForCompanies)
		form, err := commons.ReceiptFormFor(ctx, v.db, v.copeaux)
		v.must(err)
		if form.LegalForm != "" || form.SIREN != "" || form.Street != "" {
			t.Errorf("nobody said that: %+v", form)
		}
		_, err = first.Certify(ctx, v.db, v.bob, asCompany())
		v.must(err)
		form, err = commons.ReceiptFormFor(ctx, v.db, v.copeaux)
		v.must(err)
		if form.LegalForm != "SARL" || form.SIREN != "123456782" || form.Street != "2 quai du Bois" || form.City != "Lyon" {
			t.Errorf("%+v", form)
		}
		_, err = second.Certify(ctx, v.db, v.bob, &form)
		v.must(err)
		known := v.copeaux
		known.Street, known.Postcode, known.City, known.VATNumber = "9 rue Neuve", "38000", "Grenoble", "FR32732829320"
		form, err = commons.ReceiptFormFor(ctx, v.db, known)
		v.must(err)
		if form.Street != "9 rue Neuve" || form.City != "Grenoble" || form.SIREN != "732829320" || form.LegalForm != "SARL" {
			t.Errorf("the file comes first: %+v", form)
		}
	})
}

func TestAVoidReceiptIsNotTakenForAnExample(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		kims, again := v.gave(v.kim, 5_000), v.gave(v.kim, 5_000)
		v.declares(commons.ForPersons)
		first, err := kims.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
		form, err := commons.OwnReceiptForm(ctx, v.db, v.kim, "BE")
		v.must(err)
		if form.Name != "Kim Exemple" || form.Street != "1 rue du Don" || form.Country != "FR" {
			t.Errorf("%+v", form)
		}
		other, err := commons.OwnReceiptForm(ctx, v.db, v.lou, "BE")
		v.must(err)
		if other.Street != "" || other.Country != "BE" {
			t.Errorf("somebody else's address: %+v", other)
		}
		v.must(first.Void(ctx, v.db, v.omar, "adresse fausse"))
		form, err = commons.OwnReceiptForm(ctx, v.db, v.kim, "BE")
		v.must(err)
		if form.Street != "" {
			t.Errorf("the address was wrong: %+v", form)
		}
		_, err = again.Certify(ctx, v.db, v.kim, asPerson())
		v.must(err)
	})
}
