package content_test

import (
	"errors"
	"testing"

	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestWhatACheckBlocksStaysADraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Lisez [le guide](https://a.example/) en 3 jours.\n"))
		l := d.line("en", "Lisez")
		for target, key := range map[string]string{
			"Read the guide in 3 days.":       "error.translation_holes",
			"Read ⟦1⟧the guide⟦2⟧ in 4 days.": "error.translation_numbers",
			"": "error.required",
		} {
			_, err := content.Translate(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: target, Propose: true})
			if wrong, ok := store.AsInvalid(err); !ok || wrong["target"].Key != key {
				t.Errorf("%q: %v", target, err)
			}
		}
		u, err := content.Translate(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Read the guide."})
		d.ok(err)
		if u.State != content.Draft || len(d.line("en", "Lisez").Findings) == 0 {
			t.Fatalf("%+v", u)
		}
		if _, err := content.Review(ctx, db, d.eve, l.Segment.Ref, "en", u.Version); err == nil {
			t.Fatal("reviewed a blocked draft")
		}
	})
}

func TestTheLastGoodTextStaysUntilTheNewOneHasPassed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Ouvrez la porte du jardin.\n"))
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Ouvrez", "Open the garden door.")
		l := d.line("en", "Ouvrez")
		u, err := content.Translate(ctx, db, d.eve, l.Segment.Ref, "en", content.UnitForm{Target: "Open the gate of the garden.", Propose: true, Version: l.Unit.Version})
		d.ok(err)
		if p := d.reads("en"); p.Body.Value != "Open the garden door.\n" {
			t.Fatalf("%q", p.Body.Value)
		}
		u, err = content.AskChanges(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Reason: "Une porte, pas un portail", Version: u.Version})
		d.ok(err)
		if u.State != content.ChangesRequested || *u.AuthorID != d.eve.ID {
			t.Fatalf("%+v", u)
		}
		u, err = content.Translate(ctx, db, d.eve, l.Segment.Ref, "en", content.UnitForm{Target: "Open the door to the garden.", Propose: true, Version: u.Version})
		d.ok(err)
		_, err = content.Review(ctx, db, d.ada, l.Segment.Ref, "en", u.Version)
		d.ok(err)
		if p := d.reads("en"); p.Body.Value != "Open the door to the garden.\n" {
			t.Fatalf("%q", p.Body.Value)
		}
	})
}

func TestTwoTranslatorsAtOnceLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Ouvrez la porte du jardin.\n"))
		l := d.line("en", "Ouvrez")
		_, err := content.Translate(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Open the garden door."})
		d.ok(err)
		if _, err := content.Translate(ctx, db, d.eve, l.Segment.Ref, "en", content.UnitForm{Target: "Open it."}); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		p, err := content.FindPage(ctx, db, d.ada, "fr", d.page.Kind, d.page.Slug)
		d.ok(err)
		other, f := p, p.Form()
		f.Title = "Vos premiers pas"
		d.ok(p.Change(ctx, db, d.ada, f))
		if err := other.Change(ctx, db, d.eve, f); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
	})
}

func TestALegalTextNeedsASignatureAndHasNoGrace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		f := help("Vous pouvez partir le jour même.\n")
		f.Kind, f.Slug, f.Summary = content.KindLegal, "conditions", ""
		d := newDesk(t, db, f)
		admin := editor(t, db, "root@fee.example", "admin")
		d.all("en", "Premiers", "Terms", "Vous", "You can leave the same day.")
		if !d.reads("en").Foreign() {
			t.Fatal("a reviewed legal text is not a signed one")
		}
		for _, holds := range []string{"Premiers", "Vous"} {
			l := d.line("en", holds)
			if _, err := content.Approve(ctx, db, d.eve, l.Segment.Ref, "en", l.Unit.Version); !errors.Is(err, store.ErrForbidden) {
				t.Fatal(err)
			}
			_, err := content.Approve(ctx, db, admin, l.Segment.Ref, "en", l.Unit.Version)
			d.ok(err)
		}
		if d.reads("en").Foreign() {
			t.Fatal("signed, and not shown")
		}
		d.rewrites("Vous pouvez partir le jour suivant.\n")
		if !d.reads("en").Foreign() {
			t.Fatal("a stale legal text is shown")
		}
	})
}

func TestAloneOneMayReviewOneselfAndItIsSaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Ouvrez la porte du jardin.\n"))
		d.ok(db.Exec("update users set roles = '' where id = ?", d.eve.ID).Error)
		l := d.line("en", "Ouvrez")
		u, err := content.Translate(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Open the garden door.", Propose: true})
		d.ok(err)
		u, err = content.Review(ctx, db, d.ada, l.Segment.Ref, "en", u.Version)
		d.ok(err)
		if !u.SelfReviewed {
			t.Fatal("it is not said")
		}
	})
}
