package content

import (
	"context"
	"slices"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Item is one line of the editors' desk: a subject and how complete it is in each language.
type Item struct {
	Subject   Subject
	Kind      Kind   // of a page; empty for everything else
	Slug      string // of a page; the areas below fill in their own
	Public    bool   // whether readers can come to it
	Title     string
	Lang      string // in which it is written
	UpdatedAt time.Time
	In        map[string]Progress
}

// Of is how far the subject has come in a language, also where nobody has begun.
func (i Item) Of(lang string) Progress {
	p := i.In[lang]
	p.Segments = i.In[i.Lang].Segments
	return p
}

// Progress is how far a subject has come in one language.
type Progress struct {
	Segments   int
	Done       int // translations that have passed
	Stale      int
	StaleSince *time.Time // of the oldest
	Shown      bool       // whether readers see it in this language
	Ready      int        // translations that wait for nothing

	waiting map[Wait]int
}

// Percent is the part that has passed, rounded down.
func (p Progress) Percent() int {
	if p.Segments == 0 {
		return 0
	}
	return p.Done * 100 / p.Segments
}

// Waiting counts the segments that wait for something; each waits for one thing at a time.
func (p Progress) Waiting(w Wait) int {
	if w != ForWords {
		return p.waiting[w]
	}
	rest := p.Segments - p.Ready
	for other, n := range p.waiting {
		if other != ForWords {
			rest -= n
		}
	}
	return rest
}

// Begun reports whether anything is there in this language.
func (p Progress) Begun() bool { return p.Ready+len(p.waiting) > 0 }

// DeskFilter narrows the editors' desk.
type DeskFilter struct {
	Query string   `query:"q"`
	Type  string   `query:"kind"` // a kind of page, or another type of subject: service, offer…
	Lang  string   `query:"lang"` // the language that Open is about; empty for all of Langs
	Open  string   `query:"open"` // what waits: one of Waits, "any" of them, or "draft": not published
	After string   `query:"after"`
	Langs []string `query:"-"` // the languages of the house
}

// MaxExported is how many subjects one file holds at most.
const MaxExported = 10000

// Desk returns the subjects that can be translated, the latest first, in three statements.
func Desk(ctx context.Context, db *gorm.DB, u people.User, f DeskFilter) (store.Page[Item], error) {
	items, err := desk(ctx, db, u, f, store.PageSize+1)
	return store.Paged(items.all, store.PageSize, items.key), err
}

// ExportDesk returns all subjects the filter finds, for a file.
func ExportDesk(ctx context.Context, db *gorm.DB, u people.User, f DeskFilter) ([]Item, error) {
	items, err := desk(ctx, db, u, f, MaxExported)
	return items.all, err
}

// HowManyWait counts the subjects of which something waits in one of the languages.
func HowManyWait(ctx context.Context, db *gorm.DB, languages []string) (int64, error) {
	var n int64
	err := DeskFilter{Open: "any", Langs: languages}.where(db.WithContext(ctx).Table("documents")).Count(&n).Error
	return n, err
}

// deskItems are lines of the desk with the ids of the texts they were found by.
type deskItems struct {
	all []Item
	ids map[Subject]uint
}

func (d deskItems) key(i Item) string { return store.Key(d.ids[i.Subject]) }

func desk(ctx context.Context, db *gorm.DB, u people.User, f DeskFilter, most int) (deskItems, error) {
	if !MayTranslate(u) {
		return deskItems{}, store.ErrNotFound
	}
	var heads []deskHead
	if err := f.where(db.WithContext(ctx).Table("documents")).
		Select("documents.*, pages.kind as page_kind, pages.slug as page_slug, pages.published_at as page_published_at").
		Joins("left join pages on documents.subject_type = 'page' and pages.ref = documents.subject_ref").
		Order("documents.id desc").Limit(most).Scan(&heads).Error; err != nil {
		return deskItems{}, err
	}
	return itemsOf(ctx, db, heads)
}

// deskHead is the text that gives a subject its title, with what its page is.
type deskHead struct {
	Document        `gorm:"embedded"`
	PageKind        Kind
	PageSlug        string
	PagePublishedAt *time.Time
}

// same ties any text to the head of its subject.
const same = "d.subject_type = documents.subject_type and d.subject_ref = documents.subject_ref and d.source <> ''"

func (f DeskFilter) where(q *gorm.DB) *gorm.DB {
	q = q.Where("documents.source <> '' and not exists (select 1 from documents d where " + same +
		" and (d.position < documents.position or d.position = documents.position and d.id < documents.id))")
	switch {
	case f.Type != "" && slices.Contains(Kinds, Kind(f.Type)):
		q = q.Where("pages.kind = ?", f.Type)
	case f.Type != "":
		q = q.Where("documents.subject_type = ?", f.Type)
	}
	if f.Query != "" {
		q = q.Where(`exists (select 1 from documents d join builds b on b.document_id = d.id where `+same+` and b.folded like ? escape '\')`, store.Like(Fold(f.Query)))
	}
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("documents.id < ?", after)
	}
	return f.open(q)
}

// open keeps what waits for something, in one language or in any.
func (f DeskFilter) open(q *gorm.DB) *gorm.DB {
	if f.Open == "draft" {
		return q.Where("pages.id is not null and pages.published_at is null")
	}
	langs := f.Langs
	if f.Lang != "" {
		langs = []string{f.Lang}
	}
	any := q.Session(&gorm.Session{NewDB: true}).Where("1 = 0")
	for _, w := range Waits {
		for _, lang := range langs {
			if string(w) == f.Open || f.Open == "any" {
				any = any.Or("exists (select 1 from documents d join segments s on s.document_id = d.id and s.active left join translation_units u on u.segment_id = s.id and u.lang = ? where "+
					same+" and d.source_lang <> ? and "+w.waiting()+")", lang, lang)
			}
		}
	}
	if f.Open == "" {
		return q
	}
	return q.Where(any)
}

// itemsOf sums the builds and the translations of the subjects, language by language.
func itemsOf(ctx context.Context, db *gorm.DB, heads []deskHead) (deskItems, error) {
	items := deskItems{ids: map[Subject]uint{}}
	if len(heads) == 0 {
		return items, nil
	}
	var refs []string
	for _, d := range heads {
		refs = append(refs, d.SubjectRef)
	}
	var rows []deskRow
	err := db.WithContext(ctx).Raw(`select d.subject_type, d.subject_ref, d.source_lang, b.lang, b.segments, b.done, b.stale, b.stale_since, b.shown_until, b.whole
		from documents d join builds b on b.document_id = d.id where d.subject_ref in ? and d.source <> ''`, refs).Scan(&rows).Error
	if err != nil {
		return items, err
	}
	sums := sum(rows, store.Now(db))
	if err := sums.count(ctx, db, refs); err != nil {
		return items, err
	}
	for _, d := range heads {
		s := Subject{d.SubjectType, d.SubjectRef}
		items.ids[s] = d.ID
		items.all = append(items.all, Item{
			Subject: s, Kind: d.PageKind, Slug: d.PageSlug, Public: d.PageKind == "" || d.PagePublishedAt != nil,
			Title: d.Source, Lang: d.SourceLang, UpdatedAt: d.UpdatedAt, In: sums[s],
		})
	}
	return items, nil
}
