package identity

import (
	"context"
	"errors"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// HalfwayLife is how long the second means may take after the first.
const HalfwayLife = 10 * time.Minute

// Halfway is a person who showed the first means, a link or a password, in one browser, and has to show the second. It opens nothing.
type Halfway struct {
	ID             uint
	TokenSHA256    string `gorm:"column:token_sha256"`
	UserID         uint
	User           people.User `gorm:"foreignKey:UserID"`
	Means          string      // the first: link, password
	Agent          string
	Stays          bool
	ReplacesSHA256 string `gorm:"column:replaces_sha256"` // of the session that this browser had
	NextPath       string
	ExpiresAt      time.Time
	UsedAt         *time.Time
	CreatedAt      time.Time
}

// stopHalfway lets a person wait at the second means.
func stopHalfway(ctx context.Context, tx *gorm.DB, u people.User, v Visit, by string) (Entry, error) {
	secret, now := newSecret(), store.Now(tx)
	h := Halfway{
		TokenSHA256: sumOf(secret), UserID: u.ID, Means: by, Agent: AgentFamily(v.Agent), Stays: v.Stays, NextPath: v.Next, ExpiresAt: now.Add(HalfwayLife), CreatedAt: now,
	}
	if v.Replaces != "" {
		h.ReplacesSHA256 = sumOf(v.Replaces)
	}
	err := store.From[Halfway](tx).Omit("User").Create(ctx, &h)
	return Entry{User: u, Secret: secret, Next: v.Next, Halfway: true}, err
}

// FindHalfway returns who waits in the browser that holds the secret; ErrExpired when nobody does any more.
func FindHalfway(ctx context.Context, db *gorm.DB, secret string) (Halfway, error) {
	if len(secret) != 43 {
		return Halfway{}, ErrExpired
	}
	h, err := store.From[Halfway](db).Joins(clause.Has("User"), nil).Where("halfways.token_sha256 = ? and halfways.used_at is null and halfways.expires_at > ?", sumOf(secret), store.Now(db)).Take(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && !welcome(h.User) {
		return h, ErrExpired
	}
	return h, err
}

// Pass lets the person in who shows their second means.
func (h Halfway) Pass(ctx context.Context, db *gorm.DB, seal Sealer, f CodeForm) (Entry, error) {
	var e Entry
	err := seal.guarded(ctx, db, h.User, f, func(tx *gorm.DB, means string) (err error) {
		e, err = h.enter(ctx, tx, means)
		return err
	})
	return e, err
}

// enter opens the session, once.
func (h Halfway) enter(ctx context.Context, tx *gorm.DB, means string) (Entry, error) {
	n, err := store.From[Halfway](tx).Where("id = ? and used_at is null", h.ID).Update(ctx, "used_at", store.Now(tx))
	if err != nil {
		return Entry{}, err
	}
	if n == 0 {
		return Entry{}, ErrExpired
	}
	v := Visit{Stays: h.Stays, Next: h.NextPath, family: h.Agent, replacesSum: h.ReplacesSHA256, factor: true}
	return admit(ctx, tx, h.User, v, h.Means+", "+means)
}
