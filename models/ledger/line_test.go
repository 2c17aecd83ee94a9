package ledger_test

import (
	"context"
	"testing"

	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func letter(db *gorm.DB, entries ...uint) (code string, err error) {
	err = store.InTx(context.Background(), db, func(tx *gorm.DB) error {
		code, err = ledger.Letter(context.Background(), tx, receivable, "EUR", "2026-02-10", entries...)
		return err
	})
	return code, err
}

func TestMatchedEntriesShareALetterThatSumsToZero(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		_, err := letter(db, all[0].ID, all[2].ID)
		refusedAs(t, err, store.ErrConflict)
		if code, err := letter(db, all[0].ID, all[2].ID, all[3].ID); code != "A" || err != nil {
			t.Errorf("%q (%v)", code, err)
		}
		_, err = letter(db, all[0].ID, all[2].ID, all[3].ID)
		refusedAs(t, err, store.ErrConflict)
		if code, err := letter(db, all[5].ID, all[6].ID, all[7].ID); code != "B" || err != nil {
			t.Errorf("%q (%v)", code, err)
		}
	})
}

func TestOpenLinesAreThoseThatNothingMatches(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		before, err := ledger.OpenLinesOn(db, receivable, "EUR")
		if err != nil || len(before) < 4 || before[0].EntryID != all[0].ID || before[0].Debit != 12000 || before[0].Path != receivable {
			t.Fatalf("%+v (%v)", before, err)
		}
		if _, err := letter(db, all[0].ID, all[2].ID, all[3].ID); err != nil {
			t.Fatal(err)
		}
		after, err := ledger.OpenLinesOn(db, receivable, "EUR")
		if err != nil || len(after) != len(before)-3 {
			t.Errorf("%+v (%v)", after, err)
		}
		for _, l := range after {
			if l.Letter != "" || l.EntryID == all[0].ID {
				t.Errorf("%+v is matched", l)
			}
		}
		if none, err := ledger.OpenLinesOn(db, "receivable:party/999999", "EUR"); len(none) != 0 || err != nil {
			t.Errorf("%+v (%v)", none, err)
		}
	})
}

func TestLinesMergeTheTransfersOfAnEntryByAccount(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		all := cycle(t, db)
		if _, err := letter(db, all[0].ID, all[2].ID, all[3].ID); err != nil {
			t.Fatal(err)
		}
		var lines []ledger.Line
		if err := ledger.EachLine(db, "EUR", "2026-01-01", "2026-12-31", func(l ledger.Line) error {
			lines = append(lines, l)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		first, second := lines[0], lines[1]
		if first.Path != receivable || first.Debit != 12000 || first.Credit != 0 || first.Code != "411" || first.Letter != "A" ||
			first.LetteredOn != "2026-02-10" || first.OwnerID != 7 || first.Number() != "VE00001" || !first.RecordedAt.Equal(all[0].RecordedAt) {
			t.Errorf("first line %+v", first)
		}
		if second.Path != "income:subscriptions" || second.Credit != 10000 || second.Code != "706" {
			t.Errorf("second line %+v", second)
		}
		sums := map[uint]int64{}
		for _, l := range lines {
			sums[l.EntryID] += l.Debit - l.Credit
			if l.Code == "" {
				t.Errorf("no code on %s", l.Path)
			}
		}
		for id, sum := range sums {
			if sum != 0 {
				t.Errorf("entry %d is out by %d", id, sum)
			}
		}
		if len(sums) != 16 {
			t.Errorf("%d entries in euros, want all but the hours", len(sums))
		}
	})
}
