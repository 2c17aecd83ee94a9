package locales

import (
	"regexp"
	"strconv"
	"strings"
)

var symbols = map[string]string{"EUR": "€", "GBP": "£", "USD": "$"}

// Money writes an amount in cents: 1 234,50 € in French, €1,234.50 in English. Currencies without a sign show their code.
func Money(lang string, cents int64, currency string) string {
	m := magnitude(cents)
	return price(lang, cents, currency, grouped(lang, m/100)+T(lang, "unit.number.decimal")+padded(m%100, 2))
}

// Decimal writes an amount in cents as a bare number, as fields and spreadsheets want it: 1234,50 in French, 1234.50 in English.
func Decimal(lang string, cents int64) string {
	m := magnitude(cents)
	return sign(cents) + strconv.FormatUint(m/100, 10) + T(lang, "unit.number.decimal") + padded(m%100, 2)
}

// MoneyShort is Money without ",00" when there are no cents.
func MoneyShort(lang string, cents int64, currency string) string {
	if cents%100 != 0 {
		return Money(lang, cents, currency)
	}
	return price(lang, cents, currency, grouped(lang, magnitude(cents)/100))
}

func price(lang string, cents int64, currency, amount string) string {
	if symbol, ok := symbols[currency]; ok {
		return sign(cents) + T(lang, "unit.money.symbol", "Amount", amount, "Symbol", symbol)
	}
	return sign(cents) + T(lang, "unit.money.code", "Amount", amount, "Code", currency)
}

var (
	written = regexp.MustCompile(`^(-?)([0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]{1,13})(?:([.,])([0-9]{1,2}))?$`)
	plain   = strings.NewReplacer(nbsp, " ", nnbsp, " ", "\u2009", " ", "'", " ", "\u2019", " ", "\u2212", "-")
)

// ParseMoney reads an amount in euros as people write it, in cents: "12,50", "12.50", "1 234,56 €", "1,234.56".
// It refuses what could be read in two ways ("1.234" in French), more than two decimals and other currencies.
func ParseMoney(lang, s string) (int64, bool) {
	if len(s) > 60 {
		return 0, false
	}
	parts := written.FindStringSubmatch(bare(s))
	if parts == nil {
		return 0, false
	}
	minus, whole, mark, decimals := parts[1], parts[2], parts[3], parts[4]
	digits, ok := ungrouped(lang, whole, mark)
	if !ok || len(digits) > 13 {
		return 0, false
	}
	cents, err := strconv.ParseInt(minus+digits+(decimals + "00")[:2], 10, 64)
	return cents, err == nil
}

// bare is the amount without the euro sign and the spaces round it.
func bare(s string) string {
	s = strings.TrimSpace(plain.Replace(s))
	minus := strings.HasPrefix(s, "-")
	s = strings.TrimSpace(strings.TrimPrefix(s, "-"))
	for _, euro := range []string{"€", "EUR", "eur"} {
		without, before := strings.CutPrefix(s, euro)
		if !before {
			without = strings.TrimSuffix(s, euro)
		}
		if without != s {
			s = strings.TrimSpace(without)
			break
		}
	}
	if minus {
		return "-" + s
	}
	return s
}

// ungrouped takes the group marks out of whole; they must all be the same, and not the decimal mark.
func ungrouped(lang, whole, mark string) (string, bool) {
	i := strings.IndexAny(whole, " .,")
	if i < 0 {
		return whole, true
	}
	group := whole[i : i+1]
	digits := strings.ReplaceAll(whole, group, "")
	switch {
	case group == mark, strings.ContainsAny(digits, " .,"), whole[0] == '0':
		return "", false
	case group == " ", mark != "", strings.Count(whole, group) > 1:
		return digits, true
	}
	return digits, group == T(lang, "unit.number.group")
}

// Amount writes an amount in cents as one types it into a field: 1234,50 in French, 1234.50 in English. ParseMoney reads it back.
func Amount(lang string, cents int64) string {
	m := magnitude(cents)
	return sign(cents) + strconv.FormatUint(m/100, 10) + T(lang, "unit.number.decimal") + padded(m%100, 2)
}
