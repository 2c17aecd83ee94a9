package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/store"
	"chatiere/views/ui"
)

// Edited is a form that several people may have open (decisions.md 31): what was typed, what somebody else saved meanwhile, what is wrong.
type Edited[F any] struct {
	Form   F
	Theirs *F
	Wrong  store.Invalid
	Typed  map[string]string // whole numbers as they were typed
}

// text is a field of the form; where somebody else saved another text meanwhile, it is said as a hint.
func (e Edited[F]) text(ctx context.Context, name, label, hint string, max int, of func(F) string) ui.Input {
	in := ui.Input{Name: name, Label: label, Hint: hint, Value: of(e.Form), Error: said(ctx, e.Wrong, name), Max: max}
	if e.Theirs != nil && unixLines(of(*e.Theirs)) != unixLines(of(e.Form)) {
		in.Hint = t(ctx, "keeping.theirs", "Value", orNothing(ctx, of(*e.Theirs)))
	}
	return in
}

// maybe is the same for a field that may stay empty.
func (e Edited[F]) maybe(ctx context.Context, name, label, hint string, max int, of func(F) string) ui.Input {
	in := e.text(ctx, name, label, hint, max, of)
	in.Optional = t(ctx, "page.optional")
	return in
}

// list is a field for short things with commas between them; they are kept one a line.
func (e Edited[F]) list(ctx context.Context, name, label, hint string, of func(F) string) ui.Input {
	return e.maybe(ctx, name, label, hint, 400, func(f F) string { return strings.Join(strings.Split(of(f), "\n"), ", ") })
}

// perLine is a field for things typed one a line, and for long texts.
func (e Edited[F]) perLine(ctx context.Context, name, label, hint string, rows int, of func(F) string) ui.Input {
	in := e.maybe(ctx, name, label, hint, 8000, of)
	in.Rows = rows
	return in
}

// number is a field for a whole number that may stay empty; 0 is shown as nothing.
func (e Edited[F]) number(ctx context.Context, name, label, hint, unit string, of func(F) int) ui.Input {
	in := e.maybe(ctx, name, label, hint, 9, func(f F) string { return orBlank(of(f)) })
	if typed, ok := e.Typed[name]; ok {
		in.Value = typed
	}
	in.InputMode, in.Short, in.Unit = "numeric", true, unit
	return in
}

// choice is a question of the form.
func (e Edited[F]) choice(ctx context.Context, name, label, hint string, options []ui.Option, of func(F) string) ui.Choice {
	q := ui.Choice{Name: name, Label: label, Hint: hint, Value: of(e.Form), Error: said(ctx, e.Wrong, name), Options: options}
	if e.Theirs == nil || of(*e.Theirs) == of(e.Form) {
		return q
	}
	theirs := ""
	for _, o := range options {
		if o.Value == of(*e.Theirs) {
			theirs = o.Text
		}
	}
	q.Hint = t(ctx, "keeping.theirs", "Value", orNothing(ctx, theirs))
	return q
}

func orBlank(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func orNothing(ctx context.Context, text string) string {
	if strings.TrimSpace(text) == "" {
		return t(ctx, "keeping.nothing")
	}
	return text
}

// unixLines makes texts that came from a form comparable with those that were saved.
func unixLines(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// labelOf finds a field's label among pairs of names and labels.
func labelOf(labels []string, name string) string {
	for i := 0; i+1 < len(labels); i += 2 {
		if labels[i] == name {
			return labels[i+1]
		}
	}
	return name
}
