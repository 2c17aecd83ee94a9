package handlers

import (
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/people"
	"chatiere/models/post"
)

// TestAReviewedOfferFromTheCardToThePriceAgreed walks the request without JavaScript: guide, own amount, answer, quote for the board,
// acceptance, pro forma, and where to withdraw (hosts-and-users.md section 6, step 1).
func TestAReviewedOfferFromTheCardToThePriceAgreed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		s.reviews(t)
		s.mails(t)
		v := s.visitor("fr")
		v.visit("/fr/offers/reseau").status(200).send("Faire une demande", nil).at("/fr/offers/reseau/request").status(200).sees("Que pouvez-vous payer ?", "600,00 € par an", "Ce que cela coûte.")
		v.send("Envoyer la demande", url.Values{"need": {"Trois outils pour des écoles"}, "people": {"beaucoup"}, "tier": {"own"}, "amount": {"360"}, "organisation": {"Fée"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "country": {"FR"}}).
			refused("people", "Écrivez un nombre entre 1 et 1000000.", map[string]string{"need": "Trois outils pour des écoles", "amount": "360"})
		v.send("Envoyer la demande", url.Values{"people": {"250"}}).at("/fr/requests/").status(200).sees("À confirmer").missing("Trois outils")
		here := v.page.path
		jobstest.Drain(t, s.worker)
		var l post.Letter
		if err := s.db.Where("kind = 'request_sent'").Take(&l).Error; err != nil {
			t.Fatal(err)
		}
		v.visit("/fr/outbox/"+l.Ref).goes("/sign-in/links/").send("Entrer", nil).at(here).status(200).sees("Nous la regardons").missing("Nous avons écrit à l’adresse", "Oui, c’est bien moi") // nothing more to press
		jobstest.Drain(t, s.worker)
		v.visit(here).sees("Nous la regardons", "Trois outils pour des écoles", "360,00 € par an")
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk").sees("demande d’offre attend une réponse").visit("/fr/desk/requests").follow("Fée").status(200).sees("Trois outils pour des écoles")
		if !ops.holds("amount", "300,00") {
			t.Error("the wish is not suggested before tax")
		}
		ops.send("Envoyer la réponse", url.Values{"verdict": {"decline"}}).refused("answer", "Ce champ est nécessaire.", nil)
		ops.send("Envoyer la réponse", url.Values{"verdict": {"agree"}, "amount": {"300"}, "answer": {"Avec plaisir."}}).status(200).sees("Aucune demande n’attend")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "request_responded", "Total TTC : 360,00 € par an", "Prix valable jusqu’au : ", here)
		v.visit(here).sees("Le devis est prêt", "360,00 €", "Avec plaisir.").send("Transmettre", url.Values{"email": {"bureau@fee.example"}}).status(200).sees("Le document est parti")
		jobstest.Drain(t, s.worker)
		s.letterSays(t, "quote_forwarded", "Total TTC : 360,00 € par an", "Prix valable jusqu’au : ", here)
		board := s.visitor("fr").visit(here).status(200).sees("360,00 €", "Accepter le devis").missing("Trois outils", "Avec plaisir.")
		board.visit(here + "/pdf").isPDF()
		v.visit(here).send("Accepter pour", url.Values{}).refused("terms", "Pour continuer, acceptez les conditions.", nil)
		v.send("Accepter pour", url.Values{"terms": {"true"}}).at("/fr/pro-formas/").status(200).sees("360,00 €", "quand le délai de réflexion est passé") // no early start
		v.visit(here).sees("Accepté")
		if !strings.Contains(s.visitor("fr").visit("/fr/").page.body, "/fr/withdrawal") {
			t.Error("no way to withdraw")
		}
	})
}

// letterSays demands that the last letter of a kind says some words.
func (s *site) letterSays(t *testing.T, kind string, words ...string) {
	t.Helper()
	var l post.Letter
	if err := s.db.Where("kind = ?", kind).Order("id desc").Take(&l).Error; err != nil {
		t.Fatal(kind, err)
	}
	for _, w := range words {
		if !strings.Contains(plain(l.Text), plain(w)) {
			t.Errorf("%s does not say %q but\n%s", kind, w, l.Text)
		}
	}
}

func TestRequestsInChromium(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	s.reviews(t)
	ops := s.staffed(t, people.Operator)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/offers/reseau/request").sees("Que pouvez-vous payer ?").axe().fits().shot("requests/form").phone().axe().fits().shot("requests/form-phone").dark().axe().light()
		b.fill("Pour quoi faire", "Trois outils").fill("Pour combien de personnes", "250").fill("Organisation", "Fée").fill("Votre nom", "Ada").fill("Votre adresse e-mail", "ada@fee.example")
		b.press("Envoyer la demande").sees("À confirmer").axe().fits().shot("requests/sent-phone").desktop().shot("requests/sent")
	})
	if err := s.db.Exec("update requests set state = 'asked'").Error; err != nil {
		t.Fatal(err)
	}
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/en/desk/requests").sees("Fée").axe().fits().shot("requests/desk")
		b.visit(strings.TrimPrefix(b.href("Fée"), s.server.URL)).sees("Agreed amount").axe().fits().shot("requests/desk-one").phone().axe().fits()
	})
}
