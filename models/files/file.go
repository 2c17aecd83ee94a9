// Package files keeps blobs by their content: attachments, issued documents, kits. A blob is never changed.
package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chatiere/models/store"

	"github.com/gabriel-vasile/mimetype"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// File is a named blob that belongs to something (OwnerType, OwnerID), or for a day to nobody: a draft kept while its form is being corrected.
type File struct {
	ID          uint
	Ref         string
	SHA256      string `gorm:"column:sha256"`
	Name        string
	MediaType   string
	Size        int64
	OwnerType   string
	OwnerID     *uint
	DraftUntil  *time.Time
	CreatedByID *uint
	CreatedAt   time.Time
}

type blob struct {
	SHA256    string `gorm:"column:sha256;primaryKey"`
	Size      int64
	Content   []byte
	CreatedAt time.Time
}

// TableName names the table.
func (blob) TableName() string { return "file_blobs" }

// Upload is what a person sends.
type Upload struct {
	Name    string
	Content []byte
	ByID    uint
}

// Limits of an upload (quality.md 4.5).
const (
	MaxSize  = 10 << 20
	MaxCount = 10
)

// accepted are the types a person may send, by the sniffed bytes, with their endings. SVG and HTML are never among them.
var accepted = map[string][]string{
	"application/pdf": {".pdf"}, "image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/webp": {".webp"}, "image/gif": {".gif"},
	"text/plain": {".txt", ".md", ".log", ".csv", ".eml"}, "text/csv": {".csv"},
	"application/vnd.oasis.opendocument.text": {".odt"}, "application/vnd.oasis.opendocument.spreadsheet": {".ods"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       {".xlsx"},
	"application/zip": {".zip"},
}

// Check says what is wrong with an upload: too large, empty, or of a kind that is not taken (ending and bytes must agree).
func (u Upload) Check(field string) error {
	wrong := store.Invalid{}
	switch {
	case len(u.Content) == 0:
		wrong.Add(field, "error.file_empty", "Name", u.Name)
	case len(u.Content) > MaxSize:
		wrong.Add(field, "error.file_size", "Name", u.Name, "Max", MaxSize>>20)
	case u.mediaType() == "":
		wrong.Add(field, "error.file_type", "Name", u.Name)
	}
	return wrong.Err()
}

// mediaType is the sniffed type when it is accepted and agrees with the name's ending, else empty.
func (u Upload) mediaType() string {
	ending := strings.ToLower(filepath.Ext(u.Name))
	for m := mimetype.Detect(u.Content); m != nil; m = m.Parent() {
		name := strings.SplitN(m.String(), ";", 2)[0]
		for _, e := range accepted[name] {
			if e == ending && !disguised(u.Content) {
				return name
			}
		}
	}
	return ""
}

// disguised reports whether a page hides in a file of another kind (a polyglot, quality.md 4.1 line 32).
func disguised(content []byte) bool {
	head := strings.ToLower(string(content[:min(len(content), 4096)]))
	return strings.Contains(head, "<script") || strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html")
}

// Keep stores an upload as a draft for a day; Adopt gives it an owner.
func Keep(ctx context.Context, tx *gorm.DB, u Upload) (File, error) {
	if err := u.Check("files"); err != nil {
		return File{}, err
	}
	until := store.Now(tx).Add(24 * time.Hour)
	f := File{Name: cleanName(u.Name), MediaType: u.mediaType(), DraftUntil: &until}
	if u.ByID != 0 {
		f.CreatedByID = &u.ByID
	}
	return write(ctx, tx, f, u.Content)
}

// Store keeps bytes that the portal itself made, for an owner.
func Store(ctx context.Context, tx *gorm.DB, ownerType string, ownerID uint, name, mediaType string, content []byte) (File, error) {
	return write(ctx, tx, File{Name: cleanName(name), MediaType: mediaType, OwnerType: ownerType, OwnerID: &ownerID}, content)
}

func write(ctx context.Context, tx *gorm.DB, f File, content []byte) (File, error) {
	sum := sha256.Sum256(content)
	f.Ref, f.SHA256, f.Size, f.CreatedAt = store.NewRef(), hex.EncodeToString(sum[:]), int64(len(content)), store.Now(tx)
	b := blob{SHA256: f.SHA256, Size: f.Size, Content: content, CreatedAt: f.CreatedAt}
	if err := b.keep(ctx, tx); err != nil {
		return f, err
	}
	return f, store.From[File](tx).Create(ctx, &f)
}

// keep writes bytes that are not there yet. On PostgreSQL it holds those that are, so that no sweep takes them away before their new file is
// written; SQLite has one writer anyway.
func (b blob) keep(ctx context.Context, tx *gorm.DB) error {
	for range 2 {
		err := tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&b).Error
		if err != nil || !store.Postgres(tx) {
			return err
		}
		var held []string
		if err := tx.WithContext(ctx).Raw("select sha256 from file_blobs where sha256 = ? for key share", b.SHA256).Scan(&held).Error; err != nil || len(held) > 0 {
			return err
		}
	}
	return store.ErrConflict
}

