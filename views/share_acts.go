package views

import "context"

func shareAct(ctx context.Context, verb string) string {
	switch verb {
	case "share_proposed":
		return t(ctx, "journal.act.share_proposed")
	case "share_withdrawn":
		return t(ctx, "journal.act.share_withdrawn")
	case "share_accepted":
		return t(ctx, "journal.act.share_accepted")
	case "share_refused":
		return t(ctx, "journal.act.share_refused")
	case "share_ended":
		return t(ctx, "journal.act.share_ended")
	case "gap_carried":
		return t(ctx, "journal.act.gap_carried")
	}
	return ""
}
