package overview

import (
	"context"
	"errors"
	"strings"

	"chatiere/models/collective"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// FilesDue is the turn in which the files follow the catalogue.
type FilesDue struct{}

// Kind names it.
func (FilesDue) Kind() string { return "public_files_due" }

// FilesLookedAt asks to read the files from outside.
type FilesLookedAt struct{}

// Kind names it.
func (FilesLookedAt) Kind() string { return "public_files_looked_at" }

// RefreshFiles writes the files that say something else than before, takes away those that may not be published, inside the caller's
// transaction or in one of its own. Safe to do twice, and one at a time: nobody puts older words in the place of newer ones.
func RefreshFiles(ctx context.Context, db *gorm.DB, at Addresses) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[HostFacts](tx, clause.Locking{Strength: "UPDATE"}).Find(ctx); err != nil {
			return err
		}
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		files, err := FindFiles(ctx, tx, host, at)
		if err != nil {
			return err
		}
		names := []string{""}
		for _, d := range files.All() {
			if !files.Facts.Published || !d.Report.Sound() {
				continue
			}
			if names = append(names, d.Name); d.kept.Tag == d.coming.Tag {
				continue
			}
			d.coming.Body = d.Text()
			if err := tx.WithContext(ctx).Save(&d.coming).Error; err != nil {
				return err
			}
		}
		return tx.WithContext(ctx).Where("name not in ?", names).Delete(&PublicFile{}).Error
	})
}

// seen is the condition that everybody may read a file now.
const seen = "exists (select 1 from host_facts where published) and exists (select 1 from collectives where public)"

// FindPublicFile returns the file at an address that ends with name: organization.properties, or that of a service by its slug. One that
// has another slug now comes with it: the caller leads there.
func FindPublicFile(ctx context.Context, db *gorm.DB, name string) (f PublicFile, moved string, err error) {
	slug, ours := strings.CutSuffix(name, ".properties")
	if !ours {
		return f, "", store.ErrNotFound
	}
	rows := store.From[PublicFile](db).Where(seen)
	if slug == organizationName {
		f, err = rows.Where("name = ?", organizationName).Take(ctx)
		return f, "", err
	}
	f, err = rows.Where("name in (select ref from services where slug = ? and published_at is not null)", slug).Take(ctx)
	if !errors.Is(err, store.ErrNotFound) {
		return f, "", err
	}
	var now []string
	err = db.WithContext(ctx).Raw(`select s.slug from former_slugs o join services s on s.id = o.resource_id join public_files f on f.name = s.ref
		where o.resource_type = 'service' and o.slug = ? and s.published_at is not null and `+seen, slug).Scan(&now).Error
	if err == nil && len(now) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return f, "", err
	}
	return f, now[0] + ".properties", nil
}

// PublishFiles lets everybody read the files, once the collective's own is sound: else store.ErrConflict, and the page says what misses.
// Those of services that are not sound stay out until they are.
func PublishFiles(ctx context.Context, db *gorm.DB, by people.User, at Addresses) error {
	return turnFiles(ctx, db, by, true, "public_files_published", func(tx *gorm.DB) error {
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		files, err := FindFiles(ctx, tx, host, at)
		if err == nil && !files.Organization.Report.Sound() {
			err = store.ErrConflict
		}
		return err
	}, at)
}

// HideFiles takes the files away again.
func HideFiles(ctx context.Context, db *gorm.DB, by people.User, at Addresses) error {
	return turnFiles(ctx, db, by, false, "public_files_hidden", func(*gorm.DB) error { return nil }, at)
}

func turnFiles(ctx context.Context, db *gorm.DB, by people.User, on bool, verb string, may func(*gorm.DB) error, at Addresses) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := may(tx); err != nil {
			return err
		}
		done := tx.WithContext(ctx).Model(&HostFacts{}).Where("id = 1 and published <> ?", on).Updates(map[string]any{"published": on, "looked": nil, "looked_at": nil})
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "collective", SubjectRef: "collective"}); err != nil {
			return err
		}
		return RefreshFiles(ctx, tx, at)
	})
}

// AskLook asks for the files to be read from outside, once for however many ask.
func AskLook(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return store.Enqueue(tx, FilesLookedAt{}, store.Once()) })
}

// LookFromOutside reads the collective's file at its address and those it names, as ask finds them there, and keeps what was found
// (rule V12). Files that are not published are not looked for.
func LookFromOutside(ctx context.Context, db *gorm.DB, at Addresses, ask func(address string) chatonsinfos.Answer) error {
	facts, err := FindHostFacts(ctx, db)
	if err != nil || !facts.Published {
		return err
	}
	top := at.File(organizationName)
	var parent chatonsinfos.File
	parent.Say("file.class", string(chatonsinfos.Federation))
	parent.Say("subs.organization", top)
	now := store.Now(db)
	facts.Looked, facts.LookedAt = chatonsinfos.Report{Findings: chatonsinfos.CheckSubs("", parent, ask)}.Errors(), &now
	return db.WithContext(ctx).Model(&facts).Select("looked", "looked_at").Updates(&facts).Error
}

// Missing counts what forbids published files, by file; none while they are not published.
func (f Files) Missing() int {
	if !f.Facts.Published {
		return 0
	}
	return f.Errors()
}
