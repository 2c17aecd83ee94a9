package password

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed common.txt
var commonText string

// common holds the commonest passwords (quality.md 4.1 line 39), read once.
var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, line := range strings.Split(commonText, "\n") {
		if line != "" && line[0] != '#' {
			words[line] = true
		}
	}
	return words
})

// rows are what fingers run along.
var rows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1a2z3e4r5t6y7u8i9o0p"}

// tail is what people hang on to a word to satisfy rules.
const tail = "0123456789!?.,;:-_*# "

// leet undoes the swaps everybody knows.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "€", "e")

// Guessable reports whether a password would be among the first guesses: a common one with a few signs round it, repeated,
// along a row of keys, or hardly more than one of words (the person's name and address, the collective's name).
func Guessable(typed string, words ...string) bool {
	p := fold(typed)
	return usual(p) || usual(leet.Replace(strings.TrimRight(p, tail))) || monotone(p) || about(p, words)
}

// usual reports whether p is a common password, or one with at most six signs round it, or one repeated.
func usual(p string) bool {
	core := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	letters := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, p)
	return common()[p] || common()[letters] || common()[core] && len(p)-len(core) <= 6 || repeated(letters)
}

// repeated reports whether p is a short or common piece again and again.
func repeated(p string) bool {
	for size := 1; size <= len(p)/2; size++ {
		if piece := p[:size]; len(p)%size == 0 && strings.Repeat(piece, len(p)/size) == p {
			return size <= 5 || common()[piece]
		}
	}
	return false
}

// monotone reports whether p has hardly any different signs, or only runs along a row of keys.
func monotone(p string) bool {
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	if len(different) < 5 {
		return true
	}
	for _, row := range rows {
		if strings.Contains(row, p) || strings.Contains(reversed(row), p) {
			return true
		}
	}
	return false
}

// about reports whether fewer than six letters or digits are left once the words are taken out.
func about(p string, words []string) bool {
	before := p
	for _, word := range words {
		for _, piece := range strings.FieldsFunc(fold(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len([]rune(piece)) >= 4 {
				p = strings.ReplaceAll(p, piece, "")
			}
		}
	}
	count := 0
	for _, r := range p {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			count++
		}
	}
	return p != before && count < 6
}

// fold writes small letters without accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
