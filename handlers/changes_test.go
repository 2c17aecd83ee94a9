package handlers

import (
	"context"
	"net/url"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"

	"gorm.io/gorm"
)

// changing is an organisation with a delivered and paid year at 120.00, and an offer at 300.00 (360.00 with tax) it could have.
func (s *site) changing(t *testing.T) (billing.Subscription, people.Organisation, *person) {
	t.Helper()
	ctx := context.Background()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.mails(t)
	s.sells(t)
	month, year := int64(3000), int64(30000)
	check(store.InTx(ctx, s.db, func(tx *gorm.DB) error {
		_, err := catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{
			Slug: "grand", Entry: catalogue.Direct, Services: []string{"files"}, Name: "Grand", Summary: "Plus", For: "Les grandes", Body: "Bonjour.",
			SymbolicName: "Symbolique", SymbolicCovers: "Une part.", StandardName: "Tarif juste", StandardCovers: "Ce que cela coûte vraiment.",
			SupportiveName: "Soutien", SupportiveCovers: "Plus.", SourceLang: "fr",
		}, catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Standard: {catalogue.Month: &month, catalogue.Year: &year}}})
		return err
	}))
	p, o, ada := s.bought(t, "ada@fee.example")
	jobstest.Drain(t, s.worker)
	check(billing.Delivered(ctx, s.db, ada.user.Actor(), p.SubscriptionID, store.Today(s.db, time.UTC)))
	i, err := billing.InvoiceOf(ctx, s.db, p.ID)
	check(err)
	_, err = billing.ConfirmTransfer(ctx, s.db, s.staffed(t, people.Operator).user, billing.PaymentForm{For: i.Ref, Cents: i.TotalCents, ReceivedOn: "2026-11-25"})
	check(err)
	sub, err := billing.LoadSubscription(ctx, s.db, p.SubscriptionID)
	check(err)
	return sub, o, ada
}

func TestPRV1_AnOrganisationSeesWhatAChangeBringsThenConfirmsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		sub, o, ada := s.changing(t)
		ada.visit("/fr/o/"+o.Ref+"/services").follow("Vos fichiers").follow("Changer cet abonnement").status(200).
			sees("Ensemble (Tarif juste), ce que vous avez", "Grand (Tarif juste)", "Ce que cela coûte vraiment.", "360")
		ada.send("Voir ce que cela change", url.Values{"quantity": {"beaucoup"}}).refused("quantity", "Écrivez un nombre entre 1 et 999.", map[string]string{"quantity": "beaucoup"})
		ada.send("Voir ce que cela change", url.Values{"quantity": {"1"}}).status(422).sees("C’est ce que vous avez déjà")
		ada.send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}}).status(200).
			sees("Le changement prend effet aujourd’hui", "Avoir sur la facture F2026-0001", "Confirmer : 240,00 € à payer maintenant", "360,00 €")
		ada.send("Confirmer : 240,00 € à payer maintenant", nil).status(200).sees("Votre abonnement est changé.", "F2026-0002", "240,00 €")
		jobstest.Drain(t, s.worker)
		if l := s.lastLetter(t, "ada@fee.example"); l.Kind == "" {
			t.Error("nobody was told")
		}
		var told int64
		if err := s.db.Table("letters").Where("kind = 'subscription_changed'").Count(&told).Error; err != nil || told != 1 {
			t.Errorf("%d letters, %v", told, err)
		}
		ada.visit("/fr/o/"+o.Ref+"/subscriptions/"+sub.Ref+"/change").send("Voir ce que cela change", url.Values{"plan": {"ensemble:standard"}}).
			sees("Jusque-là, vous gardez tout ce que vous avez", "Confirmer : 0,00 € à payer maintenant")
		ada.send("Confirmer : 0,00 € à payer maintenant", nil).status(200).sees("Le changement est prévu.", "À partir du")
		ada.send("Voir ce que cela change", url.Values{"plan": {"ensemble:standard"}, "quantity": {"2"}}).sees("Cela remplace le changement qui était prévu")
		ada.visit("/fr/o/"+o.Ref+"/services").follow("Vos fichiers").sees("Un changement est prévu").follow("Changer cet abonnement").
			send("Garder ce que nous avons", nil).sees("Vous gardez ce que vous avez.").missing("À partir du")
	})
}

