package content_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

// editor makes a person with staff roles.
func editor(t *testing.T, db *gorm.DB, email string, roles ...string) people.User {
	t.Helper()
	u, err := people.Meet(ctx, db, email, "", "fr")
	if err != nil {
		t.Fatal(err)
	}
	u.Roles = strings.Join(roles, ",")
	if err := db.Exec("update users set roles = ? where id = ?", u.Roles, u.ID).Error; err != nil {
		t.Fatal(err)
	}
	return u
}

func help(body string) content.PageForm {
	return content.PageForm{Kind: content.KindHelp, Slug: "premiers-pas", Title: "Premiers pas", Summary: "Par où commencer", Body: body, SourceLang: "fr"}
}

// desk is a page with somebody who writes and somebody who reads.
type desk struct {
	t        *testing.T
	db       *gorm.DB
	ada, eve people.User
	page     content.Page
}

func newDesk(t *testing.T, db *gorm.DB, form content.PageForm) *desk {
	t.Helper()
	d := &desk{t: t, db: db, ada: editor(t, db, "ada@fee.example", "editor"), eve: editor(t, db, "eve@fee.example", "editor")}
	page, err := content.NewPage(ctx, db, d.ada, form)
	d.ok(err)
	d.ok(page.Publish(ctx, db, d.ada))
	d.page = page
	return d
}

func (d *desk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) sheet(lang string) content.Sheet {
	d.t.Helper()
	s, err := content.FindSheet(ctx, d.db, d.ada, d.page.Subject(), lang)
	d.ok(err)
	return s
}

// line is the segment that holds a text.
func (d *desk) line(lang, holds string) content.Line {
	d.t.Helper()
	for _, text := range d.sheet(lang).Texts {
		for _, l := range text.Lines {
			if strings.Contains(l.Segment.Text, holds) {
				return l
			}
		}
	}
	d.t.Fatalf("no segment holds %q", holds)
	return content.Line{}
}

// translates writes a translation as ada and has eve review it.
func (d *desk) translates(lang, holds, target string) {
	d.t.Helper()
	l := d.line(lang, holds)
	u, err := content.Translate(ctx, d.db, d.ada, l.Segment.Ref, lang, content.UnitForm{Target: target, Propose: true, Version: l.Unit.Version})
	d.ok(err)
	_, err = content.Review(ctx, d.db, d.eve, l.Segment.Ref, lang, u.Version)
	d.ok(err)
}

func (d *desk) all(lang string, pairs ...string) {
	d.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		d.translates(lang, pairs[i], pairs[i+1])
	}
}

// reads is the page as a visitor reads it.
func (d *desk) reads(lang string) content.Page {
	d.t.Helper()
	p, err := content.FindPage(ctx, d.db, people.User{}, lang, d.page.Kind, d.page.Slug)
	d.ok(err)
	return p
}

// rewrites changes the body as ada.
func (d *desk) rewrites(body string) {
	d.t.Helper()
	p, err := content.FindPage(ctx, d.db, d.ada, "fr", d.page.Kind, d.page.Slug)
	d.ok(err)
	f := p.Form()
	f.Body = body
	d.ok(p.Change(ctx, d.db, d.ada, f))
}

func stale(s content.Sheet) (n int) {
	for _, text := range s.Texts {
		for _, l := range text.Lines {
			if l.Stale {
				n++
			}
		}
	}
	return n
}

func missing(s content.Sheet) (n int) {
	for _, text := range s.Texts {
		for _, l := range text.Lines {
			if l.State() == content.Missing {
				n++
			}
		}
	}
	return n
}

const twoParagraphs = "Ouvrez la porte du jardin.\n\nEntrez sans frapper chez nous.\n"

func TestAPageIsReadInItsOwnLanguageUntilItsTranslationHasPassed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		if p := d.reads("en"); !p.Foreign() || p.Title.Value != "Premiers pas" || p.Title.Lang != "fr" || p.Indexable() {
			t.Fatalf("%+v", p.Title)
		}
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Ouvrez", "Open the garden door.")
		l := d.line("en", "Entrez")
		u, err := content.Translate(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Come in without knocking.", Propose: true})
		d.ok(err)
		if p := d.reads("en"); !p.Foreign() {
			t.Fatal("a proposed translation is not a reviewed one")
		}
		if _, err := content.Review(ctx, db, d.ada, l.Segment.Ref, "en", u.Version); err == nil {
			t.Fatal("ada reviewed herself")
		}
		_, err = content.Review(ctx, db, d.eve, l.Segment.Ref, "en", u.Version)
		d.ok(err)
		p := d.reads("en")
		if p.Foreign() || p.Body.Value != "Open the garden door.\n\nCome in without knocking.\n" || !p.Indexable() {
			t.Fatalf("%q", p.Body.Value)
		}
		if got := strings.Join(p.Languages, " "); got != "en fr" {
			t.Fatal(got)
		}
	})
}

