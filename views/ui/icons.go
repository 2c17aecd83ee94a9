package ui

import (
	"context"
	"io"
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// IconName is the name of an icon of lucide.dev that we carry (icons_gen.go).
type IconName string

const iconHead = `<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"` +
	` stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">`

// Icon draws a small sign beside a word. It never stands for the word, so screen readers skip it.
func Icon(name IconName) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, iconHead+icons[name]+"</svg>")
		return err
	})
}

// IconNames are the names of all icons, in order.
func IconNames() []IconName { return slices.Sorted(maps.Keys(icons)) }
