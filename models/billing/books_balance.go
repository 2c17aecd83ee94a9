package billing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chatiere/models/billing/fec"
	"chatiere/models/ledger"
)

// AccountBalance is one account of the trial balance of a year. Amounts are on the debit side when positive.
type AccountBalance struct {
	Account      string
	Label        string
	OpeningCents int64 // carried over from the year before
	DebitCents   int64
	CreditCents  int64
}

// Cents is what the account holds at the end.
func (a AccountBalance) Cents() int64 { return a.OpeningCents + a.DebitCents - a.CreditCents }

// The accounts where results of years gone by rest (PCG, ANC 2018-06).
const (
	lastGain   = "120000"
	lastLoss   = "129000"
	olderGain  = "110000"
	olderLoss  = "119000"
	resultGain = "Résultat de l'exercice (excédent)"
	resultLoss = "Résultat de l'exercice (déficit)"
	carryGain  = "Report à nouveau (solde créditeur)"
	carryLoss  = "Report à nouveau (solde débiteur)"
)

// lasting reports whether an account carries its balance into the next year: classes 1 to 5, and the opening account.
func lasting(code string) bool {
	return code != "" && (code[0] >= '1' && code[0] <= '5' || strings.HasPrefix(code, "89"))
}

// result reports whether an account makes the result of its year: charges and income.
func result(code string) bool { return code != "" && (code[0] == '6' || code[0] == '7') }

// holding is what one account of one owner holds when a year begins.
type holding struct{ account, label, aux, auxName string }

// opening is what a year begins with: balances that last, and the results of the years before.
func openingOf(sums []ledger.YearSum, year int, names map[string]string) map[holding]int64 {
	opening := map[holding]int64{}
	var last, older int64
	for _, s := range sums {
		switch net := s.Debits - s.Credits; {
		case s.Year >= year:
		case lasting(s.Code):
			h := holding{account: accountNumber(s.Code), label: accountLabel(s.Path), aux: auxNumber(s.Path, s.OwnerType, s.OwnerID)}
			if h.aux != "" {
				h.auxName = names[ownerKey(s.OwnerType, s.OwnerID)]
			}
			opening[h] += net
		case result(s.Code) && s.Year == year-1:
			last += net
		case result(s.Code):
			older += net
		}
	}
	rest := func(cents int64, gain, gainLabel, loss, lossLabel string) {
		if cents < 0 {
			opening[holding{account: gain, label: gainLabel}] += cents
		} else {
			opening[holding{account: loss, label: lossLabel}] += cents
		}
	}
	rest(last, lastGain, resultGain, lastLoss, resultLoss)
	rest(older, olderGain, carryGain, olderLoss, carryLoss)
	maps.DeleteFunc(opening, func(_ holding, cents int64) bool { return cents == 0 })
	return opening
}

// carried are the lines that open the year: one entry that the export itself writes, for the ledger carries balances on by itself.
func carried(sums []ledger.YearSum, year int, names map[string]string) []fec.Line {
	opening := openingOf(sums, year, names)
	accounts := slices.SortedFunc(maps.Keys(opening), func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.aux, b.aux), cmp.Compare(a.label, b.label))
	})
	first := fmt.Sprintf("%04d-01-01", year)
	var lines []fec.Line
	for _, h := range accounts {
		cents := opening[h]
		lines = append(lines, fec.Line{
			Journal: fec.CarriedJournal, JournalName: "Reports à nouveau", Number: fec.CarriedJournal + "00001", On: first, ValidOn: first,
			Account: h.account, AccountName: h.label, Aux: h.aux, AuxName: h.auxName, Piece: fmt.Sprintf("%s %d", fec.CarriedJournal, year), PieceOn: first,
			Label: fmt.Sprintf("Report à nouveau au 01/01/%d", year), Debit: max(0, cents), Credit: max(0, -cents),
		})
	}
	return lines
}

// balances is the trial balance of a year, by account, straight from the ledger's sums.
func balances(sums []ledger.YearSum, year int) []AccountBalance {
	by := map[string]*AccountBalance{}
	at := func(account, label string) *AccountBalance {
		if by[account] == nil {
			by[account] = &AccountBalance{Account: account, Label: label}
		}
		return by[account]
	}
	for h, cents := range openingOf(sums, year, nil) {
		at(h.account, h.label).OpeningCents += cents
	}
	for _, s := range sums {
		if s.Year == year {
			a := at(accountNumber(s.Code), accountLabel(s.Path))
			a.DebitCents += s.Debits
			a.CreditCents += s.Credits
		}
	}
	var all []AccountBalance
	for _, account := range slices.Sorted(maps.Keys(by)) {
		all = append(all, *by[account])
	}
	return all
}
