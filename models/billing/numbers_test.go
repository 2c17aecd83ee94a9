package billing_test

import (
	"fmt"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestNUM5_EachNightEveryGapAndEveryDayThatGoesBackIsFoundAndTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		for n := range 5 {
			issued(t, db, ready(t, db, fmt.Sprintf("a%d@fee.example", n)))
		}
		r, err := billing.LookAtNumbers(ctx, db)
		must(t, err)
		if r.Found != 0 || r.Series != 1 || r.Documents != 5 || promised(t, db, "numbers_wrong") != 0 {
			t.Fatalf("%+v", r)
		}
		guard := "drop trigger invoices_final"
		if store.Postgres(db) {
			guard += " on invoices"
		}
		for _, one := range []string{
			guard, "update invoices set series = 'X2026-', number = 1 where number in (2)", "update invoices set series = 'Y2026-', number = 1 where number = 5",
			"update invoices set issued_on = '2026-11-20' where number = 4",
		} {
			must(t, db.Exec(one).Error)
		}
		r, err = billing.LookAtNumbers(ctx, db)
		must(t, err)
		want := []billing.NumberFinding{
			{Kind: billing.NumbersMissing, Series: "F2026-", First: 2, Last: 2, Before: "F2026-0001", BeforeOn: "2026-11-25", After: "F2026-0003", AfterOn: "2026-11-25"},
			{Kind: billing.NumbersBackward, Series: "F2026-", First: 4, Last: 4, Before: "F2026-0003", BeforeOn: "2026-11-25", After: "F2026-0004", AfterOn: "2026-11-20"},
			{Kind: billing.NumbersMissing, Series: "F2026-", First: 5, Last: 5, Before: "F2026-0004", BeforeOn: "2026-11-20"},
		}
		if fmt.Sprint(r.Findings) != fmt.Sprint(want) || promised(t, db, "numbers_wrong") != 1 {
			t.Errorf("\n%+v\n%+v", r.Findings, want)
		}
		last, err := billing.LastNumberReport(ctx, db, ops)
		must(t, err)
		if last.ID != r.ID || last.Found != 3 || len(last.Findings) != 3 {
			t.Errorf("%+v", last)
		}
		if _, err := billing.LastNumberReport(ctx, db, visitor); err == nil {
			t.Error("anybody reads it")
		}
	})
}
