package identity

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/models/identity/passkey"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// MostPasskeys is how many passkeys a person may have.
const MostPasskeys = 10

// Passkey is a key that a device or a password manager of the person holds; we keep its public half.
type Passkey struct {
	ID           uint
	Ref          string
	UserID       uint
	Name         string
	CredentialID []byte
	Record       []byte
	UsedAt       *time.Time
	CreatedAt    time.Time
}

// CeremonyLife is how long a browser may take to answer.
const CeremonyLife = 5 * time.Minute

// Ceremony is a question put to one browser, answered once or not at all.
type Ceremony struct {
	ID          uint
	TokenSHA256 string `gorm:"column:token_sha256"`
	UserID      *uint
	Purpose     string
	Kept        []byte
	ExpiresAt   time.Time
	UsedAt      *time.Time
	CreatedAt   time.Time
}

// What a ceremony is for.
const (
	toMake  = "make"
	toEnter = "enter"
	toShow  = "show"
)

// Question is what a browser is asked, and the secret that ties the question to it.
type Question struct {
	Asked  string // JSON, for the browser
	Secret string
}

// Answer is what the browser said, and the secret it holds.
type Answer struct {
	Said   string
	Secret string
}

// asks keeps a ceremony that was begun.
func asks(ctx context.Context, db *gorm.DB, purpose string, userID *uint, b passkey.Begun, err error) (Question, error) {
	if err != nil {
		return Question{}, err
	}
	secret, now := newSecret(), store.Now(db)
	c := Ceremony{TokenSHA256: sumOf(secret), UserID: userID, Purpose: purpose, Kept: b.Kept, ExpiresAt: now.Add(CeremonyLife), CreatedAt: now}
	return Question{b.Asked, secret}, store.From[Ceremony](db).Create(ctx, &c)
}

// heard spends the ceremony that an answer belongs to, whatever the answer is worth, and returns what was kept of it.
func heard(ctx context.Context, db *gorm.DB, purpose string, userID *uint, a Answer) ([]byte, error) {
	sum, now := sumOf(a.Secret), store.Now(db)
	q := store.From[Ceremony](db).Where("token_sha256 = ? and purpose = ? and used_at is null and expires_at > ?", sum, purpose, now)
	if userID != nil {
		q = q.Where("user_id = ?", *userID)
	}
	n, err := q.Update(ctx, "used_at", now)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, passkey.ErrRefused
	}
	c, err := store.From[Ceremony](db).Where("token_sha256 = ?", sum).Take(ctx)
	return c.Kept, err
}

// owner is a person as their authenticators know them: by a number that says nothing about them elsewhere.
func (s Sealer) owner(ctx context.Context, db *gorm.DB, u people.User) (passkey.Owner, error) {
	o := passkey.Owner{Handle: mac(s.key, "passkey owner\x00"+u.Ref), Name: u.Email, Called: u.Called()}
	keys, err := store.From[Passkey](db).Where("user_id = ?", u.ID).Order("id").Find(ctx)
	for _, k := range keys {
		o.Records = append(o.Records, k.Record)
	}
	return o, err
}

// notPasskey is what a person reads when their passkey did not fit.
var notPasskey = store.Invalid{"passkey": {Key: "error.passkey"}}

// BeginPasskey asks this browser for a new passkey. The session must have been proven lately (ErrProve).
func (s Session) BeginPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party) (Question, error) {
	if !s.Lately(store.Now(db)) {
		return Question{}, ErrProve
	}
	o, err := seal.owner(ctx, db, s.User)
	if err != nil {
		return Question{}, err
	}
	if len(o.Records) >= MostPasskeys {
		return Question{}, store.Invalid{"passkey": {Key: "factors.wrong.most_passkeys", Args: map[string]any{"Max": MostPasskeys}}}
	}
	b, err := party.BeginMaking(o)
	return asks(ctx, db, toMake, &s.UserID, b, err)
}

// AddPasskey keeps the passkey that the browser made, under a name (the browser's, when none is given). The first second means brings
// recovery codes, returned in the clear this once.
func (s Session) AddPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party, name string, a Answer) ([]string, error) {
	if !s.Lately(store.Now(db)) {
		return nil, ErrProve
	}
	key, err := s.made(ctx, db, seal, party, a)
	if errors.Is(err, passkey.ErrRefused) {
		return nil, notPasskey
	}
	if err != nil {
		return nil, err
	}
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		name = s.Agent
	}
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[:60])
	}
	var codes []string
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		had, err := FactorsOf(ctx, tx, s.UserID)
		if err != nil {
			return err
		}
		k := Passkey{Ref: store.NewRef(), UserID: s.UserID, Name: name, CredentialID: key.ID, Record: key.Record, CreatedAt: store.Now(tx)}
		if err := store.From[Passkey](tx).Create(ctx, &k); err != nil {
			return err
		}
		codes, err = s.factorAdded(ctx, tx, seal, had, PasskeyAdded)
		return err
	})
	if errors.Is(err, store.ErrConflict) { // that key is known already
		return nil, notPasskey
	}
	return codes, err
}

func (s Session) made(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party, a Answer) (passkey.Key, error) {
	kept, err := heard(ctx, db, toMake, &s.UserID, a)
	if err != nil {
		return passkey.Key{}, err
	}
	o, err := seal.owner(ctx, db, s.User)
	if err != nil {
		return passkey.Key{}, err
	}
	return party.FinishMaking(o, kept, []byte(a.Said))
}

