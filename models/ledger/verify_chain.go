package ledger

import (
	"fmt"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// verifyChain walks all entries in the order they were written and names each one whose content or link is not what was sealed.
func verifyChain(db *gorm.DB) ([]Finding, error) {
	var all []Finding
	before := genesis
	err := eachBatch(db, func(some []Entry) error {
		for _, e := range some {
			if e.PrevHash != before {
				all = append(all, e.broken("the entry does not follow the one before it"))
			}
			if e.seal() != e.Hash {
				all = append(all, e.broken("the entry or one of its transfers is not what was written"))
			}
			before = e.Hash
		}
		return nil
	})
	return all, err
}

func (e Entry) broken(detail string) Finding {
	return Finding{Invariant: Chained, EntryID: e.ID, Entry: e.String(), Detail: detail}
}

// guards are the triggers that hold the rules in the database, on both engines.
var guards = []string{
	"ledger_entries_check", "ledger_entries_no_update", "ledger_entries_no_delete",
	"ledger_transfers_check", "ledger_transfers_overdraft", "ledger_transfers_no_update", "ledger_transfers_no_delete",
	"ledger_accounts_frozen", "ledger_accounts_no_delete", "ledger_periods_no_update", "ledger_periods_no_delete",
	"units_no_update", "units_no_delete",
}

// postgresGuards are those that only PostgreSQL needs or has.
var postgresGuards = []string{
	"ledger_entries_complete", "ledger_entries_no_truncate", "ledger_transfers_no_truncate",
	"ledger_accounts_no_truncate", "ledger_periods_no_truncate",
}

// verifyGuards checks that nobody took the guards away.
func verifyGuards(db *gorm.DB) ([]Finding, error) {
	wanted, query := guards, "select name from sqlite_master where type = 'trigger'"
	if store.Postgres(db) {
		wanted = append(append([]string{}, guards...), postgresGuards...)
		query = "select tgname from pg_trigger where tgenabled in ('O', 'A') and not tgisinternal"
	}
	var names []string
	if err := db.Raw(query).Scan(&names).Error; err != nil {
		return nil, err
	}
	present := map[string]bool{}
	for _, n := range names {
		present[n] = true
	}
	var all []Finding
	for _, w := range wanted {
		if !present[w] {
			all = append(all, Finding{Invariant: Chained, Detail: fmt.Sprintf("the guard %s is missing or switched off", w)})
		}
	}
	return all, nil
}
