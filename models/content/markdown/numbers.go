package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	numberForm  = regexp.MustCompile(`\d+(?:[.,'’\x{00A0}\x{202F}\x{2009} ]\d+)*`)
	spacedGroup = regexp.MustCompile(`^\d{1,3}(?:[\x{00A0}\x{202F}\x{2009} ]\d{3})+(?:[.,]\d+)?$`)
	blanks      = regexp.MustCompile(`[\x{00A0}\x{202F}\x{2009} ]`)
	groups      = map[string]*regexp.Regexp{
		",": regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?$`),
		".": regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+(?:,\d+)?$`),
		"'": regexp.MustCompile(`^\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?$`),
	}
)

// pointLanguages write 1,234.56; the others here write 1 234,56 or 1.234,56.
var pointLanguages = []string{"en", "zh", "ja", "ko", "he", "hi", "ga", "cy", "mt", "th"}

// numbersDiffer fails when a number was changed, lost or added; each language's way of writing it is understood.
func numbersDiffer(src, tgt string, ctx Context) bool {
	return !sameNumbers(ctx.SourceLang, src, ctx.Lang, tgt)
}

// sameNumbers also tries spaces as ends of numbers: "3 500" may be two of them.
func sameNumbers(lang, text, otherLang, other string) bool {
	return matchAll(numbersIn(lang, text, true), numbersIn(otherLang, other, true)) ||
		matchAll(numbersIn(lang, text, false), numbersIn(otherLang, other, false))
}

// matchAll pairs every number with one that can be read alike.
func matchAll(a, b [][]string) bool {
	if len(a) != len(b) {
		return false
	}
	left := slices.Clone(b)
	for _, readings := range a {
		i := slices.IndexFunc(left, func(other []string) bool {
			return slices.ContainsFunc(readings, func(r string) bool { return slices.Contains(other, r) })
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// numbersIn lists the numbers of a text, each with the values it can stand for.
func numbersIn(lang, text string, spacesGroup bool) [][]string {
	var list [][]string
	for _, token := range numberForm.FindAllString(westernDigits(withoutHoles(text)), -1) {
		parts := []string{token}
		if !spacesGroup || !spacedGroup.MatchString(token) {
			parts = blanks.Split(token, -1)
		}
		for _, p := range parts {
			list = append(list, readings(lang, blanks.ReplaceAllString(p, "")))
		}
	}
	return list
}

// readings are the values of a number in a language: a point in French may part thousands or a version's numbers.
func readings(lang, token string) []string {
	group, decimal := ".", ","
	if slices.Contains(pointLanguages, baseOf(lang)) {
		group, decimal = ",", "."
	}
	if groups["'"].MatchString(token) {
		token = strings.NewReplacer("'", "", "’", "").Replace(token)
	}
	var values []string
	if groups[group].MatchString(token) {
		values = append(values, strings.Replace(strings.ReplaceAll(token, group, ""), decimal, ".", 1))
	} else if !strings.Contains(token, group) && strings.Count(token, decimal) == 1 {
		values = append(values, strings.Replace(token, decimal, ".", 1))
	} else {
		values = append(values, token)
	}
	if decimal == "," && !strings.Contains(token, ",") {
		values = append(values, token)
	}
	return values
}

// westernDigits writes the digits of every script as 0 to 9.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		for _, block := range unicode.Nd.R16 {
			if lo, hi := rune(block.Lo), rune(block.Hi); lo <= r && r <= hi {
				return '0' + (r-lo)%10
			}
		}
		return r
	}, s)
}
