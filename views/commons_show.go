package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// mistakes lists what is wrong with the form that was sent.
func (p ContributionPage) mistakes(ctx context.Context) []ui.Mistake {
	switch {
	case p.At == "answer":
		return mistakes(ctx, p.Wrong, "answer", t(ctx, "commons.show.answer"))
	case p.At == "attest":
		return mistakes(ctx, p.Wrong, "attest", t(ctx, "commons.attest.title"), "present", t(ctx, "commons.attest.present"), "verdict", t(ctx, "commons.attest.verdict"), "hours", t(ctx, "commons.form.hours"),
			"minutes", t(ctx, "commons.form.minutes"), "amount", t(ctx, "commons.form.amount"), "pieces", t(ctx, "commons.form.pieces"), "reason", t(ctx, "commons.attest.reason"))
	case p.At == "decide":
		return prefixed(mistakes(ctx, p.Wrong, "decide", t(ctx, "commons.decide.title"), "decision", t(ctx, "commons.decide.what"), "kind", t(ctx, "commons.decide.kind"), "hours", t(ctx, "commons.form.hours"),
			"minutes", t(ctx, "commons.form.minutes"), "amount", t(ctx, "commons.form.amount"), "pieces", t(ctx, "commons.form.pieces"), "reason", t(ctx, "commons.decide.reason")))
	case p.At == "count":
		all := mistakes(ctx, p.Wrong, "agreement", t(ctx, "commons.count.title"))
		if !p.counts() { // there is no field to lead to
			all = renamed(all, "agreement", "")
		}
		return all
	case p.At == "contest":
		return mistakes(ctx, p.Wrong, "contest", t(ctx, "commons.contest.reason"))
	case p.At == "review":
		return renamed(mistakes(ctx, p.Wrong, "verdict", t(ctx, "commons.review.verdict"), "review", t(ctx, "commons.review.reason")), "verdict", "review_verdict")
	case strings.HasPrefix(p.At, "settle-"):
		return renamed(mistakes(ctx, p.Wrong, "settled", t(ctx, "commons.attest.settle_why")), "settled", "settled-"+strings.TrimPrefix(p.At, "settle-"))
	case strings.HasPrefix(p.At, "clear-"):
		return renamed(mistakes(ctx, p.Wrong, "cleared", t(ctx, "commons.flag.why")), "cleared", "cleared-"+strings.TrimPrefix(p.At, "clear-"))
	}
	return lackWords(ctx, p.Wrong)
}

// lackWords say what keeps a contribution from being sent.
func lackWords(ctx context.Context, lacks store.Invalid) []ui.Mistake {
	return mistakes(ctx, lacks, "kind", t(ctx, "commons.form.kind"), "from_on", t(ctx, "commons.form.from_on"), "to_on", t(ctx, "commons.form.to_on"), "evidence", t(ctx, "commons.form.evidence"))
}

// lacks is what keeps a draft, or what had lapsed, from being sent.
func (p ContributionPage) lacks(ctx context.Context) []ui.Mistake {
	if p.C.State != commons.Draft && p.C.State != commons.Lapsed {
		return nil
	}
	return lackWords(ctx, p.C.Lacks(FrameOf(ctx).Today))
}

// prefixed leads the summary's links to the fields of the decision, whose names differ from those of the attestation beside it.
func prefixed(all []ui.Mistake) []ui.Mistake {
	for i, m := range all {
		switch m.Field {
		case "decide":
			all[i].Field = ""
		case "reason":
			all[i].Field = "decision_reason"
		case "decision":
		default:
			all[i].Field = "decided_" + m.Field
		}
	}
	return all
}

func renamed(all []ui.Mistake, from, to string) []ui.Mistake {
	for i := range all {
		if all[i].Field == from {
			all[i].Field = to
		}
	}
	return all
}

// typedAt is what was typed in a form of one field, if it was the one sent.
func (p ContributionPage) typedAt(form string) string {
	if p.At == form {
		return p.Text
	}
	return ""
}

func (p ContributionPage) version() string { return strconv.Itoa(p.C.Version) }

func (p ContributionPage) id(e commons.Event) string { return strconv.FormatUint(uint64(e.ID), 10) }

