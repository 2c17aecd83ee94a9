package billing_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/money"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// simRegimes are the collectives of the simulation: one under each regime, and one that changes twice.
var simRegimes = []struct {
	name    string
	regimes map[string]collective.Regime
}{
	{"changing", map[string]collective.Regime{"2020-01-01": collective.NotSubject, "2028-01-01": collective.VATFranchise, "2028-12-15": collective.VATRegistered}},
	{"not subject", map[string]collective.Regime{"2020-01-01": collective.NotSubject}},
	{"franchise", map[string]collective.Regime{"2020-01-01": collective.VATFranchise}},
	{"registered", map[string]collective.Regime{"2020-01-01": collective.VATRegistered}},
}

// fewLive is how many subscriptions live in each run of the tests.
const fewLive = 16

// TestThreeYearsAreInvoicedToTheCent lets many subscriptions live from 2027 to 2029 and compares the portal with the plain model. In each
// run of the tests a few live in a collective that changes its regime twice, on both databases; CHATIERE_SIMULATION=1000 asks for so many
// in four collectives, CHATIERE_SEED=n for the dice of an earlier run.
func TestThreeYearsAreInvoicedToTheCent(t *testing.T) {
	seed, err := strconv.ParseUint(os.Getenv("CHATIERE_SEED"), 10, 64)
	count, _ := strconv.Atoi(os.Getenv("CHATIERE_SIMULATION"))
	if err != nil {
		seed = 2027
		if count > 0 {
			seed = uint64(time.Now().UnixNano()) % 1_000_000
		}
	}
	t.Logf("repeat with CHATIERE_SEED=%d", seed)
	if count < 1 {
		storetest.Each(t, func(t *testing.T, db *gorm.DB) { simulate(t, db, simRegimes[0].regimes, fewLive, seed) })
		return
	}
	for n, share := range money.Split(int64(count), []int64{1, 1, 1, 1}) {
		t.Run(simRegimes[n].name, func(t *testing.T) {
			simulate(t, storetest.SQLite(t).DB, simRegimes[n].regimes, int(share), seed+uint64(n))
		})
	}
}

func simulate(t *testing.T, db *gorm.DB, regimes map[string]collective.Regime, count int, seed uint64) {
	t.Helper()
	began := time.Now()
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	world(t, db, regimes["2020-01-01"])
	for _, from := range []string{"2028-01-01", "2028-12-15"} {
		if r, changes := regimes[from]; changes {
			must(t, collective.BeginRegime(ctx, db, collective.TaxRegime{Regime: r, RateBP: 2000, FromOn: from}))
		}
	}
	s := &simulation{simPlace: &simPlace{regimes: regimes}, t: t, base: db, db: db, dice: rand.New(rand.NewPCG(seed, 1)), ops: operator(t, db), acts: map[time.Time][]func(){}}
	s.offer()
	first := day(t, "2027-01-01")
	s.plan(first, count)
	for on := first; on.Year() < 2030 && !t.Failed(); on = on.AddDate(0, 0, 1) {
		if s.down(on) {
			s.acts[on.AddDate(0, 0, 1)] = append(s.acts[on], s.acts[on.AddDate(0, 0, 1)]...) // people wait
			continue
		}
		s.live(on, paris)
		if next := on.AddDate(0, 0, 1); next.Day() == 1 {
			s.compare(next.Month() == time.January)
		}
	}
	s.report(time.Since(began))
}

// down are three failures of ten days: over a month's end, over the leap day, over a new year.
func (s *simulation) down(on time.Time) bool {
	for _, from := range []string{"2027-05-25", "2028-02-21", "2028-12-26"} {
		if n := days(day(s.t, from), on); n >= 0 && n < 10 {
			return true
		}
	}
	return false
}

