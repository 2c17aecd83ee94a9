package billing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/collective/reminder"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ChaseStep is how far the reminders of an unpaid invoice have come (billing.md 8).
type ChaseStep int

// The steps after the due date.
const (
	NotChased ChaseStep = iota
	FirstReminder
	SecondReminder
	LastNotice
	StepReadOnly
	StepExportOnly
	StepEnd
)

// noticeDays lie between two steps at least, also when several are overdue at once after a pause (DUN3).
const noticeDays = reminder.Between

// HeldUnpaid marks a subscription whose access an unpaid invoice reduced; payment restores it (REA1).
const HeldUnpaid = "unpaid"

// Chase is how long an invoice has been waited for, pauses left out (DUN1).
type Chase struct {
	InvoiceID      uint `gorm:"primaryKey"`
	OrganisationID uint
	Counted        int // days after the due date that count
	CountedOn      string
	Step           ChaseStep
	SteppedOn      string

	Days reminder.Days `gorm:"-"` // those that held when it was due: a later plan of the collective changes nothing that was begun
}

// days is on which day after the due date a step comes, at the earliest.
func (c Chase) days(step ChaseStep) (int, bool) {
	if c.Days == (reminder.Days{}) {
		c.Days = reminder.Usual
	}
	return c.Days.At(int(step))
}

// next is the step that is due on a day, or none.
func (c Chase) next(today time.Time) (ChaseStep, bool) {
	step := c.Step + 1
	days, known := c.days(step)
	if !known || c.Counted < days {
		return 0, false
	}
	if last, err := period.Day(c.SteppedOn); err == nil && today.Before(last.AddDate(0, 0, noticeDays)) {
		return 0, false
	}
	return step, true
}

// NextAct is what the next step of an unpaid invoice will be and on which day at the earliest, for letters and pages; ok is false at the end.
func (c Chase) NextAct(today time.Time) (step ChaseStep, on time.Time, ok bool) {
	step = c.Step + 1
	days, known := c.days(step)
	if !known {
		return 0, time.Time{}, false
	}
	on = today.AddDate(0, 0, max(0, days-c.Counted))
	if last, err := period.Day(c.SteppedOn); err == nil && on.Before(last.AddDate(0, 0, noticeDays)) {
		on = last.AddDate(0, 0, noticeDays)
	}
	return step, on, true
}

// ChaseDue takes the steps that are due for unpaid invoices, each organisation in its own transaction and with one letter (DUN4, BAT1).
// Every day counts, but steps are taken on days on which people work. What was invoiced ahead for a contract that ends is credited, with
// the words of why. It returns how many organisations were written to.
func ChaseDue(ctx context.Context, db *gorm.DB, why Because) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location())
	var late []uint
	if err := db.WithContext(ctx).Table("invoice_dues").Where("due_cents > 0 and due_on < ?", today.Format(time.DateOnly)).
		Distinct("organisation_id").Order("organisation_id").Pluck("organisation_id", &late).Error; err != nil {
		return 0, err
	}
	written, faults := 0, []error{}
	for _, id := range late {
		step, err := chaseAlone(ctx, db, host.Reminders, id, today, why)
		if err != nil {
			faults = append(faults, fmt.Errorf("organisation %d: %w", id, err))
		}
		if step > 0 {
			written++
		}
	}
	return written, errors.Join(faults...)
}

func chaseAlone(ctx context.Context, db *gorm.DB, plans reminder.Plans, organisationID uint, today time.Time, why Because) (highest ChaseStep, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := everybodyAround(tx, organisationID); err != nil {
			return err
		}
		highest, err = chase(ctx, tx, plans, organisationID, today, why)
		return err
	})
	return highest, err
}

