package facturx_test

import (
	"strings"

	"chatiere/models/billing/facturx"
	"chatiere/models/billing/tax"
)

// breach is a way to break a rule: from a sound document in a category, one change. Where the standard says the same thing twice, the twin
// is broken too.
type breach struct {
	from  string
	by    func(*facturx.Document)
	place string
	twins string
}

var none facturx.Decimal

// fine is an amount with three decimals that is worth the same.
func fine(d facturx.Decimal) facturx.Decimal {
	more, _ := facturx.ParseDecimal(d.String() + "0")
	return more
}

// breaches are one for each rule that is not of a family.
var breaches = map[string]breach{
	"BR-01": {"S", func(d *facturx.Document) { d.Guideline = " " }, "BT-24", ""},
	"BR-02": {"S", func(d *facturx.Document) { d.Number = "" }, "BT-1", ""},
	"BR-03": {"S", func(d *facturx.Document) { d.IssuedOn = "" }, "BT-2", ""},
	"BR-04": {"S", func(d *facturx.Document) { d.Type = "" }, "BT-3", ""},
	"BR-05": {"S", func(d *facturx.Document) { d.Currency = "" }, "BT-5", ""},
	"BR-06": {"S", func(d *facturx.Document) { d.Seller.Name = "" }, "BT-27", ""},
	"BR-07": {"S", func(d *facturx.Document) { d.Buyer.Name = "" }, "BT-44", ""},
	"BR-08": {"S", func(d *facturx.Document) { d.Seller.Address = nil }, "BG-5", ""},
	"BR-09": {"S", func(d *facturx.Document) { d.Seller.Address.Country = "" }, "BG-5/BT-40", ""},
	"BR-10": {"S", func(d *facturx.Document) { d.Buyer.Address = nil }, "BG-8", ""},
	"BR-11": {"S", func(d *facturx.Document) { d.Buyer.Address.Country = "" }, "BG-8/BT-55", ""},
	"BR-12": {"S", func(d *facturx.Document) { d.Totals.Lines = none }, "BT-106", ""},
	"BR-13": {"S", func(d *facturx.Document) { d.Totals.Net = none }, "BT-109", ""},
	"BR-14": {"S", func(d *facturx.Document) { d.Totals.Total = none }, "BT-112", ""},
	"BR-15": {"S", func(d *facturx.Document) { d.Totals.Due = none }, "BT-115", ""},
	"BR-16": {"E", func(d *facturx.Document) {
		d.Lines = nil
		d.Taxes[0].Base = facturx.Cents(0)
		add(d)
	}, "BG-25", "BR-E-01"},
	"BR-17": {"S", func(d *facturx.Document) { d.Payee = &facturx.Payee{Name: d.Seller.Name} }, "BG-10/BT-59", ""},
	"BR-18": {"rich", func(d *facturx.Document) { d.Representative.Name = "" }, "BG-11/BT-62", ""},
	"BR-19": {"rich", func(d *facturx.Document) { d.Representative.Address = nil }, "BG-11/BG-12", ""},
	"BR-20": {"rich", func(d *facturx.Document) { d.Representative.Address.Country = "" }, "BG-12/BT-69", ""},
	"BR-21": {"S", func(d *facturx.Document) { d.Lines[0].Number = "" }, "BG-25[1]/BT-126", ""},
	"BR-22": {"S", func(d *facturx.Document) { d.Lines[0].Quantity = none }, "BG-25[1]/BT-129", ""},
	"BR-23": {"S", func(d *facturx.Document) { d.Lines[0].Unit = "" }, "BG-25[1]/BT-130", ""},
	"BR-24": {"S", func(d *facturx.Document) {
		d.Lines = append(d.Lines, d.Lines[0])
		d.Lines[1].Net = none
	}, "BG-25[2]/BT-131", ""},
	"BR-25": {"S", func(d *facturx.Document) { d.Lines[0].Name = "" }, "BG-25[1]/BT-153", ""},
	"BR-26": {"S", func(d *facturx.Document) { d.Lines[0].Price = none }, "BG-25[1]/BT-146", ""},
	"BR-27": {"S", func(d *facturx.Document) { d.Lines[0].Price = facturx.Cents(-1) }, "BG-25[1]/BT-146", ""},
	"BR-28": {"S", func(d *facturx.Document) { d.Lines[0].GrossPrice = facturx.Cents(-1) }, "BG-25[1]/BT-148", ""},
	"BR-29": {"S", func(d *facturx.Document) { d.Period.To = "2026-11-24" }, "BG-14/BT-74", ""},
	"BR-30": {"S", func(d *facturx.Document) { d.Lines[0].Period.To = "2026-11-24" }, "BG-25[1]/BT-135", ""},
	"BR-31": {"S", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments = append(d.Adjustments, d.Adjustments[0])
		d.Adjustments[2].Amount = none
	}, "BG-20[2]/BT-92", ""},
	"BR-32": {"S", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments = append(d.Adjustments, d.Adjustments[0])
		d.Adjustments[2].Amount, d.Adjustments[2].Category = facturx.Cents(0), ""
	}, "BG-20[2]/BT-95", ""},
	"BR-33": {"rich", func(d *facturx.Document) { d.Adjustments[0].Reason, d.Adjustments[0].ReasonCode = "", "" }, "BG-20[1]/BT-97", "BR-CO-21"},
	"BR-36": {"S", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments = append(d.Adjustments, d.Adjustments[1])
		d.Adjustments[2].Amount = none
	}, "BG-21[2]/BT-99", ""},
	"BR-37": {"S", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments = append(d.Adjustments, d.Adjustments[1])
		d.Adjustments[2].Amount, d.Adjustments[2].Category = facturx.Cents(0), ""
	}, "BG-21[2]/BT-102", ""},
	"BR-38": {"rich", func(d *facturx.Document) { d.Adjustments[1].Reason, d.Adjustments[1].ReasonCode = "", "" }, "BG-21[1]/BT-104", "BR-CO-22"},
	"BR-41": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[0].Amount = none }, "BG-25[1]/BG-27[1]/BT-136", ""},
	"BR-42": {"rich", func(d *facturx.Document) {
		d.Lines[0].Adjustments[0].Reason, d.Lines[0].Adjustments[0].ReasonCode = "", ""
	}, "BG-25[1]/BG-27[1]/BT-139", "BR-CO-23"},
	"BR-43": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[1].Amount = none }, "BG-25[1]/BG-28[1]/BT-141", ""},
	"BR-44": {"rich", func(d *facturx.Document) {
		d.Lines[0].Adjustments[1].Reason, d.Lines[0].Adjustments[1].ReasonCode = "", ""
	}, "BG-25[1]/BG-28[1]/BT-144", "BR-CO-24"},
	"BR-45": {"E", func(d *facturx.Document) { d.Taxes[0].Base = none }, "BG-23[1]/BT-116", "R-a6.1"},
	"BR-46": {"E", func(d *facturx.Document) { d.Taxes[0].Amount = none }, "BG-23[1]/BT-117", ""},
	"BR-47": {"S", func(d *facturx.Document) {
		d.Taxes = append(d.Taxes, facturx.Tax{Base: facturx.Cents(0), Amount: facturx.Cents(0), Rate: facturx.Percent(0)})
	}, "BG-23[2]/BT-118", ""},
	"BR-48": {"E", func(d *facturx.Document) { d.Taxes[0].Rate = none }, "BG-23[1]/BT-119", ""},
	"BR-49": {"S", func(d *facturx.Document) { d.Means[0].Code = "" }, "BG-16[1]/BT-81", ""},
	"BR-50": {"S", func(d *facturx.Document) { d.Means[0].Code, d.Means[0].Account.IBAN = "42", "" }, "BG-16[1]/BG-17/BT-84", ""},
	"BR-51": {"rich", func(d *facturx.Document) { d.Means[2].Card.Number = "4242424242424242" }, "BG-16[3]/BG-18/BT-87", ""},
	"BR-52": {"rich", func(d *facturx.Document) { d.Supporting[0].Number = "" }, "BG-24[1]/BT-122", ""},
	"BR-53": {"rich", func(d *facturx.Document) { d.Totals.OtherVAT = none }, "BT-111", ""},
	"BR-54": {"rich", func(d *facturx.Document) { d.Lines[0].Attributes[0].Value = "" }, "BG-25[1]/BG-32[1]/BT-160", ""},
	"BR-55": {"rich", func(d *facturx.Document) { d.Preceding[0].Number = "" }, "BG-3[1]/BT-25", ""},
	"BR-56": {"rich", func(d *facturx.Document) { d.Representative.VAT = "" }, "BG-11/BT-63", ""},
	"BR-57": {"rich", func(d *facturx.Document) { d.Delivery.Address.Country = "" }, "BG-15/BT-80", ""},
	"BR-61": {"S", func(d *facturx.Document) { d.Means[0].Account = nil }, "BG-16[1]/BG-17/BT-84", ""},
	"BR-62": {"S", func(d *facturx.Document) { d.Seller.Endpoint.Scheme = "" }, "BT-34", ""},
	"BR-63": {"rich", func(d *facturx.Document) { d.Buyer.Endpoint.Scheme = "" }, "BT-49", ""},
	"BR-64": {"rich", func(d *facturx.Document) { d.Lines[0].StandardID.Scheme = "" }, "BG-25[1]/BT-157", ""},
	"BR-65": {"rich", func(d *facturx.Document) { d.Lines[0].Classes[0].Scheme = "" }, "BG-25[1]/BG-31[1]/BT-158", ""},

	"BR-CO-03": {"S", func(d *facturx.Document) { d.TaxPointOn, d.TaxPointCode = "2026-11-25", "72" }, "BT-7", ""},
	"BR-CO-04": {"S", func(d *facturx.Document) {
		d.Lines = append(d.Lines, d.Lines[0])
		d.Lines[1].Category, d.Lines[1].Rate, d.Lines[1].Net = "", none, facturx.Cents(0)
	}, "BG-25[2]/BT-151", ""},
	"BR-CO-09": {"S", func(d *facturx.Document) { d.Seller.VAT = "32123456782" }, "BT-31", ""},
	"BR-CO-10": {"S", func(d *facturx.Document) {
		d.Totals.Lines, d.Totals.Charges, d.Totals.Allowances = facturx.Cents(9999), none, none
	}, "BT-106", "BR-CO-13"},
	"BR-CO-11": {"rich", func(d *facturx.Document) { d.Totals.Allowances = facturx.Cents(999) }, "BT-107", "BR-CO-13"},
	"BR-CO-12": {"rich", func(d *facturx.Document) { d.Totals.Charges = facturx.Cents(1001) }, "BT-108", "BR-CO-13"},
	"BR-CO-13": {"S", func(d *facturx.Document) { d.Totals.Net = facturx.Cents(10001) }, "BT-109", "BR-CO-15"},
	"BR-CO-14": {"S", func(d *facturx.Document) { d.Totals.VAT = facturx.Cents(1999) }, "BT-110", "BR-CO-15"},
	"BR-CO-15": {"S", func(d *facturx.Document) { d.Totals.Total, d.Totals.Due = facturx.Cents(12001), facturx.Cents(12001) }, "BT-112", "R-a6.1"},
	"BR-CO-16": {"S", func(d *facturx.Document) { d.Totals.Prepaid = facturx.Cents(1) }, "BT-115", ""},
	"BR-CO-17": {"S", func(d *facturx.Document) {
		d.Taxes[0].Amount = facturx.Cents(2001)
		add(d)
	}, "BG-23[1]/BT-117", "BR-S-09"},
	"BR-CO-18": {"S", func(d *facturx.Document) {
		d.Taxes, d.Totals.VAT = nil, none
		add(d)
	}, "BG-23", "BR-S-01"},
	"BR-CO-19": {"S", func(d *facturx.Document) { d.Period = &facturx.Period{} }, "BG-14", ""},
	"BR-CO-20": {"S", func(d *facturx.Document) { d.Lines[0].Period = &facturx.Period{} }, "BG-25[1]/BG-26", ""},
	"BR-CO-25": {"S", func(d *facturx.Document) { d.DueOn = "" }, "BT-9", ""},
	"BR-CO-26": {"E", func(d *facturx.Document) { d.Seller.LegalID = facturx.ID{} }, "BT-30", ""},

	"BR-DEC-01": {"rich", func(d *facturx.Document) { d.Adjustments[0].Amount = fine(d.Adjustments[0].Amount) }, "BG-20[1]/BT-92", ""},
	"BR-DEC-02": {"rich", func(d *facturx.Document) { d.Adjustments[0].Base = fine(d.Adjustments[0].Base) }, "BG-20[1]/BT-93", ""},
	"BR-DEC-05": {"rich", func(d *facturx.Document) { d.Adjustments[1].Amount = fine(d.Adjustments[1].Amount) }, "BG-21[1]/BT-99", ""},
	"BR-DEC-06": {"rich", func(d *facturx.Document) { d.Adjustments[1].Base = fine(d.Adjustments[1].Base) }, "BG-21[1]/BT-100", ""},
	"BR-DEC-09": {"rich", func(d *facturx.Document) { d.Totals.Lines = fine(d.Totals.Lines) }, "BT-106", ""},
	"BR-DEC-10": {"rich", func(d *facturx.Document) { d.Totals.Allowances = fine(d.Totals.Allowances) }, "BT-107", ""},
	"BR-DEC-11": {"rich", func(d *facturx.Document) { d.Totals.Charges = fine(d.Totals.Charges) }, "BT-108", ""},
	"BR-DEC-12": {"rich", func(d *facturx.Document) { d.Totals.Net = fine(d.Totals.Net) }, "BT-109", ""},
	"BR-DEC-13": {"rich", func(d *facturx.Document) { d.Totals.VAT = fine(d.Totals.VAT) }, "BT-110", ""},
	"BR-DEC-14": {"rich", func(d *facturx.Document) { d.Totals.Total = fine(d.Totals.Total) }, "BT-112", ""},
	"BR-DEC-15": {"rich", func(d *facturx.Document) { d.Totals.OtherVAT = fine(d.Totals.OtherVAT) }, "BT-111", ""},
	"BR-DEC-16": {"rich", func(d *facturx.Document) { d.Totals.Prepaid = fine(d.Totals.Prepaid) }, "BT-113", ""},
	"BR-DEC-17": {"rich", func(d *facturx.Document) { d.Totals.Rounding = fine(d.Totals.Rounding) }, "BT-114", ""},
	"BR-DEC-18": {"rich", func(d *facturx.Document) { d.Totals.Due = fine(d.Totals.Due) }, "BT-115", ""},
	"BR-DEC-19": {"rich", func(d *facturx.Document) { d.Taxes[0].Base = fine(d.Taxes[0].Base) }, "BG-23[1]/BT-116", ""},
	"BR-DEC-20": {"rich", func(d *facturx.Document) { d.Taxes[0].Amount = fine(d.Taxes[0].Amount) }, "BG-23[1]/BT-117", ""},
	"BR-DEC-23": {"rich", func(d *facturx.Document) { d.Lines[0].Net = fine(d.Lines[0].Net) }, "BG-25[1]/BT-131", ""},
	"BR-DEC-24": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[0].Amount = fine(d.Lines[0].Adjustments[0].Amount) }, "BG-25[1]/BG-27[1]/BT-136", ""},
	"BR-DEC-25": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[0].Base = fine(d.Lines[0].Adjustments[0].Base) }, "BG-25[1]/BG-27[1]/BT-137", ""},
	"BR-DEC-27": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[1].Amount = fine(d.Lines[0].Adjustments[1].Amount) }, "BG-25[1]/BG-28[1]/BT-141", ""},
	"BR-DEC-28": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[1].Base = fine(d.Lines[0].Adjustments[1].Base) }, "BG-25[1]/BG-28[1]/BT-142", ""},

	"BR-CL-01": {"S", func(d *facturx.Document) { d.Type = "999" }, "BT-3", ""},
	"BR-CL-04": {"S", func(d *facturx.Document) { d.Currency = "eur" }, "BT-5", ""},
	"BR-CL-05": {"rich", func(d *facturx.Document) { d.TaxCurrency = "FRF" }, "BT-6", ""},
	"BR-CL-06": {"S", func(d *facturx.Document) { d.TaxPointCode = "35" }, "BT-8", ""},
	"BR-CL-08": {"S", func(d *facturx.Document) { d.Notes[0].Subject = "XXX" }, "BG-1[1]/BT-21", ""},
	"BR-CL-10": {"S", func(d *facturx.Document) {
		d.Buyer.ID, d.Buyer.GlobalID = "", facturx.ID{Scheme: "RNA", Value: "W691234567"}
	}, "BT-46", ""},
	"BR-CL-11": {"S", func(d *facturx.Document) { d.Seller.LegalID.Scheme = "0103" }, "BT-30", ""},
	"BR-CL-13": {"rich", func(d *facturx.Document) { d.Lines[0].Classes[0].Scheme = "A B" }, "BG-25[1]/BG-31[1]/BT-158", ""},
	"BR-CL-14": {"S", func(d *facturx.Document) { d.Buyer.Address.Country = "EL" }, "BT-55", ""},
	"BR-CL-16": {"S", func(d *facturx.Document) { d.Means[0].Code = "71" }, "BG-16[1]/BT-81", ""},
	"BR-CL-17": {"S", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments[0].Category, d.Adjustments[0].Amount = "X", facturx.Cents(0)
		d.Adjustments[1].Amount = facturx.Cents(0)
		add(d)
	}, "BG-20[1]/BT-95", ""},
	"BR-CL-18": {"S", func(d *facturx.Document) {
		d.Taxes = append(d.Taxes, facturx.Tax{Category: "Q", Base: facturx.Cents(0), Amount: facturx.Cents(0), Rate: facturx.Percent(0), Reason: "x", ReasonCode: tax.CodeAbroad})
	}, "BG-23[2]/BT-118", ""},
	"BR-CL-19": {"rich", func(d *facturx.Document) { d.Adjustments[0].ReasonCode = "1" }, "BG-20[1]/BT-98", ""},
	"BR-CL-20": {"rich", func(d *facturx.Document) { d.Lines[0].Adjustments[1].ReasonCode = "95" }, "BG-21[2]/BT-105", ""},
	"BR-CL-21": {"rich", func(d *facturx.Document) { d.Lines[0].StandardID.Scheme = "EAN" }, "BG-25[1]/BT-157", ""},
	"BR-CL-22": {"E", func(d *facturx.Document) { d.Taxes[0].ReasonCode = "VATEX-FR-293B" }, "BG-23[1]/BT-121", ""},
	"BR-CL-23": {"S", func(d *facturx.Document) { d.Lines[0].Unit = "pièce" }, "BG-25[1]/BT-130", ""},
	"BR-CL-25": {"S", func(d *facturx.Document) { d.Seller.Endpoint.Scheme = "0001" }, "BT-34", ""},

	"BR-IC-11": {"K", func(d *facturx.Document) { d.Delivery.On, d.Period = "", nil }, "BT-72", ""},
	"BR-IC-12": {"K", func(d *facturx.Document) { d.Delivery.Address = nil }, "BT-80", ""},
	"BR-O-11": {"O", func(d *facturx.Document) {
		d.Taxes = append(d.Taxes, facturx.Tax{Category: "S", Base: facturx.Cents(0), Amount: facturx.Cents(0), Rate: facturx.Percent(2000)})
	}, "BG-23", ""},
	"BR-O-12": {"O", func(d *facturx.Document) {
		d.Lines = append(d.Lines, d.Lines[0])
		d.Lines[1].Category, d.Lines[1].Net = "", facturx.Cents(0)
	}, "BG-25", "BR-CO-04"},
	"BR-O-13": {"O", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments[0].Category = ""
		d.Adjustments[0].Amount, d.Adjustments[1].Amount = facturx.Cents(0), facturx.Cents(0)
		add(d)
	}, "BG-20", "BR-32"},
	"BR-O-14": {"O", func(d *facturx.Document) {
		adjusted(d)
		d.Adjustments[1].Category = ""
		d.Adjustments[0].Amount, d.Adjustments[1].Amount = facturx.Cents(0), facturx.Cents(0)
		add(d)
	}, "BG-21", "BR-37"},

	"BR-FR-01":   {"S", func(d *facturx.Document) { d.Number = strings.Repeat("F", 36) }, "BT-1", ""},
	"BR-FR-02":   {"S", func(d *facturx.Document) { d.Number = "F2026 0042" }, "BT-1", ""},
	"BR-FR-05":   {"french", func(d *facturx.Document) { d.Notes = d.Notes[:3] }, "BT-21=AAB", ""},
	"BR-FR-06":   {"french", func(d *facturx.Document) { d.Notes = append(d.Notes, d.Notes[1]) }, "BT-21=PMT", ""},
	"BR-FR-08":   {"S", func(d *facturx.Document) { d.Process = "A1" }, "BT-23", ""},
	"BR-FR-09":   {"french", func(d *facturx.Document) { d.Buyer.GlobalID.Value = "35600000049837" }, "BT-46", ""},
	"BR-FR-10":   {"S", func(d *facturx.Document) { d.Seller.LegalID.Value = "123 456 782" }, "BT-30", ""},
	"BR-FR-11":   {"french", func(d *facturx.Document) { d.Buyer.LegalID.Scheme = "0088" }, "BT-47", ""},
	"BR-FR-12":   {"french", func(d *facturx.Document) { d.Buyer.Endpoint = facturx.ID{} }, "BT-49", ""},
	"BR-FR-13":   {"french", func(d *facturx.Document) { d.Seller.Endpoint = facturx.ID{} }, "BT-34", ""},
	"CII-SR-450": {"french", func(d *facturx.Document) { d.Buyer.ID = "W691234567" }, "BT-46", ""},
	"CII-SR-467": {"rich", func(d *facturx.Document) { d.Means[2].Code = "48" }, "BT-81", ""},
	"R-a7.1":     {"S", func(d *facturx.Document) { d.Guideline = "urn:factur-x.eu:1p0:minimum" }, "BT-24", ""},
	"CRN1":       {"credit", func(d *facturx.Document) { d.Preceding = nil }, "BG-3", ""},
	"NEG1": {"S", func(d *facturx.Document) {
		d.Lines[0].Net, d.Taxes[0].Base, d.Taxes[0].Amount = facturx.Cents(-10000), facturx.Cents(-10000), facturx.Cents(-2000)
		add(d)
	}, "BT-112", ""},
	"TAX1":   {"E", func(d *facturx.Document) { d.Taxes[0].ReasonCode = "" }, "BG-23[1]/BT-121", ""},
	"TAX3":   {"AE", func(d *facturx.Document) { d.Buyer.VAT, d.Buyer.LegalID = "", facturx.ID{Value: "0403170701"} }, "BT-48", ""},
	"R-a2.1": {"E", func(d *facturx.Document) { d.Taxes[0].Reason = "TVA non applicable" }, "BG-23[1]/BT-120", ""},
	"R-a6.1": {"S", func(d *facturx.Document) {
		d.Lines = append(d.Lines, d.Lines[0])
		d.Lines[1].Rate = facturx.Percent(1000)
		add(d)
	}, "BT-112", ""},
}

