package money_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"chatiere/models/billing/money"
)

func TestMON2_ASplitAlwaysAddsUpToTheWhole(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		weights := make([]int64, 1+dice.IntN(12))
		for i := range weights {
			weights[i] = dice.Int64N(1000)
		}
		weights[0]++
		total := dice.Int64N(2*money.Limit) - money.Limit
		var sum int64
		for i, part := range money.Split(total, weights) {
			sum += part
			if weights[i] == 0 && part != 0 {
				t.Fatalf("%d by %v: part %d of nobody", total, weights, part)
			}
		}
		if sum != total {
			t.Fatalf("%d by %v: the parts make %d", total, weights, sum)
		}
	}
}

func TestASplitGivesTheRestToTheLargestRemainders(t *testing.T) {
	for name, c := range map[string]struct {
		total   int64
		weights []int64
		want    []int64
	}{
		"three projects":    {2000, []int64{3, 2, 2}, []int64{857, 572, 571}}, // reciprocity.md 10.4
		"40, 35, 25 %":      {10001, []int64{40, 35, 25}, []int64{4001, 3500, 2500}},
		"one cent":          {1, []int64{1, 1, 1}, []int64{1, 0, 0}},
		"something back":    {-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		"nobody":            {100, []int64{0, 0}, nil},
		"some weigh naught": {100, []int64{0, 1, 0, 2}, []int64{0, 33, 0, 67}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := money.Split(c.total, c.weights); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestRoundingIsHalfAwayFromZero(t *testing.T) {
	for _, c := range [][4]int64{{1, 1, 2, 1}, {-1, 1, 2, -1}, {3, 1, 2, 2}, {-3, 1, 2, -2}, {1, 1, 3, 0}, {2, 1, 3, 1}, {5, 0, 7, 0}} {
		if got := money.Share(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%d × %d ÷ %d is %d, want %d", c[0], c[1], c[2], got, c[3])
		}
	}
}

// exact computes the tax with whole numbers of any size, another way than the code.
func exact(net, rate int64) int64 {
	twice := new(big.Int).Mul(big.NewInt(2*net), big.NewInt(rate))
	sign := int64(1)
	if twice.Sign() < 0 {
		sign = -1
		twice.Neg(twice)
	}
	twice.Add(twice, big.NewInt(10_000)).Quo(twice, big.NewInt(20_000))
	return sign * twice.Int64()
}

func TestMON2_TenThousandDocumentsAddUp(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	rates := []int{2000, 1000, 550, 210, 0}
	for range 10_000 {
		lines := make([]money.Line, 1+dice.IntN(20))
		for i := range lines {
			lines[i] = money.Line{Category: "S", RateBP: rates[dice.IntN(len(rates))], Net: dice.Int64N(100_000_00) - 10_000}
		}
		totals, err := money.Sum(lines)
		if err != nil {
			t.Fatal(err)
		}
		var net, vat int64
		for _, g := range totals.Groups {
			if g.VAT != exact(g.Net, int64(g.RateBP)) {
				t.Fatalf("%+v: the tax should be %d", g, exact(g.Net, int64(g.RateBP)))
			}
			net += g.Net
			vat += g.VAT
		}
		if net != totals.Net || vat != totals.VAT || net+vat != totals.Total {
			t.Fatalf("%+v does not add up", totals)
		}
	}
}

func TestRa63_ThreeLinesOf33CentsBear20CentsOfTax(t *testing.T) {
	line := money.Line{Category: "S", RateBP: 2000, Net: 33}
	totals, err := money.Sum([]money.Line{line, line, line})
	if err != nil || totals.Net != 99 || totals.VAT != 20 || totals.Total != 119 || len(totals.Groups) != 1 {
		t.Errorf("%+v %v", totals, err)
	}
}

func TestAmountsBeyondTheLimitAreRefused(t *testing.T) {
	if _, err := money.LineNet(1_000_000, money.Limit); !errors.Is(err, money.ErrTooLarge) {
		t.Error(err)
	}
	if _, err := money.Sum([]money.Line{{Net: money.Limit + 1}}); !errors.Is(err, money.ErrTooLarge) {
		t.Error(err)
	}
	if n, err := money.LineNet(3, -1250); n != -3750 || err != nil {
		t.Error(n, err)
	}
}

func TestThePiecesOfAPaymentMakeItsWholeNet(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		net := dice.Int64N(1_000_00)
		total := net + money.Percent(net, 2000)
		var paid, sum int64
		for paid < total {
			piece := min(1+dice.Int64N(9_99), total-paid)
			sum += money.Cumulative(net, total, paid, paid+piece)
			paid += piece
		}
		if sum != net {
			t.Fatalf("the pieces of %d make %d", net, sum)
		}
	}
}

func TestX21_ACurrencyIsTheSameInSmallLetters(t *testing.T) {
	if code, ok := money.Currency(" eur "); code != "EUR" || !ok {
		t.Error(code, ok)
	}
	for _, typed := range []string{"", "EURO", "E1R", "€"} {
		if _, ok := money.Currency(typed); ok {
			t.Errorf("%q was taken", typed)
		}
	}
}
