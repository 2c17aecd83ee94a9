package identity

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GrantRoles changes a person's staff roles and ends the sessions that had the old rights (quality.md 4.1 line 48).
func GrantRoles(ctx context.Context, db *gorm.DB, by, u people.User, f people.RolesForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := u.SaveRoles(ctx, tx, by, f); err != nil {
			return err
		}
		if by.ID == u.ID {
			return nil // one's own browser is given a new secret by the handler
		}
		return EndAll(ctx, tx, u.ID)
	})
}

// Disable keeps a person out and ends all their sessions at once.
func Disable(ctx context.Context, db *gorm.DB, by, u people.User, reason string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := u.Disable(ctx, tx, by, reason); err != nil {
			return err
		}
		return EndAll(ctx, tx, u.ID)
	})
}

// Forget removes what this area knows of a person who leaves: password, second means, sessions, links.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	if _, err := store.From[Password](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return err
	}
	if _, err := store.From[Session](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return err
	}
	if err := forgetFactors(ctx, tx, u.ID); err != nil {
		return err
	}
	if _, err := store.From[Rescue](tx).Where("user_id = ?", u.ID).Delete(ctx); err != nil {
		return err
	}
	_, err := store.From[SignInLink](tx).Where("email = ?", u.Email).Delete(ctx)
	return err
}

// Sweep removes what is over: links, counters and who waited halfway after a day, sessions three months after their end. It returns how many rows went.
func Sweep(ctx context.Context, db *gorm.DB) (int, error) {
	now := store.Now(db)
	day, season := now.AddDate(0, 0, -1), now.AddDate(0, -3, 0)
	links, err := store.From[SignInLink](db).Where("expires_at < ?", day).Delete(ctx)
	if err != nil {
		return links, err
	}
	counters, err := store.From[attempt](db).Where("began_at < ? and until_at < ?", day, now).Delete(ctx)
	if err != nil {
		return links + counters, err
	}
	waiting, err := store.From[Halfway](db).Where("expires_at < ?", day).Delete(ctx)
	if err != nil {
		return links + counters + waiting, err
	}
	sessions, err := store.From[Session](db).Where("coalesce(ended_at, expires_at) < ?", season).Delete(ctx)
	return links + counters + waiting + sessions, err
}
