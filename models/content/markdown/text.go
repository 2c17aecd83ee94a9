package markdown

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	more "github.com/yuin/goldmark/extension/ast"
)

// Text is a text without any markup, for letters: lists keep their dashes, links show their address.
func Text(src string) string {
	raw := []byte(src)
	if readable(raw) != nil {
		return strings.TrimSpace(src)
	}
	return strings.TrimSpace(plain{raw, true}.block(parse(raw)))
}

// Excerpt is the beginning of a text's paragraphs on one line, at most max characters, cut between words.
func Excerpt(src string, max int) string {
	line := []rune(strings.Join(paragraphWords([]byte(src)), " "))
	if len(line) <= max {
		return string(line)
	}
	cut := max - 1
	for cut > 0 && !unicode.IsSpace(line[cut]) {
		cut--
	}
	if cut <= 0 {
		cut = max - 1
	}
	return strings.TrimRight(string(line[:cut]), " ,;:.") + "…"
}

func paragraphWords(src []byte) []string {
	if readable(src) != nil {
		return strings.Fields(string(src))
	}
	var list []string
	for _, p := range all[*ast.Paragraph](parse(src)) {
		list = append(list, strings.Fields(words(p, src))...)
	}
	return list
}

func words(n ast.Node, src []byte) string {
	return strings.TrimSpace(plain{src, false}.inline(n))
}

// plain writes nodes as plain text; with addresses it adds where links lead.
type plain struct {
	src       []byte
	addresses bool
}

func (p plain) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading, *ast.Paragraph, *ast.TextBlock, *more.TableCell, *more.DefinitionTerm:
		return strings.TrimSpace(p.inline(n))
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return strings.TrimRight(string(n.Lines().Value(p.src)), "\n")
	case *ast.ThematicBreak:
		return "* * *"
	case *ast.HTMLBlock:
		return ""
	case *ast.Blockquote:
		return indent("> ", "> ", p.children(n, "\n\n"))
	case *ast.ListItem:
		mark := bullet(n)
		return indent(mark, strings.Repeat(" ", len(mark)), p.children(n, "\n"))
	case *more.DefinitionDescription:
		return indent("  ", "  ", p.children(n, "\n"))
	case *more.Footnote:
		mark := fmt.Sprintf("[%d] ", n.Index)
		return indent(mark, strings.Repeat(" ", len(mark)), p.children(n, "\n"))
	case *more.TableHeader, *more.TableRow:
		return p.children(n, " | ")
	case *ast.List, *more.Table, *more.DefinitionList, *more.FootnoteList:
		return p.children(n, "\n")
	}
	return p.children(n, "\n\n")
}

func (p plain) children(n ast.Node, between string) string {
	var parts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s := p.block(c); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, between)
}

func bullet(item *ast.ListItem) string {
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() {
		return "- "
	}
	number := list.Start
	for c := list.FirstChild(); c != nil && c != ast.Node(item); c = c.NextSibling() {
		number++
	}
	return fmt.Sprintf("%d. ", number)
}

func indent(first, rest, s string) string {
	return first + strings.ReplaceAll(s, "\n", "\n"+rest)
}
