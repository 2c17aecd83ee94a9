package fec

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Separator stands between two columns, and LineEnd after each line.
const (
	Separator = "\t"
	LineEnd   = "\r\n"
)

// Name is what the file is called: the seller's SIREN, FEC, and the last day of the year.
func Name(siren, closingDay string) string { return siren + "FEC" + digits(closingDay) + ".txt" }

// DescriptionName is what its description is called.
func DescriptionName(siren, closingDay string) string {
	return siren + "FEC" + digits(closingDay) + "-description.txt"
}

// Write writes the file in ISO 8859-15: the 18 names, then the lines in the order given. Signs that this alphabet does not know are
// written by others that it knows.
func Write(lines []Line) []byte {
	var out bytes.Buffer
	row(&out, columns)
	for _, l := range lines {
		row(&out, l.fields())
	}
	return out.Bytes()
}

func row(out *bytes.Buffer, fields []string) {
	for i, f := range fields {
		if i > 0 {
			out.WriteString(Separator)
		}
		out.WriteString(latin(f))
	}
	out.WriteString(LineEnd)
}

func (l Line) fields() []string {
	return []string{
		l.Journal, l.JournalName, l.Number, digits(l.On), l.Account, l.AccountName, l.Aux, l.AuxName, l.Piece, digits(l.PieceOn), l.Label,
		amount(l.Debit), amount(l.Credit), l.Letter, digits(l.LetteredOn), digits(l.ValidOn), l.Foreign, l.Currency,
	}
}

// amount writes cents with a comma and no group marks: 1234,50.
func amount(cents int64) string {
	sign, n := "", uint64(cents)
	if cents < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d,%02d", sign, n/100, n%100)
}

// digits writes a day as the law does: 20261231.
func digits(day string) string { return strings.ReplaceAll(day, "-", "") }

// kin are signs that people type and ISO 8859-15 does not know, with those it knows.
var kin = strings.NewReplacer("’", "'", "‘", "'", "‚", "'", "“", `"`, "”", `"`, "„", `"`, "…", "...", "–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-",
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "•", "-", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ı", "i", "ŋ", "n", "Ŋ", "N", "™", "TM")

// latin writes a text in ISO 8859-15 on one line, without separators of any kind.
func latin(text string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(kin.Replace(text)) {
		if r == '|' || unicode.IsControl(r) {
			r = ' '
		}
		out.WriteString(signOf(r))
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// signOf is the sign's byte; without its accents if need be; a question mark when there is no other way.
func signOf(r rune) string {
	if b, ok := charmap.ISO8859_15.EncodeRune(r); ok {
		return string([]byte{b})
	}
	base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	if b, ok := charmap.ISO8859_15.EncodeRune(base); ok && !unicode.IsControl(base) {
		return string([]byte{b})
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return ""
	}
	return "?"
}
