package bank

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Transfer is a payment somebody is asked to make.
type Transfer struct {
	Name  string // whose account it is
	IBAN  string
	BIC   string // may be empty
	Cents int64  // euros only
	Text  string // what the bank writes beside it: our reference
}

// ErrTransfer says that a transfer cannot be written as a square code.
var ErrTransfer = errors.New("bank: not a transfer a square code can hold")

// Limits of the code's fields (EPC069-12).
const (
	maxName    = 70
	maxText    = 140
	maxCents   = 99_999_999_999
	maxPayload = 331
)

// Payload writes the transfer as banking apps read it from a square code (EPC069-12, version 002, UTF-8): lines joined by LF,
// nothing after the last one.
func (t Transfer) Payload() (string, error) {
	iban, ok := CleanIBAN(t.IBAN)
	if !ok || t.Name == "" || t.Cents < 1 || t.Cents > maxCents {
		return "", ErrTransfer
	}
	code, ok := CleanBIC(t.BIC)
	if code != "" && !ok {
		return "", ErrTransfer
	}
	lines := []string{
		"BCD", "002", "1", "SCT", code, cut(line(t.Name), maxName), iban,
		fmt.Sprintf("EUR%d.%02d", t.Cents/100, t.Cents%100), "", "", cut(line(t.Text), maxText),
	}
	payload := strings.TrimRight(strings.Join(lines, "\n"), "\n")
	if len(payload) > maxPayload || !utf8.ValidString(payload) {
		return "", ErrTransfer
	}
	return payload, nil
}

// line keeps a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// cut keeps the first n characters.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return strings.TrimSpace(string(runes[:n]))
	}
	return text
}
