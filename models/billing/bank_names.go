package billing

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// common are words that say nothing of who somebody is.
var common = map[string]bool{
	"association": true, "asso": true, "assoc": true, "collectif": true, "les": true, "des": true, "aux": true, "une": true, "the": true, "and": true, "pour": true, "vir": true,
	"virement": true, "sepa": true, "recu": true, "inst": true, "instantane": true, "faveur": true, "votre": true, "motif": true, "sarl": true, "sas": true, "scic": true,
	"paiement": true, "facture": true, "adhesion": true, "cotisation": true, "loi": true, "1901": true,
}

// wordsOf are the words of a text that tell something: small, without accents, three letters at least.
func wordsOf(text string) []string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ß", "ss").Replace(text)))
	return slices.DeleteFunc(strings.Fields(plain), func(w string) bool { return len(w) < 3 || common[w] })
}

// alike reports whether a text names somebody: two thirds of the telling words of the name stand in it, one of them long enough. Banks cut
// long names, so the last word may be a beginning.
func alike(text, name string) bool {
	said, wanted := wordsOf(text), wordsOf(name)
	found, long := 0, false
	for _, w := range wanted {
		if slices.ContainsFunc(said, func(s string) bool { return s == w || len(s) >= 4 && strings.HasPrefix(w, s) }) {
			found++
			long = long || len(w) >= 4
		}
	}
	return long && 3*found >= 2*len(wanted)
}

// known are the proposals for organisations that the line points to by its account or its name.
func (p pool) known(l BankLine) []Proposal {
	byOrganisation := map[uint][]candidate{}
	for _, c := range p.candidates {
		if c.DueCents > 0 && c.Currency == l.Currency {
			byOrganisation[c.OrganisationID] = append(byOrganisation[c.OrganisationID], c)
		}
	}
	var all []Proposal
	for _, id := range slices.Sorted(maps.Keys(byOrganisation)) {
		open := byOrganisation[id]
		var why []Reason
		if slices.Contains(p.accounts[l.CounterAccount], id) {
			why = append(why, Reason{Code: ByAccount, Text: open[0].Organisation})
		}
		if alike(l.Words(), open[0].Organisation) || open[0].LegalName != "" && alike(l.Words(), open[0].LegalName) {
			why = append(why, Reason{Code: ByName, Text: open[0].Organisation})
		}
		if len(why) > 0 {
			all = append(all, fitting(l.LeftCents, open, why))
		}
	}
	return all
}

// fitting finds among what one organisation owes what makes an amount: one document, all, some; else the oldest ones as far as it goes.
func fitting(left int64, open []candidate, why []Reason) Proposal {
	one := Proposal{Sureness: Likely}
	chosen := subset(left, open)
	if chosen == nil {
		one.Sureness = Maybe
		chosen = open[:1]
		for sum := open[0].DueCents; sum < left && len(chosen) < len(open); sum += open[len(chosen)-1].DueCents {
			chosen = open[:len(chosen)+1]
		}
	}
	parts, how := spread(left, chosen)
	one.Parts, one.Reasons = parts, append(why, how...)
	return one
}

// subset is the fewest documents that are due exactly that much; nil when there are none.
func subset(left int64, open []candidate) []candidate {
	for _, c := range open {
		if c.DueCents == left {
			return []candidate{c}
		}
	}
	if len(open) > 12 {
		open = open[:12] // the oldest ones
	}
	var found []candidate
	for mask := 1; mask < 1<<len(open); mask++ {
		var sum int64
		var some []candidate
		for i, c := range open {
			if mask&(1<<i) != 0 {
				sum, some = sum+c.DueCents, append(some, c)
			}
		}
		if sum == left && (found == nil || len(some) < len(found)) {
			found = some
		}
	}
	return found
}

// sameAmount are the documents that are due exactly that much, when they are few enough to tell something.
func (p pool) sameAmount(l BankLine) []Proposal {
	var all []Proposal
	for _, c := range p.candidates {
		if c.DueCents == l.LeftCents && c.Currency == l.Currency {
			all = append(all, Proposal{Sureness: Maybe, Parts: []Part{{c.Payable, l.LeftCents}}, Reasons: []Reason{{Code: ByAmount}}})
		}
	}
	if len(all) > 3 {
		return nil
	}
	return all
}

// returnable reports whether the line may take one back that came in: the bank says so, or it went out whole with a reference of a payer.
func (l BankLine) returnable() bool {
	return l.Open() && !l.Incoming() && l.LeftCents == l.AmountCents && l.Currency == euros && (l.Reversal || l.Reference != "")
}

// returns are the lines that this one may take back: the same amount, not later; the same reference is surer.
func (p pool) returns(l BankLine) []Proposal {
	var all []Proposal
	for _, first := range p.returned {
		if first.AmountCents != -l.LeftCents || first.BookedOn > l.BookedOn {
			continue
		}
		one := Proposal{Sureness: Maybe, Returns: &first, Reasons: []Reason{{Code: ByAmount}}}
		if l.Reference != "" && l.Reference == first.Reference {
			one.Sureness, one.Reasons = Likely, append([]Reason{{Code: ByReference, Text: l.Reference}}, one.Reasons...)
		} else if !l.Reversal {
			continue
		}
		if first.Counterparty != "" && alike(l.Words(), first.Counterparty) {
			one.Sureness, one.Reasons = Likely, append(one.Reasons, Reason{Code: ByName, Text: first.Counterparty})
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b Proposal) int { return cmp.Compare(string(a.Sureness), string(b.Sureness)) })
	return all[:min(len(all), 3)]
}
