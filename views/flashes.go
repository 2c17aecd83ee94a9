package views

import (
	"cmp"
	"context"
)

// flashText is the sentence said once on the page after something was done. The cookie carries a short word, never a sentence.
func flashText(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "saved":
		return t(ctx, "flash.saved")
	case "email_asked":
		return t(ctx, "flash.email_asked")
	case "email_changed":
		return t(ctx, "flash.email_changed")
	case "password":
		return t(ctx, "flash.password")
	case "session_ended":
		return t(ctx, "flash.session_ended")
	case "invited":
		return t(ctx, "flash.invited")
	case "invitation_ended":
		return t(ctx, "flash.invitation_ended")
	case "joined":
		return t(ctx, "flash.joined")
	case "welcomed":
		return t(ctx, "flash.welcomed")
	case "declined":
		return t(ctx, "flash.declined")
	case "member_left":
		return t(ctx, "flash.member_left")
	case "handover":
		return t(ctx, "flash.handover")
	case "handover_ended":
		return t(ctx, "flash.handover_ended")
	case "letter_again":
		return t(ctx, "flash.letter_again")
	case "erased":
		return t(ctx, "flash.erased")
	case "test_letter":
		return t(ctx, "flash.test_letter")
	case "link_sent":
		return t(ctx, "flash.link_sent")
	case "forwarded":
		return t(ctx, "flash.forwarded")
	case "pro_forma_replaced":
		return t(ctx, "flash.pro_forma_replaced")
	case "accepted":
		return t(ctx, "flash.accepted")
	case "payment_confirmed":
		return t(ctx, "flash.payment_confirmed")
	case "payment_undone":
		return t(ctx, "flash.payment_undone")
	case "date_proposed":
		return t(ctx, "flash.date_proposed")
	case "credited":
		return t(ctx, "flash.credited")
	}
	return cmp.Or(changeFlash(ctx), moneyFlash(ctx), shareFlash(ctx), pledgeFlash(ctx), networkFlash(ctx), contributionFlash(ctx), editorsFlash(ctx), catalogueFlash(ctx), bankFlash(ctx), spendingFlash(ctx), ticketFlash(ctx), payoutFlash(ctx), roundFlash(ctx), settingFlash(ctx), factorFlash(ctx), infosFlash(ctx))
}

// changeFlash is about changes of subscriptions and disagreements.
func changeFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "plan_changed":
		return t(ctx, "flash.plan_changed")
	case "plan_scheduled":
		return t(ctx, "flash.plan_scheduled")
	case "plan_kept":
		return t(ctx, "flash.plan_kept")
	case "change_sent":
		return t(ctx, "flash.change_sent")
	case "disagreed":
		return t(ctx, "flash.disagreed")
	}
	return ""
}

func contributionFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "contribution_sent":
		return t(ctx, "commons.flash.sent")
	case "contribution_kept":
		return t(ctx, "commons.flash.kept")
	case "certificate_issued":
		return t(ctx, "certificates.issued")
	}
	return ""
}

func networkFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "network_asked":
		return t(ctx, "network.flash_asked")
	case "network_ended":
		return t(ctx, "network.flash_ended")
	case "network_left":
		return t(ctx, "network.flash_left")
	case "network_joined":
		return t(ctx, "network.flash_joined")
	case "network_refused":
		return t(ctx, "network.flash_refused")
	case "space_accepted":
		return t(ctx, "openings.flash_accepted")
	case "spaces_opened":
		return t(ctx, "openings.flash_opened")
	case "spaces_wait":
		return t(ctx, "openings.flash_wait")
	case "spaces_there":
		return t(ctx, "openings.flash_there")
	}
	return ""
}

func bankFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "books_closed":
		return t(ctx, "flash.books_closed")
	case "bank_confirmed":
		return t(ctx, "flash.bank_confirmed")
	case "bank_imported":
		return t(ctx, "flash.bank_imported")
	case "bank_discarded":
		return t(ctx, "flash.bank_discarded")
	case "bank_matched":
		return t(ctx, "flash.bank_matched")
	case "bank_returned":
		return t(ctx, "flash.bank_returned")
	case "bank_booked":
		return t(ctx, "flash.bank_booked")
	case "bank_aside":
		return t(ctx, "flash.bank_aside")
	case "written_off":
		return t(ctx, "flash.written_off")
	case "write_off_undone":
		return t(ctx, "flash.write_off_undone")
	case "bank_undone":
		return t(ctx, "flash.bank_undone")
	}
	return ""
}

func moneyFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "nothing_to_collect":
		return t(ctx, "flash.nothing_to_collect")
	case "pay_link_made":
		return t(ctx, "flash.pay_link_made")
	case "pay_link_revoked":
		return t(ctx, "flash.pay_link_revoked")
	case "method_removed":
		return t(ctx, "flash.method_removed")
	case "refund_wanted":
		return t(ctx, "flash.refund_wanted")
	case "repayment_sent":
		return t(ctx, "flash.repayment_sent")
	case "repayment_back":
		return t(ctx, "flash.repayment_back")
	case "repayment_kept":
		return t(ctx, "flash.repayment_kept")
	case "refund_asked":
		return t(ctx, "flash.refund_asked")
	case "money_answered":
		return t(ctx, "flash.money_answered")
	}
	return ""
}

func spendingFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "spending_sorted":
		return t(ctx, "flash.spending_sorted")
	case "spending_others":
		return t(ctx, "flash.spending_others")
	case "spending_rule_ended":
		return t(ctx, "flash.spending_rule_ended")
	}
	return ""
}
