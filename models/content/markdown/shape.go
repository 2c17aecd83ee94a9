package markdown

import (
	"fmt"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	more "github.com/yuin/goldmark/extension/ast"
)

// shape is what a translation may not change: the sequence of blocks, and the links, code and marks in them.
type shape struct{ blocks, inlines []string }

func shapeOf(src []byte) shape {
	src = src[frontMatter(src):]
	var s shape
	walk(parse(src), func(n ast.Node) {
		if n.Type() != ast.TypeInline {
			s.blocks = append(s.blocks, blockName(n, src))
		} else if name := inlineShape(n, src); name != "" {
			s.inlines = append(s.inlines, name)
		}
	})
	sort.Strings(s.inlines)
	return s
}

func (s shape) equal(other shape) bool {
	return strings.Join(s.blocks, "\n") == strings.Join(other.blocks, "\n") &&
		strings.Join(s.inlines, "\n") == strings.Join(other.inlines, "\n")
}

func blockName(n ast.Node, src []byte) string {
	switch n := n.(type) {
	case *ast.Heading:
		return fmt.Sprintf("h%d#%s", n.Level, anchor(n))
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		return n.Kind().String() + string(n.Lines().Value(src))
	}
	return n.Kind().String()
}

func inlineShape(n ast.Node, src []byte) string {
	switch n := n.(type) {
	case *ast.Text, *ast.String, *more.FootnoteBacklink:
		return ""
	case *ast.Link:
		return "link " + string(n.Destination)
	case *ast.Image:
		return "image " + string(n.Destination)
	case *ast.AutoLink:
		return "url " + string(n.URL(src))
	case *ast.RawHTML:
		return "html " + string(n.Segments.Value(src))
	case *ast.CodeSpan:
		return "code " + plain{src: src}.code(n)
	case *more.FootnoteLink:
		return fmt.Sprintf("note %d", n.Index)
	}
	return inlineName(n)
}
