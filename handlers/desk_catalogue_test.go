package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/people"

	"golang.org/x/net/html"
)

// aProject is what an operator types for a libre project.
func aProject() url.Values {
	return url.Values{"name": {"Nextcloud"}, "site_url": {"https://nextcloud.example"}, "source_url": {"https://code.example/nextcloud"}, "licence": {"AGPL-3.0-or-later"}}
}

// aService is what an operator types for a service that may be published.
func aService() url.Values {
	return url.Values{
		"name": {"Vos fichiers"}, "upstream": {"nextcloud"}, "need": {"share"}, "summary": {"Un lieu à vous"}, "leaving": {"Vous partez avec tout."},
		"lose": {"Les autocollants\nLa recherche"}, "languages": {"fr, en"}, "country": {"FR"}, "control": {"dedicated_machine"},
	}
}

// with is the same form with other answers, given as field, answer, field, answer.
func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestAServiceIsPublishedOnceItSaysWhatItMust(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		op, visitor := s.staffed(t, people.Operator), s.visitor("fr")
		op.visit("/fr/desk/catalogue").status(200).sees("Par où commencer", "Pas encore d'offre").missing("Ajouter un service").follow("Ajouter le premier logiciel libre")
		op.send("Enregistrer", with(aProject(), "licence", "AGPLv3", "site_url", "nextcloud")).
			refused("licence", "Nous ne connaissons pas de licence libre nommée AGPLv3", map[string]string{"name": "Nextcloud", "licence": "AGPLv3", "slug": "nextcloud"}).
			refused("site_url", "commence par https://", nil)
		op.send("Enregistrer", aProject()).at("/fr/desk/catalogue").sees("C'est enregistré", "Nextcloud").follow("Décrire le premier service")
		op.send("Enregistrer", with(aService(), "backup_every_hours", "douze", "languages", "français", "need", "")).
			refused("backup_every_hours", "nombre entier", map[string]string{"backup_every_hours": "douze", "name": "Vos fichiers", "upstream": "nextcloud", "languages": "français"}).
			refused("languages", "codes de langue", nil).refused("need", "Choisissez", nil)
		op.send("Enregistrer", with(aService(), "lose", "", "country", "", "backup_every_hours", "12")).at("/fr/desk/services/vos-fichiers").
			sees("Brouillon", "Avant de publier, il manque", "Ce que l'on perd en venant", "Le pays où sont les données")
		if len(op.all("form", func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), "/publication") })) > 0 {
			t.Error("one may publish a service that does not say where the data lies")
		}
		op.post("/fr/desk/services/vos-fichiers/publication", nil).refused("lose", "Dites-le avant de publier", map[string]string{"name": "Vos fichiers"}).refused("country", "Dites-le", nil)
		visitor.visit("/fr/services/vos-fichiers").status(404)
		op.visit("/fr/services/vos-fichiers").status(200).sees("seule votre équipe voit cette page").follow("Modifier ce service")
		op.send("Enregistrer", aService()).send("Publier", nil).sees("C'est publié", "Publié : tout le monde peut le voir")
		visitor.visit("/fr/services/vos-fichiers").status(200).sees("Vos fichiers", "Les autocollants", "France").missing("Modifier ce service")
		op.visit("/fr/desk/services/new").send("Enregistrer", with(aService(), "slug", "vos-fichiers")).refused("slug", "déjà prise", map[string]string{"summary": "Un lieu à vous"})
		op.visit("/fr/desk/services/vos-fichiers").send("Retirer de la vue du public", nil).sees("C'est retiré", "Brouillon")
		visitor.visit("/fr/services/vos-fichiers").status(404)
		op.visit("/fr/desk/journal").sees("service_published", "service_unpublished", "upstream_saved")
	})
}

func TestAnOfferIsPricedAndPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		op, visitor := s.staffed(t, people.Operator), s.visitor("fr")
		offer := url.Values{"name": {"Le bouquet"}, "summary": {"Tout"}, "entry": {"direct"}, "service_0": {"files"}, "people_0": {"20"}, "people": {"50"}, "standard_covers": {"Ce que cela coûte"}}
		op.visit("/fr/desk/offers/new").send("Ajouter une ligne", offer).status(200).sees("Service 3")
		for name, value := range map[string]string{"name": "Le bouquet", "service_0": "files", "people_0": "20", "people": "50", "standard_covers": "Ce que cela coûte"} {
			if !op.holds(name, value) {
				t.Errorf("the line more lost %s", name)
			}
		}
		op.send("Enregistrer", url.Values{"service_1": {"files"}, "people_0": {"vingt"}, "people": {"cinquante"}}).
			refused("service_1", "déjà sur une autre ligne", map[string]string{"name": "Le bouquet", "people_0": "vingt", "service_1": "files"}).
			refused("people_0", "nombre entier", nil).refused("people", "nombre entier", map[string]string{"people": "cinquante"})
		op.send("Enregistrer", url.Values{"service_1": {""}, "people_0": {"20"}, "people": {"50"}}).at("/fr/desk/offers/le-bouquet/prices").sees("Écrivez les prix hors taxes")
		op.post("/fr/desk/offers/le-bouquet/publication", nil).status(422).sees("Donnez d'abord un prix à cette offre")
		op.visit("/fr/desk/offers/le-bouquet/prices").send("Mettre ces prix en vigueur", url.Values{"price_standard_month": {"douze"}, "price_standard_year": {"100"}}).
			refused("price_standard_month", "Écrivez un montant", map[string]string{"price_standard_month": "douze", "price_standard_year": "100"})
		op.send("Mettre ces prix en vigueur", url.Values{"price_standard_month": {""}, "price_standard_year": {""}}).refused("price_standard_month", "nécessaire", nil)
		op.send("Voir les prix publics", url.Values{"price_standard_month": {"12,50"}}).status(200).sees("Rien n'est encore enregistré", "Le public lira : 15 €")
		visitor.visit("/fr/offers/le-bouquet").status(404)
		op.send("Mettre ces prix en vigueur", nil).at("/fr/desk/offers/le-bouquet/prices").sees("Les nouveaux prix sont en vigueur", "15 € par mois").follow("La publier")
		op.send("Publier", nil).sees("C'est publié")
		visitor.visit("/fr/offers/le-bouquet").status(200).sees("15 € par mois", "Vos fichiers", "20 comptes", "50 comptes", "Ce que cela coûte")
		op.send("Retirer de la vue du public", nil).sees("C'est retiré")
		visitor.visit("/fr/offers/le-bouquet").status(404)
	})
}

func TestAnOfferOfAHiddenServiceWaits(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	op := s.staffed(t, people.Operator)
	op.visit("/fr/desk/services/files").send("Retirer de la vue du public", nil).status(200)
	s.visitor("fr").visit("/fr/offers/ensemble").status(200).sees("Vos fichiers")
	op.visit("/fr/desk/offers/ensemble").sees("Pourtant, il manque", "Publier le service").send("Retirer de la vue du public", nil)
	op.post("/fr/desk/offers/ensemble/publication", nil).status(422).sees("Publiez d'abord chacun des services")
	op.visit("/fr/desk/catalogue?state=gaps").sees("Ensemble").missing("Ajouter le premier")
	op.visit("/fr/desk/catalogue?q=rien-de-tel").sees("Rien ne correspond")
	op.visit("/fr/desk/catalogue?q=ensemble").follow("Exporter").status(200)
	if !strings.Contains(op.page.body, "Offres;Ensemble;ensemble;brouillon;Des services publiés;") || strings.Contains(op.page.body, "nextcloud") {
		t.Errorf("%s", op.page.body)
	}
}

