package views

import "context"

func collectingAct(ctx context.Context, verb string) string {
	switch verb {
	case "collection_begun":
		return t(ctx, "journal.act.collection_begun")
	case "setup_begun":
		return t(ctx, "journal.act.setup_begun")
	case "charge_begun":
		return t(ctx, "journal.act.charge_begun")
	case "debit_begun":
		return t(ctx, "journal.act.debit_begun")
	case "collection_failed":
		return t(ctx, "journal.act.collection_failed")
	case "refund_asked":
		return t(ctx, "journal.act.refund_asked")
	case "refund_seen":
		return t(ctx, "journal.act.refund_seen")
	case "refund_failed":
		return t(ctx, "journal.act.refund_failed")
	case "refund_wanted":
		return t(ctx, "journal.act.refund_wanted")
	case "payment_contested":
		return t(ctx, "journal.act.payment_contested")
	case "method_saved":
		return t(ctx, "journal.act.method_saved")
	case "method_preferred":
		return t(ctx, "journal.act.method_preferred")
	case "method_removed":
		return t(ctx, "journal.act.method_removed")
	case "pay_link_made":
		return t(ctx, "journal.act.pay_link_made")
	case "pay_link_revoked":
		return t(ctx, "journal.act.pay_link_revoked")
	case "vat_checked":
		return t(ctx, "journal.act.vat_checked")
	case "payment_keys_changed":
		return t(ctx, "journal.act.payment_keys_changed")
	case "money_question_answered":
		return t(ctx, "journal.act.money_question_answered")
	}
	return ""
}

func repayAct(ctx context.Context, verb string) string {
	switch verb {
	case "repayment_owed":
		return t(ctx, "journal.act.repayment_owed")
	case "repayment_transferred":
		return t(ctx, "journal.act.repayment_transferred")
	case "repayment_kept":
		return t(ctx, "journal.act.repayment_kept")
	case "repayment_came_back":
		return t(ctx, "journal.act.repayment_came_back")
	case "bank_line_repaid":
		return t(ctx, "journal.act.bank_line_repaid")
	}
	return ""
}
