package markdown

import (
	"slices"
	"strings"
)

// holesOnce fails when a hole is missing, doubled or invented.
func holesOnce(src, tgt string, _ Context) bool {
	found := holesOf(tgt)
	stray := strings.Count(tgt, "⟦") != len(found) || strings.Count(tgt, "⟧") != len(found)
	return stray || !slices.Equal(sorted(holesOf(src)), sorted(found))
}

// holesOrder fails when markup closes before it opens, or when a task's box is not first.
func holesOrder(_, tgt string, ctx Context) bool {
	holes := ctx.holes()
	place := map[int]int{}
	for i, n := range holesOf(tgt) {
		place[n] = i + 1
	}
	for _, p := range pairsOf(holes) {
		if opens, closes := place[p.opens], place[p.closes]; opens > 0 && closes > 0 && closes < opens {
			return true
		}
	}
	return len(holes) > 0 && strings.HasPrefix(holes[0].Kind, "task") && !strings.HasPrefix(strings.TrimSpace(tgt), holeText(1))
}

// pair is a mark's opening and closing hole.
type pair struct{ opens, closes int }

func pairsOf(holes []Hole) []pair {
	type opened struct {
		name string
		hole int
	}
	var open []opened
	var found []pair
	for i, h := range holes {
		for _, token := range strings.Fields(h.Kind) {
			name := token[1:]
			switch token[0] {
			case '+':
				open = append(open, opened{name, i + 1})
			case '-':
				for k := len(open) - 1; k >= 0; k-- {
					if open[k].name == name {
						found = append(found, pair{open[k].hole, i + 1})
						open = slices.Delete(open, k, k+1)
						break
					}
				}
			}
		}
	}
	return found
}
