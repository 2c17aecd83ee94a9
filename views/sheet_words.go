package views

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"chatiere/models/content"
	"chatiere/models/content/markdown"
	"chatiere/views/ui"
)

// translationState says how far a translation has come.
func translationState(ctx context.Context, l content.Line) string {
	if l.Wait == content.ForCheck || l.Wait == content.ForSignature {
		return waitName(ctx, l.Wait)
	}
	switch l.State() {
	case content.MachineDraft:
		return t(ctx, "editors.state.mt_draft")
	case content.Draft:
		return t(ctx, "editors.state.draft")
	case content.InReview:
		return t(ctx, "editors.wait.review")
	case content.ChangesRequested:
		return t(ctx, "editors.wait.changes")
	case content.Reviewed:
		return t(ctx, "editors.state.reviewed")
	case content.Approved:
		return t(ctx, "editors.state.approved")
	case content.Adapted:
		return t(ctx, "editors.state.adapted")
	case content.DoNotTranslate:
		return t(ctx, "editors.state.do_not_translate")
	}
	return t(ctx, "editors.wait.missing")
}

// didWords say what was just done to a passage.
func didWords(ctx context.Context, did string) string {
	switch did {
	case string(content.Draft):
		return t(ctx, "editors.did.draft")
	case string(content.InReview):
		return t(ctx, "editors.did.in_review")
	case string(content.Reviewed):
		return t(ctx, "editors.did.reviewed")
	case string(content.Approved):
		return t(ctx, "editors.did.approved")
	case string(content.ChangesRequested):
		return t(ctx, "editors.did.changes_requested")
	case string(content.Adapted):
		return t(ctx, "editors.did.adapted")
	case "checked":
		return t(ctx, "editors.did.checked")
	case "meanwhile":
		return t(ctx, "editors.did.meanwhile")
	}
	return t(ctx, "flash.saved")
}

func didTone(did string) ui.Tone {
	if did == "meanwhile" {
		return ui.Warn
	}
	return ui.Good
}

// fieldName says which text of its page or service a text is.
func fieldName(ctx context.Context, d content.Document) string {
	switch d.Field {
	case "title":
		return t(ctx, "editors.field.title")
	case "summary":
		return t(ctx, "editors.field.summary")
	case "topic":
		return t(ctx, "editors.field.topic")
	case "lead":
		return t(ctx, "editors.field.lead")
	case "body":
		return t(ctx, "editors.field.body")
	case "words":
		return t(ctx, "editors.field.words")
	case "today":
		return t(ctx, "guides.today")
	case "here":
		return t(ctx, "guides.here")
	case "lose":
		return t(ctx, "guides.lose")
	}
	return catalogueField(ctx, d.Field)
}

func catalogueField(ctx context.Context, field string) string {
	switch field {
	case "name", "symbolic_name", "standard_name", "supportive_name":
		return t(ctx, "editors.field.name")
	case "symbolic_covers", "standard_covers", "supportive_covers":
		return t(ctx, "editors.field.covers")
	case "need":
		return t(ctx, "editors.field.need")
	case "for":
		return t(ctx, "editors.field.for_whom")
	case "first":
		return t(ctx, "editors.field.first")
	case "leaving":
		return t(ctx, "editors.field.leaving")
	case "delivery":
		return t(ctx, "editors.field.delivery")
	case "licence_note":
		return t(ctx, "editors.field.licence_note")
	case "funding_note":
		return t(ctx, "editors.field.funding_note")
	case "mediator":
		return t(ctx, "editors.field.mediator")
	case "notice":
		return t(ctx, "editors.field.notice")
	case "redistribution":
		return t(ctx, "editors.field.redistribution")
	case "tagline":
		return t(ctx, "editors.field.tagline")
	}
	return t(ctx, "editors.field.words")
}

// stretch is a run of words, or the mark of a hole.
type stretch struct {
	Text string
	Hole bool
}

var holeMark = regexp.MustCompile(`⟦\d+⟧`)

// atHoles parts a text at its holes.
func atHoles(text string) []stretch {
	var all []stretch
	at := 0
	for _, m := range holeMark.FindAllStringIndex(text, -1) {
		if m[0] > at {
			all = append(all, stretch{text[at:m[0]], false})
		}
		all = append(all, stretch{text[m[0]:m[1]], true})
		at = m[1]
	}
	if at < len(text) {
		all = append(all, stretch{text[at:], false})
	}
	return all
}

// holeWords say what each hole of a line stands for.
func holeWords(ctx context.Context, holes []markdown.Hole) []string {
	var all []string
	for i, h := range holes {
		all = append(all, "⟦"+strconv.Itoa(i+1)+"⟧ "+holeWord(ctx, h))
	}
	return all
}

func holeWord(ctx context.Context, h markdown.Hole) string {
	has := func(part string) bool { return strings.Contains(h.Kind, part) }
	switch {
	case has("+link"):
		return t(ctx, "editors.hole.link")
	case has("-link"):
		return t(ctx, "editors.hole.link_end")
	case has("+strong"):
		return t(ctx, "editors.hole.bold")
	case has("-strong"):
		return t(ctx, "editors.hole.bold_end")
	case has("+em"):
		return t(ctx, "editors.hole.italic")
	case has("-em"):
		return t(ctx, "editors.hole.italic_end")
	case has("break"):
		return t(ctx, "editors.hole.newline")
	}
	return t(ctx, "editors.hole.kept", "Text", strings.TrimSpace(h.Payload))
}

// warnings are what the checks advise, beside what they forbid.
func warnings(ctx context.Context, l content.Line) []string {
	var all []string
	for _, f := range l.Findings {
		switch f.ID {
		case "same_as_source":
			all = append(all, t(ctx, "editors.warn.same"))
		case "fr_spacing":
			all = append(all, t(ctx, "editors.warn.spacing"))
		case "end_punct":
			all = append(all, t(ctx, "editors.warn.end"))
		case "double_space":
			all = append(all, t(ctx, "editors.warn.double"))
		}
	}
	return all
}
