package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// CollectivePage is what the page of the collective shows.
type CollectivePage struct {
	Form        collective.Form
	Theirs      *collective.Form // what somebody else saved meanwhile
	Words       content.HostForm // in the language they were first written in
	TheirWords  content.HostForm
	Wrong       store.Invalid
	Regimes     []collective.TaxRegime
	Regime      RegimeForm
	RegimeWrong store.Invalid
}

// RegimeForm is the form of a VAT regime, as typed.
type RegimeForm struct {
	Regime string `form:"regime"`
	Rate   string `form:"rate"`
	FromOn string `form:"from_on"`
}

// field is one text field of the collective's form; where somebody else saved another text, it is said as a hint.
func (p CollectivePage) field(ctx context.Context, name, label, hint string, of func(collective.Form) string) ui.Input {
	in := ui.Input{Name: name, Label: label, Hint: hint, Value: of(p.Form), Error: said(ctx, p.Wrong, name), Max: 200}
	if p.Theirs != nil && of(*p.Theirs) != of(p.Form) {
		in.Hint = t(ctx, "collective.theirs", "Value", of(*p.Theirs))
	}
	return in
}

// box is a choice between yes and no.
func (p CollectivePage) box(ctx context.Context, name, label, hint string, of func(collective.Form) bool) ui.Input {
	word := func(f collective.Form) string {
		if of(f) {
			return t(ctx, "factors.yes")
		}
		return t(ctx, "factors.no")
	}
	in := p.field(ctx, name, label, hint, word)
	in.Value, in.Max = yes(of(p.Form)), 0
	return in
}

// word is one of the texts that visitors read, and that is translated.
func (p CollectivePage) word(ctx context.Context, name, label, hint string, of func(content.HostForm) string) ui.Input {
	in := ui.Input{Name: name, Label: label, Hint: hint, Value: of(p.Words), Error: said(ctx, p.Wrong, name), Lang: p.Words.SourceLang, Max: 300, Rows: 3, Optional: t(ctx, "page.optional")}
	if p.Theirs != nil && of(p.TheirWords) != of(p.Words) {
		in.Hint = t(ctx, "collective.theirs", "Value", of(p.TheirWords))
	}
	return in
}

func (p CollectivePage) number(ctx context.Context, name, label, hint, unit string, of func(collective.Form) int) ui.Input {
	in := p.field(ctx, name, label, hint, func(f collective.Form) string { return strconv.Itoa(of(f)) })
	in.InputMode, in.Short, in.Unit, in.Max = "numeric", true, unit, 5
	return in
}

func regimeName(ctx context.Context, r collective.Regime) string {
	switch r {
	case collective.VATFranchise:
		return t(ctx, "collective.regime_franchise")
	case collective.VATRegistered:
		return t(ctx, "collective.regime_registered")
	}
	return t(ctx, "collective.regime_not_subject")
}

func regimeOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, r := range []collective.Regime{collective.NotSubject, collective.VATFranchise, collective.VATRegistered} {
		all = append(all, ui.Option{Value: string(r), Text: regimeName(ctx, r)})
	}
	return all
}

// countryOptions are all countries by their names in the reader's language.
func countryOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range locales.Countries(lang(ctx)) {
		all = append(all, ui.Option{Value: c.Code, Text: c.Name})
	}
	return all
}

func languageOptions() []ui.Option {
	var all []ui.Option
	for _, l := range locales.All() {
		all = append(all, ui.Option{Value: l.Code, Text: l.Name})
	}
	return all
}
