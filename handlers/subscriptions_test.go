package handlers

import (
	"context"
	"net/url"
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/people"
)

// prices puts another list of prices in force for the offer on sale.
func (s *site) prices(t *testing.T, cents map[catalogue.Tier]map[catalogue.Period]*int64) {
	t.Helper()
	offer, err := catalogue.FindOffer(context.Background(), s.db, people.User{}, "fr", "ensemble")
	if err == nil {
		err = offer.SetPrices(context.Background(), s.db, people.User{ID: s.meets(t, "omar@host.example").ID, Roles: "operator"}, catalogue.PriceForm{Cents: cents, Version: offer.Version, Reason: "essai"})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPriceThatIsNotSoldLeadsToTheNearestOneAndSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		p, cents := s.visitor("fr"), int64(500)
		p.visit("/fr/offers/ensemble/subscribe").status(200).sees("Tarif juste", "120,00 € par an").missing("n'est pas proposé")
		for _, asked := range []string{"tier=supportive", "tier=gift", "period=week", "tier=&period=decade"} {
			p.visit("/fr/offers/ensemble/subscribe?"+asked).status(200).sees("n'est pas proposé", "Tarif juste, 120,00 € par an", "Choisir un autre prix")
		}
		s.prices(t, map[catalogue.Tier]map[catalogue.Period]*int64{catalogue.Symbolic: {catalogue.Month: &cents}})
		p.visit("/fr/offers/ensemble/subscribe").status(200).sees("Symbolique", "6,00 € par mois").missing("n'est pas proposé")
		p.visit("/en/offers/ensemble/subscribe?tier=standard&period=month").status(200).sees("not on offer", "€6.00 a month")
		p.visit("/fr/offers/ensemble").send("S'abonner", nil).status(200).sees("Symbolique", "6,00 € par mois").missing("n'est pas proposé")
		typed := url.Values{"tier": {"standard"}, "period": {"year"}, "organisation": {"Fée"}, "name": {"Ada"}, "email": {"ada@fee.example"}, "country": {"FR"}, "terms": {"true"}}
		p.post("/fr/offers/ensemble/subscribe", typed).status(422).sees("n'est pas proposé", "6,00 € par mois") // the price changed while the form was open
		p.send("Recevoir la pro forma", nil).status(200).at("/fr/pro-formas/")
		p.visit("/fr/offers/ailleurs/subscribe").status(404)
	})
}

func TestAnOfferThatOneTalksAboutFirstLeadsToAMessage(t *testing.T) {
	s := newSite(t).seeded()
	s.visitor("fr").visit("/fr/offers/reseau/subscribe?tier=standard&period=year").status(200).at("/fr/tickets/new?subject=")
	s.visitor("fr").post("/fr/offers/reseau/subscribe", url.Values{"organisation": {"Fée"}}).status(404)
}
