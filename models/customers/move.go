package customers

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

var errRehearsal = errors.New("customers: a rehearsal is rolled back")

// Rehearse says what a folder would bring, and everything that is wrong with it. It does what Apply and Confirm do and takes it all back,
// so that the three are the same; nobody is called and nothing is sent.
func Rehearse(ctx context.Context, db *gorm.DB, fsys fs.FS, o Options) (Report, error) {
	var report Report
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if report, err = move(ctx, tx, fsys, o); err == nil && report.Batch.ID != 0 {
			err = report.Batch.settleIn(ctx, tx, false)
		}
		if err != nil {
			return err
		}
		return errRehearsal
	})
	if errors.Is(err, errRehearsal) {
		err = nil
	}
	report.Batch = Batch{}
	return report, err
}

// Apply brings a folder in, in one transaction: all of it or, when something is wrong, nothing. What is here already stays as it is; when
// all of it is, no batch is made.
func Apply(ctx context.Context, db *gorm.DB, fsys fs.FS, o Options) (Report, error) {
	var report Report
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		report, err = move(ctx, tx, fsys, o)
		if err == nil && len(report.Faults) > 0 {
			err = report.Faults
		}
		return err
	})
	if err != nil {
		report.Batch = Batch{}
	}
	return report, err
}

// move brings a folder in, inside a transaction. Faults are told in the report: the caller takes everything back.
func move(ctx context.Context, tx *gorm.DB, fsys fs.FS, o Options) (Report, error) {
	m, err := begin(ctx, tx, fsys, o)
	if err != nil {
		return Report{}, err
	}
	if err := m.load(); err != nil {
		return Report{}, err
	}
	m.sum()
	if err := m.check(); err != nil {
		return m.report, err
	}
	if len(m.faults) == 0 {
		if err := m.make(); err != nil {
			return m.report, err
		}
	}
	if m.report.Faults = m.faults.sorted(); len(m.faults) > 0 || m.report.Idle() {
		return m.report, nil
	}
	return m.report, m.remember()
}

// begin reads the folder as far as it can be read without the database.
func begin(ctx context.Context, tx *gorm.DB, fsys fs.FS, o Options) (*mover, error) {
	m := &mover{ctx: ctx, tx: tx, options: o}
	var err error
	if m.host, err = collective.Find(ctx, tx); err != nil {
		return m, err
	}
	if m.pricing, err = billing.PricingOf(ctx, tx, m.host); err != nil {
		return m, err
	}
	payment, err := collective.FindPaymentKeys(ctx, tx)
	if err != nil {
		return m, err
	}
	m.today = store.Today(tx, m.host.Location())
	if m.folder, err = read(fsys, m.today); err != nil {
		return m, err
	}
	m.bodies, m.places, m.contracts = m.folder.bodies(m.host, o), m.folder.places(m.host, o), m.folder.contracts()
	m.balances, m.mandates, m.series = m.folder.balances(m.host), m.folder.mandates(payment.Live || !payment.Set()), m.folder.series(m.host)
	return m, nil
}

// sum adds up what the folder says.
func (m *mover) sum() {
	s := Sums{Organisations: len(m.bodies), Subscriptions: len(m.contracts), Mandates: len(m.mandates), Currency: "EUR"}
	addresses := map[string]bool{}
	for _, p := range m.places {
		addresses[p.email] = true
	}
	s.People = len(addresses)
	months := map[string]Month{}
	for n := range m.contracts {
		c := &m.contracts[n]
		_, c.price = m.priced(*c)
		if c.every == period.Month {
			s.Monthly, s.MonthlyCents = s.Monthly+1, s.MonthlyCents+c.cents()
		} else {
			s.Yearly, s.YearlyCents = s.Yearly+1, s.YearlyCents+c.cents()
		}
		if c.until != "" {
			at := months[c.until[:len("2006-01")]]
			months[c.until[:len("2006-01")]] = Month{c.until[:len("2006-01")], at.N + 1, at.Cents + c.cents()}
		}
	}
	for _, b := range m.balances {
		if b.credit {
			s.CreditCents += b.cents
		} else {
			s.Open, s.OpenCents = s.Open+1, s.OpenCents+b.cents
		}
	}
	for _, month := range slices.Sorted(maps.Keys(months)) {
		s.Renewals = append(s.Renewals, months[month])
	}
	m.report.Sums = s
}

