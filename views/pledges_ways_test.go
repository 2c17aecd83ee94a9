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

// TestAGapBeforeASpaceBeginsSaysWhatDependsOnIt: no service goes on yet.
func TestAGapBeforeASpaceBeginsSaysWhatDependsOnIt(t *testing.T) {
	for state, want := range map[commons.SpaceState]string{
		commons.SpaceOpen: "Si 80 % de l’objectif sont promis d’ici là, l’espace démarre", commons.SpaceRunning: "cette part reste ouverte, et le service continue",
	} {
		var out strings.Builder
		p := SharedSpacePage{Space: commons.SharedSpace{State: state, GoalCents: 10_000, ThresholdBP: 8_000, Deadline: "2026-12-31", GapToldOn: "2026-11-25"}, Carried: commons.Carried{GapCents: 5_000}}
		if err := spaceShort(p).Render(inFrench(collective.Collective{}), &out); err != nil {
			t.Fatal(err)
		}
		if got := plainSpaces(out.String()); !strings.Contains(got, want) {
			t.Errorf("%s: %s", state, got)
		}
	}
}

func inFrench(host collective.Collective) context.Context {
	return WithFrame(locales.WithLang(context.Background(), "fr"), &Frame{Host: host})
}

func plainSpaces(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

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
