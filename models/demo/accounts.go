package demo

import (
	"context"

	"chatiere/models/collective"
	"chatiere/models/demo/folder"
	"chatiere/models/identity"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// Account is an account of the demo that one may come in by.
type Account struct {
	Email string
	Shows folder.Words // what it is good for
}

// Accounts are the accounts a folder brought that are worth a look and still have the password they were given.
func Accounts(ctx context.Context, db *gorm.DB, c folder.Collective) ([]Account, error) {
	known, err := remember(ctx, db)
	if err != nil {
		return nil, err
	}
	var all []Account
	for _, u := range c.People.Users {
		came, loaded := known[[2]string{"user", u.Ref}]
		if !loaded || len(u.Shown) == 0 {
			continue
		}
		since, has, err := identity.PasswordOf(ctx, db, came.SubjectID)
		if err != nil {
			return nil, err
		}
		if has && since.Equal(came.CreatedAt) {
			all = append(all, Account{u.Email, u.Shown})
		}
	}
	return all, nil
}

// Empty reports whether nobody has set up anything here: no collective, no account.
func Empty(ctx context.Context, db *gorm.DB) (bool, error) {
	c, err := collective.Find(ctx, db)
	if err != nil || c.SetUp() {
		return false, err
	}
	n, err := gorm.G[people.User](db).Count(ctx, "id")
	return n == 0, err
}
