package decimal_test

import (
	"math"
	"testing"

	"chatiere/models/ledger/decimal"
)

func TestAnAmountIsWrittenWithAPointBeforeItsLastDigits(t *testing.T) {
	for want, c := range map[string]struct {
		amount int64
		scale  int
	}{
		"12.34": {1234, 2}, "-0.05": {-5, 2}, "0.00": {0, 2}, "90": {90, 0}, "-90": {-90, 0}, "0.001": {1, 3}, "-92233720368547758.08": {math.MinInt64, 2},
	} {
		if got := decimal.Write(c.amount, c.scale); got != want {
			t.Errorf("%d at %d: %s, want %s", c.amount, c.scale, got, want)
		}
	}
}
