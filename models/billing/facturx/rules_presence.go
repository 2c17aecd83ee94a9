package facturx

// presence are the rules about what a document, its parties and its lines must hold (EN 16931-1, 6.4.2).
var presence = []rule{
	need("BR-01", "BT-24", func(d Document) string { return d.Guideline }),
	need("BR-02", "BT-1", func(d Document) string { return d.Number }),
	need("BR-03", "BT-2", func(d Document) string { return string(d.IssuedOn) }),
	need("BR-04", "BT-3", func(d Document) string { return d.Type }),
	need("BR-05", "BT-5", func(d Document) string { return d.Currency }),
	need("BR-06", "BT-27", func(d Document) string { return d.Seller.Name }),
	need("BR-07", "BT-44", func(d Document) string { return d.Buyer.Name }),
	when("BR-08", "BG-5", func(d Document) bool { return d.Seller.Address == nil }),
	when("BR-09", "BG-5/BT-40", func(d Document) bool { return nowhere(d.Seller.Address) }),
	when("BR-10", "BG-8", func(d Document) bool { return d.Buyer.Address == nil }),
	when("BR-11", "BG-8/BT-55", func(d Document) bool { return nowhere(d.Buyer.Address) }),
	needNumber("BR-12", "BT-106", func(d Document) Decimal { return d.Totals.Lines }),
	needNumber("BR-13", "BT-109", func(d Document) Decimal { return d.Totals.Net }),
	needNumber("BR-14", "BT-112", func(d Document) Decimal { return d.Totals.Total }),
	needNumber("BR-15", "BT-115", func(d Document) Decimal { return d.Totals.Due }),
	when("BR-16", "BG-25", func(d Document) bool { return len(d.Lines) == 0 }),
	when("BR-17", "BG-10/BT-59", func(d Document) bool { return d.Payee != nil && (blank(d.Payee.Name) || d.Payee.is(d.Seller)) }),
	when("BR-18", "BG-11/BT-62", func(d Document) bool { return d.Representative != nil && blank(d.Representative.Name) }),
	when("BR-19", "BG-11/BG-12", func(d Document) bool { return d.Representative != nil && d.Representative.Address == nil }),
	when("BR-20", "BG-12/BT-69", func(d Document) bool { return d.Representative != nil && nowhere(d.Representative.Address) }),
	every("BR-21", "BG-25", "BT-126", linesOf, func(l Line) bool { return blank(l.Number) }),
	every("BR-22", "BG-25", "BT-129", linesOf, func(l Line) bool { return !l.Quantity.Known() }),
	every("BR-23", "BG-25", "BT-130", linesOf, func(l Line) bool { return blank(l.Unit) }),
	every("BR-24", "BG-25", "BT-131", linesOf, func(l Line) bool { return !l.Net.Known() }),
	every("BR-25", "BG-25", "BT-153", linesOf, func(l Line) bool { return blank(l.Name) }),
	every("BR-26", "BG-25", "BT-146", linesOf, func(l Line) bool { return !l.Price.Known() }),
	every("BR-27", "BG-25", "BT-146", linesOf, func(l Line) bool { return l.Price.sign() < 0 }),
	every("BR-28", "BG-25", "BT-148", linesOf, func(l Line) bool { return l.GrossPrice.sign() < 0 }),
	when("BR-29", "BG-14/BT-74", func(d Document) bool { return d.Period.backwards() }),
	every("BR-30", "BG-25", "BT-135", linesOf, func(l Line) bool { return l.Period.backwards() }),
	every("BR-31", "BG-20", "BT-92", allowancesOf, Adjustment.unknown),
	every("BR-32", "BG-20", "BT-95", allowancesOf, Adjustment.untaxed),
	every("BR-33", "BG-20", "BT-97", allowancesOf, Adjustment.unexplained),
	every("BR-36", "BG-21", "BT-99", chargesOf, Adjustment.unknown),
	every("BR-37", "BG-21", "BT-102", chargesOf, Adjustment.untaxed),
	every("BR-38", "BG-21", "BT-104", chargesOf, Adjustment.unexplained),
	everyOfLine("BR-41", "BG-27", "BT-136", lineAllowances, Adjustment.unknown),
	everyOfLine("BR-42", "BG-27", "BT-139", lineAllowances, Adjustment.unexplained),
	everyOfLine("BR-43", "BG-28", "BT-141", lineCharges, Adjustment.unknown),
	everyOfLine("BR-44", "BG-28", "BT-144", lineCharges, Adjustment.unexplained),
	every("BR-45", "BG-23", "BT-116", taxesOf, func(t Tax) bool { return !t.Base.Known() }),
	every("BR-46", "BG-23", "BT-117", taxesOf, func(t Tax) bool { return !t.Amount.Known() }),
	every("BR-47", "BG-23", "BT-118", taxesOf, func(t Tax) bool { return blank(t.Category) }),
	every("BR-48", "BG-23", "BT-119", taxesOf, func(t Tax) bool { return !t.Rate.Known() && t.Category != outOfScope }),
	every("BR-49", "BG-16", "BT-81", meansOf, func(m Means) bool { return blank(m.Code) }),
	every("BR-50", "BG-16", "BG-17/BT-84", meansOf, func(m Means) bool { return m.Account != nil && m.Account.nameless() }),
	every("BR-51", "BG-16", "BG-18/BT-87", meansOf, func(m Means) bool { return m.Card != nil && len(m.Card.Number) > 10 }),
	every("BR-52", "BG-24", "BT-122", func(d Document) []Supporting { return d.Supporting }, func(s Supporting) bool { return blank(s.Number) }),
	when("BR-53", "BT-111", func(d Document) bool {
		return d.TaxCurrency != "" && (!d.Totals.OtherVAT.Known() || d.TaxCurrency == d.Currency)
	}),
	everyOfLine("BR-54", "BG-32", "BT-160", func(l Line) []Attribute { return l.Attributes }, func(a Attribute) bool { return blank(a.Name) || blank(a.Value) }),
	every("BR-55", "BG-3", "BT-25", precedingOf, func(p Preceding) bool { return blank(p.Number) }),
	when("BR-56", "BG-11/BT-63", func(d Document) bool { return d.Representative != nil && blank(d.Representative.VAT) }),
	when("BR-57", "BG-15/BT-80", func(d Document) bool { return nowhere(d.Delivery.Address) }),
	every("BR-61", "BG-16", "BG-17/BT-84", meansOf, func(m Means) bool { return m.transfer() && (m.Account == nil || m.Account.nameless()) }),
	when("BR-62", "BT-34", func(d Document) bool { return d.Seller.Endpoint.schemeless() }),
	when("BR-63", "BT-49", func(d Document) bool { return d.Buyer.Endpoint.schemeless() }),
	every("BR-64", "BG-25", "BT-157", linesOf, func(l Line) bool { return l.StandardID.schemeless() }),
	everyOfLine("BR-65", "BG-31", "BT-158", func(l Line) []ID { return l.Classes }, ID.schemeless),
}

func precedingOf(d Document) []Preceding { return d.Preceding }

// nowhere reports whether an address that is there lacks its country.
func nowhere(a *Address) bool { return a != nil && blank(a.Country) }

// schemeless reports whether an identifier that is there lacks its scheme.
func (id ID) schemeless() bool { return id.Value != "" && blank(id.Scheme) }

// is reports whether the payee is the seller, who then need not be named.
func (p Payee) is(s Party) bool {
	return p.Name == s.Name || p.ID != "" && p.ID == s.ID || p.LegalID.Value != "" && p.LegalID.Value == s.LegalID.Value
}

func (a Account) nameless() bool { return blank(a.IBAN) && blank(a.Other) }

// transfer reports whether it is paid by a transfer, for which an account must be known.
func (m Means) transfer() bool { return m.Code == "30" || m.Code == SEPATransfer }

// backwards reports whether a period ends before it begins.
func (p *Period) backwards() bool { return p != nil && p.From != "" && p.To != "" && p.To < p.From }

func (a Adjustment) unknown() bool     { return !a.Amount.Known() }
func (a Adjustment) untaxed() bool     { return blank(a.Category) }
func (a Adjustment) unexplained() bool { return blank(a.Reason) && blank(a.ReasonCode) }