// familyBreaches are one for each rule that every category of VAT has in its own way.
func familyBreaches() map[string]breach {
	all := map[string]breach{}
	for _, f := range []struct{ category, prefix, twin string }{
		{"S", "BR-S", ""}, {"Z", "BR-Z", ""}, {"E", "BR-E", ""}, {"AE", "BR-AE", ""}, {"K", "BR-IC", ""}, {"G", "BR-G", ""}, {"O", "BR-O", ""},
	} {
		with := func(id, place, twins string, by func(d *facturx.Document)) {
			all[f.prefix+"-"+id] = breach{f.category, by, place, twins}
		}
		wrongRate, wrongParty := facturx.Percent(1000), func(d *facturx.Document) { d.Seller.VAT, d.Seller.TaxID = "", "" }
		switch f.category {
		case "S":
			wrongRate = facturx.Percent(0)
		case "O":
			wrongRate, wrongParty = facturx.Percent(0), func(d *facturx.Document) { d.Buyer.VAT = "BE0403170701" }
		}
		with("01", "BG-23", map[string]string{"S": "R-a6.1", "O": "BR-CO-18"}[f.category], func(d *facturx.Document) { unground(d, f.category) })
		with("02", "BT-31", "", wrongParty)
		with("03", "BT-31", f.prefix+"-02", func(d *facturx.Document) { adjustedOnly(d, false); wrongParty(d) })
		with("04", "BT-31", f.prefix+"-02", func(d *facturx.Document) { adjustedOnly(d, true); wrongParty(d) })
		with("05", "BG-25[2]/BT-152", "", func(d *facturx.Document) {
			d.Lines = append(d.Lines, d.Lines[0])
			d.Lines[1].Rate, d.Lines[1].Net = wrongRate, facturx.Cents(0)
			add(d)
		})
		with("06", "BG-20[1]/BT-96", "", func(d *facturx.Document) { adjustedOnly(d, false); d.Adjustments[0].Rate = wrongRate })
		with("07", "BG-21[1]/BT-103", "", func(d *facturx.Document) { adjustedOnly(d, true); d.Adjustments[0].Rate = wrongRate })
		with("08", "BG-23[1]/BT-116", map[string]string{"S": "BR-CO-17 BR-S-09 R-a6.1"}[f.category]+" R-a6.1", func(d *facturx.Document) { d.Taxes[0].Base = facturx.Cents(10003) })
		with("09", "BG-23[1]/BT-117", "BR-CO-17", func(d *facturx.Document) {
			d.Taxes[0].Amount = facturx.Cents(1)
			add(d)
		})
		with("10", "BG-23[1]/BT-120", map[bool]string{true: "", false: "TAX1"}[f.category == "S" || f.category == "Z"], func(d *facturx.Document) {
			if f.category == "S" || f.category == "Z" {
				d.Taxes[0].Reason = "Parce que"
			} else {
				d.Taxes[0].Reason, d.Taxes[0].ReasonCode = "", ""
			}
		})
	}
	return all
}

