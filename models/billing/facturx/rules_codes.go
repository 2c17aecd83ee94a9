package facturx

import "strings"

// codeLists are the rules that a code must be one of a list (BR-CL-*).
var codeLists = []rule{
	code("BR-CL-01", "BT-3", types, func(d Document) string { return d.Type }),
	code("BR-CL-04", "BT-5", currencies, func(d Document) string { return d.Currency }),
	code("BR-CL-05", "BT-6", currencies, func(d Document) string { return d.TaxCurrency }),
	code("BR-CL-06", "BT-8", taxPoints, func(d Document) string { return d.TaxPointCode }),
	every("BR-CL-08", "BG-1", "BT-21", notesOf, func(n Note) bool { return n.Subject != "" && !listed(subjects, n.Subject) }),
	{"BR-CL-10", schemes(func(d Document) map[string]ID {
		all := map[string]ID{"BT-29": d.Seller.GlobalID, "BT-46": d.Buyer.GlobalID}
		if d.Payee != nil {
			all["BT-60"] = d.Payee.GlobalID
		}
		return all
	})},
	{"BR-CL-11", schemes(func(d Document) map[string]ID {
		all := map[string]ID{"BT-30": d.Seller.LegalID, "BT-47": d.Buyer.LegalID}
		if d.Payee != nil {
			all["BT-61"] = d.Payee.LegalID
		}
		return all
	})},
	everyOfLine("BR-CL-13", "BG-31", "BT-158", func(l Line) []ID { return l.Classes }, func(id ID) bool { return id.Scheme != "" && !listed(classLists, id.Scheme) }),
	{"BR-CL-14", knownCountries},
	every("BR-CL-16", "BG-16", "BT-81", meansOf, func(m Means) bool { return m.Code != "" && !listed(paymentMeans, m.Code) }),
	every("BR-CL-17", "BG-20", "BT-95", func(d Document) []Adjustment { return d.Adjustments }, func(a Adjustment) bool { return unknownCategory(a.Category) }),
	{"BR-CL-18", knownCategories},
	every("BR-CL-19", "BG-20", "BT-98", everyAllowance, func(a Adjustment) bool { return a.ReasonCode != "" && !listed(allowanceReasons, a.ReasonCode) }),
	every("BR-CL-20", "BG-21", "BT-105", everyCharge, func(a Adjustment) bool { return a.ReasonCode != "" && !listed(chargeReasons, a.ReasonCode) }),
	every("BR-CL-21", "BG-25", "BT-157", linesOf, func(l Line) bool { return l.StandardID.Scheme != "" && !registered(l.StandardID.Scheme) }),
	every("BR-CL-22", "BG-23", "BT-121", taxesOf, func(t Tax) bool { return t.ReasonCode != "" && !listed(exemptions, strings.ToUpper(t.ReasonCode)) }),
	every("BR-CL-23", "BG-25", "BT-130", linesOf, func(l Line) bool { return l.Unit != "" && !listed(units, l.Unit) }),
	{"BR-CL-25", func(d Document, broken report) {
		for _, e := range []struct {
			place string
			id    ID
		}{{"BT-34", d.Seller.Endpoint}, {"BT-49", d.Buyer.Endpoint}} {
			if e.id.Scheme != "" && !listed(endpoints, e.id.Scheme) {
				broken(e.place)
			}
		}
	}},
}

// listed reports whether a code stands in a list of codes.
func listed(list, code string) bool {
	return code != "" && !strings.ContainsAny(code, " \n") && strings.Contains(" "+list+" ", " "+code+" ")
}

// code is a rule that a code of the document, if there is one, stands in a list.
func code(id, place, list string, of func(Document) string) rule {
	return when(id, place, func(d Document) bool { return of(d) != "" && !listed(list, of(d)) })
}

// schemes checks that identifiers belong to schemes of ISO 6523.
func schemes(of func(Document) map[string]ID) func(Document, report) {
	return func(d Document, broken report) {
		all := of(d)
		for _, place := range []string{"BT-29", "BT-30", "BT-46", "BT-47", "BT-60", "BT-61"} {
			if id := all[place]; id.Scheme != "" && !registered(id.Scheme) {
				broken(place)
			}
		}
	}
}

// registered reports whether a scheme stands in the register of ISO 6523: four digits, 0001 to 0248 but for four that were never given.
func registered(scheme string) bool {
	return len(scheme) == 4 && strings.Trim(scheme, "0123456789") == "" && scheme >= "0002" && scheme <= "0248" && !listed("0092 0103 0181 0182", scheme)
}

func knownCountries(d Document, broken report) {
	for _, a := range []struct {
		place string
		at    *Address
	}{{"BT-40", d.Seller.Address}, {"BT-55", d.Buyer.Address}, {"BT-80", d.Delivery.Address}, {"BT-69", d.Representative.where()}} {
		if a.at != nil && a.at.Country != "" && !listed(countries, a.at.Country) {
			broken(a.place)
		}
	}
}

func (r *Representative) where() *Address {
	if r == nil {
		return nil
	}
	return r.Address
}

func unknownCategory(category string) bool { return category != "" && !listed(categories, category) }

func knownCategories(d Document, broken report) {
	for n, l := range d.Lines {
		if unknownCategory(l.Category) {
			broken(numbered("BG-25", n, "BT-151"))
		}
	}
	for n, t := range d.Taxes {
		if unknownCategory(t.Category) {
			broken(numbered("BG-23", n, "BT-118"))
		}
	}
}

// everyAllowance are the allowances of the document and then those of its lines.
func everyAllowance(d Document) []Adjustment { return everywhere(d, false) }

func everyCharge(d Document) []Adjustment { return everywhere(d, true) }

func everywhere(d Document, charge bool) []Adjustment {
	all := ofKind(d.Adjustments, charge)
	for _, l := range d.Lines {
		all = append(all, ofKind(l.Adjustments, charge)...)
	}
	return all
}
