package paymenttest

import (
	"time"
)

// Means is what a person pays with on the hosted page: the numbers that Stripe publishes for tests, and what becomes of each (TST1).
type Means struct {
	Number   string
	Kind     string // card, sepa_debit
	Brand    string
	Declined string // the bank's code when it always says no on the page
	AwayNo   string // the code when it is charged while its owner is away
	Fails    string // a debit that comes back some days later, with this code
	Contest  string // the reason of a dispute that follows by itself
	Unsends  bool   // money sent back comes back again
}

// The means of payment of the tests.
var (
	Card            = Means{Number: "4242424242424242", Kind: "card", Brand: "visa"}
	CardDeclined    = Means{Number: "4000000000000002", Kind: "card", Brand: "visa", Declined: "generic_decline"}
	CardEmpty       = Means{Number: "4000000000009995", Kind: "card", Brand: "visa", Declined: "insufficient_funds"}
	CardLaterEmpty  = Means{Number: "4000000000000341", Kind: "card", Brand: "visa", AwayNo: "insufficient_funds"}
	CardAsksAgain   = Means{Number: "4000002760003184", Kind: "card", Brand: "visa", AwayNo: "authentication_required"}
	CardContested   = Means{Number: "4000000000000259", Kind: "card", Brand: "visa", Contest: "fraudulent"}
	CardUnsends     = Means{Number: "4000000000005126", Kind: "card", Brand: "visa", Unsends: true}
	Account         = Means{Number: "FR1420041010050500013M02606", Kind: "sepa_debit"}
	AccountFails    = Means{Number: "FR8420041010050500013M02607", Kind: "sepa_debit", Fails: "insufficient_funds"}
	AccountClosed   = Means{Number: "FR7920041010050500013M02600", Kind: "sepa_debit", Fails: "account_closed"}
	AccountContests = Means{Number: "FR5720041010050500013M02608", Kind: "sepa_debit", Contest: "debit_not_authorized"}
)

// AllMeans are all of them.
var AllMeans = []Means{
	Card, CardDeclined, CardEmpty, CardLaterEmpty, CardAsksAgain, CardContested, CardUnsends, Account, AccountFails, AccountClosed, AccountContests,
}

// How long banks take.
const (
	DebitTakes  = 5 * 24 * time.Hour
	ContestWait = 20 * 24 * time.Hour
	UnsendWait  = 3 * 24 * time.Hour
)

func meansOf(number string) Means {
	for _, m := range AllMeans {
		if m.Number == number {
			return m
		}
	}
	return Means{}
}

// method makes a payment method out of a means; the number itself stays under a name that no answer shows.
func (s *Server) method(m Means) object {
	last4 := m.Number[len(m.Number)-4:]
	o := s.add("pm", "payment_method", object{
		"type": m.Kind, "customer": nil, "livemode": false, "metadata": object{},
		"billing_details": object{"address": object{"city": nil, "country": nil, "line1": nil, "line2": nil, "postal_code": nil, "state": nil}, "email": nil, "name": nil, "phone": nil},
	})
	if m.Kind == "card" {
		o["card"] = object{"brand": m.Brand, "last4": last4, "exp_month": 11, "exp_year": s.now().Year() + 2, "country": "FR", "funding": "credit", "fingerprint": "card" + last4}
	} else {
		o["sepa_debit"] = object{"last4": last4, "country": m.Number[:2], "bank_code": "20041", "branch_code": "01005", "fingerprint": "iban" + last4}
	}
	s.numbers[o["id"].(string)] = m.Number
	return o
}

// mandate writes the payer's leave to debit an account.
func (s *Server) mandate(method object, several bool) object {
	kind, more := "single_use", object{}
	if several {
		kind = "multi_use"
	}
	m := s.add("mandate", "mandate", object{
		"type": kind, "status": "active", "payment_method": method["id"], "livemode": false, kind: more,
		"customer_acceptance":    object{"accepted_at": s.now().Unix(), "type": "online", "online": object{"ip_address": nil, "user_agent": nil}},
		"payment_method_details": object{"type": "sepa_debit", "sepa_debit": object{"reference": "RUM" + text(method["id"])[3:], "url": "https://hooks.example/mandate"}},
	})
	delete(m, "created")
	return m
}

// EndMandate makes a mandate inactive, as a payer's bank does.
func (s *Server) EndMandate(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[id]["status"] = "inactive"
	s.tell("mandate.updated", s.objects[id])
}

func (s *Server) detach(id string) (object, *fault) {
	m := s.objects[id]
	if m == nil || m["object"] != "payment_method" {
		return nil, missing("payment_method", id)
	}
	if m["customer"] == nil {
		return nil, invalid("", "The payment method you provided is not attached to a customer so detachment is impossible.")
	}
	m["customer"] = nil
	s.tell("payment_method.detached", m)
	return m, nil
}

func (s *Server) customer(f form) (object, *fault) {
	c := s.add("cus", "customer", object{
		"name": f.Get("name"), "email": orNil(f.Get("email")), "livemode": false, "metadata": f.sub("metadata"), "preferred_locales": f.list("preferred_locales"),
		"address": nil, "balance": 0, "currency": nil, "default_source": nil, "delinquent": false, "description": nil, "discount": nil, "phone": nil, "shipping": nil, "tax_exempt": "none",
		"invoice_settings": object{"custom_fields": nil, "default_payment_method": nil, "footer": nil, "rendering_options": nil}, "invoice_prefix": "TEST", "next_invoice_sequence": 1,
	})
	s.tell("customer.created", c)
	return c, nil
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
