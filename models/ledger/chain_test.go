package ledger_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestOneByteFlippedInACopyOfTheFileNamesTheEntry(t *testing.T) {
	db := storetest.SQLite(t).DB
	cycle(t, db)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := db.Exec("vacuum into ?", copied).Error; err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	named, memo := 0, []byte("payment_in bank:2")
	for at := bytes.Index(file, memo); at >= 0; { // once in the row, and maybe in bytes that no row uses any more
		all := flipped(t, file, at+len(memo)-1)
		switch {
		case len(all) == 1 && all[0].Invariant == ledger.Chained && all[0].Entry == "BQ00002/2026" && all[0].EntryID == 8:
			named++
		case len(all) != 0:
			t.Errorf("findings: %v", all)
		}
		next := bytes.Index(file[at+1:], memo)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if named != 1 {
		t.Errorf("the entry was named %d times", named)
	}
	sound(t, db)
}

// flipped verifies a copy of the file in which one bit of the byte at that place is changed.
func flipped(t *testing.T, file []byte, at int) []ledger.Finding {
	t.Helper()
	other := bytes.Clone(file)
	other[at] ^= 1 // bank:2 becomes bank:3
	path := filepath.Join(t.TempDir(), "flipped.db")
	if err := os.WriteFile(path, other, 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := store.Open(context.Background(), "sqlite:"+path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	return findings(t, h.DB)
}

// tamper changes the books as somebody would who rules over the database.
func tamper(t *testing.T, db *gorm.DB, table, guard, statement string) {
	t.Helper()
	off, on := "drop trigger "+guard, ""
	if store.Postgres(db) {
		off, on = "alter table "+table+" disable trigger all", "alter table "+table+" enable trigger all"
	}
	for _, s := range []string{off, statement, on} {
		if s == "" {
			continue
		}
		if err := db.Exec(s).Error; err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestVerifyNamesWhatWasTamperedWith(t *testing.T) {
	for name, c := range map[string]struct {
		table, guard, statement string
		invariant               ledger.Invariant
		entry                   string
	}{
		"an amount":              {"ledger_transfers", "ledger_transfers_no_update", "update ledger_transfers set amount = 10499 where amount = 10500", ledger.Chained, "BQ00002/2026"},
		"an account":             {"ledger_transfers", "ledger_transfers_no_update", "update ledger_transfers set debit_id = (select id from ledger_accounts where path = 'asset:vat_deductible') where amount = 10500", ledger.Chained, "BQ00002/2026"},
		"a person":               {"ledger_entries", "ledger_entries_no_update", "update ledger_entries set actor_id = 3 where id = 4", ledger.Chained, "BQ00001/2026"},
		"an hour":                {"ledger_entries", "ledger_entries_no_update", "update ledger_entries set recorded_at = '2026-11-25 12:00:01+00:00' where id = 4", ledger.Chained, "BQ00001/2026"},
		"a link":                 {"ledger_entries", "ledger_entries_no_update", "update ledger_entries set prev_hash = " + fs + " where id = 4", ledger.Chained, "BQ00001/2026"},
		"a name of an account":   {"ledger_accounts", "ledger_accounts_frozen", "update ledger_accounts set path = 'asset:cash' where path = 'asset:vat_deductible'", ledger.Chained, "AC00001/2026"},
		"a side":                 {"ledger_accounts", "ledger_accounts_frozen", "update ledger_accounts set normal = 'C' where path = 'asset:vat_deductible'", ledger.Summed, ""},
		"a number":               {"ledger_entries", "ledger_entries_no_update", "update ledger_entries set seq = 9 where journal = 'VE' and seq = 2", ledger.Once, "VE00009/2026"},
		"a mirror":               {"ledger_transfers", "ledger_transfers_no_update", "update ledger_transfers set amount = 34 where entry_id = 17", ledger.Once, "BQ00005/2026"},
		"a missing transfer":     {"ledger_transfers", "ledger_transfers_no_delete", "delete from ledger_transfers where entry_id = 4", ledger.Caused, "BQ00001/2026"},
		"a unit":                 {"ledger_transfers", "ledger_transfers_no_update", "update ledger_transfers set unit = 'MIN' where entry_id = 4", ledger.Balanced, "BQ00001/2026"},
		"a balance below zero":   {"ledger_transfers", "ledger_transfers_no_update", "update ledger_transfers set amount = 4801 where entry_id = 3", ledger.NeverBelow0, ""},
		"a period closed before": {"ledger_entries", "ledger_entries_check", "insert into ledger_periods (starts_on, ends_on, closed_at) values ('2026-02-01', '2026-02-28', '2026-11-25 11:00:00+00:00')", ledger.Caused, "BQ00001/2026"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				cycle(t, db)
				tamper(t, db, c.table, c.guard, c.statement)
				if all := findings(t, db); !has(all, c.invariant, c.entry) {
					t.Errorf("findings: %v", all)
				}
			})
		})
	}
}

func TestVerifySaysWhichGuardIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		drop := "drop trigger ledger_transfers_overdraft"
		if store.Postgres(db) {
			drop = "alter table ledger_transfers disable trigger ledger_transfers_overdraft"
		}
		if err := db.Exec(drop).Error; err != nil {
			t.Fatal(err)
		}
		all := findings(t, db)
		if len(all) != 1 || all[0].Invariant != ledger.Chained || all[0].Detail != "the guard ledger_transfers_overdraft is missing or switched off" {
			t.Errorf("findings: %v", all)
		}
	})
}

func TestTheChainIsTheSameOnBothEnginesAndForEver(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		post(t, db, invoice("F2026-0001"))
		head, err := ledger.Head(db)
		if want := "5b65ecdadcf043c677fefcdb789cb61384faae6097869173bcada06f6b15d9ad"; err != nil || head.Hash != want {
			t.Errorf("head %+v (%v), want %s: a change here breaks every book already written", head, err, want)
		}
	})
}
