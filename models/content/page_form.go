package content

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PageForm is what an editor types for a page, in the language the page is written in.
type PageForm struct {
	Kind        Kind   `form:"kind"`
	Slug        string `form:"slug"`
	Title       string `form:"title"`
	Summary     string `form:"summary"`
	Topic       string `form:"topic"`
	Lead        string `form:"lead"`
	Body        string `form:"body"`
	Position    int    `form:"position"`
	DatedOn     string `form:"dated_on"`
	ReviewedOn  string `form:"reviewed_on"`
	EffectiveOn string `form:"effective_on"`
	SourceLang  string `form:"source_lang"` // of a new page
	Version     int    `form:"version"`
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// Slug reports whether a word can stand in an address: small letters, digits and dashes, at most 80.
func Slug(s string) bool { return len(s) <= 80 && slugForm.MatchString(s) }

// Check says what is wrong with the form.
func (f PageForm) Check() error {
	wrong := store.Invalid{}
	if !slices.Contains(Kinds, f.Kind) {
		wrong.Add("kind", "error.choose")
	}
	if !Slug(f.Slug) {
		wrong.Add("slug", "error.slug")
	}
	for field, text := range map[string]string{"title": f.Title, "body": f.Body} {
		if tidy(Plain, text) == "" {
			wrong.Add(field, "error.required")
		}
	}
	for field, date := range map[string]string{"dated_on": f.DatedOn, "reviewed_on": f.ReviewedOn, "effective_on": f.EffectiveOn} {
		if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
			wrong.Add(field, "error.date")
		}
	}
	if f.Kind == KindNews && f.DatedOn == "" {
		wrong.Add("dated_on", "error.required")
	}
	if f.Position < 0 || f.Position > 100_000 {
		wrong.Add("position", "error.number")
	}
	return wrong.Err()
}

// Form is the page as its form shows it.
func (p Page) Form() PageForm {
	return PageForm{
		Kind: p.Kind, Slug: p.Slug, Title: p.Title.Value, Summary: p.Summary.Value, Topic: p.Topic.Value, Lead: p.Lead.Value,
		Body: p.Body.Value, Position: p.Position, DatedOn: p.DatedOn, ReviewedOn: p.ReviewedOn, EffectiveOn: p.EffectiveOn,
		SourceLang: p.Title.Lang, Version: p.Version,
	}
}

// Writings are the texts of the form, as they are filed for a page. An importer uses them for the other languages too.
func (f PageForm) Writings(p Page) []Writing {
	field := func(name string, position int, format Format, max int, text string) Writing {
		return Writing{Field{
			Subject: p.Subject(), Type: typePage, ID: p.ID, Name: name, Position: position, Class: f.Kind.Class(),
			Format: format, MaxLength: max, SourceLang: f.SourceLang,
		}, text}
	}
	return []Writing{
		field("title", 0, Plain, 120, f.Title), field("summary", 1, Plain, 400, f.Summary), field("topic", 2, Plain, 80, f.Topic),
		field("lead", 3, Plain, 300, f.Lead), field("body", 100, Markdown, 0, f.Body),
	}
}

// NewPage writes a page that is not published yet.
func NewPage(ctx context.Context, db *gorm.DB, by people.User, f PageForm) (Page, error) {
	p := Page{Ref: store.NewRef(), Version: 1}
	if !MayEdit(by) {
		return p, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return p.create(ctx, tx, by, f) })
	return p, err
}

// ImportPage makes or changes a page for an importer, inside its transaction, and publishes it. What people changed since stays (Write).
func ImportPage(ctx context.Context, tx *gorm.DB, f PageForm) (Page, error) {
	found, err := gorm.G[Page](tx).Where("kind = ? and slug = ?", f.Kind, f.Slug).Limit(1).Find(ctx)
	if err != nil {
		return Page{}, err
	}
	if len(found) == 1 {
		p := found[0]
		f.Version = p.Version
		err := p.change(ctx, tx, people.User{}, f)
		return p, err
	}
	now := store.Now(tx)
	p := Page{Ref: store.NewRef(), Version: 1, PublishedAt: &now}
	err = p.create(ctx, tx, people.User{}, f)
	return p, err
}