func TestEditingOneWordMakesOneTranslationStaleAndSwappingNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Ouvrez", "Open the garden door.", "Entrez", "Come in without knocking.")
		d.rewrites("Entrez sans frapper chez nous.\n\nOuvrez la porte du jardin.\n")
		if s := d.sheet("en"); stale(s) != 0 || missing(s) != 0 {
			t.Fatal("swapping lost something")
		}
		if p := d.reads("en"); p.Body.Value != "Come in without knocking.\n\nOpen the garden door.\n" {
			t.Fatalf("%q", p.Body.Value)
		}
		d.rewrites("Entrez sans frapper chez nous.\n\nOuvrez la porte du grand jardin.\n")
		s := d.sheet("en")
		if stale(s) != 1 || missing(s) != 0 {
			t.Fatal(stale(s), missing(s))
		}
		l := d.line("en", "Ouvrez")
		if l.Weighty || len(l.Changes) == 0 || l.State() != content.Reviewed {
			t.Fatalf("%+v", l)
		}
		if p := d.reads("en"); p.Foreign() || !p.Body.Stale {
			t.Fatal("within its grace a stale translation is shown with a note")
		}
		_, err := content.StillCorrect(ctx, db, d.eve, l.Segment.Ref, "en", l.Unit.Version)
		d.ok(err)
		if stale(d.sheet("en")) != 0 || d.line("en", "Ouvrez").State() != content.Reviewed {
			t.Fatal("still stale")
		}
	})
}

func TestAStaleTranslationIsShownForThirtyDaysOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Ouvrez la porte du jardin.\n"))
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Ouvrez", "Open the garden door.")
		storetest.SetClock(db, storetest.Noon.Add(24*time.Hour))
		d.rewrites("Ouvrez la porte du grand jardin.\n")
		storetest.SetClock(db, storetest.Noon.Add(20*24*time.Hour))
		d.rewrites("Ouvrez la porte du très grand jardin.\n") // another change does not begin the grace anew
		for days, foreign := range map[int]bool{30: false, 32: true} {
			storetest.SetClock(db, storetest.Noon.Add(time.Duration(days)*24*time.Hour))
			if p := d.reads("en"); p.Foreign() != foreign {
				t.Errorf("after %d days: foreign %v", days, p.Foreign())
			}
		}
	})
}

func TestANegationForbidsStillCorrect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Vous pouvez partir quand vous voulez.\n"))
		d.all("en", "Vous", "You can leave whenever you want.")
		d.rewrites("Vous ne pouvez pas partir quand vous voulez.\n")
		l := d.line("en", "Vous")
		if !l.Stale || !l.Weighty {
			t.Fatalf("%+v", l)
		}
		_, err := content.StillCorrect(ctx, db, d.eve, l.Segment.Ref, "en", l.Unit.Version)
		if wrong, ok := store.AsInvalid(err); !ok || wrong["target"].Key != "error.translation_weighty" {
			t.Fatal(err)
		}
	})
}

func TestADeletedBlockComesBackWithItsTranslation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help(twoParagraphs))
		d.all("en", "Ouvrez", "Open the garden door.", "Entrez", "Come in without knocking.")
		d.rewrites("Ouvrez la porte du jardin.\n")
		d.rewrites(twoParagraphs)
		l := d.line("en", "Entrez")
		if l.State() != content.Reviewed || l.Unit.Target != "Come in without knocking." || l.Stale {
			t.Fatalf("%+v", l.Unit)
		}
	})
}

func TestChangingOnlyAnAddressMakesNothingStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Lisez [le guide](https://a.example/) du jardin.\n"))
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Lisez", "Read the garden's ⟦1⟧guide⟦2⟧.")
		d.rewrites("Lisez [le guide](https://b.example/) du jardin.\n")
		if stale(d.sheet("en")) != 0 {
			t.Fatal("stale")
		}
		if p := d.reads("en"); p.Body.Value != "Read the garden's [guide](https://b.example/).\n" {
			t.Fatalf("%q", p.Body.Value)
		}
	})
}

func TestALongPageMayBeMixedFromFourFifthsOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Un.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq.\n"))
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin", "Un.", "One.", "Deux.", "Two.", "Trois.", "Three.")
		if !d.reads("en").Foreign() {
			t.Fatal("shown at three fifths")
		}
		d.all("en", "Quatre.", "Four.")
		p := d.reads("en")
		if p.Foreign() || !p.Body.Mixed() || p.Body.Value != "One.\n\nTwo.\n\nThree.\n\nFour.\n\nCinq.\n" {
			t.Fatalf("%q", p.Body.Value)
		}
	})
}

func TestATextOfItsOwnIsNeverStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := newDesk(t, db, help("Écrivez à [la mairie](https://a.example/).\n"))
		l := d.line("en", "Écrivez")
		if _, err := content.Adapt(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Write to [the council](https://b.example/)."}); err == nil {
			t.Fatal("without a reason")
		}
		_, err := content.Adapt(ctx, db, d.ada, l.Segment.Ref, "en", content.UnitForm{Target: "Write to [the council](https://b.example/).", Reason: "Another country"})
		d.ok(err)
		d.all("en", "Premiers", "First steps", "Par où", "Where to begin")
		d.rewrites("Écrivez vite à [la mairie](https://a.example/).\n")
		if p := d.reads("en"); p.Foreign() || p.Body.Value != "Write to [the council](https://b.example/).\n" || p.Body.Stale || stale(d.sheet("en")) != 0 {
			t.Fatalf("%q", p.Body.Value)
		}
	})
}
