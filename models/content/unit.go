package content

import (
	"context"
	"regexp"
	"strings"
	"time"

	"chatiere/models/content/markdown"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Unit is the translation of one segment in one language.
type Unit struct {
	ID           uint
	SegmentID    uint
	Lang         string
	Target       string
	State        State
	SourceHash   string // of the wording it was made from: it is stale when the segment says something else
	LiveTarget   string // the last good text, shown until the new one has passed
	LiveState    State
	LiveHash     string
	Note         string // what the reader asked for, or why the text is one of its own
	SelfReviewed bool   // reviewed by its author, because nobody else could
	AuthorID     *uint
	ReviewerID   *uint
	ReviewedAt   *time.Time
	Version      int
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// TableName names the table; the ledger has units too.
func (Unit) TableName() string { return "translation_units" }

// UnitForm is what a translator types.
type UnitForm struct {
	Target     string `form:"target"`
	Propose    bool   `form:"propose"`     // ask for a reader
	Reason     string `form:"reason"`      // why the text is one of its own (Adapt), or what is to be changed (AskChanges)
	SourceHash string `form:"source_hash"` // of the wording that was read while typing; empty means the present one
	Version    int    `form:"version"`     // 0 when nothing was there
}

// Changes reports whether the form holds another text than the unit.
func (f UnitForm) Changes(u Unit) bool { return tidy(Plain, f.Target) != tidy(Plain, u.Target) }

// Stale reports whether the segment has said something else since the translation was made.
func (u Unit) Stale(s Segment) bool {
	return u.ID != 0 && u.State != Adapted && u.State != DoNotTranslate && u.SourceHash != s.Hash
}

// Translate saves the translation of a segment. A draft may still be wrong; what is proposed for reading may not.
// What was reviewed stays in front of readers until the new text has passed. When the source changed while one was typing,
// the text is kept as a draft of the wording it was made from: it is stale at once, and the sheet shows what changed.
func Translate(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, form UnitForm) (Unit, error) {
	return onUnit(ctx, db, by, segmentRef, lang, form.Version, func(w *work) error {
		w.unit.Target = w.typed(form.Target)
		if w.unit.Target == "" {
			return store.Invalid{"target": {Key: "error.required"}}
		}
		read, err := w.read(ctx, form.SourceHash)
		if err != nil {
			return err
		}
		next := Draft
		if form.Propose && read == w.segment.Hash {
			next = InReview
			if err := w.mustPass(); err != nil {
				return err
			}
		}
		w.replace(by, next)
		w.unit.SourceHash = read
		return w.keep(ctx, by, "segment_translated", "")
	})
}

// Adapt saves a text of its own, on purpose not a translation: it is never called stale.
func Adapt(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, form UnitForm) (Unit, error) {
	return onUnit(ctx, db, by, segmentRef, lang, form.Version, func(w *work) error {
		w.unit.Target, w.unit.Note = w.typed(form.Target), strings.TrimSpace(form.Reason)
		wrong := store.Invalid{}
		if w.unit.Target == "" {
			wrong.Add("target", "error.required")
		}
		if w.unit.Note == "" {
			wrong.Add("reason", "error.required")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := w.mustFit(); err != nil {
			return err
		}
		w.replace(by, Adapted)
		return w.keep(ctx, by, "segment_adapted", w.unit.Note)
	})
}

var typedHole = regexp.MustCompile(`\[(\d{1,3})\]`)

// typed is a translation as it is kept: on one line, with the spaces of its language, and with the holes of its segment also where they were typed as [1].
func (w *work) typed(target string) string {
	target = typedHole.ReplaceAllStringFunc(target, func(mark string) string {
		hole := "⟦" + strings.Trim(mark, "[]") + "⟧"
		if strings.Contains(w.segment.Text, hole) && !strings.Contains(w.segment.Text, mark) {
			return hole
		}
		return mark
	})
	blocks, _ := w.document.blocks() // it was cut when it was saved
	x := w.document.checkContext(blocks, w.segment.Position, w.unit.Lang)
	return markdown.Fix("fr_spacing", w.segment.Text, tidy(Plain, target), x)
}

// read is the wording that a translator read, if the segment ever said it.
func (w *work) read(ctx context.Context, hash string) (string, error) {
	if hash == "" || hash == w.segment.Hash {
		return w.segment.Hash, nil
	}
	old, err := wordingOf(ctx, w.tx, w.segment.ID, hash)
	if err == nil && old == "" {
		err = store.ErrConflict
	}
	return hash, err
}

// work is one act on one unit, inside its transaction.
type work struct {
	tx       *gorm.DB
	document Document
	segment  Segment
	unit     Unit // as it will be
	before   Unit // as it was; zero when nothing was there
}

// onUnit finds a unit, lets act change it, and shows readers the result. It is store.ErrConflict when the unit is not the version that was drawn.
func onUnit(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, version int, act func(*work) error) (Unit, error) {
	var w work
	if !MayTranslate(by) {
		return w.unit, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if w, err = begin(ctx, tx, segmentRef, lang); err != nil {
			return err
		}
		if w.before.Version != version {
			return store.ErrConflict
		}
		if err := act(&w); err != nil {
			return err
		}
		return w.document.rebuild(ctx, tx)
	})
	return w.unit, err
}

// begin loads a segment with its text and its unit; the text's row is locked, so that two builds of it never cross.
func begin(ctx context.Context, tx *gorm.DB, segmentRef, lang string) (work, error) {
	w := work{tx: tx}
	var err error
	if w.segment, err = store.From[Segment](tx).Where("ref = ? and active", segmentRef).Take(ctx); err != nil {
		return w, err
	}
	lock := clause.Locking{Strength: "UPDATE"}
	if w.document, err = store.From[Document](tx, lock).Where("id = ?", w.segment.DocumentID).Take(ctx); err != nil {
		return w, err
	}
	if lang == w.document.SourceLang || lang == "" {
		return w, store.ErrNotFound
	}
	found, err := store.From[Unit](tx).Where("segment_id = ? and lang = ?", w.segment.ID, lang).Limit(1).Find(ctx)
	if err != nil {
		return w, err
	}
	w.unit = Unit{SegmentID: w.segment.ID, Lang: lang, CreatedAt: store.Now(tx)}
	if len(found) == 1 {
		w.unit, w.before = found[0], found[0]
	}
	return w, nil
}

// replace gives the unit a new text by somebody, made from what the segment says now; the last good text is put aside.
func (w *work) replace(by people.User, next State) {
	passes := PolicyOf(w.document.Class).Passes
	if passes(w.before.State) && !passes(next) {
		w.unit.LiveTarget, w.unit.LiveState, w.unit.LiveHash = w.before.Target, w.before.State, w.before.SourceHash
	}
	w.unit.State, w.unit.SourceHash, w.unit.AuthorID = next, w.segment.Hash, idOf(by)
	w.unit.ReviewerID, w.unit.ReviewedAt, w.unit.SelfReviewed = nil, nil, false
	if next != Adapted {
		w.unit.Note = ""
	}
}

// keep writes the unit and notes the act.
func (w *work) keep(ctx context.Context, by people.User, verb, reason string) error {
	if PolicyOf(w.document.Class).Passes(w.unit.State) {
		w.unit.LiveTarget, w.unit.LiveState, w.unit.LiveHash = "", "", ""
	}
	w.unit.Version, w.unit.UpdatedAt = w.before.Version+1, store.Now(w.tx)
	if err := w.tx.WithContext(ctx).Save(&w.unit).Error; err != nil {
		return err
	}
	return note(ctx, w.tx, by, verb, w.document, reason, map[string]any{"segment": w.segment.Ref, "lang": w.unit.Lang})
}
