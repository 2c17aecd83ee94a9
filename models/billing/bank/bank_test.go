package bank_test

import (
	"errors"
	"strings"
	"testing"

	"chatiere/models/billing/bank"
)

func TestAnAccountNumberIsCheckedByCountryLengthAndRemainder(t *testing.T) {
	for typed, want := range map[string]bool{
		"FR7630006000011234567890189": true, "fr76 3000 6000 0112 3456 7890 189": true, "FR7630006000011234567890188": false,
		"FR763000600001123456789018": false, "DE89370400440532013000": true, "BE68539007547034": true, "ES9121000418450200051332": true,
		"GB29NWBK60161331926819": true, "XX7630006000011234567890189": false, "": false, "FR76": false, "FR76300060000112345678901é9": false,
	} {
		if _, ok := bank.CleanIBAN(typed); ok != want {
			t.Errorf("%q: %v", typed, ok)
		}
	}
	if spaced := bank.SpacedIBAN("FR7630006000011234567890189"); spaced != "FR76 3000 6000 0112 3456 7890 189" {
		t.Error(spaced)
	}
}

func TestABanksCodeHas8Or11Signs(t *testing.T) {
	for typed, want := range map[string]bool{"AGRIFRPP": true, "agri fr pp 882": true, "AGRIFRPP88": false, "1GRIFRPP": false, "": false} {
		if _, ok := bank.CleanBIC(typed); ok != want {
			t.Errorf("%q: %v", typed, ok)
		}
	}
}

func TestThePayloadOfASquareCodeIsTheGoldenOne(t *testing.T) {
	const golden = "BCD\n002\n1\nSCT\n\nProjet Exemple\nFR7630006000011234567890189\nEUR8.57\n\n\nREDISTRIBUTION 2026 R2026-1" // reciprocity.md 9.2
	payload, err := bank.Transfer{Name: "Projet Exemple", IBAN: "FR76 3000 6000 0112 3456 7890 189", Cents: 857, Text: "REDISTRIBUTION 2026 R2026-1"}.Payload()
	if err != nil || payload != golden || len(payload) != 95 {
		t.Errorf("%d bytes: %q %v", len(payload), payload, err)
	}
}

func TestThePayloadKeepsToItsLimits(t *testing.T) {
	sound := bank.Transfer{Name: "Fée", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP", Cents: 1, Text: "CH4K7M9QXZ"}
	for name, change := range map[string]func(*bank.Transfer){
		"no name": func(t *bank.Transfer) { t.Name = "" }, "no account": func(t *bank.Transfer) { t.IBAN = "" },
		"nothing to pay": func(t *bank.Transfer) { t.Cents = 0 }, "too much": func(t *bank.Transfer) { t.Cents = 100_000_000_000 },
		"a wrong bank": func(t *bank.Transfer) { t.BIC = "AGRI" }, "no UTF-8": func(t *bank.Transfer) { t.Text = "\xff\xfe" + strings.Repeat("\xff", 300) },
	} {
		t.Run(name, func(t *testing.T) {
			wrong := sound
			change(&wrong)
			if p, err := wrong.Payload(); !errors.Is(err, bank.ErrTransfer) {
				t.Errorf("%q %v", p, err)
			}
		})
	}
	long := sound
	long.Name, long.Text = strings.Repeat("é", 90), "a\nb"+strings.Repeat("x", 20)
	payload, err := long.Payload()
	if err != nil || strings.Count(payload, "\n") != 10 || !strings.Contains(payload, "\n"+strings.Repeat("é", 70)+"\n") {
		t.Errorf("%q %v", payload, err)
	}
}

func FuzzCleanIBAN(f *testing.F) {
	f.Add("FR7630006000011234567890189")
	f.Add("É0 \x00")
	f.Fuzz(func(t *testing.T, typed string) {
		if iban, ok := bank.CleanIBAN(typed); ok {
			if again, still := bank.CleanIBAN(bank.SpacedIBAN(iban)); !still || again != iban {
				t.Errorf("%q is not stable", iban)
			}
		}
	})
}
