package ui

import "testing"

func TestFactsThatSayNothingAreLeftOut(t *testing.T) {
	html := drawn(t, Known(Named{"Durée", Value{Text: "un an"}}, Named{"Fin", Value{}}, Named{"Compte", Value{Text: "Fée", Href: "/fee", More: "depuis mai"}}))
	holds(t, html, "<dt>Durée</dt>", "un an", `<a href="/fee">`, "depuis mai")
	lacks(t, html, "<dt>Fin</dt>")
}

func TestAListSaysEachHeadAgainAndItsTotalLast(t *testing.T) {
	html := drawn(t, Listed(List{
		Caption: "Factures", Head: []Col{Text("Facture"), Text("État"), Num("Montant")},
		Lines: []Line{{{Text: "F-1", Href: "/f1", Unseen: "Fée"}, {Text: "payée", Tone: Good}, {Text: "12 €"}}},
		Total: Line{{Text: "Total"}, {}, {Text: "12 €"}},
	}))
	holds(t, html, `<caption class="sr-only">Factures</caption>`, `data-label="État"`, `<td role="cell" class="num" data-label="Montant">`, `<span class="sr-only">Fée</span>`, "badge", "<strong>Total</strong>", "<strong>12 €</strong>")
}

func TestSeveralLinesOfAListStandBelowTheirLabelOnAPhone(t *testing.T) {
	html := drawn(t, Listed(List{Caption: "Soultes", Head: []Col{Text("Facture"), Text("Référence"), Text("Jour")}, Lines: []Line{{{Text: "F-1"}, {Text: "VIR 7", Long: true}, {Text: "lundi"}}}}))
	holds(t, html, `<td role="cell" class="long" data-label="Référence">`, `<td role="cell" data-label="Jour">`)
}

func TestAnActThatWantsAReasonIsFoldedUntilItsWordIsRefused(t *testing.T) {
	act := Reasoned{Title: "Refuser", Action: "/refusal", Hidden: []string{"version", "2"}, Why: Input{Name: "reason", Label: "Pourquoi", Rows: 3}, Kind: Secondary}
	html := drawn(t, WithReason(act))
	holds(t, html, "<summary>Refuser</summary>", `action="/refusal"`, `name="version"`, "<textarea", "Refuser")
	lacks(t, html, "<details class=\"disclosure\" open")
	act.Why.Error = "Dites pourquoi"
	holds(t, drawn(t, WithReason(act)), "open", "Dites pourquoi")
}
