package views

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// PageDraft is the form of a page, as an editor fills it in.
type PageDraft struct {
	Page     content.Page // zero: a new one
	Form     content.PageForm
	Wrong    store.Invalid
	Theirs   *content.PageForm // what somebody else saved meanwhile
	Preview  bool
	Sketched bool              // a card or a row was just added or moved: nothing is saved
	Place    int               // of that card or row
	Services []catalogue.Place // for the rows of a guide
}

func (p PageDraft) new() bool { return p.Page.ID == 0 }

func (p PageDraft) title(ctx context.Context) string {
	if p.new() {
		return t(ctx, "editors.form.new", "Kind", strings.ToLower(textKind(ctx, string(p.Form.Kind))))
	}
	return t(ctx, "editors.form.edit", "Title", p.Page.Title.Value)
}

func (p PageDraft) action(ctx context.Context) string {
	if p.new() {
		return paths.Pages(lang(ctx))
	}
	return paths.EditPage(lang(ctx), p.Page)
}

// trail is the way to the form.
func (p PageDraft) trail(ctx context.Context) []ui.Link {
	self := t(ctx, "editors.form.new_short")
	if !p.new() {
		self = p.Page.Title.Value
	}
	return []ui.Link{{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")}, {Href: paths.Texts(lang(ctx)), Text: t(ctx, "editors.title")}, {Text: self}}
}

// home reports whether the page is the first one of the portal.
func (p PageDraft) home() bool {
	return p.Form.Kind == content.KindPage && p.Page.Slug == "home" && !p.new()
}

// partKind is which parts such a page has; empty for none.
func (p PageDraft) partKind() content.PartKind {
	switch {
	case p.Form.Kind == content.KindGuide:
		return content.PartRow
	case p.Form.Kind == content.KindPage:
		return content.PartCard
	}
	return ""
}

// field is one field of the form. Where somebody else saved another text, it is said as a hint.
func (p PageDraft) field(ctx context.Context, name, label, hint string, of func(content.PageForm) string) ui.Input {
	in := ui.Input{Name: name, Label: label, Hint: hint, Value: of(p.Form), Error: said(ctx, p.Wrong, name)}
	if p.differs(of) {
		in.Hint = t(ctx, "keeping.theirs", "Value", orNothing(ctx, of(*p.Theirs)))
	}
	return in
}

// text is a field of words in the page's own language.
func (p PageDraft) text(ctx context.Context, name, label, hint string, max int, of func(content.PageForm) string) ui.Input {
	in := p.field(ctx, name, label, hint, of)
	in.Max, in.Lang = max, htmlCode(p.Form.SourceLang)
	return in
}

// optionalField is the same field where nothing has to be written.
func optionalField(ctx context.Context, in ui.Input) ui.Input {
	in.Optional = t(ctx, "page.optional")
	return in
}

func (p PageDraft) differs(of func(content.PageForm) string) bool {
	return p.Theirs != nil && unixLines(of(*p.Theirs)) != unixLines(of(p.Form))
}

// theirParts are the cards and rows that somebody else saved, each on a line, where they differ.
func (p PageDraft) theirParts() string {
	said := func(f content.PageForm) string {
		var lines []string
		for _, part := range f.Parts {
			line := strings.Join([]string{part.Title, part.Words, part.Today, part.Here, part.Lose, part.Link}, " · ")
			if !part.Empty() {
				lines = append(lines, strings.Trim(strings.ReplaceAll(line, " ·  · ", " · "), " ·"))
			}
		}
		return strings.Join(lines, "\n")
	}
	if p.differs(said) {
		return said(*p.Theirs)
	}
	return ""
}

// mistakes are what is wrong with the form, in the order of its fields.
func (p PageDraft) mistakes(ctx context.Context) []ui.Mistake {
	labels := []string{
		"kind", t(ctx, "editors.list.kind"), "title", t(ctx, "editors.field.title"), "summary", t(ctx, "editors.field.summary"), "lead", t(ctx, "editors.field.lead"), "body", t(ctx, "editors.field.body"),
	}
	for i := range p.Form.Parts {
		for _, name := range []string{"today", "here", "lose", "title", "words", "link"} {
			labels = append(labels, content.PartField(i, name), partLabel(ctx, name))
		}
	}
	return mistakes(ctx, p.Wrong, append(labels, "slug", t(ctx, "editors.form.slug"), "topic", t(ctx, "editors.field.topic"), "position", t(ctx, "editors.form.position"),
		"dated_on", t(ctx, "editors.form.dated_on"), "reviewed_on", t(ctx, "editors.form.reviewed_on"), "effective_on", t(ctx, "editors.form.effective_on"))...)
}

// partLabel names a field of a card or a row.
func partLabel(ctx context.Context, name string) string {
	switch name {
	case "today":
		return t(ctx, "guides.today")
	case "here":
		return t(ctx, "guides.here")
	case "lose":
		return t(ctx, "guides.lose")
	case "words":
		return t(ctx, "editors.field.words")
	case "link":
		return t(ctx, "editors.form.link")
	}
	return t(ctx, "editors.field.title")
}

// part is a field of one card or row.
func (p PageDraft) part(ctx context.Context, place int, name, value string) ui.Input {
	at := content.PartField(place, name)
	return ui.Input{Name: at, Label: partLabel(ctx, name), Value: value, Error: said(ctx, p.Wrong, at), Max: 400, Lang: htmlCode(p.Form.SourceLang)}
}

// serviceOptions are the services that a row of a guide may lead to.
func (p PageDraft) serviceOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "editors.form.no_service")}}
	for _, s := range p.Services {
		all = append(all, ui.Option{Value: s.Slug, Text: s.Name})
	}
	return all
}

