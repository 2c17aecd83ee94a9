package markdown

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// reparse fails when the document built with this translation has other blocks, links or marks than its source.
func reparse(_, tgt string, ctx Context) bool {
	if _, ok := ctx.block(); !ok {
		return false
	}
	built := Build(ctx.Source, ctx.Blocks, map[int]string{ctx.At: tgt})
	return !shapeOf(ctx.Source).equal(shapeOf(built))
}

var noTags = bluemonday.StrictPolicy()

// unsafeHTML fails when the words hold a tag, or not as many "<" as the source.
func unsafeHTML(src, tgt string, _ Context) bool {
	if strings.Count(src, "<") != strings.Count(tgt, "<") {
		return true
	}
	return dropped(tgt) && !dropped(src)
}

// dropped reports whether cleaning takes anything away.
func dropped(text string) bool {
	text = strings.ReplaceAll(text, "\r", "")
	return html.UnescapeString(noTags.Sanitize(text)) != html.UnescapeString(text)
}

var address = regexp.MustCompile(`(?i)\b(?:https?|ftp|mailto|tel|javascript|data):[^\s<>"⟦⟧]*[^\s<>"⟦⟧.,;:!?')\]»]|\bwww\.[^\s<>"⟦⟧]*[^\s<>"⟦⟧.,;:!?')\]»]`)

// urlsDiffer fails when an address was changed, lost or added.
func urlsDiffer(src, tgt string, ctx Context) bool {
	return !slices.Equal(addresses(src, ctx, ctx.URLs), addresses(tgt, ctx, nil))
}

func addresses(text string, ctx Context, pairs map[string]string) []string {
	full := holeMark.ReplaceAllStringFunc(text, func(mark string) string {
		if n := holesOf(mark)[0]; n >= 1 && n <= len(ctx.holes()) {
			return ctx.holes()[n-1].Payload
		}
		return mark
	})
	var list []string
	for _, a := range address.FindAllString(full, -1) {
		if local := pairs[a]; local != "" {
			a = local
		}
		list = append(list, a)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
