package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// KindsPage is the kinds of contributions that the collective added, and the form of another.
type KindsPage struct {
	Kinds []commons.Kind
	Form  commons.KindForm
	Wrong store.Invalid

	AloneNow int64 // beyond how many minutes of work a second person confirms
	Alone    commons.AloneForm
}

// alone is what was typed; else how it is.
func (p KindsPage) alone() string {
	if p.Wrong["alone"].Key != "" {
		return p.Alone.Minutes
	}
	return strconv.FormatInt(p.AloneNow, 10)
}

func (p KindsPage) mistakes(ctx context.Context) []ui.Mistake {
	var labels []string
	for _, l := range locales.All() {
		labels = append(labels, "name_"+l.Code, t(ctx, "kinds.name", "Language", l.Name))
	}
	return mistakes(ctx, p.Wrong, append(labels, "family", t(ctx, "kinds.group"), "alone", t(ctx, "kinds.alone"))...)
}

func groupOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, f := range commons.Groups() {
		all = append(all, ui.Option{Value: string(f), Text: familyName(ctx, f)})
	}
	return all
}

// kindCalled is what a kind is called: by the collective where it is its own.
func kindCalled(ctx context.Context, k commons.Kind) string {
	if name := k.Called(lang(ctx)); name != "" {
		return name
	}
	return kindName(ctx, k.Key)
}

// KindCalled says a kind of contribution, for lists that name it.
func KindCalled(ctx context.Context, k commons.Kind) string { return kindCalled(ctx, k) }

func offeredTone(k commons.Kind) ui.Tone {
	if k.Active {
		return ui.Good
	}
	return ui.Plain
}

func offeredWord(ctx context.Context, k commons.Kind) string {
	if k.Active {
		return t(ctx, "kinds.offered")
	}
	return t(ctx, "kinds.retired")
}