// chase counts the day for every late invoice of an organisation, unless something pauses it, and takes the steps that are due.
func chase(ctx context.Context, tx *gorm.DB, plans reminder.Plans, organisationID uint, today time.Time, why Because) (ChaseStep, error) {
	paused, err := chasePaused(ctx, tx, organisationID, today)
	if err != nil {
		return 0, err
	}
	broken, err := justBroken(ctx, tx, organisationID, today)
	if err != nil {
		return 0, err
	}
	late, err := store.From[Invoice](tx).Where("organisation_id = ? and id in (select invoice_id from invoice_dues where due_cents > 0 and due_on < ?)",
		organisationID, today.Format(time.DateOnly)).Order("id").Find(ctx)
	if err != nil {
		return 0, err
	}
	if err := settled(ctx, tx, late); err != nil {
		return 0, err
	}
	highest := NotChased
	for _, i := range late {
		c, err := countDay(ctx, tx, i, today, paused)
		if err != nil {
			return 0, err
		}
		c.Days = plans.For(i.Due())
		step, due := c.next(today)
		if paused || broken || !due || !period.NextWorkingDay(today).Equal(today) {
			continue
		}
		if err := i.step(ctx, tx, c, step, today, why); err != nil {
			return 0, err
		}
		highest = max(highest, step)
	}
	if highest == NotChased {
		return 0, nil
	}
	return highest, store.Enqueue(tx, OrganisationChased{organisationID, int(highest), today.Format(time.DateOnly)})
}

// chasePaused reports whether nothing may escalate now: a tag, a disagreement, a date that was proposed, or money that is on its way (DUN1).
func chasePaused(ctx context.Context, tx *gorm.DB, organisationID uint, today time.Time) (bool, error) {
	if tagged, err := Tagged(ctx, tx, organisationID, DoNotChase, today); err != nil || tagged {
		return tagged, err
	}
	if d, err := DisagreementOf(ctx, tx, people.Organisation{ID: organisationID}); err != nil || d.Open() {
		return d.Open(), err
	}
	open, err := store.From[Deferral](tx).Where("organisation_id = ? and state in ('asked','accepted')", organisationID).Count(ctx, "id")
	if err != nil || open > 0 {
		return open > 0, err
	}
	coming, err := store.From[Collection](tx).Where("organisation_id = ? and state = ?", organisationID, Collecting).Count(ctx, "id")
	return coming > 0, err
}

// justBroken reports whether a promise was broken so lately that the next step must wait: ten days' notice (DUN3).
func justBroken(ctx context.Context, tx *gorm.DB, organisationID uint, today time.Time) (bool, error) {
	n, err := store.From[Deferral](tx).Where("organisation_id = ? and state = ? and until_on >= ?", organisationID, DeferralBroken,
		today.AddDate(0, 0, -noticeDays).Format(time.DateOnly)).Count(ctx, "id")
	return n > 0, err
}

// countDay adds the days since the last count, none of them when the count is paused (time spent paused never counts afterwards).
func countDay(ctx context.Context, tx *gorm.DB, i Invoice, today time.Time, paused bool) (Chase, error) {
	c, err := store.From[Chase](tx, forUpdate).Where("invoice_id = ?", i.ID).Take(ctx)
	fresh := errors.Is(err, store.ErrNotFound)
	if err != nil && !fresh {
		return c, err
	}
	if fresh {
		c = Chase{InvoiceID: i.ID, OrganisationID: i.OrganisationID, CountedOn: i.Due()}
	}
	if !paused {
		c.Counted += int(today.Sub(day(c.CountedOn)) / (24 * time.Hour))
	}
	c.CountedOn = today.Format(time.DateOnly)
	if fresh {
		return c, store.From[Chase](tx).Create(ctx, &c)
	}
	return c, tx.WithContext(ctx).Model(&c).Select("counted", "counted_on").Updates(&c).Error
}

// countFrom lets the days of an invoice that is due again count from today: those on which it was paid never do.
func (i Invoice) countFrom(ctx context.Context, tx *gorm.DB) error {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return err
	}
	today := max(store.Today(tx, host.Location()).Format(time.DateOnly), i.DueOn)
	c := Chase{InvoiceID: i.ID, OrganisationID: i.OrganisationID, CountedOn: today}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "invoice_id"}}, DoUpdates: clause.AssignmentColumns([]string{"counted_on"})}).Create(&c).Error
}

