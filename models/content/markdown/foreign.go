package markdown

import "github.com/yuin/goldmark/ast"

// dressForeign says of blocks that are not in the page's language which one they are in.
func dressForeign(doc ast.Node, src []byte, o Options) {
	if len(o.Foreign) == 0 {
		return
	}
	place, end := 0, 0
	for _, n := range textNodes(doc) {
		b := cutNode(n, src, newPlaceholders(nil))
		if b.Start < end || !wordy(b.Text) {
			continue
		}
		if lang := o.Foreign[place]; lang != "" {
			holder(n).SetAttributeString("lang", []byte(lang))
		}
		place, end = place+1, b.Stop
	}
}

// holder is the element that can carry a block's language: the text of a tight list has none of its own.
func holder(n ast.Node) ast.Node {
	if _, bare := n.(*ast.TextBlock); bare && n.Parent() != nil {
		return n.Parent()
	}
	return n
}
