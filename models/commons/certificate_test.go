package commons_test

import (
	"fmt"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// plainly puts an extract into words that a test can read.
func plainly(x commons.Extract) string {
	var all []string
	for _, g := range x.Given {
		_, n := g.Effective()
		all = append(all, fmt.Sprint(g.Title, " ", n, " ", g.Roles))
	}
	return fmt.Sprintf("%s %d %s\n", x.Name, x.Minutes, strings.Join(all, "; "))
}

var lastYear = commons.CertificateForm{FromOn: "2026-01-01", ToOn: "2026-11-25", Lang: "fr"}

func TestACertificateSpeaksOfWhatAVolunteerGaveAndWasRecorded(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		_, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly)
		refusal(t, err, "from_on", "error.certificate_empty")
		v.accepted(v.kim)
		v.log(v.kim) // waits
		money := v.log(v.kim, func(f *commons.Form) {
			f.Choice, f.KindKey, f.Hours, f.Cents, f.Evidence = commons.Gifts, "financial", "", 2000, "virement du 3"
		})
		v.must(money.Attest(ctx, v.db, v.colette, commons.AttestForm{Verdict: commons.Confirm}))
		v.accept(v.load(money), v.samia)
		c, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly)
		v.must(err)
		if c.Words != "La kim 60 Deux pages d’aide en anglais 60 [member]\n" || len(c.Token) != 26 || c.TextSHA256 != commons.HashOf(c.Words) {
			t.Errorf("%+v", c)
		}
		_, err = commons.FindCertificate(ctx, v.db, v.lou, c.Token)
		is(t, err, store.ErrNotFound)
		seen, err := commons.CheckCertificate(ctx, v.db, c.Token)
		if err != nil || !seen.Valid() || seen.Words != "" || seen.UserID != 0 || seen.TextSHA256 != c.TextSHA256 {
			t.Errorf("%+v (%v)", seen, err)
		}
	})
}

func TestWorkOnBehalfOfAnOrganisationStandsOnNoCertificate(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.ada, behalf(v.fee))
		_, err := commons.IssueCertificate(ctx, v.db, v.ada, lastYear, plainly)
		refusal(t, err, "from_on", "error.certificate_empty")
	})
}

func TestACertificateAsksForDaysAndAName(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.kim)
		for _, row := range []struct{ from, to, field, key string }{
			{"hier", "2026-11-25", "from_on", "error.date"}, {"2026-01-01", "2026-12-31", "to_on", "error.date_future"}, {"2026-11-02", "2026-11-01", "to_on", "error.date_order"},
		} {
			_, err := commons.IssueCertificate(ctx, v.db, v.kim, commons.CertificateForm{FromOn: row.from, ToOn: row.to}, plainly)
			refusal(t, err, row.field, row.key)
		}
		nameless := v.kim
		nameless.Name = ""
		_, err := commons.IssueCertificate(ctx, v.db, nameless, lastYear, plainly)
		refusal(t, err, "from_on", "error.certificate_name")
	})
}

func TestACorrectionRevokesTheCertificateAndAnotherTakesItsPlace(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		old := v.accepted(v.kim)
		first, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly)
		v.must(err)
		v.accepted(v.kim, func(f *commons.Form) { f.Corrects, f.Hours = old.Ref, "2" })
		now, err := commons.FindCertificate(ctx, v.db, v.kim, first.Token)
		if err != nil || now.Valid() || now.RevokedBecause != "changed" || now.Words != first.Words {
			t.Fatalf("%+v (%v)", now, err)
		}
		second, err := now.Replace(ctx, v.db, v.kim, plainly)
		v.must(err)
		if *second.ReplacesID != first.ID || !strings.Contains(second.Words, " 120 ") {
			t.Errorf("%+v", second)
		}
		_, err = now.Replace(ctx, v.db, v.kim, plainly)
		is(t, err, store.ErrConflict)
		is(t, second.Revoke(ctx, v.db, v.lou), store.ErrNotFound)
		v.must(second.Revoke(ctx, v.db, v.kim))
		if seen, err := commons.CheckCertificate(ctx, v.db, second.Token); err != nil || seen.Valid() {
			t.Errorf("%+v (%v)", seen, err)
		}
	})
}

func TestAReversedDecisionRevokesTheCertificate(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim)
		one, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly)
		v.must(err)
		v.must(c.Contest(ctx, v.db, v.lou, "C’était deux pages de plus."))
		if _, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly); err == nil {
			t.Error("a contested contribution stands on a certificate")
		}
		v.must(c.Review(ctx, v.db, v.omar, commons.Reversed, "Oui."))
		v.must(c.Review(ctx, v.db, v.colette, commons.Reversed, "Oui."))
		if now, err := commons.CheckCertificate(ctx, v.db, one.Token); err != nil || now.Valid() {
			t.Errorf("%+v (%v)", now, err)
		}
	})
}

func TestTheWordsOfACertificateLeaveWithThePersonAndItsPageStays(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.kim)
		one, err := commons.IssueCertificate(ctx, v.db, v.kim, lastYear, plainly)
		v.must(err)
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error { return commons.Forget(ctx, tx, v.kim) }))
		now, err := commons.FindCertificate(ctx, v.db, v.kim, one.Token)
		if err != nil || now.Words != "" || now.Valid() || now.TextSHA256 != one.TextSHA256 {
			t.Errorf("%+v (%v)", now, err)
		}
	})
}

func TestAYearOfGivingKeepsUnitsAndWhatWasForOthersApart(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accepted(v.ada, hours("2"))
		v.accepted(v.ada, behalf(v.fee))
		v.log(v.ada)
		y, err := commons.YearGivenBy(ctx, v.db, v.ada, 2026)
		v.must(err)
		if len(y.Own) != 1 || y.Own[0].Total != 120 || len(y.Behalf) != 1 || y.Behalf[0].Total != 60 || y.Waiting != 1 || len(y.Rows) != 3 {
			t.Errorf("%+v", y)
		}
		if y, err = commons.YearGivenBy(ctx, v.db, v.ada, 2025); err != nil || len(y.Rows) != 0 {
			t.Errorf("%+v (%v)", y, err)
		}
	})
}

func TestAYearOfGivingCountsTheKindThatWasDecided(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.kim), v.bob)
		v.must(c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Adjusted, KindKey: "code", Reason: "C’était du code."}))
		y, err := commons.YearGivenBy(ctx, v.db, v.kim, 2026)
		v.must(err)
		if len(y.Own) != 1 || y.Own[0].Family != commons.CodeFamily || y.Rows[0].EffectiveKind().Key != "code" || y.Rows[0].Kind.Key != "translation" {
			t.Errorf("%+v", y)
		}
	})
}
