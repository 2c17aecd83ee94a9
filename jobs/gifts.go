package jobs

import (
	"context"
	"errors"
	"time"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// givesOnline are the promises about gifts that are paid online.
func (w Worker) givesOnline(b book) {
	b.write(keep(w.giftPageReplaced))
	b.write(keep(w.giftChargePromised))
	b.write(keep(w.giftNotPaid))
	b.write(keep(w.giftRefundPromised))
	b.write(keep(w.giftSentBack))
	b.write(keep(w.giftMethodForgotten))
}

// giftPageReplaced closes the hosted page of a gift that nobody waits for there any more.
func (w Worker) giftPageReplaced(ctx context.Context, news commons.GiftPageReplaced) error {
	g, err := commons.LoadGiftPayment(ctx, w.DB, news.GiftPaymentID)
	if err != nil || g.Over() {
		return err
	}
	if g.SessionID == nil { // nobody was ever given its address
		_, err := commons.SeeGift(ctx, w.DB, g.ID, billing.Seen{Page: &cashier.Page{Status: "expired"}})
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	if _, err := client.EndPage(ctx, *g.SessionID); err != nil && !errors.Is(trouble(err), cashier.Refused) {
		return trouble(err)
	}
	_, err = w.Till.lookAtGift(ctx, client, g) // somebody may have paid on it meanwhile
	return err
}

// giftChargePromised takes a regular gift from its saved method. Who stopped meanwhile is not charged; after a lost answer it looks for the charge
// before it makes another (STR4).
func (w Worker) giftChargePromised(ctx context.Context, news commons.GiftChargePromised) error {
	g, err := commons.LoadGiftPayment(ctx, w.DB, news.GiftPaymentID)
	if err != nil || g.State != billing.Preparing {
		return err
	}
	m, err := commons.LoadGiftMethod(ctx, w.DB, *g.GiftMethodID)
	if err != nil {
		return err
	}
	a, err := billing.BeginAttempt(ctx, w.DB, "gift", g.Ref, "collect")
	if err != nil {
		return err
	}
	if !a.Again && a.State == billing.Begun && (!g.Wanted() || m.RemovedAt != nil) {
		return errors.Join(a.Ended(ctx, w.DB, "", cashier.Refused), commons.GiftChargeRefused(ctx, w.DB, g.ID, commons.GiftStopped))
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	intent, err := w.Till.charged(ctx, client, a, payment.Charge{
		Ref: g.Ref, Attempt: a.Attempt, Customer: g.CustomerID, Method: m.MethodID, Kind: g.Kinds, Label: giftLabel(g), Cents: g.Cents, Currency: g.Currency, Marks: giftMarks(g),
	})
	if err = trouble(err); err != nil {
		var why cashier.Trouble
		if noted := a.Ended(ctx, w.DB, "", err); noted != nil || !errors.As(err, &why) || !why.Settled() {
			return errors.Join(err, noted)
		}
		return commons.GiftChargeRefused(ctx, w.DB, g.ID, string(why))
	}
	if err := a.Ended(ctx, w.DB, intent.ID, nil); err != nil {
		return err
	}
	_, err = w.Till.concludeGift(ctx, client, g, intent)
	return err
}

// giftNotPaid tells the giver that nothing was taken, and how to give otherwise; nobody owes a gift.
func (w Worker) giftNotPaid(ctx context.Context, news commons.GiftNotPaid) error {
	g, err := commons.LoadGiftPayment(ctx, w.DB, news.GiftPaymentID)
	if err != nil || !g.Wanted() {
		return err
	}
	return w.toSponsor(ctx, g.Donation.Pledge, func(s emails.Standing) emails.Letter { return emails.GiftNotPaid(s, g) })
}

// giftRefundPromised sends a gift back. After a lost answer it looks for the refund before it makes another.
func (w Worker) giftRefundPromised(ctx context.Context, news commons.GiftRefundPromised) error {
	r, g, err := commons.LoadGiftReturn(ctx, w.DB, news.GiftReturnID)
	if err != nil || r.State != string(billing.RefundAsked) || g.IntentID == nil {
		return err
	}
	client, err := w.Till.client(ctx)
	if err != nil {
		return err
	}
	a, err := billing.BeginAttempt(ctx, w.DB, "gift_refund", r.Ref, "send")
	if err != nil {
		return err
	}
	sent, err := w.Till.sentBack(ctx, client, a, r.Ref, *g.IntentID, r.Cents)
	if err = trouble(err); err != nil {
		var why cashier.Trouble
		if noted := a.Ended(ctx, w.DB, "", err); noted != nil || !errors.As(err, &why) || !why.Settled() {
			return errors.Join(err, noted)
		}
		return commons.GiftRefundRefused(ctx, w.DB, r.ID, string(why))
	}
	if err := a.Ended(ctx, w.DB, sent.ID, nil); err != nil {
		return err
	}
	_, err = commons.SeeGiftRefund(ctx, w.DB, cashier.Refund(sent))
	return err
}

// giftSentBack tells the giver that a gift is on its way back; one that could not be sent after all is not.
func (w Worker) giftSentBack(ctx context.Context, news commons.GiftSentBack) error {
	r, g, err := commons.LoadGiftReturn(ctx, w.DB, news.GiftReturnID)
	if err != nil || r.State != string(billing.RefundDone) {
		return err
	}
	return w.toSponsor(ctx, g.Donation.Pledge, func(s emails.Standing) emails.Letter { return emails.GiftSentBack(s, g, r) })
}

// giftMethodForgotten lets Stripe forget what a gift was taken from; one that is gone already is no matter.
func (w Worker) giftMethodForgotten(ctx context.Context, news commons.GiftMethodForgotten) error {
	m, err := commons.LoadGiftMethod(ctx, w.DB, news.GiftMethodID)
	if err != nil {
		return err
	}
	client, err := w.Till.client(ctx)
	if errors.Is(err, errShut) { // without a key nothing can be charged any more
		return nil
	}
	if err != nil {
		return err
	}
	return detach(ctx, client, m.MethodID)
}

// gifts looks at every gift whose end nobody told.
func (r *round) gifts(ctx context.Context, _ time.Time) error {
	all, err := commons.OpenGiftPayments(ctx, r.till.DB)
	for _, g := range all {
		switch {
		case g.SessionID != nil || g.IntentID != nil:
			err = r.count(r.till.lookAtGift(ctx, r.client, g))
		case g.Kind == billing.ByPage && !r.now.Before(g.ExpiresAt):
			err = r.count(commons.SeeGift(ctx, r.till.DB, g.ID, billing.Seen{Page: &cashier.Page{Status: "expired"}}))
		}
		if err != nil {
			return err
		}
	}
	return err
}

// giftWays adds to the letter that asks for a gift how it comes online: by itself from a saved method, or on the page of the promise.
func (w Worker) giftWays(ctx context.Context, d commons.Donation) (emails.GiftWays, error) {
	keys, err := w.Till.Offers(ctx)
	if err != nil {
		return emails.GiftWays{}, err
	}
	ways := emails.GiftWays{Online: billing.MeansFor(keys, d.Cents) != ""}
	m, err := d.Pledge.MethodOf(ctx, w.DB)
	if errors.Is(err, store.ErrNotFound) {
		return ways, nil
	}
	if err == nil && ways.Online && m.Live == keys.Live && m.Saved().Chargeable(store.Now(w.DB)) {
		ways.Method = &m
	}
	return ways, err
}
