package views

import "context"

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
