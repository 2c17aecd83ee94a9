package identity

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// LinkLife is how long a sign-in link works (decisions.md 34).
const LinkLife = 30 * time.Minute

// SignInLink is a one-time link on its way to an address. It is written for every address that asks, known or not,
// so that asking tells nothing; the job that writes the letter finds out whether there is somebody to write to.
type SignInLink struct {
	ID        uint
	Ref       string
	Email     string
	Name      string // what a newcomer is called
	Welcome   bool   // the link may make an account: it was asked from an invitation, or by somebody who wants one
	Locale    string
	NextPath  string // where the person wanted to go
	ExpiresAt time.Time
	UsedAt    *time.Time
	CreatedAt time.Time
}

// SignInLinkAsked asks the jobs to write the letter.
type SignInLinkAsked struct {
	LinkID uint `json:"link_id"`
}

// Kind names the promise.
func (SignInLinkAsked) Kind() string { return "sign_in_link_asked" }

// LinkForm asks for a sign-in link.
type LinkForm struct {
	Email string `form:"email"`
	Name  string `form:"name"`
	Next  string `form:"next"` // checked by the caller: an address of ours
}

// Check says what is wrong with the form.
func (f *LinkForm) Check() error {
	email, ok := people.CleanEmail(f.Email)
	f.Email = email
	switch {
	case email == "":
		return store.Invalid{"email": {Key: "error.required"}}
	case !ok:
		return store.Invalid{"email": {Key: "error.email"}}
	}
	return nil
}

// CheckName says what is wrong with the name a newcomer gives.
func (f LinkForm) CheckName() store.Invalid {
	wrong := store.Invalid{}
	switch {
	case f.Name == "":
		wrong.Add("name", "error.required")
	case utf8.RuneCountInString(f.Name) > 100:
		wrong.Add("name", "error.too_long", "Max", 100)
	case strings.ContainsFunc(f.Name, unicode.IsControl):
		wrong.Add("name", "error.invalid")
	}
	return wrong
}

// AskLink files a sign-in link for the address and promises its letter. newcomer lets the link make the account if there is none.
func AskLink(ctx context.Context, db *gorm.DB, f LinkForm, locale string, newcomer bool) (SignInLink, error) {
	if err := f.Check(); err != nil {
		return SignInLink{}, err
	}
	l := SignInLink{
		Ref: store.NewRef(), Email: f.Email, Name: f.Name, Welcome: newcomer, Locale: locale, NextPath: f.Next,
		ExpiresAt: store.Now(db).Add(LinkLife), CreatedAt: store.Now(db),
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[SignInLink](tx).Create(ctx, &l); err != nil {
			return err
		}
		return store.Enqueue(tx, SignInLinkAsked{l.ID})
	})
	return l, err
}

// NewLink files a sign-in link without a letter, for a command that prints it (the first admin).
func NewLink(ctx context.Context, db *gorm.DB, email, locale string) (SignInLink, error) {
	return NewLinkTo(ctx, db, email, "", locale)
}

// NewLinkTo files a sign-in link without a letter that leads on to an address of ours: another letter carries it.
func NewLinkTo(ctx context.Context, db *gorm.DB, email, next, locale string) (SignInLink, error) {
	l := SignInLink{Ref: store.NewRef(), Email: email, Locale: locale, NextPath: next, ExpiresAt: store.Now(db).Add(LinkLife), CreatedAt: store.Now(db)}
	return l, store.From[SignInLink](db).Create(ctx, &l)
}

// LoadLink returns the link and the person it lets in, for the job that writes the letter. The person is a zero User for a
// newcomer; when there is nobody to write to it returns store.ErrNotFound.
func LoadLink(ctx context.Context, db *gorm.DB, id uint) (SignInLink, people.User, error) {
	l, err := store.From[SignInLink](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return l, people.User{}, err
	}
	u, err := people.FindUserByEmail(ctx, db, l.Email)
	switch {
	case errors.Is(err, store.ErrNotFound) && l.Welcome:
		return l, people.User{}, nil
	case err == nil && !welcome(u):
		return l, u, store.ErrNotFound
	}
	return l, u, err
}

