package jobs

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/commons"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// How far back the regular looks go. Stripe lists its news for thirty days.
const (
	newsLast    = 30 * 24 * time.Hour
	firstNews   = 72 * time.Hour
	newsOverlap = 2 * time.Hour
	compared    = 40 * 24 * time.Hour
)

// stripeHeard takes in, once an hour, the news that never reached the endpoint (11.2, 8).
func (w Worker) stripeHeard(ctx context.Context, _ billing.StripeHeard) error {
	client, err := w.Till.client(ctx)
	if errors.Is(err, errShut) {
		return nil
	}
	if err != nil {
		return err
	}
	began, last := store.Now(w.DB), time.Time{}
	if last, err = billing.LastRound(ctx, w.DB, billing.CatchUp); err != nil {
		return err
	}
	since := began.Add(-firstNews)
	if !last.IsZero() {
		since = last.Add(-newsOverlap)
	}
	if oldest := began.Add(-newsLast); since.Before(oldest) {
		since = oldest
	}
	missed := 0
	err = client.EventsSince(ctx, since, func(e payment.Event) error {
		if e.Live != client.Live() {
			return nil
		}
		fresh, err := billing.ReceiveEvent(ctx, w.DB, cashier.Event(e), "list")
		if fresh {
			missed++
		}
		return err
	})
	if err != nil {
		return trouble(err)
	}
	if missed > 0 {
		w.Log.Warn("news from Stripe that never reached the endpoint", "count", missed)
	}
	return billing.RoundDone(ctx, w.DB, billing.CatchUp, began, missed)
}

// stripeCompared asks, once a night, for everything that is open and for the last forty days, and mends what differs.
func (w Worker) stripeCompared(ctx context.Context, _ billing.StripeCompared) error {
	client, err := w.Till.client(ctx)
	if errors.Is(err, errShut) {
		return nil
	}
	if err != nil {
		return err
	}
	began := store.Now(w.DB)
	since, err := billing.CollectedSince(ctx, w.DB, began.Add(-compared))
	if err != nil {
		return err
	}
	gifts, err := commons.GiftsCollectedSince(ctx, w.DB, began.Add(-compared))
	if err != nil {
		return err
	}
	if gifts.Before(since) {
		since = gifts
	}
	r := round{till: w.Till, client: client, now: began}
	for _, part := range []func(context.Context, time.Time) error{r.open, r.gifts, r.sums, r.disputes, r.movements, r.payouts} {
		if err := part(ctx, since); err != nil {
			return trouble(err)
		}
	}
	if err := billing.StuckEvents(ctx, w.DB); err != nil {
		return err
	}
	if r.mended > 0 {
		w.Log.Warn("differences with Stripe were mended", "count", r.mended)
	}
	return billing.RoundDone(ctx, w.DB, billing.Comparison, began, r.mended)
}

// round is one nightly comparison.
type round struct {
	till   Till
	client *payment.Client
	now    time.Time
	mended int
}

// count adds what one look has mended; what is not ours is no difference.
func (r *round) count(changed bool, err error) error {
	if changed {
		r.mended++
	}
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, cashier.Missing) {
		return nil
	}
	return err
}

// open looks at every collection whose end nobody told.
func (r *round) open(ctx context.Context, _ time.Time) error {
	all, err := billing.OpenCollections(ctx, r.till.DB)
	for _, c := range all {
		if c.SessionID == nil && c.IntentID == nil {
			if c.Kind == billing.ByCharge || r.now.Before(c.ExpiresAt) {
				continue
			}
			err = r.count(billing.See(ctx, r.till.DB, c.ID, billing.Seen{Page: &cashier.Page{Status: "expired"}}))
		} else {
			err = r.count(r.till.look(ctx, r.client, c))
		}
		if err != nil {
			return err
		}
	}
	return err
}

// sums looks at every sum of the last weeks.
func (r *round) sums(ctx context.Context, since time.Time) error {
	return r.client.IntentsSince(ctx, since, func(i payment.Intent) error {
		if g, err := r.till.giftOf(ctx, i); err == nil {
			return r.count(r.till.concludeGift(ctx, r.client, g, i))
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		c, err := r.till.collectionOf(ctx, i)
		if err != nil {
			return r.count(false, err)
		}
		seen := cashier.Intent(i)
		return r.count(r.till.conclude(ctx, r.client, c, billing.Seen{Intent: &seen}))
	})
}

func (r *round) disputes(ctx context.Context, since time.Time) error {
	return r.client.DisputesSince(ctx, since, func(d payment.Dispute) error {
		return r.count(r.till.lookAtDispute(ctx, r.client, d))
	})
}

func (r *round) payouts(ctx context.Context, _ time.Time) error {
	all, err := billing.PayoutsUnderWay(ctx, r.till.DB)
	for _, p := range all {
		if err := r.count(r.till.heed(ctx, r.client, "payout", p.PayoutID)); err != nil {
			return err
		}
	}
	return err
}

// movements explains every line on Stripe's account; one that nothing explains waits for a person, and the books follow all the same.
func (r *round) movements(ctx context.Context, since time.Time) error {
	return r.client.MovementsSince(ctx, since, func(m payment.Movement) error {
		explained, err := r.explained(ctx, m)
		if err != nil || explained {
			return err
		}
		return r.count(billing.Accounted(ctx, r.till.DB, cashier.Movement(m)))
	})
}

// explained looks at what a line comes from.
func (r *round) explained(ctx context.Context, m payment.Movement) (bool, error) {
	kind := ""
	switch {
	case strings.HasPrefix(m.Source, "ch_") || strings.HasPrefix(m.Source, "py_"):
		for _, collected := range []func(context.Context, *gorm.DB, string) (bool, error){billing.CollectedBy, commons.GiftCollectedBy} {
			if known, err := collected(ctx, r.till.DB, m.Source); known || err != nil {
				return known, err
			}
		}
		kind = "charge" // somebody may have paid since the sums were looked at
	case strings.HasPrefix(m.Source, "re_") || strings.HasPrefix(m.Source, "pyr_"):
		kind = "refund"
	case strings.HasPrefix(m.Source, "du_") || strings.HasPrefix(m.Source, "dp_"):
		kind = "dispute"
	case strings.HasPrefix(m.Source, "po_"):
		kind = "payout"
	default:
		return false, nil
	}
	changed, err := r.till.heed(ctx, r.client, kind, m.Source)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, cashier.Missing) {
		return false, nil
	}
	return true, r.count(changed, err)
}
