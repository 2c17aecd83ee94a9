// Package reference makes the short words by which a bank transfer says what it pays, and finds them again in what the bank
// writes. It is pure. A reference is CH and eight signs that are hard to confuse; the last one checks the others.
package reference

import (
	"crypto/rand"
	"strings"
)

// signs are digits and letters without 0 O, 1 I L: 31 of them, a prime, so that the check sees every wrong sign and every swap of neighbours.
const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const (
	prefix = "CH"
	length = 8
)

// New returns a new reference as it is stored: CH4K7M9QXZ. About ten thousand million exist; the table's unique index decides.
func New() string {
	for {
		body := make([]byte, length-1)
		_, _ = rand.Read(body) // never fails (crypto/rand)
		var r strings.Builder
		for _, b := range body {
			r.WriteByte(signs[int(b)%len(signs)])
		}
		if whole := r.String() + check(r.String()); strings.ContainsAny(whole, "23456789") && !strings.Contains(whole, prefix) { // no mere words, nor two beginnings
			return prefix + whole
		}
	}
}

// Spaced writes a reference as people read and copy it: CH 4K7M 9QXZ.
func Spaced(reference string) string {
	if len(reference) != len(prefix)+length {
		return reference
	}
	return reference[:2] + " " + reference[2:6] + " " + reference[6:]
}

// Find returns every reference in a text, in order: small letters, blanks, dashes and text glued before or behind do no harm. Each may begin
// inside another: of "REMISE CHEQUE CH…" the words before pass for one themselves with every sixtieth reference, and must not hide it.
func Find(text string) []string {
	plain := squeeze(text)
	var found []string
	for i := 0; i+len(prefix)+length <= len(plain); i++ {
		if candidate := plain[i : i+len(prefix)+length]; Valid(candidate) {
			found = append(found, candidate)
		}
	}
	return found
}

// Valid reports whether a word is a reference as it is stored.
func Valid(word string) bool {
	body, ours := strings.CutPrefix(word, prefix)
	return ours && len(body) == length && strings.Trim(body, signs) == "" &&
		strings.ContainsAny(body, "23456789") && check(body[:length-1]) == body[length-1:]
}

// squeeze keeps letters and digits only, in capitals.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
}

// check is the last sign: the weighted sum of the others, modulo 31.
func check(body string) string {
	sum := 0
	for i := range len(body) {
		sum += (i + 2) * strings.IndexByte(signs, body[i])
	}
	return string(signs[sum%len(signs)])
}
