package views

import "context"

func spendingAct(ctx context.Context, verb string) string {
	switch verb {
	case "spending_sorted":
		return t(ctx, "journal.act.spending_sorted")
	case "spending_rule_made":
		return t(ctx, "journal.act.spending_rule_made")
	case "spending_rule_ended":
		return t(ctx, "journal.act.spending_rule_ended")
	}
	return ""
}
