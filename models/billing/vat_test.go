package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func organisation(t *testing.T, db *gorm.DB, id uint) people.Organisation {
	t.Helper()
	o, err := people.LoadOrganisation(ctx, db, id)
	must(t, err)
	return o
}

// TestTAX3_OnlyANumberTheRegisterKnewRemovesTheTax sells to a body of another country before anybody looked its number up, afterwards, after
// the number changed, and after the register said no.
func TestTAX3_OnlyANumberTheRegisterKnewRemovesTheTax(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, u := running(t, db, true)
		ops, today := operator(t, db), day(t, "2026-11-25")
		number := func(vat string) people.Organisation {
			t.Helper()
			must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{
				"country": "BE", "fiscal_status": people.Liable, "vat_number": vat, "registry_number": "",
			}).Error)
			return organisation(t, db, p.OrganisationID)
		}
		sold := func(year string) billing.InvoiceLine {
			t.Helper()
			if renewed(t, db, year) != 1 {
				t.Fatal("not renewed")
			}
			return reloaded(t, db, invoicesOf(t, db, p.OrganisationID)[0]).Lines[0]
		}
		o := number("BE0403170701")
		if l := sold("2027-11-20"); l.Category != tax.Standard {
			t.Errorf("nobody looked, and it bears no tax: %+v", l)
		}
		answer := people.VATCheckForm{Answer: people.VATValid, CheckedOn: "2026-11-24", RequestID: "WAPIAAAAZ1"}
		if err := o.CheckVAT(ctx, db, u, answer, today); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a member verifies their own number: %v", err)
		}
		must(t, o.CheckVAT(ctx, db, ops, answer, today))
		l := sold("2028-11-20")
		if l.Category != tax.ReverseCharge || l.RateBP != 0 || l.ExemptionCode != tax.CodeReverseCharge {
			t.Errorf("the register knew it: %+v", l)
		}
		if i := reloaded(t, db, invoicesOf(t, db, p.OrganisationID)[0]); !i.Buyer.VATVerified || i.Buyer.VATNumber != "BE0403170701" || i.TotalCents != 10000 || i.Way() != billing.AbroadWay {
			t.Errorf("%+v", i)
		}
		o = number("BE0202239951")
		if l := sold("2029-11-20"); l.Category != tax.Standard {
			t.Errorf("another number, nobody looked: %+v", l)
		}
		must(t, o.CheckVAT(ctx, db, ops, answer, today))
		answer.Answer = people.VATInvalid
		must(t, o.CheckVAT(ctx, db, ops, answer, today))
		if l := sold("2030-11-20"); l.Category != tax.Standard {
			t.Errorf("the register does not know it: %+v", l)
		}
		checks, err := people.VATChecksOf(ctx, db, o)
		must(t, err)
		if len(checks) != 3 || checks[0].Valid || !checks[2].Valid || checks[2].Number != "BE0403170701" || checks[2].RequestID != "WAPIAAAAZ1" || checks[2].CheckedOn != "2026-11-24" || checks[2].ByID != ops.ID {
			t.Errorf("%+v", checks)
		}
		if i := reloaded(t, db, invoicesOf(t, db, p.OrganisationID)[2]); i.TotalCents != 10000 {
			t.Error("an issued document changed")
		}
	})
}

func TestTAX3_AnAnswerOfTheRegisterNeedsItsEvidence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p, _, _ := running(t, db, true)
		ops, today := operator(t, db), day(t, "2026-11-25")
		must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Update("vat_number", "").Error)
		good := people.VATCheckForm{Answer: people.VATValid, CheckedOn: "2026-11-25", Words: "NV BRUSSELS"}
		o := organisation(t, db, p.OrganisationID)
		if err := o.CheckVAT(ctx, db, ops, good, today); !errors.Is(err, store.ErrConflict) {
			t.Errorf("there is no number: %v", err)
		}
		must(t, db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Update("vat_number", "BE0403170701").Error)
		if err := o.CheckVAT(ctx, db, ops, good, today); !errors.Is(err, store.ErrConflict) {
			t.Errorf("it is another one by now: %v", err)
		}
		o = organisation(t, db, p.OrganisationID)
		for name, c := range map[string]struct {
			change     func(*people.VATCheckForm)
			field, key string
		}{
			"no answer":   {func(f *people.VATCheckForm) { f.Answer = "" }, "answer", "error.choose"},
			"no day":      {func(f *people.VATCheckForm) { f.CheckedOn = "hier" }, "checked_on", "error.date"},
			"tomorrow":    {func(f *people.VATCheckForm) { f.CheckedOn = "2026-11-26" }, "checked_on", "error.date_future"},
			"long ago":    {func(f *people.VATCheckForm) { f.CheckedOn = "2026-08-01" }, "checked_on", "error.vat_check_old"},
			"no evidence": {func(f *people.VATCheckForm) { f.Words = " " }, "request_id", "error.vat_evidence"},
		} {
			f := good
			c.change(&f)
			if wrong, bad := store.AsInvalid(o.CheckVAT(ctx, db, ops, f, today)); !bad || wrong[c.field].Key != c.key {
				t.Errorf("%s: %v", name, wrong)
			}
		}
		if organisation(t, db, p.OrganisationID).Registered() {
			t.Error("a wrong form verified the number")
		}
	})
}
