package markdown

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// anchors counts the heading ids of one document, so that each is used once.
type anchors map[string]int

var linkTarget = regexp.MustCompile(`\]\([^)]*\)`)

// Generate makes an id from the words of a heading: "L'été" becomes "l-ete".
func (a anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	base := slug(linkTarget.ReplaceAllString(string(value), "]"))
	id := base
	for i := a[base]; a[id] > 0; i++ {
		id = base + "-" + strconv.Itoa(i)
		a[base] = i + 1
	}
	a[id]++
	return []byte(id)
}

// Put reserves an id written by hand.
func (a anchors) Put(value []byte) { a[string(value)]++ }

func slug(words string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(compose(words)) {
		b.WriteString(slugRune(r))
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	if len(parts) == 0 {
		return "section"
	}
	return strings.Join(parts, "-")
}

var ligatures = map[rune]string{'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ı': "i", 'þ': "th", 'ð': "d"}

func slugRune(r rune) string {
	r = bare(r)
	switch {
	case ligatures[r] != "":
		return ligatures[r]
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && r > 0x036F:
		return string(r)
	case unicode.IsMark(r), r == '*', r == '`', r == '~':
		return ""
	default:
		return "-"
	}
}
