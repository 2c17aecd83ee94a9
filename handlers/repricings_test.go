package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
)

// TestCHG7_APriceIsAnnouncedReadRefusedAndTakenBackWithoutJavaScript goes from the desk through the letter to the organisation's choice, in both languages.
func TestCHG7_APriceIsAnnouncedReadRefusedAndTakenBackWithoutJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		p, fee, ada := s.bought(t, "ada@fee.example")
		ctx := context.Background()
		if err := billing.Delivered(ctx, s.db, people.User{ID: ops.user.ID}.Actor(), p.SubscriptionID, store.Now(s.db)); err != nil {
			t.Fatal(err)
		}
		contract, err := billing.LoadSubscription(ctx, s.db, p.SubscriptionID)
		if err != nil {
			t.Fatal(err)
		}
		ops.visit("/fr/desk/offers/ensemble/repricings/new").status(200).sees("Tout le monde paie déjà les prix en vigueur")
		ops.visit("/fr/desk/offers/ensemble/prices").send("Mettre ces prix en vigueur", url.Values{"price_standard_year": {"150,00"}}).status(200).
			sees("Un abonnement paie un prix plus ancien", "Rien ne change pour eux sans annonce").follow("Leur annoncer les prix en vigueur")
		ops.sees("Annoncer un tarif : Ensemble", "62 jours pour les associations", "ni pour une année dont le montant est déjà annoncé")
		ops.send("Voir qui est concerné", url.Values{"on_day": {"2026-12-24"}, "why_fr": {"L’énergie coûte plus cher."}, "why_en": {"Energy costs more."}}).
			refused("on_day", "Prévenez au moins 62 jours à l’avance : choisissez le 26 janvier 2027", map[string]string{"why_fr": "L’énergie coûte plus cher."})
		ops.send("Voir qui est concerné", url.Values{"on_day": {"2027-02-01"}}).status(200).
			sees("Avant d’annoncer : Ensemble", "Rien n’est encore fait", "change de prix", "Amis de ada", "180,00 € par an", "25 novembre 2027", "Une association")
		exactly(t, s.db, 0, "repricings", "1 = 1")
		ops.visit("/fr/desk/offers/ensemble/repricings.csv?on_day=2027-02-01").status(200).sees("Amis de ada", "180,00", "2027-11-25", "change de prix")
		ops.visit("/fr/desk/offers/ensemble/repricings/new?on_day=2027-02-01").send("Voir qui est concerné", url.Values{"why_fr": {"L’énergie coûte plus cher."}}).
			send("Annoncer à un abonnement", nil).status(200).at("/fr/desk/repricings/").sees("C’est annoncé", "Amis de ada", "annoncé", "Retirer cette annonce")
		announced := ops.page.path
		s.letters(t, "ada@fee.example")
		ada.visit(ada.letterWith(t, s, "nouveau prix", "25 novembre 2027", "L’énergie coûte plus cher.", "180,00 €", "tarif solidaire", "wished_on=2027-11-25"))
		ada.visit(paths.Change("fr", fee, contract)).sees("Un nouveau prix est annoncé à partir du 25 novembre 2027").follow("Voir les montants et vos choix").
			sees("Rien ne change avant le 25 novembre 2027", "L’énergie coûte plus cher.", "Choisir un tarif solidaire", "Refuser et partir")
		own := ada.page.path
		s.visitor("fr").visit(own).at("/fr/sign-in")
		ada.visit("/en"+strings.TrimPrefix(own, "/fr")).sees("Nothing changes before 25 November 2027").missing("L’énergie").
			send("Refuse, the contract ends on 25 November 2027", nil).status(200).at("/en/notices/")
		ada.visit(own).sees("25 novembre 2027").missing("Refuser et partir")
		ops.visit(announced).sees("part le 25 novembre 2027")
		ada.visit(own).send("Continuer finalement", nil)
		ops.visit(announced).missing("part le").send("Retirer cette annonce", url.Values{"reason": {""}}).refused("reason", "", nil)
		ops.send("Retirer cette annonce", url.Values{"reason": {"L’énergie baisse"}}).status(200).sees("L’annonce est retirée", "L’énergie baisse").missing("Pour l’équipe et le journal")
		s.letters(t, "ada@fee.example")
		ada.letterWith(t, s, "vous gardez votre prix", "ne s’appliquera pas")
		ada.visit(own).sees("Cette annonce est retirée : vous gardez votre prix")
		ops.visit("/fr/desk/repricings").sees("Ensemble", "retiré")
		ops.visit("/fr/desk/journal").sees("Nouveau tarif annoncé", "Annonce de tarif retirée", "L’énergie baisse")
	})
}

// letterWith finds the newest letter to a person that says something, holds that it says more, and returns its page.
func (p *person) letterWith(t *testing.T, s *site, subject string, more ...string) string {
	t.Helper()
	var letter struct{ Ref, Text string }
	if err := s.db.Raw("select ref, text from letters where user_id = ? and subject like ? order by id desc limit 1", p.user.ID, "%"+subject+"%").Scan(&letter).Error; err != nil || letter.Ref == "" {
		t.Fatalf("no letter says %q: %v", subject, err)
	}
	for _, words := range more {
		if !strings.Contains(plain(letter.Text), plain(words)) {
			t.Errorf("%q is not said in\n%s", words, letter.Text)
		}
	}
	return "/fr/account/letters/" + letter.Ref
}

func TestCHG7_APromisedPriceIsReadBesideThePricesAndNeverMoves(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/offers/ensemble/prices").send("Promettre", url.Values{"lasts": {"until"}, "until_on": {"2026-01-01"}}).refused("until_on", "Ce jour est passé", map[string]string{"until_on": "2026-01-01"})
	ops.visit("/fr/desk/offers/ensemble/prices").send("Promettre", url.Values{"lasts": {"until"}, "until_on": {"2028-12-31"}}).status(200).sees("C’est promis", "gardé jusqu’au 31 décembre 2028")
	s.visitor("fr").visit("/fr/offers/ensemble").sees("Prix gardé au moins jusqu’au 31 décembre 2028").visit("/fr/offers").sees("Prix gardé au moins jusqu’au 31 décembre 2028")
	ops.visit("/fr/desk/offers/ensemble/prices").send("Promettre", url.Values{"lasts": {"until"}, "until_on": {"2027-12-31"}}).refused("until_on", "ne se raccourcit pas", nil)
	ops.visit("/fr/desk/offers/ensemble/prices").send("Promettre", url.Values{"lasts": {"stays"}}).status(200)
	s.visitor("en").visit("/en/offers/ensemble").sees("Price kept for as long as you stay")
	ops.visit("/fr/desk/journal").sees("Prix promis à qui reste")
}
