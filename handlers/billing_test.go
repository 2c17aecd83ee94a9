package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/people"
)

func TestAnAssociationSubscribesIsServedOnTrustAndPaysWithoutJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		ada := s.visitor("fr").visit(subscribePath).status(200).sees("120,00 € par an, TVA comprise", "Tarif juste", "Vos fichiers")
		ada.send("Recevoir la pro forma", url.Values{"organisation": {"Faire École Ensemble"}, "email": {"ada@fee"}}).status(422).
			sees("Ce champ est nécessaire", "Cette adresse n'est pas complète", "acceptez les conditions")
		if !strings.Contains(ada.page.body, `value="Faire École Ensemble"`) {
			t.Error("what was typed is gone")
		}
		ada.send("Recevoir la pro forma", url.Values{"organisation": {"Faire École Ensemble"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "terms": {"true"}, "early_start": {"true"}}).
			at("/fr/pro-formas/").status(200).sees("120,00 €", "FR76 3000 6000 0112 3456 7890 189", "Indie.Host SCIC", "ouvrir le lien de la lettre").missing("ada@fee.example", "Ada")
		proForma := ada.page.path
		pdf := s.visitor("fr").visit(proForma + "/pdf").status(200).page
		if !strings.HasPrefix(pdf.body, "%PDF-") || !strings.HasPrefix(pdf.header.Get("Content-Disposition"), "attachment") || pdf.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%v", pdf.header)
		}
		ada.send("Transmettre", url.Values{"email": {"tresor@"}}).status(422).sees("n'est pas complète")
		ada.send("Transmettre", url.Values{"email": {"tresor@fee.example"}}).at(proForma).sees("Le document est parti")
		if l := s.lastLetter(t, "tresor@fee.example"); len(l.Files()) != 1 || !strings.Contains(l.Text, "120,00") {
			t.Errorf("%+v", l)
		}
		ada.visit(s.linkTo(t, "ada@fee.example")).send("Entrer", nil).at(proForma)
		jobstest.Drain(t, s.worker)
		ada.visit(proForma).sees("il nous manque le nom légal").follow("Compléter nos coordonnées")
		ada.send("Enregistrer", url.Values{"legal_name": {"Association Fée"}, "street": {"2 place de l'École"}, "postcode": {"69001"}, "city": {"Lyon"}, "fiscal_status": {"not_subject"}, "sort": {"association"}}).status(200)
		ref := strings.TrimPrefix(proForma, "/fr/pro-formas/")
		p, err := billing.FindProForma(context.Background(), s.db, ref)
		if err != nil {
			t.Fatal(err)
		}
		ops.visit("/fr/desk/payments?q="+url.QueryEscape("VIR FEE "+p.PaymentReference+" MERCI")).sees("Faire École Ensemble", "120,00").follow("Confirmer")
		ops.send("Confirmer", url.Values{"amount": {"douze"}, "received_on": {"2030-01-01"}}).status(422).sees("Écrivez un montant comme", "dans le futur", "Faire École Ensemble")
		ops.send("Confirmer", url.Values{"amount": {"120,00"}, "received_on": {"2026-11-25"}}).status(200).sees("Le paiement est noté", "F2026-0001", "120,00")
		o, err := people.LoadOrganisation(context.Background(), s.db, p.OrganisationID)
		if err != nil {
			t.Fatal(err)
		}
		ada.visit("/fr/o/"+o.Ref+"/invoices").sees("F2026-0001", "payée").follow("F2026-0001").sees("Association Fée", "Virement du 25 novembre 2026", "TVA 20 % de 100,00", "120,00")
		pdf = ada.follow("PDF").status(200).page
		if !strings.HasPrefix(pdf.body, "%PDF-") || !strings.Contains(pdf.header.Get("Content-Disposition"), "F2026-0001.pdf") || !strings.Contains(pdf.header.Get("Cache-Control"), "no-store") {
			t.Errorf("%v", pdf.header)
		}
	})
}

func TestAKnownAddressIsAskedAndAStrangerLearnsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ada := s.enters(t, s.meets(t, "ada@fee.example"))
		eve := s.visitor("fr").visit(subscribePath).send("Recevoir la pro forma", url.Values{"organisation": {"Chez Eve"}, "name": {"Eve"}, "email": {"ada@fee.example"}, "terms": {"true"}})
		eve.status(200).at("/fr/pro-formas/").sees("ouvrir le lien de la lettre").missing("Était-ce vous")
		stranger := s.enters(t, s.meets(t, "eve@ailleurs.example"))
		stranger.post(eve.page.path+"/acceptance", nil).status(404)
		ada.visit(eve.page.path).sees("Était-ce vous ?").send("Oui, c'était moi", nil).sees("Le service peut maintenant s'ouvrir").missing("Était-ce vous")
	})
}

