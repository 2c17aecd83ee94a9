package views

import (
	"context"
	"fmt"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/views/ui"
)

// roundName names a round by its period.
func roundName(ctx context.Context, r commons.Round) string {
	p := r.Rules().Period
	if year := p.Year(); year != "" {
		return t(ctx, "rounds.name_year", "Year", year)
	}
	return t(ctx, "rounds.name", "From", dateOnly(ctx, p.From), "To", dateOnly(ctx, p.To))
}

// roundAbout is a round in one line.
func roundAbout(ctx context.Context, r commons.Round) string {
	switch {
	case r.State == commons.RoundCancelled:
		return t(ctx, "rounds.about_cancelled", "Reason", r.Reason)
	case r.Told():
		return t(ctx, "rounds.about_told", "Given", money(ctx, r.PotCents-r.LeftCents), "Pot", money(ctx, r.PotCents))
	case r.Reached(commons.RoundClosed):
		return t(ctx, "rounds.about_closed")
	case r.State == commons.RoundOpen && r.ListedAt == nil:
		return t(ctx, "rounds.about_proposing", "Day", dateOnly(ctx, r.LastProposals()))
	case r.Rules().Rule == formula.Vote:
		return t(ctx, "rounds.about_open", "Day", dateOnly(ctx, r.Rules().Deadlines.Closes))
	}
	return t(ctx, "rounds.about_running", "Day", dateOnly(ctx, r.Rules().Deadlines.Closes))
}

func roundState(ctx context.Context, s commons.RoundState) string {
	switch s {
	case commons.RoundDraft:
		return t(ctx, "rounds.state.draft")
	case commons.RoundOpen:
		return t(ctx, "rounds.state.open")
	case commons.RoundClosed:
		return t(ctx, "rounds.state.closed")
	case commons.RoundComputed:
		return t(ctx, "rounds.state.computed")
	case commons.RoundApproved:
		return t(ctx, "rounds.state.approved")
	case commons.RoundExported:
		return t(ctx, "rounds.state.exported")
	case commons.RoundPaid:
		return t(ctx, "rounds.state.paid")
	case commons.RoundPublished:
		return t(ctx, "rounds.state.published")
	}
	return t(ctx, "rounds.state.cancelled")
}

func roundTone(s commons.RoundState) ui.Tone {
	switch s {
	case commons.RoundPaid, commons.RoundPublished:
		return ui.Good
	case commons.RoundCancelled:
		return ui.Bad
	case commons.RoundComputed, commons.RoundApproved:
		return ui.Warn
	}
	return ui.Info
}

// lateWords says which step should have been taken, and when.
func lateWords(ctx context.Context, l commons.RoundLate) string {
	day := dateOnly(ctx, l.Day)
	switch l.Step {
	case commons.RoundOpen:
		return t(ctx, "rounds.late.open", "Day", day)
	case commons.RoundClosed:
		return t(ctx, "rounds.late.closed", "Day", day)
	case commons.RoundComputed:
		return t(ctx, "rounds.late.computed", "Day", day)
	case commons.RoundPaid:
		return t(ctx, "rounds.late.paid", "Day", day)
	}
	return t(ctx, "rounds.late.published", "Day", day)
}

// formulaWords says a formula in sentences, all of it.
func formulaWords(ctx context.Context, f formula.Formula) []string {
	words := []string{t(ctx, "rounds.rules.period", "From", dateOnly(ctx, f.Period.From), "To", dateOnly(ctx, f.Period.To)), baseWords(ctx, f)}
	if f.PotMin > 0 {
		words = append(words, t(ctx, "rounds.rules.pot_min", "Amount", money(ctx, f.PotMin)))
	}
	if f.PotMax != nil {
		words = append(words, t(ctx, "rounds.rules.pot_max", "Amount", money(ctx, *f.PotMax)))
	}
	words = append(words, t(ctx, "rounds.rules.carry"))
	words = append(words, ruleSentences(ctx, f)...)
	if day := f.Deadlines.Ballots; day != "" {
		words = append(words, t(ctx, "rounds.rules.proposals", "From", dateOnly(ctx, f.Deadlines.Opens), "Day", dateOnly(ctx, day)), t(ctx, "rounds.rules.eligible_proposed"))
	} else {
		words = append(words, t(ctx, "rounds.rules.eligible"))
	}
	if f.MinPayout > 0 {
		words = append(words, t(ctx, "rounds.rules.min_payout", "Amount", money(ctx, f.MinPayout)))
	}
	return append(words, t(ctx, "rounds.rules.rounding"))
}

