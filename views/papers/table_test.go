package papers_test

import (
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/billing/tax"
	"chatiere/models/collective"
	"chatiere/views/papers"
)

func TestWhatIsChargedOnceIsForNoPeriod(t *testing.T) {
	for kind, wanted := range map[billing.LineKind]bool{billing.Service: true, billing.Setup: false, billing.Discount: false} {
		i := invoice("fr", collective.VATRegistered, 1)
		i.Lines[0].Line = lines(tax.Treatment{Category: tax.Standard, RateBP: 2000}, 1)[0]
		i.Lines[0].Kind, i.Lines[0].PeriodFrom, i.Lines[0].PeriodTo = kind, "", ""
		pdf, err := papers.Invoice(i, period.Year, nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(words(pdf), "ouverture du service") != wanted {
			t.Errorf("%s: %s", kind, words(pdf))
		}
	}
}
