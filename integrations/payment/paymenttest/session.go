package paymenttest

import (
	"fmt"
	"net/url"
	"time"
)

// session opens a hosted page. Its payment begins to exist only when somebody pays.
func (s *Server) session(f form) (object, *fault) {
	if fault := s.sound(f); fault != nil {
		return nil, fault
	}
	var total int64
	for i := 0; f.Get(fmt.Sprintf("line_items[%d][quantity]", i)) != ""; i++ {
		total += f.number(fmt.Sprintf("line_items[%d][quantity]", i)) * f.number(fmt.Sprintf("line_items[%d][price_data][unit_amount]", i))
	}
	setup, until := f.Get("mode") == "setup", f.number("expires_at")
	if until == 0 {
		until = s.now().Add(24 * time.Hour).Unix()
	}
	o := s.add("cs_test", "checkout.session", object{
		"amount_subtotal": total, "amount_total": total, "currency": orNil(f.Get("line_items[0][price_data][currency]")), "mode": f.Get("mode"), "status": "open", "payment_status": "unpaid",
		"cancel_url": f.Get("cancel_url"), "success_url": f.Get("success_url"), "client_reference_id": orNil(f.Get("client_reference_id")), "customer": orNil(f.Get("customer")),
		"customer_creation": nil, "customer_details": nil, "customer_email": nil, "expires_at": until, "livemode": false, "locale": f.Get("locale"), "metadata": f.sub("metadata"),
		"payment_intent": nil, "setup_intent": nil, "payment_method_types": f.list("payment_method_types"), "payment_method_collection": "if_required", "payment_method_options": object{},
		"total_details": object{"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}, "ui_mode": "hosted", "submit_type": nil, "custom_fields": []object{},
		"custom_text": object{"after_submit": nil, "shipping_address": nil, "submit": nil, "terms_of_service_acceptance": nil}, "consent": nil, "consent_collection": nil,
		"automatic_tax": object{"enabled": false, "liability": nil, "status": nil}, "phone_number_collection": object{"enabled": false}, "shipping_options": []object{},
		"allow_promotion_codes": nil, "billing_address_collection": nil, "client_secret": nil, "currency_conversion": nil, "invoice": nil, "invoice_creation": nil, "payment_link": nil,
		"recovered_from": nil, "shipping_address_collection": nil, "shipping_cost": nil, "shipping_details": nil, "subscription": nil, "after_expiration": nil, "payment_method_configuration_details": nil,
	})
	id := o["id"].(string)
	o["url"] = s.web.URL + "/c/pay/" + id
	s.plans[id] = plan{marks: f.sub("payment_intent_data[metadata]"), label: f.Get("payment_intent_data[description]"), save: f.Get("payment_intent_data[setup_future_usage]") == "off_session"}
	if setup {
		o["payment_status"], o["amount_subtotal"], o["amount_total"] = "no_payment_required", nil, nil
		o["setup_intent"] = s.setup(o, f.sub("setup_intent_data[metadata]"))["id"]
	}
	s.later(time.Unix(until, 0).Sub(s.now()), func() {
		if o["status"] == "open" {
			s.end(o)
		}
	})
	return o, nil
}

// plan is what a hosted page will make once somebody pays.
type plan struct {
	marks object
	label string
	save  bool
}

// sound refuses what Stripe refuses.
func (s *Server) sound(f form) *fault {
	methods := f.list("payment_method_types")
	switch {
	case f.Get("mode") != "payment" && f.Get("mode") != "setup":
		return invalid("mode", "Invalid mode")
	case f.Get("success_url") == "":
		return invalid("success_url", "Missing required param: success_url.")
	case len(methods) == 0:
		return invalid("payment_method_types", "No valid payment method types for this Checkout Session.")
	case f.Get("mode") == "payment" && f.Get("line_items[0][quantity]") == "":
		return invalid("line_items", "line_items is required in payment mode")
	case f.Get("customer") != "" && s.objects[f.Get("customer")] == nil:
		return missing("customer", f.Get("customer"))
	}
	if until := f.number("expires_at"); until > 0 {
		if from := time.Unix(until, 0).Sub(s.now()); from < 30*time.Minute-time.Second || from > 24*time.Hour {
			return invalid("expires_at", "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.")
		}
	}
	for _, m := range methods {
		if m != "card" && m != "sepa_debit" {
			return invalid("payment_method_types", "Unknown payment method type "+m)
		}
		if c := f.Get("line_items[0][price_data][currency]"); m == "sepa_debit" && c != "" && c != "eur" {
			return invalid("payment_method_types", "sepa_debit needs the currency eur")
		}
	}
	return nil
}

func (s *Server) expire(id string) (object, *fault) {
	o := s.objects[id]
	if o == nil || o["object"] != "checkout.session" {
		return nil, missing("checkout.session", id)
	}
	if o["status"] != "open" {
		return nil, invalid("", "Only Checkout Sessions with a status in [\"open\"] can be expired.")
	}
	s.end(o)
	return o, nil
}

func (s *Server) end(o object) {
	o["status"], o["url"] = "expired", nil
	s.tell("checkout.session.expired", o)
}

// Pay is what somebody does on a hosted page: they give a means of payment and press the button. It says where they are sent, and is
// empty when they stay on the page because the bank said no.
func (s *Server) Pay(session string, m Means) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.objects[session]
	if o == nil || o["status"] != "open" {
		return ""
	}
	if o["mode"] == "setup" {
		s.saved(o, m)
		return s.back(o)
	}
	return s.paid(o, m)
}

