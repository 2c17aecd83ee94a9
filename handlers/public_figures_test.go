package handlers

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"chatiere/models/commons"
)

// ownSums are the sums of single organisations in these tests, where they stand as numbers: four figures may as well be part of a reference or
// of a file's name.
var ownSums = regexp.MustCompile(`(?:^|[^0-9a-z])(?:4321|4322|8642|8643)(?:[^0-9a-z]|$)`)

// TestOnePaymentMovesNothingThatEverybodyReads: whoever reads every public page and file before and after a payment of one organisation finds
// the same figures; after enough others paid, only their sum.
func TestOnePaymentMovesNothingThatEverybodyReads(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		paid := func(source, on string, organisation uint, cents int64) {
			t.Helper()
			if _, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: source, On: on, NetCents: cents, OrganisationID: organisation, OfferID: 1}); err != nil {
				t.Fatal(err)
			}
		}
		third := s.organisationOf(t, "Les Payeurs")
		for n, id := range []uint{h.fee.ID, h.copeaux.ID, third.ID} {
			paid("a"+string(rune('0'+n)), "2026-10-12", id, 10_000)
		}
		s.tells(t)
		first := s.everythingPublic(t)
		if !strings.Contains(first, "30000") || !strings.Contains(first, "300.00 EUR") {
			t.Fatal(first)
		}
		paid("late", "2026-10-20", h.fee.ID, 4_321)
		paid("next", "2026-11-20", h.fee.ID, 8_642)
		s.tells(t)
		if now := s.everythingPublic(t); now != first {
			t.Errorf("what one organisation paid can be found:\n%s\n\n%s", first, now)
		}
		paid("b", "2026-11-21", h.copeaux.ID, 1_000)
		paid("c", "2026-11-22", third.ID, 2_000)
		s.tells(t)
		now := s.everythingPublic(t)
		if now == first || ownSums.MatchString(now) || !strings.Contains(now, "15963") {
			t.Error(now)
		}
	})
}

var nonce = regexp.MustCompile(`"day": "[^"]*"|(?s)<head>.*?</head>`)

// everythingPublic is all that a visitor reads of money, in one text.
func (s *site) everythingPublic(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{"/fr/transparency", "/fr/transparency/money.csv", "/fr/transparency.json", "/fr/transparency.atom", "/fr/transparency.journal", "/fr/"} {
		all.WriteString(nonce.ReplaceAllString(s.visitor("fr").visit(path).status(200).page.body, "") + "\n")
	}
	return all.String()
}

// TestOnePaymentDoesNotMoveThePotOfAComingRound: whoever reads its page before and after a payment of one organisation finds the same.
func TestOnePaymentDoesNotMoveThePotOfAComingRound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		g := s.green(t)
		g.samia.visit("/fr/desk/rounds").follow("Préparer une campagne").send("Enregistrer", g.rules())
		desk := strings.SplitN(g.samia.page.path, "?", 2)[0]
		g.samia.visit(desk).send("Fixer les règles et ouvrir", nil)
		reads := func() string {
			page := s.visitor("fr").visit(strings.Replace(desk, "/desk", "", 1)).sees("Elle vient de 20,00 € mis de côté sur 200,00 € reçus", "Seuls les mois déjà publiés").page
			return nonce.ReplaceAllString(page.body, "")
		}
		first := reads()
		if _, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: "late", On: "2026-10-20", NetCents: 4_321, OrganisationID: g.fee.ID}); err != nil {
			t.Fatal(err)
		}
		if now := reads(); now != first {
			t.Error("the page says what one organisation paid")
		}
		_, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: "next", On: "2026-11-03", NetCents: 8_642, OrganisationID: g.copeaux.ID})
		g.must(t, err)
		if now := reads(); now != first {
			t.Error("the page says what one organisation paid")
		}
	})
}
