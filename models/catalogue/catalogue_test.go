package catalogue_test

import (
	"context"
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

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	ctx     = context.Background()
	visitor people.User
)

func operator(t *testing.T, db *gorm.DB) people.User {
	t.Helper()
	u, err := people.Meet(ctx, db, "op@indie.example", "", "fr")
	if err != nil {
		t.Fatal(err)
	}
	u.Roles = "operator"
	return u
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func upstreamForm(slug, name string) catalogue.UpstreamForm {
	return catalogue.UpstreamForm{
		Slug: slug, Name: name, Licence: "MIT", SourceURL: "https://code.example/" + slug, SiteURL: "https://" + slug + ".example",
		CheckedOn: "2026-11-01", LicenceNote: "Seulement l’édition libre", SourceLang: "fr",
	}
}

func serviceForm(slug, upstream string, need catalogue.Need, name string) catalogue.ServiceForm {
	return catalogue.ServiceForm{
		Slug: slug, Upstream: upstream, Need: need, Control: catalogue.DedicatedMachine, Country: "FR", Provider: "Octopuce",
		Languages: "fr\nen", Exports: "CSV, JSON", BackupEveryHours: 24, BackupKeptDays: 30, BackupCountry: "FR", Name: name,
		Summary: "Un lieu à vous", Lose: "Les autocollants\nLa recherche", Leaving: "Vous partez avec tout.", Body: "# Bonjour\n\nBienvenue.\n", SourceLang: "fr",
	}
}

func cents(n int64) *int64 { return &n }

func prices(month, year int64) catalogue.PriceForm {
	return catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{
		catalogue.Symbolic:   {catalogue.Month: cents(month / 2), catalogue.Year: cents(year / 2)},
		catalogue.Standard:   {catalogue.Month: cents(month), catalogue.Year: cents(year)},
		catalogue.Supportive: {catalogue.Month: cents(month * 2)},
	}}
}

// shop is a catalogue with a chat and files, and an offer for both.
type shop struct {
	t     *testing.T
	db    *gorm.DB
	op    people.User
	chat  catalogue.Service
	files catalogue.Service
	offer catalogue.Offer
}

func newShop(t *testing.T, db *gorm.DB) *shop {
	t.Helper()
	s := &shop{t: t, db: db, op: operator(t, db)}
	var err error
	for slug, name := range map[string]string{"rocketchat": "Rocket.Chat", "nextcloud": "Nextcloud"} {
		_, err = catalogue.NewUpstream(ctx, db, s.op, upstreamForm(slug, name))
		ok(t, err)
	}
	chat, files := serviceForm("discussion", "rocketchat", catalogue.Talk, "Discussion"), serviceForm("fichiers", "nextcloud", catalogue.Share, "Fichiers partagés")
	chat.Replaces, files.Replaces = "WhatsApp\nSlack", "Google Drive"
	files.Position, files.Languages = 1, "fr"
	s.chat, err = catalogue.NewService(ctx, db, s.op, chat)
	ok(t, err)
	s.files, err = catalogue.NewService(ctx, db, s.op, files)
	ok(t, err)
	ok(t, s.chat.Publish(ctx, db, s.op))
	ok(t, s.files.Publish(ctx, db, s.op))
	s.offer, err = catalogue.NewOffer(ctx, db, s.op, catalogue.OfferForm{
		Slug: "bouquet", Entry: catalogue.Direct, Services: []string{"discussion", "fichiers"},
		People: 50, StorageGB: 100, Name: "Le bouquet", Summary: "Tout pour commencer", StandardName: "Juste", StandardCovers: "Ce que cela coûte", SourceLang: "fr",
	})
	ok(t, err)
	return s
}

func (s *shop) sells(month, year int64) {
	s.t.Helper()
	f := prices(month, year)
	f.Version = s.offer.Version
	ok(s.t, s.offer.SetPrices(ctx, s.db, s.op, f))
	ok(s.t, s.offer.Publish(ctx, s.db, s.op))
}

func (s *shop) finds(f catalogue.Filter) string {
	s.t.Helper()
	page, err := catalogue.Find(ctx, s.db, "fr", f)
	ok(s.t, err)
	var slugs []string
	for _, service := range page.Items {
		slugs = append(slugs, service.Slug)
	}
	return strings.Join(slugs, " ")
}

