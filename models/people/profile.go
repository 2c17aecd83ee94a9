package people

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ProfileForm is what a person says about themself.
type ProfileForm struct {
	Name    string `form:"name"` // may be empty
	Locale  string `form:"locale"`
	Zone    string `form:"zone"`
	Version int    `form:"version"`
}

// ProfileOf fills the form with what is known.
func ProfileOf(u User) ProfileForm { return ProfileForm{u.Name, u.Locale, u.Zone, u.Version} }

// Check says what is wrong with the form; spoken are the languages of the portal.
func (f *ProfileForm) Check(spoken []string) error {
	wrong := store.Invalid{}
	f.Name = strings.TrimSpace(f.Name)
	if utf8.RuneCountInString(f.Name) > 100 {
		wrong.Add("name", "error.too_long", "Max", 100)
	} else if !plainLine(f.Name) {
		wrong.Add("name", "error.invalid")
	}
	if !slices.Contains(spoken, f.Locale) {
		wrong.Add("locale", "error.choose")
	}
	if !zoneKnown(f.Zone) {
		wrong.Add("zone", "error.choose")
	}
	return wrong.Err()
}

// Introduce keeps the name and language of a person whose address is about to be confirmed.
func (u User) Introduce(ctx context.Context, tx *gorm.DB) error {
	_, err := store.From[User](tx).Where("id = ? and confirmed_at is null", u.ID).Select("Name", "Locale", "UpdatedAt").
		Updates(ctx, User{Name: u.Name, Locale: u.Locale, UpdatedAt: store.Now(tx)})
	return err
}

// SaveProfile changes the person's own name, language and time zone.
// When they were changed since the form was opened it returns store.ErrConflict.
func (u User) SaveProfile(ctx context.Context, db *gorm.DB, f *ProfileForm, spoken []string) error {
	if err := f.Check(spoken); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[User](tx).Where("id = ? and version = ?", u.ID, f.Version).Select("Name", "Locale", "Zone", "Version", "UpdatedAt").
			Updates(ctx, User{Name: f.Name, Locale: f.Locale, Zone: f.Zone, Version: f.Version + 1, UpdatedAt: store.Now(tx)})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrConflict
		}
		return journal.Note(ctx, tx, u.Actor(), journal.Act{Verb: "profile_changed", SubjectType: "user", SubjectRef: u.Ref})
	})
}

// EmailChange is a new address that waits until it answers.
type EmailChange struct {
	ID        uint
	Ref       string
	UserID    uint
	User      User `gorm:"foreignKey:UserID"`
	OldEmail  string
	NewEmail  string
	ExpiresAt time.Time
	UsedAt    *time.Time
	CreatedAt time.Time
}

// EmailChangeAsked asks the jobs to write to the new address.
type EmailChangeAsked struct {
	ChangeID uint `json:"change_id"`
}

// Kind names the promise.
func (EmailChangeAsked) Kind() string { return "email_change_asked" }

// EmailChanged asks the jobs to tell the old address.
type EmailChanged struct {
	ChangeID uint `json:"change_id"`
}

// Kind names the promise.
func (EmailChanged) Kind() string { return "email_changed" }

// EmailForm names a new address.
type EmailForm struct {
	Email string `form:"email"`
}

// AskEmailChange files a new address for the person and promises the letter that must be answered within half an hour.
// It says nothing about whether somebody else has that address already.
func (u User) AskEmailChange(ctx context.Context, db *gorm.DB, f EmailForm) (EmailChange, error) {
	email, ok := CleanEmail(f.Email)
	switch {
	case email == "":
		return EmailChange{}, store.Invalid{"email": {Key: "error.required"}}
	case !ok:
		return EmailChange{}, store.Invalid{"email": {Key: "error.email"}}
	case email == u.Email:
		return EmailChange{}, store.Invalid{"email": {Key: "error.same_email"}}
	}
	c := EmailChange{Ref: store.NewRef(), UserID: u.ID, OldEmail: u.Email, NewEmail: email, ExpiresAt: store.Now(db).Add(30 * time.Minute), CreatedAt: store.Now(db)}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[EmailChange](tx).Where("user_id = ? and used_at is null", u.ID).Update(ctx, "expires_at", store.Now(tx)); err != nil {
			return err
		}
		if err := store.From[EmailChange](tx).Omit("User").Create(ctx, &c); err != nil {
			return err
		}
		return store.Enqueue(tx, EmailChangeAsked{c.ID})
	})
	return c, err
}

// LoadEmailChange returns a change by id, for jobs.
func LoadEmailChange(ctx context.Context, db *gorm.DB, id uint) (EmailChange, error) {
	return store.From[EmailChange](db).Joins(clause.Has("User"), nil).Where("email_changes.id = ?", id).Take(ctx)
}

// ConfirmEmailChange gives the person the new address, once, within its time. The caller has read ref out of a genuine link.
// It returns store.ErrNotFound when the link is spent or too old, store.ErrConflict when the address belongs to another account.
func ConfirmEmailChange(ctx context.Context, db *gorm.DB, ref string) (User, error) {
	var u User
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := store.From[EmailChange](tx).Where("ref = ? and used_at is null and expires_at > ?", ref, store.Now(tx)).Take(ctx)
		if err != nil {
			return err
		}
		n, err := store.From[EmailChange](tx).Where("id = ? and used_at is null", c.ID).Update(ctx, "used_at", store.Now(tx))
		if err != nil || n == 0 {
			return errOr(err, store.ErrNotFound)
		}
		if u, err = LoadUser(ctx, tx, c.UserID); err != nil || u.ErasedAt != nil || u.Email != c.OldEmail {
			return errOr(err, store.ErrNotFound)
		}
		u.Email, u.Version, u.UpdatedAt = c.NewEmail, u.Version+1, store.Now(tx)
		if _, err := store.From[User](tx).Where("id = ?", u.ID).Select("Email", "Version", "UpdatedAt").Updates(ctx, u); err != nil {
			return err
		}
		if err := journal.Note(ctx, tx, u.Actor(), journal.Act{Verb: "email_changed", SubjectType: "user", SubjectRef: u.Ref}); err != nil {
			return err
		}
		return store.Enqueue(tx, EmailChanged{c.ID})
	})
	return u, err
}

// errOr returns the first of two errors that is one.
func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
