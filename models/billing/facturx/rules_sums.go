package facturx

import "math/big"

// groups are the rules about what belongs together (BR-CO-*, those that do not add up).
var groups = []rule{
	when("BR-CO-03", "BT-7", func(d Document) bool { return d.TaxPointOn != "" && d.TaxPointCode != "" }),
	every("BR-CO-04", "BG-25", "BT-151", linesOf, func(l Line) bool { return blank(l.Category) }),
	{"BR-CO-09", vatPrefixes},
	when("BR-CO-18", "BG-23", func(d Document) bool { return len(d.Taxes) == 0 }),
	when("BR-CO-19", "BG-14", func(d Document) bool { return d.Period.dateless() }),
	every("BR-CO-20", "BG-25", "BG-26", linesOf, func(l Line) bool { return l.Period.dateless() }),
	every("BR-CO-21", "BG-20", "BT-97", allowancesOf, Adjustment.unexplained),
	every("BR-CO-22", "BG-21", "BT-104", chargesOf, Adjustment.unexplained),
	everyOfLine("BR-CO-23", "BG-27", "BT-139", lineAllowances, Adjustment.unexplained),
	everyOfLine("BR-CO-24", "BG-28", "BT-144", lineCharges, Adjustment.unexplained),
	when("BR-CO-25", "BT-9", func(d Document) bool { return d.Totals.Due.sign() > 0 && d.DueOn == "" && blank(d.Terms) }),
	when("BR-CO-26", "BT-30", func(d Document) bool { return d.Seller.anonymous() }),
}

// dateless reports whether a period that is there has neither beginning nor end.
func (p *Period) dateless() bool { return p != nil && p.From == "" && p.To == "" }

// anonymous reports whether nothing but its name identifies a party.
func (p Party) anonymous() bool {
	return p.ID == "" && p.GlobalID.Value == "" && p.LegalID.Value == "" && p.VAT == ""
}

// vatPrefixes wants the letters of a country before each VAT number; Greece writes EL.
func vatPrefixes(d Document, broken report) {
	numbers := [][2]string{{"BT-31", d.Seller.VAT}, {"BT-48", d.Buyer.VAT}}
	if d.Representative != nil {
		numbers = append(numbers, [2]string{"BG-11/BT-63", d.Representative.VAT})
	}
	for _, n := range numbers {
		if prefix := n[1][:min(2, len(n[1]))]; n[1] != "" && prefix != "EL" && !listed(countries, prefix) {
			broken(n[0])
		}
	}
}

// sums are the rules that add up (BR-CO-10 to 17). Where a required number is missing, that is the matter of the rule which requires it.
var sums = []rule{
	adds("BR-CO-10", "BT-106", func(t Totals) []Decimal { return []Decimal{t.Lines} }, func(d Document) *big.Rat {
		return total(d.Lines, func(l Line) Decimal { return l.Net })
	}),
	adds("BR-CO-11", "BT-107", func(t Totals) []Decimal { return []Decimal{orNought(t.Allowances)} }, func(d Document) *big.Rat { return total(allowancesOf(d), amountOf) }),
	adds("BR-CO-12", "BT-108", func(t Totals) []Decimal { return []Decimal{orNought(t.Charges)} }, func(d Document) *big.Rat { return total(chargesOf(d), amountOf) }),
	adds("BR-CO-13", "BT-109", func(t Totals) []Decimal { return []Decimal{t.Net, t.Lines} }, func(d Document) *big.Rat {
		return less(plus(d.Totals.Lines.exact(), d.Totals.Charges.exact()), d.Totals.Allowances.exact())
	}),
	adds("BR-CO-14", "BT-110", func(t Totals) []Decimal { return []Decimal{orNought(t.VAT)} }, func(d Document) *big.Rat {
		return total(d.Taxes, func(t Tax) Decimal { return t.Amount })
	}),
	adds("BR-CO-15", "BT-112", func(t Totals) []Decimal { return []Decimal{t.Total, t.Net} }, func(d Document) *big.Rat {
		return plus(d.Totals.Net.exact(), d.Totals.VAT.exact())
	}),
	adds("BR-CO-16", "BT-115", func(t Totals) []Decimal { return []Decimal{t.Due, t.Total} }, func(d Document) *big.Rat {
		return plus(less(d.Totals.Total.exact(), d.Totals.Prepaid.exact()), d.Totals.Rounding.exact())
	}),
	every("BR-CO-17", "BG-23", "BT-117", taxesOf, func(t Tax) bool {
		return t.Base.Known() && t.Amount.Known() && t.Amount.exact().Cmp(t.expected()) != 0
	}),
}

