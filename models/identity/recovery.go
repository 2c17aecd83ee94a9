package identity

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RecoveryCode is one of ten codes on paper, each good once in the place of a second means that is not at hand. The row holds a hash
// that only the portal's secret key can make.
type RecoveryCode struct {
	ID        uint
	UserID    uint
	Hash      string
	UsedAt    *time.Time
	CreatedAt time.Time
}

// codesAtOnce is how many recovery codes a person gets.
const codesAtOnce = 10

// newCodes replaces a person's recovery codes and returns them in the clear: 50 random bits each, as in "k7f2p-x9qwe".
func (s Sealer) newCodes(ctx context.Context, tx *gorm.DB, u people.User) ([]string, error) {
	if _, err := store.From[RecoveryCode](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return nil, err
	}
	codes, rows := []string{}, []RecoveryCode{}
	for range codesAtOnce {
		random := make([]byte, 10)
		_, _ = rand.Read(random) // never fails (crypto/rand)
		code := tokenLetters.EncodeToString(random)[:10]
		codes = append(codes, code[:5]+"-"+code[5:])
		rows = append(rows, RecoveryCode{UserID: u.ID, Hash: s.codeHash(u, code), CreatedAt: store.Now(tx)})
	}
	return codes, store.From[RecoveryCode](tx).CreateInBatches(ctx, &rows, codesAtOnce)
}

func (s Sealer) codeHash(u people.User, code string) string {
	return hex.EncodeToString(mac(s.key, "recovery code\x00"+u.Ref+"\x00"+bare(code)))
}

// bare is a code as it was made, whatever blanks and dashes were typed.
func bare(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(typed))
}

// figures are the figures in what was typed: apps show a code with a blank in it.
func figures(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
}

// MakeCodes makes recovery codes anew; those there were open nothing any more. Only who has a second means has codes, else
// store.ErrNotFound. The session must have been proven lately (ErrProve).
func (s Session) MakeCodes(ctx context.Context, db *gorm.DB, seal Sealer) ([]string, error) {
	if !s.Lately(store.Now(db)) {
		return nil, ErrProve
	}
	var codes []string
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		has, err := HasFactor(ctx, tx, s.UserID)
		if err != nil {
			return err
		}
		if !has {
			return store.ErrNotFound
		}
		if codes, err = seal.newCodes(ctx, tx, s.User); err != nil {
			return err
		}
		return tellChange(ctx, tx, s.User.Actor(), s.User, CodesMade, len(codes))
	})
	return codes, err
}

// OwnCodes returns those of the codes that are the person's and not used yet, for the file that the page of new codes offers.
func (s Sealer) OwnCodes(ctx context.Context, db *gorm.DB, u people.User, shown []string) ([]string, error) {
	if len(shown) > codesAtOnce {
		return nil, store.ErrNotFound
	}
	hashes := []string{}
	for _, code := range shown {
		hashes = append(hashes, s.codeHash(u, code))
	}
	rows, err := store.From[RecoveryCode](db).Where("user_id = ? and used_at is null and hash in ?", u.ID, hashes).Find(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row.Hash] = true
	}
	var own []string
	for i, code := range shown {
		if known[hashes[i]] {
			own = append(own, code)
		}
	}
	if len(own) == 0 {
		return nil, store.ErrNotFound
	}
	return own, nil
}
