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

// Charter returns the promises in their order, and the present processors by name, in three statements.
func Charter(ctx context.Context, db *gorm.DB, lang string) ([]Promise, []Processor, error) {
	rows, err := store.From[collective.CharterPromise](db).Order("number").Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	bodies, err := presentProcessors(ctx, db)
	if err != nil {
		return nil, nil, err
	}
	promises := make([]Promise, len(rows))
	wanted := Resources{Type: typePromise}
	for i, r := range rows {
		promises[i].CharterPromise = r
		wanted.IDs = append(wanted.IDs, r.ID)
	}
	texts, err := TextsOfAll(ctx, db, lang, wanted, tasksOf(bodies))
	for i, p := range promises {
		promises[i].Words, promises[i].Note = texts.Of(typePromise, p.ID, "words"), texts.Of(typePromise, p.ID, "note")
	}
	return promises, said(bodies, texts), err
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
	rows, err := presentProcessors(ctx, db)
	if err != nil {
		return nil, err
	}
	texts, err := TextsOfAll(ctx, db, lang, tasksOf(rows))
	return said(rows, texts), err
}

func presentProcessors(ctx context.Context, db *gorm.DB) ([]collective.Processor, error) {
	return store.From[collective.Processor](db).Where("until_on = ''").Order("name").Find(ctx)
}

// tasksOf are the texts that processors need.
func tasksOf(rows []collective.Processor) Resources {
	wanted := Resources{Type: typeProcessor}
	for _, r := range rows {
		wanted.IDs = append(wanted.IDs, r.ID)
	}
	return wanted
}

// said are processors with what they do.
func said(rows []collective.Processor, texts Texts) []Processor {
	all := make([]Processor, len(rows))
	for i, r := range rows {
		all[i] = Processor{r, texts.Of(typeProcessor, r.ID, "task")}
	}
	return all
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
