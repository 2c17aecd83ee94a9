package content

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Position    int    `form:"-"`
	Place       string `form:"position"` // the position as it was typed; empty means Position
	DatedOn     string `form:"dated_on"`
	ReviewedOn  string `form:"reviewed_on"`
	EffectiveOn string `form:"effective_on"`
	SourceLang  string `form:"source_lang"` // of a new page
	Version     int    `form:"version"`

	Parts []PartForm `form:"-"` // its cards and rows; nil leaves those it has
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
	if n, ok := f.position(); !ok || n < 0 || n > 100_000 {
		wrong.Add("position", "error.number")
	}
	checkParts(f.Parts, wrong)
	return wrong.Err()
}

func (f PageForm) position() (int, bool) {
	typed := strings.TrimSpace(f.Place)
	if typed == "" {
		return f.Position, true
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil
}

// named gives a page without an address one made of its title.
func (f PageForm) named() PageForm {
	if f.Slug = strings.TrimSpace(f.Slug); f.Slug == "" {
		f.Slug = slugOf(f.Title)
	}
	return f
}

// slugOf makes a slug of a title: "L’été, déjà" becomes "l-ete-deja".
func slugOf(title string) string {
	words := strings.FieldsFunc(Fold(title), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') })
	slug := ""
	for _, word := range words {
		if len(slug)+len(word) > 60 && slug != "" {
			break
		}
		slug = strings.TrimPrefix(slug+"-"+word, "-")
	}
	return slug
}

// Form is the page as its form shows it.
func (p Page) Form() PageForm {
	return PageForm{
		Kind: p.Kind, Slug: p.Slug, Title: p.Title.Value, Summary: p.Summary.Value, Topic: p.Topic.Value, Lead: p.Lead.Value,
		Body: p.Body.Value, Position: p.Position, Place: strconv.Itoa(p.Position), DatedOn: p.DatedOn, ReviewedOn: p.ReviewedOn, EffectiveOn: p.EffectiveOn,
		SourceLang: p.Title.Lang, Version: p.Version, Parts: p.partForms(),
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
	found, err := store.From[Page](tx).Where("kind = ? and slug = ?", f.Kind, f.Slug).Limit(1).Find(ctx)
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
	f = f.named()
	if err := f.Check(); err != nil {
		return err
	}
	p.fill(f)
	p.CreatedAt, p.UpdatedAt = store.Now(tx), store.Now(tx)
	if err := taken(store.InTx(ctx, tx, func(in *gorm.DB) error { return store.From[Page](in).Create(ctx, p) })); err != nil {
		return err
	}
	if err := p.write(ctx, tx, by, f); err != nil {
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
	if f = f.named(); p.AddressFixed() {
		f.Slug = p.Slug
	}
	if err := f.Check(); err != nil {
		return err
	}
	was := p.Slug
	p.fill(f)
	p.UpdatedAt, p.Version = store.Now(tx), f.Version+1
	var changed int
	err := taken(store.InTx(ctx, tx, func(in *gorm.DB) error {
		var err error
		changed, err = store.From[Page](in).Where("id = ? and version = ?", p.ID, f.Version).
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
	if err := p.write(ctx, tx, by, f); err != nil {
		return err
	}
	return p.note(ctx, tx, by, "page_changed")
}

// write files the texts of the page and of its parts.
func (p *Page) write(ctx context.Context, tx *gorm.DB, by people.User, f PageForm) error {
	if err := Write(ctx, tx, by, f.Writings(*p)...); err != nil || f.Parts == nil {
		return err
	}
	return p.SetParts(ctx, tx, by, f.SourceLang, f.Parts)
}

// fixed are the pages that the portal itself leads to.
var fixed = map[Kind][]string{KindPage: {"home", "accessibility", "engagements"}, KindLegal: {"terms", "processor-contract"}}

// AddressFixed reports whether the portal itself leads to the page, so that its address may not change.
func (p Page) AddressFixed() bool { return slices.Contains(fixed[p.Kind], p.Slug) }

func (p *Page) fill(f PageForm) {
	p.Kind, p.Slug, p.DatedOn, p.ReviewedOn, p.EffectiveOn = f.Kind, f.Slug, f.DatedOn, f.ReviewedOn, f.EffectiveOn
	p.Position, _ = f.position() // it was checked
}
