package ledger_test

import (
	"context"
	"strings"
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestI8NoEntryStandsWithoutItsTransfers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		_, err := try(db, entry(ledger.Bank, "empty", "empty"))
		refusedAs(t, err, ledger.ErrMalformed)
		post(t, db, invoice("1"))
		refusedBy(t, db, "entry is sealed", "insert into ledger_transfers (entry_id, debit_id, credit_id, unit, amount) select entry_id, debit_id, credit_id, unit, 1 from ledger_transfers")
		sound(t, db)
		bare := strings.Replace(copyOf("insert", "seq + 1, hash, "+fs), "select journal, year, kind, idempotency_key", "select journal, year, kind, 'bare'", 1)
		if store.Postgres(db) {
			refusedBy(t, db, "entry without its transfers", bare)
			return
		}
		if err := db.Exec(bare).Error; err != nil {
			t.Fatal(err)
		}
		if all := findings(t, db); !has(all, ledger.Caused, "VE00002/2026") {
			t.Errorf("findings: %v", all)
		}
	})
}

func TestI9WhatIsDueForAnInvoiceIsItsReceivableAndOffsetsLeaveTheTotal(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		about := func(e ledger.Entry) ledger.Entry {
			e.SubjectType, e.SubjectID = "invoice", 1
			return post(t, db, e)
		}
		issued := about(invoice("1"))
		post(t, db, invoice("2"))
		post(t, db, entry(ledger.Purchases, "supplier_invoice", "s", eur("expense:purchases", payable, 4800)))
		about(entry(ledger.Miscellaneous, "offset_apply", "offset:1", eur(payable, receivable, 4800)))
		about(entry(ledger.Bank, "payment_in", "bank:1", eur("asset:bank", receivable, 7000)))
		due, err := ledger.Movements(db, ledger.Scope{Prefix: "receivable", Unit: "EUR", SubjectType: "invoice", SubjectID: 1})
		if err != nil || len(due) != 1 || due[0].Net() != 12000-4800-7000 || due[0].Debits != 12000 {
			t.Errorf("due: %+v (%v)", due, err)
		}
		if again, _, err := ledger.FindEntry(db, issued.ID); err != nil || again.Hash != issued.Hash {
			t.Errorf("the invoice's entry changed: %v", err)
		}
	})
}

func TestI10AccruedIsPaidAndOwedAndInTransit(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		check := func(when string) {
			t.Helper()
			accrued, _ := ledger.Total(db, "expense:redistribution", "EUR")
			owed, _ := ledger.Total(db, "liability:upstream", "EUR")
			moving, _ := ledger.Total(db, transit, "EUR")
			paid, err := ledger.Movements(db, ledger.Scope{Prefix: "asset:bank", Unit: "EUR", Kind: "payout_confirmed"})
			if err != nil || len(paid) != 1 || accrued != paid[0].Credits+owed+moving {
				t.Errorf("%s: accrued %d, owed %d, moving %d, paid %+v (%v)", when, accrued, owed, moving, paid, err)
			}
		}
		check("at the end of the cycle")
		post(t, db, entry(ledger.Miscellaneous, "payout_sent", "payout:sent:2", eur(project+"2", transit, 572)))
		check("while a payment is under way")
		_ = all
	})
}

func TestI11ANumberOrALinkThatDoesNotFollowIsRefused(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		post(t, db, invoice("1"))
		other := func(seqAndLink string) string {
			return strings.Replace(copyOf("insert", seqAndLink+", "+fs), "select journal, year, kind, idempotency_key", "select journal, year, kind, 'other'", 1)
		}
		refusedBy(t, db, "sequence gap", other("seq + 2, hash"))
		refusedBy(t, db, "chain broken", other("seq + 1, "+strings.ReplaceAll(fs, "f", "0")))
		refusedBy(t, db, "chain broken", other("seq + 1, "+fs))
	})
}

func TestI12ErasingAPartyChangesNoBalance(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		now := store.Now(db)
		if err := db.Exec("insert into organisations (id, ref, name, created_at, updated_at) values (7, 'r7', 'Les Amis', ?, ?)", now, now).Error; err != nil {
			t.Fatal(err)
		}
		cycle(t, db)
		before, err := ledger.Balances(db, "", "EUR")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Exec("delete from organisations where id = 7").Error; err != nil {
			t.Fatal(err)
		}
		after, err := ledger.Balances(db, "", "EUR")
		if err != nil || len(after) != len(before) {
			t.Fatalf("%d accounts, then %d (%v)", len(before), len(after), err)
		}
		for i := range before {
			if before[i] != after[i] {
				t.Errorf("%+v became %+v", before[i], after[i])
			}
		}
	})
}

func TestI13CachedBalancesAreCheckedAndRebuilt(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		cycle(t, db)
		for _, spoil := range []string{
			"update ledger_cached_balances set balance = balance + 1 where balance = 16843",
			"delete from ledger_cached_balances where balance = 16843",
		} {
			if err := db.Exec(spoil).Error; err != nil {
				t.Fatal(err)
			}
			if all := findings(t, db); len(all) != 1 || all[0].Invariant != ledger.Summed || all[0].Account != "asset:bank EUR" {
				t.Errorf("findings: %v", all)
			}
			if err := ledger.Rebuild(context.Background(), db); err != nil {
				t.Fatal(err)
			}
			sound(t, db)
		}
	})
}

func TestI14ACreditThatNoAgreementOpenedTakesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		post(t, db, invoice("1"))
		grant := entry(ledger.Miscellaneous, "credit_grant", "credit:1", eur("expense:reciprocity", credit, 1500))
		_, err := try(db, grant)
		refusedAs(t, err, ledger.ErrNotOpened)
		_, err = ledger.Open(context.Background(), db, credit, "EUR")
		refusedAs(t, err, ledger.ErrOutsideTx)
		opened(t, db)
		opened(t, db)
		post(t, db, grant)
		stranger := entry(ledger.Miscellaneous, "credit_grant", "credit:2", eur("expense:reciprocity", "liability:credit:party/8", 1500))
		_, err = try(db, stranger)
		refusedAs(t, err, ledger.ErrNotOpened)
	})
}

func TestI15AnAmountIsPositiveAndTheTwoSidesDiffer(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		for _, wrong := range []ledger.Transfer{
			eur("asset:bank", receivable, 0), eur("asset:bank", receivable, -5), eur("asset:bank", "asset:bank", 5), eur("asset:bank", receivable, 1<<60),
		} {
			_, err := try(db, entry(ledger.Bank, "payment_in", "wrong", wrong))
			refusedAs(t, err, ledger.ErrMalformed)
		}
		post(t, db, invoice("1"))
		raw := entry(ledger.Bank, "raw", "raw")
		for _, amount := range []any{0, -5} {
			rawTransfer(t, db, raw, "constraint", receivable, vat, "EUR", amount)
		}
		rawTransfer(t, db, raw, "constraint", receivable, receivable, "EUR", 5)
		if !store.Postgres(db) {
			rawTransfer(t, db, raw, "constraint", receivable, vat, "EUR", 1.5)
			rawTransfer(t, db, raw, "constraint", receivable, vat, "EUR", "five")
		}
	})
}
