package billing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// renewalLead is how many days before a period its invoice is issued (billing.md 8: D−14).
const renewalLead = 14

// RenewDue issues the invoices of all periods that begin within two weeks, and those that were missed, each organisation in its own
// transaction, so that what is made up is told in one letter (BAT1, BAT3). A period is invoiced once, whoever asks and however often (BAT2).
// It returns how many were issued.
func RenewDue(ctx context.Context, db *gorm.DB) (int, error) {
	due, err := runningWith(ctx, db, renewalLead)
	if err != nil {
		return 0, err
	}
	made, faults := 0, []error{}
	for len(due) > 0 {
		n := 1
		for n < len(due) && due[n].OrganisationID == due[0].OrganisationID {
			n++
		}
		issued, err := renewTogether(ctx, db, due[:n])
		made, faults, due = made+issued, append(faults, err), due[n:]
	}
	return made, errors.Join(faults...)
}

// lapsing is a subscription whose last invoiced period ends soon.
type lapsing struct{ ID, OrganisationID uint }

// runningWith are the subscriptions whose last invoiced period ends within so many days, by organisation.
func runningWith(ctx context.Context, db *gorm.DB, days int) ([]lapsing, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return nil, err
	}
	today := store.Today(db, host.Location())
	var due []lapsing
	err = db.WithContext(ctx).Table("subscriptions s").Where("s.state = ? and s.unit_cents > 0 and not s.moving", Running).
		Where("(s.cancel_on = '' or s.cancel_on > ?)", today.Format(time.DateOnly)).Where("("+lastDay+") <= ?", today.AddDate(0, 0, days).Format(time.DateOnly)).
		Order("s.organisation_id, s.id").Select("s.id, s.organisation_id").Scan(&due).Error
	return due, err
}

// renewTogether issues what is due for the subscriptions of one organisation. One that fails or panics leaves the others alone, and keeps
// the periods it had issued before.
func renewTogether(ctx context.Context, db *gorm.DB, due []lapsing) (made int, err error) {
	var faults []error
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		made, faults = 0, nil
		if err := allAtOnce(tx, due[0].OrganisationID, nil); err != nil {
			return err
		}
		var told []Invoice
		for _, d := range due {
			issued, n, err := renewAlone(ctx, tx, d.ID)
			made, told = made+n, append(told, issued...)
			if err != nil {
				faults = append(faults, fmt.Errorf("subscription %d: %w", d.ID, err))
			}
		}
		return tellIssued(tx, told)
	})
	if err != nil {
		return 0, errors.Join(append(faults, fmt.Errorf("organisation %d: %w", due[0].OrganisationID, err))...)
	}
	return made, errors.Join(faults...)
}

// renewAlone issues what is due for one subscription, a period at a time, and returns the documents and how many periods they are for.
func renewAlone(ctx context.Context, tx *gorm.DB, id uint) (issued []Invoice, periods int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	for periods < 60 {
		done, made := false, []Invoice{}
		err := store.InTx(ctx, tx, func(tx *gorm.DB) error {
			var err error
			made, done, err = renew(ctx, tx, id)
			return err
		})
		if err != nil || !done {
			return issued, periods, refused(err)
		}
		issued, periods = append(issued, made...), periods+1
	}
	return issued, periods, nil
}

// tellIssued promises word of documents: to each payer in one letter, however many there are.
func tellIssued(tx *gorm.DB, issued []Invoice) error {
	by := map[uint][]uint{}
	var payers []uint
	for _, i := range issued {
		if by[i.OrganisationID] == nil {
			payers = append(payers, i.OrganisationID)
		}
		by[i.OrganisationID] = append(by[i.OrganisationID], i.ID)
	}
	for _, payer := range payers {
		var news store.Promise = InvoicesIssued{payer, by[payer]}
		if len(by[payer]) == 1 {
			news = InvoiceIssued{by[payer][0]}
		}
		if err := store.Enqueue(tx, news); err != nil {
			return err
		}
	}
	return nil
}

// renew issues the invoices of the next period of a subscription if its time has come, and says whether it had.
func renew(ctx context.Context, tx *gorm.DB, id uint) ([]Invoice, bool, error) {
	s, next, err := nextPeriod(ctx, tx, id)
	if err != nil || s.ID == 0 {
		return nil, false, err
	}
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return nil, false, err
	}
	today := store.Today(tx, pricing.Host.Location())
	if next.From.AddDate(0, 0, -renewalLead).After(today) || s.CancelOn != "" && s.CancelOn <= next.From.Format(time.DateOnly) {
		return nil, false, nil
	}
	if s.Plan().Cents() == 0 {
		return nil, false, nil
	}
	if held, err := Tagged(ctx, tx, s.OrganisationID, NoInvoicing, today); err != nil || held {
		return nil, false, err
	}
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	if err != nil {
		return nil, false, err
	}
	from, to := next.From.Format(time.DateOnly), next.To.Format(time.DateOnly)
	origin, err := s.renewalOrigin(ctx, tx, from)
	if err != nil {
		return nil, false, err
	}
	if next.From.After(today) { // a period that a gift code makes free is given when it begins, not before
		asked, err := linesOf(ctx, tx, s, o, pricing, o.Locale, next)
		if err != nil || asked.free() {
			return nil, false, err
		}
	}
	made, err := bill{s: s, o: o, pricing: pricing, from: from, to: to, cents: s.Plan().Cents(), origin: origin, together: true}.issue(ctx, tx)
	return made, true, err
}

// renewalOrigin names the invoice of a period: one a period, unless the one before was credited whole.
func (s Subscription) renewalOrigin(ctx context.Context, tx *gorm.DB, from string) (string, error) {
	origin := "renewal:" + s.Ref + ":" + from
	credited, err := store.From[Invoice](tx).Where("subscription_id = ? and (origin = ? or origin like ?)", s.ID, origin, origin+":%").Count(ctx, "id")
	if credited > 0 {
		origin += ":" + strconv.FormatInt(credited, 10)
	}
	return origin, err
}

// nextPeriod takes a running subscription for this transaction and says which period follows the last one invoiced.
func nextPeriod(ctx context.Context, tx *gorm.DB, id uint) (Subscription, period.Period, error) {
	s, err := store.From[Subscription](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return s, period.Period{}, err
	}
	if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
		return s, period.Period{}, err
	}
	if s, err = store.From[Subscription](tx, forUpdate).Where("id = ? and state = ? and not moving", id, Running).Take(ctx); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return Subscription{}, period.Period{}, nil
		}
		return s, period.Period{}, err
	}
	last, err := s.lastInvoiced(ctx, tx)
	after, bad := period.Day(last)
	if err != nil || bad != nil { // the first invoice is not there yet: the pro forma makes it
		return Subscription{}, period.Period{}, err
	}
	waiting, err := ScheduledChangeOf(ctx, tx, s)
	if err != nil {
		return s, period.Period{}, err
	}
	s, err = waiting.over(s, after).pricedOn(ctx, tx, last)
	p, _ := s.Current(after)
	return s, p, err
}
