package ledger_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// together runs f n times at once.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

func TestD2AHundredSpendsOfTheLastCreditAcceptExactlyOne(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		opened(t, db)
		post(t, db, invoice("1"))
		post(t, db, entry(ledger.Miscellaneous, "credit_grant", "credit:1", eur("expense:reciprocity", credit, 1500)))
		var accepted, refused atomic.Int64
		together(100, func(i int) {
			_, err := try(db, entry(ledger.Miscellaneous, "offset_apply", fmt.Sprint("offset:", i), eur(credit, receivable, 1500)))
			switch {
			case err == nil:
				accepted.Add(1)
			case errors.Is(err, ledger.ErrOverdraft):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		if accepted.Load() != 1 || refused.Load() != 99 {
			t.Errorf("%d accepted, %d refused", accepted.Load(), refused.Load())
		}
		holds(t, db, "EUR", map[string]int64{credit: 0, receivable: 10500})
	})
}

func TestI11FiftyWritersLeaveNoGapInAnyJournal(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		journals := []ledger.Journal{ledger.Sales, ledger.Bank}
		together(50, func(i int) {
			for n := range 3 {
				e := entry(journals[(i+n)%2], "x", fmt.Sprintf("k:%d:%d", i, n), eur(ledger.Party("receivable", uint(i%5+1)), "income:subscriptions", 100))
				if i%7 == 0 {
					e.EffectiveOn = "2025-12-31"
				}
				if _, err := try(db, e); err != nil {
					t.Error(err)
				}
				if _, err := try(db, entry(ledger.Bank, "payout_sent", "no", eur(transit, project+"1", 1))); !errors.Is(err, ledger.ErrOverdraft) {
					t.Error("a refused entry burns no number:", err)
				}
			}
		})
		var numbers []struct{ N, Least, Most int }
		err := db.Raw("select count(distinct seq) as n, min(seq) as least, max(seq) as most from ledger_entries group by journal, year").Scan(&numbers).Error
		if err != nil || len(numbers) != 4 {
			t.Fatalf("%v (%v)", numbers, err)
		}
		for _, n := range numbers {
			if n.Least != 1 || n.Most != n.N {
				t.Errorf("%+v", n)
			}
		}
	})
}

func TestTheSameEventToldFiftyTimesAtOnceIsWrittenOnce(t *testing.T) {
	each(t, func(t *testing.T, db *gorm.DB) {
		together(50, func(int) {
			if e, err := try(db, invoice("1")); err != nil || e.Seq != 1 {
				t.Errorf("%+v (%v)", e, err)
			}
		})
		if n := rows(t, db, "ledger_entries"); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}
