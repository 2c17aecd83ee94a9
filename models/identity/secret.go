package identity

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"chatiere/models/identity/password"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Password is what is kept of a person's password: an Argon2id hash. Having one is a choice; links always work.
type Password struct {
	ID        uint
	UserID    uint
	Hash      string
	ChangedAt time.Time
}

// PasswordChanged asks the jobs to tell the person, in case it was not them.
type PasswordChanged struct {
	SessionID uint `json:"session_id"` // the one opened by the change
}

// Kind names the promise.
func (PasswordChanged) Kind() string { return "password_changed" }

// PasswordForm signs in by a password.
type PasswordForm struct {
	Email    string `form:"email"`
	Password string `form:"password"`
	Stays    string `form:"stays"`
	Next     string `form:"next"`
}

// Check says which of the two is missing.
func (f *PasswordForm) Check() error {
	wrong := store.Invalid{}
	email, ok := people.CleanEmail(f.Email)
	f.Email = email
	switch {
	case email == "":
		wrong.Add("email", "error.required")
	case !ok:
		wrong.Add("email", "error.email")
	}
	if f.Password == "" {
		wrong.Add("password", "error.required")
	}
	return wrong.Err()
}

// Origin is where a try comes from: the network address, and the device token of an earlier success in this browser.
// With that token a person is counted apart from everybody else who tries their account, so nobody can lock them out.
type Origin struct {
	Network string
	Device  string
}

// DeviceToken marks a browser in which the person has signed in, for half a year.
func (s Sealer) DeviceToken(u people.User, now time.Time) string {
	return s.Token(forDevice, u.Ref, now.AddDate(0, 6, 0))
}

// SignIn signs a person in by address and password. A wrong password, an unknown address, an account without a password and a
// disabled one all cost one hash and give the same answer at "password". Too many tries give Wait.
func SignIn(ctx context.Context, db *gorm.DB, seal Sealer, f PasswordForm, v Visit, from Origin) (Entry, error) {
	if err := f.Check(); err != nil {
		return Entry{}, err
	}
	u, hash, err := credentials(ctx, db, f.Email)
	if err != nil {
		return Entry{}, err
	}
	keys := []Key{seal.accountKey(f.Email, u, from, store.Now(db)), Address(from.Network)}
	if wait, err := Allow(ctx, db, SigningIn, keys...); err != nil || wait > 0 {
		return Entry{}, errors.Join(err, asWait(wait))
	}
	fits, old := password.Verify(hash, f.Password)
	if !fits || !welcome(u) {
		return Entry{}, failed(ctx, db, u)
	}
	if err := Forgive(ctx, db, SigningIn, keys...); err != nil {
		return Entry{}, err
	}
	if old {
		if err := StorePassword(ctx, db, u.ID, f.Password); err != nil {
			return Entry{}, err
		}
	}
	v.Stays, v.Next = f.Stays != "", f.Next
	var e Entry
	err = store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
		e, err = enter(ctx, tx, u, v, "password")
		return err
	})
	return e, err
}

func asWait(d time.Duration) error {
	if d == 0 {
		return nil
	}
	return Wait{d}
}

// accountKey counts tries on an address; from a browser that the person used before they are counted apart.
func (s Sealer) accountKey(email string, u people.User, from Origin, now time.Time) Key {
	if ref, err := s.Read(forDevice, from.Device, now); err == nil && ref == u.Ref {
		return Account("device\x00" + from.Device)
	}
	return Account(email)
}

// failed notes a refusal, whoever was meant, and says the one sentence.
func failed(ctx context.Context, db *gorm.DB, u people.User) error {
	if err := journal.Note(ctx, db, journal.Actor{}, journal.Act{Verb: "sign_in_refused", SubjectType: "user", SubjectRef: u.Ref}); err != nil {
		return err
	}
	return store.Invalid{"password": {Key: "error.sign_in"}}
}

// credentials returns the person with that address and their hash, both empty when there is none; one statement either way.
func credentials(ctx context.Context, db *gorm.DB, email string) (people.User, string, error) {
	var rows []struct {
		people.User
		Hash string
	}
	err := db.WithContext(ctx).Model(&people.User{}).Select("users.*, coalesce(passwords.hash, '') as hash").
		Joins("left join passwords on passwords.user_id = users.id").Where("users.email = ?", email).Limit(1).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return people.User{}, "", err
	}
	return rows[0].User, rows[0].Hash, nil
}