func TestOnlyTheChosenCountryChangesThePriceInPlace(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p := s.visitor("fr").htmx("GET", subscribePath+"&country=CA", "subscribe-price", nil).status(200).sees("100,00 € par an", "Aucune TVA")
	if strings.Contains(p.page.body, "<form") || strings.Contains(p.page.body, "<h1") {
		t.Error("the whole page came")
	}
	s.visitor("en").visit("/en/offers/ensemble/subscribe?tier=standard&period=month").sees("€15.00 a month, VAT included")
	s.visitor("fr").visit("/fr/pro-formas/nowhere").status(404)
}

func TestAnOwnerChoosesTheirOrganisation(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	ada.visit(subscribePath).sees("Pour quelle organisation ?").missing("Votre adresse e-mail")
	ada.send("Recevoir la pro forma", url.Values{"terms": {"true"}}).at("/fr/pro-formas/").sees("Pour " + o.LegalName)
}

func TestInvoicesStayInTheirOrganisation(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, fee, ada := s.bought(t, "ada@fee.example")
	_, other, eve := s.bought(t, "eve@ailleurs.example")
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/fr/o/" + other.Ref + "/invoices/" + i.Ref, "/fr/o/" + other.Ref + "/invoices/" + i.Ref + "/pdf", "/fr/o/" + fee.Ref + "/invoices/" + i.Ref} {
		eve.visit(path).status(404)
	}
	eve.post("/fr/o/"+other.Ref+"/invoices/asked/"+p.Ref, nil).status(404)
	if _, err := people.Join(context.Background(), s.db, ada.user.ID, other.ID, people.Treasurer); err != nil { // in both, she finds each in its own
		t.Fatal(err)
	}
	ada.visit("/fr/o/" + other.Ref + "/invoices/" + i.Ref).status(404)
	eve.visit("/fr/o/" + other.Ref + "/invoices").missing("F2026-0001")
	ada.visit("/fr/o/"+fee.Ref+"/invoices").sees("F2026-0001", "120,00").send("Filtrer", url.Values{"q": {"A2026"}}).sees("Rien ne correspond")
	ada.visit("/fr/o/" + fee.Ref + "/invoices.csv").status(200)
	if rows := ada.rows("/fr/o/" + fee.Ref + "/invoices.csv"); len(rows) != 2 || rows[1][0] != "F2026-0001" || rows[1][7] != "120,00" {
		t.Errorf("%v", rows)
	}
}

func TestAnOrganisationAsksForItsInvoiceNow(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	_, o, ada := s.bought(t, "ada@fee.example")
	ada.visit("/fr/o/"+o.Ref+"/invoices").sees("Demander la facture maintenant").send("Demander la facture maintenant", nil).sees("Facture F2026-0001", "Payer par virement", "à payer")
}

func TestAnOperatorCorrectsAndTakesBackForAReason(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, _, _ := s.bought(t, "ada@fee.example")
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/payments").sees("F2026-0001", "aujourd'hui").follow("Confirmer").send("Confirmer", nil).sees("120,00", "reçu")
	ops.send("Reprendre le paiement", nil).status(422).sees("Ce champ est nécessaire")
	ops.send("Reprendre le paiement", url.Values{"reason": {"tapé deux fois"}}).status(200).sees("Le paiement est repris")
	ops.visit("/fr/desk/invoices/"+i.Ref).sees("à payer").send("Émettre l'avoir", url.Values{"amount": {"500"}, "reason": {"x"}}).status(422).sees("C'est plus que ce qui reste")
	ops.send("Émettre l'avoir", url.Values{"amount": {"50,00"}, "reason": {"moitié moins de monde"}}).status(200).sees("Avoir A2026-0001", "F2026-0001", "moitié moins de monde")
	ops.visit("/fr/desk/invoices?due=true").sees("F2026-0001", "60,00").missing("A2026-0001")
	accountant := s.staffed(t, people.Accountant)
	accountant.visit("/fr/desk/invoices/" + i.Ref).status(200).missing("Émettre l'avoir").visit("/fr/desk/payments").status(200)
	if strings.Contains(accountant.page.body, "payments/new") {
		t.Error("an accountant is offered to confirm")
	}
	accountant.post("/fr/desk/payments", url.Values{"for": {i.Ref}, "amount": {"1"}, "received_on": {"2026-11-25"}}).status(403)
}
