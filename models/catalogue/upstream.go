package catalogue

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Upstream is the libre project behind a service.
type Upstream struct {
	ID         uint
	Ref        string
	Slug       string
	Name       string // a proper name, the same in every language
	Licence    string // SPDX identifier of what we run
	LicenceURL string `gorm:"column:licence_url"`
	SourceURL  string `gorm:"column:source_url"`
	SiteURL    string `gorm:"column:site_url"`
	FundingURL string `gorm:"column:funding_url"` // where one can give; empty when the project names no place
	CheckedOn  string // when these facts were last read at their source, YYYY-MM-DD
	Version    int
	CreatedAt  time.Time
	UpdatedAt  time.Time

	LicenceNote content.Text `gorm:"-"` // what the identifier does not say
	FundingNote content.Text `gorm:"-"`
}

// UpstreamForm is what an operator types for an upstream.
type UpstreamForm struct {
	Slug        string `form:"slug"`
	Name        string `form:"name"`
	Licence     string `form:"licence"`
	LicenceURL  string `form:"licence_url"`
	SourceURL   string `form:"source_url"`
	SiteURL     string `form:"site_url"`
	FundingURL  string `form:"funding_url"`
	CheckedOn   string `form:"checked_on"`
	LicenceNote string `form:"licence_note"`
	FundingNote string `form:"funding_note"`
	SourceLang  string `form:"source_lang"`
	Version     int    `form:"version"`
}

// Check says what is wrong with the form.
func (f UpstreamForm) Check() error {
	wrong := store.Invalid{}
	checkSlug(wrong, f.Slug, f.Name)
	if f.Name = strings.TrimSpace(f.Name); f.Name == "" {
		wrong.Add("name", "error.required")
	} else if utf8.RuneCountInString(f.Name) > 120 {
		wrong.Add("name", "error.too_long", "Max", 120)
	}
	checkLicence(wrong, f.Licence)
	checkAddress(wrong, "source_url", f.SourceURL, true)
	checkAddress(wrong, "site_url", f.SiteURL, true)
	checkAddress(wrong, "licence_url", f.LicenceURL, false)
	checkAddress(wrong, "funding_url", f.FundingURL, false)
	checkDate(wrong, "checked_on", f.CheckedOn)
	checkSourceLang(wrong, f.SourceLang)
	return wrong.Err()
}

// checkSlug asks for a slug that may stand in an address; "new" is the address of the empty form, and "organization" that of the
// collective's own file among those of CHATONS. Where there is not even a name, the name is asked for first.
func checkSlug(wrong store.Invalid, slug, name string) {
	switch {
	case slug == "" && strings.TrimSpace(name) == "":
	case !content.Slug(slug):
		wrong.Add("slug", "error.slug")
	case slug == "new", slug == "organization":
		wrong.Add("slug", "error.taken")
	}
}

func checkAddress(wrong store.Invalid, name, address string, required bool) {
	if address == "" && !required {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(address) > 500 {
		wrong.Add(name, "error.address")
	}
}

func checkDate(wrong store.Invalid, name, date string) {
	if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
		wrong.Add(name, "error.date")
	}
}

// checkSourceLang asks in which language the texts are written: a text without it could not be shown.
func checkSourceLang(wrong store.Invalid, code string) {
	if !languageForm.MatchString(code) {
		wrong.Add("source_lang", "error.choose")
	}
}

// taken says that a slug is in use when the database says so.
func taken(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return store.Invalid{"slug": {Key: "error.taken"}}
	}
	return err
}

// Form is the upstream as its form shows it.
func (u Upstream) Form() UpstreamForm {
	f := UpstreamForm{
		u.Slug, u.Name, u.Licence, u.LicenceURL, u.SourceURL, u.SiteURL, u.FundingURL, u.CheckedOn,
		u.LicenceNote.Value, u.FundingNote.Value, u.LicenceNote.Lang, u.Version,
	}
	if f.SourceLang == "" {
		f.SourceLang = u.FundingNote.Lang // empty when it has no text yet
	}
	return f
}

// FindUpstream returns the upstream that has or had that slug, with its notes.
func FindUpstream(ctx context.Context, db *gorm.DB, lang, slug string) (Upstream, error) {
	u, err := store.From[Upstream](db).Where("slug = ?", slug).Take(ctx)
	if err == store.ErrNotFound {
		u, err = store.From[Upstream](db).Where("id = (select resource_id from former_slugs where resource_type = ? and slug = ?)", typeUpstream, slug).Take(ctx)
	}
	if err != nil {
		return u, err
	}
	texts, err := content.TextsOf(ctx, db, lang, typeUpstream, []uint{u.ID})
	u.say(texts)
	return u, err
}