func baseWords(ctx context.Context, f formula.Formula) string {
	rate := locales.Percent(lang(ctx), f.RateBP)
	switch f.Base.Kind {
	case formula.ReceivedHT:
		return t(ctx, "rounds.rules.received", "Rate", rate)
	case formula.InvoicedHT:
		return t(ctx, "rounds.rules.invoiced", "Rate", rate)
	case formula.Yield:
		return t(ctx, "rounds.rules.result", "Rate", rate, "Amount", money(ctx, f.Base.Cents))
	}
	return t(ctx, "rounds.rules.fixed_sum", "Rate", rate, "Amount", money(ctx, f.Base.Cents))
}

func ruleSentences(ctx context.Context, f formula.Formula) []string {
	switch f.Rule {
	case formula.Equal:
		return []string{t(ctx, "rounds.rules.equal")}
	case formula.Fixed:
		return []string{t(ctx, "rounds.rules.fixed")}
	case formula.Usage:
		return []string{t(ctx, "rounds.rules.usage")}
	}
	words := []string{t(ctx, "rounds.rules.voters"), tn(ctx, "rounds.rules.points", int(f.Ballot.Points), "Max", strconv.FormatInt(f.Ballot.MaxPerProject, 10))}
	words = append(words, limitWords(ctx, f.Ballot)...)
	if f.Ballot.QuorumBP > 0 {
		words = append(words, t(ctx, "rounds.rules.quorum", "Part", locales.Percent(lang(ctx), f.Ballot.QuorumBP)))
	}
	return append(words, t(ctx, "rounds.rules.abstain"), t(ctx, "rounds.rules.own"))
}

// limitWords say what a ballot must keep to, beside its points: who fills one in reads them first.
func limitWords(ctx context.Context, b *formula.Ballot) (words []string) {
	if b.MinProjects > 1 {
		words = append(words, t(ctx, "rounds.rules.min_projects", "Min", strconv.Itoa(b.MinProjects)))
	}
	if b.MaxProjects > 0 {
		words = append(words, tn(ctx, "rounds.rules.max_projects", b.MaxProjects))
	}
	if least := b.Least(); least > 0 {
		words = append(words, tn(ctx, "rounds.rules.least", int(least)))
	}
	return words
}

// potWords says where the pot comes from; all of it, or only what everybody may know.
func potWords(ctx context.Context, r commons.Round, pot int64, in formula.Inputs, all bool) []string {
	f := r.Rules()
	period := roundPeriod(ctx, r)
	var words []string
	switch {
	case !all && !r.ShowsBase():
		words = append(words, t(ctx, "rounds.pot.hidden"))
	case f.Base.Kind == formula.ReceivedHT && even(in, f.RateBP):
		words = append(words, t(ctx, "rounds.pot.received_rate", "Set", money(ctx, in.Accrued), "Base", money(ctx, in.Base), "Rate", locales.Percent(lang(ctx), f.RateBP), "Period", period))
	case f.Base.Kind == formula.ReceivedHT:
		words = append(words, t(ctx, "rounds.pot.received", "Set", money(ctx, in.Accrued), "Base", money(ctx, in.Base), "Period", period))
	default:
		words = append(words, t(ctx, "rounds.pot.base", "Base", money(ctx, in.Base), "Rate", locales.Percent(lang(ctx), f.RateBP), "Period", period))
	}
	if in.Carried > 0 {
		words = append(words, t(ctx, "rounds.pot.carried", "Amount", money(ctx, in.Carried)))
	}
	if pot == in.Available && in.Available < f.Own(in)+in.Carried {
		words = append(words, t(ctx, "rounds.pot.limited", "Amount", money(ctx, in.Available)))
	}
	return words
}

// even reports whether what was set aside is the rate of what was received, to the cent: the rate may have changed within the period.
func even(in formula.Inputs, rate int64) bool {
	gap := in.Base*rate - in.Accrued*10_000
	return gap > -10_000 && gap < 10_000
}

// roundPeriod is the period as it stands in a sentence.
func roundPeriod(ctx context.Context, r commons.Round) string {
	p := r.Rules().Period
	if year := p.Year(); year != "" {
		return t(ctx, "rounds.in_year", "Year", year)
	}
	return t(ctx, "rounds.in_days", "From", dateOnly(ctx, p.From), "To", dateOnly(ctx, p.To))
}

