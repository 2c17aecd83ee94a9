package payment

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/stripe/stripe-go/v76"
)

// Class says how a call went wrong. It holds no word of Stripe's, which may speak of people.
type Class string

// The classes of problems. After Unknown nobody can say whether the act happened: the same key again, or a look, will tell (STR4).
const (
	Unknown  Class = "unknown"  // no answer, half an answer, or a fault of theirs
	Busy     Class = "busy"     // asked too often: nothing happened, later
	Login    Class = "login"    // they do not accept our key
	Missing  Class = "missing"  // they know no such object
	Declined Class = "declined" // the bank said no
	Person   Class = "person"   // the bank wants the payer to confirm on a page (SCA1)
	Reused   Class = "reused"   // our key was used for other words: a fault of ours
	Refused  Class = "refused"  // they do not understand or allow it
)

// Problem is the error of every call.
type Problem struct {
	Class  Class
	Code   string // Stripe's code: authentication_required, card_declined…
	Why    string // the bank's own code when it declined: insufficient_funds…
	Intent string // the payment it happened to, if it exists
	Status int    // of HTTP, 0 without an answer
}

// Error names the problem for logs.
func (p Problem) Error() string { return fmt.Sprintf("payment: %s %s (%d)", p.Class, p.Code, p.Status) }

// problem turns an error of the library into ours.
func problem(err error) error {
	if err == nil {
		return nil
	}
	var said *stripe.Error
	if !errors.As(err, &said) {
		return Problem{Class: Unknown}
	}
	p := Problem{Class: classOf(said), Code: string(said.Code), Why: string(said.DeclineCode), Status: said.HTTPStatusCode}
	if said.PaymentIntent != nil {
		p.Intent = said.PaymentIntent.ID
	}
	return p
}

func classOf(said *stripe.Error) Class {
	switch {
	case said.Code == stripe.ErrorCodeAuthenticationRequired:
		return Person
	case said.Type == stripe.ErrorTypeCard:
		return Declined
	case said.Type == stripe.ErrorTypeIdempotency:
		return Reused
	case said.HTTPStatusCode == http.StatusUnauthorized || said.HTTPStatusCode == http.StatusForbidden:
		return Login
	case said.HTTPStatusCode == http.StatusNotFound || said.Code == stripe.ErrorCodeResourceMissing:
		return Missing
	case said.HTTPStatusCode == http.StatusTooManyRequests:
		return Busy
	case said.HTTPStatusCode >= 500 || said.HTTPStatusCode == http.StatusConflict:
		return Unknown
	}
	return Refused
}
