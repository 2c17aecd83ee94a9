package content_test

import (
	"errors"
	"slices"
	"testing"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func (d *desk) item(f content.DeskFilter) (content.Item, bool) {
	d.t.Helper()
	f.Langs = []string{"fr", "en", "oc"}
	page, err := content.Desk(ctx, d.db, d.ada, f)
	d.ok(err)
	if len(page.Items) == 0 {
		return content.Item{}, false
	}
	return page.Items[0], true
}

func TestEachPassageWaitsForOneThingAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Un jardin.\n\nDeux chats.\n\nTrois portes.\n\nQuatre murs.\n"))
		d.all("en", "Premiers", "First steps", "Un jardin", "One garden.")
		for holds, target := range map[string]string{"Deux": "Two cats.", "Trois": "Three doors."} {
			_, err := content.Translate(ctx, db, d.ada, d.line("en", holds).Segment.Ref, "en", content.UnitForm{Target: target, Propose: true})
			d.ok(err)
		}
		l := d.line("en", "Trois")
		_, err := content.AskChanges(ctx, db, d.eve, l.Segment.Ref, "en", content.UnitForm{Reason: "Des portails", Version: l.Unit.Version})
		d.ok(err)
		d.rewrites("Un petit jardin.\n\nDeux chats.\n\nTrois portes.\n\nQuatre murs.\n")
		i, _ := d.item(content.DeskFilter{})
		p := i.Of("en")
		for w, want := range map[content.Wait]int{content.ForCheck: 1, content.ForChanges: 1, content.ForReader: 1, content.ForSignature: 0, content.ForWords: 2} {
			if got := p.Waiting(w); got != want {
				t.Errorf("%d wait for %s, want %d", got, w, want)
			}
			if _, found := d.item(content.DeskFilter{Open: string(w), Lang: "en"}); found != (want > 0) {
				t.Errorf("%s: found %v", w, found)
			}
			if got := d.sheet("en").Waiting(w); got != want {
				t.Errorf("on the sheet %d wait for %s, want %d", got, w, want)
			}
		}
		if p.Ready != 1 || p.Segments != 6 || !p.Begun() || i.Of("oc").Begun() || i.Of("oc").Waiting(content.ForWords) != 6 {
			t.Fatalf("%+v", p)
		}
		if i.Kind != content.KindHelp || i.Slug != "premiers-pas" || !i.Public {
			t.Fatalf("%+v", i)
		}
		for f, want := range map[string]bool{"help": true, "legal": false, "service": false} {
			if _, found := d.item(content.DeskFilter{Type: f}); found != want {
				t.Errorf("%s: %v", f, found)
			}
		}
		if _, found := d.item(content.DeskFilter{Open: "draft"}); found {
			t.Fatal("a public page is no draft")
		}
		d.ok(d.page.Unpublish(ctx, db, d.ada))
		if _, found := d.item(content.DeskFilter{Open: "draft"}); !found {
			t.Fatal("a hidden page is a draft")
		}
	})
}

func TestATextMadeFromAnOldWordingIsKeptAndSaidToBeStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Ouvrez la porte du jardin.\n"))
		read := d.line("en", "Ouvrez").Segment
		d.rewrites("Ouvrez la porte du grand jardin.\n")
		u, err := content.Translate(ctx, db, d.eve, read.Ref, "en", content.UnitForm{Target: "Open the garden door.", Propose: true, SourceHash: read.Hash})
		d.ok(err)
		l := d.line("en", "Ouvrez")
		if u.State != content.Draft || !l.Stale || l.Wait != content.ForCheck || len(l.Changes) == 0 {
			t.Fatalf("%+v", l)
		}
		_, err = content.Translate(ctx, db, d.eve, read.Ref, "en", content.UnitForm{Target: "Open the big garden’s door.", Propose: true, SourceHash: "never said", Version: u.Version})
		if !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		_, err = content.Translate(ctx, db, d.eve, read.Ref, "en", content.UnitForm{Target: "Open the big garden’s door.", Propose: true, SourceHash: l.Segment.Hash, Version: u.Version})
		d.ok(err)
		if l = d.line("en", "Ouvrez"); l.Stale || l.State() != content.InReview {
			t.Fatalf("%+v", l)
		}
	})
}

func TestAPassageTakenOutOfTheSourceIsNoLongerOnTheSheet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		gone := d.line("en", "Entrez").Segment
		d.rewrites("Tout autre chose ici.\n")
		sheet, err := content.FindSheetOf(ctx, db, d.ada, gone.Ref, "en")
		if _, there := sheet.Find(gone.Ref); err != nil || there || sheet.Title != "Premiers pas" {
			t.Fatal(err, there)
		}
		if _, err := content.FindSheetOf(ctx, db, people.User{}, gone.Ref, "en"); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestMarksAndFrenchSpacesMayBeTypedAsTheKeyboardHasThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f := help("Read **all** of it [1]: now!\n")
		f.SourceLang = "en"
		d := newDesk(t, db, f)
		u, err := content.Translate(ctx, db, d.ada, d.line("fr", "Read").Segment.Ref, "fr", content.UnitForm{Target: "Lisez [1]tout[2] [9] : maintenant !"})
		d.ok(err)
		if want := "Lisez [1]tout⟦2⟧ [9]\u202f: maintenant\u202f!"; u.Target != want { // the source itself says [1]
			t.Fatalf("%q", u.Target)
		}
		if !(content.UnitForm{Target: "Autre"}).Changes(u) || (content.UnitForm{Target: " " + u.Target + "\r\n"}).Changes(u) {
			t.Fatal("blanks at the edges are no change")
		}
	})
}

