// Package discretion decides which sums may be published when some of the amounts in them are not to be known. It takes and returns plain values.
//
// It follows statistical disclosure control, whose terms are these. Primary suppression: a cell that holds hidden amounts is not published before
// at least Fewest different parties are behind it (threshold rule), and none of them could be estimated too well by another one who takes their
// own amount off (p% rule, against dominance). Merging (global recoding): what may not be told of a kind is told of its family together, else of
// everything together. Secondary, or complementary, suppression: what is left unpublished must not follow from what is published. Here it never
// can, as every hidden amount is in at most one published cell, cells are told whole, and what was told never changes: sums, differences between
// two tables and differences between two days are sums of whole cells again.
package discretion

import (
	"cmp"
	"slices"
	"strings"
)

// Fewest is how many different parties must be behind a sum that holds hidden amounts: two could each find the other by subtraction.
const Fewest = 3

// closest is how well, in percent of an amount, nobody may be able to estimate it from above: the p of the p% rule.
const closest = 10

// Entry is one hidden amount.
type Entry struct {
	ID     uint
	Kind   string
	Family string // of the kind
	Only   string // the cell that it must be told in, as it takes back what was told there; empty: any that its kind belongs to
	Party  string // who knows it: one person or several who know of each other's amounts
	Amount int64  // below nought: it takes back what was told before
}

// Cell is a sum that may be told from now on, with the entries behind it.
type Cell struct {
	Key     string // a kind, or Together
	Entries []Entry
}

// Total is the sum.
func (c Cell) Total() (sum int64) {
	for _, e := range c.Entries {
		sum += e.Amount
	}
	return sum
}

// Count is how many amounts it adds: what is taken back counts as one less.
func (c Cell) Count() (n int) {
	for _, e := range c.Entries {
		if n++; e.Amount < 0 {
			n -= 2
		}
	}
	return n
}

// Together is the key of the cell that holds several kinds of a family, or of all families where it is empty. No kind is called like it.
func Together(family string) string { return "~" + family }

// party is what one party holds of a cell.
type party struct {
	sum   int64 // what is hidden
	spare int64 // what of it is more than everybody knows it must be; nought where something was taken back
	veils bool  // whether it hides the others
}

func partiesOf(entries []Entry, least int64) map[string]party {
	all := map[string]party{}
	for _, e := range entries {
		p, known := all[e.Party]
		p.sum += e.Amount
		if p.spare += max(0, e.Amount-least); e.Amount < 0 || known && !p.veils {
			p.spare, p.veils = 0, false
		} else {
			p.veils = true
		}
		all[e.Party] = p
	}
	return all
}

// Safe reports whether the sum of hidden amounts, each at least so much, may be published. Every party is tried as the one who asks, and every other
// one as the one who is asked about: what is left of the others, beyond what everybody knows it must be, has to blur the amount.
func Safe(entries []Entry, least int64) bool {
	all := partiesOf(entries, least)
	veils, spare := 0, int64(0)
	var first, second int64 // the two greatest spares
	for _, p := range all {
		if p.veils {
			veils++
		}
		spare += p.spare
		if p.spare > first {
			first, second = p.spare, first
		} else if p.spare > second {
			second = p.spare
		}
	}
	if veils < Fewest {
		return false
	}
	for _, p := range all {
		asks := first
		if p.spare == first {
			asks = second
		}
		if blur := spare - p.spare - asks; blur < 1 || blur*100 < closest*max(p.sum, -p.sum) {
			return false
		}
	}
	return true
}

// Level is how much of the sums of a few named amounts may be told, where each comes and goes on its own: whoever looks every day sees each of them
// arrive, so that an exact sum with a hidden amount in it would say it.
type Level int

// The levels.
const (
	Nothing  Level = iota // a hidden amount is alone or two are: what others promised openly is told, and no sum with them in it
	Roughly               // at least Fewest hide each other: sums are told in quarters
	Entirely              // nothing is hidden: sums are told to the cent
)

// LevelOf is how much may be told of sums in which these amounts are hidden.
func LevelOf(hidden []Entry) Level {
	switch {
	case len(hidden) == 0:
		return Entirely
	case Safe(hidden, 1):
		return Roughly
	}
	return Nothing
}

// Tell says which cells may be told of what waits, finest first: a kind, else its family together, else everything together. What would betray
// itself or others goes on waiting. What takes back something told comes first: until it is told, all that belongs to its cell waits for that cell,
// so that sums are soon true again.
func Tell(waiting []Entry, least int64) (told []Cell) {
	left := slices.Clone(waiting)
	slices.SortFunc(left, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	try := func(key string) {
		entries := largest(left, key, least)
		if len(entries) == 0 {
			return
		}
		told = append(told, Cell{key, entries})
		left = slices.DeleteFunc(left, func(e Entry) bool { return slices.Contains(entries, e) })
	}
	for _, key := range keys(left, func(e Entry) string { return e.Only }) { // Together("") is before all others
		try(key)
		if slices.ContainsFunc(left, func(e Entry) bool { return e.Only == key }) {
			left = slices.DeleteFunc(left, func(e Entry) bool { return e.in(key) })
		}
	}
	for _, kind := range keys(left, func(e Entry) string { return e.Kind }) {
		try(kind)
	}
	for _, family := range keys(left, func(e Entry) string { return Together(e.Family) }) {
		try(family)
	}
	try(Together(""))
	return told
}

// in reports whether an entry may be told in a cell.
func (e Entry) in(key string) bool {
	if e.Only != "" || e.Amount < 0 {
		return e.Only == key
	}
	return key == e.Kind || key == Together(e.Family) || key == Together("")
}

// largest are all entries of a cell where they are safe, else those that are once the greatest parties are left out; none where none are.
func largest(left []Entry, key string, least int64) []Entry {
	var entries []Entry
	for _, e := range left {
		if e.in(key) {
			entries = append(entries, e)
		}
	}
	for len(entries) >= Fewest {
		if Safe(entries, least) {
			return entries
		}
		greatest, most := "", int64(-1)
		for name, p := range partiesOf(entries, least) {
			if size := max(p.sum, -p.sum); size > most || size == most && name < greatest {
				greatest, most = name, size
			}
		}
		entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.Party == greatest })
	}
	return nil
}

// keys are the different ones of entries, those of several kinds together first, the widest of all.
func keys(all []Entry, of func(Entry) string) (found []string) {
	for _, e := range all {
		if key := of(e); key != "" {
			found = append(found, key)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(b, "~"), strings.Count(a, "~")), cmp.Compare(a, b))
	})
	return slices.Compact(found)
}
