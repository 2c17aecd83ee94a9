package jobs

import (
	"context"
	"errors"
	"strconv"

	"chatiere/integrations/payment"
	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/billing/reference"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// OpenGift makes the hosted page on which a gift is paid, or finds the one that waits, and returns its address. store.ErrConflict means that the page
// is over, or that the gift is being taken already.
func (t Till) OpenGift(ctx context.Context, g commons.GiftPayment) (string, error) {
	if g.Kind != billing.ByPage || g.Over() || g.State == billing.Collecting {
		return "", store.ErrConflict
	}
	client, err := t.client(ctx)
	if err != nil {
		return "", err
	}
	if g.Save && g.CustomerID == "" {
		if g.CustomerID, err = t.giver(ctx, client, g); err != nil {
			return "", err
		}
	}
	return t.leads(ctx, client, errand{
		object: "gift", ref: g.Ref, open: func(attempt int) (payment.Page, error) { return client.OpenPage(ctx, t.giftOrder(g, attempt)) },
		opened: func(p payment.Page) error {
			return commons.GiftPageOpened(ctx, t.DB, g.ID, cashier.Page(p), g.CustomerID)
		},
		look: func() error {
			if g, err = commons.LoadGiftPayment(ctx, t.DB, g.ID); err != nil {
				return err
			}
			_, err = t.lookAtGift(ctx, client, g)
			return err
		},
	})
}

// giver is who gives regularly as Stripe knows them: once for each promise.
func (t Till) giver(ctx context.Context, client *payment.Client, g commons.GiftPayment) (string, error) {
	d := g.Donation
	return t.newCustomer(ctx, client, payment.Customer{Ref: "pledge:" + d.Pledge.Ref + ":" + strconv.FormatBool(g.Live), Name: d.Name(), Email: d.User.Email, Locale: g.Locale})
}

// giftOrder is what Stripe is asked for: the space's title and the amount, and where to come back to.
func (t Till) giftOrder(g commons.GiftPayment, attempt int) payment.Order {
	back := t.BaseURL + paths.GiftPayment(g.Locale, g)
	return payment.Order{
		Ref: g.Ref, Attempt: attempt, Customer: g.CustomerID, Currency: g.Currency, Kinds: billing.Means(g.Kinds), Save: g.Save, Locale: g.Locale, Until: g.ExpiresAt,
		Lines: []payment.Line{{Label: giftLabel(g), Cents: g.Cents}}, Success: back, Cancel: back + "?left=true", Marks: giftMarks(g),
	}
}

// giftLabel names a gift by what it is for.
func giftLabel(g commons.GiftPayment) string {
	return g.Donation.Space.Title + " " + reference.Spaced(g.Donation.PaymentReference)
}

// giftMarks let a person find the gift from Stripe's own pages.
func giftMarks(g commons.GiftPayment) map[string]string {
	return map[string]string{"gift": g.Donation.PaymentReference}
}

// LookGift asks Stripe how a gift stands, draws the conclusions and returns it as it is now.
func (t Till) LookGift(ctx context.Context, g commons.GiftPayment) (commons.GiftPayment, error) {
	if g.Over() || g.SessionID == nil && g.IntentID == nil {
		return g, nil
	}
	client, err := t.client(ctx)
	if err != nil {
		return g, err
	}
	if _, err := t.lookAtGift(ctx, client, g); err != nil {
		return g, err
	}
	return commons.LoadGiftPayment(ctx, t.DB, g.ID)
}

// lookAtGift asks for the page and the sum of a gift, and reports whether anything had changed.
func (t Till) lookAtGift(ctx context.Context, client *payment.Client, g commons.GiftPayment) (bool, error) {
	var seen billing.Seen
	intent := ""
	if g.IntentID != nil {
		intent = *g.IntentID
	}
	if g.SessionID != nil {
		page, err := client.FindPage(ctx, *g.SessionID)
		if err != nil {
			return false, trouble(err)
		}
		if page.Intent != "" {
			intent = page.Intent
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
	return t.concludeGiftAs(ctx, client, g, seen)
}

// concludeGift draws the conclusions from a sum, after its page where that still waits.
func (t Till) concludeGift(ctx context.Context, client *payment.Client, g commons.GiftPayment, found payment.Intent) (bool, error) {
	if g.SessionID != nil && !g.Over() {
		return t.lookAtGift(ctx, client, g)
	}
	i := cashier.Intent(found)
	return t.concludeGiftAs(ctx, client, g, billing.Seen{Intent: &i})
}

// concludeGiftAs lets commons draw the conclusions, and keeps the method whose owner lets us charge it.
func (t Till) concludeGiftAs(ctx context.Context, client *payment.Client, g commons.GiftPayment, seen billing.Seen) (bool, error) {
	changed, err := commons.SeeGift(ctx, t.DB, g.ID, seen)
	if err != nil || !g.Save || seen.Intent == nil || seen.Intent.Method == "" || seen.Intent.Status != "succeeded" && seen.Intent.Status != "processing" {
		return changed, err
	}
	known, err := commons.GiftMethodKnown(ctx, t.DB, seen.Intent.Method)
	if err != nil || known {
		return changed, err
	}
	m, mandate, err := methodAndMandate(ctx, client, seen.Intent.Method, seen.Intent.Mandate)
	if err != nil {
		return changed, err
	}
	return changed, commons.KeepGiftMethod(ctx, t.DB, g.ID, m, mandate)
}

// giftOf finds the gift a sum belongs to; store.ErrNotFound means that it is none.
func (t Till) giftOf(ctx context.Context, i payment.Intent) (commons.GiftPayment, error) {
	if !i.Ours {
		return commons.GiftPayment{}, store.ErrNotFound
	}
	return commons.FindGiftPayment(ctx, t.DB, i.Ref)
}

// heedGiftPage looks at the page of a gift.
func (t Till) heedGiftPage(ctx context.Context, client *payment.Client, page payment.Page) (bool, error) {
	g, err := commons.FindGiftPayment(ctx, t.DB, page.Ref)
	if err != nil {
		return false, err
	}
	if g.SessionID == nil { // its answer was lost
		if err := commons.GiftPageOpened(ctx, t.DB, g.ID, cashier.Page(page), page.Customer); err != nil {
			return false, err
		}
		if g, err = commons.LoadGiftPayment(ctx, t.DB, g.ID); err != nil {
			return false, err
		}
	}
	return t.lookAtGift(ctx, client, g)
}

// otherwise asks commons about what billing does not know: it may be about a gift.
func otherwise(changed bool, err error, gift func() (bool, error)) (bool, error) {
	if errors.Is(err, store.ErrNotFound) {
		return gift()
	}
	return changed, err
}

func (t Till) seeRefund(ctx context.Context, r payment.Refund) (bool, error) {
	changed, err := billing.SeeRefund(ctx, t.DB, cashier.Refund(r))
	return otherwise(changed, err, func() (bool, error) { return commons.SeeGiftRefund(ctx, t.DB, cashier.Refund(r)) })
}

func (t Till) seeDispute(ctx context.Context, d cashier.Dispute) (bool, error) {
	changed, err := billing.SeeDispute(ctx, t.DB, d)
	return otherwise(changed, err, func() (bool, error) { return commons.SeeGiftDispute(ctx, t.DB, d) })
}

func (t Till) seeMandate(ctx context.Context, m cashier.Mandate) (bool, error) {
	changed, err := billing.SeeMandate(ctx, t.DB, m)
	return otherwise(changed, err, func() (bool, error) { return commons.SeeGiftMandate(ctx, t.DB, m) })
}

func (t Till) followMethod(ctx context.Context, m cashier.Method) error {
	_, err := otherwise(false, billing.FollowMethod(ctx, t.DB, m), func() (bool, error) { return false, commons.FollowGiftMethod(ctx, t.DB, m) })
	return err
}
