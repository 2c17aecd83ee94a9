package content

import (
	"context"

	"chatiere/models/content/markdown"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sheet is a subject side by side: what it says in its own language, and in another one.
type Sheet struct {
	Subject Subject
	Title   string
	From    string
	To      string
	Texts   []SheetText
}

// SheetText is one text of a sheet.
type SheetText struct {
	Document Document
	Lines    []Line
}

// Line is one segment beside its translation.
type Line struct {
	Segment  Segment
	Unit     Unit // zero when missing
	Wait     Wait // what it waits for
	Holes    []markdown.Hole
	Stale    bool
	Changes  []markdown.Chunk   // from the wording it was translated from to the present one; only when stale
	Weighty  bool               // a number, a negation or a hole changed: "still correct" is not offered
	Findings []markdown.Finding // what the checks say of the translation
}

// State is the state of the line's translation.
func (l Line) State() State {
	if l.Unit.ID == 0 {
		return Missing
	}
	return l.Unit.State
}

// By reports whether a person wrote the line's translation.
func (l Line) By(u people.User) bool { return l.Unit.AuthorID != nil && *l.Unit.AuthorID == u.ID }

// Lines are all lines of the sheet, in order.
func (s Sheet) Lines() []Line {
	var all []Line
	for _, t := range s.Texts {
		all = append(all, t.Lines...)
	}
	return all
}

// Waiting counts the lines that wait for something; those that wait for nothing are ready.
func (s Sheet) Waiting(w Wait) int {
	n := 0
	for _, l := range s.Lines() {
		if l.Wait == w {
			n++
		}
	}
	return n
}

// Class decides what the translations of the sheet must have passed before readers see them.
func (s Sheet) Class() Class {
	if len(s.Texts) == 0 {
		return Reference
	}
	return s.Texts[0].Document.Class
}

// FindSheetOf returns the sheet that a segment is or was part of, in five statements: a segment that the source has no longer is not on it.
func FindSheetOf(ctx context.Context, db *gorm.DB, u people.User, segmentRef, lang string) (Sheet, error) {
	if !MayTranslate(u) {
		return Sheet{}, store.ErrNotFound
	}
	d, err := store.From[Document](db).Where("id = (select document_id from segments where ref = ?)", segmentRef).Take(ctx)
	if err != nil {
		return Sheet{}, err
	}
	return FindSheet(ctx, db, u, Subject{d.SubjectType, d.SubjectRef}, lang)
}

// FindSheet returns a subject beside its translation, in four statements, if u may translate; else store.ErrNotFound.
func FindSheet(ctx context.Context, db *gorm.DB, u people.User, s Subject, lang string) (Sheet, error) {
	sheet := Sheet{Subject: s, To: lang}
	if !MayTranslate(u) {
		return sheet, store.ErrNotFound
	}
	documents, err := store.From[Document](db).Where("subject_type = ? and subject_ref = ? and source <> ''", s.Type, s.Ref).Order("position, id").Find(ctx)
	if err != nil {
		return sheet, err
	}
	if len(documents) == 0 || documents[0].SourceLang == lang {
		return sheet, store.ErrNotFound
	}
	sheet.Title, sheet.From = documents[0].Source, documents[0].SourceLang
	cut, err := segmentsOf(ctx, db, documents)
	if err != nil {
		return sheet, err
	}
	units, wordings, err := translationsOf(ctx, db, documents, lang)
	if err != nil {
		return sheet, err
	}
	for _, d := range documents {
		sheet.Texts = append(sheet.Texts, d.sheet(lang, cut[d.ID], units, wordings))
	}
	return sheet, nil
}

// Find returns the line of a segment, and whether the sheet has it.
func (s Sheet) Find(segmentRef string) (Line, bool) {
	for _, t := range s.Texts {
		for _, l := range t.Lines {
			if l.Segment.Ref == segmentRef {
				return l, true
			}
		}
	}
	return Line{}, false
}

func segmentsOf(ctx context.Context, db *gorm.DB, documents []Document) (map[uint][]Segment, error) {
	ids := make([]uint, len(documents))
	for i, d := range documents {
		ids[i] = d.ID
	}
	found, err := store.From[Segment](db).Where("document_id in ? and active", ids).Order("position").Find(ctx)
	byDocument := map[uint][]Segment{}
	for _, s := range found {
		byDocument[s.DocumentID] = append(byDocument[s.DocumentID], s)
	}
	return byDocument, err
}

// translationsOf loads the units of a language, and the wordings that stale ones were made from.
func translationsOf(ctx context.Context, db *gorm.DB, documents []Document, lang string) (map[uint]Unit, map[string]string, error) {
	ids := make([]uint, len(documents))
	for i, d := range documents {
		ids[i] = d.ID
	}
	mine := gorm.Expr("(select id from segments where document_id in ? and active)", ids)
	units := map[uint]Unit{}
	found, err := store.From[Unit](db).Where("lang = ? and segment_id in ?", lang, mine).Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range found {
		units[u.SegmentID] = u
	}
	old := map[string]string{}
	wordings, err := store.From[Wording](db).Where("segment_id in ?", mine).Order("id").Find(ctx)
	for _, w := range wordings {
		old[wordingKey(w.SegmentID, w.Hash)] = w.Text
	}
	return units, old, err
}

func wordingKey(segmentID uint, hash string) string { return store.Pair(hash, segmentID) }

func (d Document) sheet(lang string, segments []Segment, units map[uint]Unit, wordings map[string]string) SheetText {
	blocks, _ := d.blocks() // it was cut when it was saved
	text := SheetText{Document: d}
	for i, s := range segments {
		l := Line{Segment: s, Unit: units[s.ID]}
		if i < len(blocks) {
			l.Holes = blocks[i].Holes
		}
		if l.Stale = l.Unit.Stale(s); l.Stale {
			old := wordings[wordingKey(s.ID, l.Unit.SourceHash)]
			l.Changes, l.Weighty = markdown.Readable(markdown.Diff(old, s.Text)), !markdown.StillCorrect(d.SourceLang, old, s.Text)
		}
		l.Wait = waitOf(d.Class, l.State(), l.Stale)
		if l.Unit.ID != 0 && l.Unit.State != DoNotTranslate {
			l.Findings = markdown.Check(s.Text, l.Unit.Target, d.checkContext(blocks, i, lang))
		}
		text.Lines = append(text.Lines, l)
	}
	return text
}
