package ledger_test

import (
	"context"
	"slices"
	"testing"

	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// spread posts entries of three years, one of them in another unit.
func spread(t *testing.T, db *gorm.DB) {
	t.Helper()
	for n, on := range []string{"2025-12-31", "2024-02-03", "2026-01-01", "2025-03-04", "2026-05-06"} {
		e := entry(ledger.Bank, "spread", "spread:"+on, eur("asset:bank", ledger.Party("receivable", uint(7+n%2)), int64(1000+n)), eur("asset:bank", "income:gifts", 5))
		e.EffectiveOn = on
		post(t, db, e)
	}
	last, _, err := ledger.FindEntry(db, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reverse(db, last.ID, "2026-05-07"); err != nil {
		t.Fatal(err)
	}
}

func TestTheSumsOfYearsAreThoseOfTheirTransfers(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		cycle(t, db)
		spread(t, db)
		summed, err := ledger.Flows(db, "EUR", "0000-01-01", "9999-12-31", ledger.ByYear)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := ledger.YearFlows(db, "EUR")
		if err != nil || !slices.Equal(kept, summed) || len(kept) < 9 {
			t.Errorf("kept %v\nsummed %v (%v)", kept, summed, err)
		}
		years, err := ledger.Years(db, "EUR")
		if err != nil || len(years) != 3 || years[1] != (ledger.Year{Year: 2025, Entries: 2, FirstOn: "2025-03-04", LastOn: "2025-12-31"}) || years[2].Entries != 1 {
			t.Errorf("%v (%v)", years, err)
		}
		sums, err := ledger.SumsUntil(db, "EUR", 2025)
		if err != nil || len(sums) != 7 || sums[0].Year != 2024 || sums[len(sums)-1].Year != 2025 {
			t.Errorf("%v (%v)", sums, err)
		}
	})
}

func TestSumsOfYearsThatDriftedAreFoundAndBuiltAnew(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		cycle(t, db)
		spread(t, db)
		for _, spoil := range []string{
			"update ledger_year_sums set debits = debits + 1 where year = 2025",
			"delete from ledger_year_sums where year = 2024",
			"update ledger_years set entries = entries + 1 where year = 2025",
			"update ledger_years set last_on = '2025-12-30' where year = 2025",
			"delete from ledger_years where year = 2026",
		} {
			if err := db.Exec(spoil).Error; err != nil {
				t.Fatal(err)
			}
			all, err := ledger.Drifted(context.Background(), db)
			if err != nil || len(all) == 0 || all[0].Invariant != ledger.Summed {
				t.Errorf("%s: %v (%v)", spoil, all, err)
			}
			if err := ledger.Rebuild(context.Background(), db); err != nil {
				t.Fatal(err)
			}
			sound(t, db)
		}
	})
}
