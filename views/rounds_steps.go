package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/views/ui"
)

// roundSteps is the way of a round, with its days.
func roundSteps(ctx context.Context, w commons.Whole) []ui.Step {
	d := w.Rules().Deadlines
	steps := []struct {
		state commons.RoundState
		text  string
		day   string
	}{
		{commons.RoundOpen, t(ctx, "rounds.step.open"), d.Opens},
		{commons.RoundClosed, t(ctx, "rounds.step.closed"), d.Closes},
		{commons.RoundApproved, t(ctx, "rounds.step.computed"), d.Computed},
		{commons.RoundPaid, t(ctx, "rounds.step.paid"), d.Paid},
		{commons.RoundPublished, t(ctx, "rounds.step.published"), d.Published},
	}
	if last := w.LastProposals(); last != "" {
		all := append(steps[:1:1], struct {
			state commons.RoundState
			text  string
			day   string
		}{proposed, t(ctx, "rounds.step.listed"), last})
		steps = append(all, steps[1:]...)
	}
	var all []ui.Step
	now := true
	for _, s := range steps {
		one := ui.Step{Text: s.text, More: dateOnly(ctx, s.day), State: ui.Later, Said: t(ctx, "rounds.step.later")}
		switch {
		case s.state == proposed && w.ListedAt != nil, s.state != proposed && w.Reached(s.state):
			one.State, one.Said = ui.Done, t(ctx, "rounds.step.done")
			if at := doneAt(w.Round, s.state); at != nil {
				one.More = locales.Date(lang(ctx), *at)
			}
		case now && w.State != commons.RoundCancelled:
			now = false
			one.State, one.Said = ui.Now, t(ctx, "rounds.step.next")
			if w.Today > s.day {
				one.State, one.Said = ui.Stuck, t(ctx, "rounds.step.late")
			}
		}
		all = append(all, one)
	}
	return all
}

// doneAt is when a round really came to a state, if not on the day that was foreseen; a vote is over then, or before when everybody has voted.
func doneAt(r commons.Round, s commons.RoundState) *time.Time {
	switch s {
	case commons.RoundClosed:
		if r.ClosedAt != nil && r.ClosedAt.Format(time.DateOnly) < r.Rules().Deadlines.Closes {
			return r.ClosedAt
		}
	case commons.RoundApproved:
		return r.ApprovedAt
	case commons.RoundPaid:
		return r.PaidAt
	case commons.RoundPublished:
		return r.PublishedAt
	}
	return nil
}
