package views

import (
	"context"
	"strings"

	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// ContributionSheetPage is a list of contributions somebody handed in, and what it would do.
type ContributionSheetPage struct {
	Batch  commons.Sheet
	Text   string
	Draft  bool // keep them as drafts
	Looked bool // it was looked through
	Wrong  store.Invalid
}

// then is what becomes of the lines.
func (p ContributionSheetPage) then() string {
	if p.Draft {
		return "draft"
	}
	return "send"
}

func batchThen(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "draft", Text: t(ctx, "batch.draft"), Hint: t(ctx, "batch.draft_more")}, {Value: "send", Text: t(ctx, "batch.send"), Hint: t(ctx, "batch.send_more")}}
}

// mistakenLines is how many lines have a mistake.
func (p ContributionSheetPage) mistakenLines() int {
	return p.count(func(l commons.SheetLine) bool { return len(l.Wrong) > 0 })
}

// lackingLines is how many lines would become drafts that cannot be sent yet.
func (p ContributionSheetPage) lackingLines() int {
	return p.count(func(l commons.SheetLine) bool { return len(l.Later) > 0 })
}

func (p ContributionSheetPage) count(is func(commons.SheetLine) bool) int {
	n := 0
	for _, l := range p.Batch.Lines {
		if is(l) {
			n++
		}
	}
	return n
}

// lineMistakes are the sentences about one line, each with the name of its column.
func lineMistakes(ctx context.Context, l commons.SheetLine) []ui.Mistake {
	return mistakes(ctx, l.Wrong, "choice", t(ctx, "commons.form.kind"), "kind", t(ctx, "commons.form.kind"), "title", t(ctx, "commons.form.title"), "from_on", t(ctx, "commons.form.from_on"),
		"to_on", t(ctx, "commons.form.to_on"), "hours", t(ctx, "commons.form.hours"), "minutes", t(ctx, "commons.form.minutes"), "amount", t(ctx, "commons.form.amount"), "pieces", t(ctx, "commons.form.pieces"),
		"for", t(ctx, "commons.form.for"), "for_name", t(ctx, "commons.form.for_name"), "evidence", t(ctx, "commons.form.evidence"), "visibility", t(ctx, "commons.form.visibility"), "body", t(ctx, "commons.form.body"))
}

// BatchExample is a line of the example list.
func BatchExample(ctx context.Context) []string {
	return []string{"2026-01-31", "", "translation", "1", "30", "", "", t(ctx, "batch.example"), "https://git.example/commit/abc", "", "", "public"}
}

// batchWord is one word for who may read a contribution, as a list writes it.
func batchWord(ctx context.Context, v commons.Visibility) string {
	switch v {
	case commons.AmountHidden:
		return t(ctx, "batch.word_hidden")
	case commons.Anonymous:
		return t(ctx, "batch.word_anonymous")
	}
	return t(ctx, "batch.word_public")
}

// BatchWords are those words in small letters, by what they mean.
func BatchWords(ctx context.Context) map[string]commons.Visibility {
	all := map[string]commons.Visibility{}
	for _, v := range commons.Visibilities {
		all[strings.ToLower(batchWord(ctx, v))] = v
	}
	return all
}
