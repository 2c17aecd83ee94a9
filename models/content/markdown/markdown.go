// Package markdown reads the Markdown that people write here: it shows it safely, cuts it into the
// blocks that translators work on, puts translations back, and checks them.
// It knows no database, no locale file and no clock: plain values in, plain values out.
package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// engine is the one dialect of the house: GitHub's tables, strikethrough, tasks and bare links,
// footnotes, definition lists and {#id} on headings. HTML inside Markdown is not shown.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.Linkify,
		extension.Strikethrough,
		extension.TaskList,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(footnotePrefix)),
		extension.DefinitionList,
	),
	goldmark.WithParserOptions(parser.WithAttribute(), parser.WithAutoHeadingID()),
)

func parse(src []byte) ast.Node {
	context := parser.NewContext(parser.WithIDs(anchors{}))
	return engine.Parser().Parse(text.NewReader(src), parser.WithContext(context))
}

// Options says how a text sits in its page.
type Options struct {
	HeadingFrom int                         // the text's highest heading gets this level, so that a page keeps one h1; 0 leaves them
	Prefix      string                      // put before every id, where several texts share a page
	Host        string                      // our own host name: its links are not foreign, its images may be shown
	Link        func(address string) string // says where an address of the texts' own kind leads, as service:chat or /catalogue; empty = take it as it is
	Foreign     map[int]string              // languages of the blocks, by their place in Cut, that are not in the page's language
}

func chosen(opts []Options) Options {
	if len(opts) == 0 {
		return Options{}
	}
	return opts[0]
}

// walk visits every node on the way in.
func walk(n ast.Node, visit func(ast.Node)) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

// all lists the nodes of one type before anything is moved.
func all[T ast.Node](doc ast.Node) []T {
	var found []T
	walk(doc, func(n ast.Node) {
		if t, ok := n.(T); ok {
			found = append(found, t)
		}
	})
	return found
}
