package content

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/content/markdown"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Document is one text in the language it was written in, with its row version and the number of its newest revision.
type Document struct {
	ID           uint
	Ref          string
	SubjectType  string
	SubjectRef   string
	ResourceType string
	ResourceID   uint
	Field        string
	Position     int
	Class        Class
	Format       Format
	MaxLength    int
	SourceLang   string
	Source       string
	Revision     int
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Revision is a text as it was once saved; revisions are only ever added.
type Revision struct {
	ID         uint
	DocumentID uint
	Number     int
	Source     string
	AuthorID   *uint
	CreatedAt  time.Time
}

// SourceForm is what an editor types to change a text.
type SourceForm struct {
	Text    string `form:"text"`
	Version int    `form:"version"`
}

// FindDocument returns a text with that ref if u may edit or translate, else store.ErrNotFound.
func FindDocument(ctx context.Context, db *gorm.DB, u people.User, ref string) (Document, error) {
	if !MayTranslate(u) {
		return Document{}, store.ErrNotFound
	}
	return store.From[Document](db).Where("ref = ?", ref).Take(ctx)
}

// RevisionsOf returns the last 50 revisions of a text, newest first.
func (d Document) RevisionsOf(ctx context.Context, db *gorm.DB) ([]Revision, error) {
	return store.From[Revision](db).Where("document_id = ?", d.ID).Order("number desc").Limit(50).Find(ctx)
}

// Writing is what a field is to say.
type Writing struct {
	Field Field
	Text  string
}

// Write makes or changes texts inside the transaction of their resource, which has checked who writes and that nobody else did meanwhile.
// A text that is empty and was never written makes no document. What is wrong comes back under the names of the fields.
func Write(ctx context.Context, tx *gorm.DB, by people.User, writings ...Writing) error {
	known, err := knownDocuments(ctx, tx, writings)
	if err != nil {
		return err
	}
	wrong := store.Invalid{}
	for _, w := range writings {
		err := write(ctx, tx, by, known[place{w.Field.Type, w.Field.ID, w.Field.Name}], w.Field, tidy(w.Field.Format, w.Text))
		if bad, ok := store.AsInvalid(err); ok {
			wrong[w.Field.Name] = bad["text"]
		} else if err != nil {
			return err
		}
	}
	return wrong.Err()
}

func knownDocuments(ctx context.Context, tx *gorm.DB, writings []Writing) (map[place]Document, error) {
	known := map[place]Document{}
	if len(writings) == 0 {
		return known, nil
	}
	s := writings[0].Field.Subject
	found, err := store.From[Document](tx).Where("subject_type = ? and subject_ref = ?", s.Type, s.Ref).Find(ctx)
	for _, d := range found {
		known[place{d.ResourceType, d.ResourceID, d.Field}] = d
	}
	return known, err
}

func write(ctx context.Context, tx *gorm.DB, by people.User, d Document, f Field, text string) error {
	switch {
	case d.ID != 0:
		return d.change(ctx, tx, by, f, text)
	case text == "":
		return nil
	}
	now := store.Now(tx)
	d = Document{
		Ref: store.NewRef(), SubjectType: f.Subject.Type, SubjectRef: f.Subject.Ref, ResourceType: f.Type, ResourceID: f.ID,
		Field: f.Name, Position: f.Position, Class: f.Class, Format: f.Format, MaxLength: f.maxLength(), SourceLang: f.SourceLang,
		CreatedAt: now, UpdatedAt: now,
	}
	if err := d.Check("text", text); err != nil {
		return err
	}
	if err := store.From[Document](tx).Create(ctx, &d); err != nil {
		return err
	}
	return d.save(ctx, tx, by, text)
}

// change saves a text that is another one than before. The portal itself, importing, leaves alone what a person has changed.
func (d *Document) change(ctx context.Context, tx *gorm.DB, by people.User, f Field, text string) error {
	if d.Position != f.Position {
		d.Position = f.Position
		if _, err := store.From[Document](tx).Where("id = ?", d.ID).Update(ctx, "position", f.Position); err != nil {
			return err
		}
	}
	if d.Source == text {
		return nil
	}
	if by.ID == 0 {
		newest, err := store.From[Revision](tx).Where("document_id = ?", d.ID).Order("number desc").Take(ctx)
		if err != nil || newest.AuthorID != nil {
			return err
		}
	}
	return d.save(ctx, tx, by, text)
}

// Check says what is wrong with a source text: too long, or not text at all.
func (d Document) Check(field, text string) error {
	wrong := store.Invalid{}
	if n := d.MaxLength; utf8.RuneCountInString(text) > n {
		wrong.Add(field, "error.too_long", "Max", n)
	} else if _, err := markdown.Cut([]byte(text)); err != nil {
		wrong.Add(field, "error.invalid")
	}
	return wrong.Err()
}

// SaveSource changes a text: cuts it anew, keeps every translation with the segment it belongs to, and keeps the old revision.
// It is store.ErrConflict when somebody else changed the text since the form was drawn.
func (d *Document) SaveSource(ctx context.Context, db *gorm.DB, by people.User, form SourceForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	text := tidy(d.Format, form.Text)
	wrong := store.Invalid{}
	if strings.TrimSpace(text) == "" {
		wrong.Add("text", "error.required")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Document](tx).Where("id = ?", d.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.Version != form.Version {
			return store.ErrConflict
		}
		*d = fresh
		return d.save(ctx, tx, by, text)
	})
}