// RemovePasskey takes one away; all other sessions end. Who must have a second means keeps the last one (owed).
func (s Session) RemovePasskey(ctx context.Context, db *gorm.DB, ref string, owed bool) error {
	if !s.Lately(store.Now(db)) {
		return ErrProve
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		had, err := FactorsOf(ctx, tx, s.UserID)
		if err != nil {
			return err
		}
		if owed && had.App == nil && len(had.Passkeys) == 1 {
			return store.Invalid{"removal": {Key: "factors.owed_removal"}}
		}
		n, err := store.From[Passkey](tx).Where("user_id = ? and ref = ?", s.UserID, ref).Delete(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		if err := s.factorGone(ctx, tx); err != nil {
			return err
		}
		return tellChange(ctx, tx, s.User.Actor(), s.User, PasskeyRemoved, 0)
	})
}

// keepUse writes down how a passkey was used last.
func keepUse(ctx context.Context, tx *gorm.DB, key passkey.Key) error {
	now := store.Now(tx)
	_, err := store.From[Passkey](tx).Where("credential_id = ?", key.ID).Select("Record", "UsedAt").Updates(ctx, Passkey{Record: key.Record, UsedAt: &now})
	return err
}

// BeginEntry asks this browser for any passkey of the portal.
func BeginEntry(ctx context.Context, db *gorm.DB, party passkey.Party) (Question, error) {
	b, err := party.BeginEntry()
	return asks(ctx, db, toEnter, nil, b, err)
}

// EnterByPasskey signs a person in by a passkey alone: the device has made sure of its owner, so it counts as two means.
func EnterByPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party, a Answer, v Visit, network string) (Entry, error) {
	if wait, err := Allow(ctx, db, SigningIn, Address(network)); err != nil || wait > 0 {
		return Entry{}, errors.Join(err, asWait(wait))
	}
	kept, err := heard(ctx, db, toEnter, nil, a)
	var who people.User
	var key passkey.Key
	if err == nil {
		key, err = party.FinishEntry(kept, []byte(a.Said), func(id []byte) (passkey.Owner, error) {
			k, err := store.From[Passkey](db).Where("credential_id = ?", id).Take(ctx)
			if err != nil {
				return passkey.Owner{}, err
			}
			if who, err = people.LoadUser(ctx, db, k.UserID); err != nil {
				return passkey.Owner{}, err
			}
			return seal.owner(ctx, db, who)
		})
	}
	if errors.Is(err, passkey.ErrRefused) || err == nil && !welcome(who) {
		if err := failed(ctx, db, who); !isInvalid(err) {
			return Entry{}, err
		}
		return Entry{}, notPasskey
	}
	if err != nil {
		return Entry{}, err
	}
	if err := Forgive(ctx, db, SigningIn, Address(network)); err != nil {
		return Entry{}, err
	}
	var e Entry
	err = store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
		if err := keepUse(ctx, tx, key); err != nil {
			return err
		}
		if err := endRescue(ctx, tx, who); err != nil {
			return err
		}
		v.factor = true
		e, err = admit(ctx, tx, who, v, "passkey")
		return err
	})
	return e, err
}

// asksFor asks this browser for one of the person's passkeys, as a second means; store.ErrNotFound when they have none.
func (s Sealer) asksFor(ctx context.Context, db *gorm.DB, party passkey.Party, u people.User) (Question, error) {
	o, err := s.owner(ctx, db, u)
	if err != nil {
		return Question{}, err
	}
	if len(o.Records) == 0 {
		return Question{}, store.ErrNotFound
	}
	b, err := party.BeginShowing(o)
	return asks(ctx, db, toShow, &u.ID, b, err)
}

// showsPasskey checks the answer as one try of the person's second means.
func (s Sealer) showsPasskey(ctx context.Context, db *gorm.DB, party passkey.Party, u people.User, a Answer, then func(tx *gorm.DB, means string) error) error {
	return s.guarded(ctx, db, u, notPasskey, func(tx *gorm.DB) (string, error) {
		kept, err := heard(ctx, tx, toShow, &u.ID, a)
		if err == nil {
			var o passkey.Owner
			if o, err = s.owner(ctx, tx, u); err == nil {
				var key passkey.Key
				if key, err = party.FinishShowing(o, kept, []byte(a.Said)); err == nil {
					return "passkey", keepUse(ctx, tx, key)
				}
			}
		}
		if errors.Is(err, passkey.ErrRefused) {
			return "", nil
		}
		return "", err
	}, then)
}

// AskPasskey asks the browser of whoever stands halfway for one of their passkeys.
func (h Halfway) AskPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party) (Question, error) {
	return seal.asksFor(ctx, db, party, h.User)
}

// PassByPasskey lets the person in who shows a passkey.
func (h Halfway) PassByPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party, a Answer) (Entry, error) {
	var e Entry
	err := seal.showsPasskey(ctx, db, party, h.User, a, func(tx *gorm.DB, means string) (err error) {
		e, err = h.enter(ctx, tx, means)
		return err
	})
	return e, err
}

// AskPasskey asks this session's browser for one of the person's passkeys.
func (s Session) AskPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party) (Question, error) {
	return seal.asksFor(ctx, db, party, s.User)
}

// ProveByPasskey renews the session's proof by a passkey.
func (s Session) ProveByPasskey(ctx context.Context, db *gorm.DB, seal Sealer, party passkey.Party, a Answer) error {
	return seal.showsPasskey(ctx, db, party, s.User, a, func(tx *gorm.DB, _ string) error { return s.shown(ctx, tx) })
}
