package views

import (
	"context"

	"chatiere/models/commons"
)

// partlyOf is what some promised openly, of a goal.
func partlyOf(ctx context.Context, s commons.SharedSpace, cents int64) string {
	return t(ctx, "pledges.partly", "Sum", money(ctx, cents), "Goal", spaceEach(ctx, s, money(ctx, s.GoalCents)))
}

// shownHint says what discretion cannot do where the parts make up a sum that everybody knows.
func shownHint(ctx context.Context, s commons.SharedSpace, u commons.Unit) string {
	if u == commons.Minutes || !s.SharesOut() {
		return ""
	}
	return t(ctx, "pledges.shown_bill")
}

// standing says how far a space has come where no sum of it may be told.
func standing(ctx context.Context, reached, whole bool) string {
	switch {
	case whole:
		return t(ctx, "pledges.standing_whole")
	case reached:
		return t(ctx, "pledges.standing_enough")
	}
	return t(ctx, "pledges.standing_short")
}
