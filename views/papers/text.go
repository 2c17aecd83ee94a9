package papers

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"chatiere/locales"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// t is a sentence in the document's language.
func (s *sheet) t(key string, args ...any) string { return locales.T(s.lang, key, args...) }

// face chooses weight, size in points and colour.
func (s *sheet) face(weight string, size float64, c colour) {
	s.SetFont("paper", weight, size)
	s.SetTextColor(c[0], c[1], c[2])
}

// say writes one line of text in a box and moves below it; align is L, C or R.
func (s *sheet) say(x, w float64, align, text string) {
	s.SetX(x)
	s.CellFormat(w, line, s.clean(text), "", 2, align, false, 0, "")
}

// put writes one line without moving.
func (s *sheet) put(x, y, w float64, align, text string) {
	s.SetXY(x, y)
	s.CellFormat(w, line, s.clean(text), "", 0, align, false, 0, "")
}

// tell writes a text that may need several lines and moves below it.
func (s *sheet) tell(x, w float64, text string) {
	if text == "" {
		return
	}
	for _, l := range s.lines(text, w) {
		s.say(x, w, "L", l)
	}
}

// lines cuts a text into lines that fit a width; a word longer than a line is cut too.
func (s *sheet) lines(text string, w float64) []string {
	return s.SplitText(s.clean(text), w)
}

// fill and rule choose colours of areas and lines.
func (s *sheet) fill(c colour) { s.SetFillColor(c[0], c[1], c[2]) }
func (s *sheet) rule(c colour) { s.SetDrawColor(c[0], c[1], c[2]) }

// fonts lets one ask what a font can write.
var fonts = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(regular) })

// clean maps spaces the fonts do not draw, drops accents the fonts lack, and fails the document when a sign remains that they cannot write.
func (s *sheet) clean(text string) string {
	var out strings.Builder
	for _, r := range strings.NewReplacer("\u202f", "\u00a0", "\u2011", "-", "\t", " ", "\n", " ").Replace(text) {
		if writable(r) {
			out.WriteRune(r)
			continue
		}
		plain := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(string(r)))
		for _, p := range plain {
			if !writable(p) && s.err == nil {
				s.err = fmt.Errorf("%w: %U", ErrSign, p)
			}
		}
		out.WriteString(plain)
	}
	return out.String()
}

func writable(r rune) bool {
	f, err := fonts()
	if err != nil {
		return false
	}
	at, err := f.GlyphIndex(nil, r)
	return err == nil && at != 0
}