// live is one day of the portal: what the calendar brings at some hour of Paris, then what people do.
func (s *simulation) live(on time.Time, paris *time.Location) {
	s.on = on
	s.db = store.AtTime(s.base, time.Date(on.Year(), on.Month(), on.Day(), s.dice.IntN(24), 5+s.dice.IntN(50), 0, 0, paris))
	for what, f := range []func() (int, error){
		func() (int, error) { return billing.EndDue(ctx, s.db) },
		func() (int, error) { return billing.FinaliseDue(ctx, s.db) },
		func() (int, error) { return billing.RenewDue(ctx, s.db) },
		func() (int, error) { return billing.AnnounceDue(ctx, s.db) },
		func() (int, error) { return billing.SettleDeferrals(ctx, s.db) },
	} {
		if _, err := f(); err != nil {
			s.t.Fatalf("%s: job %d: %v", on.Format(time.DateOnly), what, err)
		}
	}
	s.simPlace.day(on)
	s.collect()
	if _, err := billing.ChaseDue(ctx, s.db, because); err != nil {
		s.t.Fatalf("%s: reminders: %v", on.Format(time.DateOnly), err)
	}
	s.reminds(on)
	for _, o := range s.orgs {
		s.payFor(o)
	}
	for n := 0; n < len(s.acts[on]); n++ { // an act may plan another one for today
		s.acts[on][n]()
	}
	delete(s.acts, on)
}

// simRow is what both say of one subscription.
type simRow struct {
	State    string
	Access   string
	CancelOn string
	Invoices int
	Notes    int
	Net      int64 // of invoices
	VAT      int64
	Credited int64 // of credit notes, with tax
	Due      int64
}

// compare asks the portal and the model for the same figures.
func (s *simulation) compare(yearEnd bool) {
	s.t.Helper()
	var rows []struct {
		ID  uint
		Row simRow `gorm:"embedded"`
	}
	must(s.t, s.db.Raw(`select s.id, s.state, s.access, s.cancel_on,
		count(case when i.kind = 'invoice' then 1 end) as invoices, count(case when i.kind = 'credit_note' then 1 end) as notes,
		cast(coalesce(sum(case when i.kind = 'invoice' then i.net_cents end), 0) as bigint) as net,
		cast(coalesce(sum(case when i.kind = 'invoice' then i.vat_cents end), 0) as bigint) as vat,
		cast(coalesce(sum(case when i.kind = 'credit_note' then i.total_cents end), 0) as bigint) as credited,
		cast(coalesce(sum(d.due_cents), 0) as bigint) as due
		from subscriptions s left join invoices i on i.subscription_id = s.id left join invoice_dues d on d.invoice_id = i.id
		group by s.id, s.state, s.access, s.cancel_on`).Scan(&rows).Error)
	real := map[uint]simRow{}
	for _, r := range rows {
		real[r.ID] = r.Row
	}
	for _, sub := range s.subs {
		if want := sub.row(); real[sub.id] != want {
			s.t.Errorf("%s: subscription %d (id %d, asked on %s, delivered on %s):\n the portal says %+v\n the model says  %+v", s.on.Format(time.DateOnly), sub.n, sub.id, sub.asked.Format(time.DateOnly), sub.delivered.Format(time.DateOnly), real[sub.id], want)
		}
	}
	for _, o := range s.orgs {
		if owed, err := billing.OwedBy(ctx, s.db, o.id, s.on.Format(time.DateOnly)); err != nil || owed.CreditCents != o.credit() || owed.RepayCents != o.repay() || owed.LateCents != o.late(s.on) {
			s.t.Errorf("%s: organisation %d: %d wait, %d are to be paid back and %d are late, want %d, %d and %d %v", s.on.Format(time.DateOnly), o.id, owed.CreditCents, owed.RepayCents, owed.LateCents, o.credit(), o.repay(), o.late(s.on), err)
		}
	}
	if yearEnd {
		s.yearEnd()
	}
}

