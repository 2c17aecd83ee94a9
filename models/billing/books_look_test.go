package billing_test

import (
	"errors"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestEachNightTheBooksAreLookedThroughAndWhatIsWrongIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		busyYear(t, db)
		r, err := billing.LookAtBooks(ctx, db)
		must(t, err)
		if r.Found != 0 || r.Entries < 14 || promised(t, db, "books_wrong") != 0 {
			t.Fatalf("%+v", r)
		}
		guard := "drop trigger ledger_transfers_no_update"
		if store.Postgres(db) {
			guard += " on ledger_transfers"
		}
		must(t, db.Exec(guard).Error)
		must(t, db.Exec("update ledger_transfers set amount = amount + 1 where id = 2").Error)
		r, err = billing.LookAtBooks(ctx, db)
		must(t, err)
		kinds := map[ledger.Invariant]bool{}
		for _, f := range r.Findings {
			kinds[f.Invariant] = true
		}
		if r.Found < 3 || !kinds[ledger.Summed] || !kinds[ledger.Chained] || promised(t, db, "books_wrong") != 1 {
			t.Errorf("%+v", r)
		}
		last, err := billing.LastBookReport(ctx, db, accountant(t, db))
		must(t, err)
		if last.ID != r.ID || len(last.Findings) != r.Found || last.Findings[0] != r.Findings[0] {
			t.Errorf("%+v", last)
		}
		if _, err := billing.LastBookReport(ctx, db, visitor); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("anybody reads it: %v", err)
		}
	})
}
