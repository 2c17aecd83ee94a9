// Package attack is for tests: it tries to find out hidden amounts from what is published, as exactly as arithmetic lets it.
package attack

import (
	"math/big"
	"slices"
)

// Sum is something published: so many times each unknown amount, together so much.
type Sum struct {
	Of    map[uint]int64
	Total int64
}

// Find returns the unknown amounts that follow from sums, each of them being at least so much: first those that linear algebra gives (exactly, in
// fractions), then those that nothing is left for but the least.
func Find(sums []Sum, least int64) map[uint]int64 {
	unknowns := unknownsOf(sums)
	rows := reduce(matrix(sums, unknowns), len(unknowns))
	found := map[uint]int64{}
	for _, row := range rows {
		places, all, positive := []int{}, new(big.Rat), true
		for n := range unknowns {
			if row[n].Sign() != 0 {
				places, all, positive = append(places, n), all.Add(all, row[n]), positive && row[n].Sign() > 0
			}
		}
		total := row[len(unknowns)]
		switch {
		case len(places) == 1:
			found[unknowns[places[0]]] = whole(new(big.Rat).Quo(total, row[places[0]]))
		case len(places) > 1 && positive && total.Cmp(all.Mul(all, new(big.Rat).SetInt64(least))) <= 0:
			for _, n := range places {
				found[unknowns[n]] = least
			}
		}
	}
	return found
}

func unknownsOf(sums []Sum) (all []uint) {
	for _, s := range sums {
		for id := range s.Of {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func matrix(sums []Sum, unknowns []uint) [][]*big.Rat {
	rows := make([][]*big.Rat, len(sums))
	for n, s := range sums {
		for _, id := range unknowns {
			rows[n] = append(rows[n], new(big.Rat).SetInt64(s.Of[id]))
		}
		rows[n] = append(rows[n], new(big.Rat).SetInt64(s.Total))
	}
	return rows
}

// reduce brings rows into reduced echelon form.
func reduce(rows [][]*big.Rat, columns int) [][]*big.Rat {
	done := 0
	for column := range columns {
		at := slices.IndexFunc(rows[done:], func(row []*big.Rat) bool { return row[column].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[done], rows[done+at] = rows[done+at], rows[done]
		by := new(big.Rat).Set(rows[done][column])
		for _, n := range rows[done] {
			n.Quo(n, by)
		}
		for other := range rows {
			if other == done || rows[other][column].Sign() == 0 {
				continue
			}
			times := new(big.Rat).Set(rows[other][column])
			for n := range rows[other] {
				rows[other][n].Sub(rows[other][n], new(big.Rat).Mul(times, rows[done][n]))
			}
		}
		if done++; done == len(rows) {
			break
		}
	}
	return rows[:done]
}

func whole(r *big.Rat) int64 {
	if !r.IsInt() {
		return -1
	}
	return r.Num().Int64()
}
