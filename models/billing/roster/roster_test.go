package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chatiere/models/billing/roster"

	"golang.org/x/text/encoding/charmap"
)

const list = "Nom;Contact;Courriel;Langue;Offre;Tarif\nÉcole des Près;Zoé Été;zoe@pres.example;fr;essentiel;symbolique\n\n\"Les; Autres\";Ana;ana@autres.example;en;chat;\n"

func TestAListIsReadHoweverASpreadsheetWroteIt(t *testing.T) {
	western, err := charmap.Windows1252.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	commas := "name,e-mail,contact,offer\nÉcole des Près,zoe@pres.example,Zoé Été,essentiel\n\"Les; Autres\",ana@autres.example,Ana,chat\n"
	for name, content := range map[string]string{
		"UTF-8": list, "with a mark": "\ufeff" + list, "Windows-1252": western, "CRLF": strings.ReplaceAll(list, "\n", "\r\n"), "tabs": strings.ReplaceAll(strings.ReplaceAll(list, "\"Les; Autres\"", "Les_ Autres"), ";", "\t"),
		"commas": commas, "no heads": list[strings.Index(list, "\n")+1:],
	} {
		t.Run(name, func(t *testing.T) {
			text, err := roster.Text([]byte(content))
			if err != nil {
				t.Fatal(err)
			}
			got, err := roster.Read(text)
			if err != nil || len(got.Rows) != 2 || len(got.Broken)+len(got.Missing) > 0 {
				t.Fatal(got, err)
			}
			first := got.Rows[0].Cells
			if first[roster.Name] != "École des Près" || first[roster.Contact] != "Zoé Été" || first[roster.Email] != "zoe@pres.example" || first[roster.Offer] != "essentiel" {
				t.Fatal(first)
			}
		})
	}
}

func TestDoubtsAreSaidByLine(t *testing.T) {
	got, err := roster.Read("Nom;Courriel;Langue\nA;a@a.example;fr;plus\nB \"x\" ;b@b.example;fr\n")
	if err != nil || !slices.Equal(got.Missing, []roster.Column{roster.Contact, roster.Offer}) || !slices.Equal(got.Broken, []int{3}) {
		t.Fatal(got, err)
	}
	if len(got.Rows) != 1 || got.Rows[0].Line != 2 || !got.Rows[0].Long {
		t.Fatal(got.Rows)
	}
	if _, err := roster.Read(strings.Repeat("a;b;c@d.example;fr;x;y\n", roster.MaxRows+1)); !errors.Is(err, roster.ErrTooLarge) {
		t.Fatal(err)
	}
	if _, err := roster.Text([]byte("%PDF\x00\x01")); !errors.Is(err, roster.ErrNoText) {
		t.Fatal(err)
	}
}

func TestNamesThatDifferInCaseAndAccentsAreOne(t *testing.T) {
	if a, b := roster.Key(" L’École  de-là "), roster.Key("l'ecole de la"); a != b {
		t.Fatal(a, b)
	}
	if a, b := roster.Key("L’École de là"), roster.Key("L’École d’ici"); a == b || a == "" {
		t.Fatal("two names are one:", a)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("a,b@c\n\"\n"))
	f.Add([]byte{0xe9, ';', 0x80})
	f.Fuzz(func(t *testing.T, content []byte) {
		text, err := roster.Text(content)
		if err != nil {
			return
		}
		got, err := roster.Read(text)
		if err != nil {
			return
		}
		last := 0
		for _, row := range got.Rows {
			if row.Line <= last {
				t.Fatal("lines do not rise")
			}
			last = row.Line
			for _, cell := range row.Cells {
				if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\n\r\x00") {
					t.Fatalf("%q", cell)
				}
			}
		}
	})
}
