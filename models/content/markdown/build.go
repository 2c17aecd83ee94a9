package markdown

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// edit replaces some bytes of the source.
type edit struct {
	start, stop int
	text        string
}

// Build puts translations in the place of their blocks; targets are keyed by the place in blocks.
// A block without target, or with its own text, keeps its bytes. Headings keep the id of the source.
func Build(src []byte, blocks []Block, targets map[int]string) []byte {
	titles := titleEdits(src, blocks, targets)
	var edits []edit
	for i, b := range blocks {
		target := targets[i]
		if b.Kind == KindTitle || strings.TrimSpace(target) == "" || target == b.Text {
			continue
		}
		edits = append(edits, edit{b.Start, b.Stop, fill(strings.TrimSpace(target), retitled(b, titles), b.Kind)})
		edits = append(edits, keepAnchor(src, b)...)
	}
	return apply(src, withLoose(edits, titles))
}

// withLoose adds the titles whose block is not itself replaced.
func withLoose(edits, titles []edit) []edit {
	whole := edits
	for _, t := range titles {
		if !inside(t, whole) {
			edits = append(edits, t)
		}
	}
	return edits
}

func inside(t edit, edits []edit) bool {
	for _, e := range edits {
		if e.start <= t.start && t.stop <= e.stop {
			return true
		}
	}
	return false
}

func apply(src []byte, edits []edit) []byte {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].start < edits[j].start })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.start < at || e.stop > len(src) {
			continue
		}
		out.Write(src[at:e.start])
		out.WriteString(e.text)
		at = e.stop
	}
	out.Write(src[at:])
	return out.Bytes()
}

// keepAnchor writes a heading's id down, unless the source did: links and bookmarks survive in every language.
func keepAnchor(src []byte, b Block) []edit {
	if b.Kind != KindHeading || b.Anchor == "" {
		return nil
	}
	line := src[b.Stop:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	line = bytes.TrimRight(line, " \t\r")
	if brace := bytes.IndexByte(line, '{'); brace >= 0 {
		attributes, _ := parser.ParseAttributes(text.NewReader(line[brace:]))
		if _, said := attributes.Find([]byte("id")); said {
			return nil
		}
		at := b.Stop + brace + 1
		return []edit{{at, at, "#" + b.Anchor + " "}}
	}
	at := b.Stop + len(line)
	return []edit{{at, at, " {#" + b.Anchor + "}"}}
}
