package catalogue_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestNothingIsPublishedBeforeItSaysWhatItMust(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		form := serviceForm("notes", "nextcloud", catalogue.Writing, "Notes")
		form.Country, form.Lose, form.Languages = "", "", ""
		notes, err := catalogue.NewService(ctx, db, s.op, form)
		ok(t, err)
		wrong, bad := store.AsInvalid(notes.Publish(ctx, db, s.op))
		if !bad || len(wrong) != 3 || wrong["country"].Key == "" || wrong["lose"].Key == "" || wrong["languages"].Key == "" {
			t.Fatal(wrong)
		}
		offer, err := catalogue.NewOffer(ctx, db, s.op, catalogue.OfferForm{Slug: "notes", Entry: catalogue.Direct, Services: []string{"notes"}, Name: "Notes", Summary: "Notes", SourceLang: "fr"})
		ok(t, err)
		wrong, _ = store.AsInvalid(offer.Publish(ctx, db, s.op))
		if wrong["prices"].Key != "error.offer_without_price" || wrong["services"].Key != "error.offer_of_hidden_service" {
			t.Fatal(wrong)
		}
		form.Country, form.Lose, form.Languages, form.Version = "FR", "Rien", "fr", notes.Version
		ok(t, notes.Change(ctx, db, s.op, form))
		ok(t, notes.Publish(ctx, db, s.op))
		prices := prices(1000, 9600)
		prices.Version = offer.Version
		ok(t, offer.SetPrices(ctx, db, s.op, prices))
		ok(t, offer.Publish(ctx, db, s.op))
		ok(t, notes.Unpublish(ctx, db, s.op))
		shown, err := catalogue.FindOffer(ctx, db, visitor, "fr", "notes")
		if err != nil || shown.Services[0].Public || fmt.Sprint(shown.Gaps()) != "[services]" {
			t.Fatal(shown.Services, shown.Gaps(), err)
		}
		agent := people.User{ID: s.op.ID, Roles: "agent"}
		for name, err := range map[string]error{"service": notes.Publish(ctx, db, agent), "offer": offer.Unpublish(ctx, db, agent)} {
			if !errors.Is(err, store.ErrForbidden) {
				t.Error(name, err)
			}
		}
	})
}

func TestTheDeskShowsDraftsAndWhatIsMissingInSixStatements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		ok(t, s.files.Unpublish(ctx, db, s.op))
		s.translatesChat()
		for name, test := range map[string]struct {
			filter catalogue.DeskFilter
			want   string
		}{
			"all":      {catalogue.DeskFilter{}, "discussion fichiers | bouquet | nextcloud rocketchat"},
			"drafts":   {catalogue.DeskFilter{State: "draft"}, "fichiers | bouquet | nextcloud rocketchat"},
			"public":   {catalogue.DeskFilter{State: "public"}, "discussion |  | nextcloud rocketchat"},
			"gaps":     {catalogue.DeskFilter{State: "gaps"}, " | bouquet | nextcloud rocketchat"},
			"by words": {catalogue.DeskFilter{Query: "PARTAGES"}, "fichiers |  | "},
			"software": {catalogue.DeskFilter{Query: "rocket"}, "discussion |  | rocketchat"},
		} {
			x, count := store.CountStatements(ctx)
			d, err := catalogue.FindDesk(x, db, s.op, "en", test.filter)
			ok(t, err)
			if got := slugs(d); got != test.want || len(count.Text) != 6 {
				t.Errorf("%s: %q in %d statements, want %q", name, got, len(count.Text), test.want)
			}
			if p := d.Progress(s.chat.Subject(), "en"); p.Shown || p.Done != 1 || !d.Progress(s.chat.Subject(), "fr").Shown {
				t.Errorf("%+v", p)
			}
			if !d.Has.Offers || d.Used[s.chat.UpstreamID] != 1 {
				t.Error(d.Has, d.Used)
			}
		}
		if _, err := catalogue.FindDesk(ctx, db, people.User{Roles: "editor"}, "fr", catalogue.DeskFilter{}); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