// insider reports whether the reader sees all of it.
func (p ContributionPage) insider(ctx context.Context) bool {
	return p.C.Theirs(me(ctx)) || commons.Council(me(ctx))
}

// visibility is what everybody may read, said to whose name it is, or about them.
func (p ContributionPage) visibility(ctx context.Context) string {
	if p.C.Theirs(me(ctx)) {
		return visibilityName(ctx, p.C.Visibility)
	}
	switch p.C.Visibility {
	case commons.AmountHidden:
		return t(ctx, "commons.show.visible_name")
	case commons.Anonymous:
		return t(ctx, "commons.show.visible_none")
	}
	return t(ctx, "commons.show.visible_both")
}

// waits reports whether it still waits for others.
func (p ContributionPage) waits() bool {
	return p.C.State == commons.Submitted || p.C.State == commons.NeedsInfo || p.C.State == commons.Attested
}

func (p ContributionPage) withdrawable() bool {
	return p.C.State == commons.Draft || p.waits()
}

func (p ContributionPage) presentError(ctx context.Context) string {
	return said(ctx, p.wrongAt("attest"), "present")
}

// toldOtherwise is what the contributor had told, where something else was accepted.
func (p ContributionPage) toldOtherwise(ctx context.Context) string {
	key, n := p.C.Effective()
	if p.C.AmountHidden() || p.C.Decision != commons.Adjusted || key == p.C.KindKey && n == p.C.Quantity {
		return ""
	}
	return t(ctx, "commons.show.told", "Amount", quantity(ctx, p.C.Quantity, p.C.Unit), "Kind", kindCalled(ctx, p.C.Kind))
}

// verdicts are what one may say beside yes; a question is asked while nobody else's waits and not enough people confirmed.
func (p ContributionPage) verdicts(ctx context.Context) []ui.Option {
	all := []ui.Option{
		{Value: string(commons.Ask), Text: t(ctx, "commons.attest.ask"), Hint: t(ctx, "commons.attest.ask_more")},
		{Value: string(commons.Adjust), Text: t(ctx, "commons.attest.adjust"), Hint: t(ctx, "commons.attest.adjust_more")},
		{Value: string(commons.Contest), Text: t(ctx, "commons.attest.contest"), Hint: t(ctx, "commons.attest.contest_more")},
	}
	if p.C.State != commons.Submitted {
		return all[1:]
	}
	return all
}

func (p ContributionPage) decisions(ctx context.Context) []ui.Option {
	no := ui.Option{Value: string(commons.Rejected), Text: t(ctx, "commons.decide.reject"), Hint: t(ctx, "commons.decide.reject_more")}
	if p.C.State == commons.Submitted {
		return []ui.Option{no}
	}
	return []ui.Option{
		{Value: string(commons.Accepted), Text: t(ctx, "commons.decide.accept")},
		{Value: string(commons.Adjusted), Text: t(ctx, "commons.decide.adjust"), Hint: t(ctx, "commons.decide.adjust_more")},
		no,
	}
}

func (p ContributionPage) decidedKind() string {
	if p.Decision.KindKey != "" {
		return p.Decision.KindKey
	}
	return p.C.KindKey
}

// kindOptions are the kinds that count in the same unit.
func (p ContributionPage) kindOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, k := range p.Kinds {
		if k.Counts(p.C.Unit) {
			all = append(all, ui.Option{Value: k.Key, Text: kindCalled(ctx, k)})
		}
	}
	return all
}

func (p ContributionPage) agreementOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, a := range p.agreements() {
		all = append(all, ui.Option{Value: a.Ref, Text: t(ctx, "commons.count.option", "Organisation", a.Organisation.Name, "Title", a.Title, "Basis", basisName(ctx, a.LegalBasis))})
	}
	return all
}

// missingWho says who can confirm it.
func (p ContributionPage) missingWho(ctx context.Context) string {
	if p.C.Kind.Attester == "treasurer" {
		return t(ctx, "commons.missing.treasurer")
	}
	if p.C.Kind.Attester == "present" {
		return t(ctx, "commons.missing.present")
	}
	return t(ctx, "commons.missing.member")
}

// linesOf are the lines of a text that are not empty.
func linesOf(body string) []string {
	return strings.FieldsFunc(body, func(r rune) bool { return r == '\n' })
}

