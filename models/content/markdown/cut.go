package markdown

import (
	"bytes"
	"regexp"
	"sort"

	"github.com/yuin/goldmark/ast"
	more "github.com/yuin/goldmark/extension/ast"
)

// Cut splits a document into the blocks that are translated, in the order of the page. Code, HTML, rules,
// front matter and blocks without a word stay out. Words in keep (names that every language keeps) become holes.
func Cut(src []byte, keep ...string) ([]Block, error) {
	if err := readable(src); err != nil {
		return nil, err
	}
	offset := frontMatter(src)
	blocks, levels := cut(src[offset:], newPlaceholders(keep))
	place(blocks, levels)
	for i := range blocks {
		blocks[i].move(offset)
	}
	return blocks, nil
}

func (b *Block) move(offset int) {
	b.Start, b.Stop = b.Start+offset, b.Stop+offset
	for i := range b.Holes {
		b.Holes[i].At += offset
	}
}

var frontMatterForm = regexp.MustCompile(`\A(?:---\r?\n[A-Za-z_][\w-]*:(?s:.*?)\n---|\+\+\+\r?\n(?s:.*?)\n\+\+\+)[ \t]*(?:\r?\n|\z)`)

// frontMatter is the length of the list of settings at the head of a file, if there is one.
func frontMatter(src []byte) int { return len(frontMatterForm.Find(src)) }

func cut(src []byte, holes placeholders) (blocks []Block, levels []int) {
	nodes := textNodes(parse(src))
	end := 0
	for _, n := range nodes {
		b := cutNode(n, src, holes)
		if b.Start < end || !wordy(b.Text) {
			continue
		}
		end = b.Stop
		blocks = append(blocks, b)
		levels = append(levels, level(n))
	}
	return blocks, levels
}

// textNodes lists the nodes that hold text, in the order of the bytes: footnotes come last in the tree only.
func textNodes(doc ast.Node) []ast.Node {
	var nodes []ast.Node
	walk(doc, func(n ast.Node) {
		if kindOf(n) != "" && n.Lines().Len() > 0 {
			nodes = append(nodes, n)
		}
	})
	sort.SliceStable(nodes, func(i, j int) bool { return nodes[i].Lines().At(0).Start < nodes[j].Lines().At(0).Start })
	return nodes
}

func kindOf(n ast.Node) Kind {
	switch n.(type) {
	case *ast.Heading:
		return KindHeading
	case *ast.Paragraph:
		return KindParagraph
	case *ast.TextBlock:
		return KindTextBlock
	case *more.TableCell:
		return KindCell
	case *more.DefinitionTerm:
		return KindTerm
	}
	return ""
}

func level(n ast.Node) int {
	if h, ok := n.(*ast.Heading); ok {
		return h.Level
	}
	return 0
}

func cutNode(n ast.Node, src []byte, holes placeholders) Block {
	lines := n.Lines()
	start, stop := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	stop = start + len(bytes.TrimRight(src[start:max(start, stop)], " \t\r\n\v\f"))
	w := weaver{src: src, node: n, at: start, from: start, to: start, holes: holes}
	w.children(n)
	w.finish(stop)
	b := Block{Kind: kindOf(n), Start: start, Stop: stop, Text: w.text.String(), Holes: w.found}
	b.Hash = Hash(b.Text, b.Holes)
	if h, ok := n.(*ast.Heading); ok {
		b.Anchor = anchor(h)
	}
	return b
}
