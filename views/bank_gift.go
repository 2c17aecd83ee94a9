package views

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/commons"
)

// giftWord names a promised gift: who gives, for which space.
func giftWord(ctx context.Context, d commons.Donation) string {
	return t(ctx, "bank.is_gift", "Name", d.Name(), "Title", d.Space.Title)
}

// giftReason says why a line may be a gift.
func giftReason(ctx context.Context, r billing.Reason) string {
	switch r.Code {
	case commons.EarlierReference:
		return t(ctx, "bank.why.earlier_reference", "Text", r.Text)
	case commons.OtherSum:
		return t(ctx, "bank.why.other_sum")
	case billing.ByAmount:
		return t(ctx, "bank.why.gift_amount")
	}
	return reasonWords(ctx, r)
}
