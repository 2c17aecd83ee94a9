package facturx

import (
	"math/big"
	"regexp"
	"strings"

	"chatiere/models/billing/tax"
)

// lawful are the rules of French law and of this house beyond the standard: BR-FR-* by the names of the French norm XP Z12-012, the
// others by those of our own references (billing.md, law-and-charter.md); with them the two rules of the syntax (CII-SR-*) that a Document
// can break.
var lawful = []rule{
	when("BR-FR-01", "BT-1", func(d Document) bool { return len([]rune(d.Number)) > 35 }),
	when("BR-FR-02", "BT-1", func(d Document) bool { return d.Number != "" && !plainNumber.MatchString(d.Number) }),
	{"BR-FR-05", func(d Document, broken report) {
		for _, subject := range []string{SubjectRecovery, SubjectPenalties, SubjectDiscount} {
			if d.betweenFrenchBodies() && d.notesAbout(subject) == 0 {
				broken("BT-21=" + subject)
			}
		}
	}},
	{"BR-FR-06", func(d Document, broken report) {
		for _, subject := range []string{SubjectRecovery, SubjectPenalties, SubjectDiscount} {
			if d.notesAbout(subject) > 1 {
				broken("BT-21=" + subject)
			}
		}
	}},
	when("BR-FR-08", "BT-23", func(d Document) bool { return d.Seller.french() && !listed(frames, d.Process) }),
	{"BR-FR-09", parties(func(p Party) bool {
		return p.GlobalID.Scheme == schemeSIRET && (len(p.GlobalID.Value) != 14 || !strings.HasPrefix(p.GlobalID.Value, p.LegalID.Value))
	}, "BT-29", "BT-46")},
	{"BR-FR-10", parties(func(p Party) bool { return p.LegalID.Scheme == schemeSIREN && !nineDigits.MatchString(p.LegalID.Value) }, "BT-30", "BT-47")},
	when("BR-FR-11", "BT-47", func(d Document) bool { return d.betweenFrenchBodies() && d.Buyer.LegalID.Scheme != schemeSIREN }),
	when("BR-FR-12", "BT-49", func(d Document) bool { return d.betweenFrenchBodies() && d.Buyer.Endpoint.Value == "" }),
	when("BR-FR-13", "BT-34", func(d Document) bool { return d.betweenFrenchBodies() && d.Seller.Endpoint.Value == "" }),
	when("CII-SR-450", "BT-46", func(d Document) bool { return d.Buyer.ID != "" && d.Buyer.GlobalID.Value != "" }),
	when("CII-SR-467", "BT-81", func(d Document) bool {
		return anyOf(d.Means, func(m Means) bool { return m.Code != d.Means[0].Code })
	}),
	when("R-a7.1", "BT-24", func(d Document) bool { return !blank(d.Guideline) && d.Guideline != Guideline }),
	when("CRN1", "BG-3", func(d Document) bool {
		return d.Type == CreditNote && (len(d.Preceding) == 0 || anyOf(d.Preceding, func(p Preceding) bool { return p.IssuedOn == "" }))
	}),
	when("NEG1", "BT-112", func(d Document) bool { return d.Totals.Total.sign() < 0 }),
	every("TAX1", "BG-23", "BT-121", taxesOf, func(t Tax) bool { return t.untold() }),
	when("TAX3", "BT-48", func(d Document) bool {
		return d.Buyer.VAT == "" && anyOf(d.Taxes, func(t Tax) bool { return t.Category == "AE" })
	}),
	{"R-a2.1", regimes},
	when("R-a6.1", "BT-112", func(d Document) bool {
		return d.Totals.Total.Known() && len(d.Taxes) > 0 && d.fromTaxes().Cmp(d.Totals.Total.exact()) != 0
	}),
}

// The schemes of French numbers in the register of ISO 6523.
const (
	schemeSIREN = "0002"
	schemeSIRET = "0009"
)

// frames are the billing frames of France (BT-23): goods, services, both.
const frames = "B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9"

// wordings are what the law wants said, word for word, where no VAT is charged (law-and-charter.md a2).
var wordings = map[string]string{
	tax.CodeFranchise: tax.NoteFranchise, tax.CodeNonProfit: tax.NoteNonProfit, tax.CodeReverseCharge: tax.NoteReverseCharge,
}

var (
	plainNumber = regexp.MustCompile(`^[A-Za-z0-9+\-_/]+$`)
	nineDigits  = regexp.MustCompile(`^\d{9}$`)
)

// parties is a rule for the seller and the buyer alike.
func parties(wrong func(Party) bool, seller, buyer string) func(Document, report) {
	return func(d Document, broken report) {
		if wrong(d.Seller) {
			broken(seller)
		}
		if wrong(d.Buyer) {
			broken(buyer)
		}
	}
}

func (p Party) french() bool { return p.Address != nil && p.Address.Country == "FR" }

// betweenFrenchBodies reports whether both are in France and the buyer has a VAT number: then the invoice goes through a platform.
func (d Document) betweenFrenchBodies() bool {
	return d.Seller.french() && d.Buyer.french() && d.Buyer.VAT != ""
}

func (d Document) notesAbout(subject string) int {
	n := 0
	for _, note := range d.Notes {
		if note.Subject == subject && !blank(note.Text) {
			n++
		}
	}
	return n
}

// untold reports whether a group without VAT lacks its code or its reason: French reporting wants both.
func (t Tax) untold() bool {
	return t.Category != "" && t.Category != standard && t.Category != "Z" && (blank(t.Reason) || blank(t.ReasonCode))
}

// outsideVAT reports whether the seller charges no VAT at all: then it shows no VAT number either.
func outsideVAT(t Tax) bool {
	return t.ReasonCode == tax.CodeFranchise || t.ReasonCode == tax.CodeNonProfit
}

// regimes checks that a seller outside VAT shows no VAT number, and that what the law wants said is said in its own words.
func regimes(d Document, broken report) {
	if d.Seller.VAT != "" && anyOf(d.Taxes, outsideVAT) {
		broken("BT-31")
	}
	for n, t := range d.Taxes {
		if wordings[t.ReasonCode] != "" && t.Reason != wordings[t.ReasonCode] {
			broken(numbered("BG-23", n, "BT-120"))
		}
	}
}

// fromTaxes is the total as bases and taxes make it.
func (d Document) fromTaxes() *big.Rat {
	return plus(total(d.Taxes, func(t Tax) Decimal { return t.Base }), total(d.Taxes, func(t Tax) Decimal { return t.Amount }))
}
