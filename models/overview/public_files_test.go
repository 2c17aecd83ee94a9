package overview_test

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/journal"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// at is where the files of the tests are.
var at = overview.Addresses{
	Folder: "https://paquerette.example/.well-known/chatonsinfos", Home: "https://paquerette.example/", Legal: "https://paquerette.example/fr/legal",
	Help: "https://paquerette.example/fr/help", Contact: "https://paquerette.example/fr/tickets/new",
	Service: func(slug string) string { return "https://paquerette.example/fr/services/" + slug },
	Country: func(code string) string { return map[string]string{"FR": "France", "BE": "Belgique"}[code] },
}

// paquerette is the second host: members only, machines of its own in a rented bay.
type paquerette struct {
	*testing.T
	db *gorm.DB
}

func newPaquerette(t *testing.T, db *gorm.DB) paquerette {
	t.Helper()
	p := paquerette{t, db}
	_, err := people.Meet(ctx, db, "ops@paquerette.example", "Inès", "fr") // who ops is
	p.must(err)
	f := collective.Form{
		Name: "Pâquerette", Tagline: "Outils libres pour les communs", Street: "4 rue des Champs", Postcode: "99998", City: "Bourg-Exemple", Country: "FR",
		Email: "bonjour@paquerette.example", SupportEmail: "aide@paquerette.example", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "P",
		RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62,
	}
	p.must(collective.Save(ctx, db, journal.Actor{}, f))
	p.must(collective.Open(ctx, db, journal.Actor{}, true))
	for slug, u := range map[string]catalogue.UpstreamForm{
		"nextcloud": {Name: "Nextcloud", Licence: "AGPL-3.0-or-later"}, "dolibarr": {Name: "Dolibarr", Licence: "GPL-3.0-or-later"},
	} {
		u.Slug, u.SiteURL, u.SourceURL, u.CheckedOn, u.SourceLang = slug, "https://"+slug+".example", "https://code.example/"+slug, "2026-11-01", "fr"
		_, err = catalogue.NewUpstream(ctx, db, ops, u)
		p.must(err)
	}
	for slug, upstream := range map[string]string{"nuage": "nextcloud", "gestion-2": "dolibarr"} {
		s, err := catalogue.NewService(ctx, db, ops, catalogue.ServiceForm{
			Slug: slug, Upstream: upstream, Need: catalogue.Share, Control: catalogue.OwnHardware, Country: "FR", Languages: "fr", Name: "Le " + slug,
			Summary: "Ensemble", Lose: "Rien", Leaving: "Tout part.", Body: "Bonjour.", SourceLang: "fr",
		})
		p.must(err)
		p.must(s.Publish(ctx, db, ops))
	}
	return p
}

func (p paquerette) must(err error) {
	p.Helper()
	must(p.T, err)
}

// says what only people know.
func (p paquerette) says() {
	p.Helper()
	f, err := overview.FindHostFacts(ctx, p.db)
	p.must(err)
	p.must(overview.SaveHostFacts(ctx, p.db, ops, at, overview.FactsForm{Version: f.Version, Said: overview.Facts{
		"organization.type": "ASSOCIATION", "organization.startdate": "2018-05-04", "organization.memberof.chatons.startdate": "2019-01-20",
		"organization.geolocation.latitude": "44,8378", "organization.geolocation.longitude": "-1", "organization.socialnetworks.mastodon": "https://pouet.example/@paquerette",
		"service.install.type": "TOOLING", "host.server.distribution": "Debian 13", "host.server.type": "VIRTUAL", "host.provider.type": "HOSTEDBAY",
	}}))
	for _, slug := range []string{"nuage", "gestion-2"} {
		p.describes(slug, overview.Facts{"service.registration": "Member", "software.version": "1.2", "service.startdate": "2019-02-01"})
	}
}

func (p paquerette) describes(slug string, said overview.Facts) {
	p.Helper()
	s, err := catalogue.FindService(ctx, p.db, ops, "fr", slug)
	p.must(err)
	f, err := overview.FindServiceFacts(ctx, p.db, s)
	p.must(err)
	p.must(overview.SaveServiceFacts(ctx, p.db, ops, at, s, overview.FactsForm{Said: said, Version: f.Version}))
}

func (p paquerette) files() overview.Files {
	p.Helper()
	host, err := collective.Find(ctx, p.db)
	p.must(err)
	f, err := overview.FindFiles(ctx, p.db, host, at)
	p.must(err)
	return f
}

