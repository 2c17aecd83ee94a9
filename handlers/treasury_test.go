package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestAnOperatorNotesAChequeAndItsLineIsThatPayment(t *testing.T) {
	s := newSite(t)
	ops, _, invoices := s.banked(t)
	ops.visit("/fr/desk/payments/new?for="+invoices[0].Ref).status(200).sees("Comment", "Chèque")
	today := store.Now(s.db).Format(time.DateOnly)
	ops.send("Confirmer", url.Values{"method": {"card"}, "received_on": {today}}).status(422).sees("Choisissez une des réponses proposées")
	ops.send("Confirmer", url.Values{"method": {"cheque"}}).at("/fr/desk/payments/").status(200).sees("Chèque")
	line := "Date;Libellé;Débit;Crédit\n" + store.Now(s.db).Format("02/01/2006") + ";REMISE " + invoices[0].PaymentReference + ";;120,00\n"
	ops.uploads("/fr/desk/bank/statements", "cheques.csv", []byte(line)).status(200)
	ops.send("Faire entrer ces lignes", nil).at("/fr/desk/bank").sees("déjà confirmé à la main", "il ne sera pas compté deux fois").send("C’est ce paiement", nil).sees("Aucune ligne ici")
	ops.visit("/fr/desk/invoices/" + invoices[0].Ref).sees("Chèque du").missing("Virement du")
}

func TestWhoeverReadsTheBooksIsLedNowhereTheyMayNotGo(t *testing.T) {
	s := newSite(t)
	_, _, invoices := s.banked(t)
	p, _, _ := s.bought(t, "zoe@fee.example")
	books := s.staffed(t, people.Accountant)
	for _, ref := range []string{invoices[0].PaymentReference, p.PaymentReference} {
		books.visit("/fr/desk").status(200).follow(reference.Spaced(ref)).status(200)
	}
	s.staffed(t, people.Operator).visit("/fr/desk").follow(reference.Spaced(p.PaymentReference)).at("/fr/desk/payments/new").status(200)
}

func TestADateIsProposedAsSoonAsSomethingIsDueAndOnlyThen(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, o, ada := s.bought(t, "ada@fee.example")
	ada.visit("/fr/o/"+o.Ref+"/invoices").status(200).sees("Pro forma").missing("Essayez avec moins de mots", "Filtrer", "Proposez une date")
	ada.visit("/fr/o/" + o.Ref + "/deferrals").status(200).sees("Rien à payer pour le moment").missing("Proposer cette date")
	if _, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID); err != nil {
		t.Fatal(err)
	}
	ada.visit("/fr/o/" + o.Ref + "/invoices").follow("Vous ne pourrez pas payer à temps").status(200).sees("Proposer cette date")
}

func TestACreditNoteIsCalledOneAndLeadsToItsInvoice(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	ctx := context.Background()
	p, o, ada := s.bought(t, "ada@fee.example")
	i, err := billing.Finalise(ctx, s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	ops := s.staffed(t, people.Operator)
	note, err := i.Correct(ctx, s.db, ops.user, billing.CreditForm{Reason: "Geste"})
	if err != nil {
		t.Fatal(err)
	}
	ada.visit("/fr/o/"+o.Ref).sees(note.FullName(), "annulée par avoir", "avoir").missing("payée")
	ada.visit("/fr/o/" + o.Ref + "/invoices/" + note.Ref).follow("Voir la facture " + i.FullName()).at("/fr/o/" + o.Ref + "/invoices/" + i.Ref).status(200)
	ops.visit("/fr/desk/invoices/" + note.Ref).follow("Voir la facture " + i.FullName()).at("/fr/desk/invoices/" + i.Ref).status(200)
}

func TestAChangeThatTakesServicesAwaySaysWhich(t *testing.T) {
	s := newSite(t)
	sub, o, ada := s.changing(t)
	price := int64(1200)
	err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportService(context.Background(), tx, catalogue.ServiceForm{
			Slug: "mots", Upstream: "nextcloud", Need: catalogue.Share, Control: catalogue.DedicatedMachine,
			Country: "FR", Languages: "fr", Exports: "CSV", Name: "Vos mots", Summary: "Un lieu", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr",
		})
		if err != nil {
			return err
		}
		_, err = catalogue.ImportOffer(context.Background(), tx, catalogue.OfferForm{
			Slug: "mots", Entry: catalogue.Direct, Services: []string{"mots"}, Name: "Les mots", Summary: "Moins", For: "Les petites", Body: "Bonjour.",
			SymbolicName: "Symbolique", SymbolicCovers: "Une part.", StandardName: "Tarif juste", StandardCovers: "Le vrai prix.", SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Year: &price}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page := "/fr/o/" + o.Ref + "/subscriptions/" + sub.Ref + "/change"
	ada.visit(page).send("Voir ce que cela change", url.Values{"plan": {"mots:standard"}, "period": {"year"}}).status(200).sees("ferme ce que la nouvelle offre ne contient pas : Vos fichiers", "Emportez-en vos données avant")
	ada.send("Confirmer", nil).status(200)
	ada.visit(page).sees("Ce changement ferme")
	ada.send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}, "period": {"year"}}).status(200).missing("Ce changement ferme")
}

func TestAServiceSaysWhatItsContractIsAndWhenItEnds(t *testing.T) {
	s := newSite(t)
	sub, o, ada := s.changing(t)
	ada.visit("/fr/o/"+o.Ref+"/services").follow("Vos fichiers").status(200).sees("100,00 € par an", "Période en cours", "Référence du contrat")
	ada.visit("/fr/o/" + o.Ref + "/services").missing("Prend fin le")
	if err := s.db.Model(&billing.Subscription{}).Where("id = ?", sub.ID).Update("cancel_on", "2027-11-25").Error; err != nil {
		t.Fatal(err)
	}
	ada.visit("/fr/o/" + o.Ref + "/services").sees("Prend fin le 25 novembre 2027")
}

func TestADeskDocumentLeadsToTheAccountAndSaysHowLongItLasts(t *testing.T) {
	s := newSite(t)
	ops, _, invoices := s.banked(t)
	ops.visit("/fr/desk/invoices/" + invoices[0].Ref).status(200).sees("Un an, à partir de l’ouverture du service")
	ops.follow("Amis de ada").at("/fr/desk/accounts/").status(200)
}

func TestANoticeThatCameByPostIsAnsweredByPost(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	v := s.visitor("fr")
	v.visit("/fr/cancellation").send("Vérifier avant l’envoi", url.Values{"name": {"Zoé"}, "postal": {"3 rue du Chat, Lyon"}, "contract": {"un vieux papier"}}).status(200)
	v.send("Notification de la résiliation", nil).status(200)
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/notices").follow("Résiliation").status(200).sees("aucun courriel ne part", "3 rue du Chat, Lyon").missing("Ils partent par courriel")
	ops.follow("Garder en PDF").isPDF()
}
