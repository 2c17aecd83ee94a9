package folder

import (
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Day is a date without hours, at midnight UTC.
type Day struct{ time.Time }

// UnmarshalTOML takes a TOML date (2026-11-25, without quotes).
func (d *Day) UnmarshalTOML(value any) error {
	t, ok := value.(time.Time)
	if !ok {
		return fmt.Errorf("a date is written 2026-11-25, without quotes")
	}
	d.Time = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return nil
}

// Words are one sentence in several languages, by language tag.
type Words map[string]string

// words notes the languages that are missing, empty or not spoken by the collective.
func (d document) words(path string, words Words) {
	for _, lang := range d.r.languages {
		if strings.TrimSpace(words[lang]) == "" {
			d.wrong(path, MissingText, "%s is missing in %s", path, lang)
		}
	}
	for lang := range words {
		d.locale(joined(path, lang), lang)
	}
}

func (d document) locale(path, lang string) {
	if d.r.languages != nil && !known(d.r.languages, lang) {
		d.wrong(path, WrongLocale, "%q is not a language of this collective (%s)", lang, strings.Join(d.r.languages, ", "))
	}
}

// Amount is money as people write it: "12.50" in quotes, or 1250 in a key that ends with _cents.
type Amount struct{ value any }

// UnmarshalTOML keeps the value as written; the document judges it, so that the mistake names its key.
func (a *Amount) UnmarshalTOML(value any) error {
	a.value = value
	return nil
}

// euros reads an amount of euros with at most two decimal places and returns cents.
func (d document) euros(path string, a Amount) int64 {
	written := ""
	switch v := a.value.(type) {
	case nil:
		d.wrong(path, MissingValue, "%s is missing", path)
		return 0
	case string:
		written = v
	case int64:
		written = strconv.FormatInt(v, 10)
	case float64:
		written = strconv.FormatFloat(v, 'f', -1, 64)
	}
	cents, err := ParseEuros(written)
	if err != nil {
		d.wrong(path, BadAmount, "%s: %v", path, err)
	}
	return cents
}

// cents reads a whole number of cents; nothing written is 0.
func (d document) cents(path string, a Amount) int64 {
	if a.value == nil {
		return 0
	}
	cents, whole := a.value.(int64)
	if !whole || cents < 0 {
		d.wrong(path, BadAmount, "%s: cents are a whole number, without quotes (1250 for 12.50 euros)", path)
	}
	return cents
}

// ParseEuros reads "12", "12.5" or "12.50" as cents. More than two places, signs, spaces and words are refused.
func ParseEuros(written string) (int64, error) {
	whole, places, _ := strings.Cut(written, ".")
	if len(places) > 2 {
		return 0, fmt.Errorf("%q has more than two decimal places", written)
	}
	if whole == "" || strings.Trim(whole+places, "0123456789") != "" || len(whole) > 12 {
		return 0, fmt.Errorf("%q is not an amount; write euros like 12.50", written)
	}
	return strconv.ParseInt(whole+(places + "00")[:2], 10, 64)
}

func (d document) email(path, address string) {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		d.wrong(path, BadValue, "%q is not an e-mail address", address)
	}
}

func (d document) webAddress(path, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		d.wrong(path, BadValue, "%q is not an address that begins with https://", address)
	}
}

// checkedDay notes a date that is missing.
func (d document) checkedDay(path string, day Day) {
	if day.IsZero() {
		d.wrong(path, MissingValue, "%s is missing", path)
	}
}
