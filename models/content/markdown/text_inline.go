package markdown

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	more "github.com/yuin/goldmark/extension/ast"
	render "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func (p plain) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(p.piece(c))
	}
	return b.String()
}

func (p plain) piece(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Text:
		return unescaped(n.Segment.Value(p.src)) + lineBreak(n)
	case *ast.CodeSpan:
		return p.code(n)
	case *ast.String:
		return string(n.Value)
	case *ast.AutoLink:
		return string(n.Label(p.src))
	case *more.TaskCheckBox:
		return string(tick(n).(*ast.String).Value)
	case *more.FootnoteLink:
		return fmt.Sprintf("[%d]", n.Index)
	case *ast.RawHTML, *more.FootnoteBacklink:
		return ""
	case *ast.Link:
		return p.link(p.inline(n), string(util.URLEscape(n.Destination, true)))
	}
	return p.inline(n)
}

func (p plain) link(label, address string) string {
	short := strings.TrimPrefix(address, "mailto:")
	if !p.addresses || short == label || short == "" || strings.HasPrefix(address, "#") || look([]byte(address), Options{}) == refused {
		return label
	}
	return label + " (" + short + ")"
}

func (p plain) code(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(p.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

func lineBreak(t *ast.Text) string {
	switch {
	case t.HardLineBreak():
		return "\n"
	case t.SoftLineBreak():
		return " "
	}
	return ""
}

// unescaped reads entities and backslashes as the page would.
func unescaped(b []byte) string {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	render.DefaultWriter.Write(w, b)
	_ = w.Flush()
	return html.UnescapeString(out.String())
}
