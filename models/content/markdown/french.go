package markdown

import (
	"strings"
	"unicode"
)

const narrow = '\u202F' // narrow no-break space

// frenchSpacing fails when ; : ! ? » % lack a narrow no-break space before them, or « one after it.
func frenchSpacing(_, tgt string, ctx Context) bool { return spaceFrench(tgt, ctx) != tgt }

// spaceFrench sets the narrow no-break spaces of French as written in France.
func spaceFrench(text string, ctx Context) string {
	if baseOf(ctx.Lang) != "fr" || strings.EqualFold(ctx.Lang, "fr-CA") {
		return text
	}
	runes := []rune(text)
	var out []rune
	for i := 0; i < len(runes); i++ {
		if wantsSpace(runes, i, ctx) {
			out = append(out[:wordEnd(out)], narrow)
		}
		out = append(out, runes[i])
		if runes[i] == '«' && i+1 < len(runes) && !spaceHole(string(runes[i+1:min(len(runes), i+1+holeWidth)]), ctx) {
			out = append(out, narrow)
			for i+1 < len(runes) && blankRune(runes[i+1]) {
				i++
			}
		}
	}
	return string(out)
}

// wordEnd is where the spaces at the end of some runes begin.
func wordEnd(runes []rune) int {
	end := len(runes)
	for end > 0 && blankRune(runes[end-1]) {
		end--
	}
	return end
}

// wantsSpace reports whether a mark that wants a space before it stands at i.
func wantsSpace(runes []rune, i int, ctx Context) bool {
	end := wordEnd(runes[:i])
	if !strings.ContainsRune(";:!?»%", runes[i]) || end == 0 || !endsWord(runes, i) {
		return false
	}
	before := runes[end-1]
	switch {
	case strings.ContainsRune("([{;:!?«'\"“", before), smiley(runes, i):
		return false
	case runes[i] == '%':
		return unicode.IsDigit(before) || before == '⟧'
	case before == '⟧':
		last := holeMark.FindAllString(string(runes[max(0, end-holeWidth):end]), -1)
		return len(last) == 0 || !spaceHole(last[len(last)-1], ctx)
	}
	return true
}

// endsWord keeps addresses, times and emoji apart: after the mark comes a space, the end, a hole or other punctuation.
func endsWord(runes []rune, i int) bool {
	if i+1 == len(runes) {
		return true
	}
	next := runes[i+1]
	return unicode.IsSpace(next) || strings.ContainsRune("⟦)]}»\"”’',….;:!?*_", next)
}

// smiley spares ":)" and ";(".
func smiley(runes []rune, i int) bool {
	return (runes[i] == ':' || runes[i] == ';') && blankRune(runes[i-1]) && i+1 < len(runes) && strings.ContainsRune("()", runes[i+1])
}

// holeWidth is the longest a hole's mark can be, in characters.
const holeWidth = 8

// spaceHole reports whether a text begins with a hole that is itself a space, as &nbsp; is.
func spaceHole(text string, ctx Context) bool {
	at := holeMark.FindStringIndex(text)
	if at == nil || at[0] != 0 {
		return false
	}
	n, holes := holesOf(text)[0], ctx.holes()
	return n >= 1 && n <= len(holes) && holes[n-1].Kind == "entity" &&
		strings.TrimSpace(unescaped([]byte(holes[n-1].Payload))) == ""
}
