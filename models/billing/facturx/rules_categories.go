package facturx

import "math/big"

// The categories of VAT that some rule treats apart.
const (
	standard       = "S"
	outOfScope     = "O"
	intraCommunity = "K"
)

// family is what the standard asks of one category of VAT: the same fourteen questions, answered in its own way (EN 16931-1, 6.4.4).
type family struct {
	code   string
	prefix string
	rates  func(Decimal) bool // whether a rate may stand
	known  func(Document) bool
}

// families are the rules of all categories that we know.
func families() []rule {
	taxed := func(d Document) bool {
		return d.Seller.VAT != "" || d.Seller.TaxID != "" || d.represented()
	}
	numbered := func(d Document) bool { return d.Seller.VAT != "" || d.represented() }
	var all []rule
	for _, f := range []family{
		{standard, "BR-S", positive, taxed},
		{"Z", "BR-Z", nought, taxed},
		{"E", "BR-E", nought, taxed},
		{"AE", "BR-AE", nought, func(d Document) bool { return taxed(d) && (d.Buyer.VAT != "" || d.Buyer.LegalID.Value != "") }},
		{intraCommunity, "BR-IC", nought, func(d Document) bool { return numbered(d) && d.Buyer.VAT != "" }},
		{"G", "BR-G", nought, numbered},
		{outOfScope, "BR-O", func(d Decimal) bool { return !d.Known() }, func(d Document) bool {
			return d.Seller.VAT == "" && !d.represented() && d.Buyer.VAT == ""
		}},
	} {
		all = append(all, f.rules()...)
	}
	return append(all, goodsInTheUnion...)
}

func positive(d Decimal) bool { return d.Known() && d.sign() > 0 }
func nought(d Decimal) bool   { return d.Known() && d.sign() == 0 }

// represented reports whether a representative with a VAT number stands for the seller.
func (d Document) represented() bool { return d.Representative != nil && d.Representative.VAT != "" }

// rules are those of one category, in the order of their numbers.
func (f family) rules() []rule {
	all := []rule{
		when(f.prefix+"-01", "BG-23", f.ungrouped),
		when(f.prefix+"-02", "BT-31", func(d Document) bool { return f.onLines(d) && !f.known(d) }),
		when(f.prefix+"-03", "BT-31", func(d Document) bool { return f.among(allowancesOf(d)) && !f.known(d) }),
		when(f.prefix+"-04", "BT-31", func(d Document) bool { return f.among(chargesOf(d)) && !f.known(d) }),
		every(f.prefix+"-05", "BG-25", "BT-152", linesOf, func(l Line) bool { return l.Category == f.code && !f.rates(l.Rate) }),
		every(f.prefix+"-06", "BG-20", "BT-96", allowancesOf, f.misrated),
		every(f.prefix+"-07", "BG-21", "BT-103", chargesOf, f.misrated),
		{f.prefix + "-08", f.bases},
		every(f.prefix+"-09", "BG-23", "BT-117", taxesOf, f.mistaxed),
		every(f.prefix+"-10", "BG-23", "BT-120", taxesOf, f.misexplained),
	}
	if f.code == outOfScope {
		all = append(all, alone...)
	}
	return all
}

func (f family) onLines(d Document) bool {
	for _, l := range d.Lines {
		if l.Category == f.code {
			return true
		}
	}
	return false
}

func (f family) among(all []Adjustment) bool {
	for _, a := range all {
		if a.Category == f.code {
			return true
		}
	}
	return false
}

// ungrouped reports whether the tax groups do not say what the lines say: S has one for each rate, every other category exactly one.
func (f family) ungrouped(d Document) bool {
	groups := 0
	for _, t := range d.Taxes {
		if t.Category == f.code {
			groups++
		}
	}
	used := f.onLines(d) || f.among(d.Adjustments)
	if f.code == standard {
		return used && groups == 0
	}
	return used && groups != 1 || !used && groups > 0
}

func (f family) misrated(a Adjustment) bool { return a.Category == f.code && !f.rates(a.Rate) }

// bases checks that the base of each group is what its lines, charges and allowances make.
func (f family) bases(d Document, broken report) {
	for n, t := range d.Taxes {
		if t.Category == f.code && t.Base.Known() && t.Base.exact().Cmp(f.base(d, t)) != 0 {
			broken(numbered("BG-23", n, "BT-116"))
		}
	}
}

func (f family) base(d Document, t Tax) *big.Rat {
	same := func(category string, rate Decimal) bool {
		return category == f.code && (f.code != standard || rate.exact().Cmp(t.Rate.exact()) == 0)
	}
	sum := new(big.Rat)
	for _, l := range d.Lines {
		if same(l.Category, l.Rate) {
			sum.Add(sum, l.Net.exact())
		}
	}
	for _, a := range d.Adjustments {
		switch {
		case !same(a.Category, a.Rate):
		case a.Charge:
			sum.Add(sum, a.Amount.exact())
		default:
			sum.Sub(sum, a.Amount.exact())
		}
	}
	return sum
}

// mistaxed reports whether a group's tax is not what its category bears: base × rate in S, nought in every other.
func (f family) mistaxed(t Tax) bool {
	if t.Category != f.code || !t.Amount.Known() {
		return false
	}
	if f.code == standard {
		return t.Base.Known() && t.Amount.exact().Cmp(t.expected()) != 0
	}
	return t.Amount.sign() != 0
}

// misexplained reports whether a group says why it bears no tax though it does, or does not say why though it bears none.
func (f family) misexplained(t Tax) bool {
	explained := !blank(t.Reason) || !blank(t.ReasonCode)
	taxed := f.code == standard || f.code == "Z"
	return t.Category == f.code && explained == taxed
}

// alone are the rules that nothing else may stand beside what is out of scope.
var alone = []rule{
	when("BR-O-11", "BG-23", func(d Document) bool {
		return d.outside() && anyOf(d.Taxes, func(t Tax) bool { return t.Category != outOfScope })
	}),
	when("BR-O-12", "BG-25", func(d Document) bool {
		return d.outside() && anyOf(d.Lines, func(l Line) bool { return l.Category != outOfScope })
	}),
	when("BR-O-13", "BG-20", func(d Document) bool { return d.outside() && anyOf(allowancesOf(d), elsewhere) }),
	when("BR-O-14", "BG-21", func(d Document) bool { return d.outside() && anyOf(chargesOf(d), elsewhere) }),
}

// outside reports whether a group of the document is out of scope.
func (d Document) outside() bool {
	return anyOf(d.Taxes, func(t Tax) bool { return t.Category == outOfScope })
}

func elsewhere(a Adjustment) bool { return a.Category != outOfScope }

func anyOf[T any](all []T, is func(T) bool) bool {
	for _, one := range all {
		if is(one) {
			return true
		}
	}
	return false
}

// goodsInTheUnion are the rules about when and where goods went that another country of the Union taxes.
var goodsInTheUnion = []rule{
	when("BR-IC-11", "BT-72", func(d Document) bool {
		return d.inTheUnion() && d.Delivery.On == "" && (d.Period == nil || d.Period.dateless())
	}),
	when("BR-IC-12", "BT-80", func(d Document) bool {
		return d.inTheUnion() && (d.Delivery.Address == nil || blank(d.Delivery.Address.Country))
	}),
}

func (d Document) inTheUnion() bool {
	return anyOf(d.Taxes, func(t Tax) bool { return t.Category == intraCommunity })
}
