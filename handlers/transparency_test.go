package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

func TestTransparencyIsHonestBeforeAnythingHappened(t *testing.T) {
	s := newSite(t)
	s.visitor("fr").visit("/fr/transparency").sees("Rien n'est encore enregistré", "Rien n'a encore été reçu").missing("Sur chaque 10")
	s.visitor("en").visit("/en/transparency").sees("Nothing is recorded yet", "Nothing was received yet").missing("Of each")
}

// othersPaid lets two other organisations pay a cent each, so that sums say nothing about one payer alone, and tells the months until November.
func (s *site) othersPaid(t *testing.T) {
	t.Helper()
	for _, name := range []string{"Les Voisins", "Les Autres"} {
		o, err := people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: name, Locale: "fr"}, s.meets(t, name+"@voisins.example"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: name, On: "2026-11-01", NetCents: 1, OrganisationID: o.ID}); err != nil {
			t.Fatal(err)
		}
	}
	s.tells(t)
}

// tells lets the job of 5 December 2026 tell the months that are over by then.
func (s *site) tells(t *testing.T) {
	t.Helper()
	if _, err := commons.TellMonths(context.Background(), store.AtTime(s.db, time.Date(2026, 12, 5, 12, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
}

// paidBy lets an organisation pay something before tax, of which the share is set aside.
func (s *site) paidBy(t *testing.T, name string, cents int64) {
	t.Helper()
	o, err := people.NewOrganisation(context.Background(), s.db, people.Organisation{Name: name, Locale: "fr"}, s.meets(t, name+"@voisins.example"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: name, On: "2026-10-12", NetCents: cents, OrganisationID: o.ID}); err != nil {
		t.Fatal(err)
	}
	s.tells(t)
}

// posts writes an entry into the books.
func (s *site) posts(t *testing.T, e ledger.Entry) {
	t.Helper()
	err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
		_, err := ledger.Post(context.Background(), tx, e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoSumIsToldWhileItWouldSayWhatOneOrganisationPays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		for n, o := range []people.Organisation{h.fee, h.copeaux} {
			if _, err := commons.Accrue(context.Background(), s.db, commons.Received{Source: o.Name, On: "2026-11-02", NetCents: 4_321 + int64(n), OrganisationID: o.ID}); err != nil {
				t.Fatal(err)
			}
		}
		v := s.visitor("fr").visit("/fr/transparency").sees("Trop peu d'organisations ont payé", "Il en faut au moins 3").missing("86,43", "43,21", "Sur chaque 10")
		for _, file := range []string{"money.csv", "spending.csv", "spending.json"} {
			if v.visit("/fr/transparency/"+file).status(200).missing("86,43", "43,21"); ownSums.MatchString(v.page.body) {
				t.Error(v.page.body)
			}
		}
		for _, ending := range []string{".json", ".atom", ".journal"} {
			if v.visit("/fr/transparency"+ending).status(200).missing("43.21", "86.43"); ownSums.MatchString(v.page.body) {
				t.Error(v.page.body)
			}
		}
	})
}

func TestTransparencyIsExactToTheCentAndTheMinute(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		f := collective.Collective{Country: "FR", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62}.Filled()
		f.Name, f.RedistributionBP = "Les Chats", 750
		if err := collective.Save(context.Background(), s.db, journal.Actor{}, f); err != nil {
			t.Fatal(err)
		}
		for _, r := range []commons.Received{
			{Source: "a", On: "2026-10-31", NetCents: 1_234_567, OrganisationID: h.fee.ID}, {Source: "b", On: "2026-11-02", NetCents: 33}, {Source: "c", Takes: "b", On: "2026-11-20", NetCents: -33}, {Source: "d", On: "2026-11-21", NetCents: 101, OrganisationID: h.copeaux.ID},
		} {
			if _, err := commons.Accrue(context.Background(), s.db, r); err != nil {
				t.Fatal(err)
			}
		}
		s.othersPaid(t)
		h.recorded(h.kim)
		h.recorded(h.kim, "kind", "design", "hours", "10", "minutes", "15", "evidence", "https://a.example/1")
		v := s.visitor("fr").visit("/fr/transparency")
		v.sees("11 h 45", "Mots et langues 1 h 30", "Images et son 10 h 15", "en 2 lignes") // 45 minutes and a half would be lost by rounding
		v.sees("12 346,70 €", "926,00 €", "octobre 2026 à novembre 2026 12 346,70 €", "Sur chaque 10 € reçus (hors taxes), 0,75 € ont été mis de côté")
		v.follow("Images et son").sees("10 h 15").missing("1 h 30")
		v.visit("/fr/transparency").follow("11 h 45").at("/fr/transparency/contributions").sees("10 h 15", "1 h 30") // each figure leads to its entries
		v.visit("/fr/transparency").follow(plain(locales.T("fr", "commons.kind.design"))).at("/fr/transparency/contributions?kind=design").sees("10 h 15").missing("1 h 30")
		v.visit("/fr/transparency").follow("12 346,70 €").at("/fr/transparency")
		v.visit("/fr/transparency/money.csv")
		if !strings.Contains(v.page.body, "2026-10;2026-11;12346,70;926,00") || !strings.Contains(v.page.body, "Somme;;12346,70;926,00") {
			t.Error(v.page.body)
		}
	})
}

func TestWhatMayNotBeReadIsNowhereInTheHTML(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		names := []string{"Chloe", "chloe@", "Fée", h.fee.Ref, h.chloe.user.Ref}
		hidden := h.recorded(h.chloe, "visibility", "anonymous", "on_behalf", h.fee.Ref, "title", "Relu le guide", "body", "Par Chloe", "hours", "2")
		discreet := h.recorded(h.kim, "visibility", "amount_hidden", "title", "Dessiné une affiche", "hours", "7", "minutes", "45", "evidence", "https://a.example/7h45")
		for _, who := range []*person{s.visitor("fr"), h.bob} {
			for _, page := range []string{"/fr/transparency", "/fr/transparency.json", "/fr/transparency/contributions", "/fr/transparency/contributions.csv", hidden, discreet} {
				body := who.visit(page).status(200).page.body
				for _, name := range names {
					if strings.Contains(body, name) {
						t.Errorf("%s names %s", page, name)
					}
				}
				if strings.Contains(plain(body), "7 h 45") || strings.Contains(plain(body), "10 h 15") || strings.Contains(body, ";465;") || strings.Contains(body, "7h45") || strings.Contains(body, ";150;") {
					t.Errorf("%s tells how much it was", page)
				}
			}
			who.visit("/fr/transparency").sees("Kim", "Une personne qui préfère ne pas être nommée", "Dessiné une affiche", "2 lignes dont la quantité n'est pas montrée ne sont pas encore dans ces sommes") // each would find the other's
		}
		h.chloe.visit(hidden).sees("Chloe")
	})
}

func TestPublicEntriesAreFoundAndExported(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		h.recorded(h.kim)
		v := s.visitor("fr").visit("/fr/transparency/contributions").sees("Deux pages").send("Rechercher", url.Values{"q": {"inconnu"}}).sees("Rien trouvé")
		v.send("Rechercher", url.Values{"q": {"PAGES"}, "family": {"words"}}).sees("Deux pages").follow("Exporter")
		if !strings.Contains(v.page.body, "2026-11-24;2026-11-24;Deux pages") || !strings.Contains(v.page.body, ";90;minutes;Kim;") {
			t.Error(v.page.body)
		}
		v.htmx("GET", "/fr/transparency/contributions?family=code", "public-list", nil).sees("Rien trouvé").missing("ligne par ligne")
	})
}
