// Package views draws pages from models and asks nothing itself.
package views

import (
	"context"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// Frame is what every page shows round its content.
type Frame struct {
	Me          people.User
	Host        collective.Collective
	Words       content.Host        // what it says of itself, in the reader's language
	Org         people.Organisation // the organisation in the address, if any
	BaseURL     string
	Path        string // of this page, with its language
	Query       string
	Today       string // in the collective's zone, YYYY-MM-DD
	Theme       string // light, dark, or empty: the machine's
	Flash       string // locale key to say once
	Withheld    bool   // one of the staff who has not shown a second means, which their rights ask for
	Development bool
	Version     string
}

type frameKey struct{}

// WithFrame returns a context that carries the frame.
func WithFrame(ctx context.Context, f *Frame) context.Context {
	return context.WithValue(ctx, frameKey{}, f)
}

// FrameOf returns the frame of the page being drawn; outside a request an empty one.
func FrameOf(ctx context.Context) *Frame {
	if f, ok := ctx.Value(frameKey{}).(*Frame); ok {
		return f
	}
	return &Frame{}
}

// Framed reports whether ctx has the frame of a page.
func Framed(ctx context.Context) bool {
	_, ok := ctx.Value(frameKey{}).(*Frame)
	return ok
}

// In is the address of this page in another language.
func (f Frame) In(code string) string {
	parts := strings.SplitN(f.Path, "/", 3)
	rest := ""
	if len(parts) == 3 {
		rest = parts[2]
	}
	target := "/" + code + "/" + rest
	if f.Query != "" {
		target += "?" + f.Query
	}
	return target
}

func t(ctx context.Context, key string, args ...any) string {
	return locales.T(locales.Lang(ctx), key, args...)
}

func tn(ctx context.Context, key string, n int, args ...any) string {
	return locales.N(locales.Lang(ctx), key, n, args...)
}

func lang(ctx context.Context) string { return locales.Lang(ctx) }

func me(ctx context.Context) people.User { return FrameOf(ctx).Me }

// said is the sentence about a field, or empty.
func said(ctx context.Context, wrong store.Invalid, field string) string {
	return wrongText(ctx, wrong[field])
}

// wrongText is a mistake as a sentence, or empty when there is none.
func wrongText(ctx context.Context, w store.Wrong) string {
	if w.Key == "" {
		return ""
	}
	var args []any
	for name, value := range w.Args {
		switch amount := value.(type) {
		case billing.BasisPoints:
			value = bp(ctx, int(amount))
		case time.Time:
			value = locales.Date(locales.Lang(ctx), amount)
		case commons.Cash:
			value = money(ctx, int64(amount))
		}
		if amount, ok := value.(commons.Euros); ok {
			value = money(ctx, int64(amount))
		}
		args = append(args, name, value)
	}
	return locales.T(locales.Lang(ctx), w.Key, args...)
}

// mistakes lists what is wrong with a form in the order of its fields; labels name the fields, alternating field name and label.
func mistakes(ctx context.Context, wrong store.Invalid, labels ...string) []ui.Mistake {
	var list []ui.Mistake
	for i := 0; i+1 < len(labels); i += 2 {
		if text := said(ctx, wrong, labels[i]); text != "" {
			list = append(list, ui.Mistake{Field: labels[i], Text: t(ctx, "error.at_field", "Label", labels[i+1], "Text", text)})
		}
	}
	return list
}
