// Package carrying holds the arithmetic of a shared space: how promises fit a goal, and how far they are said to reach where the sum may not be told.
// It takes and returns plain numbers.
package carrying

import (
	"chatiere/models/billing/money"
)

// whole is everything, in basis points.
const whole = 10_000

// Shrunk says what is taken of each promise so that together they are no more than a goal, by the largest remainder, and what of each is left
// over. Promises that stay below the goal are taken whole.
func Shrunk(promised []int64, goal int64) (kept, over []int64) {
	kept, over = make([]int64, len(promised)), make([]int64, len(promised))
	copy(kept, promised)
	if Sum(promised) <= goal {
		return kept, over
	}
	for n, part := range money.Split(max(0, goal), promised) {
		kept[n], over[n] = part, promised[n]-part
	}
	return kept, over
}

// Sum adds up.
func Sum(all []int64) (sum int64) {
	for _, n := range all {
		sum += n
	}
	return sum
}

// Reached reports whether a sum is at least a part of a goal, in basis points, without rounding anything in its favour.
func Reached(sum, goal int64, thresholdBP int) bool {
	return sum*whole >= goal*int64(thresholdBP)
}

// Quarters is how far a goal is reached in whole quarters, at most three: said in the place of a sum that may not be told. The last quarter is never
// said to be full, because what is full is known to the cent.
func Quarters(sum, goal int64) int64 {
	if goal <= 0 || sum <= 0 {
		return 0
	}
	return min(3, sum*4/goal)
}
