package reference_test

import (
	"slices"
	"strings"
	"testing"

	"chatiere/models/billing/reference"
)

func TestAReferenceIsFoundInWhatBanksWrite(t *testing.T) {
	for range 500 {
		r := reference.New()
		if !reference.Valid(r) {
			t.Fatalf("%s is not valid", r)
		}
		for _, text := range []string{
			r, reference.Spaced(r), strings.ToLower(r), "VIR SEPA FEE " + reference.Spaced(r) + " MERCI", "MOTIF:" + r + "/FACTURE",
			r[:5] + "-" + r[5:], "adhésion…" + r + "é", r[:7] + "\n" + r[7:],
		} {
			if found := reference.Find(text); !slices.Equal(found, []string{r}) {
				t.Fatalf("in %q: %v", text, found)
			}
		}
	}
	a, b := reference.New(), reference.New()
	if found := reference.Find(a + " et " + b); !slices.Equal(found, []string{a, b}) {
		t.Errorf("two references: %v", found)
	}
}

// TestWordsBeforeAReferenceNeverHideIt: "CHEQUE" and the first two signs of the reference look like one as a whole.
func TestWordsBeforeAReferenceNeverHideIt(t *testing.T) {
	for _, words := range []string{"REMISE CHEQUE ", "REMISE CHÈQUES ", "CHQ ", "VIR CHATS ", "CH "} {
		for range 2000 {
			if r := reference.New(); !slices.Contains(reference.Find(words+r), r) {
				t.Fatalf("%s is not found behind %q: %v", r, words, reference.Find(words+r))
			}
		}
	}
}

// TestNoReferenceHasTwoBeginnings, so that no piece of one is ever taken for another.
func TestNoReferenceHasTwoBeginnings(t *testing.T) {
	for range 5000 {
		if r := reference.New(); strings.Count(r, "CH") != 1 {
			t.Fatal(r)
		}
	}
}

func TestAWrongSignOrASwapIsSeen(t *testing.T) {
	const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	for range 100 {
		r := []byte(reference.New())
		for i := 2; i < len(r); i++ {
			for _, other := range []byte(signs) {
				wrong := slices.Clone(r)
				wrong[i] = other
				if other != r[i] && reference.Valid(string(wrong)) {
					t.Fatalf("%s passes for %s", wrong, r)
				}
			}
			swapped := slices.Clone(r)
			if i+1 < len(r) && r[i] != r[i+1] {
				swapped[i], swapped[i+1] = r[i+1], r[i]
				if reference.Valid(string(swapped)) {
					t.Fatalf("%s passes for %s", swapped, r)
				}
			}
		}
	}
}

func TestPlainWordsAreNoReferences(t *testing.T) {
	for _, text := range []string{"", "CH", "CHATEAUDUN CHARPENTES", "virement de l'association", "CHATIERE CHAT CHATONS", "F2026-0001"} {
		if found := reference.Find(text); len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("VIR CH4K7M9QXZ")
	f.Add("ſſ ch\x00 4k7m")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range reference.Find(text) {
			if !reference.Valid(r) {
				t.Errorf("%q in %q", r, text)
			}
		}
	})
}
