// Package beancount writes entries as plain text that Beancount and Fava read (reciprocity.md 10.6). It is pure.
package beancount

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"chatiere/models/ledger/decimal"
)

// Root is where an account hangs in Beancount's tree.
type Root string

// The five roots.
const (
	Assets      Root = "Assets"
	Liabilities Root = "Liabilities"
	Equity      Root = "Equity"
	Income      Root = "Income"
	Expenses    Root = "Expenses"
)

// Entry is one entry: its day, its number, what it is about, and its postings, which sum to nought.
type Entry struct {
	On       string // YYYY-MM-DD
	Number   string
	Text     string
	Postings []Posting
}

// Posting is what an entry did to one account: Amount counts the smallest parts of Unit, Scale of its digits stand behind the point.
type Posting struct {
	Account string // as Name writes it
	Unit    string // in capitals
	Scale   int
	Amount  int64 // positive on the debit side
}

// Name is an account as Beancount writes it: a root, then words that begin with a capital or a digit (`Assets:Receivable:Party-7`).
func Name(root Root, words ...string) string {
	name := string(root)
	for _, w := range words {
		w = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
				return r
			}
			return '-'
		}, w)
		if w = strings.Trim(w, "-"); w != "" {
			name += ":" + strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return name
}

// Write opens the units and the accounts on the first day each is used, then writes the entries in the order given.
func Write(w io.Writer, title, currency string, entries []Entry) error {
	var out strings.Builder
	fmt.Fprintf(&out, "option \"title\" %s\noption \"operating_currency\" %s\n\n", quoted(title), quoted(currency))
	opened(&out, entries)
	for _, e := range entries {
		fmt.Fprintf(&out, "\n%s * %s\n  number: %s\n", e.On, quoted(e.Text), quoted(e.Number))
		for _, p := range e.Postings {
			fmt.Fprintf(&out, "  %s  %s %s\n", p.Account, decimal.Write(p.Amount, p.Scale), p.Unit)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// opened declares the units and the accounts, each with the units it is kept in.
func opened(out *strings.Builder, entries []Entry) {
	units, first, kept := map[string]string{}, map[string]string{}, map[string][]string{}
	earliest := func(days map[string]string, name, day string) {
		if days[name] == "" || day < days[name] {
			days[name] = day
		}
	}
	for _, e := range entries {
		for _, p := range e.Postings {
			earliest(units, p.Unit, e.On)
			earliest(first, p.Account, e.On)
			if !slices.Contains(kept[p.Account], p.Unit) {
				kept[p.Account] = append(kept[p.Account], p.Unit)
			}
		}
	}
	for _, unit := range sorted(units) {
		fmt.Fprintf(out, "%s commodity %s\n", units[unit], unit)
	}
	for _, account := range sorted(first) {
		fmt.Fprintf(out, "%s open %s %s\n", first[account], account, strings.Join(kept[account], ","))
	}
}

func sorted(all map[string]string) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// quoted is a text between quotation marks, on one line.
func quoted(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
