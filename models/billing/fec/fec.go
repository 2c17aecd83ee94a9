// Package fec writes, reads and checks the file of accounting entries that French tax law asks for (fichier des écritures
// comptables, LPF A47 A-1; law-and-charter.md b). It is pure: plain lines in, bytes out, and what is wrong with any such bytes.
// Its words are French because the file and its description are papers of that law.
package fec

import (
	"cmp"
	"maps"
	"slices"
)

// columns are the names of the 18 columns, in the order of the law.
var columns = []string{
	"JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate",
	"EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
}

// The places of the columns in a line.
const (
	journalCode = iota
	journalLib
	entryNumber
	entryDate
	accountNumber
	accountLabel
	auxNumber
	auxLabel
	pieceRef
	pieceDate
	entryLabel
	debitColumn
	creditColumn
	letterCode
	letterDate
	validDate
	currencyAmount
	currencyCode
)

// needed are the columns that are never empty (R-b2).
var needed = []int{
	journalCode, journalLib, entryNumber, entryDate, accountNumber, accountLabel, pieceRef, pieceDate, entryLabel, debitColumn, creditColumn, validDate,
}

// The journals whose entries come first: opening balances.
const (
	OpeningJournal = "AN"  // booked by hand, when the books begin
	CarriedJournal = "RAN" // carried over from the year before, written by the export itself
)

// Line is one line of the file: what one entry did to one account. Days are YYYY-MM-DD, amounts whole cents; exactly one of Debit
// and Credit is not nought.
type Line struct {
	Journal     string // code
	JournalName string
	Number      string // of the entry, without gap in its journal
	On          string
	Account     string
	AccountName string
	Aux         string // of a customer, a supplier, a project
	AuxName     string
	Piece       string
	PieceOn     string
	Label       string
	Debit       int64
	Credit      int64
	Letter      string
	LetteredOn  string
	ValidOn     string
	Foreign     string // amount in another currency, as the law writes it
	Currency    string // code of that currency; empty for euros
}

// Opening reports whether the line opens the year.
func (l Line) Opening() bool { return opening(l.Journal) }

func opening(journal string) bool { return journal == OpeningJournal || journal == CarriedJournal }

// Sort puts lines in the order of the law: opening balances first, then by day of validation, journal and number (R-b12). Lines of one
// entry stay in their order.
func Sort(lines []Line) {
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(rank(a.Journal), rank(b.Journal)), cmp.Compare(a.ValidOn, b.ValidOn), cmp.Compare(a.Journal, b.Journal), byNumber(a.Number, b.Number))
	})
}

// rank is 0 for what opens the year.
func rank(journal string) int {
	if opening(journal) {
		return 0
	}
	return 1
}

// byNumber compares VE00009 and VE00010, and VE99999 and VE100000 as well.
func byNumber(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// sortedKeys returns the keys of m in order.
func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
