package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
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

// AnnounceDue tells the organisations whose year ends soon that it will go on, for how much, and how to leave: as long before as the
// collective says, by the sort of organisation (L215-1). Each year is announced once. It returns how many were.
func AnnounceDue(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	due, err := runningWith(ctx, db, max(host.RenewalDays, host.RenewalProDays))
	if err != nil {
		return 0, err
	}
	told, faults := 0, []error{}
	for _, d := range due {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			done, err := announce(ctx, tx, d.ID)
			if done {
				told++
			}
			return err
		})
		if err != nil {
			faults = append(faults, fmt.Errorf("subscription %d: %w", d.ID, err))
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
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	if err != nil {
		return false, err
	}
	if today.Before(next.From.AddDate(0, 0, -announcedAhead(pricing.Host, o))) || !today.Before(next.From) {
		return false, nil
	}
	before, err := store.From[Renewal](tx).Where("subscription_id = ? and from_on = ?", s.ID, from).Count(ctx, "id")
	if err != nil || before > 0 {
		return false, err
	}
	amount, err := nextAmount(ctx, tx, s, o, from, pricing)
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

// announcedAhead is how many days before a new year it is announced to an organisation: the law protects those that do not act for business.
func announcedAhead(host collective.Collective, o people.Organisation) int {
	if o.Sort == people.Company || o.Sort == people.PublicBody {
		return host.RenewalProDays
	}
	return host.RenewalDays
}

// nextAmount is what the period that begins on a day will cost the organisation itself, tax included, as far as one knows today.
func nextAmount(ctx context.Context, tx *gorm.DB, s Subscription, o people.Organisation, from string, pricing Pricing) (int64, error) {
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
