// Package decimal writes amounts of the books as programs read them. It is pure.
package decimal

import "fmt"

// Write writes an amount that counts the smallest parts of its unit with a point before the last scale digits, and without one where scale is 0.
func Write(amount int64, scale int) string {
	sign, n := "", uint64(amount)
	if amount < 0 {
		sign, n = "-", -n
	}
	digits := fmt.Sprintf("%0*d", scale+1, n)
	if scale == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}
