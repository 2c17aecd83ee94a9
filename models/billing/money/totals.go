package money

import "sort"

// Line is what a tax is computed from: a net amount and how it is taxed.
type Line struct {
	Category string // EN 16931: S, Z, E, AE, K, G, O
	RateBP   int    // basis points
	Net      int64
}

// Group is the tax of all lines with one category and rate.
type Group struct {
	Category string
	RateBP   int
	Net      int64
	VAT      int64
}

// Totals are the sums of a document.
type Totals struct {
	Groups []Group
	Net    int64
	VAT    int64
	Total  int64
}

// LineNet is quantity × unit price.
func LineNet(quantity, unit int64) (int64, error) {
	if quantity != 0 && (absolute(unit) > Limit/absolute(quantity)) {
		return 0, ErrTooLarge
	}
	return quantity * unit, nil
}

// Sum adds lines up. The tax is computed per category and rate on the sum of the nets, rounded half away from zero (MON2);
// groups come with the highest rate first.
func Sum(lines []Line) (Totals, error) {
	var t Totals
	at := map[Line]int{}
	for _, l := range lines {
		if absolute(l.Net) > Limit || absolute(t.Net) > Limit {
			return Totals{}, ErrTooLarge
		}
		key := Line{Category: l.Category, RateBP: l.RateBP}
		if _, known := at[key]; !known {
			at[key] = len(t.Groups)
			t.Groups = append(t.Groups, Group{Category: l.Category, RateBP: l.RateBP})
		}
		t.Groups[at[key]].Net += l.Net
		t.Net += l.Net
	}
	for i, g := range t.Groups {
		t.Groups[i].VAT = Percent(g.Net, int64(g.RateBP))
		t.VAT += t.Groups[i].VAT
	}
	t.Total = t.Net + t.VAT
	sort.SliceStable(t.Groups, func(a, b int) bool { return t.Groups[a].RateBP > t.Groups[b].RateBP })
	return t, nil
}
