package registry

import (
	"regexp"
	"strconv"
	"strings"
)

// vatShapes says how the VAT numbers of the Union are written, after their two letters (VIES, frequently asked questions, annex).
var vatShapes = map[string]*regexp.Regexp{
	"AT": regexp.MustCompile(`^U\d{8}$`), "BE": regexp.MustCompile(`^[01]\d{9}$`), "BG": regexp.MustCompile(`^\d{9,10}$`),
	"CY": regexp.MustCompile(`^\d{8}[A-Z]$`), "CZ": regexp.MustCompile(`^\d{8,10}$`), "DE": regexp.MustCompile(`^\d{9}$`),
	"DK": regexp.MustCompile(`^\d{8}$`), "EE": regexp.MustCompile(`^\d{9}$`), "EL": regexp.MustCompile(`^\d{9}$`),
	"ES": regexp.MustCompile(`^[A-Z0-9]\d{7}[A-Z0-9]$`), "FI": regexp.MustCompile(`^\d{8}$`), "FR": regexp.MustCompile(`^[0-9A-HJ-NP-Z]{2}\d{9}$`),
	"HR": regexp.MustCompile(`^\d{11}$`), "HU": regexp.MustCompile(`^\d{8}$`), "IE": regexp.MustCompile(`^\d[0-9A-Z+*]\d{5}[A-Z]{1,2}$`),
	"IT": regexp.MustCompile(`^\d{11}$`), "LT": regexp.MustCompile(`^(\d{9}|\d{12})$`), "LU": regexp.MustCompile(`^\d{8}$`),
	"LV": regexp.MustCompile(`^\d{11}$`), "MT": regexp.MustCompile(`^\d{8}$`), "NL": regexp.MustCompile(`^[0-9A-Z+*]{10}\d{2}$`),
	"PL": regexp.MustCompile(`^\d{10}$`), "PT": regexp.MustCompile(`^\d{9}$`), "RO": regexp.MustCompile(`^\d{2,10}$`),
	"SE": regexp.MustCompile(`^\d{12}$`), "SI": regexp.MustCompile(`^\d{8}$`), "SK": regexp.MustCompile(`^\d{10}$`),
	"XI": regexp.MustCompile(`^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$`),
}

// VAT reads a VAT number and returns its clean writing. In the Union its shape must fit the country it begins with,
// in France its key as well; elsewhere letters and digits are enough.
func VAT(country, typed string) (string, bool) {
	text := squeeze(typed)
	if len(text) < 4 || len(text) > 16 {
		return text, false
	}
	prefix := text[:2]
	if prefix == "GR" { // Greece writes EL
		prefix, text = "EL", "EL"+text[2:]
	}
	shape, union := vatShapes[prefix]
	switch {
	case union && belongs(country, prefix):
		return text, shape.MatchString(text[2:]) && (prefix != "FR" || frenchKey(text[2:4], text[4:]))
	case inUnion(country):
		return text, false
	}
	return text, foreign.MatchString(text)
}

// belongs reports whether numbers with that prefix are given in the country: Monaco has French ones, Greece writes EL.
func belongs(country, prefix string) bool {
	return prefix == country || country == "GR" && prefix == "EL" || country == "MC" && prefix == "FR" || country == "GB" && prefix == "XI"
}

// inUnion reports whether the country gives VAT numbers of the Union.
func inUnion(country string) bool {
	_, is := vatShapes[country]
	return is || country == "GR" || country == "MC"
}

// FrenchVAT is the VAT number that belongs to a SIREN: FR, a key of two digits, the SIREN.
func FrenchVAT(siren string) string {
	n, err := strconv.Atoi(siren)
	if err != nil || !digits9.MatchString(siren) {
		return ""
	}
	key := strconv.Itoa((12 + 3*(n%97)) % 97)
	return "FR" + strings.Repeat("0", 2-len(key)) + key + siren
}

// keyLetters are the signs of the newer French keys: all but I and O.
const keyLetters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// frenchKey checks the two signs before the SIREN: digits by the old rule, with a letter by the newer one.
func frenchKey(key, siren string) bool {
	if !luhn(siren) {
		return false
	}
	if _, err := strconv.Atoi(key); err == nil {
		return FrenchVAT(siren) == "FR"+key+siren
	}
	a, b := strings.IndexByte(keyLetters, key[0]), strings.IndexByte(keyLetters, key[1])
	n, err := strconv.Atoi(siren)
	if a < 0 || b < 0 || err != nil {
		return false
	}
	value := a*34 + b - 100
	if a < 10 {
		value = a*24 + b - 10
	}
	return (n+1+value/11)%11 == value%11
}
