package folder

import (
	"math/big"
	"regexp"
	"strings"
)

var (
	ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	bicShape  = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	rnaShape  = regexp.MustCompile(`^W[0-9]{9}$`)
	vatShape  = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{2,12}$`)
)

// ValidIBAN reports whether an account number has the right shape and checksum (ISO 13616: modulo 97 is 1). Spaces are ignored.
func ValidIBAN(iban string) bool {
	iban = strings.ReplaceAll(iban, " ", "")
	if !ibanShape.MatchString(iban) || strings.HasPrefix(iban, "FR") && len(iban) != 27 {
		return false
	}
	var digits strings.Builder
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			digits.WriteString(big.NewInt(int64(c-'A') + 10).String())
		} else {
			digits.WriteRune(c)
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}

// ValidSIREN reports whether a French company number has nine digits and the right key (Luhn).
func ValidSIREN(siren string) bool {
	siren = strings.ReplaceAll(siren, " ", "")
	if len(siren) != 9 {
		return false
	}
	sum := 0
	for i, c := range siren {
		if c < '0' || c > '9' {
			return false
		}
		n := int(c - '0')
		if i%2 == 1 {
			n = n*2/10 + n*2%10
		}
		sum += n
	}
	return sum%10 == 0
}

// registered checks the numbers of a body; those left out are fine.
func (d document) registered(path string, r Registration) {
	check := func(key, value string, valid bool) {
		if value != "" && !valid {
			d.wrong(joined(path, key), BadValue, "%q cannot be a %s", value, key)
		}
	}
	check("siren", r.SIREN, ValidSIREN(r.SIREN))
	check("rna", r.RNA, rnaShape.MatchString(r.RNA))
	check("vat_number", r.VATNumber, vatShape.MatchString(r.VATNumber))
}
