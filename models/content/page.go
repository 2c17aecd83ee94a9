package content

import (
	"context"
	"slices"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Kind is what sort of page it is; it decides where the page stands and what its translations must have passed.
type Kind string

// The kinds of pages.
const (
	KindPage  Kind = "page" // about, engagements, accessibility; home is the page with the slug "home"
	KindHelp  Kind = "help"
	KindNews  Kind = "news"
	KindLegal Kind = "legal"
	KindGuide Kind = "guide" // "we leave Google": today → here → what you lose
)

// Kinds are all kinds of pages.
var Kinds = []Kind{KindPage, KindGuide, KindHelp, KindNews, KindLegal}

// Class is what translations of such a page must have passed.
func (k Kind) Class() Class {
	switch k {
	case KindLegal:
		return Legal
	case KindNews:
		return News
	}
	return Reference
}

// Page is something to read at an address of its own, the same in every language but for the language.
type Page struct {
	ID          uint
	Ref         string
	Kind        Kind
	Slug        string
	Position    int
	DatedOn     string // of news, YYYY-MM-DD
	ReviewedOn  string // when somebody last read it against the site
	EffectiveOn string // of legal texts: valid from
	PublishedAt *time.Time
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time

	// What follows is loaded in the reader's language.
	Title     Text     `gorm:"-"`
	Summary   Text     `gorm:"-"`
	Topic     Text     `gorm:"-"` // the heading it stands under
	Lead      Text     `gorm:"-"` // the sentence under the title of the first page
	Body      Text     `gorm:"-"`
	Cards     []Part   `gorm:"-"`
	Rows      []Part   `gorm:"-"`
	Languages []string `gorm:"-"` // in which the whole page is shown
}

// typePage and typePart are what the texts of pages are filed under.
const (
	typePage = "page"
	typePart = "part"
)

// Subject is what the editors' desk knows the page as.
func (p Page) Subject() Subject { return Subject{typePage, p.Ref} }

// Public reports whether everybody may read the page.
func (p Page) Public() bool { return p.PublishedAt != nil }

// Foreign reports whether the reader sees the page in another language than theirs, because it is not ready in theirs.
func (p Page) Foreign() bool { return p.Title.Foreign() }

// Indexable reports whether search engines may list the page as it is shown: in the reader's language, and read by a person.
func (p Page) Indexable() bool {
	return p.Public() && !p.Foreign() && p.Body.State.Rank() >= Reviewed.Rank()
}

// FindPage returns a page as u reads it in lang, in three statements. Those who edit also see what is not published.
// When the page is not ready in lang, all of it comes in the language it was written in (Page.Foreign).
// A page that has another slug now comes with that one: the caller redirects.
func FindPage(ctx context.Context, db *gorm.DB, u people.User, lang string, kind Kind, slug string) (Page, error) {
	p, err := publicTo(u, db).Where("kind = ? and slug = ?", kind, slug).Take(ctx)
	if err == store.ErrNotFound {
		p, err = publicTo(u, db).Where("kind = ? and id = (select resource_id from former_slugs where resource_type = ? and slug = ?)", kind, "page "+string(kind), slug).Take(ctx)
	}
	if err != nil {
		return p, err
	}
	return p, p.load(ctx, db, lang)
}

// FindPageToEdit returns the page with that ref in the language it was written in, in three statements, if u may edit; else store.ErrNotFound.
func FindPageToEdit(ctx context.Context, db *gorm.DB, u people.User, ref string) (Page, error) {
	if !MayEdit(u) {
		return Page{}, store.ErrNotFound
	}
	p, err := store.From[Page](db).Where("ref = ?", ref).Take(ctx)
	if err != nil {
		return p, err
	}
	return p, p.load(ctx, db, "") // no reader's language: everything as it was written
}

// PageOf returns the page that a subject is, without its texts, and whether it is one; for the staff only. It asks nothing about other subjects.
func PageOf(ctx context.Context, db *gorm.DB, s Subject) (Page, bool, error) {
	if s.Type != typePage {
		return Page{}, false, nil
	}
	p, err := store.From[Page](db).Where("ref = ?", s.Ref).Take(ctx)
	return p, true, err
}

func publicTo(u people.User, db *gorm.DB) store.Rows[Page] {
	if MayEdit(u) {
		return store.From[Page](db).Where("1 = 1")
	}
	return store.From[Page](db).Where("published_at is not null")
}

// load reads the page's parts and texts.
func (p *Page) load(ctx context.Context, db *gorm.DB, lang string) error {
	parts, err := store.From[Part](db).Where("page_id = ?", p.ID).Order("position, id").Find(ctx)
	if err != nil {
		return err
	}
	rows, err := builtWhere(ctx, db, lang, "d.subject_type = ? and d.subject_ref = ?", typePage, p.Ref)
	if err != nil {
		return err
	}
	p.read(rows, parts, lang, store.Now(db))
	return nil
}

// read says the page's words and those of its parts.
func (p *Page) read(rows []row, parts []Part, lang string, now time.Time) {
	p.Languages = languages(rows, now)
	texts := shown(rows, lang, now)
	if !slices.Contains(p.Languages, lang) {
		texts = inSource(rows, lang)
	}
	p.say(texts)
	for _, part := range parts {
		part.say(texts)
		if part.Kind == PartCard {
			p.Cards = append(p.Cards, part)
		} else {
			p.Rows = append(p.Rows, part)
		}
	}
}

func (p *Page) say(t Texts) {
	of := func(field string) Text { return t.Of(typePage, p.ID, field) }
	p.Title, p.Summary, p.Topic, p.Lead, p.Body = of("title"), of("summary"), of("topic"), of("lead"), of("body")
}

// Pages returns the public pages of a kind in their order, with title, summary and topic, in two statements.
func Pages(ctx context.Context, db *gorm.DB, lang string, kind Kind) ([]Page, error) {
	pages, err := store.From[Page](db).Where("kind = ? and published_at is not null", kind).Order("position, id").Limit(500).Find(ctx)
	if err != nil {
		return nil, err
	}
	return pages, titles(ctx, db, lang, pages)
}

// HelpArticles returns the public help articles in their order, or those that hold every word of a query, in two statements.
func HelpArticles(ctx context.Context, db *gorm.DB, lang, query string) ([]Page, error) {
	q := store.From[Page](db).Where("kind = ? and published_at is not null", KindHelp)
	for i, word := range strings.Fields(query) {
		if condition, args := Matching(lang, typePage, "pages.id", word); i < 6 {
			q = q.Where(condition, args...)
		}
	}
	pages, err := q.Order("position, id").Limit(500).Find(ctx)
	if err != nil {
		return nil, err
	}
	return pages, titles(ctx, db, lang, pages)
}

// NewsPage returns public news, newest first, continuing after a key, in two statements.
func NewsPage(ctx context.Context, db *gorm.DB, lang, after string) (store.Page[Page], error) {
	q := store.From[Page](db).Where("kind = ? and published_at is not null", KindNews)
	if date, id, ok := store.FromPair(after); ok {
		q = q.Where("(dated_on < ? or dated_on = ? and id < ?)", date, date, id)
	}
	pages, err := q.Order("dated_on desc, id desc").Limit(store.PageSize + 1).Find(ctx)
	if err != nil {
		return store.Page[Page]{}, err
	}
	page := store.Paged(pages, store.PageSize, func(p Page) string { return store.Pair(p.DatedOn, p.ID) })
	return page, titles(ctx, db, lang, page.Items)
}

// FrontPage returns the page called home, empty until somebody writes it, and the latest news, in three statements.
func FrontPage(ctx context.Context, db *gorm.DB, u people.User, lang string, latest int) (home Page, news []Page, err error) {
	found, err := publicTo(u, db).Where("(kind = ? and slug = ? or id in (select id from pages where kind = ? and published_at is not null order by dated_on desc, id desc limit ?))",
		KindPage, "home", KindNews, latest).Order("dated_on desc, id desc").Find(ctx)
	if err != nil {
		return home, nil, err
	}
	var refs []string
	for _, p := range found {
		if p.Kind == KindPage {
			home = p
		} else {
			news, refs = append(news, p), append(refs, p.Ref)
		}
	}
	parts, err := store.From[Part](db).Where("page_id = ?", home.ID).Order("position, id").Find(ctx)
	if err != nil {
		return home, nil, err
	}
	rows, err := builtWhere(ctx, db, lang, "d.subject_type = ? and (d.subject_ref = ? or d.subject_ref in ? and d.field in ?)", typePage, home.Ref, refs, []string{"title", "summary", "topic"})
	if err != nil {
		return home, nil, err
	}
	texts := shown(rows, lang, store.Now(db))
	for i := range news {
		news[i].say(texts)
	}
	home.read(slices.DeleteFunc(rows, func(r row) bool { return r.SubjectRef != home.Ref }), parts, lang, store.Now(db))
	return home, news, nil
}

// titles reads what lists show of pages.
func titles(ctx context.Context, db *gorm.DB, lang string, pages []Page) error {
	texts, err := TextsOf(ctx, db, lang, typePage, idsOf(pages), "title", "summary", "topic")
	if err != nil {
		return err
	}
	for i := range pages {
		pages[i].say(texts)
	}
	return nil
}

func idsOf(pages []Page) []uint {
	ids := make([]uint, len(pages))
	for i, p := range pages {
		ids[i] = p.ID
	}
	return ids
}