// translatesChat gives the first service its name in English.
func (s *shop) translatesChat() {
	s.t.Helper()
	name := content.Writing{Field: content.Field{Subject: s.chat.Subject(), Type: "service", ID: s.chat.ID, Name: "name", Format: content.Plain}, Text: "Chat"}
	ok(s.t, store.InTx(ctx, s.db, func(tx *gorm.DB) error { return content.ImportTranslations(ctx, tx, "en", name) }))
}

func slugs(d catalogue.Desk) string {
	var services, offers, upstreams []string
	for _, s := range d.Services {
		services = append(services, s.Slug)
	}
	for _, o := range d.Offers {
		offers = append(offers, o.Slug)
	}
	for _, u := range d.Upstreams {
		upstreams = append(upstreams, u.Slug)
	}
	return strings.Join(services, " ") + " | " + strings.Join(offers, " ") + " | " + strings.Join(upstreams, " ")
}

func TestAServiceOfAnOfferHasQuotasOfItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		offer, err := catalogue.OfferToEdit(ctx, db, s.op, "bouquet")
		ok(t, err)
		form := offer.Form()
		form.Services, form.Quotas = []string{"fichiers", "discussion"}, []catalogue.Quota{{People: 10, StorageGB: 20}, {}}
		ok(t, offer.Change(ctx, db, s.op, form))
		form.Version, form.Quotas = offer.Version, nil // an importer says nothing of quotas: they stay
		ok(t, offer.Change(ctx, db, s.op, form))
		got, err := catalogue.FindOffer(ctx, db, s.op, "fr", "bouquet")
		ok(t, err)
		if one := got.Services[0]; one.Slug != "fichiers" || one.People != 10 || one.StorageGB != 20 || got.Services[1].People != 0 {
			t.Fatalf("%+v", got.Services)
		}
		form = got.Form()
		form.Services, form.Quotas = []string{"fichiers", "fichiers"}, []catalogue.Quota{{People: -1}, {}}
		if wrong, _ := store.AsInvalid(got.Change(ctx, db, s.op, form)); wrong["service_1"].Key != "error.twice" || wrong["people_0"].Key != "error.number" {
			t.Fatal(wrong)
		}
		form.Services, form.Quotas = []string{"nulle-part"}, nil
		if wrong, _ := store.AsInvalid(got.Change(ctx, db, s.op, form)); wrong["service_0"].Key != "error.choose" {
			t.Fatal(wrong)
		}
	})
}

func TestPriceListsAreKeptAndTheSamePricesMakeNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		s.sells(1000, 9600)
		s.sells(2000, 20000)
		same := prices(2000, 20000)
		same.Version = s.offer.Version
		if wrong, _ := store.AsInvalid(s.offer.SetPrices(ctx, db, s.op, same)); wrong["price_symbolic_month"].Key != "error.same_prices" {
			t.Fatal(wrong)
		}
		lists, err := catalogue.PriceListsOf(ctx, db, s.offer)
		ok(t, err)
		old, _ := lists[1].Price(catalogue.Standard, catalogue.Year)
		if len(lists) != 2 || lists[0].Number != 2 || len(lists[0].Prices) != 5 || old.Cents != 9600 {
			t.Fatalf("%+v", lists)
		}
	})
}

