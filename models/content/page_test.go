package content_test

import (
	"errors"
	"strings"
	"testing"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAPageThatIsNotPublishedIsFoundByEditorsOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		d.ok(d.page.Unpublish(ctx, db, d.ada))
		agent := editor(t, db, "agent@fee.example", "agent")
		for _, u := range []people.User{{}, agent} {
			if _, err := content.FindPage(ctx, db, u, "fr", d.page.Kind, d.page.Slug); !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
			if _, err := content.FindSheet(ctx, db, u, d.page.Subject(), "en"); !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
			if _, err := content.NewPage(ctx, db, u, help("Non.\n")); !errors.Is(err, store.ErrForbidden) {
				t.Fatal(err)
			}
			if err := d.page.Publish(ctx, db, u); !errors.Is(err, store.ErrForbidden) {
				t.Fatal(err)
			}
		}
		if _, err := content.FindPage(ctx, db, d.eve, "fr", d.page.Kind, d.page.Slug); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAPageIsDrawnInThreeStatementsHoweverLong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		for _, body := range []string{"Un.\n", strings.Repeat("Encore un paragraphe.\n\n", 200)} {
			f := help(body)
			f.Slug = "page-" + strings.ToLower(store.NewRef()[:4])
			d := newDesk(t, db, f)
			x, count := store.CountStatements(ctx)
			if _, err := content.FindPage(x, db, people.User{}, "en", d.page.Kind, d.page.Slug); err != nil {
				t.Fatal(err)
			}
			if n := len(count.Text); n != 3 {
				t.Fatal(n, count.Text)
			}
			x, count = store.CountStatements(ctx)
			if _, err := content.FindSheet(x, db, d.ada, d.page.Subject(), "en"); err != nil || len(count.Text) > 4 {
				t.Fatal(len(count.Text), err)
			}
		}
	})
}

func TestAnOldAddressLeadsToThePage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		for _, slug := range []string{"debuter", "commencer", "premiers-pas", "bien-commencer"} {
			p, err := content.FindPage(ctx, db, d.ada, "fr", content.KindHelp, d.page.Slug)
			d.ok(err)
			f := p.Form()
			f.Slug = slug
			d.ok(p.Change(ctx, db, d.ada, f))
			d.page = p
		}
		for _, slug := range []string{"premiers-pas", "debuter", "commencer", "bien-commencer"} {
			p, err := content.FindPage(ctx, db, people.User{}, "fr", content.KindHelp, slug)
			if err != nil || p.Slug != "bien-commencer" {
				t.Fatal(slug, p.Slug, err)
			}
		}
		f := help(twoParagraphs)
		f.Slug = "bien-commencer"
		_, err := content.NewPage(ctx, db, d.ada, f)
		if wrong, ok := store.AsInvalid(err); !ok || wrong["slug"].Key != "error.taken" {
			t.Fatal(err)
		}
	})
}

func TestAFormSaysWhatIsWrongInEachField(t *testing.T) {
	for name, f := range map[string]content.PageForm{
		"slug":     {Kind: content.KindHelp, Slug: "Été !", Title: "a", Body: "b"},
		"title":    {Kind: content.KindHelp, Slug: "a", Body: "b"},
		"body":     {Kind: content.KindHelp, Slug: "a", Title: "a", Body: " \n"},
		"dated_on": {Kind: content.KindNews, Slug: "a", Title: "a", Body: "b"},
		"kind":     {Kind: "poem", Slug: "a", Title: "a", Body: "b"},
	} {
		wrong, ok := store.AsInvalid(f.Check())
		if _, said := wrong[name]; !ok || len(wrong) != 1 || !said {
			t.Errorf("%s: %v", name, wrong)
		}
	}
}

