package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/integrations/mail"
	"chatiere/integrations/mail/mailtest"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
)

// TestRe1_AnybodyCancelsInThreeActsWithoutSigningIn walks the law's steps: link in the footer, form, summary, acknowledgement; then the
// letter's button, and the owner sees the day on the service's page and takes it back.
func TestRe1_AnybodyCancelsInThreeActsWithoutSigningIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		p, o, ada := s.bought(t, "ada@fee.example")
		s.mails(t)
		if err := billing.Delivered(context.Background(), s.db, journal.Actor{}, p.SubscriptionID, store.Now(s.db)); err != nil {
			t.Fatal(err)
		}
		v := s.visitor("fr")
		v.visit("/fr/offers").goes("/fr/cancellation").status(200).sees("Résilier votre contrat", "Ce que cela entraîne")
		v.send("Vérifier avant l’envoi", url.Values{"name": {"Ada L."}, "email": {"ada@"}, "contract": {"CH 0000 0000"}}).
			refused("email", "Cette adresse n’est pas complète. Exemple : ada@association.example.", map[string]string{"name": "Ada L.", "email": "ada@", "contract": "CH 0000 0000"})
		v.send("Vérifier avant l’envoi", url.Values{"email": {"ada@fee.example"}, "contract": {reference.Spaced(p.PaymentReference)}}).status(200).sees("Tout est juste ?", "Ada L.", "Rien n’a encore été envoyé")
		v.send("Modifier", nil).status(200).sees("Résilier votre contrat")
		if !v.holds("name", "Ada L.") || !v.holds("contract", reference.Spaced(p.PaymentReference)) {
			t.Error("what was typed is lost")
		}
		v.send("Vérifier avant l’envoi", nil).send("Notification de la résiliation", nil).at("/fr/notices/").status(200)
		v.sees("Accusé de réception", "Ada L. résilie le contrat "+reference.Spaced(p.PaymentReference), "+01:00")
		here := v.page.path
		v.visit(here + "/pdf").isPDF()
		link := s.letterLink(t, "ada@fee.example", "notice_filed")
		v.visit(link).status(200).sees("Est-ce bien vous ?").send("Oui, c’est bien moi", nil).at(here).sees("C’est fait : le service prend fin le")
		ada.visit("/fr/o/"+o.Ref+"/services").goes("/services/").sees("Résilié : le service prend fin le").send("Continuer finalement", nil).status(200)
		ada.visit("/fr/o/"+o.Ref+"/services").goes("/services/").missing("Résilié").sees("Résilier votre contrat", "renoncer au contrat ici")
	})
}

// mails gives the portal a server that takes its letters.
func (s *site) mails(t *testing.T) {
	t.Helper()
	sender, err := mail.Open(mailtest.Start(t).URL())
	if err != nil {
		t.Fatal(err)
	}
	s.worker.Mail = sender
}

// letterLink opens the newest letter of a kind to an address and returns where its button leads.
func (s *site) letterLink(t *testing.T, address, kind string) string {
	t.Helper()
	jobstest.Drain(t, s.worker)
	var l post.Letter
	if err := s.db.Where("address = ? and kind = ?", address, kind).Order("id desc").Take(&l).Error; err != nil {
		t.Fatal(kind, err)
	}
	v := s.visitor("fr").visit("/fr/outbox/" + l.Ref).status(200)
	for _, a := range v.all("a", nil) {
		if href := attribute(a, "href"); strings.Contains(href, "/notice-confirmations/") {
			return v.absolute(href)
		}
	}
	t.Fatalf("no link in the letter %s", kind)
	return ""
}

func TestRe2_TheAnswerNeverTellsWhichContractsExist(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, _, _ := s.bought(t, "ada@fee.example")
	var answers []string
	for _, contract := range []string{p.PaymentReference, "CH00000000"} {
		v := s.visitor("en")
		v.post("/en/withdrawal", url.Values{"step": {"send"}, "key": {store.NewRef()}, "name": {"Eve"}, "email": {"eve@ailleurs.example"}, "contract": {contract}}).status(200)
		_, said, _ := strings.Cut(strings.ReplaceAll(v.text(), contract, "CONTRACT"), "Acknowledgement of receipt")
		said, _, _ = strings.Cut(said, "Received at")
		answers = append(answers, said)
	}
	if answers[0] == "" || answers[0] != answers[1] {
		t.Errorf("two answers:\n%s\n%s", answers[0], answers[1])
	}
}

func TestAnOperatorDecidesWhatNoMachineCould(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, _, _ := s.bought(t, "ada@fee.example")
	s.visitor("fr").post("/fr/cancellation", url.Values{"step": {"send"}, "name": {"Le bureau"}, "postal": {"1 rue du Chat"}, "contract": {"notre contrat"}}).status(200).sees("Une personne de l’équipe la regarde")
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/notices").status(200).sees("Le bureau", "à décider").follow("Résiliation du contrat").status(200)
	ops.send("Décider", url.Values{"verdict": {"apply"}, "contract": {"inconnu"}}).refused("contract", "Aucun contrat n’a cette référence. Vérifiez-la, ou cherchez-en une autre dans les factures.", map[string]string{"contract": "inconnu"})
	ops.send("Décider", url.Values{"verdict": {"apply"}, "contract": {p.PaymentReference}}).status(200).sees("réglée", "Prend fin le")
	ops.visit("/fr/desk/notices").sees("Aucune déclaration n’attend").visit("/fr/desk/notices?all=true&q=bureau").sees("Le bureau")
}

func TestCancellingInChromium(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, _, _ := s.bought(t, "ada@fee.example")
	ops := s.staffed(t, people.Operator)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.visit("/fr/cancellation").sees("Résilier votre contrat").axe().fits().shot("leaving/form").phone().axe().fits().shot("leaving/form-phone")
		b.press("Vérifier avant l’envoi").sees("Vérifiez ces réponses").axe().shot("leaving/form-wrong-phone")
		b.fill("Nom et prénom, ou nom de l’organisation", "Le bureau").fill("Adresse électronique", "ada@fee.example").fill("Référence du contrat", p.PaymentReference)
		b.press("Vérifier avant l’envoi").sees("Tout est juste ?").axe().fits().shot("leaving/check-phone").press("Notification de la résiliation").sees("Accusé de réception").axe().fits().shot("leaving/receipt-phone")
		b.dark().axe().shot("leaving/receipt-dark-phone").light().desktop().shot("leaving/receipt")
		b.visit("/en/withdrawal").sees("withdraw from the contract here").axe().fits()
	})
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/fr/desk/notices").sees("Le bureau").axe().fits().shot("leaving/desk").phone().axe().fits().desktop()
		b.visit(strings.TrimPrefix(b.href("Résiliation du contrat"), s.server.URL)).sees("Votre décision").axe().fits().shot("leaving/desk-one")
	})
}
