package paymenttest

import (
	"slices"
	"strings"
)

// route finds what a request is about.
func (s *Server) route(method, path string, f form) (object, *fault) {
	parts := strings.Split(path, "/")
	if parts[0] == "checkout" {
		parts = parts[1:]
	}
	if method == "POST" {
		return s.post(parts, f)
	}
	if len(parts) == 1 {
		return s.list(parts[0], f)
	}
	return s.find(parts[0], parts[1])
}

func (s *Server) post(parts []string, f form) (object, *fault) {
	switch strings.Join(parts[:1], "") {
	case "customers":
		return s.customer(f)
	case "sessions":
		if len(parts) == 3 && parts[2] == "expire" {
			return s.expire(parts[1])
		}
		return s.session(f)
	case "payment_intents":
		return s.charge(f)
	case "refunds":
		return s.refund(f)
	case "payment_methods":
		if len(parts) == 3 && parts[2] == "detach" {
			return s.detach(parts[1])
		}
	}
	return nil, refuse(404, "invalid_request_error", "", "Unrecognized request URL")
}

// kinds are what is found under an address.
var kinds = map[string]string{
	"customers": "customer", "sessions": "checkout.session", "payment_intents": "payment_intent", "charges": "charge", "refunds": "refund",
	"disputes": "dispute", "payouts": "payout", "balance_transactions": "balance_transaction", "payment_methods": "payment_method",
	"setup_intents": "setup_intent", "mandates": "mandate", "events": "event", "webhook_endpoints": "webhook_endpoint",
}

func (s *Server) find(address, id string) (object, *fault) {
	kind := kinds[address]
	if o := s.objects[id]; o != nil && o["object"] == kind {
		return o, nil
	}
	return nil, missing(kind, id)
}

// list returns the objects of a kind, newest first, a page at a time.
func (s *Server) list(address string, f form) (object, *fault) {
	if address == "balance" {
		return object{
			"object": "balance", "livemode": false, "pending": []object{}, "connect_reserved": []object{},
			"available": []object{{"amount": s.balance(), "currency": "eur", "source_types": object{"card": s.balance()}}},
		}, nil
	}
	kind, limit := kinds[address], int(f.number("limit"))
	if kind == "" {
		return nil, refuse(404, "invalid_request_error", "", "Unrecognized request URL")
	}
	if limit == 0 {
		limit = 10
	}
	found, begun := []object{}, f.Get("starting_after") == ""
	for _, id := range slices.Backward(s.order) {
		o := s.objects[id]
		if !begun {
			begun = id == f.Get("starting_after")
			continue
		}
		if o["object"] == kind && chosen(o, f) {
			found = append(found, o)
		}
	}
	more := len(found) > limit
	return object{"object": "list", "url": "/v1/" + address, "has_more": more, "data": found[:min(limit, len(found))]}, nil
}

// chosen applies the filters of a list.
func chosen(o object, f form) bool {
	if since := f.number("created[gte]"); since > 0 && whole(o["created"]) < since {
		return false
	}
	for _, name := range []string{"customer", "payment_intent", "charge"} {
		if want := f.Get(name); want != "" && text(o[name]) != want {
			return false
		}
	}
	return true
}

// expanded puts objects in the place of their ids where that was asked for.
func (s *Server) expanded(o object, wanted []string) object {
	for _, path := range wanted {
		o = s.expand(o, strings.Split(path, "."))
	}
	return o
}

func (s *Server) expand(o object, path []string) object {
	if len(path) == 0 {
		return o
	}
	copied := object{}
	for name, value := range o {
		copied[name] = value
	}
	switch v := copied[path[0]].(type) {
	case string:
		if inside := s.objects[v]; inside != nil {
			copied[path[0]] = s.expand(inside, path[1:])
		}
	case object:
		copied[path[0]] = s.expand(v, path[1:])
	case []object:
		var all []object
		for _, one := range v {
			all = append(all, s.expand(one, path[1:]))
		}
		copied[path[0]] = all
	}
	return copied
}
