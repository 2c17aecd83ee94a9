package paymenttest

// intent begins to collect a sum.
func (s *Server) intent(amount int64, currency string, customer any, marks object, label string, kinds []string) object {
	return s.add("pi", "payment_intent", object{
		"amount": amount, "amount_capturable": 0, "amount_received": 0, "amount_details": object{"tip": object{}}, "currency": currency, "customer": customer, "metadata": marks,
		"description": orNil(label), "status": "requires_payment_method", "payment_method_types": kinds, "payment_method": nil, "latest_charge": nil, "last_payment_error": nil, "livemode": false,
		"application": nil, "application_fee_amount": nil, "automatic_payment_methods": nil, "canceled_at": nil, "cancellation_reason": nil, "capture_method": "automatic", "client_secret": nil,
		"confirmation_method": "automatic", "invoice": nil, "next_action": nil, "on_behalf_of": nil, "payment_method_options": object{}, "processing": nil, "receipt_email": nil, "review": nil,
		"setup_future_usage": nil, "shipping": nil, "statement_descriptor": nil, "statement_descriptor_suffix": nil, "transfer_data": nil, "transfer_group": nil,
		"payment_method_configuration_details": nil,
	})
}

// charge collects a sum from a saved method while its owner is away.
func (s *Server) charge(f form) (object, *fault) {
	method := s.objects[f.Get("payment_method")]
	switch {
	case s.objects[f.Get("customer")] == nil:
		return nil, missing("customer", f.Get("customer"))
	case method == nil || method["customer"] != f.Get("customer"):
		return nil, missing("PaymentMethod", f.Get("payment_method"))
	case f.number("amount") < 50:
		return nil, refuse(400, "invalid_request_error", "amount_too_small", "Amount must be at least €0.50 eur", "param", "amount")
	case f.Get("confirm") != "true" || f.Get("off_session") != "true":
		return nil, invalid("confirm", "only charges of absent payers are known here")
	}
	i := s.intent(f.number("amount"), f.Get("currency"), f.Get("customer"), f.sub("metadata"), f.Get("description"), f.list("payment_method_types"))
	s.confirm(i, method, true, true, nil)
	if e, ok := i["last_payment_error"].(object); ok {
		said := object{"payment_intent": i}
		for name, value := range e {
			said[name] = value
		}
		return nil, &fault{402, object{"error": said}}
	}
	return i, nil
}

// confirm does what a means of payment does, on the page or while its owner is away.
func (s *Server) confirm(i, method object, several, away bool, page object) {
	m := meansOf(s.numbers[text(method["id"])])
	no := m.Declined
	if away && m.AwayNo != "" {
		no = m.AwayNo
	}
	c := s.collected(i, method)
	switch {
	case no != "":
		s.declined(i, c, method, no)
	case m.Kind == "sepa_debit":
		s.debited(i, c, method, m, several, page)
	default:
		s.settled(i, c, 25+whole(i["amount"])*15/1000)
		s.contest(i, c, m)
		s.completed(page, "paid", "checkout.session.completed")
	}
}

// collected makes the charge of a try.
func (s *Server) collected(i, method object) object {
	details := object{"type": method["type"], text(method["type"]): copied(method[text(method["type"])].(object))}
	c := s.add("ch", "charge", object{
		"amount": i["amount"], "amount_captured": int64(0), "amount_refunded": int64(0), "currency": i["currency"], "customer": i["customer"], "description": i["description"], "metadata": i["metadata"],
		"payment_intent": i["id"], "payment_method": method["id"], "payment_method_details": details, "paid": false, "captured": false, "refunded": false, "disputed": false, "status": "pending",
		"balance_transaction": nil, "billing_details": method["billing_details"], "failure_code": nil, "failure_message": nil, "livemode": false, "application": nil, "application_fee": nil,
		"application_fee_amount": nil, "calculated_statement_descriptor": nil, "failure_balance_transaction": nil, "fraud_details": object{}, "invoice": nil, "on_behalf_of": nil, "outcome": nil,
		"receipt_email": nil, "receipt_number": nil, "receipt_url": nil, "review": nil, "shipping": nil, "source_transfer": nil, "statement_descriptor": nil, "statement_descriptor_suffix": nil,
		"transfer_data": nil, "transfer_group": nil,
	})
	i["latest_charge"], i["payment_method"] = c["id"], method["id"]
	return c
}

func (s *Server) declined(i, c, method object, why string) {
	code := "card_declined"
	e := object{"type": "card_error", "message": "Your card was declined.", "charge": c["id"], "decline_code": why, "payment_method": method}
	if why == "authentication_required" {
		code = why
	}
	e["code"] = code
	c["status"], c["failure_code"] = "failed", code
	i["status"], i["last_payment_error"], i["payment_method"] = "requires_payment_method", e, nil
	s.tell("charge.failed", c)
	s.tell("payment_intent.payment_failed", i)
}

// settled is a sum that has come.
func (s *Server) settled(i, c object, fee int64) {
	kind := "charge"
	if c["payment_method_details"].(object)["type"] != "card" {
		kind = "payment"
	}
	c["status"], c["paid"], c["captured"], c["amount_captured"] = "succeeded", true, true, c["amount"]
	c["balance_transaction"] = s.move(kind, "charge", text(c["id"]), whole(c["amount"]), fee)["id"]
	i["status"], i["amount_received"], i["processing"], i["last_payment_error"] = "succeeded", i["amount"], nil, nil
	s.tell("payment_intent.succeeded", i)
	s.tell("charge.succeeded", c)
}

// debited is a debit: it is under way for days, then it comes or fails.
func (s *Server) debited(i, c, method object, m Means, several bool, page object) {
	if c["payment_method_details"].(object)["sepa_debit"].(object)["mandate"] = s.mandateOf(method, several)["id"]; page != nil {
		s.completed(page, "unpaid", "checkout.session.completed")
	}
	i["status"], i["processing"] = "processing", object{"type": "sepa_debit"}
	s.tell("payment_intent.processing", i)
	s.later(DebitTakes, func() {
		if m.Fails == "" {
			s.settled(i, c, 35)
			s.contest(i, c, m)
			s.completed(page, "paid", "checkout.session.async_payment_succeeded")
			return
		}
		c["status"], c["failure_code"] = "failed", m.Fails
		i["status"], i["processing"], i["payment_method"] = "requires_payment_method", nil, nil
		i["last_payment_error"] = object{"type": "invalid_request_error", "code": "payment_method_provider_decline", "decline_code": m.Fails, "message": "The debit came back.", "charge": c["id"]}
		s.tell("charge.failed", c)
		s.tell("payment_intent.payment_failed", i)
		s.completed(page, "unpaid", "checkout.session.async_payment_failed")
	})
}

// mandateOf is the mandate of an account: one for good where it is saved, else one for each debit.
func (s *Server) mandateOf(method object, several bool) object {
	for _, id := range s.order {
		if o := s.objects[id]; several && o["object"] == "mandate" && o["payment_method"] == method["id"] && o["type"] == "multi_use" {
			return o
		}
	}
	return s.mandate(method, several)
}

// completed tells what a hosted page came to.
func (s *Server) completed(page object, paid, news string) {
	if page == nil {
		return
	}
	page["status"], page["payment_status"], page["url"] = "complete", paid, nil
	s.tell(news, page)
}

// Change writes into an object, for what no person can do: another amount, another currency.
func (s *Server) Change(id string, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, value := range fields {
		s.objects[id][name] = value
	}
}

func copied(o object) object {
	c := object{}
	for name, value := range o {
		c[name] = value
	}
	return c
}
