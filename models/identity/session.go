package identity

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// How long sessions live. With "stay signed in" a session ends after 14 days without a visit and after 90 days in any case;
// without it, after 12 hours (and with the browser's window).
const (
	StayIdle   = 14 * 24 * time.Hour
	StayAtMost = 90 * 24 * time.Hour
	ShortLife  = 12 * time.Hour
	FreshFor   = time.Hour // after that, identity is asked again before something delicate (quality.md 4.1 line 54)
	touchAfter = 5 * time.Minute
)

// Session is one browser in which a person is signed in. The browser holds the secret, the row only its SHA-256.
type Session struct {
	ID          uint
	Ref         string
	TokenSHA256 string `gorm:"column:token_sha256"`
	UserID      uint
	User        people.User `gorm:"foreignKey:UserID"`
	Agent       string      // family only: "Firefox, Linux"
	Stays       bool
	ProvenAt    time.Time  // when the person last proved who they are
	FactorAt    *time.Time // when they last showed a second means in this session
	SeenAt      time.Time
	ExpiresAt   time.Time
	EndedAt     *time.Time
	CreatedAt   time.Time
}

// Visit is the browser a person signs in with.
type Visit struct {
	Agent    string // the User-Agent header
	Stays    bool   // "stay signed in"
	Replaces string // the secret of the session it had until now, if any: that one ends
	Next     string // where the person wants to go

	family      string // of the browser, where the header is gone
	replacesSum string // of the session it had until now
	factor      bool   // a second means was shown
	goesOn      *Session
}

// begin fills in what the visit says of a new session.
func (v Visit) begin(s *Session, now time.Time) {
	s.Agent, s.Stays = cmp.Or(v.family, AgentFamily(v.Agent)), v.Stays
	if v.Stays {
		s.ExpiresAt = now.Add(StayAtMost)
	}
	if v.factor {
		s.FactorAt = &now
	}
	if v.goesOn != nil { // nothing was proven anew
		s.ProvenAt, s.FactorAt = v.goesOn.ProvenAt, v.goesOn.FactorAt
	}
}

// Fresh reports whether the person proved who they are within the hour.
func (s Session) Fresh(now time.Time) bool { return now.Sub(s.ProvenAt) < FreshFor }

// MaxAge is how long the cookie lives, in seconds; 0 means until the browser's window closes.
func (s Session) MaxAge() int {
	if s.Stays {
		return int(StayAtMost.Seconds())
	}
	return 0
}

// alive reports whether the session still opens the door.
func (s Session) alive(now time.Time) bool {
	return s.EndedAt == nil && now.Before(s.ExpiresAt) && (!s.Stays || now.Sub(s.SeenAt) < StayIdle)
}

// OpenSession signs a person in on a browser and returns the secret for its cookie. The session it replaces ends.
func OpenSession(ctx context.Context, db *gorm.DB, u people.User, v Visit) (Session, string, error) {
	secret, now := newSecret(), store.Now(db)
	s := Session{
		Ref: store.NewRef(), TokenSHA256: sumOf(secret), UserID: u.ID, ProvenAt: now, SeenAt: now, ExpiresAt: now.Add(ShortLife), CreatedAt: now,
	}
	v.begin(&s, now)
	if v.Replaces != "" {
		v.replacesSum = sumOf(v.Replaces)
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if v.replacesSum != "" {
			if _, err := store.From[Session](tx).Where("token_sha256 = ? and ended_at is null", v.replacesSum).Update(ctx, "ended_at", now); err != nil {
				return err
			}
		}
		return store.From[Session](tx).Omit("User").Create(ctx, &s)
	})
	s.User = u
	return s, secret, err
}

// FindSession returns the session with that secret and its person with their memberships, in two statements;
// store.ErrNotFound when it has ended or the person may not enter. Every five minutes it notes that the session was seen.
func FindSession(ctx context.Context, db *gorm.DB, secret string) (Session, people.User, error) {
	if len(secret) != 43 {
		return Session{}, people.User{}, store.ErrNotFound
	}
	s, err := store.From[Session](db).Joins(clause.Has("User"), nil).Where("sessions.token_sha256 = ?", sumOf(secret)).Take(ctx)
	now := store.Now(db)
	if err != nil || !s.alive(now) || !welcome(s.User) {
		return Session{}, people.User{}, orNotFound(err)
	}
	if err := people.WithMemberships(ctx, db, &s.User); err != nil {
		return Session{}, people.User{}, err
	}
	if now.Sub(s.SeenAt) >= touchAfter {
		if _, err := store.From[Session](db).Where("id = ?", s.ID).Update(ctx, "seen_at", now); err != nil {
			return Session{}, people.User{}, err
		}
	}
	return s, s.User, nil
}

// welcome reports whether the person may sign in at all.
func welcome(u people.User) bool { return u.ID != 0 && u.DisabledAt == nil && u.ErasedAt == nil }

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return store.ErrNotFound
}

// Renew gives the session a new secret after its rights have changed; the old cookie opens nothing any more.
func (s Session) Renew(ctx context.Context, db *gorm.DB) (string, error) {
	secret := newSecret()
	_, err := store.From[Session](db).Where("id = ? and ended_at is null", s.ID).Update(ctx, "token_sha256", sumOf(secret))
	return secret, err
}

// End signs this browser out.
func (s Session) End(ctx context.Context, db *gorm.DB) error {
	_, err := store.From[Session](db).Where("id = ? and ended_at is null", s.ID).Update(ctx, "ended_at", store.Now(db))
	return err
}

// SessionsOf returns the browsers in which a person is signed in, the latest seen first.
func SessionsOf(ctx context.Context, db *gorm.DB, userID uint) ([]Session, error) {
	now := store.Now(db)
	return store.From[Session](db).Where("user_id = ? and ended_at is null and expires_at > ? and (stays = ? or seen_at > ?)", userID, now, false, now.Add(-StayIdle)).
		Order("seen_at desc, id desc").Find(ctx)
}

// EndSession ends one of the person's own sessions; somebody else's is store.ErrNotFound.
func EndSession(ctx context.Context, db *gorm.DB, u people.User, ref string) error {
	n, err := store.From[Session](db).Where("ref = ? and user_id = ? and ended_at is null", ref, u.ID).Update(ctx, "ended_at", store.Now(db))
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}

// EndOthers ends all of the person's sessions but the given one.
func (s Session) EndOthers(ctx context.Context, db *gorm.DB) error {
	_, err := store.From[Session](db).Where("user_id = ? and id <> ? and ended_at is null", s.UserID, s.ID).Update(ctx, "ended_at", store.Now(db))
	return err
}

// EndAll ends all of a person's sessions.
func EndAll(ctx context.Context, tx *gorm.DB, userID uint) error {
	_, err := store.From[Session](tx).Where("user_id = ? and ended_at is null", userID).Update(ctx, "ended_at", store.Now(tx))
	return err
}

// newSecret is 256 random bits for a cookie.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

func sumOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// LoadSession returns a session by id with its person, for jobs.
func LoadSession(ctx context.Context, db *gorm.DB, id uint) (Session, error) {
	return store.From[Session](db).Joins(clause.Has("User"), nil).Where("sessions.id = ?", id).Take(ctx)
}
