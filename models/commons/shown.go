package commons

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ownsProofs is what files that show a fact belong to: the contribution they were sent with. Another contribution may show them too: that
// of a colleague, or one that puts the first one right.
const ownsProofs = "contribution"

// shown are the files of a form: those kept of what was there, and those that come with it. The same file twice is one.
func (f *Form) shown(ctx context.Context, tx *gorm.DB, by people.User, bad store.Invalid) ([]files.File, error) {
	var all []files.File
	add := func(one files.File) {
		if !slices.ContainsFunc(all, func(o files.File) bool { return o.SHA256 == one.SHA256 }) {
			all = append(all, one)
		}
	}
	if f.had != nil && len(f.Kept) > 0 {
		had, err := filesOf(ctx, tx, *f.had)
		if err != nil {
			return nil, err
		}
		for _, one := range had {
			if slices.Contains(f.Kept, one.Ref) {
				add(one)
			}
		}
	}
	for _, one := range f.Files {
		if one.OwnerType != "" || one.CreatedByID == nil || *one.CreatedByID != by.ID {
			continue // no draft of theirs
		}
		if err := secretIn(ctx, tx, one, bad); err != nil {
			return nil, err
		}
		add(one)
	}
	for field, said := range f.Refused {
		bad[field] = said
	}
	if len(all) > files.MaxCount {
		bad.Add("files", "error.file_count", "Max", files.MaxCount)
	}
	return all, nil
}

// secretIn refuses a text, such as the log of a server, that holds a password or a key.
func secretIn(ctx context.Context, tx *gorm.DB, f files.File, bad store.Invalid) error {
	if !strings.HasPrefix(f.MediaType, "text/") {
		return nil
	}
	content, err := f.Content(ctx, tx)
	if err == nil && Secret(string(content)) {
		bad.Add("files", "error.file_secret", "Name", f.Name)
	}
	return err
}

// prove keeps the evidence of a contribution's present version; files that came with the form become its own.
func (o told) prove(ctx context.Context, tx *gorm.DB, c Contribution, by people.User) error {
	refs := make([]string, len(o.files))
	for i, f := range o.files {
		refs[i] = f.Ref
	}
	if err := files.Adopt(ctx, tx, by.ID, refs, ownsProofs, c.ID); err != nil {
		return err
	}
	return o.evidence.file(ctx, tx, c, o.files)
}

// filesOf are the files that the present version shows, oldest first.
func filesOf(ctx context.Context, db *gorm.DB, c Contribution) ([]files.File, error) {
	return store.From[files.File](db).Where("id in (select file_id from evidences where contribution_id = ? and version = ? and file_id is not null)", c.ID, c.Version).Order("id").Find(ctx)
}

// dropLoose removes the files of a contribution that nothing shows any more; of all contributions for 0.
func dropLoose(ctx context.Context, tx *gorm.DB, contributionID uint) error {
	loose := tx.WithContext(ctx).Where("owner_type = ? and not exists (select 1 from evidences e where e.file_id = files.id)", ownsProofs)
	if contributionID != 0 {
		loose = loose.Where("owner_id = ?", contributionID)
	}
	return loose.Delete(&files.File{}).Error
}

// withFiles gives each contribution the files that u may open, in one statement.
func withFiles(ctx context.Context, db *gorm.DB, u people.User, rows []Contribution) error {
	var ids []uint
	for _, c := range rows {
		if c.opensTo(u) {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var found []struct {
		files.File     `gorm:"embedded"`
		ContributionID uint
	}
	err := db.WithContext(ctx).Raw(`select f.*, e.contribution_id from evidences e join files f on f.id = e.file_id
		join contributions c on c.id = e.contribution_id and c.version = e.version where e.contribution_id in ? order by f.id`, ids).Scan(&found).Error
	for _, one := range found {
		for i := range rows {
			if rows[i].ID == one.ContributionID {
				rows[i].Files = append(rows[i].Files, one.File)
			}
		}
	}
	return err
}

// opensTo reports whether a reader of the contribution may open its files: whoever sees the evidence. Papers of money and things hold
// addresses and accounts: only who gave, their organisation and the council, which alone attests them, open those.
func (c Contribution) opensTo(u people.User) bool {
	return !c.redacted.Proof && (c.Kind.Attester != "treasurer" || c.insider(u))
}

// FindProof returns a file that shows what a contribution tells, if u may open it, else store.ErrNotFound.
func FindProof(ctx context.Context, db *gorm.DB, u people.User, ref, file string) (files.File, error) {
	c, err := FindContribution(ctx, db, u, ref)
	if err != nil {
		return files.File{}, err
	}
	for _, f := range c.Files {
		if f.Ref == file {
			return f, nil
		}
	}
	return files.File{}, store.ErrNotFound
}
