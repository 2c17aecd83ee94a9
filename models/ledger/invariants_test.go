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

func TestI1DebitsEqualCreditsInEachUnit(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		cycle(t, db)
		for _, unit := range []string{"EUR", "MIN"} {
			moved, err := ledger.Movements(db, ledger.Scope{Unit: unit})
			if err != nil {
				t.Fatal(err)
			}
			var debits, credits int64
			for _, m := range moved {
				debits, credits = debits+m.Debits, credits+m.Credits
			}
			if debits != credits || debits == 0 {
				t.Errorf("%s: debits %d, credits %d", unit, debits, credits)
			}
		}
	})
}

func TestI2UnitsAreNeverMixed(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		minutes := ledger.Transfer{Debit: "time:received:collective", Credit: "time:given:party/7", Unit: "MIN", Amount: 60}
		_, err := try(db, entry(ledger.Time, "mixed", "mixed:1", eur("asset:bank", receivable, 100), minutes))
		refusedAs(t, err, ledger.ErrUnit)
		_, err = try(db, entry(ledger.Time, "time_log", "mixed:2", ledger.Transfer{Debit: "asset:bank", Credit: "time:given:party/7", Unit: "MIN", Amount: 60}))
		refusedAs(t, err, ledger.ErrUnit)
		_, err = try(db, entry(ledger.Bank, "x", "mixed:3", ledger.Transfer{Debit: "asset:bank", Credit: receivable, Unit: "BTC", Amount: 60}))
		refusedAs(t, err, ledger.ErrUnit)
		post(t, db, entry(ledger.Time, "time_log", "time:1", minutes))
		post(t, db, invoice("1"))
		half := entry(ledger.Sales, "invoice", "half", eur(receivable, vat, 1), eur(receivable, vat, 1))
		rawTransfer(t, db, half, "unit mismatch", "time:received:collective", vat, "EUR", 1)
		rawTransfer(t, db, half, "unit mismatch", "time:received:collective", "time:given:party/7", "EUR", 1)
		rawTransfer(t, db, half, "mixed units", "time:received:collective", "time:given:party/7", "MIN", 1)
	})
}

// rawTransfer writes an entry by hand, its first transfer, then one that the database must refuse; nothing stays.
func rawTransfer(t *testing.T, db *gorm.DB, e ledger.Entry, word, debit, credit, unit string, amount any) {
	t.Helper()
	_ = store.InTx(context.Background(), db, func(tx *gorm.DB) error {
		head, err := ledger.Head(tx)
		if err != nil {
			t.Fatal(err)
		}
		e.Year, e.Size, e.PrevHash, e.Hash, e.PieceRef, e.PieceOn, e.RecordedAt = 2026, 2, head.Hash, strings.Repeat("f", 64), "x", day, store.Now(tx)
		if err := tx.Raw("select coalesce(max(seq), 0) + 1 from ledger_entries where journal = ? and year = 2026", e.Journal).Scan(&e.Seq).Error; err != nil {
			t.Fatal(err)
		}
		if err := tx.Create(&e).Error; err != nil {
			t.Fatal(err)
		}
		insert := "insert into ledger_transfers (entry_id, debit_id, credit_id, unit, amount) select ?, d.id, c.id, ?, ? from ledger_accounts d, ledger_accounts c where d.path = ? and c.path = ?"
		if err := tx.Exec(insert, e.ID, "EUR", 1, receivable, vat).Error; err != nil {
			t.Fatal(err)
		}
		refusedBy(t, tx, word, insert, e.ID, unit, amount, debit, credit)
		return context.Canceled
	})
}

