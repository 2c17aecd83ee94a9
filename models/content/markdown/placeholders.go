package markdown

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placeholders finds, among words, the pieces that stay as they are: variables, addresses, escapes, kept names.
type placeholders struct{ form *regexp.Regexp }

// piece is a placeholder found in a string.
type piece struct {
	kind     string
	from, to int
}

// The order matters: at one place the first form wins.
var placeholderForms = []struct{ kind, form string }{
	{"mark", `[⟦⟧]`},
	{"shortcode", `\{\{.*?\}\}|\{%.*?%\}`},
	{"variable", `\$\{[^}\s]*\}|\$\d|\{\w+\}|%(?:\d+\$)?(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?[a-zA-Z]`},
	{"wikilink", `\[\[[^\[\]\n]+\]\]`},
	{"url", `(?:https?|ftp|ssh|git|matrix|xmpp)://[^\s<>⟦⟧]*[^\s<>⟦⟧.,;:!?'")\]]`},
	{"mail", `[\w.+-]+@[\w-]+(?:\.[\w-]+)+`},
	{"emoji", `:(?:[a-z][a-z0-9_+-]*|[+-]1):`},
	{"entity", `&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9A-Fa-f]+);`},
	{"escape", "\\\\[!-/:-@\\[-`{-~]"},
}

var commonPlaceholders = newForm(nil)

func newPlaceholders(keep []string) placeholders {
	if len(keep) == 0 {
		return placeholders{commonPlaceholders}
	}
	return placeholders{newForm(keep)}
}

func newForm(keep []string) *regexp.Regexp {
	var forms []string
	for _, f := range placeholderForms {
		forms = append(forms, `(?P<`+f.kind+`>`+f.form+`)`)
	}
	if terms := quoted(keep); terms != "" {
		forms = append(forms, `(?P<keep>`+terms+`)`)
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}

// quoted joins the kept names, longest first.
func quoted(keep []string) string {
	var terms []string
	for _, k := range keep {
		if k = strings.TrimSpace(k); k != "" {
			terms = append(terms, regexp.QuoteMeta(k))
		}
	}
	sort.SliceStable(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	return strings.Join(terms, "|")
}

func (p placeholders) find(s string, kind Kind) []piece {
	var found []piece
	for at := 0; at < len(s); {
		f, ok := p.next(s, at)
		if !ok {
			break
		}
		if f.stands(s, kind) {
			found = append(found, f)
			at = f.to
			continue
		}
		_, size := utf8.DecodeRuneInString(s[f.from:])
		at = f.from + size
	}
	return found
}

func (p placeholders) next(s string, at int) (piece, bool) {
	m := p.form.FindStringSubmatchIndex(s[at:])
	if m == nil {
		return piece{}, false
	}
	for i, name := range p.form.SubexpNames() {
		if name != "" && m[2*i] >= 0 {
			return piece{name, at + m[0], at + m[1]}, true
		}
	}
	return piece{}, false
}

// stands looks at the neighbours: "10:30:45" holds no emoji, "100%de" no variable, "chats" not the kept "chat".
func (f piece) stands(s string, kind Kind) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:f.from])
	after, _ := utf8.DecodeRuneInString(s[f.to:])
	switch f.kind {
	case "escape":
		return kind != KindCell || s[f.from:f.to] != `\|`
	case "emoji", "keep":
		return !wordRune(before) && !wordRune(after)
	case "variable":
		return s[f.from] == '{' || s[f.from:f.from+2] == "${" || !wordRune(before) && !wordRune(after) && !amount.MatchString(s[f.from:])
	}
	return true
}

// amount is money, not the first argument of something: "$1.50".
var amount = regexp.MustCompile(`^\$\d[.,]\d`)

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
