package billing

import (
	"context"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MoveIn makes many running subscriptions for an importer, inside its transaction: organisation, offer, price, anchor and the day until which the
// system before invoiced are given. They move in: until SettleIn nothing is invoiced or announced for them.
func MoveIn(ctx context.Context, tx *gorm.DB, all *[]Subscription) error {
	now := store.Now(tx)
	for n := range *all {
		s := &(*all)[n]
		s.Ref, s.State, s.Access, s.Moving = store.NewRef(), Running, FullAccess, true
		s.AcceptedAt, s.StartsFrom, s.DeliveredOn = &now, s.AnchorOn, s.AnchorOn
		s.IdempotencyKey, s.Version, s.CreatedAt, s.UpdatedAt = "moved:"+s.Ref, 1, now, now
	}
	return store.From[Subscription](tx).Omit("Organisation", "RequestedBy").CreateInBatches(ctx, all, 500)
}

// Conclude writes down that contracts were concluded with the system before, for an importer, inside its transaction: each gets a reference by
// which it is named and left, as every contract here. There is nothing to pay on them.
func Conclude(ctx context.Context, tx *gorm.DB, pricing Pricing, all []Subscription) ([]ProForma, error) {
	now := store.Now(tx)
	rows := make([]ProForma, len(all))
	for n, s := range all {
		rows[n] = ProForma{
			Ref: store.NewRef(), OrganisationID: s.OrganisationID, SubscriptionID: s.ID, PaymentReference: reference.New(), State: Invoiced, Locale: s.Organisation.Locale,
			Currency: s.Currency, Regime: pricing.Regime.Regime, Seller: sellerOf(pricing.Host, pricing.Regime.Regime), Buyer: buyerOf(s.Organisation), Lines: []Line{},
			IssuedOn: s.AnchorOn, ValidUntil: s.AnchorOn, TermsAcceptedAt: s.concluded(now), AcceptedByID: s.RequestedByID, Version: 1, CreatedAt: now, UpdatedAt: now,
		}
	}
	return rows, store.From[ProForma](tx).Omit("Subscription").CreateInBatches(ctx, &rows, 500)
}

// longAgo is how many days ago, at least, a contract was concluded that the system before invoiced for a time to come: nobody withdraws from it here.
const longAgo = 31

// concluded is when a contract of the system before was concluded, as far as is known: on its first day, or where only the day until which it is
// invoiced is told, a period before, and long ago.
func (s Subscription) concluded(now time.Time) time.Time {
	begun := day(s.AnchorOn)
	if begun.Before(now) {
		return begun
	}
	if s.Period == period.Year {
		begun = begun.AddDate(-1, 0, 0)
	} else {
		begun = begun.AddDate(0, -1, 0)
	}
	if latest := now.AddDate(0, 0, -longAgo); begun.After(latest) {
		return latest
	}
	return begun
}

// TagAll treats the accounts of organisations apart, for an importer, inside its transaction.
func TagAll(ctx context.Context, tx *gorm.DB, all *[]ControlTag) error {
	now := store.Now(tx)
	for n := range *all {
		(*all)[n].CreatedAt = now
	}
	return store.From[ControlTag](tx).CreateInBatches(ctx, all, 500)
}

// SettleIn ends the moving of subscriptions, chosen by a condition on their id: from now on they renew like all others.
func SettleIn(ctx context.Context, tx *gorm.DB, ids *gorm.DB) error {
	_, err := store.From[Subscription](tx).Where("moving and id in (?)", ids).Update(ctx, "moving", false)
	return err
}

// paidElsewhere reports whether the system before invoiced beyond a day, so that nothing of ours covers it.
func (s Subscription) paidElsewhere(day string) bool { return s.InvoicedUntil > day }