func TestNewPricesLeaveTheOldOnesToThoseWhoSubscribed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		op := s.staffed(t, people.Operator)
		before, _, ada := s.bought(t, "ada@fee.example")
		op.visit("/fr/desk/offers/ensemble/prices").send("Mettre ces prix en vigueur", nil).refused("price_standard_month", "déjà en vigueur", map[string]string{"price_standard_month": "12,50"})
		op.send("Mettre ces prix en vigueur", url.Values{"price_standard_year": {"150"}, "reason": {"L'électricité a doublé"}}).sees("Les nouveaux prix sont en vigueur", "180 € par an", "120 € par an")
		lists, err := billing.PayingByList(context.Background(), s.db, s.offerID(t, "ensemble"))
		if err != nil || lists[1] != 1 || lists[2] != 0 {
			t.Fatal(lists, err)
		}
		s.visitor("fr").visit(subscribePath).sees("180,00 € par an")
		ada.visit("/fr/pro-formas/" + before.Ref).sees("120,00 €").missing("180,00 €")
		op.visit("/fr/desk/journal").sees("prices_set", "L'électricité a doublé")
	})
}

func (s *site) offerID(t *testing.T, slug string) uint {
	t.Helper()
	o, err := catalogue.FindOffer(context.Background(), s.db, people.User{}, "fr", slug)
	if err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// TestAStalePriceFormPutsNothingInForce sends a form that was drawn before somebody else changed the offer.
func TestAStalePriceFormPutsNothingInForce(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	first, second := s.staffed(t, people.Operator), s.staffed(t, people.Admin)
	first.visit("/fr/desk/offers/ensemble/prices")
	second.visit("/fr/desk/offers/ensemble/prices").send("Mettre ces prix en vigueur", url.Values{"price_standard_month": {"20"}}).status(200)
	first.send("Mettre ces prix en vigueur", url.Values{"price_standard_month": {"30"}}).status(409).sees("Quelqu'un a changé cette offre", "24 € par mois")
	if !first.holds("price_standard_month", "30") {
		t.Error("the price typed is lost")
	}
	first.send("Mettre ces prix en vigueur", nil).sees("36 € par mois")
}

func TestAnIncidentIsToldToEverybodyUntilItIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		op, visitor := s.staffed(t, people.Operator), s.visitor("fr")
		visitor.visit("/fr/services/files").missing("Pannes et entretiens")
		op.visit("/fr/desk/services/files").follow("Pannes et entretiens").send("Le dire à tout le monde", url.Values{"body": {"On cherche."}}).
			refused("title", "nécessaire", map[string]string{"body": "On cherche."}).refused("severity", "Choisissez", nil)
		op.send("Le dire à tout le monde", url.Values{"severity": {"degraded"}, "title": {"C'est lent"}}).sees("C'est dit", "C'est lent", "depuis le")
		visitor.visit("/fr/services/files").sees("C'est lent", "Fonctionne mal", "On cherche.", "Nous y travaillons", "Lire les nouvelles")
		visitor.visit("/fr/catalogue").sees("Fonctionne mal")
		op.send("Donner ces nouvelles", nil).status(422).sees("Des nouvelles : Ce champ est nécessaire")
		news, severity := s.incidentFields(t)
		op.send("Donner ces nouvelles", url.Values{news: {"Un disque est mort."}, severity: {"down"}}).sees("C'est dit", "Un disque est mort")
		visitor.visit("/fr/services/files").sees("En panne", "Un disque est mort.", "On cherche.")
		op.send("C'est terminé", url.Values{news: {"Le disque est changé."}}).sees("C'est terminé. La page publique", "Terminés").missing("Donner ces nouvelles")
		visitor.visit("/fr/services/files").sees("Le disque est changé.", "Terminé :", "Fonctionne").missing("Nous y travaillons", "Lire les nouvelles")
		visitor.visit("/fr/catalogue").missing("En panne")
		op.visit("/fr/desk/journal").sees("incident_opened", "incident_told", "incident_ended")
	})
}

