package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// dress makes a parsed text fit its page before it is drawn.
func dress(doc ast.Node, src []byte, o Options) {
	doc.OwnerDocument().AddMeta("prefix", o.Prefix)
	dressHeadings(doc, o)
	dressCells(doc, src)
	dressForeign(doc, src, o)
	for _, box := range all[*table.TaskCheckBox](doc) {
		swap(box, tick(box))
	}
	for _, image := range all[*ast.Image](doc) {
		dressImage(image, o)
	}
	for _, link := range all[*ast.Link](doc) {
		dressLink(link, o)
	}
	for _, link := range all[*ast.AutoLink](doc) {
		dressAutoLink(link, src, o)
	}
	for _, text := range all[*ast.Text](doc) {
		dressSpaces(text, src)
	}
}

// unbreaking makes the space before a mark, or inside quotation marks, one at which no line breaks.
var unbreaking = strings.NewReplacer(" ;", "\u202f;", " !", "\u202f!", " ?", "\u202f?", " %", "\u202f%", " :", "\u00a0:", " »", "\u00a0»", "« ", "«\u00a0")

// dressSpaces keeps marks with their words: writers type plain spaces, and no line may begin with a colon.
func dressSpaces(text *ast.Text, src []byte) {
	typed := string(text.Segment.Value(src))
	set := unbreaking.Replace(typed)
	if next, ok := text.NextSibling().(*ast.Text); ok { // an exclamation mark may begin an image, so it is a node of its own
		mark := string(next.Segment.Value(src)[:min(1, next.Segment.Len())])
		set = strings.TrimSuffix(unbreaking.Replace(set+mark), mark)
	}
	if set == typed || text.IsRaw() || text.HardLineBreak() || text.Parent().Kind() == ast.KindCodeSpan {
		return
	}
	if text.SoftLineBreak() {
		set += "\n"
	}
	swap(text, ast.NewString([]byte(set)))
}

func footnotePrefix(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()["prefix"].(string)
	return []byte(prefix)
}

func dressHeadings(doc ast.Node, o Options) {
	headings := all[*ast.Heading](doc)
	top := 6
	for _, h := range headings {
		top = min(top, h.Level)
		h.SetAttributeString("id", []byte(o.Prefix+anchor(h)))
	}
	if o.HeadingFrom == 0 {
		return
	}
	for _, h := range headings {
		h.Level = max(1, min(6, h.Level-top+o.HeadingFrom))
	}
}

var alignments = map[table.Alignment]string{table.AlignLeft: "align-start", table.AlignCenter: "align-center", table.AlignRight: "align-end"}

// dressCells says alignment by a class (no inline style here), tells readers aloud what is a table's row, head and cell even where a narrow
// screen stacks them, and gives each cell the words of its column's head to show there.
func dressCells(doc ast.Node, src []byte) {
	for _, whole := range all[*table.Table](doc) {
		whole.SetAttributeString("role", []byte("table"))
		var heads []string
		for row := whole.FirstChild(); row != nil; row = row.NextSibling() {
			if row.Kind() == table.KindTableRow {
				row.SetAttributeString("role", []byte("row"))
			}
			at := 0
			for c := row.FirstChild(); c != nil; c = c.NextSibling() {
				if cell, ok := c.(*table.TableCell); ok {
					heads = dressCell(cell, src, heads, at)
					at++
				}
			}
		}
	}
}

// dressCell dresses one cell, the at-th of its row; heads are the words of the heads so far.
func dressCell(cell *table.TableCell, src []byte, heads []string, at int) []string {
	if class := alignments[cell.Alignment]; class != "" {
		cell.SetAttributeString("class", []byte(class))
	}
	if cell.Parent().Kind() == table.KindTableHeader {
		cell.SetAttributeString("scope", []byte("col"))
		cell.SetAttributeString("role", []byte("columnheader"))
		return append(heads, words(cell, src))
	}
	cell.SetAttributeString("role", []byte("cell"))
	if at < len(heads) && heads[at] != "" {
		cell.SetAttributeString("data-label", []byte(heads[at]))
	}
	return heads
}

// tick is a task's box as a character: a form field that does nothing would only mislead.
func tick(box *table.TaskCheckBox) ast.Node {
	if box.IsChecked {
		return ast.NewString([]byte("☑ "))
	}
	return ast.NewString([]byte("☐ "))
}

func dressImage(image *ast.Image, o Options) {
	where := look(image.Destination, o)
	if where == ours {
		return
	}
	link := ast.NewLink()
	link.Destination, link.Title = image.Destination, image.Title
	empty := image.FirstChild() == nil
	swap(image, link)
	adopt(link, image)
	if empty {
		link.AppendChild(link, rawString(image.Destination))
	}
}

func dressLink(link *ast.Link, o Options) {
	if o.Link != nil {
		if target := o.Link(string(link.Destination)); target != "" {
			link.Destination = []byte(target)
		}
	}
	switch look(link.Destination, o) {
	case refused:
		unwrap(link)
	case foreign:
		link.SetAttributeString("rel", []byte("nofollow noopener"))
	}
	if o.Prefix != "" && len(link.Destination) > 1 && link.Destination[0] == '#' {
		link.Destination = []byte("#" + o.Prefix + string(link.Destination[1:]))
	}
}

func dressAutoLink(link *ast.AutoLink, src []byte, o Options) {
	address := link.URL(src)
	if link.AutoLinkType == ast.AutoLinkEmail {
		return
	}
	switch look(address, o) {
	case refused:
		swap(link, rawString(link.Label(src)))
	case foreign:
		link.SetAttributeString("rel", []byte("nofollow noopener"))
	}
}

type origin int

const (
	refused origin = iota
	ours
	foreign
	direct // mail or telephone
)

// look says where an address leads, as a browser would read it.
func look(address []byte, o Options) origin {
	u, err := url.Parse(strings.TrimSpace(string(util.URLEscape(address, true))))
	if err != nil || u.String() == "" {
		return refused
	}
	switch strings.ToLower(u.Scheme) {
	case "mailto", "tel":
		return direct
	case "http", "https":
		if o.Host != "" && strings.EqualFold(u.Host, o.Host) {
			return ours
		}
		return foreign
	case "":
		if u.Host == "" {
			return ours
		}
		return foreign
	}
	return refused
}

func rawString(b []byte) *ast.String {
	s := ast.NewString(b)
	s.SetRaw(true)
	return s
}

func swap(old, new ast.Node) { old.Parent().ReplaceChild(old.Parent(), old, new) }

func adopt(parent, from ast.Node) {
	for c := from.FirstChild(); c != nil; c = from.FirstChild() {
		parent.AppendChild(parent, c)
	}
}

// unwrap leaves the words of a link and takes the link away.
func unwrap(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.Parent().InsertBefore(n.Parent(), n, c)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}
