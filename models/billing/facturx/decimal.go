package facturx

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is an exact number as a document writes it: units and how many of their digits stand after the point. The zero value is no
// number at all, which is not the same as nought.
type Decimal struct {
	units  int64
	places int
	known  bool
}

// errDecimal says that a text is no number we can hold.
var errDecimal = errors.New("not a decimal number of at most 18 digits")

// Cents is an amount of money: 1234 is 12.34.
func Cents(n int64) Decimal { return Decimal{units: n, places: 2, known: true} }

// Number is a whole number: 3 is 3.
func Number(n int64) Decimal { return Decimal{units: n, known: true} }

// Percent is a rate in basis points: 2000 is 20.00.
func Percent(basisPoints int) Decimal { return Cents(int64(basisPoints)) }

// ParseDecimal reads a number written with digits, at most one point, and a sign when it is below nought.
func ParseDecimal(text string) (Decimal, error) {
	digits, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	whole, after, point := strings.Cut(digits, ".")
	if whole == "" || point && after == "" || len(whole)+len(after) > 18 || strings.Trim(whole+after, "0123456789") != "" {
		return Decimal{}, errDecimal
	}
	units, err := strconv.ParseInt(whole+after, 10, 64)
	if err != nil {
		return Decimal{}, errDecimal
	}
	if negative {
		units = -units
	}
	return Decimal{units: units, places: len(after), known: true}, nil
}

// String writes the number with all its places; nought never has a sign.
func (d Decimal) String() string {
	if !d.known {
		return ""
	}
	text := strconv.FormatUint(magnitude(d.units), 10)
	if d.places > 0 {
		text = strings.Repeat("0", max(0, d.places+1-len(text))) + text
		text = text[:len(text)-d.places] + "." + text[len(text)-d.places:]
	}
	if d.units < 0 {
		return "-" + text
	}
	return text
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n) // at most 18 digits
	}
	return uint64(n)
}

// Known reports whether there is a number.
func (d Decimal) Known() bool { return d.known }

// Cents is the number in hundredths, and whether it is a whole count of them.
func (d Decimal) Cents() (int64, bool) {
	hundredths := new(big.Rat).Mul(d.exact(), big.NewRat(100, 1))
	if !d.known || !hundredths.IsInt() || !hundredths.Num().IsInt64() {
		return 0, false
	}
	return hundredths.Num().Int64(), true
}

// exact is the number as a fraction; none at all counts as nought.
func (d Decimal) exact() *big.Rat {
	below := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.places)), nil)
	return new(big.Rat).SetFrac(big.NewInt(d.units), below)
}

// sign is -1, 0 or 1.
func (d Decimal) sign() int { return big.NewInt(d.units).Sign() }

// rounded is a fraction rounded half away from zero to the cent.
func rounded(r *big.Rat) *big.Rat {
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(r), big.NewRat(100, 1))
	scaled.Add(scaled, big.NewRat(1, 2))
	cents := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	if r.Sign() < 0 {
		cents.Neg(cents)
	}
	return new(big.Rat).SetFrac(cents, big.NewInt(100))
}