// shareWords explains in the reader's language how a share came about; each number is one the split was made of.
func shareWords(ctx context.Context, rule formula.Rule, s formula.Share, why string) string {
	exact := t(ctx, "rounds.explain.exactly", "Amount", locales.Decimal(lang(ctx), s.Exact4/100)+fmt.Sprintf("%02d", s.Exact4%100))
	switch s.Outcome {
	case formula.Ineligible:
		return whyNot(ctx, why)
	case formula.NoPoints:
		return noWeightWords(ctx, rule)
	case formula.BelowMinimum:
		return weightWords(ctx, rule, s) + " " + t(ctx, "rounds.explain.below", "Exact", exact, "Min", money(ctx, s.Minimum))
	case formula.RoundedUp:
		return weightWords(ctx, rule, s) + " " + t(ctx, "rounds.explain.up", "Exact", exact)
	case formula.RoundedDown:
		return weightWords(ctx, rule, s) + " " + t(ctx, "rounds.explain.down", "Exact", exact)
	}
	return weightWords(ctx, rule, s)
}

func weightWords(ctx context.Context, rule formula.Rule, s formula.Share) string {
	weight, total := locales.Number(lang(ctx), s.Weight), locales.Number(lang(ctx), s.Total)
	part, pot := locales.Percent(lang(ctx), s.PartBP), money(ctx, s.Pot)
	switch rule {
	case formula.Vote:
		return tn(ctx, "rounds.explain.points", int(s.Weight), "Total", total, "Part", part, "Pot", pot)
	case formula.Usage:
		return tn(ctx, "rounds.explain.days", int(s.Weight), "Total", total, "Part", part, "Pot", pot)
	case formula.Equal:
		return t(ctx, "rounds.explain.equal", "Total", total, "Part", part, "Pot", pot)
	}
	return t(ctx, "rounds.explain.weight", "Weight", weight, "Total", total, "Part", part, "Pot", pot)
}

func noWeightWords(ctx context.Context, rule formula.Rule) string {
	switch rule {
	case formula.Vote:
		return t(ctx, "rounds.explain.no_point")
	case formula.Usage:
		return t(ctx, "rounds.explain.no_day")
	}
	return t(ctx, "rounds.explain.no_weight")
}

// whyNot says why a project may not receive; empty when it may.
func whyNot(ctx context.Context, why string) string {
	switch why {
	case "licence":
		return t(ctx, "rounds.why.licence")
	case "unlisted":
		return t(ctx, "rounds.why.unlisted")
	}
	return ""
}

func ruleOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(formula.Vote), Text: t(ctx, "rounds.form.vote"), Hint: t(ctx, "rounds.form.vote_more")},
		{Value: string(formula.Usage), Text: t(ctx, "rounds.form.usage"), Hint: t(ctx, "rounds.form.usage_more")},
		{Value: string(formula.Equal), Text: t(ctx, "rounds.form.equal"), Hint: t(ctx, "rounds.form.equal_more")},
		{Value: string(formula.Fixed), Text: t(ctx, "rounds.form.fixed"), Hint: t(ctx, "rounds.form.fixed_more")},
	}
}

func baseOptions(ctx context.Context, rate int64) []ui.Option {
	return []ui.Option{
		{Value: string(formula.ReceivedHT), Text: t(ctx, "rounds.form.received"), Hint: t(ctx, "rounds.form.received_more", "Rate", locales.Percent(lang(ctx), rate))},
		{Value: string(formula.InvoicedHT), Text: t(ctx, "rounds.form.invoiced")},
		{Value: string(formula.Yield), Text: t(ctx, "rounds.form.result")},
		{Value: string(formula.FixedSum), Text: t(ctx, "rounds.form.fixed_sum")},
	}
}

func exampleName(ctx context.Context, sort string) string {
	switch sort {
	case "even":
		return t(ctx, "rounds.desk.even")
	case "lead":
		return t(ctx, "rounds.desk.first")
	}
	return t(ctx, "rounds.desk.now")
}

// proposed stands for the end of proposals, which is a step but no state.
const proposed commons.RoundState = "proposed"

// proposalDays says until when projects are proposed, or that it is over.
func proposalDays(ctx context.Context, r commons.Round, today string) string {
	switch {
	case r.LastProposals() == "":
		return t(ctx, "proposals.no_days")
	case r.Proposing(today):
		return t(ctx, "proposals.until", "Day", dateOnly(ctx, r.LastProposals()), "Fixed", dateOnly(ctx, r.Rules().Deadlines.Ballots))
	}
	return t(ctx, "proposals.over_since", "Day", dateOnly(ctx, r.LastProposals()))
}

// roundAboutDesk is a round in one line, for the council.
func roundAboutDesk(ctx context.Context, r commons.Round) string {
	switch r.State {
	case commons.RoundDraft:
		return t(ctx, "rounds.desk.draft_more")
	case commons.RoundComputed:
		return t(ctx, "rounds.desk.computed_more")
	}
	return roundAbout(ctx, r)
}