func TestTheCatalogueIsSearchedAndFiltered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		s.sells(1000, 9600)
		for name, test := range map[string]struct {
			filter catalogue.Filter
			want   string
		}{
			"all":         {catalogue.Filter{}, "discussion fichiers"},
			"name":        {catalogue.Filter{Query: "PARTAGES"}, "fichiers"},
			"two words":   {catalogue.Filter{Query: "bienvenue lieu"}, "discussion fichiers"},
			"tool":        {catalogue.Filter{Query: "whatsapp"}, "discussion"},
			"project":     {catalogue.Filter{Query: "nextcloud"}, "fichiers"},
			"none":        {catalogue.Filter{Query: "100%"}, ""},
			"need":        {catalogue.Filter{Need: catalogue.Talk}, "discussion"},
			"replaces":    {catalogue.Filter{Replaces: "google-drive"}, "fichiers"},
			"upstream":    {catalogue.Filter{Upstream: "rocketchat"}, "discussion"},
			"language":    {catalogue.Filter{Language: "en"}, "discussion"},
			"cheap":       {catalogue.Filter{MaxCents: 500}, "discussion fichiers"},
			"too cheap":   {catalogue.Filter{MaxCents: 499}, ""},
			"combination": {catalogue.Filter{Query: "lieu", Need: catalogue.Share, Language: "en"}, ""},
		} {
			if got := s.finds(test.filter); got != test.want {
				t.Errorf("%s: %q, want %q", name, got, test.want)
			}
		}
		tools, upstreams, err := catalogue.Facets(ctx, db)
		ok(t, err)
		if fmt.Sprint(tools) != "[{google-drive Google Drive} {slack Slack} {whatsapp WhatsApp}]" || len(upstreams) != 2 {
			t.Fatal(tools, upstreams)
		}
		ok(t, s.chat.Unpublish(ctx, db, s.op))
		if got := s.finds(catalogue.Filter{}); got != "fichiers" {
			t.Fatal(got)
		}
	})
}

func TestTheListGoesOnByKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		op := operator(t, db)
		_, err := catalogue.NewUpstream(ctx, db, op, upstreamForm("u", "U"))
		ok(t, err)
		for i := range 30 {
			f := serviceForm(fmt.Sprintf("s%d", i), "u", catalogue.Talk, "Service")
			f.Position = i % 3
			s, err := catalogue.NewService(ctx, db, op, f)
			ok(t, err)
			ok(t, s.Publish(ctx, db, op))
		}
		seen, f := map[string]bool{}, catalogue.Filter{}
		for range 2 {
			page, err := catalogue.Find(ctx, db, "fr", f)
			ok(t, err)
			for _, s := range page.Items {
				if seen[s.Slug] || s.Name.Value == "" {
					t.Fatal(s.Slug)
				}
				seen[s.Slug] = true
			}
			f.After = page.Next
		}
		if len(seen) != 30 || f.After != "" {
			t.Fatal(len(seen), f.After)
		}
	})
}

func TestPagesOfTheCatalogueCostFewStatements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		s.sells(1000, 9600)
		for name, test := range map[string]struct {
			most int
			call func(context.Context) error
		}{
			"list":   {2, func(x context.Context) error { _, err := catalogue.Find(x, db, "en", catalogue.Filter{}); return err }},
			"facets": {1, func(x context.Context) error { _, _, err := catalogue.Facets(x, db); return err }},
			"service": {5, func(x context.Context) error {
				_, err := catalogue.FindService(x, db, visitor, "en", "discussion")
				return err
			}},
			"offer": {3, func(x context.Context) error {
				_, err := catalogue.FindOffer(x, db, visitor, "en", "bouquet")
				return err
			}},
			"offers": {3, func(x context.Context) error { _, err := catalogue.Offers(x, db, visitor, "en"); return err }},
		} {
			x, count := store.CountStatements(ctx)
			if err := test.call(x); err != nil || len(count.Text) > test.most {
				t.Errorf("%s: %d statements, %v\n%s", name, len(count.Text), err, strings.Join(count.Text, "\n"))
			}
		}
	})
}

func TestAServiceComesWithItsOffersAndWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		s.sells(1000, 9600)
		got, err := catalogue.FindService(ctx, db, visitor, "en", "fichiers")
		ok(t, err)
		if !got.Name.Foreign() || got.Name.Value != "Fichiers partagés" || got.Upstream.Name != "Nextcloud" || got.Upstream.LicenceNote.Empty() {
			t.Fatalf("%+v", got.Name)
		}
		if fmt.Sprint(got.Lose.Items()) != "[Les autocollants La recherche]" || got.Offers[0].Services[0].Name.Empty() || *got.FromCents != 500 {
			t.Fatal(got.Lose.Items(), *got.FromCents)
		}
		if len(got.Offers) != 1 || len(got.Offers[0].Prices) != 5 || got.Offers[0].TierWords[catalogue.Standard].Name.Value != "Juste" {
			t.Fatalf("%+v", got.Offers)
		}
		if _, err := catalogue.FindService(ctx, db, visitor, "fr", "nulle-part"); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestOnlyOperatorsChangeTheCatalogueAndNobodyLosesAnEdit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		editor := people.User{ID: s.op.ID, Roles: "editor"}
		_, err := catalogue.NewUpstream(ctx, db, editor, upstreamForm("x", "X"))
		refused := []error{err, s.chat.Change(ctx, db, editor, serviceForm("a", "nextcloud", catalogue.Talk, "A")), s.offer.Publish(ctx, db, editor), s.chat.Publish(ctx, db, editor)}
		for i, err := range refused {
			if !errors.Is(err, store.ErrForbidden) {
				t.Error(i, err)
			}
		}
		service, err := catalogue.FindService(ctx, db, s.op, "fr", "discussion")
		ok(t, err)
		other, form := service, service.Form()
		form.Summary = "Un lieu à nous"
		ok(t, service.Change(ctx, db, s.op, form))
		if err := other.Change(ctx, db, s.op, form); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		form.Version, form.Slug = service.Version, "fichiers"
		if wrong, isWrong := store.AsInvalid(service.Change(ctx, db, s.op, form)); !isWrong || wrong["slug"].Key != "error.taken" {
			t.Fatal(wrong)
		}
		form.Slug, form.Summary = "papoter", strings.Repeat("long ", 100)
		if wrong, isWrong := store.AsInvalid(service.Change(ctx, db, s.op, form)); !isWrong || wrong["summary"].Key != "error.too_long" {
			t.Fatal(wrong)
		}
		form.Summary = "Court"
		fresh, err := catalogue.FindService(ctx, db, s.op, "fr", "discussion")
		ok(t, err)
		ok(t, fresh.Change(ctx, db, s.op, form))
		moved, err := catalogue.FindService(ctx, db, visitor, "fr", "discussion")
		if err != nil || moved.Slug != "papoter" || moved.Status != catalogue.Running || moved.PublishedAt == nil {
			t.Fatalf("%+v %v", moved, err)
		}
	})
}

func TestAnIncidentIsSeenUntilItIsOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		s := newShop(t, db)
		slow, err := s.chat.OpenIncident(ctx, db, s.op, catalogue.IncidentForm{Severity: catalogue.Degraded, Title: "C’est lent", SourceLang: "fr"})
		ok(t, err)
		down, err := s.chat.OpenIncident(ctx, db, s.op, catalogue.IncidentForm{Severity: catalogue.Down, Title: "Panne", SourceLang: "fr"})
		ok(t, err)
		for _, step := range []struct {
			end  string
			want catalogue.Status
		}{{"", catalogue.Down}, {down.Ref, catalogue.Degraded}, {slow.Ref, catalogue.Running}} {
			if step.end != "" {
				ok(t, s.chat.EndIncident(ctx, db, s.op, step.end, catalogue.NewsForm{}))
			}
			got, err := catalogue.FindService(ctx, db, visitor, "fr", "discussion")
			if err != nil || got.Status != step.want || len(got.Incidents) != 2 || got.Incidents[0].Title.Empty() {
				t.Fatalf("%s %+v %v", got.Status, got.Incidents, err)
			}
		}
		if err := s.chat.EndIncident(ctx, db, s.op, slow.Ref, catalogue.NewsForm{}); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestTheImportOfACatalogueIsIdempotent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		run := func(month int64) (offer catalogue.Offer) {
			t.Helper()
			ok(t, store.InTx(ctx, db, func(tx *gorm.DB) error {
				if _, err := catalogue.ImportUpstream(ctx, tx, upstreamForm("u", "U")); err != nil {
					return err
				}
				service, err := catalogue.ImportService(ctx, tx, serviceForm("s", "u", catalogue.Talk, "Discussion"))
				if err != nil {
					return err
				}
				english := serviceForm("s", "u", catalogue.Talk, "Chat")
				english.Summary, english.Lose, english.Leaving, english.Body = "A place of yours", "Stickers\nSearch", "You leave with everything.", "# Hello\n\nWelcome.\n"
				if err := content.ImportTranslations(ctx, tx, "en", english.Writings(service)...); err != nil {
					return err
				}
				offer, err = catalogue.ImportOffer(ctx, tx, catalogue.OfferForm{Slug: "o", Entry: catalogue.Direct, Services: []string{"s"}, Name: "O", Summary: "O", SourceLang: "fr"}, prices(month, month*10))
				return err
			}))
			return offer
		}
		run(1000)
		if o := run(1000); o.PriceList != 1 {
			t.Fatal(o.PriceList)
		}
		if o := run(1200); o.PriceList != 2 {
			t.Fatal(o.PriceList)
		}
		s, err := catalogue.FindService(ctx, db, visitor, "en", "s")
		if err != nil || s.Name.Foreign() || s.Name.Value != "Chat" || fmt.Sprint(s.LanguagesOf) != "[en fr]" || fmt.Sprint(s.Lose.Items()) != "[Stickers Search]" {
			t.Fatalf("%+v %v", s.Name, err)
		}
	})
}
