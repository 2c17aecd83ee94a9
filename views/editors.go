package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// TextList is the editors' desk: what is written, and how far it has come in each language.
type TextList struct {
	Filter content.DeskFilter
	Page   store.Page[content.Item]
}

// languages are the columns: the language asked for, or all.
func (l TextList) languages() []locales.Language {
	var shown []locales.Language
	for _, one := range locales.All() {
		if l.Filter.Lang == "" || l.Filter.Lang == one.Code {
			shown = append(shown, one)
		}
	}
	return shown
}

func (l TextList) heads(ctx context.Context) []ui.Col {
	cols := []ui.Col{ui.Text(t(ctx, "editors.list.text"))}
	for _, one := range l.languages() {
		cols = append(cols, ui.Text(one.Name))
	}
	return append(cols, ui.Text(t(ctx, "editors.list.changed")))
}

func (l TextList) next(ctx context.Context) ui.Link {
	f := l.Filter
	return nextPage(ctx, paths.Texts(lang(ctx)), l.Page.Next, "q", f.Query, "kind", f.Type, "lang", f.Lang, "open", f.Open)
}

// narrowed reports whether the list shows a part only.
func (l TextList) narrowed() bool {
	f := l.Filter
	return f.Query+f.Type+f.Lang+f.Open != ""
}

// sourceHref is where a text is changed in the language it was written in, if the reader may; else empty.
func sourceHref(ctx context.Context, i content.Item) string {
	operator := me(ctx).Is(people.Operator)
	switch {
	case i.Kind != "":
		return paths.EditPage(lang(ctx), content.Page{Ref: i.Subject.Ref})
	case operator && i.Subject.Type == "service":
		return paths.EditService(lang(ctx), catalogue.Service{Slug: i.Slug})
	case operator && i.Subject.Type == "offer":
		return paths.EditOffer(lang(ctx), catalogue.Offer{Slug: i.Slug})
	case operator && i.Subject.Type == "upstream":
		return paths.EditUpstream(lang(ctx), catalogue.Upstream{Slug: i.Slug})
	}
	return ""
}

// sheetTabs lead those who may translate to the sheets of a subject.
func sheetTabs(ctx context.Context, s content.Subject, from string) []ui.Link {
	var all []ui.Link
	for _, l := range others(from) {
		if content.MayTranslate(me(ctx)) && from != "" {
			all = append(all, ui.Link{Href: paths.Sheet(lang(ctx), s, l.Code), Text: t(ctx, "editors.form.translate", "Language", locales.LanguageName(lang(ctx), l.Code))})
		}
	}
	return all
}

// textHref is where a text is changed: in its form, else in its translation; empty when there is neither.
func textHref(ctx context.Context, i content.Item) string {
	if href := sourceHref(ctx, i); href != "" {
		return href
	}
	for _, l := range locales.All() {
		if l.Code != i.Lang {
			return paths.Sheet(lang(ctx), i.Subject, l.Code)
		}
	}
	return ""
}

// subjectTypes are the types of texts beside pages, for the filter.
var subjectTypes = []string{"service", "offer", "upstream", "incident", "charter_promise", "processor", "collective"}

// textKind says what sort of text a kind of page or a type of subject is.
func textKind(ctx context.Context, kind string) string {
	switch kind {
	case string(content.KindPage):
		return t(ctx, "editors.kind.page")
	case string(content.KindGuide):
		return t(ctx, "editors.kind.guide")
	case string(content.KindHelp):
		return t(ctx, "editors.kind.help")
	case string(content.KindNews):
		return t(ctx, "editors.kind.news")
	case string(content.KindLegal):
		return t(ctx, "editors.kind.legal")
	case "service":
		return t(ctx, "editors.kind.service")
	case "offer":
		return t(ctx, "editors.kind.offer")
	case "upstream":
		return t(ctx, "editors.kind.upstream")
	case "incident":
		return t(ctx, "editors.kind.incident")
	case "charter_promise":
		return t(ctx, "editors.kind.charter_promise")
	case "processor":
		return t(ctx, "editors.kind.processor")
	}
	return t(ctx, "editors.kind.collective")
}

// itemKind says what sort of text a line of the desk is.
func itemKind(ctx context.Context, i content.Item) string {
	if i.Kind != "" {
		return textKind(ctx, string(i.Kind))
	}
	return textKind(ctx, i.Subject.Type)
}

func kindOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "editors.list.any_kind")}}
	for _, k := range content.Kinds {
		all = append(all, ui.Option{Value: string(k), Text: textKind(ctx, string(k))})
	}
	for _, name := range subjectTypes {
		all = append(all, ui.Option{Value: name, Text: textKind(ctx, name)})
	}
	return all
}