func TestWhatIsToldOfAnIncidentStaysUnderIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		if _, err := s.chat.OpenIncident(ctx, db, s.op, catalogue.IncidentForm{Severity: catalogue.Down, Title: " ", SourceLang: "fr"}); err == nil {
			t.Fatal("an incident without a title")
		}
		i, err := s.chat.OpenIncident(ctx, db, s.op, catalogue.IncidentForm{Severity: catalogue.Degraded, Title: "C’est lent", SourceLang: "fr"})
		ok(t, err)
		if wrong, _ := store.AsInvalid(s.chat.TellIncident(ctx, db, s.op, i.Ref, catalogue.NewsForm{Severity: "odd", SourceLang: "fr"})); len(wrong) != 2 {
			t.Fatal(wrong)
		}
		ok(t, s.chat.TellIncident(ctx, db, s.op, i.Ref, catalogue.NewsForm{Severity: catalogue.Down, Body: "Un disque est mort.", SourceLang: "fr"}))
		ok(t, s.chat.EndIncident(ctx, db, s.op, i.Ref, catalogue.NewsForm{Body: "Il est changé.", SourceLang: "fr"}))
		if err := s.chat.TellIncident(ctx, db, s.op, i.Ref, catalogue.NewsForm{Severity: catalogue.Down, Body: "Encore.", SourceLang: "fr"}); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		got, err := catalogue.FindService(ctx, db, visitor, "en", "discussion")
		ok(t, err)
		told := got.Incidents[0]
		if got.Status != catalogue.Running || !told.Over() || told.Severity != catalogue.Down || len(told.News) != 2 || told.News[0].Body.Value != "Un disque est mort.\n" || told.News[1].Severity != catalogue.Down || !told.News[1].Body.Foreign() {
			t.Fatalf("%s %+v", got.Status, told)
		}
		if err := s.chat.TellIncident(ctx, db, people.User{Roles: "agent"}, i.Ref, catalogue.NewsForm{}); !errors.Is(err, store.ErrForbidden) {
			t.Fatal(err)
		}
	})
}

func TestOnlyLibreLicencesAreTaken(t *testing.T) {
	for licence, want := range map[string]string{
		"AGPL-3.0-or-later": "", "MIT": "", "GPL-2.0+": "", "GPL-2.0-only OR Apache-2.0": "", "GPL-2.0-only WITH Classpath-exception-2.0": "", "LicenseRef-Maison": "",
		"": "error.licence", "GNU Affero": "error.licence", "AGPLv3": "error.licence_unknown", "BUSL-1.1": "error.licence_unknown", "MIT AND SSPL-1.0": "error.licence_unknown",
	} {
		f := upstreamForm("x", "X")
		f.Licence = licence
		wrong, _ := store.AsInvalid(f.Check())
		if wrong["licence"].Key != want {
			t.Errorf("%s: %q, want %q", licence, wrong["licence"].Key, want)
		}
	}
}

func TestAFormToEditHoldsTheTextsAsTheyWereWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		s.translatesChat()
		read, err := catalogue.FindService(ctx, db, s.op, "en", "discussion")
		ok(t, err)
		edited, err := catalogue.ServiceToEdit(ctx, db, s.op, "discussion")
		ok(t, err)
		if read.Name.Value != "Chat" || edited.Form().Name != "Discussion" || edited.Form().SourceLang != "fr" {
			t.Fatal(read.Name.Value, edited.Form().Name, edited.Form().SourceLang)
		}
		upstream, err := catalogue.UpstreamToEdit(ctx, db, s.op, "rocketchat")
		ok(t, err)
		form := upstream.Form()
		form.Slug = "rocket"
		ok(t, upstream.Change(ctx, db, s.op, form))
		moved, err := catalogue.UpstreamToEdit(ctx, db, s.op, "rocketchat")
		if err != nil || moved.Slug != "rocket" {
			t.Fatal(moved.Slug, err)
		}
		form.Slug, form.Version = "new", moved.Version
		if wrong, _ := store.AsInvalid(moved.Change(ctx, db, s.op, form)); wrong["slug"].Key != "error.taken" {
			t.Fatal(wrong)
		}
		editor := people.User{Roles: "editor"}
		_, one := catalogue.ServiceToEdit(ctx, db, editor, "discussion")
		_, two := catalogue.OfferToEdit(ctx, db, editor, "bouquet")
		_, three := catalogue.UpstreamToEdit(ctx, db, editor, "rocket")
		for i, err := range []error{one, two, three} {
			if !errors.Is(err, store.ErrNotFound) {
				t.Error(i, err)
			}
		}
	})
}
