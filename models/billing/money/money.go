// Package money adds, shares and taxes amounts. It is pure: whole minor units (cents) in, whole minor units out, never a float.
package money

import (
	"errors"
	"math/bits"
	"sort"
	"strings"
)

// ErrTooLarge says that an amount leaves the range in which we count.
var ErrTooLarge = errors.New("money: the amount is too large")

// Limit is the largest amount of one line or document: ten thousand million euros, far from the edge of 64 bits.
const Limit = 1_000_000_000_000

// Share is amount × part ÷ whole, rounded half away from zero. The whole must not be zero.
func Share(amount, part, whole int64) int64 {
	negative := (amount < 0) != (part < 0) != (whole < 0)
	high, low := bits.Mul64(absolute(amount), absolute(part))
	divisor := absolute(whole)
	low, carry := bits.Add64(low, divisor/2, 0)
	quotient, _ := bits.Div64(high+carry, low, divisor)
	if negative {
		return -int64(quotient) // amounts stay far below 2^63
	}
	return int64(quotient)
}

// Percent is the part of an amount that basis points name: 2000 is 20 %.
func Percent(amount, basisPoints int64) int64 { return Share(amount, basisPoints, 10_000) }

// Cumulative is the part of net that belongs to the piece between two running sums of total, so that the pieces of a whole
// always add up to net exactly (decisions.md 5).
func Cumulative(net, total, before, after int64) int64 {
	if total == 0 {
		return 0
	}
	return Share(net, after, total) - Share(net, before, total)
}

// Split shares total by weights with the largest remainder, earlier parts first when equal: the parts always add up to total (MON2).
// Without any positive weight everything goes to nobody and the result is empty.
func Split(total int64, weights []int64) []int64 {
	var sum int64
	for _, w := range weights {
		if w > 0 {
			sum += w
		}
	}
	if sum == 0 {
		return nil
	}
	parts, order, rest := quotas(total, sum, weights)
	for i := 0; i < len(order) && rest != 0; i++ {
		step := int64(1)
		if total < 0 {
			step = -1
		}
		parts[order[i]] += step
		rest -= step
	}
	return parts
}

// quotas are the whole parts of each share, who comes first when the rest is handed out, and that rest.
func quotas(total, sum int64, weights []int64) (parts []int64, order []int, rest int64) {
	parts, remainders, rest := make([]int64, len(weights)), make([]uint64, len(weights)), total
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		high, low := bits.Mul64(absolute(total), absolute(w))
		quotient, remainder := bits.Div64(high, low, absolute(sum))
		parts[i], remainders[i] = int64(quotient), remainder // a part is at most the whole
		if total < 0 {
			parts[i] = -parts[i]
		}
		rest -= parts[i]
		order = append(order, i)
	}
	sort.SliceStable(order, func(a, b int) bool { return remainders[order[a]] > remainders[order[b]] })
	return parts, order, rest
}

// Currency writes a currency code as it is stored (EUR for " eur "), and whether it can be one (X21).
func Currency(typed string) (string, bool) {
	code := strings.ToUpper(strings.TrimSpace(typed))
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", false
	}
	return code, true
}

func absolute(n int64) uint64 {
	if n < 0 {
		return uint64(-n) // amounts stay far above -2^63
	}
	return uint64(n)
}
