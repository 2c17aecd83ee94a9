package ledger_test

import (
	"testing"

	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// cycle posts the seventeen entries of reciprocity.md 10.4 and returns them, first to last.
func cycle(t *testing.T, db *gorm.DB) []ledger.Entry {
	t.Helper()
	opened(t, db)
	var all []ledger.Entry
	for _, e := range []ledger.Entry{
		invoice("F2026-0001"),
		entry(ledger.Purchases, "supplier_invoice", "supplier:7:A-12", eur("expense:purchases", payable, 4000), eur("asset:vat_deductible", payable, 800)),
		entry(ledger.Miscellaneous, "offset_apply", "offset:1", eur(payable, receivable, 4800)),
		entry(ledger.Bank, "payment_in", "bank:1", eur("asset:bank", receivable, 7200)),
		entry(ledger.Miscellaneous, "credit_grant", "credit:1:2026H1", eur("expense:reciprocity", credit, 1500)),
		invoice("F2026-0002"),
		entry(ledger.Miscellaneous, "offset_apply", "offset:2", eur(credit, receivable, 1500)),
		entry(ledger.Bank, "payment_in", "bank:2", eur("asset:bank", receivable, 10500)),
		entry(ledger.Bank, "bank_fee", "bank:3", eur("expense:bank_fees", "asset:bank", 35)),
		entry(ledger.Miscellaneous, "redistribution_accrual", "accrual:round:1", eur("expense:redistribution", unspent, 2000)),
		entry(ledger.Miscellaneous, "redistribution_allocate", "alloc:round:1",
			eur(unspent, project+"1", 857), eur(unspent, project+"2", 572), eur(unspent, project+"3", 571)),
		entry(ledger.Miscellaneous, "payout_sent", "payout:sent:1", eur(project+"1", transit, 857), eur(project+"2", transit, 572)),
		entry(ledger.Bank, "payout_confirmed", "payout:ok:R2026-1", eur(transit, "asset:bank", 857)),
		entry(ledger.Miscellaneous, "payout_returned", "payout:ret:R2026-2", eur(transit, project+"2", 572)),
		entry(ledger.Time, "time_log", "time:1:v1", ledger.Transfer{Debit: "time:received:collective", Credit: "time:given:party/7", Unit: "MIN", Amount: 180}),
		entry(ledger.InKind, "class8", "class8:1:v1", eur("class8:864", "class8:875", 3600)),
	} {
		if e.Journal == ledger.Miscellaneous && e.Kind != "offset_apply" && e.Kind != "credit_grant" {
			e.SubjectType, e.SubjectID = "round", 1
		}
		all = append(all, post(t, db, e))
	}
	r, err := reverse(db, all[8].ID, day)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, r)
}

func TestTheWholeCycleEndsWithTheBalancesOfTheReference(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		holds(t, db, "EUR", map[string]int64{
			"asset:bank": 16843, "asset:vat_deductible": 800, receivable: 0, payable: 0, vat: 4000, credit: 0, unspent: 0,
			project + "1": 0, project + "2": 572, project + "3": 571, transit: 0, "income:subscriptions": 20000,
			"expense:purchases": 4000, "expense:reciprocity": 1500, "expense:redistribution": 2000, "expense:bank_fees": 0,
			"class8:864": 3600, "class8:875": 3600,
		})
		holds(t, db, "MIN", map[string]int64{"time:received:collective": 180, "time:given:party/7": 180})
		last := all[16]
		if last.Journal != ledger.Bank || last.Seq != 5 || *last.ReversesID != all[8].ID || last.Kind != "reversal" {
			t.Errorf("the reversal is %+v", last)
		}
		debit, credit := sides(t, db)
		if debit != 28743 || credit != 28743 {
			t.Errorf("debit side %d, credit side %d, want 28743", debit, credit)
		}
	})
}

func sides(t *testing.T, db *gorm.DB) (debit, credit int64) {
	t.Helper()
	all, err := ledger.Balances(db, "", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if rule, _ := ledger.RuleFor(s.Path); rule.Normal == ledger.Debit {
			debit += s.Balance
		} else {
			credit += s.Balance
		}
	}
	return debit, credit
}

func TestTheBooksAreReadBySubjectDayAccountAndPrefix(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		about, err := ledger.EntriesOf(db, "round", 1)
		if err != nil || len(about) != 4 || len(about[1].Transfers) != 3 {
			t.Errorf("round 1 has %d entries (%v)", len(about), err)
		}
		if dated, err := ledger.EntriesBetween(db, "2026-01-01", "2026-12-31"); err != nil || len(dated) != len(all) {
			t.Errorf("%d entries in 2026 (%v)", len(dated), err)
		}
		if on, err := ledger.EntriesOn(db, credit, "EUR"); err != nil || len(on) != 2 {
			t.Errorf("%d entries on the credit (%v)", len(on), err)
		}
		if owed, err := ledger.Total(db, "liability:upstream", "EUR"); err != nil || owed != 1143 {
			t.Errorf("owed upstream: %d (%v)", owed, err)
		}
		if some, err := ledger.Balances(db, "liability:up", "EUR"); err != nil || len(some) != 0 {
			t.Errorf("half a word is no prefix: %v (%v)", some, err)
		}
		if accounts, err := ledger.Accounts(db, "receivable"); err != nil || len(accounts) != 1 || accounts[0].Code != "411" || accounts[0].OwnerID != 7 {
			t.Errorf("accounts: %+v (%v)", accounts, err)
		}
		again, found, err := ledger.EntryWithKey(db, "alloc:round:1")
		if err != nil || !found || again.Hash != all[10].Hash || !again.RecordedAt.Equal(all[10].RecordedAt) {
			t.Errorf("read again: %+v (%v)", again, err)
		}
	})
}
