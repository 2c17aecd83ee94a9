package content

import (
	"context"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// typePromise and typeProcessor are what the words of charter promises and processors are filed under.
const (
	typePromise   = "charter_promise"
	typeProcessor = "processor"
)

// Promise is a line of the charter with its words.
type Promise struct {
	collective.CharterPromise
	Words Text // what is promised
	Note  Text // how it is kept, or why not yet; may be empty
}

// PromiseForm is what an editor types for a line of the charter.
type PromiseForm struct {
	Number     int
	Part       collective.Part
	Status     collective.Kept
	Proof      string
	CheckedOn  string
	Words      string
	Note       string
	SourceLang string
}

// Charter returns the charter in its order, in two statements.
func Charter(ctx context.Context, db *gorm.DB, lang string) ([]Promise, error) {
	rows, err := store.From[collective.CharterPromise](db).Order("number").Find(ctx)
	if err != nil {
		return nil, err
	}
	all, ids := make([]Promise, len(rows)), make([]uint, len(rows))
	for i, r := range rows {
		all[i].CharterPromise, ids[i] = r, r.ID
	}
	texts, err := TextsOf(ctx, db, lang, typePromise, ids)
	for i, id := range ids {
		all[i].Words, all[i].Note = texts.Of(typePromise, id, "words"), texts.Of(typePromise, id, "note")
	}
	return all, err
}

// Writings are the words of the form, as they are filed for a line of the charter.
func (f PromiseForm) Writings(p collective.CharterPromise) []Writing {
	field := func(name string, position int, text string) Writing {
		return Writing{Field{
			Subject: Subject{typePromise, p.Ref}, Type: typePromise, ID: p.ID, Name: name, Position: position,
			Class: Reference, Format: Plain, MaxLength: 400, SourceLang: f.SourceLang,
		}, text}
	}
	return []Writing{field("words", 0, f.Words), field("note", 1, f.Note)}
}

// ImportPromise makes or changes a line of the charter for an importer, inside its transaction.
func ImportPromise(ctx context.Context, tx *gorm.DB, f PromiseForm) (collective.CharterPromise, error) {
	found, err := store.From[collective.CharterPromise](tx).Where("number = ?", f.Number).Limit(1).Find(ctx)
	if err != nil {
		return collective.CharterPromise{}, err
	}
	p := collective.CharterPromise{Ref: store.NewRef(), Number: f.Number, CreatedAt: store.Now(tx)}
	if len(found) == 1 {
		p = found[0]
	}
	p.Part, p.Status, p.Proof, p.CheckedOn, p.UpdatedAt, p.Version = f.Part, f.Status, f.Proof, f.CheckedOn, store.Now(tx), p.Version+1
	if err := tx.WithContext(ctx).Save(&p).Error; err != nil {
		return p, err
	}
	return p, Write(ctx, tx, people.User{}, f.Writings(p)...)
}

// Processor is a body to which personal data are entrusted, with what it does.
type Processor struct {
	collective.Processor
	Task Text
}

// ProcessorForm is what an editor types for a processor.
type ProcessorForm struct {
	Name       string
	Country    string
	SinceOn    string
	Task       string
	SourceLang string
}

// Processors returns the present processors by name, in two statements.
func Processors(ctx context.Context, db *gorm.DB, lang string) ([]Processor, error) {
	rows, err := store.From[collective.Processor](db).Where("until_on = ''").Order("name").Find(ctx)
	if err != nil {
		return nil, err
	}
	all, ids := make([]Processor, len(rows)), make([]uint, len(rows))
	for i, r := range rows {
		all[i].Processor, ids[i] = r, r.ID
	}
	texts, err := TextsOf(ctx, db, lang, typeProcessor, ids)
	for i, id := range ids {
		all[i].Task = texts.Of(typeProcessor, id, "task")
	}
	return all, err
}

// Writings are the words of the form, as they are filed for a processor.
func (f ProcessorForm) Writings(p collective.Processor) []Writing {
	return []Writing{{Field{
		Subject: Subject{typeProcessor, p.Ref}, Type: typeProcessor, ID: p.ID, Name: "task",
		Class: Reference, Format: Plain, MaxLength: 300, SourceLang: f.SourceLang,
	}, f.Task}}
}

// ImportProcessor makes or changes a processor for an importer, inside its transaction.
func ImportProcessor(ctx context.Context, tx *gorm.DB, f ProcessorForm) (collective.Processor, error) {
	found, err := store.From[collective.Processor](tx).Where("name = ?", f.Name).Limit(1).Find(ctx)
	if err != nil {
		return collective.Processor{}, err
	}
	p := collective.Processor{Ref: store.NewRef(), Name: f.Name, CreatedAt: store.Now(tx)}
	if len(found) == 1 {
		p = found[0]
	}
	p.Country, p.SinceOn, p.UpdatedAt, p.Version = f.Country, f.SinceOn, store.Now(tx), p.Version+1
	if err := tx.WithContext(ctx).Save(&p).Error; err != nil {
		return p, err
	}
	return p, Write(ctx, tx, people.User{}, f.Writings(p)...)
}
