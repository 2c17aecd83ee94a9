package facturx

// document says where each term of a document stands, in the order of the schema.
func (c *codec) document(d *Document) {
	c.always("rsm:ExchangedDocumentContext", func() {
		c.text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", &d.Process)
		c.text("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", &d.Guideline)
	})
	c.always("rsm:ExchangedDocument", func() {
		c.text("ram:ID", &d.Number)
		c.text("ram:TypeCode", &d.Type)
		c.day("ram:IssueDateTime/udt:DateTimeString", &d.IssuedOn)
		each(c, "ram:IncludedNote", &d.Notes, func(n *Note) {
			c.text("ram:Content", &n.Text)
			c.text("ram:SubjectCode", &n.Subject)
		})
	})
	c.always("rsm:SupplyChainTradeTransaction", func() {
		each(c, "ram:IncludedSupplyChainTradeLineItem", &d.Lines, c.line)
		c.always("ram:ApplicableHeaderTradeAgreement", func() { c.agreement(d) })
		c.always("ram:ApplicableHeaderTradeDelivery", func() { c.delivery(&d.Delivery) })
		c.always("ram:ApplicableHeaderTradeSettlement", func() { c.settlement(d) })
	})
}

func (c *codec) line(l *Line) {
	c.group("ram:AssociatedDocumentLineDocument", func() {
		c.text("ram:LineID", &l.Number)
		c.text("ram:IncludedNote/ram:Content", &l.Note)
	})
	c.group("ram:SpecifiedTradeProduct", func() {
		c.id("ram:GlobalID", "schemeID", &l.StandardID)
		c.text("ram:Name", &l.Name)
		c.text("ram:Description", &l.Description)
		each(c, "ram:ApplicableProductCharacteristic", &l.Attributes, func(a *Attribute) {
			c.text("ram:Description", &a.Name)
			c.text("ram:Value", &a.Value)
		})
		each(c, "ram:DesignatedProductClassification", &l.Classes, func(id *ID) { c.id("ram:ClassCode", "listID", id) })
	})
	c.group("ram:SpecifiedLineTradeAgreement", func() {
		c.number("ram:GrossPriceProductTradePrice/ram:ChargeAmount", &l.GrossPrice)
		c.number("ram:NetPriceProductTradePrice/ram:ChargeAmount", &l.Price)
	})
	c.group("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", func() {
		c.attribute("unitCode", &l.Unit)
		c.decimalIfAny(&l.Quantity)
	})
	c.group("ram:SpecifiedLineTradeSettlement", func() {
		c.group("ram:ApplicableTradeTax", func() { c.taxOf(&l.Category, &l.Rate) })
		optional(c, "ram:BillingSpecifiedPeriod", &l.Period, c.period)
		each(c, "ram:SpecifiedTradeAllowanceCharge", &l.Adjustments, c.adjustment)
		c.number("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", &l.Net)
	})
}

// decimalIfAny is a number that may be missing though its element is there, because of an attribute.
func (c *codec) decimalIfAny(d *Decimal) {
	if c.writing || c.at.text != "" {
		c.decimal(d)
	}
}

// taxOf is a category and its rate.
func (c *codec) taxOf(category *string, rate *Decimal) {
	c.word("ram:TypeCode", "VAT")
	c.text("ram:CategoryCode", category)
	c.number("ram:RateApplicablePercent", rate)
}

func (c *codec) period(p *Period) {
	c.day("ram:StartDateTime/udt:DateTimeString", &p.From)
	c.day("ram:EndDateTime/udt:DateTimeString", &p.To)
}

// adjustment is an allowance or a charge; only those of the whole document have a tax of their own.
func (c *codec) adjustment(a *Adjustment) {
	c.flag("ram:ChargeIndicator/udt:Indicator", &a.Charge)
	c.number("ram:CalculationPercent", &a.Percent)
	c.number("ram:BasisAmount", &a.Base)
	c.number("ram:ActualAmount", &a.Amount)
	c.text("ram:ReasonCode", &a.ReasonCode)
	c.text("ram:Reason", &a.Reason)
	c.group("ram:CategoryTradeTax", func() { c.taxOf(&a.Category, &a.Rate) })
}

func (c *codec) agreement(d *Document) {
	c.text("ram:BuyerReference", &d.BuyerReference)
	c.always("ram:SellerTradeParty", func() { c.party(&d.Seller) })
	c.always("ram:BuyerTradeParty", func() { c.party(&d.Buyer) })
	optional(c, "ram:SellerTaxRepresentativeTradeParty", &d.Representative, func(r *Representative) {
		c.text("ram:Name", &r.Name)
		optional(c, "ram:PostalTradeAddress", &r.Address, c.address)
		var none string
		c.registrations(&r.VAT, &none)
		if none != "" {
			c.fail("a representative has a VAT number only")
		}
	})
	c.text("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", &d.PurchaseOrder)
	c.text("ram:ContractReferencedDocument/ram:IssuerAssignedID", &d.Contract)
	each(c, "ram:AdditionalReferencedDocument", &d.Supporting, func(s *Supporting) {
		c.text("ram:IssuerAssignedID", &s.Number)
		c.text("ram:URIID", &s.Location)
		c.word("ram:TypeCode", "916") // a document that supports the invoice
		c.text("ram:Name", &s.Name)
	})
}

func (c *codec) delivery(d *Delivery) {
	c.group("ram:ShipToTradeParty", func() {
		c.text("ram:Name", &d.Name)
		optional(c, "ram:PostalTradeAddress", &d.Address, c.address)
	})
	c.day("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", &d.On)
}
