package facturx

import (
	"fmt"
	"slices"
	"strings"
)

// Broken is a rule that a document breaks, and where: a term of the standard (BT-1), with the number of its group where there are
// several (BG-25[2]/BT-131 is the net amount of the second line).
type Broken struct {
	Rule  string
	Place string
}

// String names rule and place.
func (b Broken) String() string { return b.Rule + " " + b.Place }

// report takes down a place where a rule is broken.
type report func(place string)

// rule is one rule of the standard or of the law, by the name it has there.
type rule struct {
	id    string
	check func(d Document, broken report)
}

// rules are all that Check asks. Those of the standard that cannot be broken by a Document are in beyond.
var rules = slices.Concat(presence, groups, sums, decimals, codeLists, families(), lawful)

// beyond names the rules of EN 16931 that need no check here, and why.
var beyond = map[string]string{
	"BR-CO-05": "whether a code and a text mean the same is for people to judge",
	"BR-CO-06": "whether a code and a text mean the same is for people to judge",
	"BR-CO-07": "whether a code and a text mean the same is for people to judge",
	"BR-CO-08": "whether a code and a text mean the same is for people to judge",
	"BR-CL-03": "every amount is in the currency of BT-5 or BT-6, which BR-CL-04 and BR-CL-05 check",
	"BR-CL-07": "a Document has no invoiced object identifier (BT-18)",
	"BR-CL-15": "a Document has no country of origin (BT-159)",
	"BR-CL-24": "a Document names its supporting documents and holds none of them (BT-125)",
	"BR-CL-26": "a Document has no identifier of the place of delivery (BT-71)",
}

// Check tells every rule that a document breaks, in the order of the standard; nothing when it is sound.
func Check(d Document) []Broken {
	var all []Broken
	for _, r := range rules {
		r.check(d, func(place string) { all = append(all, Broken{r.id, place}) })
	}
	return all
}

// Rules names every rule that Check asks, in its order.
func Rules() []string {
	all := make([]string, len(rules))
	for n, r := range rules {
		all[n] = r.id
	}
	return all
}

// Beyond says why a rule of the standard need not be asked; empty when it is asked.
func Beyond(id string) string { return beyond[id] }

// blank reports whether a text says nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// need is a rule that a text of the document must be there.
func need(id, place string, of func(Document) string) rule {
	return rule{id, func(d Document, broken report) {
		if blank(of(d)) {
			broken(place)
		}
	}}
}

// needNumber is a rule that a number of the document must be there.
func needNumber(id, place string, of func(Document) Decimal) rule {
	return rule{id, func(d Document, broken report) {
		if !of(d).Known() {
			broken(place)
		}
	}}
}

// when is a rule that a document breaks in one place.
func when(id, place string, wrong func(Document) bool) rule {
	return rule{id, func(d Document, broken report) {
		if wrong(d) {
			broken(place)
		}
	}}
}

// every is a rule for every thing of a kind.
func every[T any](id, group, term string, of func(Document) []T, wrong func(T) bool) rule {
	return rule{id, func(d Document, broken report) {
		for n, one := range of(d) {
			if wrong(one) {
				broken(numbered(group, n, term))
			}
		}
	}}
}

// everyOfLine is a rule for every thing of a kind on every line.
func everyOfLine[T any](id, group, term string, of func(Line) []T, wrong func(T) bool) rule {
	return rule{id, func(d Document, broken report) {
		for n, l := range d.Lines {
			for k, one := range of(l) {
				if wrong(one) {
					broken(numbered("BG-25", n, numbered(group, k, term)))
				}
			}
		}
	}}
}

// numbered is the place of a term in the nth group.
func numbered(group string, n int, term string) string {
	return fmt.Sprintf("%s[%d]/%s", group, n+1, term)
}

// The groups of a document that rules speak of.
func linesOf(d Document) []Line            { return d.Lines }
func taxesOf(d Document) []Tax             { return d.Taxes }
func meansOf(d Document) []Means           { return d.Means }
func notesOf(d Document) []Note            { return d.Notes }
func allowancesOf(d Document) []Adjustment { return ofKind(d.Adjustments, false) }
func chargesOf(d Document) []Adjustment    { return ofKind(d.Adjustments, true) }
func lineAllowances(l Line) []Adjustment   { return ofKind(l.Adjustments, false) }
func lineCharges(l Line) []Adjustment      { return ofKind(l.Adjustments, true) }

func ofKind(all []Adjustment, charge bool) []Adjustment {
	return slices.DeleteFunc(slices.Clone(all), func(a Adjustment) bool { return a.Charge != charge })
}
