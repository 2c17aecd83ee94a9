package folder

import (
	"fmt"
	"strings"

	"chatiere/models/content/markdown"
)

// shaped is front matter with lists that are translated item by item.
type shaped interface{ lists() map[string]int }

// lists of a text: how many cards and rows it has.
func (v Version) lists() map[string]int {
	return map[string]int{"cards": len(v.Cards), "rows": len(v.Rows)}
}

// lists of a service's words.
func (w ServiceWords) lists() map[string]int {
	return map[string]int{"lose": len(w.Lose), "first": len(w.First), "delivery": len(w.Delivery)}
}

// sameShape notes translations whose headings, paragraphs and list items do not pair with those of the source:
// each of them is translated on its own.
func sameShape[F any](r *reader, pages map[string]page[F]) {
	if len(r.languages) == 0 {
		return
	}
	source, there := pages[r.languages[0]]
	if !there || source.broken {
		return
	}
	for _, lang := range r.languages[1:] {
		if p, there := pages[lang]; there && !p.broken {
			p.document.sameBlocks(source.document.file, source.body, p.body)
			p.document.sameLists(source.document.file, source.front, p.front)
		}
	}
}

func (d document) sameLists(source string, want, have any) {
	w, ok := want.(shaped)
	if !ok {
		return
	}
	found := have.(shaped).lists()
	for name, n := range w.lists() {
		if found[name] != n {
			d.wrong(name, BadValue, "%s has %d items here and %d in %s: each is translated on its own", name, found[name], n, source)
		}
	}
}

func (d document) sameBlocks(source, want, have string) {
	from, err := markdown.Cut([]byte(want))
	if err != nil {
		return
	}
	to, err := markdown.Cut([]byte(have))
	if err != nil {
		d.r.wrong(Mistake{File: d.file, Line: d.body, Key: BadValue, Reason: "this is not text: " + err.Error()})
		return
	}
	for i := range max(len(from), len(to)) {
		switch {
		case i >= len(to):
			d.atBlock(have, len(have), "the text ends here, but %s goes on with %s", source, called(want, from[i]))
		case i >= len(from):
			d.atBlock(have, to[i].Start, "%s is not in %s, which ends before", called(have, to[i]), source)
		case from[i].Kind != to[i].Kind:
			d.atBlock(have, to[i].Start, "%s stands where %s has %s", called(have, to[i]), source, called(want, from[i]))
		default:
			continue
		}
		return // what follows is only shifted
	}
}

func (d document) atBlock(body string, offset int, format string, args ...any) {
	line := d.body + strings.Count(body[:offset], "\n")
	d.r.wrong(Mistake{File: d.file, Line: line, Key: BadValue, Reason: fmt.Sprintf(format, args...)})
}

// called names a block by its kind and its first words.
func called(text string, b markdown.Block) string {
	words := []rune(strings.Join(strings.Fields(text[b.Start:b.Stop]), " "))
	if len(words) > 40 {
		words = append(words[:40], '…')
	}
	return fmt.Sprintf("the %s “%s”", strings.ToLower(string(b.Kind)), string(words))
}
