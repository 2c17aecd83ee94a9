package content

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Item is one line of the editors' desk: a subject and how complete it is in each language.
type Item struct {
	Subject   Subject
	Title     string
	Lang      string // in which it is written
	UpdatedAt time.Time
	In        map[string]Progress
}

// Progress is how far a subject has come in one language.
type Progress struct {
	Segments   int
	Done       int // translations that have passed
	Stale      int
	StaleSince *time.Time // of the oldest
	Shown      bool       // whether readers see it in this language
}

// Percent is the part that has passed, rounded down.
func (p Progress) Percent() int {
	if p.Segments == 0 {
		return 0
	}
	return p.Done * 100 / p.Segments
}

// DeskFilter narrows the editors' desk.
type DeskFilter struct {
	Query string `query:"q"`
	Type  string `query:"type"` // page, service, offer…
	Lang  string `query:"lang"` // the language that Open is about
	Open  string `query:"open"` // "missing" or "stale" in Lang
	After string `query:"after"`
}

// Desk returns the subjects that can be translated, the latest first, in two statements.
func Desk(ctx context.Context, db *gorm.DB, u people.User, f DeskFilter) (store.Page[Item], error) {
	if !MayTranslate(u) {
		return store.Page[Item]{}, store.ErrNotFound
	}
	heads, err := f.where(db).Order("id desc").Limit(store.PageSize + 1).Find(ctx)
	if err != nil {
		return store.Page[Item]{}, err
	}
	page := store.Paged(heads, store.PageSize, func(d Document) string { return store.Key(d.ID) })
	items, err := itemsOf(ctx, db, page.Items)
	return store.Page[Item]{Items: items, Next: page.Next}, err
}

// same ties any text to the head of its subject.
const same = "d.subject_type = documents.subject_type and d.subject_ref = documents.subject_ref"

func (f DeskFilter) where(db *gorm.DB) gorm.ChainInterface[Document] {
	q := gorm.G[Document](db).Where("position = 0")
	if f.Type != "" {
		q = q.Where("subject_type = ?", f.Type)
	}
	if f.Query != "" {
		q = q.Where("exists (select 1 from documents d join builds b on b.document_id = d.id where "+same+` and b.folded like ? escape '\')`, store.Like(Fold(f.Query)))
	}
	const mine = "select 1 from documents d left join builds b on b.document_id = d.id and b.lang = ? where " + same + " and d.source <> ''"
	switch f.Open {
	case "missing":
		q = q.Where("source_lang <> ? and exists ("+mine+" and coalesce(b.done, 0) < coalesce(b.segments, 1))", f.Lang, f.Lang)
	case "stale":
		q = q.Where("exists ("+mine+" and b.stale > 0)", f.Lang)
	}
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("id < ?", after)
	}
	return q
}

// itemsOf sums the builds of the subjects, language by language.
func itemsOf(ctx context.Context, db *gorm.DB, heads []Document) ([]Item, error) {
	if len(heads) == 0 {
		return nil, nil
	}
	var refs []string
	for _, d := range heads {
		refs = append(refs, d.SubjectRef)
	}
	var rows []deskRow
	err := db.WithContext(ctx).Raw(`select d.subject_type, d.subject_ref, d.source_lang, b.lang, b.segments, b.done, b.stale, b.stale_since, b.shown_until, b.whole
		from documents d join builds b on b.document_id = d.id where d.subject_ref in ? and d.source <> ''`, refs).Scan(&rows).Error
	sums := sum(rows, store.Now(db))
	items := make([]Item, len(heads))
	for i, d := range heads {
		s := Subject{d.SubjectType, d.SubjectRef}
		items[i] = Item{Subject: s, Title: d.Source, Lang: d.SourceLang, UpdatedAt: d.UpdatedAt, In: sums[s]}
	}
	return items, err
}

type deskRow struct {
	SubjectType string
	SubjectRef  string
	SourceLang  string
	Lang        string
	Segments    int
	Done        int
	Stale       int
	StaleSince  *time.Time
	ShownUntil  *time.Time
	Whole       bool
}

func sum(rows []deskRow, now time.Time) map[Subject]map[string]Progress {
	total, texts := map[Subject]int{}, map[Subject]int{}
	for _, r := range rows {
		if r.Lang == r.SourceLang {
			total[Subject{r.SubjectType, r.SubjectRef}] += r.Segments
			texts[Subject{r.SubjectType, r.SubjectRef}]++
		}
	}
	sums, ready := map[Subject]map[string]Progress{}, map[Subject]map[string]int{}
	for _, r := range rows {
		s := Subject{r.SubjectType, r.SubjectRef}
		if sums[s] == nil {
			sums[s], ready[s] = map[string]Progress{}, map[string]int{}
		}
		if (Build{Whole: r.Whole, ShownUntil: r.ShownUntil}).Shown(now) {
			ready[s][r.Lang]++
		}
		sums[s][r.Lang] = sums[s][r.Lang].plus(r, total[s], ready[s][r.Lang] == texts[s])
	}
	return sums
}

func (p Progress) plus(r deskRow, total int, shown bool) Progress {
	p.Segments, p.Done, p.Stale, p.Shown = total, p.Done+r.Done, p.Stale+r.Stale, shown
	if r.StaleSince != nil && (p.StaleSince == nil || r.StaleSince.Before(*p.StaleSince)) {
		p.StaleSince = r.StaleSince
	}
	return p
}
