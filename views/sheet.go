package views

import (
	"context"
	"strings"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// SheetPage is a text beside its translation.
type SheetPage struct {
	Sheet content.Sheet
	Team  content.Team
	Place content.Item     // where readers find it
	Open  string           // "waiting": only what waits
	Saved string           // the segment to which something was just done
	Did   string           // what
	Tried string           // the segment whose form came back
	Form  content.UnitForm // of it
	Wrong store.Invalid
	Met   bool   // somebody else saved meanwhile
	Lost  string // what was typed for a passage that the source has no longer
	Alone bool   // an answer for one passage alone: the progress goes along
}

// shown reports whether a line is drawn: with a filter, those that wait and the one just worked on.
func (p SheetPage) shown(l content.Line) bool {
	return p.Open != "waiting" || l.Wait != content.Nothing || l.Segment.Ref == p.Saved || l.Segment.Ref == p.Tried
}

func (p SheetPage) any(text content.SheetText) bool {
	for _, l := range text.Lines {
		if p.shown(l) {
			return true
		}
	}
	return false
}

// waiting counts the lines that wait for anything.
func (p SheetPage) waiting() int {
	return len(p.Sheet.Lines()) - p.Sheet.Waiting(content.Nothing)
}

// next is the first line after one (from the top without one, and round again) for which the reader can do something.
func (p SheetPage) next(me people.User, after string) string {
	lines := p.Sheet.Lines()
	start := 0
	for i, l := range lines {
		if l.Segment.Ref == after {
			start = i + 1
		}
	}
	for i := range lines {
		l := lines[(start+i)%len(lines)]
		if l.Segment.Ref != after && p.waitsFor(me, l) {
			return l.Segment.Ref
		}
	}
	return ""
}

// waitsFor reports whether a line waits for that person.
func (p SheetPage) waitsFor(me people.User, l content.Line) bool {
	switch l.Wait {
	case content.Nothing:
		return false
	case content.ForReader, content.ForSignature:
		return p.Team.MayAgree(me, l)
	}
	return true
}

func passageID(ref string) string { return "passage-" + ref }

// count of the tabs.
func (p SheetPage) tabs(ctx context.Context) []ui.Link {
	number := func(n int) string { return locales.Number(lang(ctx), int64(n)) }
	s := p.Sheet
	return []ui.Link{
		{Href: paths.SheetOpen(lang(ctx), s.Subject, s.To, ""), Text: t(ctx, "editors.sheet.all"), Count: number(len(s.Lines())), Current: p.Open != "waiting"},
		{Href: paths.SheetOpen(lang(ctx), s.Subject, s.To, "waiting"), Text: t(ctx, "editors.list.waiting"), Count: number(p.waiting()), Current: p.Open == "waiting"},
	}
}

// counts are what waits, in words.
func (p SheetPage) counts(ctx context.Context) string {
	var parts []string
	for _, w := range content.Waits {
		if n := p.Sheet.Waiting(w); n > 0 {
			parts = append(parts, waitCount(ctx, w, n))
		}
	}
	return strings.Join(parts, " · ")
}

// readHref is where readers find the text, in the language of the translation; empty when there is no such page.
func (p SheetPage) readHref() string {
	i := p.Place
	switch {
	case i.Slug == "":
		return ""
	case i.Kind != "":
		return paths.Written(p.Sheet.To, i.Kind, i.Slug)
	case i.Subject.Type == "service":
		return paths.ServiceAt(p.Sheet.To, i.Slug)
	case i.Subject.Type == "offer":
		return paths.OfferAt(p.Sheet.To, i.Slug)
	}
	return ""
}

// mistakes are what is wrong with the form that came back.
func (p SheetPage) mistakes(ctx context.Context) []ui.Mistake {
	var list []ui.Mistake
	for _, m := range mistakes(ctx, p.Wrong, "target", t(ctx, "editors.sheet.field"), "reason", t(ctx, "editors.sheet.remark"), "why", t(ctx, "editors.sheet.why")) {
		list = append(list, ui.Mistake{Field: m.Field + "-" + p.Tried, Text: m.Text})
	}
	return list
}

// typed is what stands in the form of a line: what came back, else what is kept.
func (p SheetPage) typed(l content.Line) content.UnitForm {
	if p.Tried == l.Segment.Ref {
		return p.Form
	}
	return content.UnitForm{Target: l.Unit.Target, Version: l.Unit.Version, SourceHash: l.Segment.Hash}
}

func (p SheetPage) wrongAt(ctx context.Context, l content.Line, field string) string {
	if p.Tried != l.Segment.Ref {
		return ""
	}
	return said(ctx, p.Wrong, field)
}

// target is the field of a translation.
func (p SheetPage) target(ctx context.Context, n int, l content.Line) ui.Input {
	return ui.Input{
		Name: "target", ID: "target-" + l.Segment.Ref, Label: t(ctx, "editors.sheet.in", "N", n, "Language", locales.LanguageName(lang(ctx), p.Sheet.To)), Value: p.typed(l).Target,
		Error: p.wrongAt(ctx, l, "target"), Lang: htmlCode(p.Sheet.To), Rows: max(2, len([]rune(l.Segment.Text))/55+1),
	}
}

// reason is the field of a remark, or of why a text is one of its own.
func (p SheetPage) reason(ctx context.Context, l content.Line, name, label, hint string) ui.Input {
	in := ui.Input{Name: name, ID: name + "-" + l.Segment.Ref, Label: label, Hint: hint, Error: p.wrongAt(ctx, l, name), Rows: 2, Max: 500}
	if p.Tried == l.Segment.Ref {
		in.Value = p.Form.Reason
	}
	return in
}

// writing reports whether the field of a line stands open: there is something to write.
func (p SheetPage) writing(l content.Line) bool {
	switch l.Wait {
	case content.ForWords, content.ForChanges, content.ForCheck:
		return true
	}
	return false
}

// proposing is how loudly a form asks for a reader: saying yes comes first where that is what the passage waits for.
func (p SheetPage) proposing(l content.Line) ui.Kind {
	if p.writing(l) {
		return ui.Primary
	}
	return ui.Secondary
}

// opened reports whether a folded part of a line's form stands open, because something in it is wrong.
func (p SheetPage) opened(l content.Line, fields ...string) bool {
	for _, f := range fields {
		if p.Tried == l.Segment.Ref && (p.Wrong[f].Key != "" || f == "target" && p.Met) {
			return true
		}
	}
	return false
}