// remember writes the batch with what it made, and the act.
func (m *mover) remember() error {
	if waiting, err := store.From[Batch](m.tx).Where("state = ?", Applied).Count(m.ctx, "id"); err != nil || waiting > 0 {
		return cmpErr(err, ErrWaiting)
	}
	m.batch = Batch{Ref: store.NewRef(), State: Applied, Sums: m.report.Sums, Counts: Counts{}, AppliedAt: store.Now(m.tx)}
	for _, d := range m.report.Differences {
		if m.batch.Counts[d.Kind] == nil {
			m.batch.Counts[d.Kind] = map[What]int{}
		}
		m.batch.Counts[d.Kind][d.What]++
	}
	if err := m.tx.WithContext(m.ctx).Table("journal_entries").Select("coalesce(max(id), 0)").Scan(&m.batch.JournalID).Error; err != nil {
		return err
	}
	if err := store.From[Batch](m.tx).Create(m.ctx, &m.batch); err != nil {
		return err
	}
	for n := range m.entries {
		m.entries[n].BatchID = m.batch.ID
	}
	if err := store.From[entry](m.tx).CreateInBatches(m.ctx, &m.entries, 500); err != nil {
		return err
	}
	m.report.Batch = m.batch
	return m.batch.note(m.ctx, m.tx, "customers_applied")
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// note writes an act on the batch in the journal. Whoever holds the server acts, as the portal itself.
func (b Batch) note(ctx context.Context, tx *gorm.DB, verb string) error {
	return journal.Note(ctx, tx, journal.Actor{}, journal.Act{Verb: verb, SubjectType: "customer_batch", SubjectRef: b.Ref, Details: b.details()})
}

// BatchConfirmed: a batch was confirmed and its people are told where their space is; After is the last person who was.
type BatchConfirmed struct {
	BatchID uint `json:"batch_id"`
	After   uint `json:"after"`
}

// Kind names the promise.
func (BatchConfirmed) Kind() string { return "customer_batch_confirmed" }

// Confirm starts the clock of the batch that waits: from now on what it brought is invoiced, announced and reminded like everything else,
// and the books open with its balances. Letters go out when they are asked for.
func Confirm(ctx context.Context, db *gorm.DB, letters bool) (Batch, error) {
	var b Batch
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if b, err = open(ctx, tx); err != nil {
			return err
		}
		return b.settleIn(ctx, tx, letters)
	})
	return b, err
}

func (b *Batch) settleIn(ctx context.Context, tx *gorm.DB, letters bool) error {
	now := store.Now(tx)
	b.State, b.Letters, b.ConfirmedAt = Confirmed, letters, &now
	if err := billing.SettleIn(ctx, tx, b.made(tx, ASubscription)); err != nil {
		return err
	}
	debts, err := b.entries(ctx, tx, ABalance)
	if err != nil {
		return err
	}
	for n, e := range debts {
		if err := billing.Stand(ctx, tx, journal.Actor{}, e.SubjectID, "carried:"+b.Ref, n+1, e.Words); err != nil {
			return err
		}
	}
	credits, err := b.entries(ctx, tx, ACredit)
	if err != nil {
		return err
	}
	for _, e := range credits {
		if err := billing.StandCredit(ctx, tx, journal.Actor{}, e.SubjectID, e.Cents, e.OnDay, e.Words); err != nil {
			return err
		}
	}
	if err := tx.WithContext(ctx).Model(b).Select("state", "letters", "confirmed_at").Updates(b).Error; err != nil {
		return err
	}
	if err := b.note(ctx, tx, "customers_confirmed"); err != nil || !letters {
		return err
	}
	return store.Enqueue(tx, BatchConfirmed{BatchID: b.ID})
}