func TestWhoeverWroteIsNotAmongTheReadersUnlessNobodyElseIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		_, err := content.Translate(ctx, db, d.ada, d.line("en", "Ouvrez").Segment.Ref, "en", content.UnitForm{Target: "Open the garden door.", Propose: true})
		d.ok(err)
		l := d.line("en", "Ouvrez")
		readers := func() (names []string) {
			team, err := content.TeamOf(ctx, db)
			d.ok(err)
			for _, u := range team.Readers(l) {
				names = append(names, u.Email)
			}
			return names
		}
		if got := readers(); !slices.Equal(got, []string{"eve@fee.example"}) {
			t.Fatal(got)
		}
		d.ok(db.Exec("update users set roles = '' where id = ?", d.eve.ID).Error)
		if got := readers(); !slices.Equal(got, []string{"ada@fee.example"}) {
			t.Fatal(got)
		}
		team := content.Team{d.ada}
		if l.Wait = content.ForSignature; team.MayAgree(d.ada, l) {
			t.Fatal("an editor signs")
		}
	})
}

func TestAPageIsSavedAndShownInOneGo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := editor(t, db, "ada@fee.example", "editor")
		form := help(twoParagraphs)
		form.Slug, form.Title, form.Place = "", "L’été, déjà !", " 7 "
		p, err := content.NewPage(ctx, db, ada, form)
		if err != nil || p.Slug != "l-ete-deja" || p.Position != 7 {
			t.Fatal(p.Slug, p.Position, err)
		}
		p, err = content.FindPageToEdit(ctx, db, ada, p.Ref)
		if err != nil || p.Title.Value != "L’été, déjà !" || p.Form().Place != "7" {
			t.Fatal(p.Title, err)
		}
		wrong := p.Form()
		wrong.Body = ""
		if err := p.PublishAs(ctx, db, ada, wrong); err == nil {
			t.Fatal("a page without a text is shown")
		}
		if _, err := content.FindPage(ctx, db, people.User{}, "fr", p.Kind, p.Slug); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		f := p.Form()
		f.Body = "Un autre texte.\n"
		if err := p.PublishAs(ctx, db, ada, f); err != nil {
			t.Fatal(err)
		}
		seen, err := content.FindPage(ctx, db, people.User{}, "fr", p.Kind, p.Slug)
		if err != nil || seen.Body.Value != f.Body {
			t.Fatal(seen.Body, err)
		}
		f.Version = p.Version
		if err := p.UnpublishAs(ctx, db, ada, f); err != nil {
			t.Fatal(err)
		}
		if _, err := content.FindPage(ctx, db, people.User{}, "fr", p.Kind, p.Slug); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if _, err := content.FindPageToEdit(ctx, db, people.User{}, p.Ref); !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestThePagesThatThePortalLeadsToKeepTheirAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ada := editor(t, db, "ada@fee.example", "editor")
		form := help(twoParagraphs)
		form.Kind, form.Slug = content.KindLegal, "terms"
		p, err := content.NewPage(ctx, db, ada, form)
		if err == nil {
			p, err = content.FindPageToEdit(ctx, db, ada, p.Ref)
		}
		f := p.Form()
		f.Slug = "autre"
		if err == nil {
			err = p.Change(ctx, db, ada, f)
		}
		if err != nil || p.Slug != "terms" || !p.AddressFixed() {
			t.Fatal(p.Slug, err)
		}
	})
}

func TestRowsMayBeMovedAndRemovedWithoutMixingTheirTranslations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		form := help("Voici.\n")
		form.Kind, form.Slug = content.KindGuide, "quitter"
		row := func(today string) content.PartForm {
			return content.PartForm{Kind: content.PartRow, Today: today, Here: "Ici " + today, Link: "files"}
		}
		form.Parts = []content.PartForm{row("Un"), {Kind: content.PartRow, Link: "chat"}, row("Deux"), row("Trois")}
		d := newDesk(t, db, form)
		d.all("en", "Ici Un", "Here One", "Ici Deux", "Here Two", "Ici Trois", "Here Three")
		p, err := content.FindPageToEdit(ctx, db, d.ada, d.page.Ref)
		d.ok(err)
		f := p.Form()
		f.Parts = []content.PartForm{row("Quatre"), f.Parts[2], f.Parts[0]}
		d.ok(p.Change(ctx, db, d.ada, f))
		if s := d.sheet("en"); stale(s) != 0 {
			t.Fatal("a translation was given to another row")
		}
		for holds, want := range map[string]string{"Ici Un": "Here One", "Ici Trois": "Here Three", "Ici Quatre": ""} {
			if got := d.line("en", holds).Unit.Target; got != want {
				t.Errorf("%s: %q", holds, got)
			}
		}
		p, err = content.FindPageToEdit(ctx, db, d.ada, d.page.Ref)
		d.ok(err)
		if len(p.Rows) != 3 || p.Rows[0].Today.Value != "Quatre" || p.Rows[2].Today.Value != "Un" {
			t.Fatalf("%+v", p.Rows)
		}
		f = p.Form()
		f.Parts[1].Here, f.Parts[2].Link = "", "Pas un service"
		wrong, ok := store.AsInvalid(p.Change(ctx, db, d.ada, f))
		if !ok || wrong["part.1.here"].Key != "error.required" || wrong["part.2.link"].Key != "error.text_link" {
			t.Fatal(wrong)
		}
	})
}
