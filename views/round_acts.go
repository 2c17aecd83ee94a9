package views

import "context"

func roundAct(ctx context.Context, verb string) string {
	switch verb {
	case "round_drafted":
		return t(ctx, "journal.act.round_drafted")
	case "round_open":
		return t(ctx, "journal.act.round_open")
	case "round_closed":
		return t(ctx, "journal.act.round_closed")
	case "round_computed":
		return t(ctx, "journal.act.round_computed")
	case "round_half_approved":
		return t(ctx, "journal.act.round_half_approved")
	case "round_approved":
		return t(ctx, "journal.act.round_approved")
	case "round_exported":
		return t(ctx, "journal.act.round_exported")
	case "round_paid":
		return t(ctx, "journal.act.round_paid")
	case "round_published":
		return t(ctx, "journal.act.round_published")
	case "round_cancelled":
		return t(ctx, "journal.act.round_cancelled")
	case "round_listed":
		return t(ctx, "journal.act.round_listed")
	case "project_proposed":
		return t(ctx, "journal.act.project_proposed")
	case "project_accepted":
		return t(ctx, "journal.act.project_accepted")
	case "project_refused":
		return t(ctx, "journal.act.project_refused")
	case "project_withdrawn":
		return t(ctx, "journal.act.project_withdrawn")
	case "project_lapsed":
		return t(ctx, "journal.act.project_lapsed")
	case "ballot_cast":
		return t(ctx, "journal.act.ballot_cast")
	}
	return ""
}

func roundFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "project_proposed":
		return t(ctx, "proposals.flash.proposed")
	case "project_answered":
		return t(ctx, "proposals.flash.answered")
	case "project_withdrawn":
		return t(ctx, "proposals.flash.withdrawn")
	case "ballot_cast":
		return t(ctx, "rounds.flash.ballot")
	case "round_opened":
		return t(ctx, "rounds.flash.opened")
	case "round_approved":
		return t(ctx, "rounds.flash.approved")
	}
	return ""
}