// save writes the text, its revision, its segments and what readers see.
func (d *Document) save(ctx context.Context, tx *gorm.DB, by people.User, text string) error {
	if err := d.Check("text", text); err != nil {
		return err
	}
	before := d.Version
	d.Source, d.UpdatedAt, d.Version, d.Revision = text, store.Now(tx), d.Version+1, d.Revision+1
	changed, err := store.From[Document](tx).Where("id = ? and version = ?", d.ID, before).
		Select("source", "updated_at", "version", "revision").Updates(ctx, *d)
	if err != nil {
		return err
	}
	if changed == 0 {
		return store.ErrConflict
	}
	kept := Revision{DocumentID: d.ID, Number: d.Revision, Source: text, CreatedAt: d.UpdatedAt, AuthorID: idOf(by)}
	if err := store.From[Revision](tx).Create(ctx, &kept); err != nil {
		return err
	}
	if err := d.recut(ctx, tx); err != nil {
		return err
	}
	if err := note(ctx, tx, by, "source_saved", *d, "", nil); err != nil {
		return err
	}
	return d.rebuild(ctx, tx)
}

// Forget removes the texts of a resource that is itself removed: a card, a row.
func Forget(ctx context.Context, tx *gorm.DB, resourceType string, id uint) error {
	const mine = "(select id from documents where resource_type = ? and resource_id = ?)"
	const segments = "(select id from segments where document_id in " + mine + ")"
	for _, statement := range []string{
		"delete from builds where document_id in " + mine, "delete from translation_units where segment_id in " + segments,
		"delete from wordings where segment_id in " + segments, "delete from segments where document_id in " + mine,
		"delete from revisions where document_id in " + mine, "delete from documents where resource_type = ? and resource_id = ?",
	} {
		if err := tx.WithContext(ctx).Exec(statement, resourceType, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// tidy brings line ends and blanks at the edges to one form, so that an unchanged text is seen as unchanged.
func tidy(f Format, text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if f == Plain {
		return strings.Join(strings.Fields(text), " ")
	}
	text = strings.TrimRight(strings.Trim(text, "\n"), " \t\n")
	if text == "" {
		return ""
	}
	return text + "\n"
}

func idOf(u people.User) *uint {
	if u.ID == 0 {
		return nil
	}
	return &u.ID
}
