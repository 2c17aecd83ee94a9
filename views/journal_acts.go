package views

import "context"

// actName is an act of the journal in words; one without words of its own is shown as the portal calls it.
func actName(ctx context.Context, verb string) string {
	for _, said := range []func(context.Context, string) string{moneyAct, lossAct, repayAct, giftAct, shareAct, bankAct, spendingAct, collectingAct, serviceAct, peopleAct, movingAct, helpAct, textAct, commonsAct, networkAct, pledgeAct, payoutAct, roundAct, settingAct, factorAct, infosAct} {
		if words := said(ctx, verb); words != "" {
			return words
		}
	}
	return verb
}

func moneyAct(ctx context.Context, verb string) string {
	switch verb {
	case "subscription_requested":
		return t(ctx, "journal.act.subscription_requested")
	case "subscription_accepted":
		return t(ctx, "journal.act.subscription_accepted")
	case "subscription_delivered":
		return t(ctx, "journal.act.subscription_delivered")
	case "subscription_suspended":
		return t(ctx, "journal.act.subscription_suspended")
	case "subscription_resumed":
		return t(ctx, "journal.act.subscription_resumed")
	case "subscription_changed":
		return t(ctx, "journal.act.subscription_changed")
	case "subscription_change_applied":
		return t(ctx, "journal.act.subscription_change_applied")
	case "subscription_kept":
		return t(ctx, "journal.act.subscription_kept")
	case "subscription_cancelled":
		return t(ctx, "journal.act.subscription_cancelled")
	case "subscription_revived":
		return t(ctx, "journal.act.subscription_revived")
	case "subscription_ended":
		return t(ctx, "journal.act.subscription_ended")
	case "request_sent":
		return t(ctx, "journal.act.request_sent")
	case "request_answered":
		return t(ctx, "journal.act.request_answered")
	case "request_listed":
		return t(ctx, "journal.act.request_listed")
	case "request_declined":
		return t(ctx, "journal.act.request_declined")
	case "request_accepted":
		return t(ctx, "journal.act.request_accepted")
	case "request_withdrawn":
		return t(ctx, "journal.act.request_withdrawn")
	case "pro_forma_forwarded":
		return t(ctx, "journal.act.pro_forma_forwarded")
	case "invoice_issued":
		return t(ctx, "journal.act.invoice_issued")
	case "credit_note_issued":
		return t(ctx, "journal.act.credit_note_issued")
	case "invoice_chased":
		return t(ctx, "journal.act.invoice_chased")
	case "payment_received":
		return t(ctx, "journal.act.payment_received")
	case "payment_undone":
		return t(ctx, "journal.act.payment_undone")
	case "date_proposed":
		return t(ctx, "journal.act.date_proposed")
	case "date_accepted":
		return t(ctx, "journal.act.date_accepted")
	case "date_refused":
		return t(ctx, "journal.act.date_refused")
	case "books_closed":
		return t(ctx, "journal.act.books_closed")
	}
	return ""
}

func giftAct(ctx context.Context, verb string) string {
	switch verb {
	case "gift_code_made":
		return t(ctx, "journal.act.gift_code_made")
	case "gift_code_stopped":
		return t(ctx, "journal.act.gift_code_stopped")
	case "gift_period":
		return t(ctx, "journal.act.gift_period")
	case "organisation_closed":
		return t(ctx, "journal.act.organisation_closed")
	case "organisation_reopened":
		return t(ctx, "journal.act.organisation_reopened")
	case "change_sent":
		return t(ctx, "journal.act.change_sent")
	case "change_declined":
		return t(ctx, "journal.act.change_declined")
	case "upgrade_asked":
		return t(ctx, "journal.act.upgrade_asked")
	case "upgrade_void":
		return t(ctx, "journal.act.upgrade_void")
	case "gift_lapsed":
		return t(ctx, "journal.act.gift_lapsed")
	}
	return ""
}

func lossAct(ctx context.Context, verb string) string {
	switch verb {
	case "invoice_written_off":
		return t(ctx, "journal.act.invoice_written_off")
	case "write_off_undone":
		return t(ctx, "journal.act.write_off_undone")
	}
	return ""
}

