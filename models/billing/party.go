package billing

import (
	"chatiere/models/collective"
	"chatiere/models/people"
)

// Seller is the collective as a document shows it, frozen on that day (SNP1).
type Seller struct {
	Name           string `json:"name"`
	LegalName      string `json:"legal_name"`
	LegalForm      string `json:"legal_form"`
	Street         string `json:"street"`
	Postcode       string `json:"postcode"`
	City           string `json:"city"`
	Country        string `json:"country"`
	RegistryNumber string `json:"registry_number"`
	VATNumber      string `json:"vat_number"` // only when it charges VAT
	Email          string `json:"email"`
	Phone          string `json:"phone"`
	IBAN           string `json:"iban"`
	BIC            string `json:"bic"`
}

// Buyer is the organisation as a document shows it, frozen on that day (SNP1).
type Buyer struct {
	Name           string              `json:"name"`
	Street         string              `json:"street"`
	Postcode       string              `json:"postcode"`
	City           string              `json:"city"`
	Country        string              `json:"country"`
	RegistryNumber string              `json:"registry_number"`
	VATNumber      string              `json:"vat_number"`
	VATVerified    bool                `json:"vat_verified,omitempty"` // a register knew that number
	Sort           people.Sort         `json:"sort"`
	FiscalStatus   people.FiscalStatus `json:"fiscal_status"`
	Reference      string              `json:"reference,omitempty"` // what the buyer wants written
	PurchaseOrder  string              `json:"purchase_order,omitempty"`
}

// sellerOf freezes the collective. Outside VAT it shows no VAT number (law-and-charter.md R-a2.1).
func sellerOf(c collective.Collective, regime collective.Regime) Seller {
	s := Seller{
		Name: c.Name, LegalName: c.LegalName, LegalForm: c.LegalForm, Street: c.Street, Postcode: c.Postcode, City: c.City, Country: c.Country,
		RegistryNumber: c.RegistryNumber, VATNumber: c.VATNumber, Email: c.Email, Phone: c.Phone, IBAN: c.IBAN, BIC: c.BIC,
	}
	if regime != collective.VATRegistered {
		s.VATNumber = ""
	}
	if s.LegalName == "" {
		s.LegalName = c.Name
	}
	return s
}

// buyerOf freezes an organisation with what is known of it.
func buyerOf(o people.Organisation) Buyer {
	b := Buyer{
		Name: o.LegalName, Street: o.Street, Postcode: o.Postcode, City: o.City, Country: o.Country,
		RegistryNumber: o.RegistryNumber, VATNumber: o.VATNumber, VATVerified: o.Registered(), Sort: o.Sort, FiscalStatus: o.FiscalStatus,
		Reference: o.BuyerReference, PurchaseOrder: o.PurchaseOrder,
	}
	if b.Name == "" {
		b.Name = o.Name
	}
	return b
}

// Professional reports whether the mentions between professionals are due: penalties, recovery costs, discount
// (law-and-charter.md a1, 14–17: an association only when it is liable to VAT; whoever has a VAT number is).
func (b Buyer) Professional() bool {
	return b.FiscalStatus == people.Liable || b.VATNumber != "" || b.Sort == people.Company || b.Sort == people.PublicBody
}

// Addressed reports whether the postal address is known.
func (b Buyer) Addressed() bool { return b.Street != "" && b.City != "" }
