package jobs

import (
	"context"
	"errors"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// Look asks Stripe how a collection stands, draws the conclusions and returns it as it is now: the page one comes back to need not wait
// for the news (11.2, 9).
func (t Till) Look(ctx context.Context, c billing.Collection) (billing.Collection, error) {
	if c.Over() || c.SessionID == nil && c.IntentID == nil {
		return c, nil
	}
	client, err := t.client(ctx)
	if err != nil {
		return c, err
	}
	if _, err := t.look(ctx, client, c); err != nil {
		return c, err
	}
	return billing.LoadCollection(ctx, t.DB, c.ID)
}

// look asks for the page and the sum of a collection, and reports whether anything had changed.
func (t Till) look(ctx context.Context, client *payment.Client, c billing.Collection) (changed bool, err error) {
	var seen billing.Seen
	intent := ""
	if c.IntentID != nil {
		intent = *c.IntentID
	}
	if c.SessionID != nil {
		page, err := client.FindPage(ctx, *c.SessionID)
		if err != nil {
			return false, trouble(err)
		}
		if page.Intent != "" {
			intent = page.Intent
		}
		if page.Status == "complete" && page.Setup != "" {
			if err := t.keepSetup(ctx, client, page.Setup); err != nil {
				return false, err
			}
		}
		p := cashier.Page(page)
		seen.Page = &p
	}
	if intent != "" {
		found, err := client.FindIntent(ctx, intent)
		if err != nil {
			return false, trouble(err)
		}
		i := cashier.Intent(found)
		seen.Intent = &i
	}
	return t.conclude(ctx, client, c, seen)
}

// conclude lets billing draw the conclusions, and keeps the method whose owner lets us charge it.
func (t Till) conclude(ctx context.Context, client *payment.Client, c billing.Collection, seen billing.Seen) (bool, error) {
	changed, err := billing.See(ctx, t.DB, c.ID, seen)
	if err != nil || !c.Save || seen.Intent == nil || seen.Intent.Method == "" {
		return changed, err
	}
	if seen.Intent.Status != "succeeded" && seen.Intent.Status != "processing" {
		return changed, nil
	}
	known, err := billing.MethodKnown(ctx, t.DB, seen.Intent.Method)
	if err != nil || known {
		return changed, err
	}
	return changed, t.keepMethod(ctx, client, seen.Intent.Method, seen.Intent.Mandate)
}

// lookAtIntent asks for a sum; store.ErrNotFound means that it is none of ours.
func (t Till) lookAtIntent(ctx context.Context, client *payment.Client, id string) (bool, error) {
	found, err := client.FindIntent(ctx, id)
	if err != nil {
		return false, trouble(err)
	}
	if g, err := t.giftOf(ctx, found); err == nil {
		return t.concludeGift(ctx, client, g, found)
	} else if !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	c, err := t.collectionOf(ctx, found)
	if err != nil {
		return false, err
	}
	if c.SessionID != nil && !c.Over() {
		return t.look(ctx, client, c)
	}
	i := cashier.Intent(found)
	return t.conclude(ctx, client, c, billing.Seen{Intent: &i})
}

// collectionOf finds what a sum belongs to. One that carries our mark and that we do not know is a question for a person.
func (t Till) collectionOf(ctx context.Context, i payment.Intent) (billing.Collection, error) {
	if !i.Ours {
		return billing.Collection{}, store.ErrNotFound
	}
	c, err := billing.FindCollection(ctx, t.DB, i.Ref)
	if errors.Is(err, store.ErrNotFound) && i.Status == "succeeded" {
		return c, errors.Join(err, billing.Wonder(ctx, t.DB, billing.MoneyQuestion{Kind: billing.UnknownMoney, Subject: i.ID, AmountCents: i.Received, Currency: i.Currency}))
	}
	return c, err
}

func (t Till) keepSetup(ctx context.Context, client *payment.Client, id string) error {
	s, err := client.FindSetup(ctx, id)
	if err != nil {
		return trouble(err)
	}
	if !s.Ours || s.Status != "succeeded" {
		return nil
	}
	return t.keepMethod(ctx, client, s.Method, s.Mandate)
}

func (t Till) keepMethod(ctx context.Context, client *payment.Client, id, mandateID string) error {
	m, mandate, err := methodAndMandate(ctx, client, id, mandateID)
	if err != nil {
		return err
	}
	return billing.KeepMethod(ctx, t.DB, m, mandate)
}

// methodAndMandate asks for a method and for the leave to debit it, where it needs one.
func methodAndMandate(ctx context.Context, client *payment.Client, id, mandateID string) (cashier.Method, cashier.Mandate, error) {
	m, err := client.FindMethod(ctx, id)
	if err != nil || mandateID == "" {
		return cashier.Method(m), cashier.Mandate{}, trouble(err)
	}
	mandate, err := client.FindMandate(ctx, mandateID)
	return cashier.Method(m), cashier.Mandate(mandate), trouble(err)
}

// lookAtRefund asks for money sent back, after the payment it comes from.
func (t Till) lookAtRefund(ctx context.Context, client *payment.Client, r payment.Refund) (bool, error) {
	intent, err := t.intentOf(ctx, client, r.Intent, r.Charge)
	if err != nil {
		return false, err
	}
	r.Intent = intent
	if _, err := t.lookAtIntent(ctx, client, intent); err != nil {
		return false, err
	}
	return t.seeRefund(ctx, r)
}

// lookAtDispute asks for a contested payment, after the payment itself.
func (t Till) lookAtDispute(ctx context.Context, client *payment.Client, d payment.Dispute) (bool, error) {
	intent, err := t.intentOf(ctx, client, d.Intent, d.Charge)
	if err != nil {
		return false, err
	}
	d.Intent = intent
	if _, err := t.lookAtIntent(ctx, client, intent); err != nil {
		return false, err
	}
	return t.seeDispute(ctx, cashier.Dispute(d))
}

// intentOf names the sum behind a charge.
func (t Till) intentOf(ctx context.Context, client *payment.Client, intent, charge string) (string, error) {
	if intent != "" {
		return intent, nil
	}
	if charge == "" {
		return "", store.ErrNotFound
	}
	found, err := client.IntentOfCharge(ctx, charge)
	if err == nil && found == "" {
		return "", store.ErrNotFound
	}
	return found, trouble(err)
}

// Read checks and reads news that came to the endpoint.
func (t Till) Read(ctx context.Context, payload []byte, signature string) (cashier.Event, error) {
	client, err := t.client(ctx)
	if errors.Is(err, errShut) {
		return cashier.Event{}, cashier.Shut
	}
	if err != nil {
		return cashier.Event{}, err
	}
	e, err := client.Read(payload, signature, store.Now(t.DB))
	switch {
	case errors.Is(err, payment.ErrSignature):
		err = cashier.Forged
	case errors.Is(err, payment.ErrVersion):
		err = cashier.OtherVersion
	case errors.Is(err, payment.ErrMode):
		err = cashier.OtherMode
	}
	return cashier.Event(e), err
}

// Hook is where Stripe sends its news.
func (t Till) Hook() string { return t.BaseURL + paths.StripeHook() }

// Examine tries the keys and looks for the endpoint.
func (t Till) Examine(ctx context.Context) (cashier.Health, error) {
	client, err := t.client(ctx)
	if errors.Is(err, errShut) {
		return cashier.Health{}, cashier.Shut
	}
	if err != nil {
		return cashier.Health{}, err
	}
	h, err := client.Examine(ctx, t.Hook(), billing.Heeded, store.Now(t.DB))
	return cashier.Health{Skew: h.Skew, Asked: h.Asked, Found: h.Found, Enabled: h.Enabled, Version: h.Version, Needed: payment.Version, Missing: h.Missing}, trouble(err)
}
