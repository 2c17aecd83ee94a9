package euro_test

import (
	"math/rand/v2"
	"testing"

	"chatiere/models/billing/euro"
)

func TestTenEurosAlwaysAddUpToTenEuros(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 7))
	for range 10_000 {
		sums := map[euro.Purpose]int64{}
		for _, g := range euro.Groups {
			sums[g] = dice.Int64N(5_000_000)
		}
		sums[euro.Apart], sums[euro.Waiting] = dice.Int64N(1000), dice.Int64N(1000)
		var of, whole int64
		for _, g := range euro.Groups {
			whole += sums[g]
		}
		for _, p := range euro.OfTen(sums) {
			of += p.OfTen
			if exact := float64(p.Cents) * euro.Ten / float64(whole); float64(p.OfTen) < exact-1 || float64(p.OfTen) > exact+1 {
				t.Fatalf("%s: %d for %f", p.Purpose, p.OfTen, exact)
			}
		}
		if of != euro.Ten {
			t.Fatalf("%d of %v", of, sums)
		}
	}
}

func TestNothingIsDividedWhenNothingWentOut(t *testing.T) {
	if euro.OfTen(map[euro.Purpose]int64{euro.Apart: 500, euro.Waiting: 3}) != nil {
		t.Error("a number was made up")
	}
}

func TestARuleFitsWholeNamesOrWholeWords(t *testing.T) {
	for name, c := range map[string]struct {
		rule        euro.Rule
		name, words string
		want        bool
	}{
		"the name":                  {euro.Rule{Field: euro.ByName, Pattern: "hebergeur vert"}, "HÉBERGEUR  Vert", "", true},
		"a longer name":             {euro.Rule{Field: euro.ByName, Pattern: "hebergeur vert"}, "Hébergeur vert SARL", "", false},
		"words in a line":           {euro.Rule{Field: euro.ByWords, Pattern: "baie 12"}, "", "PRLV HÉBERGEUR BAIE-12 NOV", true},
		"a word that goes on":       {euro.Rule{Field: euro.ByWords, Pattern: "baie 1"}, "", "PRLV HÉBERGEUR BAIE-12 NOV", false},
		"an empty rule":             {euro.Rule{Field: euro.ByWords}, "", "x", false},
		"words in the name as well": {euro.Rule{Field: euro.ByWords, Pattern: "urssaf"}, "Urssaf Bretagne", "Urssaf Bretagne cotisations", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.rule.Fits(c.name, c.words); got != c.want {
				t.Error(got)
			}
		})
	}
}

func TestPublicWordsHoldNoAddressAndNoAccount(t *testing.T) {
	for words, want := range map[string]bool{"Baie 12, courant compris": true, "ada@fee.example": false, "FR76 3000 6000 0112": false} {
		if euro.Discreet(words) != want {
			t.Error(words)
		}
	}
}