func (p *Page) create(ctx context.Context, tx *gorm.DB, by people.User, f PageForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	p.fill(f)
	p.CreatedAt, p.UpdatedAt = store.Now(tx), store.Now(tx)
	if err := taken(store.InTx(ctx, tx, func(in *gorm.DB) error { return gorm.G[Page](in).Create(ctx, p) })); err != nil {
		return err
	}
	if err := Write(ctx, tx, by, f.Writings(*p)...); err != nil {
		return err
	}
	return p.note(ctx, tx, by, "page_written")
}

// Change saves what an editor typed. It is store.ErrConflict when somebody else saved since the form was drawn.
func (p *Page) Change(ctx context.Context, db *gorm.DB, by people.User, f PageForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	f.Kind, f.SourceLang = p.Kind, p.Title.Lang
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return p.change(ctx, tx, by, f) })
}

func (p *Page) change(ctx context.Context, tx *gorm.DB, by people.User, f PageForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	was := p.Slug
	p.fill(f)
	p.UpdatedAt, p.Version = store.Now(tx), f.Version+1
	var changed int
	err := taken(store.InTx(ctx, tx, func(in *gorm.DB) error {
		var err error
		changed, err = gorm.G[Page](in).Where("id = ? and version = ?", p.ID, f.Version).
			Select("slug", "position", "dated_on", "reviewed_on", "effective_on", "updated_at", "version").Updates(ctx, *p)
		return err
	}))
	if err == nil && changed == 0 {
		err = store.ErrConflict
	}
	if err != nil {
		return err
	}
	if err := p.moved(ctx, tx, was); err != nil {
		return err
	}
	if err := Write(ctx, tx, by, f.Writings(*p)...); err != nil {
		return err
	}
	return p.note(ctx, tx, by, "page_changed")
}

func (p *Page) fill(f PageForm) {
	p.Kind, p.Slug, p.Position, p.DatedOn, p.ReviewedOn, p.EffectiveOn = f.Kind, f.Slug, f.Position, f.DatedOn, f.ReviewedOn, f.EffectiveOn
}

// moved remembers the address the page had, so that old links still lead here.
func (p Page) moved(ctx context.Context, tx *gorm.DB, was string) error {
	if was == p.Slug || !p.Public() {
		return nil
	}
	return Moved(ctx, tx, "page "+string(p.Kind), p.ID, was, p.Slug)
}

// Moved remembers a former slug of a resource; a slug that is in use again is no longer a former one.
func Moved(ctx context.Context, tx *gorm.DB, resourceType string, id uint, was, is string) error {
	if err := tx.WithContext(ctx).Exec("delete from former_slugs where resource_type = ? and slug in ?", resourceType, []string{was, is}).Error; err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec("insert into former_slugs (resource_type, slug, resource_id, created_at) values (?, ?, ?, ?)",
		resourceType, was, id, store.Now(tx)).Error
}

// taken says that a slug is in use when the database says so.
func taken(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return store.Invalid{"slug": {Key: "error.taken"}}
	}
	return err
}

// note writes an act on the page in the journal, and that there is something new to read.
func (p Page) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: typePage, SubjectRef: p.Ref, Details: map[string]any{"slug": p.Slug}})
}

// Publish shows the page to everybody.
func (p *Page) Publish(ctx context.Context, db *gorm.DB, by people.User) error {
	now := store.Now(db)
	return p.show(ctx, db, by, &now, "page_published")
}

// Unpublish hides the page again; its texts stay.
func (p *Page) Unpublish(ctx context.Context, db *gorm.DB, by people.User) error {
	return p.show(ctx, db, by, nil, "page_unpublished")
}

func (p *Page) show(ctx context.Context, db *gorm.DB, by people.User, at *time.Time, verb string) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		p.PublishedAt = at
		if _, err := gorm.G[Page](tx).Where("id = ?", p.ID).Update(ctx, "published_at", at); err != nil {
			return err
		}
		return p.note(ctx, tx, by, verb)
	})
}