// unground takes away the group of a category's only line, or puts a group where no line has its category.
func unground(d *facturx.Document, category string) {
	switch category {
	case "S":
		d.Taxes = []facturx.Tax{{Category: "Z", Base: facturx.Cents(0), Amount: facturx.Cents(0), Rate: facturx.Percent(0)}}
		d.Lines = append(d.Lines, d.Lines[0])
		d.Lines[1].Category, d.Lines[1].Rate, d.Lines[1].Net = "Z", facturx.Percent(0), facturx.Cents(0)
	case "O":
		d.Taxes = nil
	default:
		lonely := d.Taxes[0]
		lonely.Base = facturx.Cents(0)
		taxed(d, "S")
		d.Seller.VAT = map[bool]string{true: "", false: "FR32123456782"}[category == "E"] // outside VAT, without its number
		d.Taxes = append(d.Taxes, lonely)
	}
	add(d)
}

// adjustedOnly gives a document one allowance or charge of nought.
func adjustedOnly(d *facturx.Document, charge bool) {
	d.Adjustments = []facturx.Adjustment{{Charge: charge, Amount: facturx.Cents(0), Reason: "x", Category: d.Lines[0].Category, Rate: d.Lines[0].Rate}}
	add(d)
}

// allBreaches are all of them.
func allBreaches() map[string]breach {
	all := familyBreaches()
	for id, b := range breaches {
		all[id] = b
	}
	for twin, id := range map[string]string{"BR-CO-21": "BR-33", "BR-CO-22": "BR-38", "BR-CO-23": "BR-42", "BR-CO-24": "BR-44"} {
		b := all[id]
		b.twins = id
		all[twin] = b
	}
	return all
}
