package billing

import (
	"cmp"
	"context"

	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PageOpened keeps which hosted page was made for a collection.
func PageOpened(ctx context.Context, db *gorm.DB, id uint, p cashier.Page, customerID string) (Collection, error) {
	var c Collection
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if c, err = takeCollection(ctx, tx, id); err != nil || c.SessionID != nil {
			return err
		}
		c.SessionID, c.CustomerID = &p.ID, customerID
		if c.State == Preparing {
			c.State = OnPage
		}
		return c.save(ctx, tx, "session_id", "customer_id", "state")
	})
	return c, err
}

// Seen is what the cashier says of a collection at one moment: its page, and the sum once somebody began to pay.
type Seen struct {
	Page   *cashier.Page
	Intent *cashier.Intent
}

// state is what a look amounts to.
func (s Seen) state(c Collection) CollectionState {
	if s.Intent != nil {
		switch s.Intent.Status {
		case "succeeded":
			return Collected
		case "processing":
			return Collecting
		case "canceled":
			return NotPaid
		case "requires_action":
			if c.Kind == ByCharge {
				return Asking
			}
		case "requires_payment_method":
			over := c.Kind == ByCharge || c.State == Collecting || s.Page != nil && s.Page.Status == "complete"
			switch {
			case over && (s.Intent.Problem == "authentication_required" || s.Intent.Why == "authentication_required"):
				return Asking
			case over && s.Intent.Problem != "":
				return NotPaid
			}
		}
	}
	switch {
	case s.Page == nil:
		return c.State
	case s.Page.Status == "expired":
		return PageOver
	case s.Page.Status == "complete" && c.Kind == BySetup:
		return Collected
	}
	return OnPage
}

// See draws the conclusions from a look at the cashier: a sum that came settles what it was for, one that came otherwise than asked
// settles nothing and waits for a person. Any looks in any order end in the same state. It reports whether anything changed.
func See(ctx context.Context, db *gorm.DB, id uint, s Seen) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := takeCollection(ctx, tx, id)
		if err != nil {
			return err
		}
		if s.Intent != nil {
			if err := c.names(ctx, tx, *s.Intent); err != nil {
				return err
			}
		}
		to := s.state(c)
		if to.rank() > c.State.rank() {
			changed = true
			if err := c.turn(ctx, tx, to, s); err != nil {
				return err
			}
			if err := c.dropUpgrade(ctx, tx); err != nil {
				return err
			}
		}
		if s.Intent == nil || c.State != Collected && c.State != Questioned {
			return nil
		}
		return bookFee(ctx, tx, cashier.Movement{ID: s.Intent.Movement, Fee: s.Intent.Fee, Currency: s.Intent.Currency, CreatedAt: s.Intent.MovedAt})
	})
	return changed, refused(err)
}

// names keeps what the cashier calls the sum, and by what it is paid.
func (c *Collection) names(ctx context.Context, tx *gorm.DB, i cashier.Intent) error {
	if c.IntentID != nil && *c.IntentID != i.ID {
		return store.ErrConflict
	}
	before := *c
	c.IntentID, c.ChargeID, c.Last4 = &i.ID, i.Charge, i.Last4
	if older := c.Over() && i.Problem == "" && i.Status != "succeeded"; !older { // a look from before the bank said no knows nothing of why
		c.Problem = cmp.Or(i.Why, i.Problem)
	}
	if i.Kind != "" {
		c.Method = methodOfKind(i.Kind)
	}
	if before.IntentID != nil && before.ChargeID == c.ChargeID && before.Last4 == c.Last4 && before.Problem == c.Problem && before.Method == c.Method {
		return nil
	}
	return c.save(ctx, tx, "intent_id", "charge_id", "last4", "problem", "method")
}

func methodOfKind(kind string) Method {
	if kind == "sepa_debit" {
		return BySEPA
	}
	return ByCard
}

