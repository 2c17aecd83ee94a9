package content

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PartKind is what a part of a page is.
type PartKind string

// The kinds of parts.
const (
	PartCard PartKind = "card" // a door to another page: title, text, where it leads
	PartRow  PartKind = "row"  // of a guide: the tool of today, what there is here, what one loses; the link is a service
)

// Part is a card or a row of a page.
type Part struct {
	ID        uint
	Ref       string
	PageID    uint
	Kind      PartKind
	Position  int
	Link      string // of a card: a path without language; of a row: the slug of a service, or empty
	CreatedAt time.Time

	Title Text `gorm:"-"` // of a card
	Words Text `gorm:"-"` // of a card
	Today Text `gorm:"-"` // of a row
	Here  Text `gorm:"-"` // of a row
	Lose  Text `gorm:"-"` // of a row
}

// PartForm is what an editor types for a part, in the language of the page.
type PartForm struct {
	Ref   string   `form:"ref"` // of a part that is there already
	Kind  PartKind `form:"kind"`
	Link  string   `form:"link"`
	Title string   `form:"title"`
	Words string   `form:"words"`
	Today string   `form:"today"`
	Here  string   `form:"here"`
	Lose  string   `form:"lose"`
}

func (p *Part) say(t Texts) {
	of := func(field string) Text { return t.Of(typePart, p.ID, field) }
	p.Title, p.Words, p.Today, p.Here, p.Lose = of("title"), of("words"), of("today"), of("here"), of("lose")
}

// Form is the part as its form shows it.
func (p Part) Form() PartForm {
	return PartForm{p.Ref, p.Kind, p.Link, p.Title.Value, p.Words.Value, p.Today.Value, p.Here.Value, p.Lose.Value}
}

// partForms are the cards and rows as their forms show them.
func (p Page) partForms() []PartForm {
	forms := []PartForm{}
	for _, part := range append(append([]Part{}, p.Rows...), p.Cards...) {
		forms = append(forms, part.Form())
	}
	return forms
}

// PartField names a field of one part of a page's form, by the place of the part.
func PartField(place int, field string) string { return "part." + strconv.Itoa(place) + "." + field }

var partLink = regexp.MustCompile(`^(/|https://|[a-z]+:[a-z0-9-]+$)`)

// checkParts says what is wrong with the parts that are not empty.
func checkParts(parts []PartForm, wrong store.Invalid) {
	for i, f := range parts {
		if f.Empty() {
			continue
		}
		needed := map[string]string{"title": f.Title}
		if f.Kind == PartRow {
			needed = map[string]string{"today": f.Today, "here": f.Here}
		}
		for field, text := range needed {
			if tidy(Plain, text) == "" {
				wrong.Add(PartField(i, field), "error.required")
			}
		}
		if f.Link != "" && (f.Kind == PartRow && !Slug(f.Link) || f.Kind == PartCard && !partLink.MatchString(f.Link)) {
			wrong.Add(PartField(i, "link"), "error.text_link")
		}
	}
}

// Empty reports whether nothing was typed; a row is empty without words, whatever service it names.
func (f PartForm) Empty() bool {
	return tidy(Plain, f.Title+f.Words+f.Today+f.Here+f.Lose) == "" && (f.Kind == PartRow || f.Link == "")
}

// SetParts gives a page its cards and rows, in order: known ones are changed in place (matched by their ref where forms have one,
// else by order within their kind), new ones added, left-over and empty ones removed with their translations.
func (p Page) SetParts(ctx context.Context, tx *gorm.DB, by people.User, sourceLang string, forms []PartForm) error {
	before, err := store.From[Part](tx).Where("page_id = ?", p.ID).Order("position, id").Find(ctx)
	if err != nil {
		return err
	}
	named := slices.ContainsFunc(forms, func(f PartForm) bool { return f.Ref != "" })
	for i, f := range forms {
		if f.Empty() {
			continue
		}
		part := Part{Kind: f.Kind}
		if f.Ref != "" || !named {
			part, before = takePart(before, f)
		}
		err := p.setPart(ctx, tx, by, part, i, sourceLang, f)
		if wrong, ok := store.AsInvalid(err); ok {
			return atPart(i, wrong)
		}
		if err != nil {
			return err
		}
	}
	for _, gone := range before {
		if err := Forget(ctx, tx, typePart, gone.ID); err != nil {
			return err
		}
		if _, err := store.From[Part](tx).Where("id = ?", gone.ID).Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

// TranslateParts files the translated cards and rows of an import, paired by order within their kind.
func (p Page) TranslateParts(ctx context.Context, tx *gorm.DB, lang string, forms []PartForm) error {
	parts, err := store.From[Part](tx).Where("page_id = ?", p.ID).Order("position, id").Find(ctx)
	if err != nil {
		return err
	}
	for _, f := range forms {
		part, rest := takePart(parts, f)
		parts = rest
		if part.ID == 0 {
			return Misfit{Field: string(f.Kind), Lang: lang, Have: f.Title + f.Today}
		}
		if err := ImportTranslations(ctx, tx, lang, f.writings(p, part, lang)...); err != nil {
			return err
		}
	}
	return nil
}

// atPart names what is wrong with a part by its place in the form.
func atPart(place int, wrong store.Invalid) store.Invalid {
	placed := store.Invalid{}
	for field, w := range wrong {
		placed[PartField(place, field)] = w
	}
	return placed
}

// takePart takes the part of a form out of a list: the one with its ref, or for a form without the first of its kind.
func takePart(parts []Part, f PartForm) (Part, []Part) {
	for i, p := range parts {
		if f.Ref == p.Ref || f.Ref == "" && p.Kind == f.Kind {
			return p, append(append([]Part{}, parts[:i]...), parts[i+1:]...)
		}
	}
	return Part{Kind: f.Kind}, parts
}

func (p Page) setPart(ctx context.Context, tx *gorm.DB, by people.User, part Part, position int, lang string, f PartForm) error {
	part.PageID, part.Position, part.Link = p.ID, position, f.Link
	if part.ID == 0 {
		part.Ref, part.CreatedAt = store.NewRef(), store.Now(tx)
		if err := store.From[Part](tx).Create(ctx, &part); err != nil {
			return err
		}
	} else if _, err := store.From[Part](tx).Where("id = ?", part.ID).Select("position", "link").Updates(ctx, part); err != nil {
		return err
	}
	return Write(ctx, tx, by, f.writings(p, part, lang)...)
}

// writings are the texts of the part, as they are filed; they come after those of the page.
func (f PartForm) writings(p Page, part Part, lang string) []Writing {
	var all []Writing
	for i, text := range []string{f.Title, f.Words, f.Today, f.Here, f.Lose} {
		all = append(all, Writing{Field{
			Subject: p.Subject(), Type: typePart, ID: part.ID, Name: partFields[i], Position: 200 + part.Position*5 + i,
			Class: p.Kind.Class(), Format: Plain, MaxLength: 400, SourceLang: lang,
		}, text})
	}
	return all
}

var partFields = []string{"title", "words", "today", "here", "lose"}
