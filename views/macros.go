package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// MacroList is the list of ready answers; for a ticket, to choose one.
type MacroList struct {
	Macros []support.Macro
	For    support.Ticket // zero: for nobody
}

// MacroPage is the form of a ready answer.
type MacroPage struct {
	Macro support.Macro // zero: a new one
	Form  support.MacroForm
	Wrong store.Invalid
	Stale bool // somebody else changed it meanwhile
}

func (p MacroPage) action(lang string) string {
	if p.Macro.ID == 0 {
		return paths.Macros(lang)
	}
	return paths.Macro(lang, p.Macro)
}

// mistakes are what is wrong with the form.
func (p MacroPage) mistakes(ctx context.Context) []ui.Mistake {
	labels := []string{"name", t(ctx, "macros.name")}
	for _, l := range locales.All() {
		labels = append(labels, "text_"+l.Code, t(ctx, "macros.text", "Language", l.Name))
	}
	return mistakes(ctx, p.Wrong, labels...)
}

// macroLanguages are the languages a ready answer is written in.
func macroLanguages(ctx context.Context, m support.Macro) string {
	var names []string
	for _, text := range m.Texts {
		names = append(names, ownName(text.Lang))
	}
	return locales.List(lang(ctx), names)
}