// Adopt gives drafts of one person to an owner.
func Adopt(ctx context.Context, tx *gorm.DB, byID uint, refs []string, ownerType string, ownerID uint) error {
	if len(refs) == 0 {
		return nil
	}
	return tx.WithContext(ctx).Model(&File{}).Where("ref in ? and owner_type = '' and coalesce(created_by_id, 0) = ?", refs, byID).
		Updates(map[string]any{"owner_type": ownerType, "owner_id": ownerID, "draft_until": nil}).Error
}

// Drafts returns the drafts of one person among refs.
func Drafts(ctx context.Context, db *gorm.DB, byID uint, refs []string) ([]File, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	return store.From[File](db).Where("ref in ? and owner_type = '' and coalesce(created_by_id, 0) = ?", refs, byID).Find(ctx)
}

// Of returns the files of one owner, oldest first. Who may see the owner may see its files: the owner's area asks first.
func Of(ctx context.Context, db *gorm.DB, ownerType string, ownerIDs ...uint) ([]File, error) {
	if len(ownerIDs) == 0 {
		return nil, nil
	}
	return store.From[File](db).Where("owner_type = ? and owner_id in ?", ownerType, ownerIDs).Order("id").Find(ctx)
}

// OfAll returns the files of several owners of several types, by type, in one statement, oldest first.
func OfAll(ctx context.Context, db *gorm.DB, owners map[string][]uint) ([]File, error) {
	var where []string
	var args []any
	for _, ownerType := range slices.Sorted(maps.Keys(owners)) {
		if ids := owners[ownerType]; len(ids) > 0 {
			where, args = append(where, "owner_type = ? and owner_id in ?"), append(args, ownerType, ids)
		}
	}
	if len(where) == 0 {
		return nil, nil
	}
	return store.From[File](db).Where(strings.Join(where, " or "), args...).Order("id").Find(ctx)
}

// Find returns the file with that ref, whoever owns it: the caller checks the owner.
func Find(ctx context.Context, db *gorm.DB, ref string) (File, error) {
	return store.From[File](db).Where("ref = ?", ref).Take(ctx)
}

// Content returns the bytes of a file.
func (f File) Content(ctx context.Context, db *gorm.DB) ([]byte, error) {
	b, err := store.From[blob](db).Where("sha256 = ?", f.SHA256).Take(ctx)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(b.Content); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, errors.New("files: the bytes of a file no longer match their sum")
	}
	return b.Content, nil
}

// Sweep removes drafts nobody came back for, and bytes that no file names any more; it returns how many drafts.
func Sweep(ctx context.Context, db *gorm.DB) (int, error) {
	n, err := store.From[File](db).Where("owner_type = '' and draft_until < ?", store.Now(db)).Delete(ctx)
	if err != nil {
		return n, err
	}
	var loose []string
	err = db.WithContext(ctx).Raw("select sha256 from file_blobs where not exists (select 1 from files where files.sha256 = file_blobs.sha256) order by sha256 limit 500").Scan(&loose).Error
	for _, sum := range loose {
		if err := forget(ctx, db, sum); err != nil {
			return n, err
		}
	}
	return n, err
}

// forget removes bytes, unless a file names them by now: the row is held first, so that the second look sees who was faster.
func forget(ctx context.Context, db *gorm.DB, sum string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if store.Postgres(tx) {
			var held []string
			if err := tx.WithContext(ctx).Raw("select sha256 from file_blobs where sha256 = ? for update", sum).Scan(&held).Error; err != nil {
				return err
			}
		}
		return tx.WithContext(ctx).Where("sha256 = ? and not exists (select 1 from files where files.sha256 = file_blobs.sha256)", sum).Delete(&blob{}).Error
	})
}

// cleanName keeps the last element of a name, without control characters or marks that turn the reading direction.
func cleanName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = name[strings.LastIndex(name, "/")+1:]
	name = strings.Map(func(r rune) rune {
		if r < 32 || r == 127 || (r >= 0x200e && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, name)
	runes := []rune(strings.TrimSpace(name))
	if len(runes) > 120 {
		runes = runes[len(runes)-120:]
	}
	if len(runes) == 0 {
		return "file"
	}
	return string(runes)
}
