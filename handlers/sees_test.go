package handlers

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// status demands a status.
func (p *person) status(want int) *person {
	p.s.t.Helper()
	if p.page.status != want {
		p.s.t.Fatalf("%s answered %d, want %d\n%s", p.page.path, p.page.status, want, p.text())
	}
	return p
}

// sees demands a text on the page; spaces of any kind count as one.
func (p *person) sees(texts ...string) *person {
	p.s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.text(), plain(text)) {
			p.s.t.Fatalf("%s does not show %q but\n%s", p.page.path, text, p.text())
		}
	}
	return p
}

// missing demands that a text is not on the page. What has tags in it is on no page that is read: it would never be found.
func (p *person) missing(texts ...string) *person {
	p.s.t.Helper()
	for _, text := range texts {
		if strings.ContainsAny(text, "<>") {
			p.s.t.Fatalf("%q is not what a person reads", text)
		}
		if strings.Contains(p.text(), plain(text)) {
			p.s.t.Fatalf("%s shows %q", p.page.path, text)
		}
	}
	return p
}

// at demands that the person ended on an address.
func (p *person) at(prefix string) *person {
	p.s.t.Helper()
	if !strings.HasPrefix(p.page.path, prefix) {
		p.s.t.Fatalf("on %s, want %s\n%s", p.page.path, prefix, p.text())
	}
	return p
}

// text is what a person reads on the page.
func (p *person) text() string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "head") {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.page.root)
	return plain(b.String())
}

// plain folds blanks of any kind into one space, so that tests need not type no-break spaces.
func plain(s string) string {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2019", "'").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

// all returns the elements with a name that satisfy ok.
func (p *person) all(name string, ok func(*html.Node) bool) (found []*html.Node) {
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == name && (ok == nil || ok(n)) {
			found = append(found, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.page.root)
	return found
}

// attribute is the value of an attribute, or empty.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// follow opens the first link whose text contains words.
func (p *person) follow(words string) *person {
	p.s.t.Helper()
	for _, a := range p.all("a", nil) {
		if strings.Contains(inner(a), plain(words)) {
			return p.visit(p.absolute(attribute(a, "href")))
		}
	}
	p.s.t.Fatalf("%s has no link %q", p.page.path, words)
	return p
}

// send fills the form that has a button with that text and sends it, keeping what the form already holds.
func (p *person) send(button string, values url.Values) *person {
	p.s.t.Helper()
	for _, form := range p.all("form", nil) {
		if pressed := buttonOf(form, button); pressed != nil {
			return p.sendForm(form, pressed, values)
		}
	}
	p.s.t.Fatalf("%s has no form with a button %q\n%s", p.page.path, button, p.text())
	return p
}

// sendIn sends the form whose address ends so, by its first button.
func (p *person) sendIn(ending string, values url.Values) *person {
	p.s.t.Helper()
	for _, form := range p.all("form", func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), ending) }) {
		if pressed := buttonOf(form, ""); pressed != nil {
			return p.sendForm(form, pressed, values)
		}
	}
	p.s.t.Fatalf("%s has no form that sends to …%s\n%s", p.page.path, ending, p.text())
	return p
}

// buttonOf is the first button of a form with that text.
func buttonOf(form *html.Node, text string) (found *html.Node) {
	for n := range form.Descendants() {
		if found == nil && n.Type == html.ElementNode && n.Data == "button" && strings.Contains(inner(n), plain(text)) {
			found = n
		}
	}
	return found
}

// lacks demands that no form has a button with that text.
func (p *person) lacks(button string) *person {
	p.s.t.Helper()
	for _, form := range p.all("form", nil) {
		if buttonOf(form, button) != nil {
			p.s.t.Fatalf("%s has a button %q", p.page.path, button)
		}
	}
	return p
}

func (p *person) sendForm(form, pressed *html.Node, values url.Values) *person {
	p.s.t.Helper()
	filled := url.Values{}
	for n := range form.Descendants() {
		collect(n, filled)
	}
	if name := attribute(pressed, "name"); name != "" {
		filled.Set(name, attribute(pressed, "value"))
	}
	for name, list := range values {
		filled[name] = list
	}
	target := p.absolute(attribute(form, "action"))
	if elsewhere := attribute(pressed, "formaction"); elsewhere != "" {
		target = p.absolute(elsewhere)
	}
	if strings.EqualFold(attribute(form, "method"), "get") {
		return p.visit(target[:strings.IndexAny(target+"?", "?#")] + "?" + filled.Encode())
	}
	return p.post(target, filled)
}

// collect notes what a field would send.
func collect(n *html.Node, into url.Values) {
	if n.Type != html.ElementNode || attribute(n, "name") == "" {
		return
	}
	name := attribute(n, "name")
	switch n.Data {
	case "input":
		kind := attribute(n, "type")
		if (kind == "checkbox" || kind == "radio") && !has(n, "checked") || kind == "file" || kind == "submit" {
			return
		}
		into.Add(name, attribute(n, "value"))
	case "textarea":
		into.Add(name, strings.TrimPrefix(raw(n), "\n"))
	case "select":
		chosen, first, picked, any := "", "", false, false
		var walk func(*html.Node)
		walk = func(o *html.Node) {
			if o.Type == html.ElementNode && o.Data == "option" {
				if !any {
					first, any = attribute(o, "value"), true
				}
				if has(o, "selected") {
					chosen, picked = attribute(o, "value"), true
				}
			}
			for c := o.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(n)
		if !picked {
			chosen = first
		}
		into.Add(name, chosen)
	}
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func raw(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		} else {
			b.WriteString(raw(c))
		}
	}
	return b.String()
}

func inner(n *html.Node) string { return plain(raw(n)) }

// absolute resolves an address found on the page.
func (p *person) absolute(href string) string {
	base, _ := url.Parse(p.page.path)
	u, err := base.Parse(href)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return u.String()
}
