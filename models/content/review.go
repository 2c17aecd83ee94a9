package content

import (
	"context"
	"strings"

	"chatiere/models/content/markdown"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Review notes that a second person has read a translation and agrees. Nobody reviews their own text, unless nobody else could.
func Review(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, version int) (Unit, error) {
	return onUnit(ctx, db, by, segmentRef, lang, version, func(w *work) error {
		return w.agree(ctx, by, Reviewed, people.Editor)
	})
}

// Approve signs a translation: legal texts are shown only then.
func Approve(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, version int) (Unit, error) {
	if !MayApprove(by) {
		return Unit{}, store.ErrForbidden
	}
	return onUnit(ctx, db, by, segmentRef, lang, version, func(w *work) error {
		return w.agree(ctx, by, Approved, people.Admin)
	})
}

func (w *work) agree(ctx context.Context, by people.User, next State, role people.Role) error {
	if w.before.ID == 0 {
		return store.ErrNotFound
	}
	if w.before.Stale(w.segment) {
		return store.Invalid{"target": {Key: "error.translation_stale"}}
	}
	if err := w.mustPass(); err != nil {
		return err
	}
	own := w.before.AuthorID != nil && *w.before.AuthorID == by.ID
	if own {
		single, err := alone(ctx, w.tx, role)
		if err != nil {
			return err
		}
		if !single {
			return store.Invalid{"target": {Key: "error.translation_own"}}
		}
	}
	now := store.Now(w.tx)
	w.unit.State, w.unit.ReviewerID, w.unit.ReviewedAt, w.unit.SelfReviewed, w.unit.Note = next, idOf(by), &now, own, ""
	return w.keep(ctx, by, "translation_"+string(next), "")
}

// AskChanges sends a proposed translation back to its author, with what is to be changed.
func AskChanges(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, form UnitForm) (Unit, error) {
	return onUnit(ctx, db, by, segmentRef, lang, form.Version, func(w *work) error {
		if w.before.ID == 0 {
			return store.ErrNotFound
		}
		reason := strings.TrimSpace(form.Reason)
		if reason == "" {
			return store.Invalid{"reason": {Key: "error.required"}}
		}
		author := w.before.AuthorID
		w.replace(by, ChangesRequested)
		w.unit.SourceHash, w.unit.AuthorID, w.unit.ReviewerID, w.unit.Note = w.before.SourceHash, author, idOf(by), reason
		return w.keep(ctx, by, "changes_requested", reason)
	})
}

// StillCorrect says that a stale translation fits the new wording too: text and state stay, the stamp is new.
// It is refused when a number, a negation or a hole changed: such a translation must be written again.
func StillCorrect(ctx context.Context, db *gorm.DB, by people.User, segmentRef, lang string, version int) (Unit, error) {
	return onUnit(ctx, db, by, segmentRef, lang, version, func(w *work) error {
		if !w.before.Stale(w.segment) {
			return store.ErrNotFound
		}
		old, err := wordingOf(ctx, w.tx, w.segment.ID, w.before.SourceHash)
		if err != nil {
			return err
		}
		if !markdown.StillCorrect(w.document.SourceLang, old, w.segment.Text) {
			return store.Invalid{"target": {Key: "error.translation_weighty"}}
		}
		if err := w.mustPass(); err != nil {
			return err
		}
		w.unit.SourceHash = w.segment.Hash
		if w.unit.LiveHash == w.before.SourceHash {
			w.unit.LiveHash = w.segment.Hash
		}
		return w.keep(ctx, by, "translation_still_correct", "")
	})
}

func wordingOf(ctx context.Context, tx *gorm.DB, segmentID uint, hash string) (string, error) {
	found, err := store.From[Wording](tx).Where("segment_id = ? and hash = ?", segmentID, hash).Order("id desc").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].Text, nil
}
