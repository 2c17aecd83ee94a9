package commons_test

import (
	"fmt"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func (v village) rule(work string, cents int64, from string) commons.ValuationRule {
	v.t.Helper()
	r, err := commons.BeginRule(ctx, v.db, v.colette, commons.RuleForm{Work: work, Cents: cents, Method: "Salaire minimum", ValidFrom: from})
	v.must(err)
	return r
}

// thing is something lent or given, worth some cents.
func thing(kind string, cents int64) func(*commons.Form) {
	return func(f *commons.Form) {
		f.Choice, f.KindKey, f.Hours, f.Cents, f.Amount, f.Evidence = commons.Gifts, kind, "", cents, "x", "Devis 12"
	}
}

func TestAcceptedMinutesAreInTheBooksOfWhoGaveThem(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.accepted(v.kim, hours("6"))
		v.accepted(v.chloe, behalf(v.fee), func(f *commons.Form) { f.Quarters = "15" }, vouched(v))
		v.holds("MIN", map[string]int64{
			"time:received:collective": 360 + 75, ledger.Person("time:given", v.kim.ID): 360, ledger.Party("time:given", v.fee.ID): 75,
		})
		e, found, err := ledger.EntryWithKey(v.db, "time:"+fmt.Sprint(c.ID)+":v1")
		if err != nil || !found || e.Journal != ledger.Time || e.Kind != "time_log" || e.EffectiveOn != "2026-11-24" || e.SubjectType != "contribution" {
			t.Errorf("%+v %v (%v)", e, found, err)
		}
	})
}

// vouched makes an owner of Fée confirm what is logged next; it changes nothing of the form.
func vouched(v village) func(*commons.Form) {
	return func(*commons.Form) {
		v.must(v.db.Exec("update memberships set role = 'owner' where user_id = ?", v.chloe.ID).Error)
		for i := range v.chloe.Memberships {
			v.chloe.Memberships[i].Role = people.Owner
		}
	}
}

func TestTheStoryOfSixHoursOfDocumentationGiven(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		c := v.accepted(v.kim, hours("6"), func(f *commons.Form) { f.KindKey = "doc" })
		v.holds("EUR", map[string]int64{"class8:864": 7200, "class8:875": 7200})
		effects := v.effects(c)
		if len(effects) != 2 || *effects[1].Cents != 7200 {
			t.Errorf("%+v", effects)
		}
		var accounts []string // nothing but time and class 8: on no invoice, no credit, no price
		v.must(v.db.Raw("select path from ledger_accounts order by path").Scan(&accounts).Error)
		if len(accounts) != 4 {
			t.Errorf("%v", accounts)
		}
	})
}

func TestTheValueInKindFollowsTheRuleOfThatDay(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-11-01")
		v.rule("work", 1500, "2026-11-24")
		v.accepted(v.kim, func(f *commons.Form) { f.FromOn = "2026-10-31" }) // before any rule
		v.holds("EUR", map[string]int64{"class8:864": 0})
		v.accepted(v.kim, func(f *commons.Form) { f.FromOn = "2026-11-23" })
		v.holds("EUR", map[string]int64{"class8:864": 1200})
		v.accepted(v.kim)
		v.holds("EUR", map[string]int64{"class8:864": 2700, "class8:875": 2700})
		v.rule("work", 9000, "2026-11-01") // changing a rule never rewrites the past
		v.holds("EUR", map[string]int64{"class8:864": 2700})
		if err := v.db.Exec("update valuation_rules set cents = 1").Error; err == nil {
			t.Error("the database let a rule be rewritten")
		}
	})
}

func TestEachSortOfGiftHasItsPairOfAccounts(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		v.rule("goods", 0, "2026-01-01")
		v.rule("use", 0, "2026-01-01")
		v.accept(v.confirm(v.log(v.bob, behalf(v.copeaux)), v.eve), v.samia) // an organisation gives a service, no volunteering
		v.accept(v.confirm(v.log(v.kim, thing("x_goods", 5000)), v.colette), v.samia)
		v.accept(v.confirm(v.log(v.kim, thing("x_premises", 7000)), v.colette), v.samia)
		v.accept(v.confirm(v.log(v.kim, thing("financial", 30000)), v.colette), v.samia) // money is booked where it arrives
		v.holds("EUR", map[string]int64{
			"class8:862": 1200, "class8:860": 5000, "class8:870": 5000, "class8:861": 7000, "class8:871": 8200, "class8:864": 0, "class8:875": 0,
		})
	})
}