func TestAGuidesRowsKeepTheirTranslationsWhenItIsImportedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := editor(t, db, "ada@fee.example", "editor")
		f := help("Voici.\n")
		f.Kind, f.Slug = content.KindGuide, "quitter-google"
		rows := []content.PartForm{
			{Kind: content.PartRow, Today: "Google Drive", Here: "Des dossiers partagés", Lose: "La recherche dans les images", Link: "fichiers"},
			{Kind: content.PartRow, Today: "Google Docs", Here: "Des notes à plusieurs", Lose: "Les suggestions"},
		}
		var page content.Page
		set := func(rows []content.PartForm) {
			t.Helper()
			err := store.InTx(ctx, db, func(tx *gorm.DB) error {
				var err error
				if page, err = content.ImportPage(ctx, tx, f); err != nil {
					return err
				}
				return page.SetParts(ctx, tx, people.User{}, "fr", rows)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		set(rows)
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			return page.TranslateParts(ctx, tx, "en", []content.PartForm{{Kind: content.PartRow, Today: "Google Drive", Here: "Shared folders", Lose: "Search inside pictures"}, rows[1]})
		})
		if err != nil {
			t.Fatal(err)
		}
		set(rows)
		page, err = content.FindPage(ctx, db, ada, "en", f.Kind, f.Slug)
		if err != nil || len(page.Rows) != 2 || page.Rows[0].Link != "fichiers" || !page.Foreign() {
			t.Fatalf("%+v %v", page.Rows, err)
		}
		sheet, err := content.FindSheet(ctx, db, ada, page.Subject(), "en")
		if err != nil || missing(sheet) != 3 { // title, summary and body
			t.Fatal(missing(sheet), err)
		}
		set(rows[:1])
		var documents int64
		db.Table("documents").Where("resource_type = 'part'").Count(&documents)
		if documents != 3 {
			t.Fatal(documents)
		}
	})
}

func TestTheDeskSaysHowCompleteAndHowStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		item := func(f content.DeskFilter) []content.Item {
			t.Helper()
			page, err := content.Desk(ctx, db, d.ada, f)
			d.ok(err)
			return page.Items
		}
		items := item(content.DeskFilter{})
		if len(items) != 1 || items[0].Title != "Premiers pas" || items[0].In["fr"].Percent() != 100 || items[0].In["en"].Percent() != 0 {
			t.Fatalf("%+v", items)
		}
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Ouvrez", "Open the garden door.")
		if p := item(content.DeskFilter{})[0].In["en"]; p.Done != 3 || p.Segments != 4 || p.Shown {
			t.Fatalf("%+v", p)
		}
		d.all("en", "Entrez", "Come in without knocking.")
		d.rewrites("Ouvrez la porte du jardin.\n\nEntrez sans frapper chez nous tous.\n")
		p := item(content.DeskFilter{Open: "stale", Lang: "en"})[0].In["en"]
		if p.Stale != 1 || !p.Shown || p.StaleSince == nil {
			t.Fatalf("%+v", p)
		}
		for n, f := range map[int]content.DeskFilter{0: {Open: "missing", Lang: "en"}, 1: {Query: "JARDIN"}} {
			if got := len(item(f)); got != n {
				t.Errorf("%+v: %d", f, got)
			}
		}
		if len(item(content.DeskFilter{Type: "service"})) != 0 || len(item(content.DeskFilter{Open: "missing", Lang: "oc"})) != 1 {
			t.Fatal("the filter lets other things through")
		}
	})
}

func TestNewsComeInPagesNewestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			for i := range 30 {
				f := content.PageForm{
					Kind: content.KindNews, Slug: "n" + store.NewRef(), Title: "Une nouvelle", Body: "Bonjour.\n", SourceLang: "fr",
					DatedOn: []string{"2026-10-01", "2026-11-01"}[i%2],
				}
				if _, err := content.ImportPage(ctx, tx, f); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		seen, after, last := map[uint]bool{}, "", "9999"
		for range 2 {
			page, err := content.NewsPage(ctx, db, "fr", after)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page.Items {
				if seen[p.ID] || p.DatedOn > last || p.Title.Value == "" {
					t.Fatalf("%+v", p)
				}
				seen[p.ID], last = true, p.DatedOn
			}
			after = page.Next
		}
		if len(seen) != 30 || after != "" {
			t.Fatal(len(seen), after)
		}
	})
}

func TestSearchFindsWordsWithoutTheirAccents(t *testing.T) {
	for typed, want := range map[string]string{"ÉTÉ": "ete", "Œuvre  d’art": "oeuvre d'art", "naïf": "naif"} {
		if got := content.Fold(typed); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
}

func TestHelpIsFoundByWhatSomebodyAsks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		newDesk(t, db, help("Videz le cache du navigateur, puis rechargez le nuage."))
		for asked, want := range map[string]int{"Le nuage ne s’ouvre plus": 1, "NUAGE": 1, "cache navigateur facture trésorerie adhésion banque paiement": 0, "le la 12": 0, "": 0, "100 % %%%% ____": 0} {
			pages, err := content.HelpFor(ctx, db, "fr", asked)
			if err != nil || len(pages) != want {
				t.Errorf("%q: %d pages, want %d (%v)", asked, len(pages), want, err)
			}
			if want == 1 && pages[0].Title.Empty() {
				t.Error("a page without its title")
			}
		}
	})
}
