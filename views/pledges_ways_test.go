package views

import (
	"context"
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/billing/bank"
	"chatiere/models/collective"
	"chatiere/models/commons"
)

// TestAPromiseIsPaidInTheWaysThatTheCollectiveTakes: the form names those which the page of the promise explains, and no other.
func TestAPromiseIsPaidInTheWaysThatTheCollectiveTakes(t *testing.T) {
	for want, c := range map[string]struct {
		page PledgeFormPage
		host collective.Collective
	}{
		"L’Atelier n’a pas encore indiqué où payer.":                                                                 {},
		"vous donnez par virement avec un code à scanner : la page de la promesse vous dit comment.":                 {host: collective.Collective{IBAN: "FR76"}},
		"vous donnez par virement avec un code à scanner ou par chèque : la page":                                    {host: collective.Collective{IBAN: "FR76", ChequesTo: "1 rue du Chat"}},
		"vous donnez par chèque : la page":                                                                           {host: collective.Collective{ChequesTo: "1 rue du Chat"}},
		"vous donnez par carte, par prélèvement ou par virement avec un code à scanner : la page":                    {page: PledgeFormPage{Cards: true, Debits: true}, host: collective.Collective{IBAN: "FR76"}},
		"Vous donnez par prélèvement : la page":                                                                      {page: PledgeFormPage{Debits: true, Space: commons.SharedSpace{State: commons.SpaceRunning}}},
		"votre organisation paie par carte ou par virement avec un code à scanner, comme toute facture du portail.":  {page: PledgeFormPage{Cards: true, Space: billed(commons.SpaceOpen)}, host: collective.Collective{IBAN: "FR76"}},
		"Votre organisation paie par virement avec un code à scanner ou par chèque, comme toute facture du portail.": {page: PledgeFormPage{Space: billed(commons.SpaceRunning)}, host: collective.Collective{IBAN: "FR76", ChequesTo: "1 rue du Chat"}},
	} {
		c.host.Name = "L’Atelier"
		c.page.Form.Unit = commons.Cents
		if got := plainSpaces(c.page.paying(inFrench(c.host))); !strings.Contains(got, want) {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func billed(state commons.SpaceState) commons.SharedSpace {
	subscription := uint(1)
	return commons.SharedSpace{SubscriptionID: &subscription, State: state}
}

// TestAPromiseThatIsNoPartYetIsWithdrawnWithNothingToCredit: before a space runs nothing was invoiced, so that no period and no credit note is spoken of.
func TestAPromiseThatIsNoPartYetIsWithdrawnWithNothingToCredit(t *testing.T) {
	share, p := uint(1), commons.Pledge{Unit: commons.Cents, Space: billed(commons.SpaceOpen)}
	ctx := inFrench(collective.Collective{})
	for want, id := range map[string]*uint{"Rien n’en était encore facturé": nil, "La part s’arrête avec la période en cours": &share} {
		p.ShareID = id
		if got := plainSpaces(stopEffect(ctx, p)); !strings.Contains(got, want) {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func inFrench(host collective.Collective) context.Context {
	return WithFrame(locales.WithLang(context.Background(), "fr"), &Frame{Host: host})
}

func plainSpaces(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

func TestAChequeAloneIsExplainedWhereThereIsNoAccount(t *testing.T) {
	for to, want := range map[string]string{"": "", "1 rue du Chat": "Payer par chèque"} {
		var out strings.Builder
		ctx := inFrench(collective.Collective{ChequesTo: to})
		if err := payBlock(bank.Transfer{Name: "L’Atelier", Cents: 4_000, Text: "RF18539007547034"}, "EUR", "").Render(ctx, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) || want == "" && out.String() != "" {
			t.Errorf("%q", out.String())
		}
	}
}
