package handlers

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/commons"
	"chatiere/models/commons/pain"
	"chatiere/models/people"
	"chatiere/models/store/storetest"
)

// pages is what lies on the web for the portal.
type pages map[string]string

func (p pages) Fetch(_ context.Context, address string) ([]byte, error) {
	if text, ok := p[address]; ok {
		return []byte(text), nil
	}
	return nil, errors.New("nothing there")
}

func (p pages) FetchAs(ctx context.Context, address, _ string) ([]byte, error) {
	return p.Fetch(ctx, address)
}

// account is the beginning of the project's account, however it is written: no link with a random part looks like it.
var account = regexp.MustCompile(`3000 ?6`)

// TestThirtySevenEurosReachAProject goes the whole way: an account is typed, verified and cools down; a batch is put together, the project is
// told, two people approve, the bank gets its file and confirms; a receipt is kept.
func TestThirtySevenEurosReachAProject(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.inhabited(t)
		s.mails(t)
		s.owesProject(t, "nextcloud", "round:1", 3700)
		compta := s.staffed(t, people.Accountant)
		compta.visit("/fr/desk").follow("Versements aux projets").sees("Nextcloud", "37,00 €", "Inconnu", "Rien ne peut être payé maintenant").follow("Nextcloud").at("/fr/desk/payouts/projects/nextcloud")
		compta.send("Enregistrer", url.Values{"address": {"FR7630006000011234567890188"}, "holder": {"Nextcloud e.V."}, "email": {"tresor@nextcloud.example"}}).status(422).sees("Ce numéro de compte n'est pas juste").
			send("Enregistrer", url.Values{"address": {"FR76 3000 6000 0112 3456 7890 189"}, "locale": {"fr"}}).sees("La vérification commence", "se termine par 0189", "Ce qui vient ensuite", "Vous pouvez le faire, sur cette page", "à partir du 9 décembre 2026").missing("3000 6000")
		jobstest.Drain(t, s.worker)
		compta.visit("/fr/desk/payouts/projects/nextcloud").sees("À vérifier").send("C'est vérifié", url.Values{"provenance": {"manual"}}).status(422).sees("sans rappel, rien n'est vérifié").
			send("C'est vérifié", url.Values{"called": {"true"}}).sees("dans quatorze jours", "S’ouvre le", "Vérifié le 25 novembre 2026 par", "s’ouvre tout seul").missing("Vous pouvez le faire, sur cette page")

		storetest.SetClock(s.db, storetest.Noon.AddDate(0, 0, 14))
		if err := commons.TurnChannels(context.Background(), s.db); err != nil {
			t.Fatal(err)
		}
		compta, samia := s.staffed(t, people.Accountant), s.staffed(t, people.Steward)
		compta.visit("/fr/desk/payouts").sees("Peut être payé").send("Préparer le lot", nil).sees("1 versement, 37,00 €", "En préparation", "Nextcloud e.V.")
		batch := compta.page.path
		compta.send("Prévenir les projets et le conseil", nil).sees("Les lettres partent", "Il manque deux personnes")
		jobstest.Drain(t, s.worker)
		l := s.lastLetter(t, "tresor@nextcloud.example")
		if !strings.Contains(plain(l.Subject), "37,00 €") || !strings.Contains(l.Subject, "€37.00") || !strings.Contains(plain(l.Text), "Vous n'avez rien à faire") || !strings.Contains(l.Text, "You have nothing to do") || account.MatchString(l.Text) {
			t.Errorf("%s\n%s", l.Subject, l.Text)
		}
		maintainer := s.visitor("fr")
		maintainer.visit(s.linkTo(t, "tresor@nextcloud.example")).sees("37,00 € pour votre projet", "se termine par 0189", "Vous n'avez rien à faire").missing("30006", "3000 6").
			send("Envoyer ma réponse", nil).status(422).sees("Choisissez une des réponses proposées").
			send("Envoyer ma réponse", url.Values{"answer": {"taken"}, "words": {"Merci !"}}).sees("votre réponse est notée", "Vous avez accepté")

		samia.visit(batch).sees("Merci !", "Accepté").missing("Changer le jour").send("Approuver 37,00 €", nil).status(422).sees("Cochez pour confirmer").
			send("Approuver 37,00 €", url.Values{"no_interest": {"true"}}).sees("Votre accord est noté", "L'autre accord doit venir de quelqu'un d'autre", "sans second facteur").missing("Approuver 37,00 €")
		samia.post(batch+"/approvals", url.Values{"no_interest": {"true"}, "sha256": {digestOf(t, s)}}).status(422).sees("il faut une autre personne")
		compta.visit(batch).send("Approuver 37,00 €", url.Values{"no_interest": {"true"}}).sees("Donner à la banque").send("Créer le fichier", nil).sees("Le fichier est prêt", "En transit")
		order := compta.visit(batch + "/order.xml").status(200).page.body
		if err := pain.Check([]byte(order)); err != nil || !strings.Contains(order, "37.00") || order != compta.visit(batch+"/order.xml").page.body {
			t.Errorf("%v\n%s", err, order)
		}
		samia.visit(batch + "/order.xml").status(403)
		_, beside, _ := strings.Cut(s.settings.BaseURL, "://")
		if beside += "/en/transparency/projects/nextcloud"; !strings.Contains(order, beside+"</Ustrd>") {
			t.Errorf("the project does not read beside the payment where it comes from: %s\n%s", beside, order)
		}
		s.visitor("en").visit("/en/transparency/projects/nextcloud").status(200).sees("Nextcloud")
		maintainer.visit(s.linkTo(t, "tresor@nextcloud.example")).sees("La somme est en route").missing("Envoyer ma réponse")

		if table := samia.visit("/fr/desk/payouts").follow("Versements").status(200).page.body; !strings.Contains(table, "Nextcloud e.V.,iban,0189,manual,37.00,EUR,sent") || account.MatchString(table) {
			t.Error(table)
		}
		samia.visit("/fr/desk/payouts/files/payments.json").status(200).sees(`"amount_sent": "37.00"`).visit("/fr/desk/payouts/tables/payments.xml").status(404)
		compta.visit(batch).follow("Contrôle du tableau").status(200).sees(`"amount": "37.00"`)
		compta.visit(batch).follow("Nextcloud").sees("scannez ce code", "FR76 3000 6000").send("Confirmer le versement", nil).status(422).sees("Référence de la banque", "Ce champ est nécessaire").
			send("Confirmer le versement", url.Values{"bank_reference": {"B-7"}}).sees("Payé le", "B-7").missing("FR76 3000 6000").
			send("Garder le reçu", url.Values{"receipt_url": {"https://nextcloud.example/merci"}}).sees("https://nextcloud.example/merci")
		compta.visit(batch).sees("Terminé").visit("/en/desk/payouts").sees("Nothing to pay", "Settled")
		s.staffed(t, people.Operator).visit("/fr/desk/journal").sees("Lot approuvé", "Lot donné à la banque", "Versement confirmé", "Versement accepté par le projet")
	})
}

