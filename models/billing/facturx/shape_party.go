package facturx

func (c *codec) party(p *Party) {
	c.text("ram:ID", &p.ID)
	c.id("ram:GlobalID", "schemeID", &p.GlobalID)
	c.text("ram:Name", &p.Name)
	c.text("ram:Description", &p.Legal)
	c.group("ram:SpecifiedLegalOrganization", func() {
		c.id("ram:ID", "schemeID", &p.LegalID)
		c.text("ram:TradingBusinessName", &p.Trading)
	})
	optional(c, "ram:DefinedTradeContact", &p.Contact, func(o *Contact) {
		c.text("ram:PersonName", &o.Name)
		c.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber", &o.Phone)
		c.text("ram:EmailURIUniversalCommunication/ram:URIID", &o.Email)
	})
	optional(c, "ram:PostalTradeAddress", &p.Address, c.address)
	c.id("ram:URIUniversalCommunication/ram:URIID", "schemeID", &p.Endpoint)
	c.registrations(&p.VAT, &p.TaxID)
}

func (c *codec) address(a *Address) {
	c.text("ram:PostcodeCode", &a.Postcode)
	c.text("ram:LineOne", &a.Line1)
	c.text("ram:LineTwo", &a.Line2)
	c.text("ram:LineThree", &a.Line3)
	c.text("ram:CityName", &a.City)
	c.text("ram:CountryID", &a.Country)
	c.text("ram:CountrySubDivisionName", &a.Region)
}

// The schemes of tax registrations: a VAT number, and any other number.
const (
	schemeVAT   = "VA"
	schemeOther = "FC"
)

// registrations are the VAT number and the other tax number, in this order.
func (c *codec) registrations(vat, other *string) {
	var all []ID
	if c.writing {
		for _, id := range []ID{{schemeVAT, *vat}, {schemeOther, *other}} {
			if id.Value != "" {
				all = append(all, id)
			}
		}
	}
	each(c, "ram:SpecifiedTaxRegistration", &all, func(id *ID) { c.id("ram:ID", "schemeID", id) })
	if c.writing {
		return
	}
	for _, id := range all {
		into := map[string]*string{schemeVAT: vat, schemeOther: other}[id.Scheme]
		if into == nil || *into != "" {
			c.fail("a second or unknown tax number")
			return
		}
		*into = id.Value
	}
}

func (c *codec) payee(p *Payee) {
	c.text("ram:ID", &p.ID)
	c.id("ram:GlobalID", "schemeID", &p.GlobalID)
	c.text("ram:Name", &p.Name)
	c.id("ram:SpecifiedLegalOrganization/ram:ID", "schemeID", &p.LegalID)
}
