package markdown

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// HTML shows a text as HTML that is safe to put in a page: HTML written by hand is left out,
// links lead only to http, https, mailto and tel, images are only ours. A text that is too long or too twined
// to be read as Markdown is shown as it was typed.
func HTML(src string, opts ...Options) string {
	src = strings.ToValidUTF8(src, "\uFFFD")
	raw := []byte(src)
	if readable(raw) != nil {
		return clean("<pre>" + html.EscapeString(src) + "</pre>")
	}
	doc := parse(raw)
	dress(doc, raw, chosen(opts))
	var out bytes.Buffer
	if err := engine.Renderer().Render(&out, raw, doc); err != nil {
		return html.EscapeString(src)
	}
	return clean(out.String())
}

// Heading is a line of a table of contents.
type Heading struct {
	Level    int
	ID, Text string
}

// Headings lists the headings of a text, with the levels and ids that HTML gives them.
func Headings(src string, opts ...Options) []Heading {
	raw := []byte(src)
	if readable(raw) != nil {
		return nil
	}
	doc := parse(raw)
	dress(doc, raw, chosen(opts))
	var list []Heading
	for _, h := range all[*ast.Heading](doc) {
		list = append(list, Heading{Level: h.Level, ID: anchor(h), Text: words(h, raw)})
	}
	return list
}

func anchor(h *ast.Heading) string {
	id, _ := h.AttributeString("id")
	b, _ := id.([]byte)
	return string(b)
}