// StorePassword writes the hash of a password that was already found good enough.
func StorePassword(ctx context.Context, db *gorm.DB, userID uint, typed string) error {
	p := Password{UserID: userID, Hash: password.Hash(typed), ChangedAt: store.Now(db)}
	return db.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoUpdates: clause.AssignmentColumns([]string{"hash", "changed_at"})}).Create(&p).Error
}

// PasswordOf returns when the person's password was set; ok is false when they have none.
func PasswordOf(ctx context.Context, db *gorm.DB, userID uint) (since time.Time, ok bool, err error) {
	rows, err := store.From[Password](db).Where("user_id = ?", userID).Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, false, err
	}
	return rows[0].ChangedAt, true, nil
}

// NewPasswordForm sets a password. No rules about digits and capitals: length counts, and not being among the first guesses.
type NewPasswordForm struct {
	Password string `form:"password"`
}

// Check says what is wrong; words are the person's and the collective's names, which guessers try first.
func (f NewPasswordForm) Check(words ...string) error {
	n := utf8.RuneCountInString(f.Password)
	switch {
	case n == 0:
		return store.Invalid{"password": {Key: "error.required"}}
	case n < password.Shortest:
		return store.Invalid{"password": {Key: "error.too_short", Args: map[string]any{"Min": password.Shortest}}}
	case n > password.Longest:
		return store.Invalid{"password": {Key: "error.too_long", Args: map[string]any{"Max": password.Longest}}}
	case password.Guessable(f.Password, words...):
		return store.Invalid{"password": {Key: "error.password_common"}}
	}
	return nil
}

// ErrProve is returned when identity must be proven again before something delicate.
var ErrProve = errors.New("identity: prove who you are first")

// SetPassword sets the person's password: all their sessions end and this browser gets a new one. The session must be fresh (ErrProve).
func (s Session) SetPassword(ctx context.Context, db *gorm.DB, f NewPasswordForm, words ...string) (Entry, error) {
	if !s.Fresh(store.Now(db)) {
		return Entry{}, ErrProve
	}
	if err := f.Check(append(words, s.User.Name, s.User.Email)...); err != nil {
		return Entry{}, err
	}
	hash := password.Hash(f.Password) // before the transaction: it takes its time
	return s.changePassword(ctx, db, "password_set", func(tx *gorm.DB) error {
		p := Password{UserID: s.UserID, Hash: hash, ChangedAt: store.Now(tx)}
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoUpdates: clause.AssignmentColumns([]string{"hash", "changed_at"})}).Create(&p).Error
	})
}

// RemovePassword leaves only the links to sign in by. The session must be fresh (ErrProve).
func (s Session) RemovePassword(ctx context.Context, db *gorm.DB) (Entry, error) {
	if !s.Fresh(store.Now(db)) {
		return Entry{}, ErrProve
	}
	return s.changePassword(ctx, db, "password_removed", func(tx *gorm.DB) error {
		_, err := store.From[Password](tx).Where("user_id = ?", s.UserID).Delete(ctx)
		return err
	})
}

// changePassword makes the change, ends every session, opens one anew for this browser and promises the letter.
func (s Session) changePassword(ctx context.Context, db *gorm.DB, verb string, change func(tx *gorm.DB) error) (Entry, error) {
	var e Entry
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := change(tx); err != nil {
			return err
		}
		if err := EndAll(ctx, tx, s.UserID); err != nil {
			return err
		}
		next, secret, err := OpenSession(ctx, tx, s.User, Visit{Stays: s.Stays, family: s.Agent, goesOn: &s})
		if err != nil {
			return err
		}
		e = Entry{Session: next, User: s.User, Secret: secret}
		if err := journal.Note(ctx, tx, s.User.Actor(), journal.Act{Verb: verb, SubjectType: "user", SubjectRef: s.User.Ref}); err != nil {
			return err
		}
		return store.Enqueue(tx, PasswordChanged{SessionID: next.ID})
	})
	return e, err
}
