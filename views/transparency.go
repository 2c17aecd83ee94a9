package views

import (
	"context"
	"slices"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/commons/carrying"
	"chatiere/models/overview"
	"chatiere/views/paths"
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

// hiddenTime is how many promised or gave time to spaces and do not let everybody read how much.
func (p TransparencyPage) hiddenTime() (n int) {
	for _, s := range p.Public.Spaces {
		n += s.HiddenTime + s.HiddenGiven
	}
	return n
}

// gifts are money, things and places given, and how many of them are in no sum yet.
func (p TransparencyPage) gifts() (sums []commons.Sum, waiting int) {
	sums, _ = p.Public.Figures.Given(commons.Cents)
	return sums, p.Public.Figures.Waiting(commons.Cents)
}

// untold reports whether sums of a space are not shown, as they would betray one of those who carry it.
func (p TransparencyPage) untold() bool {
	return slices.ContainsFunc(p.Public.Spaces, func(s commons.SpaceFigure) bool { return !s.Tellable() })
}

// toldMoney is a sum of a space, as far as it may be told.
func toldMoney(ctx context.Context, s commons.SpaceFigure, cents int64) string {
	switch {
	case s.Tellable():
		return money(ctx, cents)
	case s.Roughly():
		return quarterWords(ctx, carrying.Quarters(cents, s.GoalCents))
	}
	return t(ctx, "transparency.discreet")
}

// toldPledged is what is promised to a space, as far as it may be told.
func toldPledged(ctx context.Context, s commons.SpaceFigure) string {
	switch {
	case s.Tellable():
		return spaceEach(ctx, s.SharedSpace, money(ctx, s.PledgedCents))
	case s.Partly():
		return t(ctx, "transparency.partly", "Sum", spaceEach(ctx, s.SharedSpace, money(ctx, s.OpenCents)))
	}
	return toldMoney(ctx, s, s.PledgedCents)
}

// familiesName is a family's name; none is the name of several together.
func familiesName(ctx context.Context, f commons.Family) string {
	if f == "" {
		return t(ctx, "transparency.families_together")
	}
	return familyName(ctx, f)
}

// kindsName is a kind's name; none is the name of several together.
func kindsName(ctx context.Context, k commons.KindSum) string {
	switch {
	case k.Kind != "":
		return kindCalled(ctx, commons.Kind{Key: k.Kind, Names: k.Names})
	case k.Family == "":
		return t(ctx, "transparency.families_together")
	}
	return t(ctx, "transparency.kinds_together", "Family", familyName(ctx, k.Family))
}

// kindLines leads to the public entries of a kind, or of all kinds that are told together.
func kindLines(ctx context.Context, k commons.KindSum) string {
	if k.Kind == "" {
		return paths.PublicContributions(lang(ctx), k.Family)
	}
	return paths.PublicKind(lang(ctx), k.Kind)
}

// kindChosen is what the one kind is called to which a list is narrowed, or nothing: the collective's own kinds are named by the lines found.
func (l ContributionList) kindChosen(ctx context.Context) string {
	if len(l.Page.Items) > 0 && l.Filter.Kind != "" {
		return effectiveKind(ctx, l.Page.Items[0])
	}
	if name := kindName(ctx, l.Filter.Kind); name != l.Filter.Kind {
		return name
	}
	return ""
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
		all = append(all, ui.Point{Label: familiesName(ctx, s.Family), Value: s.Total, Text: quantity(ctx, s.Total, u)})
	}
	return all
}

// monthPoints are the last months, oldest first.
func monthPoints(ctx context.Context, months []commons.Telling) []ui.Point {
	var all []ui.Point
	for i := min(len(months), 12) - 1; i >= 0; i-- {
		m := months[i]
		all = append(all, ui.Point{Label: toldMonths(ctx, m), Value: m.SetAsideCents, Text: money(ctx, m.SetAsideCents)})
	}
	return all
}

// lastMonths are those of the last two years; the file holds all.
func lastMonths(all []commons.Telling) []commons.Telling { return all[:min(len(all), 24)] }

// toldMonths says which month, or which months together, a telling is about.
func toldMonths(ctx context.Context, m commons.Telling) string {
	if m.FromMonth == m.ToMonth {
		return monthName(ctx, m.ToMonth)
	}
	return t(ctx, "transparency.months_from_to", "From", monthName(ctx, m.FromMonth), "To", monthName(ctx, m.ToMonth))
}

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
	rows := [][]string{{t(ctx, "transparency.month_from"), t(ctx, "transparency.month_to"), t(ctx, "transparency.received"), t(ctx, "transparency.set_aside")}}
	var received, aside int64
	for _, m := range f.Months {
		rows = append(rows, []string{m.FromMonth, m.ToMonth, locales.Decimal(lang(ctx), m.ReceivedCents), locales.Decimal(lang(ctx), m.SetAsideCents)})
		received, aside = received+m.ReceivedCents, aside+m.SetAsideCents
	}
	return append(rows, []string{t(ctx, "transparency.sum"), "", locales.Decimal(lang(ctx), received), locales.Decimal(lang(ctx), aside)})
}

// ContributionRows are contributions as the rows of a file: amounts as whole numbers of their unit, one unit beside them.
func ContributionRows(ctx context.Context, all []commons.Contribution) [][]string {
	rows := [][]string{{
		t(ctx, "commons.file.ref"), t(ctx, "commons.form.from_on"), t(ctx, "commons.form.to_on"), t(ctx, "commons.list.what"), t(ctx, "commons.form.kind"), t(ctx, "commons.list.family"),
		t(ctx, "commons.show.amount"), t(ctx, "commons.file.unit"), t(ctx, "commons.show.who"), t(ctx, "commons.show.for"), t(ctx, "commons.list.state"), t(ctx, "commons.show.treatment"),
	}}
	for _, c := range all {
		_, n := c.Effective()
		amount := strconv.FormatInt(n, 10)
		if c.AmountHidden() {
			amount = ""
		}
		rows = append(rows, []string{
			c.Ref, c.FromOn, c.ToOn, titleOf(ctx, c), effectiveKind(ctx, c), familyName(ctx, c.EffectiveKind().Family), amount, unitName(ctx, c.Unit), giver(ctx, c), forWhomGiven(ctx, c),
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
