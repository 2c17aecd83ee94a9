// Package cashier holds what whoever collects money for us (Stripe) says about it, as plain values: the same words as integrations/payment,
// which knows nothing of the house. models/billing draws the conclusions.
package cashier

import "time"

// Page is a hosted page (a Checkout session): where a person pays, or leaves a method for later.
type Page struct {
	ID        string
	Mode      string // payment or setup
	Status    string // open, complete, expired
	Paid      string // paid, unpaid (a debit is under way), no_payment_required
	Cents     int64
	Currency  string // upper case, here and everywhere
	Intent    string
	Setup     string
	Customer  string
	Ref       string // ours
	Ours      bool   // made by this installation
	Live      bool
	URL       string // empty unless open
	ExpiresAt time.Time
}

// Intent is a sum being collected (a PaymentIntent), with its latest charge.
type Intent struct {
	ID        string
	Status    string // requires_payment_method, requires_action, processing, succeeded, canceled…
	Cents     int64
	Received  int64
	Currency  string
	Customer  string
	Ref       string
	Ours      bool
	Live      bool
	CreatedAt time.Time
	Problem   string // code of the last refusal
	Why       string // the bank's own code of it
	Charge    string
	ChargedAt time.Time
	Kind      string // card, sepa_debit…
	Brand     string
	Last4     string
	Method    string
	Mandate   string
	Movement  string // the charge's line on Stripe's account; empty while there is none
	MovedAt   time.Time
	Fee       int64 // taken from it
	Refunded  int64
}

// Refund is money sent back.
type Refund struct {
	ID        string
	Status    string // pending, requires_action, succeeded, failed, canceled
	Problem   string
	Intent    string
	Charge    string
	Cents     int64
	Currency  string
	Ref       string
	Ours      bool
	CreatedAt time.Time
}

// Dispute is a payment that its payer contests, or a debit given back by the bank.
type Dispute struct {
	ID        string
	Status    string // warning_…, needs_response, under_review, won, lost
	Reason    string
	Intent    string
	Charge    string
	Cents     int64
	Currency  string
	Live      bool
	CreatedAt time.Time
	Moves     int   // how many lines on Stripe's account it has made
	Moved     int64 // their sum without fees: below nought while the money is withdrawn
	Fee       int64 // what was taken for it
}

// Method is a card or an account that may be charged again.
type Method struct {
	ID       string
	Kind     string
	Brand    string
	Last4    string
	ExpMonth int
	ExpYear  int
	Country  string
	Customer string // empty once it was taken away
}

// Mandate is the payer's written leave to debit their account.
type Mandate struct {
	ID        string
	Status    string // pending, active, inactive
	Method    string
	Reference string // as on the statement of the payer's bank
}

// Setup is a method being saved (a SetupIntent).
type Setup struct {
	ID       string
	Status   string
	Method   string
	Mandate  string
	Customer string
	Ref      string
	Ours     bool
	Problem  string
}

// Payout is money on its way from Stripe to the bank.
type Payout struct {
	ID        string
	Status    string // pending, in_transit, paid, failed, canceled
	Problem   string
	Cents     int64
	Currency  string
	Live      bool
	CreatedAt time.Time
	ArrivesAt time.Time
}

// Movement is a line on Stripe's account.
type Movement struct {
	ID        string
	Type      string // charge, payment, refund, adjustment, payout, stripe_fee…
	Source    string // the object it comes from
	Cents     int64
	Fee       int64
	Currency  string
	CreatedAt time.Time
}

// Event is news from Stripe: a hint that something changed, never the truth about it.
type Event struct {
	ID        string
	Type      string
	Version   string
	Object    string // what kind of object changed
	ObjectID  string
	Live      bool
	CreatedAt time.Time
	Payload   []byte
}

// Order is what a hosted page asks for, or what is taken from a saved method.
type Order struct {
	Ref      string
	Attempt  int
	Customer string
	Method   string // of a charge
	Lines    []Line
	Currency string
	Kinds    []string // card, sepa_debit
	Save     bool
	Locale   string
	Until    time.Time
}

// Line is a document's number and what is due for it.
type Line struct {
	Label string
	Cents int64
}

// Trouble is why an act came to nothing, in a word of ours.
type Trouble string

// The troubles. After Unclear nobody can say whether the act happened (STR4).
const (
	Unclear  Trouble = "unclear"
	Broken   Trouble = "broken" // they failed, and will answer so for a day to the same key: look first, then another key
	Busy     Trouble = "busy"
	Locked   Trouble = "locked" // they do not accept our key
	Missing  Trouble = "missing"
	Declined Trouble = "declined" // the bank said no
	Asks     Trouble = "asks"     // the bank wants the payer to confirm
	Refused  Trouble = "refused"
)

// Error names the trouble for logs.
func (t Trouble) Error() string { return "cashier: " + string(t) }

// Settled reports whether the outcome of the act is known: it did not happen.
func (t Trouble) Settled() bool { return t.Answered() && t != Broken }

// Answered reports whether the same key will never get another answer.
func (t Trouble) Answered() bool { return t != Unclear && t != Busy && t != Locked }

// What is wrong with news that somebody sent to the endpoint.
const (
	Forged       Trouble = "forged"        // not signed by the cashier, or too long ago
	OtherVersion Trouble = "other_version" // the endpoint speaks another version of the interface
	OtherMode    Trouble = "other_mode"    // test news for a live portal, or the other way round
	Shut         Trouble = "shut"          // nothing is collected here
)

// Health is how the account and its endpoint look from here.
type Health struct {
	Skew    time.Duration // how far our clock is from theirs
	Asked   bool          // the key may look at endpoints
	Found   bool          // one of them leads here
	Enabled bool
	Version string // of the interface it speaks; empty: the account's own
	Needed  string // the version it must speak
	Missing []string
}

// Well reports whether nothing needs care.
func (h Health) Well() bool {
	return h.Skew.Abs() < time.Minute && (!h.Asked || h.Found && h.Enabled && h.Version == h.Needed && len(h.Missing) == 0)
}
