package jobs

import (
	"context"
	"errors"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/store"
)

// stripeEventArrived looks at what news speak of, and applies what Stripe says now; what the news said then is no matter (11.2, 4).
func (w Worker) stripeEventArrived(ctx context.Context, news billing.StripeEventArrived) error {
	e, err := billing.LoadEvent(ctx, w.DB, news.EventID)
	if err != nil || e.State != billing.EventNew {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	_, err = w.Till.heed(ctx, client, e.Object, e.ObjectID)
	switch {
	case err == nil:
		return e.Done(ctx, w.DB, billing.EventApplied)
	case errors.Is(err, store.ErrNotFound) || errors.Is(err, cashier.Missing):
		return e.Done(ctx, w.DB, billing.EventForeign)
	}
	return err
}

// heed asks Stripe for one object and applies it; store.ErrNotFound means that it is none of ours.
func (t Till) heed(ctx context.Context, client *payment.Client, kind, id string) (changed bool, err error) {
	switch kind {
	case "checkout.session":
		return t.heedPage(ctx, client, id)
	case "payment_intent":
		return t.lookAtIntent(ctx, client, id)
	case "charge":
		return t.heedCharge(ctx, client, id)
	case "refund":
		r, err := client.FindRefund(ctx, id)
		if err != nil {
			return false, trouble(err)
		}
		return t.lookAtRefund(ctx, client, r)
	case "dispute":
		d, err := client.FindDispute(ctx, id)
		if err != nil {
			return false, trouble(err)
		}
		return t.lookAtDispute(ctx, client, d)
	case "payout":
		p, err := client.FindPayout(ctx, id)
		if err != nil {
			return false, trouble(err)
		}
		return billing.SeePayout(ctx, t.DB, cashier.Payout(p))
	}
	return t.heedMethod(ctx, client, kind, id)
}

// heedMethod is heed for what may be charged later.
func (t Till) heedMethod(ctx context.Context, client *payment.Client, kind, id string) (changed bool, err error) {
	switch kind {
	case "setup_intent":
		return false, t.keepSetup(ctx, client, id)
	case "mandate":
		m, err := client.FindMandate(ctx, id)
		if err != nil {
			return false, trouble(err)
		}
		return t.seeMandate(ctx, cashier.Mandate(m))
	case "payment_method":
		m, err := client.FindMethod(ctx, id)
		if err != nil {
			return false, trouble(err)
		}
		return false, t.followMethod(ctx, cashier.Method(m))
	}
	return false, store.ErrNotFound
}

func (t Till) heedPage(ctx context.Context, client *payment.Client, id string) (bool, error) {
	page, err := client.FindPage(ctx, id)
	if err != nil {
		return false, trouble(err)
	}
	if !page.Ours {
		return false, store.ErrNotFound
	}
	c, err := billing.FindCollection(ctx, t.DB, page.Ref)
	if errors.Is(err, store.ErrNotFound) {
		return t.heedGiftPage(ctx, client, page)
	}
	if err != nil {
		return false, err
	}
	if c.SessionID == nil { // its answer was lost
		if c, err = billing.PageOpened(ctx, t.DB, c.ID, cashier.Page(page), page.Customer); err != nil {
			return false, err
		}
	}
	return t.look(ctx, client, c)
}

// heedCharge looks at the sum behind a charge, and at what was sent back of it.
func (t Till) heedCharge(ctx context.Context, client *payment.Client, id string) (bool, error) {
	intent, err := t.intentOf(ctx, client, "", id)
	if err != nil {
		return false, err
	}
	changed, err := t.lookAtIntent(ctx, client, intent)
	if err != nil {
		return changed, err
	}
	back, err := client.RefundsOf(ctx, intent)
	if err != nil {
		return changed, trouble(err)
	}
	for _, r := range back {
		turned, err := t.seeRefund(ctx, r)
		if err != nil {
			return changed, err
		}
		changed = changed || turned
	}
	return changed, nil
}

// collectionReplaced closes a hosted page that another one took the place of.
func (w Worker) collectionReplaced(ctx context.Context, news billing.CollectionReplaced) error {
	c, err := billing.LoadCollection(ctx, w.DB, news.CollectionID)
	if err != nil || c.Over() {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	if c.SessionID == nil { // nobody was ever given its address
		_, err := billing.See(ctx, w.DB, c.ID, billing.Seen{Page: &cashier.Page{Status: "expired"}})
		return err
	}
	if _, err := client.EndPage(ctx, *c.SessionID); err != nil && !errors.Is(trouble(err), cashier.Refused) {
		return trouble(err)
	}
	_, err = w.Till.look(ctx, client, c) // somebody may have paid on it meanwhile
	return err
}

// chargePromised takes what is due from a saved method. After a lost answer it looks for the charge before it makes another (STR4).
func (w Worker) chargePromised(ctx context.Context, news billing.ChargePromised) error {
	c, err := billing.LoadCollection(ctx, w.DB, news.CollectionID)
	if err != nil || c.State != billing.Preparing {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	a, err := billing.BeginAttempt(ctx, w.DB, "collection", c.Ref, "collect")
	if err != nil {
		return err
	}
	m, err := billing.LoadMethod(ctx, w.DB, *c.SavedMethodID)
	if err != nil {
		return err
	}
	label := ""
	for _, l := range c.Labels() {
		label += l + " "
	}
	intent, err := w.Till.charged(ctx, client, a, payment.Charge{
		Ref: c.Ref, Attempt: a.Attempt, Customer: c.CustomerID, Method: m.MethodID, Kind: c.Kinds, Label: label, Cents: c.AmountCents, Currency: c.Currency, Marks: marks(c),
	})
	if err != nil {
		return w.notCharged(ctx, c, a, trouble(err))
	}
	if err := a.Ended(ctx, w.DB, intent.ID, nil); err != nil {
		return err
	}
	i := cashier.Intent(intent)
	_, err = w.Till.conclude(ctx, client, c, billing.Seen{Intent: &i})
	return err
}

// charged finds the charge that was made before, or makes it. Where the bank said no, the sum exists and says why.
func (t Till) charged(ctx context.Context, client *payment.Client, a billing.Attempt, ch payment.Charge) (payment.Intent, error) {
	if a.State == billing.AttemptDone {
		return client.FindIntent(ctx, a.ProviderID)
	}
	if a.Again {
		found, err := client.IntentNamed(ctx, ch.Customer, ch.Ref)
		if err == nil || !errors.Is(trouble(err), cashier.Missing) {
			return found, err
		}
	}
	intent, err := client.Charge(ctx, ch)
	var p payment.Problem
	if errors.As(err, &p) && p.Intent != "" {
		return client.FindIntent(ctx, p.Intent)
	}
	return intent, err
}

// notCharged notes a definite no; where nobody knows, the queue tries again with the same key.
func (w Worker) notCharged(ctx context.Context, c billing.Collection, a billing.Attempt, err error) error {
	if noted := a.Ended(ctx, w.DB, "", err); noted != nil {
		return noted
	}
	var why cashier.Trouble
	if errors.As(err, &why) && why.Settled() {
		return billing.ChargeRefused(ctx, w.DB, c.ID, string(why))
	}
	return err
}

// refundPromised sends money back. After a lost answer it looks for the refund before it makes another.
func (w Worker) refundPromised(ctx context.Context, news billing.RefundPromised) error {
	r, c, err := billing.LoadRefund(ctx, w.DB, news.RefundID)
	if err != nil || r.State != billing.RefundAsked {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	a, err := billing.BeginAttempt(ctx, w.DB, "refund", r.Ref, "send")
	if err != nil {
		return err
	}
	sent, err := w.Till.sentBack(ctx, client, a, r.Ref, *c.IntentID, r.AmountCents)
	if err = trouble(err); err != nil {
		var why cashier.Trouble
		if noted := a.Ended(ctx, w.DB, "", err); noted != nil || !errors.As(err, &why) || !why.Settled() {
			return errors.Join(err, noted)
		}
		return billing.RefundRefused(ctx, w.DB, r.ID, string(why))
	}
	if err := a.Ended(ctx, w.DB, sent.ID, nil); err != nil {
		return err
	}
	_, err = billing.SeeRefund(ctx, w.DB, cashier.Refund(sent))
	return err
}

// sentBack finds the refund that was made before, or makes it.
func (t Till) sentBack(ctx context.Context, client *payment.Client, a billing.Attempt, ref, intent string, cents int64) (payment.Refund, error) {
	if a.Again || a.State == billing.AttemptDone {
		all, err := client.RefundsOf(ctx, intent)
		if err != nil {
			return payment.Refund{}, err
		}
		for _, one := range all {
			if one.Ours && one.Ref == ref {
				return one, nil
			}
		}
	}
	return client.Refund(ctx, ref, intent, cents, a.Attempt)
}

// methodForgotten lets Stripe forget a saved method; one that is gone already is no matter.
func (w Worker) methodForgotten(ctx context.Context, news billing.MethodForgotten) error {
	m, err := billing.LoadMethod(ctx, w.DB, news.SavedMethodID)
	if err != nil {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	return detach(ctx, client, m.MethodID)
}

func detach(ctx context.Context, client *payment.Client, method string) error {
	_, err := client.DetachMethod(ctx, method)
	if err = trouble(err); errors.Is(err, cashier.Missing) || errors.Is(err, cashier.Refused) {
		return nil
	}
	return err
}