func TestI3EntriesAndTransfersAreAppendOnly(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		e := post(t, db, invoice("1"))
		refusedBy(t, db, "append-only", "update ledger_entries set memo = 'x'")
		refusedBy(t, db, "append-only", "delete from ledger_entries")
		refusedBy(t, db, "append-only", "update ledger_transfers set amount = 1")
		refusedBy(t, db, "append-only", "delete from ledger_transfers")
		refusedBy(t, db, "append-only", "update units set scale = 3")
		refusedBy(t, db, "append-only", copyOf("insert", "seq + 1, hash, "+fs)+
			" where true on conflict (idempotency_key) do update set memo = 'x'")
		refusedBy(t, db, "account is frozen", "update ledger_accounts set normal = 'C' where path = ?", receivable)
		refusedBy(t, db, "account is frozen", "delete from ledger_accounts")
		if store.Postgres(db) {
			refusedBy(t, db, "append-only", "truncate ledger_transfers cascade")
			refusedBy(t, db, "append-only", "truncate ledger_entries cascade")
			refusedBy(t, db, "account is frozen", "truncate ledger_accounts cascade")
		}
		again, _, err := ledger.FindEntry(db, e.ID)
		if err != nil || again.Hash != e.Hash || len(again.Transfers) != 2 {
			t.Errorf("the entry is now %+v (%v)", again, err)
		}
	})
}

// fs is a hash that no entry has.
const fs = "'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'"

// copyOf is an insert of a copy of all entries, with these words for seq, prev_hash and hash.
func copyOf(verb, changed string) string {
	return verb + ` into ledger_entries (journal, year, kind, idempotency_key, effective_on, recorded_at, piece_ref, piece_on, size, seq, prev_hash, hash)
		select journal, year, kind, idempotency_key, effective_on, recorded_at, piece_ref, piece_on, size, ` + changed + " from ledger_entries"
}

func TestI3ReplaceIsRefusedOnSQLiteWithAndWithoutThePragma(t *testing.T) {
	db := storetest.SQLite(t).DB
	post(t, db, invoice("1"))
	for _, pragma := range []string{"1", "0"} {
		err := db.Connection(func(one *gorm.DB) error {
			one = one.Session(&gorm.Session{NewDB: true})
			if err := one.Exec("pragma recursive_triggers = " + pragma).Error; err != nil {
				return err
			}
			refusedBy(t, one, "append-only", copyOf("insert or replace", "seq, prev_hash, hash"))
			refusedBy(t, one, "append-only", copyOf("replace", "seq + 1, hash, prev_hash"))
			refusedBy(t, one, "append-only", "replace into ledger_transfers select id, entry_id, debit_id, credit_id, unit, 1 from ledger_transfers")
			refusedBy(t, one, "account is frozen", "replace into ledger_accounts (id, path, unit, normal, no_overdraft, created_at) select id, path, unit, 'C', 0, created_at from ledger_accounts")
			return one.Exec("pragma recursive_triggers = 1").Error
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	sound(t, db)
}

func TestI4TheSameKeyTellsTheSameEventOnce(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		first := post(t, db, invoice("1"))
		told := invoice("1")
		told.Actor = 9
		again := post(t, db, told)
		if again.ID != first.ID || again.Hash != first.Hash || rows(t, db, "ledger_entries") != 1 || rows(t, db, "ledger_transfers") != 2 {
			t.Errorf("told again: %+v", again)
		}
		for _, change := range []func(*ledger.Entry){
			func(e *ledger.Entry) { e.Transfers[0].Amount++ },
			func(e *ledger.Entry) { e.EffectiveOn = "2026-02-04" },
			func(e *ledger.Entry) { e.Memo = "other" },
			func(e *ledger.Entry) { e.Transfers = e.Transfers[:1] },
		} {
			other := invoice("1")
			change(&other)
			_, err := try(db, other)
			refusedAs(t, err, ledger.ErrKeyReused)
			refusedAs(t, err, store.ErrConflict)
		}
	})
}

func TestI5NoOverdraftHoldsOnEveryPathReversalsIncluded(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		opened(t, db)
		post(t, db, invoice("1"))
		grant := post(t, db, entry(ledger.Miscellaneous, "credit_grant", "credit:1", eur("expense:reciprocity", credit, 1500)))
		_, err := try(db, entry(ledger.Miscellaneous, "offset_apply", "offset:0", eur(credit, receivable, 1501)))
		refusedAs(t, err, ledger.ErrOverdraft)
		post(t, db, entry(ledger.Miscellaneous, "offset_apply", "offset:1", eur(credit, receivable, 1500)))
		_, err = reverse(db, grant.ID, day)
		refusedAs(t, err, ledger.ErrOverdraft)
		rawTransfer(t, db, entry(ledger.Miscellaneous, "raw", "raw"), "overdraft", credit, receivable, "EUR", 1)
		holds(t, db, "EUR", map[string]int64{credit: 0, receivable: 10500})
	})
}

