package fec

import (
	"fmt"
	"strings"
)

// Described is what the description says of one file.
type Described struct {
	Body     string // whose accounts they are
	SIREN    string
	From, To string
	Journals map[string]string // code and name of each journal in the file
	Lines    int
	Entries  int
	Debits   int64
	Program  string // what wrote it, with its version
}

// describes says what each column holds.
var describes = []string{
	"code du journal", "libellé du journal", "numéro de l'écriture, continu dans chaque journal et chaque exercice", "date de comptabilisation",
	"numéro de compte du plan comptable général", "libellé du compte", "numéro de compte auxiliaire (client, fournisseur, projet)", "libellé du compte auxiliaire",
	"référence de la pièce justificative", "date de la pièce", "libellé de l'écriture", "montant au débit", "montant au crédit", "code de lettrage", "date de lettrage",
	"date de validation : l'écriture ne peut plus changer", "montant en devise", "code ISO de la devise",
}

// Description writes the paper that goes with a file: its fields, codes, alphabet, structure and separators (law-and-charter.md b).
func Description(d Described) []byte {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+LineEnd, args...) }
	say("Description du fichier des écritures comptables %s", Name(d.SIREN, d.To))
	say("Article A47 A-1 du livre des procédures fiscales")
	say("")
	say("Organisme : %s (SIREN %s)", d.Body, d.SIREN)
	say("Exercice : du %s au %s", french(d.From), french(d.To))
	say("Logiciel : %s", d.Program)
	say("Contenu : %d lignes, %d écritures, total des débits et des crédits %s EUR", d.Lines, d.Entries, amount(d.Debits))
	say("")
	say("Structure : fichier à plat, organisation séquentielle, zones de longueur variable")
	say("Jeu de caractères : ISO 8859-15 ; les signes absents de ce jeu sont translittérés")
	say("Séparateur de zones : tabulation (code 9)")
	say("Fin de ligne : retour chariot et saut de ligne (codes 13 et 10)")
	say("Première ligne : noms des zones")
	say("Dates : AAAAMMJJ. Montants : virgule décimale, deux décimales, sans séparateur de milliers, en euros")
	say("Ordre : reports à nouveau, puis date de validation, journal et numéro")
	say("Les écritures de solde des comptes de charges et de produits ne figurent pas ; il n'y a pas d'écriture de centralisation")
	say("Les contributions volontaires en nature (comptes 86 et 87) sont dans leur propre journal")
	say("")
	say("Zones :")
	for i, name := range columns {
		say("%2d  %-13s  %s", i+1, name, describes[i])
	}
	say("")
	say("Journaux :")
	for _, code := range sortedKeys(d.Journals) {
		say("%-3s  %s", code, d.Journals[code])
	}
	var latin strings.Builder
	for _, r := range out.String() {
		if r == '\r' || r == '\n' {
			latin.WriteRune(r)
		} else {
			latin.WriteString(signOf(r))
		}
	}
	return []byte(latin.String())
}

// french writes a day as people in France do: 31/12/2026.
func french(day string) string {
	if len(day) != len("2006-01-02") {
		return day
	}
	return day[8:] + "/" + day[5:7] + "/" + day[:4]
}
