package views

import (
	"context"
	"slices"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// CastBallotsPage are the ballots of a round whose vote is over.
type CastBallotsPage struct {
	Round    commons.Round
	Projects []commons.RoundProject
	Found    store.Page[commons.CastBallot]
	Filter   commons.BallotFilter
}

func (p CastBallotsPage) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.CastBallots(lang(ctx), p.Round), p.Found.Next, "q", p.Filter.Query)
}

// points says what a ballot gives, project by project.
func (p CastBallotsPage) points(ctx context.Context, b commons.CastBallot) string {
	given := b.Points()
	var said []string
	for _, one := range p.Projects {
		if n := given[one.Ref]; n > 0 {
			said = append(said, t(ctx, "rounds.ballot.theirs", "Project", one.Name, "Points", strconv.FormatInt(n, 10)))
		}
	}
	if len(said) == 0 {
		return t(ctx, "rounds.ballots.abstains")
	}
	return locales.List(lang(ctx), said)
}

// interests names the projects in which an interest was declared.
func (p CastBallotsPage) interests(ctx context.Context, b commons.CastBallot) string {
	declared := b.Declared()
	var names []string
	for _, one := range p.Projects {
		if slices.Contains(declared, one.Ref) {
			names = append(names, one.Name)
		}
	}
	return locales.List(lang(ctx), names)
}

// BallotRows are the ballots as a table: a column for each project, and the sum of its points below.
func BallotRows(ctx context.Context, p CastBallotsPage) [][]string {
	head := []string{t(ctx, "subscribe.organisation"), t(ctx, "rounds.ballots.cast_on"), t(ctx, "rounds.ballots.interest")}
	for _, one := range p.Projects {
		head = append(head, one.Name)
	}
	rows, sums := [][]string{head}, make([]int64, len(p.Projects))
	for _, b := range p.Found.Items {
		given := b.Points()
		row := []string{b.Called, dayAt(ctx, b.CastAt), p.interests(ctx, b)}
		for n, one := range p.Projects {
			sums[n] += given[one.Ref]
			row = append(row, strconv.FormatInt(given[one.Ref], 10))
		}
		rows = append(rows, row)
	}
	last := []string{t(ctx, "transparency.sum"), "", ""}
	for _, n := range sums {
		last = append(last, strconv.FormatInt(n, 10))
	}
	return append(rows, last)
}