// turn brings the collection to a later state, with what follows from it.
func (c *Collection) turn(ctx context.Context, tx *gorm.DB, to CollectionState, s Seen) error {
	now := store.Now(tx)
	c.State = to
	if to == Collecting {
		if err := c.save(ctx, tx, "state"); err != nil {
			return err
		}
		if err := c.note(ctx, tx, journal.Actor{}, "debit_begun", ""); err != nil {
			return err
		}
		return c.trusted(ctx, tx)
	}
	c.EndedAt = &now
	if to == Collected && c.Kind != BySetup {
		return c.settle(ctx, tx, *s.Intent)
	}
	if err := c.save(ctx, tx, "state", "ended_at"); err != nil {
		return err
	}
	if to != NotPaid && to != Asking {
		return nil
	}
	if err := c.distrusted(ctx, tx); err != nil {
		return err
	}
	if err := c.note(ctx, tx, journal.Actor{}, "collection_failed", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, CollectionFailed{c.ID})
}

// settle notes the money and what it settles, in one transaction; a sum or a currency that is not what was asked settles nothing.
func (c *Collection) settle(ctx context.Context, tx *gorm.DB, i cashier.Intent) error {
	if i.Currency != c.Currency || i.Received != c.AmountCents {
		return c.question(ctx, tx, i)
	}
	day, err := bookingDay(ctx, tx, i.MovedAt)
	if err != nil {
		return err
	}
	p := Payment{
		Ref: store.NewRef(), OrganisationID: c.OrganisationID, ProFormaID: c.ProFormaID, Method: c.Method, AmountCents: i.Received, Currency: i.Currency, State: Succeeded,
		ReceivedOn: day, Reference: i.ID, IdempotencyKey: "stripe:" + i.ID, CreatedAt: store.Now(tx),
	}
	if err := store.From[Payment](tx).Omit("Organisation").Create(ctx, &p); err != nil {
		return err
	}
	c.PaymentID = &p.ID
	if err := c.save(ctx, tx, "state", "ended_at", "payment_id"); err != nil {
		return err
	}
	settled, err := c.allocate(ctx, tx, p)
	if err != nil {
		return err
	}
	if err := bookPayment(ctx, tx, journal.Actor{}, p, settled); err != nil {
		return err
	}
	if err := p.note(ctx, tx, journal.Actor{}, "payment_received", ""); err != nil {
		return err
	}
	if err := c.trusted(ctx, tx); err != nil || c.upgrades() { // who upgraded is thanked when that is made
		return err
	}
	return store.Enqueue(tx, PaymentReceived{p.ID})
}

// allocate settles the documents of the collection, oldest first; what was settled otherwise meanwhile leaves its part as account
// credit (PAY2). It says how much was settled.
func (c Collection) allocate(ctx context.Context, tx *gorm.DB, p Payment) (int64, error) {
	if c.ProFormaID != nil {
		if gone, err := store.From[ProForma](tx).Where("id = ? and state = ?", *c.ProFormaID, Cancelled).Count(ctx, "id"); err != nil || gone > 0 {
			return 0, err // it waits as account credit
		}
		i, err := target{c.OrganisationID, c.Currency, c.ProFormaID, 0}.invoice(ctx, tx, journal.Actor{}, p)
		if err != nil || i.ID == 0 {
			return 0, err
		}
		a, err := allocate(ctx, tx, &i, Allocation{PaymentID: &p.ID, AmountCents: p.AmountCents})
		return a.AmountCents, err
	}
	rest := p.AmountCents
	for _, part := range c.Parts {
		if part.InvoiceID == nil { // an upgrade that is made of it in a moment: it waits as account credit
			continue
		}
		i, err := LoadInvoice(ctx, tx, *part.InvoiceID)
		if err != nil {
			return 0, err
		}
		a, err := allocate(ctx, tx, &i, Allocation{PaymentID: &p.ID, AmountCents: rest})
		if err != nil {
			return 0, err
		}
		rest -= a.AmountCents
	}
	return p.AmountCents - rest, nil
}
