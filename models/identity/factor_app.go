package identity

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"chatiere/models/identity/totp"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// proposalLife is how long a secret that was shown may be taken into an app.
const proposalLife = time.Hour

// AppProposal is the secret of an app that is being set up. Nothing is kept of it until a code shows that the app has it: the page
// carries it, sealed for this person.
type AppProposal struct {
	Secret []byte
	Sealed string
}

// Text is the secret as one types it, in groups of four.
func (p AppProposal) Text() string {
	text, groups := totp.Text(p.Secret), []string{}
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), " ")
}

// Address is the secret as a square code holds it.
func (p AppProposal) Address(issuer string, u people.User) string {
	return totp.Address(issuer, u.Email, p.Secret)
}

// AppForm sets up an app: the sealed secret that was shown, and a code of the app.
type AppForm struct {
	Sealed string `form:"sealed"`
	Code   string `form:"code"`
}

// ProposeApp makes a new secret for a person.
func (s Sealer) ProposeApp(u people.User, now time.Time) (AppProposal, error) {
	secret := totp.New()
	sealed, err := store.Seal(s.key, forProposal+u.Ref, strconv.FormatInt(now.Unix(), 10)+" "+hex.EncodeToString(secret))
	return AppProposal{secret, hex.EncodeToString(sealed)}, err
}

// What secrets are sealed for.
const (
	forProposal = "app proposed to "
	forApp      = "app of "
)

// ReadApp opens what ProposeApp made; ErrExpired after an hour or when it is somebody else's.
func (s Sealer) ReadApp(u people.User, sealed string, now time.Time) (AppProposal, error) {
	raw, err := hex.DecodeString(sealed)
	if err != nil {
		return AppProposal{}, ErrExpired
	}
	text, err := store.Unseal(s.key, forProposal+u.Ref, raw)
	if err != nil {
		return AppProposal{}, ErrExpired
	}
	at, rest, _ := strings.Cut(text, " ")
	seconds, _ := strconv.ParseInt(at, 10, 64)
	if now.Sub(time.Unix(seconds, 0)) > proposalLife {
		return AppProposal{}, ErrExpired
	}
	secret, err := hex.DecodeString(rest)
	return AppProposal{secret, sealed}, err
}

// SetApp makes an app the person's second means, or replaces the one they had; a code shows that it works. The first second means brings
// recovery codes, returned in the clear this once, and every other session must prove who it is before anything delicate. A replaced app
// ends the other sessions. The session must have been proven lately (ErrProve).
func (s Session) SetApp(ctx context.Context, db *gorm.DB, seal Sealer, f AppForm) ([]string, error) {
	now := store.Now(db)
	if !s.Lately(now) {
		return nil, ErrProve
	}
	p, err := seal.ReadApp(s.User, f.Sealed, now)
	if err != nil {
		return nil, err
	}
	var codes []string
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		had, err := FactorsOf(ctx, tx, s.UserID)
		if err != nil {
			return err
		}
		step, ok := totp.Check(p.Secret, figures(f.Code), now, seal.lastStep(had.App, s.User, p.Secret))
		if !ok {
			return store.Invalid{"code": {Key: "error.factor_code"}}
		}
		if err := seal.keepApp(ctx, tx, s.User, p.Secret, step); err != nil {
			return err
		}
		codes, err = s.factorAdded(ctx, tx, seal, had)
		return err
	})
	return codes, err
}

// lastStep is the last spent step when the proposed secret is the one already kept, as when a form is sent twice.
func (s Sealer) lastStep(app *Authenticator, u people.User, secret []byte) int64 {
	if app == nil {
		return 0
	}
	if kept, err := s.secretOf(*app, u); err != nil || string(kept) != string(secret) {
		return 0
	}
	return app.LastStep
}

func (s Sealer) secretOf(app Authenticator, u people.User) ([]byte, error) {
	text, err := store.Unseal(s.key, forApp+u.Ref, app.Sealed)
	return []byte(text), err
}

