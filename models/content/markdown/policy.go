package markdown

import (
	"html"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// policy is the second lock: whatever the renderer does, only these elements and attributes reach a page.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "del", "sup", "code", "pre",
		"blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "div")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(exactly(`nofollow noopener`)).OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("title").OnElements("a", "img")
	p.AllowAttrs("id").Matching(exactly(`[\p{L}\p{N}][\p{L}\p{N}\p{M}_:.-]*`)).OnElements("h1", "h2", "h3", "h4", "h5", "h6", "sup", "li")
	p.AllowAttrs("lang").Matching(exactly(`[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*`)).
		OnElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "th", "td", "dt")
	p.AllowAttrs("dir").Matching(exactly(`ltr|rtl|auto`)).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("class").Matching(exactly(`align-(start|center|end)`)).OnElements("th", "td")
	p.AllowAttrs("role").Matching(exactly(`table|row|columnheader|cell`)).OnElements("table", "tr", "th", "td")
	p.AllowAttrs("data-label").OnElements("td")
	p.AllowAttrs("scope").Matching(exactly(`col`)).OnElements("th")
	p.AllowAttrs("start").Matching(exactly(`\d{1,9}`)).OnElements("ol")
	p.AllowAttrs("class").Matching(exactly(`language-[\w+#-]+`)).OnElements("code")
	allowFootnotes(p)
	return p
}

func allowFootnotes(p *bluemonday.Policy) {
	p.AllowAttrs("class").Matching(exactly(`footnotes`)).OnElements("div")
	p.AllowAttrs("role").Matching(exactly(`doc-endnotes`)).OnElements("div")
	p.AllowAttrs("class").Matching(exactly(`footnote-(ref|backref)`)).OnElements("a")
	p.AllowAttrs("role").Matching(exactly(`doc-(noteref|backlink)`)).OnElements("a")
}

func exactly(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// clean applies the policy until it changes nothing; a text that never settles is shown as plain letters.
func clean(s string) string {
	for range 5 {
		next := policy.Sanitize(s)
		if next == s {
			return s
		}
		s = next
	}
	return html.EscapeString(s)
}