// reads a public file; empty: nobody can.
func (p paquerette) reads(name string) string {
	p.Helper()
	f, moved, err := overview.FindPublicFile(ctx, p.db, name)
	if errors.Is(err, store.ErrNotFound) {
		return ""
	}
	p.must(err)
	if moved != "" {
		return "moved to " + moved
	}
	return f.Body
}

// has demands lines in a text.
func (p paquerette) has(text string, lines ...string) {
	p.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			p.Errorf("no line %q in\n%s", line, text)
		}
	}
}

func TestStory7_TheFilesOfTheSecondHostAreValidOnceItSaidWhatNobodyElseKnows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		missing := map[string]bool{}
		for _, d := range p.files().All() {
			for _, f := range d.Report.Errors() {
				missing[f.Path] = f.Case == chatonsinfos.Missing
			}
		}
		for _, key := range []string{"organization.type", "organization.memberof.chatons.startdate", "service.registration", "service.install.type", "host.server.distribution", "host.server.type", "host.provider.type"} {
			if !missing[key] {
				t.Errorf("%s is not asked for: %v", key, missing)
			}
		}
		if err := overview.PublishFiles(ctx, db, ops, at); !errors.Is(err, store.ErrConflict) {
			t.Error("published with mistakes:", err)
		}
		p.says()
		files := p.files()
		for _, d := range files.All() {
			if !d.Report.Sound() {
				t.Errorf("%s: %+v", d.Address, d.Report.Errors())
			}
		}
		p.has(files.Organization.Text(), "organization.name = Pâquerette", "organization.geolocation.latitude = 44.8378", "organization.geolocation.longitude = -1.0",
			"subs.nuage = https://paquerette.example/.well-known/chatonsinfos/nuage.properties", "subs.gestion_two = https://paquerette.example/.well-known/chatonsinfos/gestion-2.properties")
		if strings.Contains(files.Organization.Text(), "rue des Champs") {
			t.Error("the address of the seat is said, though nobody asked for it")
		}
		p.has(files.Services[0].Text(), "service.registration = Member", "service.registration.load = OPEN", "service.status.level = OK", "host.name = Pâquerette",
			"host.country.name = France", "host.provider.type = HOSTEDBAY", "service.contact.email = aide@paquerette.example")
	})
}

func TestFilesAreReadByNobodyUntilTheyArePublishedAndNeverAfterwards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		if p.reads("organization.properties") != "" || p.reads("nuage.properties") != "" {
			t.Error("read before they are published")
		}
		if err := overview.PublishFiles(ctx, db, agent, at); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
		p.must(overview.PublishFiles(ctx, db, ops, at))
		p.has(p.reads("organization.properties"), "file.class = Organization", "file.datetime = 2026-11-25T13:00:00")
		p.has(p.reads("nuage.properties"), "file.class = Service")
		for _, name := range []string{"nuage", "nuage-metrics.properties", "rien.properties", ".properties", ""} {
			if p.reads(name) != "" {
				t.Errorf("%q answers", name)
			}
		}
		p.must(collective.Open(ctx, db, journal.Actor{}, false))
		if p.reads("organization.properties")+p.reads("nuage.properties") != "" {
			t.Error("read while the portal is closed")
		}
		p.must(collective.Open(ctx, db, journal.Actor{}, true))
		p.must(overview.HideFiles(ctx, db, ops, at))
		if p.reads("organization.properties")+p.reads("nuage.properties") != "" {
			t.Error("read after they were hidden")
		}
	})
}

func TestAFilesMomentChangesOnlyWithWhatItSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.must(overview.PublishFiles(ctx, db, ops, at))
		before := p.reads("organization.properties")
		storetest.SetClock(db, storetest.Noon.Add(48*time.Hour))
		p.must(overview.RefreshFiles(ctx, db, at))
		if p.reads("organization.properties") != before {
			t.Error("another moment, though it says the same")
		}
		p.describes("nuage", overview.Facts{"service.registration": "Member", "service.registration.load": "FULL"})
		if p.reads("organization.properties") != before {
			t.Error("the collective's file follows what a service says")
		}
		p.has(p.reads("nuage.properties"), "file.datetime = 2026-11-27T13:00:00", "service.registration.load = FULL")
		if p.files().Organization.Text() != before {
			t.Error("the draft differs from what everybody reads")
		}
	})
}

