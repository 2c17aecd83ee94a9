package views

import "context"

// factorAct is an act about accounts and second means of signing in, in words.
func factorAct(ctx context.Context, verb string) string {
	switch verb {
	case "account_made":
		return t(ctx, "journal.act.account_made")
	case "factor_set":
		return t(ctx, "journal.act.factor_set")
	case "factor_changed":
		return t(ctx, "journal.act.factor_changed")
	case "factor_removed":
		return t(ctx, "journal.act.factor_removed")
	case "factor_refused":
		return t(ctx, "journal.act.factor_refused")
	case "recovery_codes_made":
		return t(ctx, "journal.act.recovery_codes_made")
	case "recovery_code_used":
		return t(ctx, "journal.act.recovery_code_used")
	case "passkey_added":
		return t(ctx, "journal.act.passkey_added")
	case "passkey_removed":
		return t(ctx, "journal.act.passkey_removed")
	case "factor_rescued":
		return t(ctx, "journal.act.factor_rescued")
	case "factor_rescue_asked":
		return t(ctx, "journal.act.factor_rescue_asked")
	case "factor_rescue_approved":
		return t(ctx, "journal.act.factor_rescue_approved")
	case "factor_rescue_refused":
		return t(ctx, "journal.act.factor_rescue_refused")
	case "factor_rescue_stopped":
		return t(ctx, "journal.act.factor_rescue_stopped")
	case "factor_rules_changed":
		return t(ctx, "journal.act.factor_rules_changed")
	}
	return ""
}