// eventWords say what happened.
func eventWords(ctx context.Context, e commons.Event) string {
	switch e.Sort {
	case "attestation":
		switch commons.Verdict(e.Word) {
		case commons.Confirm:
			return t(ctx, "commons.event.confirmed")
		case commons.Adjust:
			return t(ctx, "commons.event.adjusted")
		}
		return t(ctx, "commons.event.contested")
	case "review":
		if commons.State(e.Word) == commons.Upheld {
			return t(ctx, "commons.event.voice_upheld")
		}
		return t(ctx, "commons.event.voice_reversed")
	}
	return moveWords(ctx, e)
}

func moveWords(ctx context.Context, e commons.Event) string {
	switch commons.State(e.Word) {
	case commons.Draft:
		return t(ctx, "commons.event.draft")
	case commons.Submitted:
		switch e.FromState {
		case commons.NeedsInfo:
			return t(ctx, "commons.event.answered")
		case commons.Lapsed:
			return t(ctx, "commons.event.again")
		case commons.Submitted:
			return t(ctx, "commons.event.changed")
		}
		return t(ctx, "commons.event.sent")
	case commons.NeedsInfo:
		return t(ctx, "commons.event.asked")
	case commons.Attested: // nobody's word: the confirmations before it were enough, or the portal saw it
		return t(ctx, "commons.event.enough")
	}
	return contributionState(ctx, commons.State(e.Word))
}

// eventAt is the day for visitors, the hour for those who signed in.
func eventAt(ctx context.Context, e commons.Event) string {
	if !me(ctx).SignedIn() {
		return locales.Date(lang(ctx), e.At)
	}
	return locales.DateTime(lang(ctx), e.At, myZone(ctx))
}

func eventTone(e commons.Event) ui.Tone {
	switch e.Sort {
	case "attestation":
		if commons.Verdict(e.Word) == commons.Confirm {
			return ui.Good
		}
		return ui.Warn
	case "review":
		return ui.Info
	}
	return contributionTone(commons.State(e.Word))
}

// partName says in which part somebody acted.
func partName(ctx context.Context, e commons.Event) string {
	switch e.Part {
	case string(commons.AsContributor):
		return t(ctx, "commons.part.contributor")
	case string(commons.AsManager):
		return t(ctx, "commons.part.manager")
	case string(commons.AsSteward):
		return t(ctx, "commons.part.steward")
	case string(commons.AsCouncil):
		return t(ctx, "commons.part.council")
	case "present":
		return t(ctx, "commons.part.present")
	case "treasurer":
		return t(ctx, "commons.part.treasurer")
	}
	return t(ctx, "commons.part.member")
}

func effectWords(ctx context.Context, c commons.Contribution, e commons.Effect) string {
	_, n := c.Effective()
	words := t(ctx, "commons.show.effect_time", "Amount", quantity(ctx, n, c.Unit))
	if e.Cents != nil {
		words = t(ctx, "commons.show.effect_class8", "Amount", money(ctx, *e.Cents))
	}
	if e.ReversedByID != nil {
		return t(ctx, "commons.show.effect_reversed", "Effect", words)
	}
	return words
}

func noticeTone(e commons.Event) ui.Tone {
	if !e.Open() {
		return ui.Plain
	}
	return flagTone(e.Level)
}

// ValuationsPage is the list of rules of value in kind and the form of a new one.
type ValuationsPage struct {
	Rules []commons.ValuationRule
	Form  commons.RuleForm
	Wrong store.Invalid
}

func workName(ctx context.Context, work string) string {
	switch work {
	case "goods":
		return t(ctx, "commons.valuations.goods")
	case "use":
		return t(ctx, "commons.valuations.use")
	}
	return t(ctx, "commons.valuations.hours")
}

func workOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "work", Text: workName(ctx, "work")}, {Value: "goods", Text: workName(ctx, "goods")}, {Value: "use", Text: workName(ctx, "use")},
	}
}

// ruleValue is what a unit is worth: an hour, or what the document says.
func ruleValue(ctx context.Context, r commons.ValuationRule) string {
	if r.Unit == commons.Minutes {
		return t(ctx, "commons.valuations.per_hour", "Amount", money(ctx, r.Cents))
	}
	return t(ctx, "commons.valuations.as_document")
}