// previewed is what is typed, as readers will see it.
func (p PageDraft) previewed(ctx context.Context) content.Text {
	return content.Text{Value: p.Form.Body, Lang: p.Form.SourceLang, Wanted: lang(ctx), From: p.Form.SourceLang, Format: content.Markdown}
}

func previewHTML(ctx context.Context, text content.Text) string {
	return text.HTML(content.Dress{HeadingFrom: 3, Prefix: "preview-", Link: func(address string) string { return textLink(ctx, address) }, Values: placeholders(ctx), Missing: unsaid(ctx)})
}

// sketch is the address of the form for a button that saves nothing, down to where its answer stands.
func (p PageDraft) sketch(ctx context.Context, id string) string { return p.action(ctx) + "#" + id }

func partID(place int) string { return "part-" + strconv.Itoa(place) }

// others are the languages that a page can be translated into.
func others(from string) []locales.Language {
	return slices.DeleteFunc(slices.Clone(locales.All()), func(l locales.Language) bool { return l.Code == from })
}

// kindHint says what a kind of page is for.
func kindHint(ctx context.Context, k content.Kind) string {
	switch k {
	case content.KindGuide:
		return t(ctx, "editors.kind_hint.guide")
	case content.KindHelp:
		return t(ctx, "editors.kind_hint.help")
	case content.KindNews:
		return t(ctx, "editors.kind_hint.news")
	case content.KindLegal:
		return t(ctx, "editors.kind_hint.legal")
	}
	return t(ctx, "editors.kind_hint.page")
}

// sign is one thing to write in a text, and what becomes of it.
type sign struct{ Typed, Result string }

// signs are how to set out a text.
func signs(ctx context.Context) []sign {
	return []sign{
		{"## " + t(ctx, "editors.signs.heading"), t(ctx, "editors.signs.heading_is")},
		{"**" + t(ctx, "editors.signs.words") + "**", t(ctx, "editors.signs.bold_is")},
		{"*" + t(ctx, "editors.signs.words") + "*", t(ctx, "editors.signs.italic_is")},
		{"- " + t(ctx, "editors.signs.item"), t(ctx, "editors.signs.list_is")},
		{"1. " + t(ctx, "editors.signs.item"), t(ctx, "editors.signs.steps_is")},
		{"[" + t(ctx, "editors.signs.words") + "](https://…)", t(ctx, "editors.signs.link_is")},
		{"[" + t(ctx, "editors.signs.words") + "](/fr/help/…)", t(ctx, "editors.signs.own_link_is")},
		{"> " + t(ctx, "editors.signs.words"), t(ctx, "editors.signs.quote_is")},
	}
}

// filledIn are the words that the portal fills in by itself, with what they say today.
func filledIn(ctx context.Context) []sign {
	var all []sign
	for name, value := range placeholders(ctx) {
		if value == "" {
			value = unsaid(ctx)
		}
		all = append(all, sign{"{{" + name + "}}", value})
	}
	slices.SortFunc(all, func(a, b sign) int { return strings.Compare(a.Typed, b.Typed) })
	return all
}

func pageSummary(ctx context.Context, p PageDraft) ui.Input {
	in := p.text(ctx, "summary", t(ctx, "editors.field.summary"), t(ctx, "editors.form.summary_hint"), 400, func(f content.PageForm) string { return f.Summary })
	in.Rows = 3
	return in
}

func pageSlug(ctx context.Context, p PageDraft) ui.Input {
	in := p.field(ctx, "slug", t(ctx, "editors.form.slug"), t(ctx, "editors.form.slug_hint", "Address", paths.Written(lang(ctx), p.Form.Kind, "")), func(f content.PageForm) string { return f.Slug })
	in.Attrs = ui.Attrs{"spellcheck": "false", "autocapitalize": "none"}
	in.Max = 80
	return in
}

func pagePosition(ctx context.Context, p PageDraft) ui.Input {
	in := p.field(ctx, "position", t(ctx, "editors.form.position"), t(ctx, "editors.form.position_hint"), func(f content.PageForm) string { return f.Place })
	in.InputMode, in.Short, in.Max = "numeric", true, 6
	return in
}

func partLinkField(ctx context.Context, p PageDraft, place int, f content.PartForm) ui.Input {
	in := p.part(ctx, place, "link", f.Link)
	in.Hint, in.Lang, in.Max = t(ctx, "editors.form.link_hint"), "", 200
	return in
}
