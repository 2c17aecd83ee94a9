package demo_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/hosting"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

func told(t *testing.T) folder.Collective {
	t.Helper()
	c, err := folder.Read(files.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func loads(t *testing.T, db *gorm.DB, c folder.Collective) demo.Report {
	t.Helper()
	began := time.Now()
	report, err := demo.Import(ctx, db, c, demo.Options{Public: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v in %s", report, time.Since(began))
	return report
}

func measured(t *testing.T, db *gorm.DB) store.Manifest {
	t.Helper()
	m, err := store.Measure(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLoadingTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		first := loads(t, db, told(t))
		before := measured(t, db)
		storetest.SetClock(db, storetest.Noon.Add(48*time.Hour))
		second := loads(t, db, told(t))
		if !second.Idle() || second.Same != first.New || len(second.Kept) > 0 {
			t.Errorf("%+v", second)
		}
		if d := before.Differences(measured(t, db)); len(d) > 0 {
			t.Error(strings.Join(d, "\n"))
		}
	})
}

func TestEveryTextIsThereInBothLanguages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		c := told(t)
		loads(t, db, c)
		for _, lang := range c.Profile.Languages {
			for _, text := range c.Texts {
				p, err := content.FindPage(ctx, db, people.User{}, lang, content.Kind(text.Kind), text.Ref)
				if err != nil || p.Foreign() || p.Body.Mixed() || p.Title.Value != text.Versions[lang].Title || len(p.Cards)+len(p.Rows) != len(text.Versions[lang].Cards)+len(text.Versions[lang].Rows) {
					t.Errorf("%s/%s in %s: %q, foreign %v, %v", text.Kind, text.Ref, lang, p.Title.Value, p.Foreign(), err)
				}
			}
			for _, s := range c.Services {
				row, err := catalogue.FindService(ctx, db, people.User{}, lang, s.Ref)
				if err != nil || row.Summary.Value != s.Versions[lang].Summary || len(row.Lose.Items()) != len(s.Versions[lang].Lose) || row.Body.Foreign() {
					t.Errorf("service %s in %s: %v", s.Ref, lang, err)
				}
			}
			for _, o := range c.Offers {
				row, err := catalogue.FindOffer(ctx, db, people.User{}, lang, o.Ref)
				if err != nil || row.TierWords["standard"].Covers.Value != o.Versions[lang].Tiers["standard"].Covers {
					t.Errorf("offer %s in %s: %v", o.Ref, lang, err)
				}
			}
			duties, entrusted, err := content.Charter(ctx, db, lang)
			if err != nil || len(duties) != 32 || len(entrusted) != 2 || duties[4].Words.Value != c.Charter[4].Words[lang] || duties[4].Note.Foreign() {
				t.Error(len(duties), err)
			}
			host, err := content.FindHost(ctx, db, lang)
			if err != nil || strings.TrimSpace(host.Notice.Value) != c.Profile.Notice[lang] {
				t.Error(host, err)
			}
			processors, err := content.Processors(ctx, db, lang)
			if err != nil || len(processors) != 2 || processors[0].Task.Value == "" || processors[0].Task.Foreign() {
				t.Error(processors, err)
			}
		}
	})
}

func TestTheCollectiveIsWhoTheFolderSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		loads(t, db, told(t))
		c, err := collective.Find(ctx, db)
		if err != nil || !c.SetUp() || !c.Notified() || !c.Bankable() || !c.Public || c.RedistributionBP != 500 {
			t.Fatalf("%+v %v", c, err)
		}
		if r, err := collective.RegimeOn(ctx, db, storetest.Noon); err != nil || r.Regime != collective.VATRegistered || r.RateBP != 2000 {
			t.Fatalf("%+v %v", r, err)
		}
		ada, err := people.FindUserByEmail(ctx, db, "ada@fee.example")
		if err != nil || ada.ConfirmedAt == nil {
			t.Fatal(err)
		}
		if err := people.WithMemberships(ctx, db, &ada); err != nil || len(ada.Memberships) != 1 || !ada.Memberships[0].Organisation.Complete() {
			t.Fatalf("%+v %v", ada.Memberships, err)
		}
		former, err := people.FormerMembersOf(ctx, db, ada.Memberships[0].OrganisationID)
		if err != nil || len(former) != 1 {
			t.Fatal(len(former), err)
		}
		if err := demo.BackUp(ctx, db, told(t)); err != nil {
			t.Fatal(err)
		}
		chat, err := catalogue.FindService(ctx, db, people.User{}, "fr", "chat")
		if err != nil || chat.LastBackupAt == nil || chat.LastBackupAt.After(storetest.Noon) {
			t.Fatal(chat.LastBackupAt, err)
		}
		steps, err := hosting.ChecklistsOf(ctx, db, chat.ID)
		if err != nil || len(strings.Split(steps[hosting.Install], "\n")) != len(chat.Delivery.Items()) {
			t.Fatal(steps, err)
		}
		price, ok := offer(t, db, "essentiel").Price(catalogue.Standard, catalogue.Month)
		if !ok || price.Cents != 2500 {
			t.Fatal(price)
		}
	})
}