func TestI5ARefusalLeavesTheTransactionUsable(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			_, err := ledger.Post(ctx, tx, entry(ledger.Miscellaneous, "payout_sent", "p", eur(project+"1", transit, 1)))
			refusedAs(t, err, ledger.ErrOverdraft)
			_, err = ledger.Post(ctx, tx, invoice("1"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, db, "EUR", map[string]int64{receivable: 12000, transit: 0})
	})
}

func TestI6AnEntryIsReversedOnceByItsMirrorAndAReversalNever(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		e := post(t, db, invoice("1"))
		first, err := reverse(db, e.ID, "2026-03-01")
		if err != nil {
			t.Fatal(err)
		}
		if first.Key != "reversal:1" || first.Transfers[0] != (ledger.Transfer{ID: first.Transfers[0].ID, EntryID: first.ID, Debit: vat, Credit: receivable, Unit: "EUR", Amount: 2000}) {
			t.Errorf("the mirror is %+v", first)
		}
		again, err := reverse(db, e.ID, "2026-03-02")
		if err != nil || again.ID != first.ID {
			t.Errorf("a second reversal: %+v (%v)", again, err)
		}
		_, err = reverse(db, first.ID, day)
		refusedAs(t, err, ledger.ErrReversal)
		_, err = reverse(db, 999, day)
		refusedAs(t, err, store.ErrNotFound)
		forged := invoice("2")
		forged.ReversesID = &e.ID
		_, err = try(db, forged)
		refusedAs(t, err, ledger.ErrReversal)
		refusedBy(t, db, "cannot reverse a reversal", strings.NewReplacer("hash)", "hash, reverses_id)", "select journal, year, kind, idempotency_key", "select journal, year, kind, 'forged'").
			Replace(copyOf("insert", "seq + 1, hash, "+fs+", id"))+" where id = 2")
		holds(t, db, "EUR", map[string]int64{receivable: 0, vat: 0, "income:subscriptions": 0})
	})
}

func TestI7AClosedAccountAndAClosedPeriodTakeNothing(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		ctx := context.Background()
		e := post(t, db, invoice("1"))
		in := func(f func(tx *gorm.DB) error) error { return store.InTx(ctx, db, f) }
		closing := func(p ledger.Period) error {
			return in(func(tx *gorm.DB) error { _, err := ledger.Close(ctx, tx, p); return err })
		}
		refusedAs(t, in(func(tx *gorm.DB) error { return ledger.CloseAccount(ctx, tx, receivable, "EUR") }), store.ErrConflict)
		post(t, db, entry(ledger.Bank, "payment_in", "bank:1", eur("asset:bank", receivable, 12000)))
		if err := in(func(tx *gorm.DB) error { return ledger.CloseAccount(ctx, tx, receivable, "EUR") }); err != nil {
			t.Fatal(err)
		}
		_, err := try(db, invoice("2"))
		refusedAs(t, err, ledger.ErrAccountClosed)

		refusedAs(t, closing(ledger.Period{StartsOn: "2026-01-01", EndsOn: "2026-12-31"}), store.ErrConflict) // not over
		for range 2 {
			if err := closing(ledger.Period{StartsOn: "2026-01-01", EndsOn: "2026-03-31"}); err != nil {
				t.Fatal(err)
			}
		}
		refusedAs(t, closing(ledger.Period{StartsOn: "2026-03-01", EndsOn: "2026-04-30"}), store.ErrConflict) // overlaps
		_, err = try(db, entry(ledger.Bank, "bank_fee", "fee", eur("expense:bank_fees", "asset:bank", 1)))
		refusedAs(t, err, ledger.ErrPeriodClosed)
		_, err = reverse(db, e.ID, day)
		refusedAs(t, err, ledger.ErrPeriodClosed)
		refusedBy(t, db, "period closed", "update ledger_periods set closed_at = null")
		refusedBy(t, db, "period closed", "delete from ledger_periods")
		if all, err := ledger.Periods(db); err != nil || len(all) != 1 {
			t.Errorf("periods: %v (%v)", all, err)
		}
	})
}