func (s *Server) paid(o object, m Means) string {
	p := s.plans[o["id"].(string)]
	if o["payment_intent"] == nil {
		i := s.intent(whole(o["amount_total"]), text(o["currency"]), o["customer"], p.marks, p.label, o["payment_method_types"].([]string))
		if p.save {
			i["setup_future_usage"] = "off_session"
		}
		o["payment_intent"] = i["id"]
	}
	i, method := s.objects[text(o["payment_intent"])], s.method(m)
	if p.save && o["customer"] != nil {
		method["customer"] = o["customer"]
	}
	s.confirm(i, method, p.save, false, o)
	if i["status"] == "requires_payment_method" {
		return ""
	}
	return s.back(o)
}

func (s *Server) back(o object) string { return text(o["success_url"]) }

// setup begins to save a method.
func (s *Server) setup(o object, marks object) object {
	return s.add("seti", "setup_intent", object{
		"status": "requires_payment_method", "customer": o["customer"], "metadata": marks, "livemode": false, "payment_method": nil, "mandate": nil, "usage": "off_session",
		"payment_method_types": o["payment_method_types"], "last_setup_error": nil, "latest_attempt": nil, "next_action": nil, "description": nil, "cancellation_reason": nil,
		"application": nil, "client_secret": nil, "automatic_payment_methods": nil, "flow_directions": nil, "on_behalf_of": nil, "payment_method_options": object{}, "single_use_mandate": nil,
	})
}

func (s *Server) saved(o object, m Means) {
	i, method := s.objects[text(o["setup_intent"])], s.method(m)
	method["customer"] = o["customer"]
	i["payment_method"], i["status"] = method["id"], "succeeded"
	if m.Kind == "sepa_debit" {
		i["mandate"] = s.mandate(method, true)["id"]
	}
	o["status"], o["url"] = "complete", nil
	s.tell("setup_intent.succeeded", i)
	s.tell("payment_method.attached", method)
	s.tell("checkout.session.completed", o)
}

// SessionOf is the newest hosted page with our reference.
func (s *Server) SessionOf(ref string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := ""
	for _, id := range s.order {
		if o := s.objects[id]; o["object"] == "checkout.session" && o["client_reference_id"] == ref {
			found = id
		}
	}
	return found
}

// SessionAt is the hosted page at an address.
func SessionAt(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < len("/c/pay/") {
		return ""
	}
	return u.Path[len("/c/pay/"):]
}
