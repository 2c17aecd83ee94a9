package views

import (
	"context"
	"strconv"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// ContributionFormPage is the form of a contribution with what was typed.
type ContributionFormPage struct {
	Form       commons.Form
	Kinds      []commons.Kind
	Upstreams  []catalogue.Upstream
	Neighbours []people.Organisation
	Wrong      store.Invalid
	Editing    *commons.Contribution // nil: a new one
	Corrected  *commons.Contribution // the one it puts right
	Task       *commons.Task         // the task it did
	Colleagues []people.User         // who may have done it too
	Stale      bool                  // somebody changed it meanwhile
}

// Money reports whether the choice is counted in money rather than time.
func (p ContributionFormPage) Money() bool { return p.Form.Choice == commons.Gifts }

// Pieces reports whether some kind of the choice may be counted in pieces.
func (p ContributionFormPage) Pieces() bool {
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		if k.Counts(commons.Pieces) {
			return true
		}
	}
	return false
}

// proof is how the evidence is asked for.
func (p ContributionFormPage) proof(ctx context.Context) (label, hint, optional string) {
	label, hint = t(ctx, "commons.form.evidence"), t(ctx, "commons.form.evidence_hint")
	if p.Money() {
		return t(ctx, "commons.form.document"), t(ctx, "commons.form.document_hint"), t(ctx, "commons.form.or_file")
	}
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		if k.Evidence != commons.RequiredProof {
			return label, t(ctx, "commons.form.evidence_if_any"), t(ctx, "page.optional")
		}
	}
	return label, hint, t(ctx, "commons.form.or_file")
}

// filesHint says which files may come along, and who will open them.
func (p ContributionFormPage) filesHint(ctx context.Context) string {
	if p.Money() {
		return t(ctx, "tickets.files_hint") + " " + t(ctx, "commons.form.papers_open")
	}
	return t(ctx, "tickets.files_hint") + " " + t(ctx, "commons.form.files_open")
}

// shown are the files that the contribution has which is changed or put right.
func (p ContributionFormPage) shown() []files.File {
	switch {
	case p.Editing != nil:
		return p.Editing.Files
	case p.Corrected != nil:
		return p.Corrected.Files
	}
	return nil
}

func (p ContributionFormPage) kindOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, k := range p.Form.Choice.Of(p.Kinds) {
		all = append(all, ui.Option{Value: k.Key, Text: kindCalled(ctx, k)})
	}
	return all
}

func (p ContributionFormPage) forOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "collective", Text: siteName(ctx)}}
	for _, u := range p.Upstreams {
		all = append(all, ui.Option{Value: "upstream:" + u.Ref, Text: t(ctx, "commons.form.for_upstream", "Name", u.Name)})
	}
	for _, o := range p.Neighbours {
		all = append(all, ui.Option{Value: "organisation:" + o.Ref, Text: o.Name})
	}
	return append(all, ui.Option{Value: "other", Text: t(ctx, "commons.form.for_other")})
}

func (p ContributionFormPage) behalfOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "commons.form.myself")}}
	for _, m := range me(ctx).Memberships {
		if m.Organisation.ClosedAt != nil && m.Organisation.Ref != p.Form.OnBehalf { // nothing new is done in its name; in a draft, it stays until its writer changes it
			continue
		}
		all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
	}
	return all
}

func (p ContributionFormPage) action(ctx context.Context) string {
	if p.Editing != nil {
		return paths.Contribution(lang(ctx), *p.Editing)
	}
	return paths.Contributions(lang(ctx))
}

func (p ContributionFormPage) mistakes(ctx context.Context) []ui.Mistake {
	label, _, _ := p.proof(ctx)
	return mistakes(ctx, p.Wrong, "choice", t(ctx, "commons.form.choice"), "kind", t(ctx, "commons.form.kind"), "title", t(ctx, "commons.form.title"), "from_on", t(ctx, "commons.form.from_on"),
		"to_on", t(ctx, "commons.form.to_on"), "hours", t(ctx, "commons.form.hours"), "minutes", t(ctx, "commons.form.minutes"), "amount", t(ctx, "commons.form.amount"),
		"pieces", t(ctx, "commons.form.pieces"), "for", t(ctx, "commons.form.for"), "for_name", t(ctx, "commons.form.for_name"), "on_behalf", t(ctx, "commons.form.on_behalf"),
		"evidence", label, "files", t(ctx, "commons.form.files"), "with", t(ctx, "commons.form.with"), "visibility", t(ctx, "commons.form.visibility"), "body", t(ctx, "commons.form.body"))
}

// lastDay is the last day when there are several.
func (p ContributionFormPage) lastDay() string {
	if p.Form.ToOn == p.Form.FromOn {
		return ""
	}
	return p.Form.ToOn
}

// orPieces is the word "optional" beside time and amount where pieces will do as well.
func (p ContributionFormPage) orPieces(ctx context.Context) string {
	if p.Pieces() {
		return t(ctx, "commons.form.or_pieces")
	}
	return ""
}

// withOptions are the people one may name.
func (p ContributionFormPage) withOptions() []ui.Option {
	var all []ui.Option
	for _, u := range p.Colleagues {
		all = append(all, ui.Option{Value: u.Ref, Text: u.Called()})
	}
	return all
}

func (p ContributionFormPage) version() string { return strconv.Itoa(p.Form.Version) }

// evidenceMode is the keyboard a phone shows for the evidence.
func evidenceMode(p ContributionFormPage) string {
	if p.Money() {
		return "text"
	}
	return "url"
}
