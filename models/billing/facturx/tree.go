package facturx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// root is the outermost element.
const root = "rsm:CrossIndustryInvoice"

// spaces are the namespaces of the syntax (D16B and D22B share them), in the order in which they are declared.
var spaces = [][2]string{
	{"qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"},
	{"ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"},
	{"rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"},
	{"udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"},
}

// node is one element, named with our own prefix, whatever prefix the file uses.
type node struct {
	name  string
	attrs map[string]string // at most one is ever written
	text  string
	kids  []*node
	weak  bool // says nothing by itself, as the word VAT beside a rate that is missing
}

// empty reports whether the element would say nothing.
func (n *node) empty() bool {
	for _, k := range n.kids {
		if !k.weak {
			return false
		}
	}
	return n.text == "" && len(n.attrs) == 0
}

// write writes the element and what it holds, two blanks a level.
func (n *node) write(out *bytes.Buffer, depth int) {
	indent := strings.Repeat("  ", depth)
	out.WriteString(indent + "<" + n.name)
	if depth == 0 {
		for _, s := range spaces {
			out.WriteString(` xmlns:` + s[0] + `="` + s[1] + `"`)
		}
	}
	for name, value := range n.attrs {
		out.WriteString(" " + name + `="`)
		escape(out, value)
		out.WriteString(`"`)
	}
	switch {
	case len(n.kids) > 0:
		out.WriteString(">\n")
		for _, k := range n.kids {
			k.write(out, depth+1)
		}
		out.WriteString(indent + "</" + n.name + ">\n")
	case n.text == "":
		out.WriteString("/>\n")
	default:
		out.WriteString(">")
		escape(out, n.text)
		out.WriteString("</" + n.name + ">\n")
	}
}

func escape(out *bytes.Buffer, text string) {
	_ = xml.EscapeText(out, []byte(text)) // a buffer takes everything
}

// What a file may not be.
var (
	errOrder   = errors.New("it begins or ends in the wrong place")
	errDepth   = errors.New("it is too deep or too long")
	errDoctype = errors.New("it declares a document type")
)

// deepest and most are how far a file may go: our own is nine elements deep.
const (
	deepest = 24
	most    = 100_000
)

// parse reads a file into elements. It takes UTF-8 without a document type: no entity is ever expanded.
func parse(content []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	top := &node{}
	stack, count := []*node{top}, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > most || len(stack) > deepest {
				return nil, errDepth
			}
			child, err := element(t)
			if err != nil {
				return nil, err
			}
			parent := stack[len(stack)-1]
			parent.kids, stack = append(parent.kids, child), append(stack, child)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			stack[len(stack)-1].text += string(t)
		case xml.Directive:
			return nil, errDoctype
		}
	}
	if len(top.kids) != 1 || top.kids[0].name != root || strings.TrimSpace(top.text) != "" {
		return nil, errOrder
	}
	return top.kids[0], nil
}

// element is an opened element with its attributes; declarations of namespaces and of schemas are none.
func element(t xml.StartElement) (*node, error) {
	prefix := ""
	for _, s := range spaces {
		if s[1] == t.Name.Space {
			prefix = s[0]
		}
	}
	if prefix == "" {
		return nil, fmt.Errorf("%s is of another kind of file", t.Name.Local)
	}
	n := &node{name: prefix + ":" + t.Name.Local}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || a.Name.Local == "schemaLocation" {
			continue
		}
		if n.attrs == nil {
			n.attrs = map[string]string{}
		}
		n.attrs[a.Name.Local] = a.Value
	}
	return n, nil
}
