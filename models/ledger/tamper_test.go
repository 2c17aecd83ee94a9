package ledger_test

import (
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// constraint is something that only breaks where even the constraints of the tables were taken away.
type constraint struct {
	sqlite, postgres []string // empty where the engine has no way to do it
	invariant        ledger.Invariant
	id               uint
	detail           string
}

var constraints = map[string]constraint{
	"an entry in two units": {
		sqlite:    []string{"drop trigger ledger_transfers_no_update", twoUnits},
		postgres:  []string{"alter table ledger_transfers disable trigger all", twoUnits},
		invariant: ledger.Balanced, id: 11, detail: "an entry mixes units",
	},
	"a transfer of nobody": {
		sqlite:    []string{"drop trigger ledger_entries_no_delete", "pragma foreign_keys = 0", "delete from ledger_entries where id = 4", "pragma foreign_keys = 1"},
		postgres:  []string{"alter table ledger_entries disable trigger all", "delete from ledger_entries where id = 4"},
		invariant: ledger.Caused, id: 4, detail: "a transfer belongs to no entry",
	},
	"an entry without a piece": {
		sqlite:    []string{"drop trigger ledger_entries_no_update", "pragma ignore_check_constraints = 1", "update ledger_entries set piece_ref = '' where id = 4", "pragma ignore_check_constraints = 0"},
		postgres:  []string{"alter table ledger_entries disable trigger all", "alter table ledger_entries drop constraint ledger_entries_piece_ref_check", "update ledger_entries set piece_ref = '' where id = 4"},
		invariant: ledger.Caused, id: 4, detail: "an entry has no piece or no cause",
	},
	"a key used twice": {
		postgres:  []string{"alter table ledger_entries disable trigger all", "alter table ledger_entries drop constraint ledger_entries_idempotency_key_key", "update ledger_entries set idempotency_key = 'bank:1' where id = 8"},
		invariant: ledger.Once, id: 8, detail: "two entries have the same key",
	},
	"a whole entry taken out, the last of its journal": {
		sqlite: []string{
			"drop trigger ledger_entries_no_delete", "drop trigger ledger_transfers_no_delete",
			"delete from ledger_transfers where entry_id = 15", "delete from ledger_entries where id = 15",
		},
		postgres: []string{
			"alter table ledger_entries disable trigger all", "alter table ledger_transfers disable trigger all",
			"delete from ledger_transfers where entry_id = 15", "delete from ledger_entries where id = 15",
		},
		invariant: ledger.Chained, id: 16, detail: "the entry does not follow the one before it",
	},
	"a reversal that is reversed": {
		sqlite:    []string{"drop trigger ledger_entries_no_update", "update ledger_entries set reverses_id = 17 where id = 16"},
		postgres:  []string{"alter table ledger_entries disable trigger all", "update ledger_entries set reverses_id = 17 where id = 16"},
		invariant: ledger.Once, id: 16, detail: "an entry was reversed twice, or a reversal was reversed",
	},
}

const twoUnits = `update ledger_transfers set unit = 'MIN', debit_id = (select id from ledger_accounts where path = 'time:received:collective'),
	credit_id = (select id from ledger_accounts where path = 'time:given:party/7') where entry_id = 11 and amount = 572`

func TestVerifyNamesWhatTheConstraintsNoLongerRefuse(t *testing.T) {
	for name, c := range constraints {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *gorm.DB) {
				cycle(t, db)
				statements := c.sqlite
				if store.Postgres(db) {
					statements = c.postgres
				}
				onOneConnection(t, db, statements)
				found := 0
				for _, f := range findings(t, db) {
					if f.Invariant == c.invariant && f.EntryID == c.id && f.Detail == c.detail {
						found++
					}
				}
				if (found > 0) != (len(statements) > 0) {
					t.Errorf("found %d times in %v", found, findings(t, db))
				}
			})
		})
	}
}

func onOneConnection(t *testing.T, db *gorm.DB, statements []string) {
	t.Helper()
	err := db.Connection(func(one *gorm.DB) error {
		for _, s := range statements {
			if err := one.Session(&gorm.Session{NewDB: true}).Exec(s).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
