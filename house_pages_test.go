package main_test

import (
	"fmt"
	"regexp"
	"strings"
)

// inline lists what the content policy blocks, or what htmx lets through in silence (libraries.md 12).
var inline = []struct {
	pattern *regexp.Regexp
	says    string
}{
	{regexp.MustCompile(`(?i)[\s"]style\??=["{]|"style"\s*:`), "no style attribute: write a class"},
	{regexp.MustCompile(`(?i)[\s"]on[a-z]+\??=["{]|"on(click|change|submit|input|load|key[a-z]+)"\s*:`), "no on… attribute: put it in static/js"},
	{regexp.MustCompile(`(?i)<style`), "no <style>: it belongs in static/css"},
	{regexp.MustCompile(`(?i)hx-on`), "no hx-on: it does nothing under the content policy"},
	{regexp.MustCompile(`(?i)["']js:`), "no js: value: the request would go out without it"},
	{regexp.MustCompile(`(?i)hx-trigger\??=("[^"]*\[|\{[^}]*\[)`), "no filter in hx-trigger: the request would go out unfiltered"},
	{regexp.MustCompile(`(?i)javascript:`), "no javascript: address"},
	{regexp.MustCompile(`(?m)^(css|script)\s+\w+\(`), "no css or script component: templ cannot give them a nonce"},
}

// scriptTag finds each script element with what it holds.
var scriptTag = regexp.MustCompile(`(?is)<script([^>]*)>(.*?)</script>`)

// inlineCode checks the templates, and Go code that builds attributes in views.
func inlineCode(h *tree) []string {
	var wrong []string
	for _, name := range h.ending(".templ") {
		text := h.text(name)
		for _, rule := range inline {
			for _, at := range rule.pattern.FindAllStringIndex(text, -1) {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s", name, line(text, at[1]-1), rule.says))
			}
		}
		for _, m := range scriptTag.FindAllStringSubmatchIndex(text, -1) {
			attributes, body := text[m[2]:m[3]], strings.TrimSpace(text[m[4]:m[5]])
			if body != "" || !strings.Contains(attributes, "src=") {
				wrong = append(wrong, fmt.Sprintf("%s:%d: no inline <script>: put it in static/js", name, line(text, m[0])))
			}
		}
	}
	return wrong
}

// physical finds words that are wrong as soon as a page is read from right to left.
var physical = []*regexp.Regexp{
	regexp.MustCompile(`\b(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\b`),
	regexp.MustCompile(`\bborder-(top|bottom)-(left|right)-radius\b`),
	regexp.MustCompile(`(^|[\s;{])(left|right)\s*:`),
	regexp.MustCompile(`\b(text-align|float|clear)\s*:\s*(left|right)\b`),
}

// physicalClass finds the Tailwind classes that mean the same.
var physicalClass = regexp.MustCompile(
	`[\s":!-](m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|rounded-[tb][lr]|scroll-m[lr]|scroll-p[lr])-[\w[]` +
		`|[\s":!](text|float|clear)-(left|right)[\s";]|[\s":!]border-[lr][\s";]`)

// cssComment and classAttribute cut out what is not, and what is, to be looked at.
var (
	cssComment     = regexp.MustCompile(`(?s)/\*.*?\*/`)
	classAttribute = regexp.MustCompile(`class="[^"]*"|@apply [^;]*;`)
)

// logicalDirections checks the written style sheets and the classes in templates.
func logicalDirections(h *tree) []string {
	var wrong []string
	for _, name := range append(h.ending(".css"), h.ending(".templ")...) {
		if strings.HasSuffix(name, "/app.css") {
			continue // built from the others
		}
		for i, text := range strings.Split(blank(cssComment, h.text(name)), "\n") {
			if strings.HasSuffix(name, ".css") && matchesAny(physical, text) || hasPhysicalClass(text) {
				wrong = append(wrong, fmt.Sprintf("%s:%d: use start and end, not left and right", name, i+1))
			}
		}
	}
	return wrong
}

// hasPhysicalClass looks at the class lists of one line.
func hasPhysicalClass(text string) bool {
	for _, list := range classAttribute.FindAllString(text, -1) {
		if physicalClass.MatchString(list) {
			return true
		}
	}
	return false
}

// matchesAny reports whether one of the patterns is found.
func matchesAny(patterns []*regexp.Regexp, text string) bool {
	for _, p := range patterns {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}

// blank takes matches out and keeps their line ends, so that line numbers stay right.
func blank(p *regexp.Regexp, text string) string {
	return p.ReplaceAllStringFunc(text, func(m string) string { return strings.Repeat("\n", strings.Count(m, "\n")) })
}

// line is the line number of a place in a text.
func line(text string, at int) int { return strings.Count(text[:at], "\n") + 1 }