func offer(t *testing.T, db *gorm.DB, slug string) catalogue.Offer {
	t.Helper()
	o, err := catalogue.FindOffer(ctx, db, people.User{}, "fr", slug)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWhatPeopleChangedStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		loads(t, db, told(t))
		omar, err := people.FindUserByEmail(ctx, db, "omar@indie-host.example")
		if err != nil {
			t.Fatal(err)
		}
		s, err := catalogue.FindService(ctx, db, omar, "fr", "chat")
		if err != nil {
			t.Fatal(err)
		}
		form := s.Form()
		form.Provider = "Nos machines"
		if err := s.Change(ctx, db, omar, form); err != nil {
			t.Fatal(err)
		}
		news := told(t)
		for i := range news.Services {
			news.Services[i].Hosting.Provider = "Autre hébergeur"
		}
		news.People.Users[0].Name = "Alix Renommé·e"
		report := loads(t, db, news)
		if report.New != 0 || report.Changed != 2 || len(report.Kept) != 1 || report.Kept[0] != "service chat" {
			t.Errorf("%+v", report)
		}
		for slug, want := range map[string]string{"chat": "Nos machines", "files": "Autre hébergeur"} {
			if s, err := catalogue.FindService(ctx, db, omar, "fr", slug); err != nil || s.Provider != want {
				t.Errorf("%s: %q %v", slug, s.Provider, err)
			}
		}
		if u, err := people.FindUserByEmail(ctx, db, "alix@indie-host.example"); err != nil || u.Name != "Alix Ferrand" {
			t.Error(u.Name, err)
		}
	})
}

func TestAWrongFolderLoadsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		before := measured(t, db)
		c := told(t)
		c.Texts[0].Versions["fr"] = folder.Version{Title: strings.Repeat("long ", 40), Summary: "x", Body: "x"}
		c.Upstreams[1].License = "no licence!"
		c.People.Organisations[0].Registration.SIREN = "123"
		_, err := demo.Import(ctx, db, c, demo.Options{Files: files.FS})
		want := "upstreams/nextcloud.toml:2: nextcloud: license is no SPDX identifier\n" +
			"pages/about.fr.md:2: page/about: title is longer than 120 characters\n" +
			"people.toml:218: fee: registration is no valid number"
		if err == nil || err.Error() != want {
			t.Fatal(err)
		}
		if d := before.Differences(measured(t, db)); len(d) > 0 {
			t.Error(strings.Join(d, "\n"))
		}
	})
}

func TestAFactThatTheFilesForChatonsDoNotKnowIsToldWithItsLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		c := told(t)
		c.Profile.Chatons["organisation.type"], c.Profile.Chatons["organization.startdate"] = "ASSOCIATION", "hier"
		_, err := demo.Import(ctx, db, c, demo.Options{Files: files.FS})
		want := "collective.toml:84: collective: organisation.type is not a key that is known here\n" +
			"collective.toml:86: collective: organization.startdate is no date"
		if err == nil || err.Error() != want {
			t.Fatal(err)
		}
		c = told(t)
		c.Services[0].Chatons["organization.type"] = "ASSOCIATION"
		if _, err := demo.Import(ctx, db, c, demo.Options{}); err == nil || !strings.Contains(err.Error(), "organization.type is not a key that is known here") {
			t.Fatal(err)
		}
	})
}

func TestAnotherFolderIsLoadedWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		c, err := folder.Read(os.DirFS("folder/testdata/small"))
		if err != nil {
			t.Fatal(err)
		}
		if report := loads(t, db, c); report.New == 0 || len(report.Kept) > 0 {
			t.Fatalf("%+v", report)
		}
		if host, err := collective.Find(ctx, db); err != nil || host.Name != "La Petite" {
			t.Fatal(host.Name, err)
		}
	})
}

func TestDemoAccountsAreToldAsLongAsTheirPasswordIsTheOneTheyWereGiven(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		c := told(t)
		if _, err := demo.Import(ctx, db, c, demo.Options{Password: "a password for tests"}); err != nil {
			t.Fatal(err)
		}
		all, err := demo.Accounts(ctx, db, c)
		if err != nil || len(all) != 13 || all[0].Email != "alix@indie-host.example" {
			t.Fatal(all, err)
		}
		alix, err := people.FindUserByEmail(ctx, db, all[0].Email)
		if err != nil {
			t.Fatal(err)
		}
		storetest.SetClock(db, storetest.Noon.Add(time.Hour))
		if err := identity.StorePassword(ctx, db, alix.ID, "another one, chosen by hand"); err != nil {
			t.Fatal(err)
		}
		if all, err := demo.Accounts(ctx, db, c); err != nil || len(all) != 12 {
			t.Fatal(all, err)
		}
	})
}