// incidentFields are the names of the fields of the one incident there is.
func (s *site) incidentFields(t *testing.T) (news, severity string) {
	t.Helper()
	var i catalogue.Incident
	if err := s.db.Take(&i).Error; err != nil {
		t.Fatal(err)
	}
	return "news_" + i.Ref, "severity_" + i.Ref
}

func TestTwoOperatorsLoseNoWord(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		first, second := s.staffed(t, people.Operator), s.staffed(t, people.Admin)
		for path, field := range map[string]string{"/fr/desk/services/files": "summary", "/fr/desk/offers/ensemble": "summary", "/fr/desk/upstreams/nextcloud": "licence_note"} {
			first.visit(path)
			second.visit(path).send("Enregistrer", url.Values{field: {"Les mots de l'autre"}, "slug": {"ailleurs"}}).status(200)
			first.send("Enregistrer", url.Values{field: {"Mes mots"}}).status(409).sees("Quelqu'un a enregistré cette page", "Enregistré entre-temps par quelqu'un d'autre : Les mots de l'autre", "Enregistré entre-temps par quelqu'un d'autre : ailleurs")
			if !first.holds(field, "Mes mots") {
				t.Errorf("%s: what was typed is lost", path)
			}
			first.send("Enregistrer", nil).status(200)
			if !first.holds(field, "Mes mots") {
				t.Errorf("%s: what was saved again is lost", path)
			}
		}
	})
}

func TestWhoReadsEnglishEditsTheTextsAsTheyWereWritten(t *testing.T) {
	s := newSite(t).seeded()
	op := s.staffed(t, people.Operator)
	op.visit("/en/desk/services/chat").status(200).sees("The texts of this page are written in: Français")
	if !op.holds("name", "Discussions d’équipe") {
		t.Fatal("the form shows the translation")
	}
	op.send("Save", nil).status(200)
	s.visitor("fr").visit("/fr/services/chat").sees("Discussions d'équipe")
	s.visitor("en").visit("/en/services/chat").sees("Team chat").missing("Discussions d'équipe")
}

func TestWhoMayTranslateIsLedToWhatIsMissing(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	both, op := s.staffed(t, people.Editor, people.Operator), s.staffed(t, people.Operator)
	for _, path := range []string{"/fr/desk/catalogue", "/fr/desk/services/files", "/fr/desk/offers/ensemble"} {
		both.visit(path).goes("/desk/translations/").status(200).sees("English")
		op.visit(path).sees("English")
		if strings.Contains(op.page.body, "/desk/translations/") {
			t.Errorf("%s leads an operator to a page that is closed to them", path)
		}
	}
}

func TestTheWayToEditNeverStaysInAKeptPage(t *testing.T) {
	s, shelf := newSite(t).seeded(), newShelf()
	s.reopen(func(settings *Site) { settings.shelf = shelf })
	op, member := s.staffed(t, people.Operator), s.enters(t, s.meets(t, "ada-sans-role@fee.example"))
	for range 2 {
		for path, words := range map[string]string{"/fr/services/chat": "Modifier ce service", "/fr/offers/essentiel": "Modifier cette offre"} {
			op.visit(path).status(200).sees(words)
			s.visitor("fr").visit(path).status(200).missing(words)
			member.visit(path).status(200).missing(words)
			if pages := shelf.holding(words); len(shelf.pages) == 0 || len(pages) > 0 {
				t.Fatalf("of %d kept pages these lead to the form: %q", len(shelf.pages), pages)
			}
			mine, _ := op.raw(path)
			theirs, _ := member.raw(path, "If-None-Match", mine.Header.Get("ETag"))
			if theirs.StatusCode != 200 || !strings.HasPrefix(mine.Header.Get("Cache-Control"), "private") {
				t.Errorf("%s: %d %s", path, theirs.StatusCode, mine.Header.Get("Cache-Control"))
			}
		}
	}
}
