package billing

// CollectionReplaced: close the hosted page, so that nobody pays on it any more.
type CollectionReplaced struct {
	CollectionID uint `json:"collection_id"`
}

// Kind names the promise.
func (CollectionReplaced) Kind() string { return "collection_replaced" }

// CollectionFailed: a debit came back, or a bank said no or wants its payer to confirm; tell those who keep the money, with a new way to pay.
type CollectionFailed struct {
	CollectionID uint `json:"collection_id"`
}

// Kind names the promise.
func (CollectionFailed) Kind() string { return "collection_failed" }

// ChargePromised: take what is due from a saved method.
type ChargePromised struct {
	CollectionID uint `json:"collection_id"`
}

// Kind names the promise.
func (ChargePromised) Kind() string { return "charge_promised" }

// RefundPromised: send money back.
type RefundPromised struct {
	RefundID uint `json:"refund_id"`
}

// Kind names the promise.
func (RefundPromised) Kind() string { return "refund_promised" }

// PaymentContested: tell those who keep the money that what was paid is due again.
type PaymentContested struct {
	DisputeID uint `json:"dispute_id"`
}

// Kind names the promise.
func (PaymentContested) Kind() string { return "payment_contested" }

// MandateEnded: ask those who keep the money for another method, before the next due date.
type MandateEnded struct {
	SavedMethodID uint `json:"saved_method_id"`
}

// Kind names the promise.
func (MandateEnded) Kind() string { return "mandate_ended" }

// MethodForgotten: tell the cashier that a saved method is never to be charged again.
type MethodForgotten struct {
	SavedMethodID uint `json:"saved_method_id"`
}

// Kind names the promise.
func (MethodForgotten) Kind() string { return "method_forgotten" }

// StripeEventArrived: look at what the news speaks of.
type StripeEventArrived struct {
	EventID string `json:"event_id"`
}

// Kind names the promise.
func (StripeEventArrived) Kind() string { return "stripe_event_arrived" }

// StripeHeard asks, once an hour, for news that never reached us.
type StripeHeard struct{}

// Kind names the promise.
func (StripeHeard) Kind() string { return "stripe_heard" }

// StripeCompared asks, once a night, whether the cashier's account and ours tell the same.
type StripeCompared struct{}

// Kind names the promise.
func (StripeCompared) Kind() string { return "stripe_compared" }