func TestWhatIsGivenToOthersIsNotInTheCollectivesAccounts(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		v.accepted(v.kim, func(f *commons.Form) { f.For, f.ForName = "other", "Les Marmottes" })
		v.holds("MIN", map[string]int64{"time:received:collective": 60}) // counted with all that is given
		v.holds("EUR", map[string]int64{"class8:864": 0})
	})
}

func TestPiecesAreCountedApart(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		v.accepted(v.kim, func(f *commons.Form) { f.Hours, f.Pieces = "", "40" })
		v.holds("PIECE", map[string]int64{"count:received:collective": 40, ledger.Person("count:given", v.kim.ID): 40})
		v.holds("MIN", map[string]int64{"time:received:collective": 0})
		v.holds("EUR", map[string]int64{"class8:864": 0})
	})
}

func TestACorrectionReversesTimeAndValue(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		old := v.accepted(v.kim, hours("2"))
		v.accepted(v.kim, func(f *commons.Form) { f.Corrects = old.Ref })
		v.holds("MIN", map[string]int64{"time:received:collective": 60})
		v.holds("EUR", map[string]int64{"class8:864": 1200, "class8:875": 1200})
		figures, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if sums, total := figures.Given(commons.Minutes); total != 60 || figures.Minutes != 60 || len(sums) != 1 || sums[0].Entries != 1 {
			t.Errorf("%+v", figures)
		}
	})
}

func TestAContributionOfAClosedPeriodIsBookedToday(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
			_, err := ledger.Close(ctx, tx, ledger.Period{StartsOn: "2025-01-01", EndsOn: "2025-12-31"})
			return err
		}))
		c := v.accepted(v.kim, func(f *commons.Form) { f.FromOn = "2025-12-30" })
		entries, err := ledger.EntriesOf(v.db, "contribution", c.ID)
		v.must(err)
		if len(entries) != 1 || entries[0].EffectiveOn != "2026-11-25" || entries[0].PieceOn != "2025-12-30" {
			t.Errorf("%+v", entries)
		}
	})
}

func TestNothingIsInTheBooksWhenTheDecisionFails(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		c := v.confirm(v.log(v.chloe, behalf(v.fee)), v.bob)
		refusal(t, c.Decide(ctx, v.db, v.samia, commons.DecisionForm{Decision: commons.Accepted}), "decide", "error.decide_unvouched")
		v.is(c, commons.Attested)
		v.holds("MIN", map[string]int64{"time:received:collective": 0})
		is(t, c.Vouch(ctx, v.db, v.chloe), store.ErrForbidden)
		is(t, c.Vouch(ctx, v.db, v.bob), store.ErrForbidden)
		v.must(c.Vouch(ctx, v.db, v.ada))
		v.accept(c, v.samia)
		v.holds("MIN", map[string]int64{ledger.Party("time:given", v.fee.ID): 60})
	})
}

func (v village) agreement(o people.Organisation, basis commons.Basis, signed string) commons.Agreement {
	v.t.Helper()
	a, err := commons.SignAgreement(ctx, v.db, v.omar, commons.AgreementForm{Organisation: o.Ref, LegalBasis: basis, Title: "Traduction", Terms: "Deux factures entières.", AcceptedOn: signed, CapPercent: "50"})
	v.must(err)
	return a
}

func TestAVolunteersHoursAreNeverCounted(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreement(v.copeaux, commons.Compensation, "2026-01-01")
		for _, c := range []commons.Contribution{v.log(v.kim), v.confirm(v.log(v.kim), v.eve), v.accepted(v.lou, hours("6")), v.log(v.chloe)} {
			err := c.Count(ctx, v.db, v.samia, a.Ref)
			is(t, err, commons.ErrNoCreditForVolunteers)
			refusal(t, err, "agreement", "error.no_credit_for_volunteers")
			if now := v.load(c); now.Treatment != commons.Given || now.AgreementID != nil || now.State != c.State {
				t.Errorf("something changed: %+v", now)
			}
			if v.db.Exec("update contributions set treatment = 'counted', agreement_id = ? where id = ?", a.ID, c.ID).Error == nil {
				t.Error("the database let a volunteer's hours be counted")
			}
		}
	})
}

