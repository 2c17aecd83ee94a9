package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	more "github.com/yuin/goldmark/extension/ast"
)

// weaver reads one block from left to right: ranges of words are text, every gap between two of them is a hole.
type weaver struct {
	src      []byte
	node     ast.Node
	line     int    // lines before this one are read
	at       int    // everything before is written
	from, to int    // words read and not yet written
	crossed  string // kinds of markup met since those words
	label    string // of a link among them that is named by its own words
	holes    placeholders
	text     strings.Builder
	found    []Hole
}

func (w *weaver) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
}

func (w *weaver) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n)
	case *ast.CodeSpan:
		w.cross("code")
	case *ast.RawHTML:
		w.cross(tagKind(n, w.src))
	case *ast.AutoLink:
		w.cross("url")
	case *more.TaskCheckBox:
		w.cross("task")
	case *more.FootnoteLink:
		w.cross("note")
	case *more.FootnoteBacklink:
	default:
		name := inlineName(n)
		w.cross("+" + name)
		w.children(n)
		w.cross("-" + name)
		if label := ownLabel(n); label != "" {
			w.label = label
		}
	}
}

func (w *weaver) cross(kind string) { w.crossed = strings.TrimSpace(w.crossed + " " + kind) }

// ownLabel is the label of a link written [guide] or [guide][]: its words name its address.
func ownLabel(n ast.Node) string {
	var ref *ast.ReferenceLink
	switch n := n.(type) {
	case *ast.Link:
		ref = n.Reference
	case *ast.Image:
		ref = n.Reference
	}
	if ref == nil || ref.Type == ast.ReferenceLinkFull {
		return ""
	}
	return strings.Join(strings.Fields(string(ref.Value)), " ")
}

func inlineName(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Emphasis:
		if n.Level == 2 {
			return "strong"
		}
		return "em"
	case *more.Strikethrough:
		return "del"
	}
	return strings.ToLower(n.Kind().String())
}

var tagForm = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*?(/?)>`)

var voidTags = map[string]bool{"br": true, "img": true, "hr": true, "wbr": true, "input": true}

// tagKind says whether a tag opens or closes: "+b", "-b", or "html" when it stands alone.
func tagKind(n *ast.RawHTML, src []byte) string {
	m := tagForm.FindStringSubmatch(string(n.Segments.Value(src)))
	switch {
	case m == nil, m[3] == "/", voidTags[strings.ToLower(m[2])]:
		return "html"
	case m[1] == "/":
		return "-" + strings.ToLower(m[2])
	}
	return "+" + strings.ToLower(m[2])
}

func (w *weaver) words(t *ast.Text) {
	start, stop := max(t.Segment.Start, w.to), max(t.Segment.Stop, w.to)
	if w.crossed != "" || start > w.to {
		w.flush()
		w.gap(start)
		w.from = start
	}
	w.to = stop
	switch {
	case t.SoftLineBreak():
		w.flush()
		w.text.WriteByte(' ')
		w.skip(w.nextLine(stop))
	case t.HardLineBreak():
		w.flush()
		w.crossed = "break"
	}
}

// flush writes the words read so far, with a hole for each piece among them that must stay as it is.
func (w *weaver) flush() {
	if w.to > w.from {
		w.plain(w.from, w.to)
	}
	w.skip(w.to)
}

func (w *weaver) skip(to int) { w.at, w.from, w.to = to, to, to }

func (w *weaver) plain(from, to int) {
	s := string(w.src[from:to])
	done := 0
	for _, f := range w.holes.find(s, kindOf(w.node)) {
		w.text.WriteString(s[done:f.from])
		w.hole(f.kind, from+f.from, from+f.to)
		done = f.to
	}
	w.text.WriteString(s[done:])
}

// gap makes one hole of everything up to a place.
func (w *weaver) gap(to int) {
	if to > w.at {
		w.hole(w.crossed, w.at, to)
		w.found[len(w.found)-1].Label = w.label
	}
	w.crossed, w.label = "", ""
	w.skip(to)
}

func (w *weaver) hole(kind string, from, to int) {
	w.found = append(w.found, Hole{Kind: kind, Payload: string(w.src[from:to]), At: from})
	w.text.WriteString(holeText(len(w.found)))
}

// nextLine is where the words of the line after a place begin: line ends and prefixes like "> " are no text.
func (w *weaver) nextLine(after int) int {
	lines := w.node.Lines()
	for ; w.line < lines.Len(); w.line++ {
		if l := lines.At(w.line); l.Start > after {
			return l.Start
		}
	}
	return after
}

func (w *weaver) finish(stop int) {
	w.flush()
	w.gap(max(stop, w.at))
}
