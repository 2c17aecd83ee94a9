// Package bank checks account numbers and writes what banking apps read from a square code. It is pure.
package bank

import (
	"regexp"
	"strings"
)

// lengths of account numbers by country (ISO 13616 registry): the countries of the SEPA area and its microstates.
var lengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
	"FO": 18, "FR": 27, "GB": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22,
	"SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

// CleanIBAN writes an account number without blanks in capitals, and reports whether it can be one: known country, its length,
// and a remainder of 1 modulo 97.
func CleanIBAN(typed string) (string, bool) {
	iban := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	if len(iban) < 15 || lengths[iban[:2]] != len(iban) {
		return iban, false
	}
	remainder := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			remainder = (remainder*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			remainder = (remainder*100 + int(r-'A') + 10) % 97
		default:
			return iban, false
		}
	}
	return iban, remainder == 1
}

// SpacedIBAN writes an account number in groups of four, as people read it.
func SpacedIBAN(iban string) string {
	var groups []string
	for len(iban) > 4 {
		groups, iban = append(groups, iban[:4]), iban[4:]
	}
	return strings.Join(append(groups, iban), " ")
}

var bic = regexp.MustCompile(`^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// CleanBIC writes a bank's code without blanks in capitals, and reports whether it can be one (ISO 9362: 8 or 11 signs).
func CleanBIC(typed string) (string, bool) {
	code := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	return code, bic.MatchString(code)
}
