package billing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// chargeDays are the days after the due date on which a card is tried again (billing.md 8); a debit has one more try at most, a week later
// and only when the account was short of money (SDD5).
var chargeDays = []int{0, 3, 7}

const debitAgain = 7

// hopeless are refusals after which the same method is never tried again by itself.
var hopeless = []string{
	"lost_card", "stolen_card", "pickup_card", "restricted_card", "security_violation", "stop_payment_order", "revocation_of_authorization", "revocation_of_all_authorizations",
	"expired_card", "invalid_account", "account_closed",
}

// ChargeDue takes what is due today or was due before from the preferred methods of organisations, each in its own transaction; an account
// that is treated apart, or that proposed a date, is left alone, and so is an invoice that somebody disagrees with until that is settled. It
// returns how many charges were begun.
func ChargeDue(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location())
	var organisations []uint
	err = db.WithContext(ctx).Table("invoice_dues d").Joins("join saved_methods m on m.organisation_id = d.organisation_id and m.preferred and m.removed_at is null and m.stopped_at is null").
		Where("d.due_cents >= ? and d.due_on <= ? and m.live = ?", leastCents, today.Format(time.DateOnly), keys.Live).Distinct("d.organisation_id").Order("d.organisation_id").Pluck("d.organisation_id", &organisations).Error
	if err != nil {
		return 0, err
	}
	begun, faults := 0, []error{}
	for _, id := range organisations {
		done, err := chargeAlone(ctx, db, keys, id, today)
		if err != nil {
			faults = append(faults, fmt.Errorf("organisation %d: %w", id, err))
		}
		if done {
			begun++
		}
	}
	return begun, errors.Join(faults...)
}

func chargeAlone(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, organisationID uint, today time.Time) (bool, error) {
	for _, tag := range []Tag{PaysByTransfer, NoAutoCharge} {
		if tagged, err := Tagged(ctx, db, organisationID, tag, today); err != nil || tagged {
			return false, err
		}
	}
	waits, err := store.From[Deferral](db).Where("organisation_id = ? and state in ('asked','accepted')", organisationID).Count(ctx, "id")
	if err != nil || waits > 0 {
		return false, err
	}
	due, err := chargeable(ctx, db, organisationID, today)
	if err != nil || len(due) == 0 {
		return false, err
	}
	o, err := people.LoadOrganisation(ctx, db, organisationID)
	if err != nil {
		return false, err
	}
	_, err = Charge(ctx, db, keys, journal.Actor{}, o, due)
	if _, small := store.AsInvalid(err); small || errors.Is(err, ErrNoMethod) {
		return false, nil
	}
	return err == nil, err
}

// tried is what became of the charges of one invoice.
type tried struct {
	InvoiceID uint
	DueOn     string
	Times     int
	State     CollectionState // of the last one
	Method    Method
	Problem   string
}

// chargeable are the invoices of an organisation whose day to be charged has come.
func chargeable(ctx context.Context, db *gorm.DB, organisationID uint, today time.Time) ([]uint, error) {
	var all []tried
	err := db.WithContext(ctx).Raw(`select d.invoice_id, d.due_on, n.times, coalesce(c.state, '') as state, coalesce(c.method, '') as method, coalesce(c.problem, '') as problem
		from invoice_dues d
		join (select i.invoice_id, count(k.id) as times, max(k.id) as last from invoice_dues i
			left join collection_parts p on p.invoice_id = i.invoice_id left join collections k on k.id = p.collection_id and k.kind = 'charge'
			where i.organisation_id = ? and i.due_cents > 0 and i.due_on <= ? group by i.invoice_id) n on n.invoice_id = d.invoice_id
		left join collections c on c.id = n.last where not `+disputed+` order by d.due_on, d.invoice_id`, organisationID, today.Format(time.DateOnly)).Scan(&all).Error
	var due []uint
	for _, one := range all {
		if one.ripe(today) {
			due = append(due, one.InvoiceID)
		}
	}
	return due, err
}

// ripe reports whether an invoice is to be charged on a day.
func (t tried) ripe(today time.Time) bool {
	if t.Times == 0 || t.State != NotPaid {
		return t.Times == 0
	}
	return ChargeAgain(t.Method, t.Problem, t.Times, day(dayOnly(t.DueOn)), today)
}

// ChargeAgain reports whether a method that was refused so often since a first day is to be tried again by a day.
func ChargeAgain(m Method, problem string, times int, first, today time.Time) bool {
	switch {
	case slices.Contains(hopeless, problem):
		return false
	case m == BySEPA:
		return times == 1 && problem == "insufficient_funds" && !today.Before(first.AddDate(0, 0, debitAgain))
	}
	return times < len(chargeDays) && !today.Before(first.AddDate(0, 0, chargeDays[times]))
}
