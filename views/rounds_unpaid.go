package views

import (
	"context"

	"chatiere/models/commons"
)

// unpaidWords say where the part of a project is that was not paid, or not all of it.
func unpaidWords(ctx context.Context, p commons.RoundPart, cents int64) string {
	switch {
	case p.InTransit > 0:
		return t(ctx, "rounds.on_its_way")
	case p.Passed == cents:
		return t(ctx, "rounds.passed_on")
	case p.Returned == cents:
		return t(ctx, "rounds.given_back")
	case p.Paid > 0:
		return t(ctx, "rounds.partly", "Paid", money(ctx, p.Paid), "Day", dateOnly(ctx, p.PaidOn), "Rest", money(ctx, p.Owed))
	}
	return t(ctx, "rounds.kept", "Amount", money(ctx, p.Owed))
}

// waitWords say what money waits for that a project is owed.
func waitWords(ctx context.Context, w commons.Wait) string {
	switch w.Reason {
	case commons.WaitsNowhere:
		return t(ctx, "rounds.waits.nowhere")
	case commons.WaitsProof:
		return t(ctx, "rounds.waits.proof")
	case commons.WaitsCooldown:
		return t(ctx, "rounds.waits.cooldown", "Day", dateOnly(ctx, w.Until))
	case commons.WaitsDeferred:
		return t(ctx, "rounds.waits.deferred", "Day", dateOnly(ctx, w.Until))
	case commons.WaitsPassing:
		return t(ctx, "rounds.waits.passing")
	case commons.WaitsCameBack:
		return t(ctx, "rounds.waits.came_back")
	}
	return t(ctx, "rounds.waits.next")
}
