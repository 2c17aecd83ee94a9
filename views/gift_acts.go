package views

import (
	"context"

	"chatiere/models/billing"
)

// onlineGiftAct says what happened to a gift that was paid online.
func onlineGiftAct(ctx context.Context, verb string) string {
	switch verb {
	case "gift_payment_begun":
		return t(ctx, "journal.act.gift_payment_begun")
	case "gift_charge_begun":
		return t(ctx, "journal.act.gift_charge_begun")
	case "gift_debit_begun":
		return t(ctx, "journal.act.gift_debit_begun")
	case "gift_not_paid":
		return t(ctx, "journal.act.gift_not_paid")
	case "gift_method_saved":
		return t(ctx, "journal.act.gift_method_saved")
	case "gift_method_removed":
		return t(ctx, "journal.act.gift_method_removed")
	case "gift_refund_asked":
		return t(ctx, "journal.act.gift_refund_asked")
	case "gift_refund_seen":
		return t(ctx, "journal.act.gift_refund_seen")
	case "gift_refund_failed":
		return t(ctx, "journal.act.gift_refund_failed")
	case "gift_contested":
		return t(ctx, "journal.act.gift_contested")
	}
	return ""
}

// giftQuestion explains money of a gift that needs a human, where it is another matter than for an invoice; else nothing.
func giftQuestion(ctx context.Context, q billing.MoneyQuestion) string {
	if q.DonationID == nil {
		return ""
	}
	amount := cents(ctx, q.AmountCents, q.Currency)
	switch q.Kind {
	case billing.OtherAmount:
		if q.ExpectedCents == 0 {
			return t(ctx, "donations.question.again", "Amount", amount)
		}
		return t(ctx, "donations.question.other_amount", "Amount", amount, "Expected", cents(ctx, q.ExpectedCents, q.Currency))
	case billing.RefundFailed:
		return t(ctx, "donations.question.refund_failed", "Amount", amount)
	case billing.OutsideRefund:
		return t(ctx, "donations.question.outside", "Amount", amount)
	case billing.PaidBackTwice:
		return t(ctx, "donations.question.twice", "Amount", amount)
	case billing.DisputeOpened:
		return t(ctx, "donations.question.dispute", "Amount", amount)
	}
	return ""
}