func TestPRV2_TermsThatAreOthersByNowAreShownAgain(t *testing.T) {
	s := newSite(t)
	sub, o, ada := s.changing(t)
	path := "/fr/o/" + o.Ref + "/subscriptions/" + sub.Ref + "/change"
	ada.visit(path).send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}})
	ada.send("Confirmer : 240,00 € à payer maintenant", url.Values{"token": {"x-y-z"}}).status(409).sees("Rien n’a été fait", "Confirmer : 240,00 €")
	ada.send("Confirmer : 240,00 € à payer maintenant", url.Values{"quantity": {"2"}}).status(409).sees("Rien n’a été fait", "Confirmer : 600,00 €")
	var invoices int64
	if err := s.db.Table("invoices").Count(&invoices).Error; err != nil || invoices != 1 {
		t.Errorf("%d invoices %v", invoices, err)
	}
	ada.send("Confirmer : 600,00 € à payer maintenant", nil).status(200).sees("Votre abonnement est changé.")
}

func TestATreasurerSeesTheTermsAndAnOwnerConfirms(t *testing.T) {
	s := newSite(t)
	sub, o, _ := s.changing(t)
	u := s.meets(t, "tess@fee.example")
	if err := s.db.Create(&people.Membership{Ref: store.NewRef(), UserID: u.ID, OrganisationID: o.ID, Role: people.Treasurer, FromAt: store.Now(s.db), CreatedAt: store.Now(s.db)}).Error; err != nil {
		t.Fatal(err)
	}
	path := "/fr/o/" + o.Ref + "/subscriptions/" + sub.Ref + "/change"
	s.enters(t, u).visit(path).send("Voir ce que cela change", url.Values{"plan": {"grand:standard"}}).status(200).sees("240,00 €", "Une personne responsable").missing("Confirmer :")
	s.enters(t, s.meets(t, "eve@ailleurs.example")).visit(path).status(404)
}

func TestChangingASubscriptionInChromium(t *testing.T) {
	s := newSite(t)
	sub, o, ada := s.changing(t)
	path := "/o/" + o.Ref + "/subscriptions/" + sub.Ref + "/change"
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ada).visit("/fr" + path).sees("Ce que vous voulez").axe().fits().shot("changes/form").phone().axe().fits().shot("changes/form-phone").dark().axe().light().desktop()
		b.visit("/fr" + path + "?plan=grand:standard&period=year&quantity=1").press("Voir ce que cela change")
		b.sees("Confirmer : 240,00 € à payer maintenant").axe().fits().shot("changes/preview").phone().axe().fits().shot("changes/preview-phone").dark().axe().light().desktop()
		b.press("Confirmer : 240,00 € à payer maintenant")
		b.sees("Votre abonnement est changé.")
		b.visit("/en" + path).sees("Change the subscription").axe().fits()
	})
}

func TestAChangeOfWhatSeveralPaySaysWhatItsAmountsCount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		y := newSplitting(t, s, "fr")
		twice := func() *person {
			return y.ada.visit(paths.Change("fr", y.fee, y.form.Subscription)).send("Voir ce que cela change", url.Values{"quantity": {"2"}}).status(200)
		}
		twice().missing("porte une part", "ne comptent que ce que votre organisation paie elle-même")
		s.collects(t)
		y.proposes()
		y.theSponsorAccepts()
		twice().sees("Une autre organisation porte une part de cet abonnement.", "ne comptent que ce que votre organisation paie elle-même", "n’augmente jamais sans son accord")
	})
}
