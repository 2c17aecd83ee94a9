package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"testing"

	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// model is a ledger without a database: what each account holds.
type model map[string]int64

// accepts applies transfers one after the other, or none when an account would be overdrawn on the way.
func (m model) accepts(transfers []ledger.Transfer) bool {
	after := model{}
	for path, n := range m {
		after[path] = n
	}
	for _, t := range transfers {
		for path, side := range map[string]ledger.Side{t.Debit: ledger.Debit, t.Credit: ledger.Credit} {
			rule, _ := ledger.RuleFor(path)
			if rule.Normal == side {
				after[path] += t.Amount
			} else {
				after[path] -= t.Amount
			}
			if rule.NoOverdraft && after[path] < 0 {
				return false
			}
		}
	}
	for path, n := range after {
		m[path] = n
	}
	return true
}

func mirrored(transfers []ledger.Transfer) (back []ledger.Transfer) {
	for i := len(transfers) - 1; i >= 0; i-- {
		back = append(back, eur(transfers[i].Credit, transfers[i].Debit, transfers[i].Amount))
	}
	return back
}

// chance makes one random entry out of the moves that the portal makes.
func chance(r *rand.Rand, n int) ledger.Entry {
	party, upstream, cents := uint(r.Intn(3)+1), uint(r.Intn(2)+1), int64(r.Intn(5000)+1)
	due, owed, right, part := ledger.Party("receivable", party), ledger.Party("payable", party), ledger.Party("liability:credit", party), ledger.Project("liability:upstream", upstream)
	moves := [][]ledger.Transfer{
		{eur(due, "income:subscriptions", cents), eur(due, vat, cents/5+1)},
		{eur("asset:bank", due, cents)},
		{eur("expense:purchases", owed, cents)},
		{eur(owed, due, cents)},
		{eur("expense:reciprocity", right, cents)},
		{eur(right, due, cents)},
		{eur("expense:redistribution", unspent, cents)},
		{eur(unspent, part, cents), eur(unspent, part, 1)},
		{eur(part, transit, cents)},
		{eur(transit, "asset:bank", cents)},
		{eur(transit, part, cents), eur(part, transit, cents), eur(transit, part, cents)},
	}
	journals := []ledger.Journal{ledger.Sales, ledger.Bank, ledger.Miscellaneous}
	e := entry(journals[r.Intn(3)], "chance", fmt.Sprint("event:", n), moves[r.Intn(len(moves))]...)
	e.EffectiveOn = fmt.Sprintf("202%d-0%d-11", 5+r.Intn(2), 1+r.Intn(9))
	return e
}

func TestRandomHistoriesKeepEveryInvariant(t *testing.T) {
	seed := rand.Int63()
	if given, err := strconv.ParseInt(os.Getenv("LEDGER_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("LEDGER_SEED=%d", seed)
	each(t, func(t *testing.T, db *gorm.DB) {
		r, held := rand.New(rand.NewSource(seed)), model{}
		for party := range uint(3) {
			open(t, db, ledger.Party("liability:credit", party+1))
		}
		var written []ledger.Entry
		reversed := map[uint]bool{}
		for n := range 250 {
			switch dice := r.Intn(10); {
			case dice == 0 && len(written) > 0: // told again
				e := written[r.Intn(len(written))]
				again, err := try(db, ledger.Entry{Journal: e.Journal, Kind: e.Kind, Key: e.Key, EffectiveOn: e.EffectiveOn, Memo: e.Memo, Transfers: e.Transfers})
				if err != nil || again.ID != e.ID {
					t.Fatalf("event %d told again: %+v (%v)", n, again, err)
				}
			case dice == 1 && len(written) > 0: // taken back
				e := written[r.Intn(len(written))]
				wanted := reversed[e.ID] || held.accepts(mirrored(e.Transfers))
				_, err := reverse(db, e.ID, day)
				if wanted != (err == nil) || err != nil && !errors.Is(err, ledger.ErrOverdraft) {
					t.Fatalf("event %d takes %s back: %v, the model says %v", n, e, err, wanted)
				}
				reversed[e.ID] = reversed[e.ID] || err == nil
			default:
				e := chance(r, n)
				wanted := held.accepts(e.Transfers)
				posted, err := try(db, e)
				if wanted != (err == nil) || err != nil && !errors.Is(err, ledger.ErrOverdraft) {
					t.Fatalf("event %d: %v, the model says %v", n, err, wanted)
				}
				if err == nil {
					written = append(written, posted)
				}
			}
		}
		holds(t, db, "EUR", held)
		if len(written) < 50 {
			t.Errorf("only %d entries: a poor history", len(written))
		}
		if err := ledger.Rebuild(context.Background(), db); err != nil {
			t.Error(err)
		}
	})
}
