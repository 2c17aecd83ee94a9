package formula

import (
	"cmp"
	"math/bits"
	"slices"
)

// Inputs are the sums a round starts from, all in cents.
type Inputs struct {
	Base      int64 `json:"base"`      // the sum of which the pot is a part
	Accrued   int64 `json:"accrued"`   // what was set aside of it as each payment came; of money received only
	Carried   int64 `json:"carried"`   // what the round before left
	Available int64 `json:"available"` // what the account of the pot held
}

// Own is what the period itself gives to the pot: what was set aside as payments came, or the share of the sum it is taken of.
func (f Formula) Own(in Inputs) int64 {
	if f.Base.Kind == ReceivedHT {
		return in.Accrued
	}
	return (in.Base*f.RateBP + 5000) / 10_000
}

// Pot is how much there is to share: the share of the period and what is left of before, between the limits, never more than there is.
func (f Formula) Pot(in Inputs) int64 {
	pot := max(f.Own(in)+in.Carried, f.PotMin)
	if f.PotMax != nil {
		pot = min(pot, *f.PotMax)
	}
	return max(0, min(pot, in.Available))
}

// Project is one project of a round with its weight.
type Project struct {
	ID       string // its public id: the tie between equal remainders
	Weight   int64
	Eligible bool
}

// Outcome is what became of a project's share.
type Outcome string

// The outcomes.
const (
	Exact        Outcome = "exact"
	RoundedDown  Outcome = "down"
	RoundedUp    Outcome = "up"
	BelowMinimum Outcome = "below_minimum" // stays in the pot for the next round
	NoPoints     Outcome = "no_weight"
	Ineligible   Outcome = "ineligible"
)

// Share is what a project receives, and how it came to it: enough to explain it in a sentence and to compute it again.
type Share struct {
	ID        string  `json:"id"`
	Weight    int64   `json:"weight"`
	Total     int64   `json:"total"` // of all weights
	Pot       int64   `json:"pot"`
	PartBP    int64   `json:"part_bp"`   // weight of total, in basis points, to the nearest
	Exact4    int64   `json:"exact4"`    // the share before rounding, in hundredths of a cent, cut off
	Remainder int64   `json:"remainder"` // pot × weight modulo total
	Rounded   int64   `json:"rounded"`   // after rounding, before the minimum
	Minimum   int64   `json:"minimum"`
	Outcome   Outcome `json:"outcome"`
	Cents     int64   `json:"cents"` // what the project receives
}

// Split shares a pot by the weights of the projects that may receive; shares come in the order of the projects. Left stays in the pot.
func (f Formula) Split(pot int64, projects []Project) (shares []Share, left int64) {
	weights, ids := make([]int64, len(projects)), make([]string, len(projects))
	var total int64
	for i, p := range projects {
		ids[i] = p.ID
		if p.Eligible {
			weights[i] = p.Weight
			total += p.Weight
		}
	}
	cents, remainders := Largest(pot, weights, ids)
	left = pot
	for i, p := range projects {
		s := Share{ID: p.ID, Weight: weights[i], Total: total, Pot: pot, Remainder: remainders[i], Rounded: cents[i], Minimum: f.MinPayout}
		s.say(p)
		left -= s.Cents
		shares = append(shares, s)
	}
	return shares, left
}

// say finds the outcome, and the numbers of its sentence.
func (s *Share) say(p Project) {
	if s.Total > 0 {
		s.PartBP = int64(times(2*10_000, s.Weight, s.Total)+1) / 2
		s.Exact4 = int64(times(100*s.Pot, s.Weight, s.Total))
	}
	switch {
	case !p.Eligible:
		s.Outcome = Ineligible
	case s.Weight == 0:
		s.Outcome = NoPoints
	case s.Rounded < s.Minimum:
		s.Outcome = BelowMinimum
	case s.Remainder == 0:
		s.Outcome = Exact
	case 100*s.Rounded > s.Exact4:
		s.Outcome = RoundedUp
	default:
		s.Outcome = RoundedDown
	}
	if s.Outcome != BelowMinimum {
		s.Cents = s.Rounded
	}
}

// times is a × b ÷ total, cut off, by way of a product of 128 bits. b is at most total.
func times(a, b, total int64) uint64 {
	q, _ := divided(a, b, total)
	return q
}

func divided(a, b, total int64) (quotient, remainder uint64) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return bits.Div64(high, low, uint64(total))
}

// Largest splits pot cents by weights: each gets its whole cents, and the cents that are missing go to the largest remainders; of equal
// ones the id that comes first wins, so that the order of the rows does not matter (reciprocity.md 7.4). Without any weight nothing is given.
func Largest(pot int64, weights []int64, ids []string) (cents, remainders []int64) {
	cents, remainders = make([]int64, len(weights)), make([]int64, len(weights))
	var total int64
	for _, w := range weights {
		total += w
	}
	if total <= 0 || pot <= 0 {
		return cents, remainders
	}
	missing, order := pot, make([]int, 0, len(weights))
	for i, w := range weights {
		q, r := divided(pot, w, total)
		cents[i], remainders[i] = int64(q), int64(r)
		missing -= cents[i]
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(remainders[b], remainders[a]), cmp.Compare(ids[a], ids[b]))
	})
	for _, i := range order[:missing] {
		cents[i]++
	}
	return cents, remainders
}