// digestOf is the sum of what is approved.
func digestOf(t *testing.T, s *site) (sum string) {
	t.Helper()
	if err := s.db.Raw("select sha256 from payment_batches").Scan(&sum).Error; err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestApprovingAsksWhoOneIsAgainAfterTenMinutes(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	s.mails(t)
	compta := s.staffed(t, people.Accountant)
	s.opensChannel(t, compta.user, s.owesProject(t, "nextcloud", "round:1", 3700), exampleChannel("tresor@nextcloud.example"))
	compta.visit("/fr/desk/payouts").send("Préparer le lot", nil).send("Prévenir les projets et le conseil", nil)
	batch := compta.page.path
	storetest.SetClock(s.db, storetest.Noon.Add(commons.ProofAge))
	compta.visit(batch).sees("montrez encore une fois que c'est vous").missing("Approuver 37,00 €")
	compta.post(batch+"/approvals", url.Values{"no_interest": {"true"}, "sha256": {digestOf(t, s)}}).status(401).sees("Ce que vous avez rempli est gardé")
	s.staffed(t, people.Steward).visit(batch).send("Refuser ce lot", nil).status(422).sees("Ce champ est nécessaire").send("Refuser ce lot", url.Values{"reject_reason": {"Attendre l'assemblée"}}).sees("Le lot est refusé", "Attendre l'assemblée")
}

func TestAChangedAccountLeavesTheBatchAndItsFormerContactIsTold(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	s.mails(t)
	compta := s.staffed(t, people.Accountant)
	s.opensChannel(t, compta.user, s.owesProject(t, "nextcloud", "round:1", 3700), exampleChannel("tresor@nextcloud.example"))
	compta.visit("/fr/desk/payouts").send("Préparer le lot", nil)
	batch := compta.page.path
	compta.visit("/fr/desk/payouts/projects/nextcloud").send("Enregistrer", url.Values{"address": {"DE89370400440532013000"}, "email": {"autre@nextcloud.example"}}).sees("La vérification commence")
	jobstest.Drain(t, s.worker)
	if l := s.lastLetter(t, "tresor@nextcloud.example"); l.Kind != "payout_channel_changed" || !strings.Contains(plain(l.Text), "se terminait par 0189") || !strings.Contains(l.Text, "fourteen days") {
		t.Errorf("%s\n%s", l.Kind, l.Text)
	}
	compta.visit(batch).sees("son compte a changé", "0 versement").missing("Prévenir les projets et le conseil")
	compta.visit("/fr/desk/payouts").sees("Attend que son compte soit vérifié")
}

func TestTheManifestOfAProjectIsReadByTheJobs(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	compta := s.staffed(t, people.Accountant)
	u := s.owesProject(t, "nextcloud", "round:1", 3700)
	at := "https://funding.example/funding.json"
	s.worker.Web = pages{at: `{"drips":{}}`}
	f := exampleChannel("tresor@nextcloud.example")
	f.Manifest = at
	if _, err := commons.SaveChannel(context.Background(), s.db, secret, compta.user, u, f); err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, s.worker)
	compta.visit("/fr/desk/payouts/projects/nextcloud").sees("n'est pas un funding.json de version 1", "ne porte pas le nom du projet").missing("Prouvé par le manifeste").
		send("Écarter l'alerte", url.Values{"clear_reason": {"C'est leur association"}}).sees("Regardé par", "C'est leur association").missing("Écarter l'alerte")
}

func TestAMaintainersLinkShowsOneThingAndNoOther(t *testing.T) {
	s := newSite(t)
	s.inhabited(t)
	s.visitor("en").visit("/en/received/aaaa-bbbb-cccc").status(404).sees("This link leads nowhere any more")
	s.staffed(t, people.Agent).visit("/fr/desk/payouts").status(403)
}
