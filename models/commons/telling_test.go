package commons_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"chatiere/models/commons"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// told is what everybody may read of what came in, from which an attacker would subtract.
type told struct {
	Figures commons.Figures
	Sources []commons.ToldSource
}

func (v village) known() told {
	v.t.Helper()
	f, err := commons.PublicFigures(ctx, v.db)
	v.must(err)
	s, err := commons.Sources(ctx, v.db)
	v.must(err)
	f.Payers = 0 // "none", "some" or "enough", said in words only
	return told{f, s}
}

// tells runs the job of a day.
func (v village) tells(day string) int {
	v.t.Helper()
	n, err := commons.TellMonths(ctx, v.on(day))
	v.must(err)
	return n
}

func (v village) on(day string) *gorm.DB {
	v.t.Helper()
	at, err := parse(day)
	v.must(err)
	storetest.SetClock(v.db, at.Add(12*time.Hour))
	return v.db
}

func (v village) paid(n int, organisation, offer uint, on string, cents int64) {
	v.t.Helper()
	v.accrue(commons.Received{Source: fmt.Sprint("p", n), On: on, NetCents: cents, OrganisationID: organisation, OfferID: offer})
}

// six are organisations, of which some pay.
func (v village) six() (ids []uint) {
	v.t.Helper()
	for i := range 6 {
		ids = append(ids, v.organisation(fmt.Sprint("Payeuse ", i), v.kim).ID)
	}
	return ids
}

// TestAMonthIsToldWhenItIsOverAndEnoughOrganisationsPaid: else it waits for the next, and nothing that is told ever moves by one payment.
func TestAMonthIsToldWhenItIsOverAndEnoughOrganisationsPaid(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		v.rate(1000)
		who := v.six()
		for i := range 3 {
			v.paid(i, who[i], 1, "2026-09-10", 1000+int64(i))
		}
		v.paid(3, who[0], 1, "2026-10-10", 7777) // alone in its month
		if n := v.tells("2026-10-04"); n != 0 || v.known().Figures.Enough() {
			t.Error("told before the bank's statements are in", n)
		}
		v.tells("2026-10-05")
		v.tells("2026-11-10")
		first := v.known()
		if m := first.Figures.Months; len(m) != 1 || m[0].FromMonth != "2026-09" || m[0].ToMonth != "2026-09" || first.Figures.Received != 3003 || first.Figures.Pot != 300 || m[0].Payers != 3 {
			t.Errorf("%+v", first)
		}
		v.paid(4, who[1], 1, "2026-09-30", 5) // late, in a month that is told
		v.paid(5, who[2], 1, "2026-11-12", 4242)
		v.paid(6, who[2], 1, "2026-11-13", -4242) // and given back: it did not pay
		if now := v.known(); !reflect.DeepEqual(now, first) {
			t.Errorf("one payment moved what is public:\n%+v\n%+v", first, now)
		}
		v.tells("2026-12-05")
		if now := v.known(); !reflect.DeepEqual(now, first) {
			t.Errorf("two payers are told:\n%+v\n%+v", first, now)
		}
		v.paid(7, who[2], 2, "2026-12-01", 100)
		if n := v.tells("2027-01-05"); n != 1 {
			t.Error(n)
		}
		now := v.known()
		if m := now.Figures.Months[0]; m.FromMonth != "2026-10" || m.ToMonth != "2026-12" || m.ReceivedCents != 7777+5+100 || now.Figures.Received != 3003+7882 {
			t.Errorf("%+v", now.Figures)
		}
		if s := now.Sources; len(s) != 2 || s[0].OfferID != 0 && s[1].OfferID != 0 { // offer 2 had one payer: with the others of its time
			t.Errorf("%+v", s)
		}
		if v.db.Exec("update redistribution_tellings set received_cents = 1").Error == nil || v.db.Exec("delete from redistribution_tellings").Error == nil {
			t.Error("what was told can be changed")
		}
		again, err := commons.TellMonths(ctx, v.db)
		if v.must(err); again != 0 {
			t.Error("told twice")
		}
	})
}

// TestWhoeverSubtractsFindsAtLeastThreePayers reads all public sums every few days of random years, and takes each reading from the one before: every
// difference, of all money or of one offer, is what at least three organisations paid together.
func TestWhoeverSubtractsFindsAtLeastThreePayers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		v := settle(t, db)
		random, who := rand.New(rand.NewPCG(7, 11)), v.six()
		at, err := parse("2025-01-01")
		v.must(err)
		before, n := v.known(), 0
		for range 60 {
			at = at.AddDate(0, 0, 1+random.IntN(20))
			day := at.Format("2006-01-02")
			v.on(day)
			for range random.IntN(4) {
				on := at.AddDate(0, 0, -random.IntN(50)).Format("2006-01-02")
				n++
				v.paid(n, who[random.IntN(6)], uint(random.IntN(4)), on, 1+random.Int64N(100_000))
			}
			v.tells(day)
			now := v.known()
			v.independent(before, now)
			before = now
		}
		if len(before.Figures.Months) < 5 {
			t.Error("too little was told to learn anything", len(before.Figures.Months))
		}
		var sums struct{ Told, Parts, Fewest int64 }
		v.must(db.Raw(`select (select sum(received_cents) from redistribution_tellings) as told, (select sum(received_cents) from redistribution_told_sources) as parts,
			(select min(payers) from redistribution_told_sources) as fewest`).Scan(&sums).Error)
		if sums.Told != sums.Parts || sums.Told != before.Figures.Received || sums.Fewest < commons.FewestPayers {
			t.Errorf("%+v", sums)
		}
	})
}

// independent checks that what changed between two readings are whole tellings, each of enough payers.
func (v village) independent(before, now told) {
	v.t.Helper()
	fresh := now.Figures.Months[:len(now.Figures.Months)-len(before.Figures.Months)]
	var received, aside int64
	for _, m := range fresh {
		received, aside = received+m.ReceivedCents, aside+m.SetAsideCents
		if m.Payers < commons.FewestPayers {
			v.t.Errorf("%+v", m)
		}
	}
	if now.Figures.Received-before.Figures.Received != received || now.Figures.Pot-before.Figures.Pot != aside {
		v.t.Errorf("%+v\n%+v", before.Figures, now.Figures)
	}
	if len(fresh) == 0 && !reflect.DeepEqual(before, now) {
		v.t.Errorf("something moved though nothing was told:\n%+v\n%+v", before, now)
	}
}
