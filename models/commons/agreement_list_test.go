package commons_test

import (
	"testing"

	"chatiere/models/commons"
	"chatiere/models/store"
)

func TestAnAgreementSignedOnPaperHasItsLimitsToo(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		sign := func(basis commons.Basis, percent string, cents int64) (commons.Agreement, error) {
			return commons.SignAgreement(ctx, v.db, v.omar, commons.AgreementForm{
				Organisation: v.copeaux.Ref, LegalBasis: basis, Title: "x", Terms: "x", AcceptedOn: "2026-01-05", CapPercent: percent, Cents: cents,
			})
		}
		_, err := sign(commons.Rebate, "", 0)
		refusal(t, err, "cap_percent", "error.cap_needed")
		_, err = sign(commons.Rebate, "101", -1)
		refusal(t, err, "cap_percent", "error.percent_whole")
		refusal(t, err, "cap_amount", "error.money")
		a, err := sign(commons.Rebate, "50", 4000)
		v.must(err)
		_, err = a.Grant(ctx, v.db, v.colette, commons.CreditForm{Cents: 4001, Reason: "Premier semestre"})
		refusal(t, err, "credit_amount", "error.credit_cap")
		if a.CapBP != 5000 {
			t.Errorf("%+v", a)
		}
		if a, err = sign(commons.RecognitionOnly, "50", 4000); err != nil || a.CapBP != 0 || a.CapCents != 0 { // nothing is settled under it
			t.Errorf("%+v (%v)", a, err)
		}
	})
}

func TestAgreementsAreFoundByTitleOtherSideAndBasis(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.agreement(v.copeaux, commons.Compensation, "2026-01-01")
		v.agreement(v.fee, commons.SolidarityPrice, "2026-01-02")
		p := v.proposes(func(f *commons.ProposalForm) {
			f.Organisation, f.Email, f.LegalBasis, f.Title = "", v.kim.Email, commons.RecognitionOnly, "Merci"
		})
		v.must(p.Accept(ctx, v.db, v.kim, commons.PartySide, p.Version))
		v.must(p.Accept(ctx, v.db, v.omar, commons.OurSide, p.Version))
		for name, c := range map[string]struct {
			filter commons.AgreementFilter
			want   int
		}{
			"all":             {commons.AgreementFilter{}, 3},
			"a title":         {commons.AgreementFilter{Query: "TRADUC"}, 2},
			"an organisation": {commons.AgreementFilter{Query: "copeaux"}, 1},
			"a person":        {commons.AgreementFilter{Query: "la kim"}, 1},
			"a basis":         {commons.AgreementFilter{Basis: commons.SolidarityPrice}, 1},
			"none":            {commons.AgreementFilter{Query: "rien"}, 0},
		} {
			page, err := commons.FindAgreements(ctx, v.db, v.omar, c.filter)
			if err != nil || len(page.Items) != c.want {
				t.Errorf("%s: %d (%v)", name, len(page.Items), err)
			}
		}
		_, err := commons.FindAgreements(ctx, v.db, v.samia, commons.AgreementFilter{})
		is(t, err, store.ErrNotFound)
	})
}