func textLangOptions(ctx context.Context) []ui.Option {
	return append([]ui.Option{{Value: "", Text: t(ctx, "editors.list.any_lang")}}, languageOptions()...)
}

func openOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "editors.list.any_open")}, {Value: "any", Text: t(ctx, "editors.list.waiting")}}
	for _, w := range content.Waits {
		all = append(all, ui.Option{Value: string(w), Text: waitName(ctx, w)})
	}
	return append(all, ui.Option{Value: "draft", Text: t(ctx, "editors.list.draft")})
}

// waitName says what a translation waits for, in a word or two.
func waitName(ctx context.Context, w content.Wait) string {
	switch w {
	case content.ForCheck:
		return t(ctx, "editors.wait.stale")
	case content.ForChanges:
		return t(ctx, "editors.wait.changes")
	case content.ForReader:
		return t(ctx, "editors.wait.review")
	case content.ForSignature:
		return t(ctx, "editors.wait.signature")
	case content.ForWords:
		return t(ctx, "editors.wait.missing")
	}
	return t(ctx, "editors.wait.ready")
}

func waitTone(w content.Wait) ui.Tone {
	switch w {
	case content.ForCheck, content.ForChanges:
		return ui.Warn
	case content.ForReader, content.ForSignature:
		return ui.Info
	case content.ForWords:
		return ui.Plain
	}
	return ui.Good
}

// waitCount says how many passages wait for something.
func waitCount(ctx context.Context, w content.Wait, n int) string {
	number := locales.Number(lang(ctx), int64(n))
	switch w {
	case content.ForCheck:
		return t(ctx, "editors.count.stale", "N", number)
	case content.ForChanges:
		return t(ctx, "editors.count.changes", "N", number)
	case content.ForReader:
		return t(ctx, "editors.count.review", "N", number)
	case content.ForSignature:
		return t(ctx, "editors.count.signature", "N", number)
	}
	return t(ctx, "editors.count.missing", "N", number)
}

// mostUrgent is what a text waits for first in a language.
func mostUrgent(p content.Progress) content.Wait {
	for _, w := range content.Waits {
		if p.Waiting(w) > 0 {
			return w
		}
	}
	return content.Nothing
}

// progressWord is that in a word; where nobody has begun, that.
func progressWord(ctx context.Context, p content.Progress) string {
	if !p.Begun() {
		return t(ctx, "editors.wait.not_begun")
	}
	return waitName(ctx, mostUrgent(p))
}

// progressMore counts what is ready and what waits.
func progressMore(ctx context.Context, p content.Progress) string {
	parts := []string{t(ctx, "editors.count.ready", "N", locales.Number(lang(ctx), int64(p.Ready)), "All", locales.Number(lang(ctx), int64(p.Segments)))}
	for _, w := range content.Waits {
		if n := p.Waiting(w); n > 0 {
			parts = append(parts, waitCount(ctx, w, n))
		}
	}
	return strings.Join(parts, " · ")
}

// progressHref leads into the sheet: to what waits, else to everything.
func progressHref(ctx context.Context, i content.Item, to string) string {
	if mostUrgent(i.Of(to)) == content.Nothing {
		return paths.Sheet(lang(ctx), i.Subject, to)
	}
	return paths.SheetOpen(lang(ctx), i.Subject, to, "waiting")
}

// TextRows are the rows of the list as a file, heads first.
func TextRows(ctx context.Context, l TextList, items []content.Item) [][]string {
	head := []string{t(ctx, "editors.list.text"), t(ctx, "editors.list.kind"), t(ctx, "editors.list.written_in"), t(ctx, "editors.list.published"), t(ctx, "editors.list.changed")}
	for _, one := range l.languages() {
		head = append(head, one.Name, t(ctx, "editors.list.ready_in", "Language", one.Name), t(ctx, "editors.list.passages_in", "Language", one.Name))
	}
	rows := [][]string{head}
	for _, i := range items {
		public := t(ctx, "editors.list.no")
		if i.Public {
			public = t(ctx, "editors.list.yes")
		}
		row := []string{store.Cell(i.Title), itemKind(ctx, i), ownName(i.Lang), public, i.UpdatedAt.Format("2006-01-02")}
		for _, one := range l.languages() {
			p := i.Of(one.Code)
			word := progressWord(ctx, p)
			if one.Code == i.Lang {
				word, p.Ready = t(ctx, "editors.list.original"), p.Segments
			}
			row = append(row, word, strconv.Itoa(p.Ready), strconv.Itoa(p.Segments))
		}
		rows = append(rows, row)
	}
	return rows
}

// editorsFlash is what was just done to a page.
func editorsFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "page_created":
		return t(ctx, "editors.flash.created")
	case "page_published":
		return t(ctx, "editors.flash.published")
	case "page_hidden":
		return t(ctx, "editors.flash.hidden")
	}
	return ""
}