// expected is base × rate, rounded half away from zero to the cent.
func (t Tax) expected() *big.Rat {
	share := new(big.Rat).Mul(t.Base.exact(), t.Rate.exact())
	return rounded(share.Quo(share, big.NewRat(100, 1)))
}

// adds is a rule that the first of some numbers must be the sum of others; all of these must be there for it to be asked.
func adds(id, place string, of func(Totals) []Decimal, sum func(Document) *big.Rat) rule {
	return when(id, place, func(d Document) bool {
		all := of(d.Totals)
		for _, n := range all {
			if !n.Known() {
				return false
			}
		}
		return all[0].exact().Cmp(sum(d)) != 0
	})
}

// orNought is the number, or nought where none is written.
func orNought(d Decimal) Decimal {
	if d.Known() {
		return d
	}
	return Cents(0)
}

func amountOf(a Adjustment) Decimal { return a.Amount }

func plus(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func less(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// total adds a number of many things.
func total[T any](all []T, of func(T) Decimal) *big.Rat {
	sum := new(big.Rat)
	for _, one := range all {
		sum.Add(sum, of(one).exact())
	}
	return sum
}

// decimals are the rules that an amount has two decimals at most (BR-DEC-*).
var decimals = []rule{
	every("BR-DEC-01", "BG-20", "BT-92", allowancesOf, func(a Adjustment) bool { return a.Amount.tooFine() }),
	every("BR-DEC-02", "BG-20", "BT-93", allowancesOf, func(a Adjustment) bool { return a.Base.tooFine() }),
	every("BR-DEC-05", "BG-21", "BT-99", chargesOf, func(a Adjustment) bool { return a.Amount.tooFine() }),
	every("BR-DEC-06", "BG-21", "BT-100", chargesOf, func(a Adjustment) bool { return a.Base.tooFine() }),
	when("BR-DEC-09", "BT-106", func(d Document) bool { return d.Totals.Lines.tooFine() }),
	when("BR-DEC-10", "BT-107", func(d Document) bool { return d.Totals.Allowances.tooFine() }),
	when("BR-DEC-11", "BT-108", func(d Document) bool { return d.Totals.Charges.tooFine() }),
	when("BR-DEC-12", "BT-109", func(d Document) bool { return d.Totals.Net.tooFine() }),
	when("BR-DEC-13", "BT-110", func(d Document) bool { return d.Totals.VAT.tooFine() }),
	when("BR-DEC-14", "BT-112", func(d Document) bool { return d.Totals.Total.tooFine() }),
	when("BR-DEC-15", "BT-111", func(d Document) bool { return d.Totals.OtherVAT.tooFine() }),
	when("BR-DEC-16", "BT-113", func(d Document) bool { return d.Totals.Prepaid.tooFine() }),
	when("BR-DEC-17", "BT-114", func(d Document) bool { return d.Totals.Rounding.tooFine() }),
	when("BR-DEC-18", "BT-115", func(d Document) bool { return d.Totals.Due.tooFine() }),
	every("BR-DEC-19", "BG-23", "BT-116", taxesOf, func(t Tax) bool { return t.Base.tooFine() }),
	every("BR-DEC-20", "BG-23", "BT-117", taxesOf, func(t Tax) bool { return t.Amount.tooFine() }),
	every("BR-DEC-23", "BG-25", "BT-131", linesOf, func(l Line) bool { return l.Net.tooFine() }),
	everyOfLine("BR-DEC-24", "BG-27", "BT-136", lineAllowances, func(a Adjustment) bool { return a.Amount.tooFine() }),
	everyOfLine("BR-DEC-25", "BG-27", "BT-137", lineAllowances, func(a Adjustment) bool { return a.Base.tooFine() }),
	everyOfLine("BR-DEC-27", "BG-28", "BT-141", lineCharges, func(a Adjustment) bool { return a.Amount.tooFine() }),
	everyOfLine("BR-DEC-28", "BG-28", "BT-142", lineCharges, func(a Adjustment) bool { return a.Base.tooFine() }),
}

// tooFine reports whether more than two digits stand after the point.
func (d Decimal) tooFine() bool { return d.places > 2 }
