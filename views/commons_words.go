package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/ui"
)

func choiceName(ctx context.Context, c commons.Choice) string {
	switch c {
	case commons.Help:
		return t(ctx, "commons.choice.help")
	case commons.Words:
		return t(ctx, "commons.choice.words")
	case commons.Checks:
		return t(ctx, "commons.choice.checks")
	case commons.Tools:
		return t(ctx, "commons.choice.tools")
	case commons.Ideas:
		return t(ctx, "commons.choice.ideas")
	}
	return t(ctx, "commons.choice.gifts")
}

// choiceMore gives examples.
func choiceMore(ctx context.Context, c commons.Choice) string {
	switch c {
	case commons.Help:
		return t(ctx, "commons.choice.help_more")
	case commons.Words:
		return t(ctx, "commons.choice.words_more")
	case commons.Checks:
		return t(ctx, "commons.choice.checks_more")
	case commons.Tools:
		return t(ctx, "commons.choice.tools_more")
	case commons.Ideas:
		return t(ctx, "commons.choice.ideas_more")
	}
	return t(ctx, "commons.choice.gifts_more")
}

func choiceArt(c commons.Choice) ui.ArtName {
	return map[commons.Choice]ui.ArtName{
		commons.Help: ui.ArtChat, commons.Words: ui.ArtNotes, commons.Checks: ui.ArtTickets, commons.Tools: ui.ArtServer, commons.Ideas: ui.ArtTogether, commons.Gifts: ui.ArtInvoices,
	}[c]
}

// familyName says a group of kinds.
func familyName(ctx context.Context, f commons.Family) string {
	switch f {
	case commons.CodeFamily:
		return t(ctx, "commons.family.code")
	case commons.QualityFamily:
		return t(ctx, "commons.family.quality")
	case commons.RunningFamily:
		return t(ctx, "commons.family.running")
	case commons.WordsFamily:
		return t(ctx, "commons.family.words")
	case commons.MediaFamily:
		return t(ctx, "commons.family.media")
	case commons.HelpingFamily:
		return t(ctx, "commons.family.helping")
	case commons.ThinkingFamily:
		return t(ctx, "commons.family.thinking")
	case commons.MoneyFamily:
		return t(ctx, "commons.family.money")
	}
	return t(ctx, "commons.family.in_kind")
}

func contributionState(ctx context.Context, s commons.State) string {
	switch s {
	case commons.Draft:
		return t(ctx, "commons.state.draft")
	case commons.Submitted:
		return t(ctx, "commons.state.submitted")
	case commons.NeedsInfo:
		return t(ctx, "commons.state.needs_info")
	case commons.Attested:
		return t(ctx, "commons.state.attested")
	case commons.Accepted:
		return t(ctx, "commons.state.accepted")
	case commons.Adjusted:
		return t(ctx, "commons.state.adjusted")
	case commons.Rejected:
		return t(ctx, "commons.state.rejected")
	case commons.Withdrawn:
		return t(ctx, "commons.state.withdrawn")
	case commons.Lapsed:
		return t(ctx, "commons.state.lapsed")
	case commons.Contested:
		return t(ctx, "commons.state.contested")
	case commons.Upheld:
		return t(ctx, "commons.state.upheld")
	}
	return t(ctx, "commons.state.reversed")
}

func contributionTone(s commons.State) ui.Tone {
	switch s {
	case commons.Accepted, commons.Adjusted, commons.Upheld:
		return ui.Good
	case commons.NeedsInfo, commons.Contested:
		return ui.Warn
	case commons.Rejected, commons.Reversed:
		return ui.Bad
	case commons.Submitted, commons.Attested:
		return ui.Info
	}
	return ui.Plain
}

func visibilityName(ctx context.Context, v commons.Visibility) string {
	switch v {
	case commons.AmountHidden:
		return t(ctx, "commons.visibility.amount_hidden")
	case commons.Anonymous:
		return t(ctx, "commons.visibility.anonymous")
	}
	return t(ctx, "commons.visibility.public")
}

func visibilityOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(commons.Public), Text: visibilityName(ctx, commons.Public), Hint: t(ctx, "commons.visibility.public_more")},
		{Value: string(commons.AmountHidden), Text: visibilityName(ctx, commons.AmountHidden), Hint: t(ctx, "commons.visibility.amount_hidden_more")},
		{Value: string(commons.Anonymous), Text: visibilityName(ctx, commons.Anonymous), Hint: t(ctx, "commons.visibility.anonymous_more")},
	}
}

// quantity writes how much was given, in its unit.
func quantity(ctx context.Context, n int64, u commons.Unit) string {
	switch u {
	case commons.Minutes:
		return locales.Minutes(lang(ctx), n)
	case commons.Cents:
		return money(ctx, n)
	}
	return tn(ctx, "commons.pieces", int(n))
}

// amountOf is how much a contribution counts, or that it is not told.
func amountOf(ctx context.Context, c commons.Contribution) string {
	if c.AmountHidden() {
		return t(ctx, "commons.amount_hidden")
	}
	_, n := c.Effective()
	return quantity(ctx, n, c.Unit)
}

// effectiveKind is the kind that stands, in words.
func effectiveKind(ctx context.Context, c commons.Contribution) string {
	key, _ := c.Effective()
	if k := c.EffectiveKind(); k.Key == key {
		return kindCalled(ctx, k)
	}
	return kindName(ctx, key)
}