// PeekLink returns a link that still works, for the page with its one button; ErrExpired otherwise.
func PeekLink(ctx context.Context, db *gorm.DB, ref string) (SignInLink, error) {
	l, err := store.From[SignInLink](db).Where("ref = ? and used_at is null and expires_at > ?", ref, store.Now(db)).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return l, ErrExpired
	}
	return l, err
}

// Entry is what signing in gives: the session, the secret for its cookie, and where the person wanted to go. Who stops halfway has no
// session yet: the secret is that of the Halfway, and a second means is asked.
type Entry struct {
	Session Session
	User    people.User
	Secret  string
	Next    string
	Halfway bool
	Made    bool // the account is new
}

// UseLink signs a person in by a link, once, and confirms their address. The caller has read ref out of a genuine token.
// A spent link, a person who may not enter and an address nobody has are all ErrExpired.
func UseLink(ctx context.Context, db *gorm.DB, ref string, v Visit) (Entry, error) {
	var e Entry
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[SignInLink](tx).Where("ref = ? and used_at is null and expires_at > ?", ref, store.Now(tx)).Update(ctx, "used_at", store.Now(tx))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrExpired
		}
		l, err := store.From[SignInLink](tx).Where("ref = ?", ref).Take(ctx)
		if err != nil {
			return err
		}
		u, made, err := l.person(ctx, tx)
		if err != nil {
			return err
		}
		v.Next = l.NextPath
		e, err = enter(ctx, tx, u, v, "link")
		e.Made = made
		return err
	})
	return e, err
}

// person finds, or for a newcomer makes, the one whose address the link was sent to, and confirms the address.
func (l SignInLink) person(ctx context.Context, tx *gorm.DB) (u people.User, made bool, err error) {
	u, err = people.FindUserByEmail(ctx, tx, l.Email)
	if made = errors.Is(err, store.ErrNotFound) && l.Welcome; made {
		u, err = l.make(ctx, tx)
	}
	if errors.Is(err, store.ErrNotFound) || err == nil && !welcome(u) {
		return u, false, ErrExpired
	}
	if err != nil {
		return u, false, err
	}
	if err := l.introduces(ctx, tx, &u); err != nil {
		return u, false, err
	}
	return u, made, u.Confirm(ctx, tx)
}

// Enrol makes an account for an address that a letter has just proven, confirms it and signs in.
// Somebody who has that address already gets store.ErrConflict: they sign in by a link of their own.
func Enrol(ctx context.Context, tx *gorm.DB, email, name, locale string, v Visit) (Entry, error) {
	if _, err := people.FindUserByEmail(ctx, tx, email); !errors.Is(err, store.ErrNotFound) {
		return Entry{}, errors.Join(err, store.ErrConflict)
	}
	u, err := people.Meet(ctx, tx, email, name, locale)
	if err != nil {
		return Entry{}, err
	}
	if err := u.Confirm(ctx, tx); err != nil {
		return Entry{}, err
	}
	return enter(ctx, tx, u, v, "invitation")
}

// enter opens the session, or lets the person wait for their second means if they have one.
func enter(ctx context.Context, tx *gorm.DB, u people.User, v Visit, by string) (Entry, error) {
	has, err := HasFactor(ctx, tx, u.ID)
	if err != nil {
		return Entry{}, err
	}
	if has {
		return stopHalfway(ctx, tx, u, v, by)
	}
	return admit(ctx, tx, u, v, by)
}

// admit opens the session and notes by which means.
func admit(ctx context.Context, tx *gorm.DB, u people.User, v Visit, by string) (Entry, error) {
	s, secret, err := OpenSession(ctx, tx, u, v)
	if err != nil {
		return Entry{}, err
	}
	err = journal.Note(ctx, tx, u.Actor(), journal.Act{Verb: "signed_in", SubjectType: "user", SubjectRef: u.Ref, Details: map[string]any{"by": by}})
	return Entry{Session: s, User: u, Secret: secret, Next: v.Next}, err
}
