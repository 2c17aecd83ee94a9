package views

import "context"

func pledgeFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "pledged":
		return t(ctx, "pledges.flash.pledged")
	case "pledge_ended":
		return t(ctx, "pledges.flash.ended")
	case "space_opened":
		return t(ctx, "pledges.flash.opened")
	case "space_started":
		return t(ctx, "pledges.flash.started")
	case "space_closed":
		return t(ctx, "pledges.flash.closed")
	case "donation_came":
		return t(ctx, "donations.flash.came")
	case "nothing_to_give":
		return t(ctx, "donations.flash.nothing_to_give")
	case "gifts_by_hand":
		return t(ctx, "donations.flash.by_hand")
	case "bank_gift":
		return t(ctx, "donations.flash.by_bank")
	case "receipt_issued":
		return t(ctx, "donations.flash.receipt")
	}
	return ""
}

func pledgeAct(ctx context.Context, verb string) string {
	switch verb {
	case "space_made":
		return t(ctx, "journal.act.space_made")
	case "space_changed":
		return t(ctx, "journal.act.space_changed")
	case "space_opened":
		return t(ctx, "journal.act.space_opened")
	case "space_unfunded":
		return t(ctx, "journal.act.space_unfunded")
	case "space_funded":
		return t(ctx, "journal.act.space_funded")
	case "space_started":
		return t(ctx, "journal.act.space_started")
	case "space_closed":
		return t(ctx, "journal.act.space_closed")
	case "space_abandoned":
		return t(ctx, "journal.act.space_abandoned")
	case "space_gap_carried":
		return t(ctx, "journal.act.space_gap_carried")
	case "pledge_made":
		return t(ctx, "journal.act.pledge_made")
	case "pledge_ended":
		return t(ctx, "journal.act.pledge_ended")
	case "pledge_lapsed":
		return t(ctx, "journal.act.pledge_lapsed")
	}
	return donationAct(ctx, verb)
}

func donationAct(ctx context.Context, verb string) string {
	switch verb {
	case "donation_received":
		return t(ctx, "journal.act.donation_received")
	case "donation_returned":
		return t(ctx, "journal.act.donation_returned")
	case "donation_lessened":
		return t(ctx, "journal.act.donation_lessened")
	case "donation_back_again":
		return t(ctx, "journal.act.donation_back_again")
	case "donation_waits_again":
		return t(ctx, "journal.act.donation_waits_again")
	case "gift_receipt_issued":
		return t(ctx, "journal.act.gift_receipt_issued")
	case "gift_receipt_voided":
		return t(ctx, "journal.act.gift_receipt_voided")
	case "eligibility_declared":
		return t(ctx, "journal.act.eligibility_declared")
	case "eligibility_ended":
		return t(ctx, "journal.act.eligibility_ended")
	}
	return onlineGiftAct(ctx, verb)
}
