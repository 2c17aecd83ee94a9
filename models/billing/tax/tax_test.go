package tax_test

import (
	"testing"

	"chatiere/models/billing/tax"
)

func TestEachRegimeHasItsTreatmentAndWording(t *testing.T) {
	home := tax.Sale{Regime: tax.Registered, RateBP: 2000, SellerCountry: "FR", BuyerCountry: "FR", BuyerLiable: true, BuyerVerified: true}
	abroad := home
	abroad.BuyerCountry = "BE"
	unverified, consumer, far := abroad, abroad, abroad
	unverified.BuyerVerified, consumer.BuyerLiable, far.BuyerCountry = false, false, "CA"
	farther := far
	farther.BuyerLiable = false
	standard := tax.Treatment{Category: "S", RateBP: 2000}
	for name, c := range map[string]struct {
		sale tax.Sale
		want tax.Treatment
	}{
		"registered, at home":               {home, standard},
		"registered, liable buyer in EU":    {abroad, tax.Treatment{Category: "AE", Code: "VATEX-EU-AE", Note: "Autoliquidation"}},
		"TAX3: its number was not verified": {unverified, standard},
		"a buyer in EU outside VAT":         {consumer, standard},
		"outside the EU, liable":            {far, tax.Treatment{Category: "O", Code: "VATEX-EU-O", Note: "TVA non applicable, art. 259-1° du CGI"}},
		"outside the EU":                    {farther, tax.Treatment{Category: "O", Code: "VATEX-EU-O", Note: "TVA non applicable, art. 259 D du CGI"}},
		"small business":                    {tax.Sale{Regime: tax.Franchise, RateBP: 2000}, tax.Treatment{Category: "E", Code: "VATEX-FR-FRANCHISE", Note: "TVA non applicable, art. 293 B du CGI"}},
		"non-profit body":                   {tax.Sale{Regime: tax.NotSubject}, tax.Treatment{Category: "E", Code: "VATEX-FR-CGI261-7", Note: "Exonération de TVA, art. 261-7-1° du CGI"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tax.Of(c.sale); got != c.want || !got.Sound() {
				t.Errorf("got %+v, sound %v", got, got.Sound())
			}
		})
	}
}

func TestTAX2_AStandardRateOfNoughtIsUnsound(t *testing.T) {
	for _, wrong := range []tax.Treatment{
		{Category: "S"},
		{Category: "E"},
		{Category: "E", Code: "VATEX-FR-FRANCHISE"},
		{Category: "E", RateBP: 1, Code: "x", Note: "y"},
		{Category: "", RateBP: 2000},
		{Category: "S", RateBP: 2000, Note: "x"},
	} {
		if wrong.Sound() {
			t.Errorf("%+v passes", wrong)
		}
	}
}
