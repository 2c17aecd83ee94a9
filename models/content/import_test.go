package content_test

import (
	"errors"
	"testing"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func imports(t *testing.T, db *gorm.DB, fr, en content.PageForm) content.Page {
	t.Helper()
	var page content.Page
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if page, err = content.ImportPage(ctx, tx, fr); err != nil {
			return err
		}
		return content.ImportTranslations(ctx, tx, "en", en.Writings(page)...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func english(body string) content.PageForm {
	return content.PageForm{Kind: content.KindHelp, Slug: "premiers-pas", Title: "First steps", Summary: "Where to begin", Body: body, SourceLang: "en"}
}

func TestAFolderOfTwoLanguagesIsImportedTwiceWithoutAChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		fr := help("# Entrez\n\nLisez [le guide](/aide/guide) et `ls`, *vite*.\n")
		en := english("# Come in\n\nRead, *quickly*, `ls` and [the guide](/aide/guide).\n")
		page := imports(t, db, fr, en)
		p, err := content.FindPage(ctx, db, people.User{}, "en", page.Kind, page.Slug)
		if err != nil || p.Foreign() || p.Body.Value != "# Come in {#entrez}\n\nRead, *quickly*, `ls` and [the guide](/aide/guide).\n" {
			t.Fatalf("%q %v", p.Body.Value, err)
		}
		imports(t, db, fr, en)
		var revisions, versions int64
		db.Table("revisions").Count(&revisions)
		db.Table("translation_units").Where("version > 1").Count(&versions)
		if revisions != 3 || versions != 0 {
			t.Fatal(revisions, versions)
		}
	})
}

func TestAnImportKeepsLinksOfAnotherLanguageAsATextOfItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		imports(t, db, help("Lisez [la loi](https://fr.example/).\n"), english("Read [the law](https://en.example/).\n"))
		p, err := content.FindPage(ctx, db, people.User{}, "en", content.KindHelp, "premiers-pas")
		if err != nil || p.Foreign() || p.Body.Value != "Read [the law](https://en.example/).\n" {
			t.Fatalf("%q %v", p.Body.Value, err)
		}
	})
}

func TestAnImportOfAnotherShapeIsRefusedWithItsPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error {
			page, err := content.ImportPage(ctx, tx, help("# Entrez\n\nOuvrez.\n"))
			if err != nil {
				return err
			}
			return content.ImportTranslations(ctx, tx, "en", english("Come in\n\nOpen.\n").Writings(page)...)
		})
		var misfit content.Misfit
		if !errors.As(err, &misfit) || misfit.Block != 1 || misfit.Field != "body" || misfit.Want != "Heading" {
			t.Fatal(err)
		}
	})
}

func TestAnImportLeavesAloneWhatPeopleChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		fr, en := help("Ouvrez la porte du jardin.\n"), english("Open the garden door.\n")
		d := &desk{t: t, db: db, ada: editor(t, db, "ada@fee.example", "editor"), eve: editor(t, db, "eve@fee.example", "editor")}
		d.page = imports(t, db, fr, en)
		d.translates("en", "Ouvrez", "Open the door of the garden.")
		d.rewrites("Ouvrez la porte du beau jardin.\n")
		fr.Title = "Les premiers pas"
		d.page = imports(t, db, fr, english("Open the gate.\n"))
		p := d.reads("fr")
		if p.Title.Value != "Les premiers pas" || p.Body.Value != "Ouvrez la porte du beau jardin.\n" {
			t.Fatalf("%q %q", p.Title.Value, p.Body.Value)
		}
		if l := d.line("en", "Ouvrez"); l.Unit.Target != "Open the door of the garden." {
			t.Fatal(l.Unit.Target)
		}
		if l := d.line("en", "premiers"); !l.Stale {
			t.Fatal("the title changed in one language only, and nothing is stale")
		}
	})
}
