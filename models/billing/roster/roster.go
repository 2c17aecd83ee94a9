// Package roster reads the list of member organisations that a network head opens spaces for: CSV in UTF-8 or Windows-1252, separated
// by semicolons, commas or tabs, with or without a head row. It is pure: bytes in, rows and doubts out.
package roster

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Limits of a list.
const (
	MaxBytes = 256 << 10
	MaxRows  = 500
)

// What makes a whole list unreadable.
var (
	ErrTooLarge = errors.New("roster: more than a list of members")
	ErrNoText   = errors.New("roster: not a text")
)

// Column is one thing a row says.
type Column string

// The columns, in the order they have where no head row names them.
const (
	Name     Column = "name"
	Contact  Column = "contact"
	Email    Column = "email"
	Language Column = "language"
	Offer    Column = "offer"
	Tier     Column = "tier"
)

// Columns are all columns in their order.
var Columns = []Column{Name, Contact, Email, Language, Offer, Tier}

// needed are the columns a head row must name; language and tier have defaults.
var needed = []Column{Name, Contact, Email, Offer}

// Row is one member of the list.
type Row struct {
	Line  int // of the file, from 1
	Cells map[Column]string
	Long  bool // it has more cells than columns
}

// List is what a text says.
type List struct {
	Rows    []Row
	Broken  []int    // lines with quotation marks that do not close
	Missing []Column // needed columns that the head row does not name
}

// words are what people call the columns.
var words = map[Column][]string{
	Name:     {"name", "nom", "organisation", "organization", "association", "structure", "membre", "member", "nom de l organisation", "nom de l association", "organisation name"},
	Contact:  {"contact", "contact name", "nom du contact", "personne", "person", "referent", "referente", "prenom et nom", "full name"},
	Email:    {"email", "e mail", "mail", "courriel", "adresse", "adresse e mail", "adresse email", "adresse de courriel", "email address", "contact email"},
	Language: {"language", "langue", "lang"},
	Offer:    {"offer", "offre", "service", "formule"},
	Tier:     {"tier", "tarif", "prix", "palier", "price"},
}

// Text is a file as text: UTF-8, or else Windows-1252, as spreadsheets write it.
func Text(content []byte) (string, error) {
	if len(content) > MaxBytes {
		return "", ErrTooLarge
	}
	text := strings.TrimPrefix(string(content), "\ufeff")
	if !utf8.ValidString(text) {
		var err error
		if text, err = charmap.Windows1252.NewDecoder().String(text); err != nil {
			return "", ErrNoText
		}
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if strings.ContainsFunc(text, func(r rune) bool { return r < 32 && r != '\n' && r != '\t' }) {
		return "", ErrNoText
	}
	return text, nil
}

// Read cuts a text into rows. Blank lines fall away.
func Read(text string) (List, error) {
	var l List
	if len(text) > MaxBytes {
		return l, ErrTooLarge
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(text), -1, true
	order, first := Columns, true
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return l, nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			l.Broken = append(l.Broken, wrong.StartLine)
			if len(l.Broken) > MaxRows {
				return l, ErrTooLarge
			}
			continue
		}
		if err != nil {
			return l, err
		}
		line, _ := r.FieldPos(0)
		if first {
			first = false
			if named := heads(cells); named != nil {
				order, l.Missing = named, missing(named)
				continue
			}
		}
		if blank(cells) {
			continue
		}
		if len(l.Rows) == MaxRows {
			return l, ErrTooLarge
		}
		l.Rows = append(l.Rows, rowOf(line, order, cells))
	}
}

func rowOf(line int, order []Column, cells []string) Row {
	row := Row{Line: line, Cells: map[Column]string{}}
	for n, cell := range cells {
		switch {
		case n >= len(order):
			row.Long = row.Long || strings.TrimSpace(cell) != ""
		case order[n] != "":
			row.Cells[order[n]] = Clean(cell)
		}
	}
	return row
}

// separator is the sign that the first line holds most of, of those spreadsheets write; a semicolon in doubt.
func separator(text string) rune {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best := ';'
	for _, sign := range ",\t" {
		if strings.Count(line, string(sign)) > strings.Count(line, string(best)) {
			best = sign
		}
	}
	return best
}

// heads reads a first row that names columns; nil when it is a row like the others.
func heads(cells []string) []Column {
	order, known := make([]Column, len(cells)), 0
	for n, cell := range cells {
		if strings.Contains(cell, "@") {
			return nil
		}
		for _, c := range Columns {
			if !slices.Contains(order, c) && slices.Contains(words[c], Key(cell)) {
				order[n], known = c, known+1
				break
			}
		}
	}
	if known < 2 {
		return nil
	}
	return order
}

func missing(order []Column) []Column {
	var list []Column
	for _, c := range needed {
		if !slices.Contains(order, c) {
			list = append(list, c)
		}
	}
	return list
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// Clean keeps a cell on one line, without signs that cannot be seen.
func Clean(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(cell, ""))
	return strings.Join(strings.Fields(cell), " ")
}

// Key is a text by which two writings of the same name are one: without case, accents and marks.
func Key(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(text))
	if err != nil {
		plain = strings.ToLower(text)
	}
	return strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}
