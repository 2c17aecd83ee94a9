package markdown

import (
	"regexp"
	"strings"
)

// fill puts the payloads back into the holes, on one line, and escapes what would start another kind of block.
func fill(target string, holes []Hole, kind Kind) string {
	var b strings.Builder
	lineStart := true
	write := func(words string) {
		words = oneLine(words, kind)
		if lineStart {
			words = escapeStart(strings.TrimLeft(words, " "))
		}
		lineStart = lineStart && words == ""
		b.WriteString(words)
	}
	at := 0
	for _, m := range holeMark.FindAllStringIndex(target, -1) {
		write(target[at:m[0]])
		at = m[1]
		if n := holesOf(target[m[0]:m[1]])[0]; n >= 1 && n <= len(holes) {
			b.WriteString(holes[n-1].written())
			lineStart = opensLine(holes[n-1].Payload)
		}
	}
	write(target[at:])
	return escapeEnd(b.String(), kind)
}

var labelEnd = regexp.MustCompile("^((?:[^\\]`]|`[^`]*`)*)\\](?:\\[\\])?")

// written is the payload as it goes into a translation: [guide] becomes [mot][guide], which still leads somewhere.
func (h Hole) written() string {
	if h.Label == "" {
		return h.Payload
	}
	m := labelEnd.FindStringSubmatchIndex(h.Payload)
	if m == nil {
		return h.Payload
	}
	return h.Payload[:m[3]] + "][" + h.Label + "]" + h.Payload[m[1]:]
}

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\v", " ", "\f", " ")

// oneLine keeps a translation on the line of its block; in a table a bar would open another cell.
func oneLine(words string, kind Kind) string {
	words = lineEnds.Replace(words)
	if kind == KindCell {
		words = loneBar.ReplaceAllString(words, `$1\|`)
		words = loneBar.ReplaceAllString(words, `$1\|`) // two bars side by side
	}
	return words
}

var loneBar = regexp.MustCompile(`(^|[^\\])\|`)

// opensLine reports whether words after this payload stand at the beginning of a line.
func opensLine(payload string) bool {
	end := strings.LastIndexByte(payload, '\n')
	return end >= 0 && strings.Trim(payload[end:], " \t\r\n>") == ""
}

var (
	blockStart  = regexp.MustCompile(`^(?:[#>+*=|:-]|___|\[\^|\[[^\]]*\]:)`)
	fenceStart  = regexp.MustCompile("^(?:```+|~~~+)")
	numberStart = regexp.MustCompile(`^(\d{1,9})([.)])`)
	headingTail = regexp.MustCompile(`(^|[ \t])(#+)[ \t]*$`)
)

func escapeStart(words string) string {
	if fence := fenceStart.FindString(words); fence != "" {
		return `\` + strings.Join(strings.Split(fence, ""), `\`) + words[len(fence):]
	}
	if blockStart.MatchString(words) {
		return `\` + words
	}
	return numberStart.ReplaceAllString(words, `$1\$2`)
}

// escapeEnd keeps the last words of a block from joining what follows them.
func escapeEnd(s string, kind Kind) string {
	switch {
	case kind == KindHeading:
		return headingTail.ReplaceAllString(s, `$1\$2`)
	case kind == KindCell && strings.HasSuffix(s, `\`):
		return s + " "
	}
	return s
}
