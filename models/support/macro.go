package support

import (
	"context"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Macro is a ready answer with a text in each language it was written in.
type Macro struct {
	ID        uint
	Ref       string
	Name      string // for the staff
	ServiceID *uint
	Used      int
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time

	Texts []MacroText `gorm:"-"`
}

// MacroText is a ready answer in one language.
type MacroText struct {
	ID        uint
	MacroID   uint
	Lang      string
	Body      string
	UpdatedAt time.Time
}

// In returns the text in a language; where there is none, the oldest text there is, and its language (helpdesk.md MAC1: never silently another).
func (m Macro) In(lang string) (text, textLang string) {
	for _, t := range m.Texts {
		if t.Lang == lang {
			return t.Body, lang
		}
	}
	if len(m.Texts) == 0 {
		return "", ""
	}
	return m.Texts[0].Body, m.Texts[0].Lang
}

// For fills in what the answer leaves open: the name of who asked, the organisation.
func (m Macro) For(t Ticket) (text, textLang string) {
	text, textLang = m.In(t.Lang)
	return strings.NewReplacer("{{name}}", t.Requester.Name, "{{organisation}}", t.Organisation.Name, "{{number}}", t.Number()).Replace(text), textLang
}

// MacroForm edits a ready answer.
type MacroForm struct {
	Name    string `form:"name"`
	Version int    `form:"version"`
	Texts   map[string]string
}

func (f *MacroForm) check() error {
	wrong := store.Invalid{}
	f.Name = oneLine(f.Name)
	needed(wrong, "name", f.Name, maxName)
	some := false
	for lang, text := range f.Texts {
		f.Texts[lang] = tidy(text)
		if len([]rune(f.Texts[lang])) > maxBody {
			wrong.Add("text_"+lang, "error.too_long", "Max", maxBody)
		}
		some = some || f.Texts[lang] != ""
	}
	if !some {
		wrong.Add("name", "error.macro_empty")
	}
	return wrong.Err()
}

// ReadyAnswer returns the text of a ready answer for a ticket, filled in, and its language, in one statement.
func ReadyAnswer(ctx context.Context, db *gorm.DB, u people.User, ref string, t Ticket) (text, textLang string, err error) {
	if !t.TendedBy(u) {
		return "", "", store.ErrNotFound
	}
	rows, err := store.From[MacroText](db).Where("macro_id in (select id from macros where ref = ?)", ref).Order("id").Find(ctx)
	if err == nil && len(rows) == 0 {
		err = store.ErrNotFound
	}
	text, textLang = Macro{Texts: rows}.For(t)
	return text, textLang, err
}

// Form is what the form shows first.
func (m Macro) Form() MacroForm {
	f := MacroForm{Name: m.Name, Version: m.Version, Texts: map[string]string{}}
	for _, t := range m.Texts {
		f.Texts[t.Lang] = t.Body
	}
	return f
}

// Macros returns all ready answers with their texts, by name, in two statements.
func Macros(ctx context.Context, db *gorm.DB, u people.User) ([]Macro, error) {
	if !u.Staff() {
		return nil, store.ErrNotFound
	}
	all, err := store.From[Macro](db).Order("name, id").Limit(500).Find(ctx)
	if err != nil {
		return nil, err
	}
	return all, texts(ctx, db, all)
}

// FindMacro returns the ready answer with that ref, for the staff.
func FindMacro(ctx context.Context, db *gorm.DB, u people.User, ref string) (Macro, error) {
	if !u.Staff() {
		return Macro{}, store.ErrNotFound
	}
	m, err := store.From[Macro](db).Where("ref = ?", ref).Take(ctx)
	if err != nil {
		return m, err
	}
	one := []Macro{m}
	err = texts(ctx, db, one)
	return one[0], err
}

func texts(ctx context.Context, db *gorm.DB, all []Macro) error {
	ids := []uint{0}
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	rows, err := store.From[MacroText](db).Where("macro_id in ?", ids).Order("id").Find(ctx)
	for _, t := range rows {
		for i := range all {
			if all[i].ID == t.MacroID {
				all[i].Texts = append(all[i].Texts, t)
			}
		}
	}
	return err
}

// SaveMacro writes a ready answer: a new one when m is zero. What somebody else saved meanwhile is store.ErrConflict.
func SaveMacro(ctx context.Context, db *gorm.DB, by people.User, m Macro, f MacroForm) (Macro, error) {
	if !Tends(by) {
		return m, store.ErrForbidden
	}
	if err := f.check(); err != nil {
		return m, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, verb := store.Now(tx), "macro_changed"
		if m.ID == 0 {
			verb = "macro_written"
			m = Macro{Ref: store.NewRef(), Name: f.Name, Version: 1, CreatedAt: now, UpdatedAt: now}
			if err := store.From[Macro](tx).Create(ctx, &m); err != nil {
				return err
			}
		} else if err := m.rename(ctx, tx, f); err != nil {
			return err
		}
		if err := m.write(ctx, tx, f.Texts); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "macro", SubjectRef: m.Ref})
	})
	return m, err
}

func (m *Macro) rename(ctx context.Context, tx *gorm.DB, f MacroForm) error {
	n, err := store.From[Macro](tx).Where("id = ? and version = ?", m.ID, f.Version).Select("Name", "Version", "UpdatedAt").
		Updates(ctx, Macro{Name: f.Name, Version: f.Version + 1, UpdatedAt: store.Now(tx)})
	if err == nil && n == 0 {
		err = store.ErrConflict
	}
	return err
}

// write replaces the texts; an emptied one goes.
func (m Macro) write(ctx context.Context, tx *gorm.DB, wanted map[string]string) error {
	for lang, body := range wanted {
		if body == "" {
			if _, err := store.From[MacroText](tx).Where("macro_id = ? and lang = ?", m.ID, lang).Delete(ctx); err != nil {
				return err
			}
			continue
		}
		err := tx.WithContext(ctx).Exec(`insert into macro_texts (macro_id, lang, body, updated_at) values (?, ?, ?, ?)
			on conflict (macro_id, lang) do update set body = excluded.body, updated_at = excluded.updated_at`, m.ID, lang, body, store.Now(tx)).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Remove takes a ready answer away; what was sent with it stays.
func (m Macro) Remove(ctx context.Context, db *gorm.DB, by people.User) error {
	if !Tends(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[MacroText](tx).Where("macro_id = ?", m.ID).Delete(ctx); err != nil {
			return err
		}
		if _, err := store.From[Macro](tx).Where("id = ?", m.ID).Delete(ctx); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "macro_removed", SubjectType: "macro", SubjectRef: m.Ref})
	})
}

func usedMacro(ctx context.Context, tx *gorm.DB, ref string) error {
	return tx.WithContext(ctx).Exec("update macros set used = used + 1 where ref = ?", ref).Error
}

// Excerpt is the beginning of the text on one line.
func (t MacroText) Excerpt() string { return excerpt(t.Body) }
