package commons_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func (v village) accrue(r commons.Received) commons.Accrual {
	v.t.Helper()
	a, err := commons.Accrue(ctx, v.db, r)
	v.must(err)
	return a
}

// rate sets the redistributed share, in basis points.
func (v village) rate(bp int) {
	v.t.Helper()
	c, err := collective.Find(ctx, v.db)
	v.must(err)
	f := c.Filled()
	f.RedistributionBP = bp
	v.must(collective.Save(ctx, v.db, journal.Actor{}, f))
}

func TestAPaymentSetsItsShareAsideOnce(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rate(1000)
		for range 3 {
			if a := v.accrue(pieceOf(1, 20000, 0)); a.PartCents != 2000 || a.EntryID == nil {
				t.Errorf("%+v", a)
			}
		}
		v.holds("EUR", map[string]int64{"expense:redistribution": 2000, "liability:upstream:unallocated": 2000})
		figures, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if figures.Enough() || figures.Received != 0 || figures.SetAside != 0 || figures.Pot != 0 { // one payer alone
			t.Errorf("%+v", figures)
		}
	})
}

func TestNothingIsSaidOfEachTenWhileNothingCameIn(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		figures, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if _, any := figures.OfEachTen(); any {
			t.Error("a number was made up")
		}
		if ten, any := (commons.Figures{Received: 20000}).OfEachTen(); any {
			t.Error("it is said that nothing was set aside:", ten)
		}
	})
}

func TestPartsAddUpToTheShareOfTheSum(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for n := range 7 { // 7 × 3 cents at 5 %: alone each part would be nothing
			v.accrue(pieceOf(n+1, 3, 0))
		}
		v.holds("EUR", map[string]int64{"liability:upstream:unallocated": 1}) // 1.05
	})
}

func TestMoneyThatGoesBackTakesItsShareBackAtTheRateOfThen(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accrue(pieceOf(1, 10000, 0))
		v.rate(1000)
		v.accrue(pieceOf(2, 10000, 0))
		if a := v.accrue(pieceOf(3, -10000, 1)); a.PartCents != -500 || a.RateBP != 500 {
			t.Errorf("%+v", a)
		}
		v.holds("EUR", map[string]int64{"expense:redistribution": 1000, "liability:upstream:unallocated": 1000})
		_, err := commons.Accrue(ctx, v.db, pieceOf(5, -1, 4)) // told before what it takes back: later
		is(t, err, store.ErrNotFound)
	})
}

func TestTheShareTakenBackIsNeverMoreThanThePotHolds(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accrue(pieceOf(1, 10000, 0))
		v.spend(450)
		if a := v.accrue(pieceOf(2, -10000, 1)); a.PartCents != -50 {
			t.Errorf("%+v", a)
		}
		if a := v.accrue(pieceOf(3, 10000, 0)); a.PartCents != 50 { // the next sums make up for it
			t.Errorf("%+v", a)
		}
		v.holds("EUR", map[string]int64{"expense:redistribution": 500, "liability:upstream:unallocated": 50})
	})
}

func TestTheBooksOfTheShareAreAppendOnly(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.accrue(pieceOf(1, 10000, 0))
		for _, change := range []string{"update redistribution_accruals set part_cents = 1", "delete from redistribution_accruals"} {
			if v.db.Exec(change).Error == nil {
				t.Errorf("the database let %q pass", change)
			}
		}
	})
}

// TestHoweverMoneyComesAndGoesThePartsEqualTheShare is decisions.md 5: after each of many random sums, undone ones and changes of the rate,
// what was set aside is exactly the sum of each amount times its rate, to the nearest cent.
func TestHoweverMoneyComesAndGoesThePartsEqualTheShare(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for seed := range uint64(4) {
			random := rand.New(rand.NewPCG(seed, 7))
			v.history(random, int(seed)*1000)
		}
	})
}

type kept struct {
	n       int
	net, bp int64
}

func (v village) history(random *rand.Rand, first int) {
	v.t.Helper()
	var weighted, received, aside int64
	v.must(v.db.Raw("select weighted, received_cents, set_aside_cents from redistribution_totals").Row().Scan(&weighted, &received, &aside))
	var standing []kept
	bp := int64(500)
	for n := first + 1; n <= first+40; n++ {
		switch dice := random.IntN(10); {
		case dice == 0:
			bp = random.Int64N(3000)
			v.rate(int(bp))
			continue
		case dice < 4 && len(standing) > 0:
			i := random.IntN(len(standing))
			k := standing[i]
			standing = append(standing[:i], standing[i+1:]...)
			v.accrue(pieceOf(n, -k.net, k.n))
			weighted, received = weighted-k.net*k.bp, received-k.net
		default:
			k := kept{n, random.Int64N(100_000) + 1, bp}
			if n == first+1 {
				v.rate(int(bp))
			}
			standing = append(standing, k)
			v.accrue(pieceOf(n, k.net, 0))
			weighted, received = weighted+k.net*k.bp, received+k.net
		}
		want := (weighted + 5_000) / 10_000
		v.holds("EUR", map[string]int64{"liability:upstream:unallocated": want, "expense:redistribution": want})
		var sum, months, total int64
		v.must(v.db.Raw("select coalesce(sum(part_cents), 0), (select sum(set_aside_cents) from redistribution_months), (select received_cents from redistribution_totals) from redistribution_accruals").Row().Scan(&sum, &months, &total))
		if sum != want || months != want || total != received {
			v.t.Fatalf("parts %d, months %d, want %d; received %d, want %d", sum, months, want, total, received)
		}
	}
}

func TestFiftyPiecesAtOnceLoseNoCent(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		var all sync.WaitGroup
		for n := range 50 {
			all.Go(func() {
				for range 2 { // each told twice
					if _, err := commons.Accrue(ctx, v.db, pieceOf(n+1, 111, 0)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		v.holds("EUR", map[string]int64{"liability:upstream:unallocated": 278}) // 50 × 111 × 5 % = 277.5
	})
}

// spend gives a part of the pot to a project, as a round will.
func (v village) spend(cents int64) {
	v.t.Helper()
	v.must(store.InTx(ctx, v.db, func(tx *gorm.DB) error {
		_, err := ledger.Post(ctx, tx, ledger.Entry{
			Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: fmt.Sprint("alloc:", cents), EffectiveOn: "2026-11-25",
			Transfers: []ledger.Transfer{{Debit: "liability:upstream:unallocated", Credit: ledger.Project("liability:upstream", 1), Unit: "EUR", Amount: cents}},
		})
		return err
	}))
}
