// Package hledger writes entries as plain text that hledger and its kin read (reciprocity.md 10.6). It is pure.
package hledger

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"chatiere/models/ledger/decimal"
)

// Account is an account with what it is for people: a label, an owner's name.
type Account struct {
	Path string
	Note string
}

// Entry is one entry: its day, its number, what it is about, and its postings, which sum to nought.
type Entry struct {
	On       string // YYYY-MM-DD
	Number   string
	Text     string
	Postings []Posting
}

// Posting is what an entry did to one account: Amount counts the smallest parts of Unit, Scale of its digits stand behind the point.
type Posting struct {
	Path   string
	Unit   string
	Scale  int
	Amount int64 // positive on the debit side
}

// Write declares the accounts and the units, so that strict checks pass, then writes the entries in the order given.
func Write(w io.Writer, accounts []Account, entries []Entry) error {
	var out strings.Builder
	for _, a := range accounts {
		fmt.Fprintf(&out, "account %s", oneLine(a.Path))
		if note := oneLine(a.Note); note != "" {
			fmt.Fprintf(&out, "  ; %s", note)
		}
		out.WriteString("\n")
	}
	for _, unit := range units(entries) {
		fmt.Fprintf(&out, "commodity %s\n", unit)
	}
	for _, e := range entries {
		fmt.Fprintf(&out, "\n%s * (%s) %s\n", e.On, code(e.Number), oneLine(e.Text))
		for _, p := range e.Postings {
			fmt.Fprintf(&out, "    %s  %s %s\n", oneLine(p.Path), decimal.Write(p.Amount, p.Scale), p.Unit)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// units are those of the entries, each with as many digits as it has.
func units(entries []Entry) []string {
	var all []string
	for _, e := range entries {
		for _, p := range e.Postings {
			if unit := "1000." + strings.Repeat("0", p.Scale) + " " + p.Unit; !slices.Contains(all, unit) {
				all = append(all, unit)
			}
		}
	}
	slices.Sort(all)
	return all
}

// oneLine keeps a text on its line and out of comments.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == ';' || r == 0x7f }), " ")
}

// code is a number without the signs that end it.
func code(number string) string {
	return strings.NewReplacer("(", "", ")", "").Replace(oneLine(number))
}
