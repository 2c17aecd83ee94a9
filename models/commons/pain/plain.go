package pain

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin are all signs that banks agree on (EPC, best practices for SEPA messages), beside letters and digits.
const latin = "/-?:().,'+ "

// spelt are signs that are written by others; what is neither here nor a letter with an accent becomes a point.
var spelt = strings.NewReplacer(
	"œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss", "ẞ", "SS", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ð", "d", "Ð", "D",
	"þ", "th", "Þ", "TH", "ı", "i", "ŋ", "n", "Ŋ", "N", "ĸ", "k", "ħ", "h", "Ħ", "H", "ŧ", "t", "Ŧ", "T",
	"€", "EUR", "&", "+", "’", "'", "‘", "'", "ʼ", "'", "`", "'", "“", "'", "”", "'", "\"", "'", "«", "'", "»", "'", "–", "-", "—", "-", "‑", "-", "_", "-", "=", "-", "~", "-",
	"@", "(at)", ";", ",", "[", "(", "]", ")", "{", "(", "}", ")", "<", "(", ">", ")", "…", "...", "°", "o", "№", "No", "|", "/", "\\", "/",
)

// Plain writes a text with the signs that banks agree on, on one line, and cuts it to so many of them: after it was written out, so that
// it never grows beyond. Slashes neither begin nor end it nor stand together.
func Plain(text string, most int) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(spelt.Replace(norm.NFC.String(text))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case allowed(r):
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteByte('.')
		}
	}
	return tidy(b.String(), most)
}

func tidy(plain string, most int) string {
	for strings.Contains(plain, "//") {
		plain = strings.ReplaceAll(plain, "//", "/")
	}
	plain = strings.Trim(strings.Join(strings.Fields(plain), " "), "/ ")
	if len(plain) > most {
		plain = strings.Trim(plain[:most], "/ ")
	}
	return plain
}

func allowed(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(latin, r)
}

// readable reports whether a text has a letter or a digit: a name in another alphabet leaves only points.
func readable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
