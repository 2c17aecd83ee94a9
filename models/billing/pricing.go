package billing

import (
	"context"

	"chatiere/models/billing/money"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Pricing says what a price costs with tax on a day: who sells, under which regime. Load it once, ask it often.
type Pricing struct {
	Host   collective.Collective
	Regime collective.TaxRegime
}

// FindPricing returns the pricing of today.
func FindPricing(ctx context.Context, db *gorm.DB) (Pricing, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Pricing{}, err
	}
	return PricingOf(ctx, db, host)
}

// PricingOf returns the pricing of today for a collective that is known already.
func PricingOf(ctx context.Context, db *gorm.DB, host collective.Collective) (Pricing, error) {
	regime, err := collective.RegimeOn(ctx, db, store.Today(db, host.Location()))
	return Pricing{Host: host, Regime: regime}, err
}

// Declared reports whether the collective said how it stands towards VAT; without that nothing is issued.
func (p Pricing) Declared() bool { return p.Regime.ID != 0 }

// For returns what a price before tax costs a non-taxable buyer of a country (decisions.md 29; "" is the collective's own).
func (p Pricing) For(cents int64, country string) money.Totals {
	t := p.treatment(Buyer{Country: country, FiscalStatus: people.FiscalUnknown})
	sums, err := money.Sum([]money.Line{{Category: string(t.Category), RateBP: t.RateBP, Net: cents}})
	if err != nil {
		return money.Totals{}
	}
	return sums
}

// Taxed reports whether the collective charges VAT, and so whether a price "with tax" differs from one without.
func (p Pricing) Taxed() bool { return p.Regime.Regime == collective.VATRegistered }

// treatment is how a sale to that buyer is taxed. Only a VAT number that a register knew removes tax (TAX3).
func (p Pricing) treatment(b Buyer) tax.Treatment {
	if b.Country == "" {
		b.Country = p.Host.Country
	}
	return tax.Of(tax.Sale{
		Regime: tax.Regime(p.Regime.Regime), RateBP: p.Regime.RateBP, SellerCountry: p.Host.Country, BuyerCountry: b.Country,
		BuyerLiable: b.FiscalStatus == people.Liable, BuyerVerified: b.VATVerified,
	})
}
