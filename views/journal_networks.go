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