func (s *simSub) row() simRow {
	r := simRow{State: string(s.state), Access: string(s.access), Invoices: len(s.invoices)}
	if !s.cancelOn.IsZero() {
		r.CancelOn = s.cancelOn.Format(time.DateOnly)
	}
	for _, i := range s.invoices {
		r.Notes += i.notes
		r.Net += i.net
		r.VAT += i.vat
		r.Credited += i.creditNet + i.creditVAT
		r.Due += i.owed()
	}
	return r
}

// yearEnd asks for everything that must always hold.
func (s *simulation) yearEnd() {
	s.t.Helper()
	sound(s.t, s.db)
	if found, err := ledger.Verify(ctx, s.db); err != nil || len(found) > 0 {
		s.t.Errorf("%s: the ledger: %v %v", s.on.Format(time.DateOnly), found, err)
	}
	for what, statement := range map[string]string{
		"money at the cashier's that is not what came, less what went back and what it costs": `select count(*) from (select coalesce(sum(amount_cents - returned_cents), 0) as s
			from payments where method in ('card','sepa')) p where s <> (select coalesce(sum(balance), 0) from ledger_balances where path in ('asset:card','expense:bank_fees'))`,
		"numbers that do not follow each other": "select count(*) from (select series from invoices where state = 'final' group by series having min(number) <> 1 or max(number) <> count(*) or count(distinct number) <> count(*)) x",
		"days of issue that go backwards":       "select count(*) from invoices a join invoices b on b.series = a.series and b.number = a.number + 1 and b.issued_on < a.issued_on",
		"a number of another year":              "select count(*) from invoices where series not like '%' || substr(cast(issued_on as text), 1, 4) || '-'",
		"a period invoiced twice":               "select count(*) from (select i.subscription_id from invoices i join invoice_dues d on d.invoice_id = i.id where i.kind = 'invoice' and i.service_from <> '' and d.credited_cents < i.total_cents group by i.subscription_id, i.service_from having count(*) > 1) x",
		"an entry before its piece":             "select count(*) from ledger_entries where effective_on < piece_on and kind <> 'payment_in'",
	} {
		var n int
		if must(s.t, s.db.Raw(statement).Scan(&n).Error); n > 0 {
			s.t.Errorf("%s: %s: %d", s.on.Format(time.DateOnly), what, n)
		}
	}
	if n := promised(s.t, s.db, "renewal_announced"); n != int64(s.told) {
		s.t.Errorf("%s: %d years announced, want %d", s.on.Format(time.DateOnly), n, s.told)
	}
	if n := promised(s.t, s.db, "organisation_chased"); n != int64(s.letters) {
		s.t.Errorf("%s: %d letters of reminder, want %d", s.on.Format(time.DateOnly), n, s.letters)
	}
}

// report prints what three years came to.
func (s *simulation) report(took time.Duration) {
	var net, vat, credited, due int64
	days365 := 0
	for _, sub := range s.subs {
		r := sub.row()
		net, vat, credited, due = net+r.Net, vat+r.VAT, credited+r.Credited, due+r.Due
		if until := sub.cancelOn; !sub.delivered.IsZero() {
			if sub.state != billing.Ended {
				until = s.on
			}
			days365 += int(days(sub.delivered, until))
		}
	}
	years := float64(days365) / 365
	s.t.Logf("%s\n%s", fmt.Sprintf("%d subscriptions of %d organisations, %.0f subscription-years, %d invoices, %d letters of reminder, in %s", len(s.subs), len(s.orgs), years, s.issued, s.letters, took.Round(time.Millisecond)),
		fmt.Sprintf("net %d.%02d, VAT %d.%02d, credited %d.%02d, due %d.%02d; %d charges, %d of them failed, %d taken back; per 100 subscription-years: %.1f decisions, %.1f disputes, %.1f corrections, %.0f transfers to confirm",
			net/100, net%100, vat/100, vat%100, credited/100, credited%100, due/100, due%100, s.charges, s.failed, s.disputes,
			float64(s.decisions)*100/years, float64(s.disputes)*100/years, float64(s.corrections)*100/years, float64(s.transfers)*100/years))
}