// step takes one step for one invoice: the first three are letters, the others touch the service that is unpaid and no other (DUN5).
func (i Invoice) step(ctx context.Context, tx *gorm.DB, c Chase, step ChaseStep, today time.Time, why Because) error {
	c.Step, c.SteppedOn = step, today.Format(time.DateOnly)
	if err := tx.WithContext(ctx).Model(&c).Select("step", "stepped_on").Updates(&c).Error; err != nil {
		return err
	}
	if err := journal.Note(ctx, tx, journal.Actor{}, journal.Act{
		Verb: "invoice_chased", SubjectType: "invoice", SubjectRef: i.Ref, OrganisationID: i.OrganisationID, Details: map[string]any{"step": int(step)},
	}); err != nil || step < LastNotice {
		return err
	}
	if i.SubscriptionID == nil {
		return i.chaseTogether(ctx, tx, step, why)
	}
	s, err := store.From[Subscription](tx, forUpdate).Where("id = ?", *i.SubscriptionID).Take(ctx)
	if err != nil || s.State != Running {
		return err
	}
	if i.OrganisationID != s.OrganisationID { // somebody else's part keeps nobody out
		return s.chaseShare(ctx, tx, i, step, why)
	}
	switch step {
	case LastNotice:
		return nil
	case StepReadOnly:
		return s.hold(ctx, tx, ReadOnly)
	case StepExportOnly:
		return s.hold(ctx, tx, ExportOnly)
	}
	if _, err = s.endNow(ctx, tx, people.User{}, today); err != nil {
		return err
	}
	if _, err = s.creditAhead(ctx, tx, people.User{}, why); err != nil {
		return err
	}
	return store.Enqueue(tx, SubscriptionEnded{s.ID})
}

// hold reduces access because of an unpaid invoice; what an operator reduced further stays.
func (s *Subscription) hold(ctx context.Context, tx *gorm.DB, access Access) error {
	if s.Access == access || s.Access == ExportOnly {
		return nil
	}
	now := store.Now(tx)
	if s.HeldFor == "" && s.Access == FullAccess || s.HeldFor == HeldUnpaid {
		s.HeldFor = HeldUnpaid
	}
	s.Access, s.TurnedAt = access, &now
	if err := s.save(ctx, tx, "access", "turned_at", "held_for"); err != nil {
		return err
	}
	if err := s.note(ctx, tx, journal.Actor{}, "subscription_suspended", "unpaid"); err != nil {
		return err
	}
	return store.Enqueue(tx, AccessChanged{s.ID})
}

// Restore gives access back once nothing keeps it reduced: the invoice is paid or being debited, and no other one of the subscription has come
// as far (REA1).
// Told twice, it changes nothing.
func Restore(ctx context.Context, db *gorm.DB, invoiceID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		i, err := store.From[Invoice](tx).Where("id = ?", invoiceID).Take(ctx)
		if err != nil || i.SubscriptionID == nil {
			return err
		}
		return restore(ctx, tx, *i.SubscriptionID, i.OrganisationID)
	})
}

// Chased is an unpaid invoice with how far its reminders have come.
type Chased struct {
	Invoice Invoice
	Chase   Chase
	Share   bool // a part of somebody else's subscription: it keeps nobody out
}

// ChasedOf are the late invoices of an organisation with their reminders, oldest first, for letters and pages; the plans are the collective's.
func ChasedOf(ctx context.Context, db *gorm.DB, plans reminder.Plans, organisationID uint, today time.Time) ([]Chased, error) {
	late, err := store.From[Invoice](db).Where("organisation_id = ? and id in (select invoice_id from invoice_dues where due_cents > 0 and due_on < ?)",
		organisationID, today.Format(time.DateOnly)).Order("id").Limit(200).Find(ctx)
	if err == nil {
		err = settled(ctx, db, late)
	}
	if err != nil {
		return nil, err
	}
	counts, err := store.From[Chase](db).Where("organisation_id = ?", organisationID).Find(ctx)
	by := map[uint]Chase{}
	for _, c := range counts {
		by[c.InvoiceID] = c
	}
	if err != nil {
		return nil, err
	}
	others, err := pooledInvoices(ctx, db, organisationID, late)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(late, func(i Invoice) bool { return i.ForName != "" }) {
		var parts []uint
		err = db.WithContext(ctx).Table("invoices i").Joins("join subscriptions s on s.id = i.subscription_id and s.organisation_id <> i.organisation_id").
			Where("i.organisation_id = ? and i.for_name <> ''", organisationID).Pluck("i.id", &parts).Error
		others = append(others, parts...)
	}
	all := make([]Chased, len(late))
	for n, i := range late {
		c := by[i.ID]
		c.Days = plans.For(i.Due())
		all[n] = Chased{i, c, slices.Contains(others, i.ID)}
	}
	return all, err
}
