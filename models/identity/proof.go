package identity

import (
	"context"
	"errors"
	"time"

	"chatiere/models/identity/password"
	"chatiere/models/identity/totp"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// LatelyFor is how recently who one is must have been proven before what moves money or changes how one is recognised (reciprocity.md 7.6).
const LatelyFor = 10 * time.Minute

// Lately reports whether the person proved within ten minutes who they are, by their second means if they have one.
func (s Session) Lately(now time.Time) bool { return now.Sub(s.ProvenAt) < LatelyFor }

// Means is how many different means the latest proof of this session stood on: two, when the second one was shown lately.
func (s Session) Means(now time.Time) int {
	if s.FactorAt != nil && now.Sub(*s.FactorAt) < LatelyFor {
		return 2
	}
	return 1
}

// CodeForm shows a second means: a code of the app, or a recovery code.
type CodeForm struct {
	Code string `form:"code"`
}

// Check says whether anything was typed.
func (f CodeForm) Check() error {
	if bare(f.Code) == "" {
		return store.Invalid{"code": {Key: "error.required"}}
	}
	return nil
}

// spend uses a typed code of the person, once: means says which sort it was, empty for none.
func (s Sealer) spend(ctx context.Context, tx *gorm.DB, u people.User, typed string) (means string, err error) {
	if means, err = s.spendStep(ctx, tx, u, typed); err != nil || means != "" {
		return means, err
	}
	n, err := store.From[RecoveryCode](tx).Where("user_id = ? and hash = ? and used_at is null", u.ID, s.codeHash(u, typed)).Update(ctx, "used_at", store.Now(tx))
	if err != nil || n == 0 {
		return "", err
	}
	left, err := store.From[RecoveryCode](tx).Where("user_id = ? and used_at is null", u.ID).Count(ctx, "id")
	if err != nil {
		return "", err
	}
	return "recovery code", tellChange(ctx, tx, u.Actor(), u, CodeUsed, int(left))
}

func (s Sealer) spendStep(ctx context.Context, tx *gorm.DB, u people.User, typed string) (string, error) {
	code := figures(typed)
	apps, err := store.From[Authenticator](tx).Where("user_id = ?", u.ID).Limit(1).Find(ctx)
	if err != nil || len(apps) == 0 || len(code) != 6 {
		return "", err
	}
	secret, err := s.secretOf(apps[0], u)
	if errors.Is(err, store.ErrSealed) { // the portal has another secret key now: the app is lost, recovery codes too
		return "", nil
	}
	if err != nil {
		return "", err
	}
	step, ok := totp.Check(secret, code, store.Now(tx), apps[0].LastStep)
	if !ok {
		return "", nil
	}
	n, err := store.From[Authenticator](tx).Where("id = ? and last_step < ?", apps[0].ID, step).Update(ctx, "last_step", step)
	if err != nil || n == 0 { // somebody else was faster with the same code
		return "", err
	}
	return "app", nil
}

// guarded tries a second means of a person: at most five times in a quarter of an hour, and what fits is followed by then in the same
// transaction. What does not fit is noted and said at "code".
func (s Sealer) guarded(ctx context.Context, db *gorm.DB, u people.User, f CodeForm, then func(tx *gorm.DB, means string) error) error {
	if err := f.Check(); err != nil {
		return err
	}
	if wait, err := Allow(ctx, db, ShowingFactor, Account(u.Ref)); err != nil || wait > 0 {
		return errors.Join(err, asWait(wait))
	}
	fits := false
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		means, err := s.spend(ctx, tx, u, f.Code)
		if err != nil || means == "" {
			return err
		}
		fits = true
		if err := endRescue(ctx, tx, u); err != nil {
			return err
		}
		return then(tx, means)
	})
	switch {
	case err != nil:
		return err
	case fits:
		return Forgive(ctx, db, ShowingFactor, Account(u.Ref))
	}
	if err := journal.Note(ctx, db, journal.Actor{}, journal.Act{Verb: "factor_refused", SubjectType: "user", SubjectRef: u.Ref}); err != nil {
		return err
	}
	return store.Invalid{"code": {Key: "error.factor_code"}}
}

// Prove renews the session's proof by a second means.
func (s Session) Prove(ctx context.Context, db *gorm.DB, seal Sealer, f CodeForm) error {
	return seal.guarded(ctx, db, s.User, f, func(tx *gorm.DB, _ string) error { return s.shown(ctx, tx) })
}

// shown notes on the session that a second means was shown now.
func (s Session) shown(ctx context.Context, tx *gorm.DB) error {
	now := store.Now(tx)
	_, err := store.From[Session](tx).Where("id = ?", s.ID).Select("ProvenAt", "FactorAt").Updates(ctx, Session{ProvenAt: now, FactorAt: &now})
	return err
}

// ProveByPassword renews the proof of a person who has no second means but a password. Tries count like those of signing in.
func (s Session) ProveByPassword(ctx context.Context, db *gorm.DB, typed string) error {
	if typed == "" {
		return store.Invalid{"proof_password": {Key: "error.required"}}
	}
	has, err := HasFactor(ctx, db, s.UserID)
	if err != nil || has {
		return errors.Join(err, ErrProve)
	}
	keys := []Key{Account("proof\x00" + s.User.Ref)}
	if wait, err := Allow(ctx, db, SigningIn, keys...); err != nil || wait > 0 {
		return errors.Join(err, asWait(wait))
	}
	_, hash, err := credentials(ctx, db, s.User.Email)
	if err != nil {
		return err
	}
	if fits, _ := password.Verify(hash, typed); !fits {
		if err := failed(ctx, db, s.User); !isInvalid(err) {
			return err
		}
		return store.Invalid{"proof_password": {Key: "error.password_wrong"}}
	}
	if err := Forgive(ctx, db, SigningIn, keys...); err != nil {
		return err
	}
	_, err = store.From[Session](db).Where("id = ?", s.ID).Update(ctx, "proven_at", store.Now(db))
	return err
}

func isInvalid(err error) bool {
	_, is := store.AsInvalid(err)
	return is
}
