package paymenttest

import "time"

// refund sends money back.
func (s *Server) refund(f form) (object, *fault) {
	i := s.objects[f.Get("payment_intent")]
	if i == nil || i["object"] != "payment_intent" {
		return nil, missing("payment_intent", f.Get("payment_intent"))
	}
	c, amount := s.objects[text(i["latest_charge"])], f.number("amount")
	switch {
	case c == nil || c["status"] != "succeeded":
		return nil, invalid("payment_intent", "This PaymentIntent does not have a successful charge to refund.")
	case c["disputed"] == true && c["payment_method_details"].(object)["type"] == "card":
		return nil, refuse(400, "invalid_request_error", "charge_disputed", "Charge has been charged back; cannot issue a refund.")
	case amount < 1 || amount > whole(c["amount"])-whole(c["amount_refunded"]):
		return nil, refuse(400, "invalid_request_error", "charge_already_refunded", "Refund amount is greater than unrefunded amount on charge.")
	}
	return s.sendBack(i, c, amount, f.sub("metadata")), nil
}

func (s *Server) sendBack(i, c object, amount int64, marks object) object {
	m := meansOf(s.numbers[text(c["payment_method"])])
	r := s.add("re", "refund", object{
		"amount": amount, "charge": c["id"], "payment_intent": i["id"], "currency": c["currency"], "metadata": marks, "status": "succeeded", "reason": nil, "receipt_number": nil,
		"balance_transaction": nil, "source_transfer_reversal": nil, "transfer_reversal": nil,
	})
	kind := "refund"
	if m.Kind == "sepa_debit" {
		kind, r["status"] = "payment_refund", "pending"
		s.later(UnsendWait, func() {
			if r["status"] == "pending" {
				r["status"] = "succeeded"
				s.tell("refund.updated", r)
			}
		})
	}
	r["balance_transaction"] = s.move(kind, "refund", text(r["id"]), -amount, 0)["id"]
	c["amount_refunded"] = whole(c["amount_refunded"]) + amount
	c["refunded"] = whole(c["amount_refunded"]) == whole(c["amount"])
	s.tell("refund.created", r)
	s.tell("charge.refunded", c)
	if m.Unsends {
		s.later(UnsendWait, func() { s.unsend(r) })
	}
	return r
}

// RefundOutside is a refund that somebody makes on Stripe's own pages.
func (s *Server) RefundOutside(intent string, amount int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.objects[intent]
	return text(s.sendBack(i, s.objects[text(i["latest_charge"])], amount, object{})["id"])
}

// FailRefund lets money that was sent back come back again.
func (s *Server) FailRefund(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsend(s.objects[id])
}

func (s *Server) unsend(r object) {
	c := s.objects[text(r["charge"])]
	r["status"], r["failure_reason"] = "failed", "expired_or_canceled_card"
	r["failure_balance_transaction"] = s.move("refund_failure", "refund_failure", text(r["id"]), whole(r["amount"]), 0)["id"]
	c["amount_refunded"], c["refunded"] = whole(c["amount_refunded"])-whole(r["amount"]), false
	s.tell("refund.updated", r)
	s.tell("charge.refund.updated", r)
}

// contest plans the dispute that some means bring by themselves.
func (s *Server) contest(i, c object, m Means) {
	if m.Contest != "" {
		s.later(ContestWait, func() { s.dispute(i, c, whole(c["amount"]), m.Contest, "needs_response") })
	}
}

// Contest opens a dispute about a part of a payment; a warning moves no money.
func (s *Server) Contest(intent string, amount int64, reason string, warning bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, status := s.objects[intent], "needs_response"
	if warning {
		status = "warning_needs_response"
	}
	return text(s.dispute(i, s.objects[text(i["latest_charge"])], amount, reason, status)["id"])
}

func (s *Server) dispute(i, c object, amount int64, reason, status string) object {
	debit := c["payment_method_details"].(object)["type"] == "sepa_debit"
	if debit { // no appeal
		status = "lost"
	}
	d := s.add("du", "dispute", object{
		"amount": amount, "charge": c["id"], "payment_intent": i["id"], "currency": c["currency"], "reason": reason, "status": status, "livemode": false, "metadata": object{},
		"balance_transactions": []object{}, "evidence": object{}, "is_charge_refundable": status == "warning_needs_response",
		"evidence_details": object{"due_by": s.now().Add(9 * 24 * time.Hour).Unix(), "has_evidence": false, "past_due": false, "submission_count": 0},
	})
	c["disputed"] = true
	s.tell("charge.dispute.created", d)
	if status != "warning_needs_response" {
		s.withdraw(d, amount, debit)
	}
	if debit {
		s.tell("charge.dispute.closed", d)
	}
	return d
}

func (s *Server) withdraw(d object, amount int64, debit bool) {
	fee := int64(2000)
	if debit {
		fee = 750
	}
	d["balance_transactions"] = append(d["balance_transactions"].([]object), s.move("adjustment", "dispute", text(d["id"]), -amount, fee))
	s.tell("charge.dispute.funds_withdrawn", d)
}

// CloseDispute ends a dispute; who wins it gets the money back, not the fee.
func (s *Server) CloseDispute(id string, won bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.objects[id]
	switch {
	case d["status"] == "warning_needs_response":
		d["status"] = "warning_closed"
	case won:
		d["status"] = "won"
		d["balance_transactions"] = append(d["balance_transactions"].([]object), s.move("adjustment", "dispute_reversal", id, whole(d["amount"]), 0))
		s.tell("charge.dispute.funds_reinstated", d)
	default:
		d["status"] = "lost"
	}
	s.tell("charge.dispute.closed", d)
}

// PayOut sends what lies on the account to the bank; it arrives two days later.
func (s *Server) PayOut() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	amount := s.balance()
	p := s.add("po", "payout", object{
		"amount": amount, "currency": "eur", "status": "in_transit", "arrival_date": s.now().Add(48 * time.Hour).Unix(), "automatic": true, "livemode": false, "metadata": object{}, "method": "standard",
		"type": "bank_account", "source_type": "card", "balance_transaction": nil, "description": "STRIPE PAYOUT", "destination": nil, "failure_balance_transaction": nil, "failure_code": nil,
		"failure_message": nil, "original_payout": nil, "reconciliation_status": "completed", "reversed_by": nil, "statement_descriptor": nil,
	})
	p["balance_transaction"] = s.move("payout", "payout", text(p["id"]), -amount, 0)["id"]
	s.tell("payout.created", p)
	s.later(48*time.Hour, func() {
		if p["status"] == "in_transit" {
			p["status"] = "paid"
			s.tell("payout.paid", p)
		}
	})
	return text(p["id"])
}

// FailPayout sends a payout back.
func (s *Server) FailPayout(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.objects[id]
	p["status"], p["failure_code"] = "failed", "account_closed"
	p["failure_balance_transaction"] = s.move("payout_failure", "payout_reversal", id, whole(p["amount"]), 0)["id"]
	s.tell("payout.failed", p)
}

// CancelPayout calls a payout back before it arrives.
func (s *Server) CancelPayout(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.objects[id]
	p["status"] = "canceled"
	s.move("payout_cancel", "payout_reversal", id, whole(p["amount"]), 0)
	s.tell("payout.canceled", p)
}

// TakeFee takes a fee that belongs to no payment.
func (s *Server) TakeFee(cents int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return text(s.move("stripe_fee", "fee", "", -cents, 0)["id"])
}
