package views

import "context"

// networkAct is an act about networks of organisations in words.
func networkAct(ctx context.Context, verb string) string {
	switch verb {
	case "affiliation_proposed":
		return t(ctx, "journal.act.affiliation_proposed")
	case "affiliation_accepted":
		return t(ctx, "journal.act.affiliation_accepted")
	case "affiliation_set":
		return t(ctx, "journal.act.affiliation_set")
	case "affiliation_declined":
		return t(ctx, "journal.act.affiliation_declined")
	case "affiliation_ended":
		return t(ctx, "journal.act.affiliation_ended")
	case "quota_set":
		return t(ctx, "journal.act.quota_set")
	case "carriage_offered":
		return t(ctx, "journal.act.carriage_offered")
	case "carriage_accepted":
		return t(ctx, "journal.act.carriage_accepted")
	case "carriage_refused":
		return t(ctx, "journal.act.carriage_refused")
	case "carriage_lowered":
		return t(ctx, "journal.act.carriage_lowered")
	case "carriage_renewed":
		return t(ctx, "journal.act.carriage_renewed")
	case "carriage_stopped":
		return t(ctx, "journal.act.carriage_stopped")
	case "pool_set":
		return t(ctx, "journal.act.pool_set")
	case "opening_waits":
		return t(ctx, "journal.act.opening_waits")
	case "opening_approved":
		return t(ctx, "journal.act.opening_approved")
	case "opening_made":
		return t(ctx, "journal.act.opening_made")
	case "opening_accepted":
		return t(ctx, "journal.act.opening_accepted")
	case "opening_declined":
		return t(ctx, "journal.act.opening_declined")
	case "opening_withdrawn":
		return t(ctx, "journal.act.opening_withdrawn")
	}
	return ""
}
