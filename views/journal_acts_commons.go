package views

import "context"

// commonsAct says the acts about what is given and agreed.
func commonsAct(ctx context.Context, verb string) string {
	switch verb {
	case "contribution_sent":
		return t(ctx, "journal.act.contribution_sent")
	case "contribution_vouched":
		return t(ctx, "journal.act.contribution_vouched")
	case "contribution_accepted":
		return t(ctx, "journal.act.contribution_accepted")
	case "contribution_adjusted":
		return t(ctx, "journal.act.contribution_adjusted")
	case "contribution_rejected":
		return t(ctx, "journal.act.contribution_rejected")
	case "contribution_contested":
		return t(ctx, "journal.act.contribution_contested")
	case "contribution_counted":
		return t(ctx, "journal.act.contribution_counted")
	case "contribution_given":
		return t(ctx, "journal.act.contribution_given")
	case "contest_reviewed":
		return t(ctx, "journal.act.contest_reviewed")
	case "contest_settled":
		return t(ctx, "journal.act.contest_settled")
	case "flag_cleared":
		return t(ctx, "journal.act.flag_cleared")
	case "agreement_proposed":
		return t(ctx, "journal.act.agreement_proposed")
	case "agreement_accepted":
		return t(ctx, "journal.act.agreement_accepted")
	case "agreement_refused":
		return t(ctx, "journal.act.agreement_refused")
	case "agreement_withdrawn":
		return t(ctx, "journal.act.agreement_withdrawn")
	case "agreement_ended":
		return t(ctx, "journal.act.agreement_ended")
	case "counter_invoice_sent":
		return t(ctx, "journal.act.counter_invoice_sent")
	case "counter_invoice_accepted":
		return t(ctx, "journal.act.counter_invoice_accepted")
	case "counter_invoice_refused":
		return t(ctx, "journal.act.counter_invoice_refused")
	case "credit_granted":
		return t(ctx, "journal.act.credit_granted")
	case "offset_made":
		return t(ctx, "journal.act.offset_made")
	case "offset_taken_back":
		return t(ctx, "journal.act.offset_taken_back")
	case "agreement_signed":
		return t(ctx, "journal.act.agreement_signed")
	case "valuation_rule_begun":
		return t(ctx, "journal.act.valuation_rule_begun")
	}
	return underAgreementAct(ctx, verb)
}

// underAgreementAct says what is promised under an agreement, and what is paid in money.
func underAgreementAct(ctx context.Context, verb string) string {
	switch verb {
	case "agreement_pledge_made":
		return t(ctx, "journal.act.agreement_pledge_made")
	case "agreement_pledge_cancelled":
		return t(ctx, "journal.act.agreement_pledge_cancelled")
	case "counter_invoice_paid":
		return t(ctx, "journal.act.counter_invoice_paid")
	case "counter_invoice_unpaid":
		return t(ctx, "journal.act.counter_invoice_unpaid")
	}
	return taskAct(ctx, verb)
}

// taskAct says the acts about small tasks, and about kinds of contributions.
func taskAct(ctx context.Context, verb string) string {
	switch verb {
	case "task_written":
		return t(ctx, "journal.act.task_written")
	case "task_changed":
		return t(ctx, "journal.act.task_changed")
	case "task_closed":
		return t(ctx, "journal.act.task_closed")
	case "task_reopened":
		return t(ctx, "journal.act.task_reopened")
	case "kind_added":
		return t(ctx, "journal.act.kind_added")
	case "kind_retired":
		return t(ctx, "journal.act.kind_retired")
	case "kind_offered":
		return t(ctx, "journal.act.kind_offered")
	case "second_person_set":
		return t(ctx, "journal.act.second_person_set")
	}
	return ""
}
