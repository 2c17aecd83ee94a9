package ledger

import "gorm.io/gorm"

// batch is how many entries are read at once.
const batch = 500

// FindEntry returns the entry with that id and its transfers, and whether there is one.
func FindEntry(db *gorm.DB, id uint) (Entry, bool, error) { return entryWhere(db, "id = ?", id) }

// EntryWithKey returns the entry that told the event with that key, and whether there is one.
func EntryWithKey(db *gorm.DB, key string) (Entry, bool, error) {
	return entryWhere(db, "idempotency_key = ?", key)
}

// EntriesOf returns the entries about one subject, in the order they were written.
func EntriesOf(db *gorm.DB, subjectType string, subjectID uint) ([]Entry, error) {
	return entriesWhere(db, "subject_type = ? and subject_id = ?", subjectType, subjectID)
}

// EntriesBetween returns the entries that count for the days from first to last, both included, in the order they were written.
func EntriesBetween(db *gorm.DB, first, last string) ([]Entry, error) {
	return entriesWhere(db, "effective_on between ? and ?", first, last)
}

// EntriesOn returns the entries that touch one account, in the order they were written.
func EntriesOn(db *gorm.DB, path, unit string) ([]Entry, error) {
	return entriesWhere(db, `id in (select t.entry_id from ledger_transfers t
		join ledger_accounts a on a.id = t.debit_id or a.id = t.credit_id where a.path = ? and a.unit = ?)`, path, unit)
}

func entryWhere(db *gorm.DB, condition string, args ...any) (Entry, bool, error) {
	found, err := entriesWhere(db, condition, args...)
	if err != nil || len(found) == 0 {
		return Entry{}, false, err
	}
	return found[0], true, nil
}

func entriesWhere(db *gorm.DB, condition string, args ...any) ([]Entry, error) {
	var all []Entry
	err := eachBatch(db.Where(condition, args...), func(some []Entry) error {
		all = append(all, some...)
		return nil
	})
	return all, err
}

// eachBatch reads entries with their transfers, some hundreds at a time, in the order they were written.
func eachBatch(db *gorm.DB, f func([]Entry) error) error {
	db = db.Session(&gorm.Session{})
	for last := uint(0); ; {
		var some []Entry
		if err := db.Where("id > ?", last).Order("id").Limit(batch).Find(&some).Error; err != nil {
			return err
		}
		if len(some) == 0 {
			return nil
		}
		if err := withTransfers(db.Session(&gorm.Session{NewDB: true}), some); err != nil {
			return err
		}
		if err := f(some); err != nil || len(some) < batch {
			return err
		}
		last = some[len(some)-1].ID
	}
}

func withTransfers(db *gorm.DB, entries []Entry) error {
	place := map[uint]int{}
	var ids []uint
	for i, e := range entries {
		place[e.ID] = i
		ids = append(ids, e.ID)
	}
	var transfers []Transfer
	err := db.Raw(`select t.id, t.entry_id, d.path as debit, c.path as credit, t.unit, t.amount
		from ledger_transfers t join ledger_accounts d on d.id = t.debit_id join ledger_accounts c on c.id = t.credit_id
		where t.entry_id in ? order by t.id`, ids).Scan(&transfers).Error
	for _, t := range transfers {
		e := &entries[place[t.EntryID]]
		e.Transfers = append(e.Transfers, t)
	}
	return err
}
