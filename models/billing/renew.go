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

const (
	renewalLead  = 14 // days before a period on which its invoice is issued (billing.md 8: D−14)
	announceLead = 60 // days before a year on which its renewal is announced: between three months and one (L215-1)
)

// Renewal is the announcement of a coming year: how much it will be, told in time to leave.
type Renewal struct {
	ID             uint
	SubscriptionID uint
	OrganisationID uint
	FromOn         string
	AmountCents    int64 // tax included, as it would be today
	AnnouncedAt    time.Time
}

// RenewDue issues the invoices of all periods that begin within two weeks, and those that were missed, each subscription in its own
// transaction (BAT1, BAT3). A period is invoiced once, whoever asks and however often (BAT2). It returns how many were issued.
func RenewDue(ctx context.Context, db *gorm.DB) (int, error) {
	ids, err := runningWith(ctx, db, renewalLead)
	if err != nil {
		return 0, err
	}
	made, faults := 0, []error{}
	for _, id := range ids {
		n, err := renewAlone(ctx, db, id)
		made += n
		if err != nil {
			faults = append(faults, fmt.Errorf("subscription %d: %w", id, err))
		}
	}
	return made, errors.Join(faults...)
}

// runningWith are the subscriptions whose last invoiced period ends within so many days.
func runningWith(ctx context.Context, db *gorm.DB, days int) ([]uint, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return nil, err
	}
	until := store.Today(db, host.Location()).AddDate(0, 0, days).Format(time.DateOnly)
	var ids []uint
	err = db.WithContext(ctx).Table("subscriptions s").Where("s.state = ? and s.unit_cents > 0 and not s.moving", Running).
		Where("(s.cancel_on = '' or s.cancel_on > ?)", store.Today(db, host.Location()).Format(time.DateOnly)).
		Where("("+lastDay+") <= ?", until).
		Order("s.id").Pluck("s.id", &ids).Error
	return ids, err
}

// renewAlone issues what is due for one subscription, a period at a time.
func renewAlone(ctx context.Context, db *gorm.DB, id uint) (made int, err error) {
	defer func() { // one that panics does not stop the others
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	for made < 60 {
		done := false
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			var err error
			done, err = renew(ctx, tx, id)
			return err
		})
		if err != nil || !done {
			return made, refused(err)
		}
		made++
	}
	return made, nil
}

// renew issues the next period's invoice of a subscription if its time has come, and says whether it did.
func renew(ctx context.Context, tx *gorm.DB, id uint) (bool, error) {
	s, next, err := nextPeriod(ctx, tx, id)
	if err != nil || s.ID == 0 {
		return false, err
	}
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return false, err
	}
	today := store.Today(tx, pricing.Host.Location())
	if next.From.AddDate(0, 0, -renewalLead).After(today) || s.CancelOn != "" && s.CancelOn <= next.From.Format(time.DateOnly) {
		return false, nil
	}
	if s.Plan().Cents() == 0 {
		return false, nil
	}
	if held, err := Tagged(ctx, tx, s.OrganisationID, NoInvoicing, today); err != nil || held {
		return false, err
	}
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	if err != nil {
		return false, err
	}
	from, to := next.From.Format(time.DateOnly), next.To.Format(time.DateOnly)
	origin, err := s.renewalOrigin(ctx, tx, from)
	if err != nil {
		return false, err
	}
	if next.From.After(today) { // a period that a gift code makes free is given when it begins, not before
		asked, err := linesOf(ctx, tx, s, o, pricing, o.Locale, next)
		if err != nil || asked.free() {
			return false, err
		}
	}
	_, err = bill{s: s, o: o, pricing: pricing, from: from, to: to, cents: s.Plan().Cents(), origin: origin}.issue(ctx, tx)
	return true, err
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
	s = waiting.over(s, after)
	p, _ := s.Current(after)
	return s, p, err
}

// AnnounceDue tells the organisations whose year ends in two months that it will go on, for how much, and how to leave (L215-1). Each
// year is announced once. It returns how many were.
func AnnounceDue(ctx context.Context, db *gorm.DB) (int, error) {
	ids, err := runningWith(ctx, db, announceLead)
	if err != nil {
		return 0, err
	}
	told, faults := 0, []error{}
	for _, id := range ids {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			done, err := announce(ctx, tx, id)
			if done {
				told++
			}
			return err
		})
		if err != nil {
			faults = append(faults, fmt.Errorf("subscription %d: %w", id, err))
		}
	}
	return told, errors.Join(faults...)
}

func announce(ctx context.Context, tx *gorm.DB, id uint) (bool, error) {
	s, next, err := nextPeriod(ctx, tx, id)
	if err != nil || s.ID == 0 || s.Period != period.Year || s.CancelOn != "" {
		return false, err
	}
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return false, err
	}
	today, from := store.Today(tx, pricing.Host.Location()), next.From.Format(time.DateOnly)
	if today.Before(next.From.AddDate(0, 0, -announceLead)) || !today.Before(next.From) {
		return false, nil
	}
	before, err := store.From[Renewal](tx).Where("subscription_id = ? and from_on = ?", s.ID, from).Count(ctx, "id")
	if err != nil || before > 0 {
		return false, err
	}
	amount, err := nextAmount(ctx, tx, s, from, pricing)
	if err != nil {
		return false, err
	}
	r := Renewal{SubscriptionID: s.ID, OrganisationID: s.OrganisationID, FromOn: from, AmountCents: amount, AnnouncedAt: store.Now(tx)}
	if err := store.From[Renewal](tx).Create(ctx, &r); err != nil {
		return false, err
	}
	if err := store.Enqueue(tx, RenewalAnnounced{r.ID}); err != nil {
		return false, err
	}
	return true, s.announceShares(ctx, tx, from)
}

// nextAmount is what the period that begins on a day will cost the organisation itself, tax included, as far as one knows today.
func nextAmount(ctx context.Context, tx *gorm.DB, s Subscription, from string, pricing Pricing) (int64, error) {
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	if err != nil {
		return 0, err
	}
	p, _ := s.Current(day(from))
	asked, err := linesOf(ctx, tx, s, o, pricing, o.Locale, p)
	if err != nil {
		return 0, err
	}
	sums, err := totals(asked.lines)
	return sums.Total, err
}

// LoadRenewal returns an announcement with its subscription, for jobs.
func LoadRenewal(ctx context.Context, db *gorm.DB, id uint) (Renewal, Subscription, error) {
	r, err := store.From[Renewal](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return r, Subscription{}, err
	}
	s, err := LoadSubscription(ctx, db, r.SubscriptionID)
	return r, s, err
}