func TestTheDatabaseKnowsNoCountingAgreementWithAPerson(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		insert := `insert into agreements (ref, party_type, organisation_id, user_id, legal_basis, title, terms, terms_sha256, accepted_on, starts_on, created_at)
			values (?, ?, ?, ?, ?, 'x', 'x', ?, '2026-01-01', '2026-01-01', ?)`
		sum := "0123456789012345678901234567890123456789012345678901234567890123"
		try := func(ref, party string, organisation, user *uint, basis commons.Basis) error {
			return v.db.Exec(insert, ref, party, organisation, user, basis, sum, store.Now(v.db)).Error
		}
		kim, fee := &v.kim.ID, &v.fee.ID
		for ref, basis := range map[string]commons.Basis{"a": commons.RecognitionOnly, "b": commons.SolidarityPrice, "c": commons.ExpenseWaiver} {
			v.must(try(ref, "person", nil, kim, basis))
		}
		for ref, basis := range map[string]commons.Basis{"d": commons.Compensation, "e": commons.Rebate} {
			v.must(try(ref, "organisation", fee, nil, basis))
			for name, err := range map[string]error{
				"a person":                     try(ref+"1", "person", nil, kim, basis),
				"a person called organisation": try(ref+"2", "organisation", nil, kim, basis),
				"both":                         try(ref+"3", "organisation", fee, kim, basis),
				"a person with one":            try(ref+"4", "person", fee, kim, basis),
				"nobody":                       try(ref+"5", "organisation", nil, nil, basis),
			} {
				if err == nil {
					t.Errorf("%s has %s", name, basis)
				}
			}
		}
		if try("f", "organisation", fee, nil, commons.ExpenseWaiver) == nil {
			t.Error("an organisation waives expenses")
		}
	})
}

func TestAnOrganisationsWorkIsCountedUnderAnEarlierAgreementOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rule("work", 1200, "2026-01-01")
		work := func() commons.Contribution { return v.confirm(v.log(v.bob, behalf(v.copeaux)), v.eve) }
		c := work()
		for name, a := range map[string]struct {
			agreement commons.Agreement
			key       string
		}{
			"another's":        {v.agreement(v.fee, commons.Compensation, "2026-01-01"), "error.agreement_of_others"},
			"recognition only": {v.agreement(v.copeaux, commons.RecognitionOnly, "2026-01-01"), "error.agreement_counts_nothing"},
			"a solidary price": {v.agreement(v.copeaux, commons.SolidarityPrice, "2026-01-01"), "error.agreement_counts_nothing"},
			"signed after":     {v.agreement(v.copeaux, commons.Compensation, "2026-11-25"), "error.agreement_later"},
		} {
			refusal(t, c.Count(ctx, v.db, v.samia, a.agreement.Ref), "agreement", a.key)
			if v.load(c).Treatment != commons.Given {
				t.Errorf("counted under %s", name)
			}
		}
		for _, basis := range []commons.Basis{commons.Compensation, commons.Rebate} {
			c := work()
			a := v.agreement(v.copeaux, basis, "2026-01-01")
			is(t, c.Count(ctx, v.db, v.bob, a.Ref), store.ErrForbidden)
			v.must(c.Count(ctx, v.db, v.samia, a.Ref))
			v.must(c.Count(ctx, v.db, v.samia, "")) // on second thoughts, given
			v.must(c.Count(ctx, v.db, v.samia, a.Ref))
			v.accept(c, v.samia)
			refusal(t, c.Count(ctx, v.db, v.samia, ""), "agreement", "error.treatment_fixed") // fixed by acceptance
		}
		v.holds("EUR", map[string]int64{"class8:862": 0, "class8:864": 0}) // given or counted, never both
		v.holds("MIN", map[string]int64{ledger.Party("time:given", v.copeaux.ID): 120})
		figures, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if _, given := figures.Given(commons.Minutes); given != 0 || figures.CountedMinutes() != 120 {
			t.Errorf("%+v", figures)
		}
	})
}

func TestAnAgreementsTermsNeverChange(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		a := v.agreement(v.copeaux, commons.Compensation, "2026-01-01")
		for _, change := range []string{"terms = 'x'", "legal_basis = 'commercial_rebate'", "accepted_on = '2020-01-01'", "cap_cents = 1"} {
			if err := v.db.Exec("update agreements set "+change+" where id = ?", a.ID).Error; err == nil {
				t.Errorf("the database let %s pass", change)
			}
		}
		_, err := commons.SignAgreement(ctx, v.db, v.omar, commons.AgreementForm{LegalBasis: "gift", AcceptedOn: "2027-01-01", EndsOn: "x"})
		for field, key := range map[string]string{"organisation": "error.choose", "legal_basis": "error.choose", "title": "error.required", "terms": "error.required", "accepted_on": "error.date_future", "ends_on": "error.date"} {
			refusal(t, err, field, key)
		}
		_, err = commons.SignAgreement(ctx, v.db, v.samia, commons.AgreementForm{})
		is(t, err, store.ErrForbidden)
	})
}