func serviceAct(ctx context.Context, verb string) string {
	switch verb {
	case "deployment_asked":
		return t(ctx, "journal.act.deployment_asked")
	case "deployment_provisioning":
		return t(ctx, "journal.act.deployment_provisioning")
	case "deployment_active":
		return t(ctx, "journal.act.deployment_active")
	case "deployment_suspending":
		return t(ctx, "journal.act.deployment_suspending")
	case "deployment_suspended":
		return t(ctx, "journal.act.deployment_suspended")
	case "deployment_resuming":
		return t(ctx, "journal.act.deployment_resuming")
	case "deployment_deleting":
		return t(ctx, "journal.act.deployment_deleting")
	case "deployment_deleted":
		return t(ctx, "journal.act.deployment_deleted")
	case "notice_received":
		return t(ctx, "journal.act.notice_received")
	case "notice_applied":
		return t(ctx, "journal.act.notice_applied")
	case "notice_refused":
		return t(ctx, "journal.act.notice_refused")
	case "service_saved":
		return t(ctx, "journal.act.service_saved")
	case "service_published":
		return t(ctx, "journal.act.service_published")
	case "service_unpublished":
		return t(ctx, "journal.act.service_unpublished")
	case "upstream_saved":
		return t(ctx, "journal.act.upstream_saved")
	case "offer_saved":
		return t(ctx, "journal.act.offer_saved")
	case "offer_published":
		return t(ctx, "journal.act.offer_published")
	case "offer_unpublished":
		return t(ctx, "journal.act.offer_unpublished")
	case "prices_set":
		return t(ctx, "journal.act.prices_set")
	case "incident_opened":
		return t(ctx, "journal.act.incident_opened")
	case "incident_told":
		return t(ctx, "journal.act.incident_told")
	case "incident_ended":
		return t(ctx, "journal.act.incident_ended")
	}
	return ""
}

func peopleAct(ctx context.Context, verb string) string {
	switch verb {
	case "tag_put":
		return t(ctx, "journal.act.tag_put")
	case "tag_removed":
		return t(ctx, "journal.act.tag_removed")
	case "signed_in":
		return t(ctx, "journal.act.signed_in")
	case "sign_in_refused":
		return t(ctx, "journal.act.sign_in_refused")
	case "password_set":
		return t(ctx, "journal.act.password_set")
	case "password_removed":
		return t(ctx, "journal.act.password_removed")
	case "profile_changed":
		return t(ctx, "journal.act.profile_changed")
	case "email_changed":
		return t(ctx, "journal.act.email_changed")
	case "data_exported":
		return t(ctx, "journal.act.data_exported")
	case "user_erased":
		return t(ctx, "journal.act.user_erased")
	case "user_disabled":
		return t(ctx, "journal.act.user_disabled")
	case "user_enabled":
		return t(ctx, "journal.act.user_enabled")
	case "staff_appointed":
		return t(ctx, "journal.act.staff_appointed")
	case "roles_changed":
		return t(ctx, "journal.act.roles_changed")
	case "people_exported":
		return t(ctx, "journal.act.people_exported")
	case "role_changed":
		return t(ctx, "journal.act.role_changed")
	case "membership_ended":
		return t(ctx, "journal.act.membership_ended")
	case "invitation_made":
		return t(ctx, "journal.act.invitation_made")
	case "invitation_accepted":
		return t(ctx, "journal.act.invitation_accepted")
	case "invitation_withdrawn":
		return t(ctx, "journal.act.invitation_withdrawn")
	case "arrival_asked":
		return t(ctx, "journal.act.arrival_asked")
	case "arrival_welcomed":
		return t(ctx, "journal.act.arrival_welcomed")
	case "arrival_declined":
		return t(ctx, "journal.act.arrival_declined")
	case "handover_begun":
		return t(ctx, "journal.act.handover_begun")
	case "handover_done":
		return t(ctx, "journal.act.handover_done")
	case "handover_cancelled":
		return t(ctx, "journal.act.handover_cancelled")
	case "organisation_changed":
		return t(ctx, "journal.act.organisation_changed")
	}
	return ""
}

