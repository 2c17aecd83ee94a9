package markdown

import (
	"slices"
	"strings"
	"unicode"
)

// empty fails for a blank translation of words.
func empty(src, tgt string, _ Context) bool {
	blank := func(s string) bool { return strings.TrimSpace(withoutHoles(s)) == "" }
	return blank(tgt) && !blank(src)
}

// sameAsSource fails when more than three words came back as they were.
func sameAsSource(src, tgt string, ctx Context) bool {
	return !ctx.KeepSource && strings.TrimSpace(src) == strings.TrimSpace(tgt) && len(realWords(src)) > 3
}

func realWords(text string) []string {
	return strings.FieldsFunc(withoutHoles(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' })
}

const (
	zwnj = '\u200C'
	zwj  = '\u200D'
)

// controlChars fails for characters that are not seen: controls, unpaired direction marks, stray joiners, private use.
func controlChars(_, tgt string, _ Context) bool {
	runes := []rune(tgt)
	var open []rune
	for i, r := range runes {
		if hidden(r) || (r == zwj || r == zwnj) && !joins(runes, i) {
			return true
		}
		var ok bool
		if open, ok = direction(open, r); !ok {
			return true
		}
	}
	return len(open) > 0
}

func hidden(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case '\u200B', '\u2060', '\uFEFF', unicode.ReplacementChar:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}

// joins reports whether a joiner stands between two visible characters.
func joins(runes []rune, i int) bool {
	visible := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r) }
	return i > 0 && i+1 < len(runes) && visible(runes[i-1]) && visible(runes[i+1])
}

var closers = map[rune]rune{
	'\u202A': '\u202C', '\u202B': '\u202C', '\u202D': '\u202C', '\u202E': '\u202C',
	'\u2066': '\u2069', '\u2067': '\u2069', '\u2068': '\u2069',
}

// direction follows the marks that turn the writing direction; each must be closed, in order.
func direction(open []rune, r rune) ([]rune, bool) {
	if closer := closers[r]; closer != 0 {
		return append(open, closer), true
	}
	if r != '\u202C' && r != '\u2069' {
		return open, true
	}
	if len(open) == 0 || open[len(open)-1] != r {
		return open, false
	}
	return open[:len(open)-1], true
}

// doubleSpace fails when spaces follow each other and do not in the source.
func doubleSpace(src, tgt string, _ Context) bool {
	return collapse(tgt) != tgt && collapse(src) == src
}

// collapse makes one space of several, a no-break one if one of them was.
func collapse(text string) string {
	var out []rune
	for _, r := range text {
		if n := len(out); n > 0 && blankRune(r) && blankRune(out[n-1]) {
			if out[n-1] == ' ' {
				out[n-1] = r
			}
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

func blankRune(r rune) bool { return slices.Contains([]rune{' ', '\u00A0', '\u202F'}, r) }
