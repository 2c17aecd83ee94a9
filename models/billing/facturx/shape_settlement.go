package facturx

func (c *codec) settlement(d *Document) {
	c.text("ram:CreditorReferenceID", &d.Mandate.Creditor)
	c.text("ram:PaymentReference", &d.Reference)
	c.text("ram:TaxCurrencyCode", &d.TaxCurrency)
	c.text("ram:InvoiceCurrencyCode", &d.Currency)
	optional(c, "ram:PayeeTradeParty", &d.Payee, c.payee)
	each(c, "ram:SpecifiedTradeSettlementPaymentMeans", &d.Means, c.means)
	point := taxPoint{c, d}
	each(c, "ram:ApplicableTradeTax", &d.Taxes, point.tax)
	optional(c, "ram:BillingSpecifiedPeriod", &d.Period, c.period)
	each(c, "ram:SpecifiedTradeAllowanceCharge", &d.Adjustments, c.adjustment)
	c.group("ram:SpecifiedTradePaymentTerms", func() {
		c.text("ram:Description", &d.Terms)
		c.day("ram:DueDateDateTime/udt:DateTimeString", &d.DueOn)
		c.text("ram:DirectDebitMandateID", &d.Mandate.Number)
	})
	c.always("ram:SpecifiedTradeSettlementHeaderMonetarySummation", func() { c.totals(d) })
	each(c, "ram:InvoiceReferencedDocument", &d.Preceding, func(p *Preceding) {
		c.text("ram:IssuerAssignedID", &p.Number)
		c.day("ram:FormattedIssueDateTime/qdt:DateTimeString", &p.IssuedOn)
	})
}

func (c *codec) means(m *Means) {
	c.text("ram:TypeCode", &m.Code)
	c.text("ram:Information", &m.Text)
	optional(c, "ram:ApplicableTradeSettlementFinancialCard", &m.Card, func(card *Card) {
		c.text("ram:ID", &card.Number)
		c.text("ram:CardholderName", &card.Holder)
	})
	c.text("ram:PayerPartyDebtorFinancialAccount/ram:IBANID", &m.Debited)
	if c.writing {
		if m.Account != nil {
			c.always("ram:PayeePartyCreditorFinancialAccount", func() { c.account(m.Account) })
			c.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", &m.Account.BIC)
		}
		return
	}
	optional(c, "ram:PayeePartyCreditorFinancialAccount", &m.Account, c.account)
	if m.Account != nil {
		c.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", &m.Account.BIC)
	}
}

func (c *codec) account(a *Account) {
	c.text("ram:IBANID", &a.IBAN)
	c.text("ram:AccountName", &a.Name)
	c.text("ram:ProprietaryID", &a.Other)
}

// taxPoint puts the moment of the tax, which is one for the whole document, into each of its taxes, as the syntax wants it.
type taxPoint struct {
	*codec
	d *Document
}

func (c taxPoint) tax(t *Tax) {
	c.number("ram:CalculatedAmount", &t.Amount)
	c.word("ram:TypeCode", "VAT")
	c.text("ram:ExemptionReason", &t.Reason)
	c.number("ram:BasisAmount", &t.Base)
	c.text("ram:CategoryCode", &t.Category)
	c.text("ram:ExemptionReasonCode", &t.ReasonCode)
	on, code := c.d.TaxPointOn, c.d.TaxPointCode
	c.day("ram:TaxPointDate/udt:DateString", &on)
	c.text("ram:DueDateTypeCode", &code)
	c.number("ram:RateApplicablePercent", &t.Rate)
	if len(c.d.Taxes) == 0 && !c.writing {
		c.d.TaxPointOn, c.d.TaxPointCode = on, code
	}
	if on != c.d.TaxPointOn || code != c.d.TaxPointCode {
		c.fail("another tax point than before")
	}
}

func (c *codec) totals(d *Document) {
	t := &d.Totals
	c.number("ram:LineTotalAmount", &t.Lines)
	c.number("ram:ChargeTotalAmount", &t.Charges)
	c.number("ram:AllowanceTotalAmount", &t.Allowances)
	c.number("ram:TaxBasisTotalAmount", &t.Net)
	c.taxTotal(d.Currency, &t.VAT)
	c.taxTotal(d.TaxCurrency, &t.OtherVAT)
	c.number("ram:RoundingAmount", &t.Rounding)
	c.number("ram:GrandTotalAmount", &t.Total)
	c.number("ram:TotalPrepaidAmount", &t.Prepaid)
	c.number("ram:DuePayableAmount", &t.Due)
}

// taxTotal is the sum of taxes in one currency, which its attribute names.
func (c *codec) taxTotal(currency string, d *Decimal) {
	if c.writing && !d.known {
		return
	}
	c.group("ram:TaxTotalAmount", func() {
		read := currency
		c.attribute("currencyID", &read)
		c.decimal(d)
		if read != currency {
			c.fail("a sum in %s", read)
		}
	})
}