func helpAct(ctx context.Context, verb string) string {
	switch verb {
	case "ticket_opened":
		return t(ctx, "journal.act.ticket_opened")
	case "ticket_assigned":
		return t(ctx, "journal.act.ticket_assigned")
	case "ticket_changed":
		return t(ctx, "journal.act.ticket_changed")
	case "ticket_moved":
		return t(ctx, "journal.act.ticket_moved")
	case "ticket_solved":
		return t(ctx, "journal.act.ticket_solved")
	case "ticket_closed":
		return t(ctx, "journal.act.ticket_closed")
	case "ticket_reopened":
		return t(ctx, "journal.act.ticket_reopened")
	case "ticket_confirmed":
		return t(ctx, "journal.act.ticket_confirmed")
	case "disagreement_noted":
		return t(ctx, "journal.act.disagreement_noted")
	case "disagreement_settled":
		return t(ctx, "journal.act.disagreement_settled")
	case "ticket_copied":
		return t(ctx, "journal.act.ticket_copied")
	case "ticket_uncopied":
		return t(ctx, "journal.act.ticket_uncopied")
	case "macro_written":
		return t(ctx, "journal.act.macro_written")
	case "macro_changed":
		return t(ctx, "journal.act.macro_changed")
	case "macro_removed":
		return t(ctx, "journal.act.macro_removed")
	case "letter_sent_again":
		return t(ctx, "journal.act.letter_sent_again")
	}
	return ""
}

func textAct(ctx context.Context, verb string) string {
	switch verb {
	case "page_written":
		return t(ctx, "journal.act.page_written")
	case "page_changed":
		return t(ctx, "journal.act.page_changed")
	case "page_published":
		return t(ctx, "journal.act.page_published")
	case "page_unpublished":
		return t(ctx, "journal.act.page_unpublished")
	case "segment_translated":
		return t(ctx, "journal.act.segment_translated")
	case "segment_adapted":
		return t(ctx, "journal.act.segment_adapted")
	case "changes_requested":
		return t(ctx, "journal.act.changes_requested")
	case "translation_reviewed":
		return t(ctx, "journal.act.translation_reviewed")
	case "translation_approved":
		return t(ctx, "journal.act.translation_approved")
	case "translation_self_reviewed":
		return t(ctx, "journal.act.translation_self_reviewed")
	case "translation_still_correct":
		return t(ctx, "journal.act.translation_still_correct")
	case "source_saved":
		return t(ctx, "journal.act.source_saved")
	case "collective_changed":
		return t(ctx, "journal.act.collective_changed")
	case "portal_opened":
		return t(ctx, "journal.act.portal_opened")
	case "portal_closed":
		return t(ctx, "journal.act.portal_closed")
	case "terms_made":
		return t(ctx, "journal.act.terms_made")
	}
	return ""
}

func bankAct(ctx context.Context, verb string) string {
	switch verb {
	case "bank_statement_imported":
		return t(ctx, "journal.act.bank_statement_imported")
	case "bank_statement_discarded":
		return t(ctx, "journal.act.bank_statement_discarded")
	case "bank_line_matched":
		return t(ctx, "journal.act.bank_line_matched")
	case "bank_line_set_aside":
		return t(ctx, "journal.act.bank_line_set_aside")
	case "bank_line_booked":
		return t(ctx, "journal.act.bank_line_booked")
	case "bank_match_undone":
		return t(ctx, "journal.act.bank_match_undone")
	case "bank_line_returned":
		return t(ctx, "journal.act.bank_line_returned")
	}
	return ""
}

func movingAct(ctx context.Context, verb string) string {
	switch verb {
	case "customers_applied":
		return t(ctx, "journal.act.customers_applied")
	case "customers_confirmed":
		return t(ctx, "journal.act.customers_confirmed")
	case "customers_undone":
		return t(ctx, "journal.act.customers_undone")
	}
	return ""
}