// giver is who gave it, as the reader may know: a person, for an organisation or not.
func giver(ctx context.Context, c commons.Contribution) string {
	if c.NameHidden() {
		return t(ctx, "commons.someone")
	}
	name := c.Contributor.Name
	if name == "" {
		name = t(ctx, "commons.somebody")
	}
	if c.Organisation.ID != 0 {
		return t(ctx, "commons.for_organisation", "Name", name, "Organisation", c.Organisation.Name)
	}
	return name
}

// forWhomGiven is for whom it was.
func forWhomGiven(ctx context.Context, c commons.Contribution) string {
	switch {
	case c.UpstreamID != nil:
		return c.Upstream.Name
	case c.ForType == "organisation" && c.ForName != "":
		return c.ForName
	case c.ForType == "organisation":
		return t(ctx, "commons.an_organisation")
	}
	return siteName(ctx)
}

// span is the day or the days.
func span(ctx context.Context, c commons.Contribution) string {
	if c.FromOn == c.ToOn {
		return dateOnly(ctx, c.FromOn)
	}
	return t(ctx, "commons.span", "From", dateOnly(ctx, c.FromOn), "To", dateOnly(ctx, c.ToOn))
}

// lookedWords say what the portal found at the address of an evidence, and when; empty while it has not been there, and for visitors.
func lookedWords(ctx context.Context, e commons.Evidence) string {
	if e.CheckedAt == nil || !me(ctx).SignedIn() {
		return ""
	}
	day := locales.Date(lang(ctx), e.CheckedAt.In(myZone(ctx)))
	switch {
	case e.Gone():
		return t(ctx, "commons.looked.gone", "Date", day, "Answer", e.Answer())
	case e.Result == commons.PageThere:
		return t(ctx, "commons.looked.there", "Date", day)
	}
	return t(ctx, "commons.looked.unsure", "Date", day)
}

// flagWords say a flag: what it saw, and how much it weighs.
func flagWords(ctx context.Context, f commons.Flag) string {
	facts := f.Read()
	switch f.Rule {
	case commons.EvidenceReused:
		return t(ctx, "commons.flag.evidence_reused")
	case commons.EarlierAbuse:
		return t(ctx, "commons.flag.earlier_abuse")
	case commons.Overlap:
		return t(ctx, "commons.flag.overlap", "Date", dateOnly(ctx, facts.Day), "Time", locales.Minutes(lang(ctx), facts.Minutes))
	case commons.MutualAttest:
		return t(ctx, "commons.flag.mutual_attest")
	case commons.Burst:
		return tn(ctx, "commons.flag.burst", int(facts.Count))
	case commons.EarlierReject:
		return t(ctx, "commons.flag.earlier_reject")
	case commons.EvidenceDead:
		return t(ctx, "commons.flag.evidence_dead", "Date", dateOnly(ctx, facts.Day), "Answer", facts.Answer)
	}
	return t(ctx, "commons.flag.first_time")
}

func flagTone(l commons.Level) ui.Tone {
	switch l {
	case commons.High:
		return ui.Bad
	case commons.Medium:
		return ui.Warn
	}
	return ui.Info
}

func levelName(ctx context.Context, l commons.Level) string {
	switch l {
	case commons.High:
		return t(ctx, "commons.flag.high")
	case commons.Medium:
		return t(ctx, "commons.flag.medium")
	}
	return t(ctx, "commons.flag.low")
}

func basisName(ctx context.Context, b commons.Basis) string {
	switch b {
	case commons.SolidarityPrice:
		return t(ctx, "commons.basis.solidarity_price")
	case commons.Compensation:
		return t(ctx, "commons.basis.b2b_compensation")
	case commons.Rebate:
		return t(ctx, "commons.basis.commercial_rebate")
	case commons.ExpenseWaiver:
		return t(ctx, "commons.basis.expense_waiver")
	}
	return t(ctx, "commons.basis.recognition_only")
}

func basisMore(ctx context.Context, b commons.Basis) string {
	switch b {
	case commons.SolidarityPrice:
		return t(ctx, "commons.basis.solidarity_price_more")
	case commons.Compensation:
		return t(ctx, "commons.basis.b2b_compensation_more")
	case commons.Rebate:
		return t(ctx, "commons.basis.commercial_rebate_more")
	case commons.ExpenseWaiver:
		return t(ctx, "commons.basis.expense_waiver_more")
	}
	return t(ctx, "commons.basis.recognition_only_more")
}

func basisOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, b := range commons.Bases {
		all = append(all, ui.Option{Value: string(b), Text: basisName(ctx, b), Hint: basisMore(ctx, b)})
	}
	return all
}

func treatmentName(ctx context.Context, c commons.Contribution) string {
	if c.Treatment == commons.Counted {
		return t(ctx, "commons.counted")
	}
	return t(ctx, "commons.given")
}

func quarterOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, n := range []string{"0", "15", "30", "45"} {
		all = append(all, ui.Option{Value: n, Text: t(ctx, "commons.minutes_of", "Minutes", n)})
	}
	return all
}

// saidOf is the sentence of an error at one field, or nothing.
func saidOf(ctx context.Context, err error, field string) string {
	wrong, ok := store.AsInvalid(err)
	if !ok {
		return ""
	}
	return said(ctx, wrong, field)
}
