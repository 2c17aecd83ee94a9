package billing

import (
	"context"
	"time"

	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/ledger"

	"gorm.io/gorm"
)

// What other areas need to count money of the cashier's that settles no document: gifts. The rules are the same as for invoices.

// Where such money lies, where it waits for an explanation, and what collecting it costs.
const (
	OnCard          = onCard
	Unexplained     = suspense
	CollectingCosts = costs
)

// PageLasts is how long a hosted page waits for somebody.
const PageLasts = pageLasts

// MeansFor are the means offered for a sum in euros, in the cashier's words; none when nothing is offered.
func MeansFor(keys collective.PaymentKeys, cents int64) string {
	if !keys.Offers() || cents < leastCents {
		return ""
	}
	return kindsFor(keys, Collection{Currency: euros, AmountCents: cents})
}

// Means are those words, one by one.
func Means(kinds string) []string { return splitWords(kinds) }

// MethodNamed is a kind of the cashier's in our words.
func MethodNamed(kind string) Method { return methodOfKind(kind) }

// Turned is what a look amounts to for a sum of some kind that was in some state.
func (s Seen) Turned(kind CollectionKind, from CollectionState) CollectionState {
	return s.state(Collection{Kind: kind, State: from})
}

// Before reports whether a state comes before another one: a later look never undoes what an earlier one has seen.
func (s CollectionState) Before(other CollectionState) bool { return s.rank() < other.rank() }

// Over reports whether nothing more will come of a sum in that state.
func (s CollectionState) Over() bool { return s.rank() >= Asking.rank() }

// Before reports whether money sent back comes to that other state later.
func (s RefundState) Before(other RefundState) bool { return s.rank() < other.rank() }

// RefundStateOf reads the cashier's word.
func RefundStateOf(status string) RefundState {
	switch status {
	case "succeeded":
		return RefundDone
	case "failed", "canceled":
		return RefundBack
	}
	return RefundPending
}

// Before reports whether a dispute comes to that other state later.
func (s DisputeState) Before(other DisputeState) bool { return s.rank() < other.rank() }

// DisputeStateOf reads the cashier's word.
func DisputeStateOf(status string) DisputeState { return disputeState(status) }

// Before reports whether a mandate comes to that other state later: it never comes back to life.
func (m MandateState) Before(other MandateState) bool { return m.rank() < other.rank() }

// CollectedOn is the day for which an event of the cashier's counts.
func CollectedOn(ctx context.Context, tx *gorm.DB, at time.Time) (string, error) {
	return bookingDay(ctx, tx, at)
}

// BookCollected tells the books an event of the cashier's account once, whatever is told how often. A sum below nought goes the other way.
func BookCollected(ctx context.Context, tx *gorm.DB, e ledger.Entry, at time.Time, transfers ...ledger.Transfer) error {
	return bookOnce(ctx, tx, e, at, transfers...)
}

// BookCollectingFee tells the books what was taken from a sum.
func BookCollectingFee(ctx context.Context, tx *gorm.DB, i cashier.Intent) error {
	return bookFee(ctx, tx, cashier.Movement{ID: i.Movement, Fee: i.Fee, Currency: i.Currency, CreatedAt: i.MovedAt})
}

// Bookable reports whether the books are kept in that currency.
func Bookable(currency string) bool { return bookable(currency) }

// AskPerson files a question about money once.
func AskPerson(ctx context.Context, tx *gorm.DB, q MoneyQuestion) error { return ask(ctx, tx, q) }
