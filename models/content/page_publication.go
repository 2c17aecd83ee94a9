package content

import (
	"context"
	"errors"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// moved remembers the address the page had, so that old links still lead here.
func (p Page) moved(ctx context.Context, tx *gorm.DB, was string) error {
	if was == p.Slug || !p.Public() {
		return nil
	}
	return Moved(ctx, tx, "page "+string(p.Kind), p.ID, was, p.Slug)
}

// Moved remembers a former slug of a resource; a slug that is in use again is no longer a former one.
func Moved(ctx context.Context, tx *gorm.DB, resourceType string, id uint, was, is string) error {
	if err := tx.WithContext(ctx).Exec("delete from former_slugs where resource_type = ? and slug in ?", resourceType, []string{was, is}).Error; err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec("insert into former_slugs (resource_type, slug, resource_id, created_at) values (?, ?, ?, ?)",
		resourceType, was, id, store.Now(tx)).Error
}

// taken says that a slug is in use when the database says so.
func taken(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return store.Invalid{"slug": {Key: "error.taken"}}
	}
	return err
}

// note writes an act on the page in the journal, and that there is something new to read.
func (p Page) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: typePage, SubjectRef: p.Ref, Details: map[string]any{"slug": p.Slug}})
}

// Publish shows the page to everybody.
func (p *Page) Publish(ctx context.Context, db *gorm.DB, by people.User) error {
	now := store.Now(db)
	return p.show(ctx, db, by, &now, "page_published")
}

// Unpublish hides the page again; its texts stay.
func (p *Page) Unpublish(ctx context.Context, db *gorm.DB, by people.User) error {
	return p.show(ctx, db, by, nil, "page_unpublished")
}

func (p *Page) show(ctx context.Context, db *gorm.DB, by people.User, at *time.Time, verb string) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		p.PublishedAt = at
		if _, err := store.From[Page](tx).Where("id = ?", p.ID).Update(ctx, "published_at", at); err != nil {
			return err
		}
		return p.note(ctx, tx, by, verb)
	})
}

// PublishAs saves what an editor typed and shows it to everybody, in one go.
func (p *Page) PublishAs(ctx context.Context, db *gorm.DB, by people.User, f PageForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := p.Change(ctx, tx, by, f); err != nil {
			return err
		}
		return p.Publish(ctx, tx, by)
	})
}

// UnpublishAs saves what an editor typed and hides the page, in one go.
func (p *Page) UnpublishAs(ctx context.Context, db *gorm.DB, by people.User, f PageForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := p.Change(ctx, tx, by, f); err != nil {
			return err
		}
		return p.Unpublish(ctx, tx, by)
	})
}
