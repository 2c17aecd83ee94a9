package views

import (
	"context"
	"slices"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/overview"
	"chatiere/views/ui"
)

// TransparencyPage is what everybody may know, and the latest public entries.
type TransparencyPage struct {
	Public overview.Public
	Latest []commons.Contribution
}

// timed are the spaces to which time is promised or given.
func (p TransparencyPage) timed() []commons.SpaceFigure {
	var all []commons.SpaceFigure
	for _, s := range p.Public.Spaces {
		if s.Minutes > 0 || s.GivenMinutes > 0 {
			all = append(all, s)
		}
	}
	return all
}

// untold reports whether sums of a space are not shown, as they would betray one of those who carry it.
func (p TransparencyPage) untold() bool {
	return slices.ContainsFunc(p.Public.Spaces, func(s commons.SpaceFigure) bool { return !s.Tellable })
}

// toldMoney is a sum of a space, where it may be told.
func toldMoney(ctx context.Context, s commons.SpaceFigure, cents int64) string {
	if !s.Tellable {
		return t(ctx, "transparency.discreet")
	}
	return money(ctx, cents)
}

func entriesOf(sums []commons.Sum) int {
	n := 0
	for _, s := range sums {
		n += s.Entries
	}
	return n
}

func familyPoints(ctx context.Context, sums []commons.Sum, u commons.Unit) []ui.Point {
	var all []ui.Point
	for _, s := range sums {
		all = append(all, ui.Point{Label: familyName(ctx, s.Family), Value: s.Total, Text: quantity(ctx, s.Total, u)})
	}
	return all
}

// monthPoints are the last months, oldest first.
func monthPoints(ctx context.Context, months []commons.Month) []ui.Point {
	var all []ui.Point
	for i := min(len(months), 12) - 1; i >= 0; i-- {
		m := months[i]
		all = append(all, ui.Point{Label: monthName(ctx, m.Month), Value: m.SetAsideCents, Text: money(ctx, m.SetAsideCents)})
	}
	return all
}

// lastMonths are those of the last two years; the file holds all.
func lastMonths(all []commons.Month) []commons.Month { return all[:min(len(all), 24)] }

// monthName says a month kept as YYYY-MM.
func monthName(ctx context.Context, month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return locales.Month(lang(ctx), at)
}

// MonthRows are the months as the rows of a file, with their sum.
func MonthRows(ctx context.Context, f commons.Figures) [][]string {
	rows := [][]string{{t(ctx, "transparency.month"), t(ctx, "transparency.received"), t(ctx, "transparency.set_aside")}}
	var received, aside int64
	for _, m := range f.Months {
		rows = append(rows, []string{m.Month, locales.Decimal(lang(ctx), m.ReceivedCents), locales.Decimal(lang(ctx), m.SetAsideCents)})
		received, aside = received+m.ReceivedCents, aside+m.SetAsideCents
	}
	return append(rows, []string{t(ctx, "transparency.sum"), locales.Decimal(lang(ctx), received), locales.Decimal(lang(ctx), aside)})
}

// ContributionRows are contributions as the rows of a file: amounts as whole numbers of their unit, one unit beside them.
func ContributionRows(ctx context.Context, all []commons.Contribution) [][]string {
	rows := [][]string{{
		t(ctx, "commons.file.ref"), t(ctx, "commons.form.from_on"), t(ctx, "commons.form.to_on"), t(ctx, "commons.list.what"), t(ctx, "commons.show.what"), t(ctx, "commons.list.family"),
		t(ctx, "commons.show.amount"), t(ctx, "commons.file.unit"), t(ctx, "commons.show.who"), t(ctx, "commons.show.for"), t(ctx, "commons.list.state"), t(ctx, "commons.show.treatment"),
	}}
	for _, c := range all {
		_, n := c.Effective()
		amount := strconv.FormatInt(n, 10)
		if c.AmountHidden() {
			amount = ""
		}
		rows = append(rows, []string{
			c.Ref, c.FromOn, c.ToOn, titleOf(ctx, c), effectiveKind(ctx, c), familyName(ctx, c.Kind.Family), amount, unitName(ctx, c.Unit), giver(ctx, c), forWhomGiven(ctx, c),
			contributionState(ctx, c.State), treatmentName(ctx, c),
		})
	}
	return rows
}

func unitName(ctx context.Context, u commons.Unit) string {
	switch u {
	case commons.Minutes:
		return t(ctx, "commons.file.minutes")
	case commons.Cents:
		return t(ctx, "commons.file.cents")
	}
	return t(ctx, "commons.file.pieces")
}