func (s Sealer) keepApp(ctx context.Context, tx *gorm.DB, u people.User, secret []byte, step int64) error {
	sealed, err := store.Seal(s.key, forApp+u.Ref, string(secret))
	if err != nil {
		return err
	}
	app := Authenticator{UserID: u.ID, Sealed: sealed, LastStep: step, CreatedAt: store.Now(tx)}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "user_id"}}, DoUpdates: clause.AssignmentColumns([]string{"sealed", "last_step", "created_at"}),
	}).Create(&app).Error
}

// factorAdded does what a new app brings with it.
func (s Session) factorAdded(ctx context.Context, tx *gorm.DB, seal Sealer, had Factors) (codes []string, err error) {
	what := AppSet
	if had.App != nil {
		what = AppChanged
		if err := s.EndOthers(ctx, tx); err != nil {
			return nil, err
		}
	}
	if err := s.shown(ctx, tx); err != nil {
		return nil, err
	}
	if !had.Any() {
		if err := s.doubtOthers(ctx, tx); err != nil {
			return nil, err
		}
		if codes, err = seal.newCodes(ctx, tx, s.User); err != nil {
			return nil, err
		}
	}
	return codes, tellChange(ctx, tx, s.User.Actor(), s.User, what, len(codes))
}

// doubtOthers makes all other sessions of the person prove who they are before anything delicate: they were opened by one means only.
func (s Session) doubtOthers(ctx context.Context, tx *gorm.DB) error {
	_, err := store.From[Session](tx).Where("user_id = ? and id <> ? and ended_at is null", s.UserID, s.ID).Update(ctx, "proven_at", time.Unix(0, 0).UTC())
	return err
}

// RemoveApp takes the app away. The last second means takes the recovery codes with it; all other sessions end. The session must have
// been proven lately (ErrProve); who must have a second means cannot be without (owed).
func (s Session) RemoveApp(ctx context.Context, db *gorm.DB, owed bool) error {
	if !s.Lately(store.Now(db)) {
		return ErrProve
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		had, err := FactorsOf(ctx, tx, s.UserID)
		if err != nil {
			return err
		}
		if had.App == nil {
			return store.ErrNotFound
		}
		if owed {
			return store.Invalid{"removal": {Key: "factors.owed_removal"}}
		}
		if _, err := store.From[Authenticator](tx).Where("user_id = ?", s.UserID).Delete(ctx); err != nil {
			return err
		}
		if err := s.factorGone(ctx, tx); err != nil {
			return err
		}
		return tellChange(ctx, tx, s.User.Actor(), s.User, AppRemoved, 0)
	})
}

// factorGone ends the other sessions, and clears up when no second means is left.
func (s Session) factorGone(ctx context.Context, tx *gorm.DB) error {
	if err := s.EndOthers(ctx, tx); err != nil {
		return err
	}
	left, err := HasFactor(ctx, tx, s.UserID)
	if err != nil || left {
		return err
	}
	if err := forgetFactors(ctx, tx, s.UserID); err != nil {
		return err
	}
	_, err = store.From[Session](tx).Where("id = ?", s.ID).Update(ctx, "factor_at", nil)
	return err
}

// forgetFactors removes every second means of a person, their recovery codes, and whatever waits for one.
func forgetFactors(ctx context.Context, tx *gorm.DB, userID uint) error {
	if _, err := store.From[Authenticator](tx).Where("user_id = ?", userID).Delete(ctx); err != nil {
		return err
	}
	if _, err := store.From[RecoveryCode](tx).Where("user_id = ?", userID).Delete(ctx); err != nil {
		return err
	}
	_, err := store.From[Halfway](tx).Where("user_id = ?", userID).Delete(ctx)
	return err
}

// LoseFactors removes a person's second means from the command line: whoever has the machine has the portal.
func LoseFactors(ctx context.Context, db *gorm.DB, u people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := forgetFactors(ctx, tx, u.ID); err != nil {
			return err
		}
		if err := EndAll(ctx, tx, u.ID); err != nil {
			return err
		}
		return tellChange(ctx, tx, journal.Actor{}, u, Rescued, 0)
	})
}