func (u *Upstream) say(t content.Texts) {
	u.LicenceNote, u.FundingNote = t.Of(typeUpstream, u.ID, "licence_note"), t.Of(typeUpstream, u.ID, "funding_note")
}

// Upstreams returns all upstreams by name.
func Upstreams(ctx context.Context, db *gorm.DB) ([]Upstream, error) {
	return store.From[Upstream](db).Order("name, id").Limit(1000).Find(ctx)
}

// NewUpstream adds an upstream.
func NewUpstream(ctx context.Context, db *gorm.DB, by people.User, f UpstreamForm) (Upstream, error) {
	u := Upstream{Ref: store.NewRef()}
	if !MayEdit(by) {
		return u, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return u.save(ctx, tx, by, f) })
	return u, err
}

// Change saves what an operator typed; store.ErrConflict when somebody else saved meanwhile.
func (u *Upstream) Change(ctx context.Context, db *gorm.DB, by people.User, f UpstreamForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return u.save(ctx, tx, by, f) })
}

// ImportUpstream makes or changes an upstream for an importer, inside its transaction.
func ImportUpstream(ctx context.Context, tx *gorm.DB, f UpstreamForm) (Upstream, error) {
	found, err := store.From[Upstream](tx).Where("slug = ?", f.Slug).Limit(1).Find(ctx)
	if err != nil {
		return Upstream{}, err
	}
	u := Upstream{Ref: store.NewRef()}
	if len(found) == 1 {
		u = found[0]
		f.Version = u.Version
	}
	err = u.save(ctx, tx, people.User{}, f)
	return u, err
}

func (u *Upstream) save(ctx context.Context, tx *gorm.DB, by people.User, f UpstreamForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	was := u.Slug
	u.Slug, u.Name, u.Licence, u.LicenceURL = f.Slug, strings.TrimSpace(f.Name), f.Licence, f.LicenceURL
	u.SourceURL, u.SiteURL, u.FundingURL, u.CheckedOn = f.SourceURL, f.SiteURL, f.FundingURL, f.CheckedOn
	u.UpdatedAt, u.Version = store.Now(tx), f.Version+1
	if err := keep(ctx, tx, u, u.ID, f.Version, &u.CreatedAt); err != nil {
		return err
	}
	if was != "" && was != u.Slug {
		if err := content.Moved(ctx, tx, typeUpstream, u.ID, was, u.Slug); err != nil {
			return err
		}
	}
	if err := content.Write(ctx, tx, by, f.Writings(*u)...); err != nil {
		return err
	}
	return note(ctx, tx, by, "upstream_saved", typeUpstream, u.Ref, u.Slug)
}

// Writings are the words of the form, as they are filed for the upstream. An importer uses them for the other languages too.
func (f UpstreamForm) Writings(u Upstream) []content.Writing {
	return []content.Writing{
		field(typeUpstream, u.Ref, u.ID, "licence_note", 0, content.Plain, 400, f.SourceLang, f.LicenceNote),
		field(typeUpstream, u.Ref, u.ID, "funding_note", 1, content.Plain, 400, f.SourceLang, f.FundingNote),
	}
}

// keep inserts a new row, or updates the version that was drawn; the slug may be taken, the version overtaken. Columns named in without are left as they are.
func keep[T any](ctx context.Context, tx *gorm.DB, row *T, id uint, version int, createdAt *time.Time, without ...string) error {
	changed := int64(1)
	err := taken(store.InTx(ctx, tx, func(in *gorm.DB) error {
		if id == 0 {
			*createdAt = store.Now(in)
			return in.WithContext(ctx).Omit(without...).Create(row).Error
		}
		kept := append([]string{"id", "ref", "created_at", "published_at"}, without...)
		done := in.WithContext(ctx).Where("id = ? and version = ?", id, version).Select("*").Omit(kept...).Updates(row)
		changed = done.RowsAffected
		return done.Error
	}))
	if err == nil && changed == 0 {
		return store.ErrConflict
	}
	return err
}

func note(ctx context.Context, tx *gorm.DB, by people.User, verb, kind, ref, slug string) error {
	return noteWhy(ctx, tx, by, verb, kind, ref, slug, "")
}