func TestARenamedServiceIsFoundAtItsOldAddressAndAHiddenOneNowhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.must(overview.PublishFiles(ctx, db, ops, at))
		s, err := catalogue.FindService(ctx, db, ops, "", "nuage")
		p.must(err)
		form := s.Form()
		form.Slug = "fichiers"
		p.must(s.Change(ctx, db, ops, form))
		if moved := p.reads("nuage.properties"); moved != "moved to fichiers.properties" {
			t.Error(moved)
		}
		p.must(overview.RefreshFiles(ctx, db, at))
		p.has(p.reads("organization.properties"), "subs.fichiers = https://paquerette.example/.well-known/chatonsinfos/fichiers.properties")
		p.has(p.reads("fichiers.properties"), "service.website = https://paquerette.example/fr/services/fichiers")
		p.must(s.Unpublish(ctx, db, ops))
		if p.reads("fichiers.properties")+p.reads("nuage.properties") != "" {
			t.Error("a hidden service is read before the next turn")
		}
		p.must(overview.RefreshFiles(ctx, db, at))
		if strings.Contains(p.reads("organization.properties"), "fichiers") {
			t.Error("a hidden service is named")
		}
		var kept int64
		p.must(db.Model(&overview.PublicFile{}).Count(&kept).Error)
		if kept != 2 {
			t.Errorf("%d files are kept", kept)
		}
	})
}

func TestAServiceWhoseFileIsWrongStaysOutAndTheOthersStayIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.describes("nuage", overview.Facts{"software.version": "1.2"})
		p.must(overview.PublishFiles(ctx, db, ops, at))
		if p.reads("nuage.properties") != "" || strings.Contains(p.reads("organization.properties"), "nuage") || p.files().Missing() != 1 {
			t.Error("a file with a mistake is published")
		}
		p.has(p.reads("gestion-2.properties"), "service.registration = Member")
		s, err := catalogue.FindService(ctx, db, ops, "", "nuage")
		p.must(err)
		_, err = s.OpenIncident(ctx, db, ops, catalogue.IncidentForm{Severity: catalogue.Down, Title: "Panne", SourceLang: "fr"})
		p.must(err)
		p.describes("nuage", overview.Facts{"service.registration": "Member"})
		p.has(p.reads("nuage.properties"), "service.status.level = ERROR")
	})
}

func TestTheFilesAreReadFromOutsideAndWhatIsFoundIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		asked := 0
		world := func(address string) chatonsinfos.Answer {
			asked++
			body := p.reads(address[strings.LastIndex(address, "/")+1:])
			if body == "" || strings.Contains(address, "nuage") {
				return chatonsinfos.Answer{Status: 404}
			}
			return chatonsinfos.Answer{Status: 200, Type: "text/plain; charset=utf-8", File: chatonsinfos.Parse([]byte(body))}
		}
		p.must(overview.LookFromOutside(ctx, db, at, world))
		if asked > 0 {
			t.Error("looked for what is not published")
		}
		p.must(overview.PublishFiles(ctx, db, ops, at))
		p.must(overview.LookFromOutside(ctx, db, at, world))
		f, err := overview.FindHostFacts(ctx, db)
		p.must(err)
		if asked != 3 || f.LookedAt == nil || len(f.Looked) != 1 || f.Looked[0].Case != chatonsinfos.Unreachable || f.Looked[0].Path != "subs.nuage" || !f.Published || f.Said["organization.type"] == "" {
			t.Errorf("%d asked, %+v", asked, f)
		}
	})
}

// TestOlderWordsNeverTakeThePlaceOfNewerOnes lets an operator save while the turn, which has something to write, is in the middle of its own reading.
func TestOlderWordsNeverTakeThePlaceOfNewerOnes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		p := newPaquerette(t, db)
		p.says()
		p.must(overview.PublishFiles(ctx, db, ops, at))
		s, err := catalogue.FindService(ctx, db, ops, "", "nuage")
		p.must(err)
		p.must(s.Unpublish(ctx, db, ops))
		f, err := overview.FindHostFacts(ctx, db)
		p.must(err)
		newer := overview.FactsForm{Said: maps.Clone(f.Said), Version: f.Version}
		newer.Said["organization.startdate"] = "2017-01-01"
		saved, slow := make(chan error, 1), at
		var once sync.Once
		slow.Country = func(code string) string {
			once.Do(func() {
				done := make(chan struct{})
				go func() {
					saved <- overview.SaveHostFacts(ctx, db, ops, at, newer)
					close(done)
				}()
				select {
				case <-done:
				case <-time.After(300 * time.Millisecond): // it waits for the turn
				}
			})
			return at.Country(code)
		}
		p.must(overview.RefreshFiles(ctx, db, slow))
		p.must(<-saved)
		p.has(p.reads("organization.properties"), "organization.startdate = 2017-01-01")
	})
}
