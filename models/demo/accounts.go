package demo

import (
	"context"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/demo/folder"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"

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
	n, err := store.From[people.User](db).Count(ctx, "id")
	return n == 0, err
}

// BackUp makes up the newest backup of the services that a folder brought and nobody has backed up yet, for the demo's trust cards.
func BackUp(ctx context.Context, db *gorm.DB, c folder.Collective) error {
	for _, s := range c.Services {
		row, err := store.From[catalogue.Service](db).Where("slug = ?", s.Ref).Take(ctx)
		if err != nil {
			return err
		}
		if row.LastBackupAt != nil || row.BackupEveryHours == 0 {
			continue
		}
		every := time.Duration(row.BackupEveryHours) * time.Hour
		if err := catalogue.BackedUp(ctx, db, row.ID, store.Now(db).Truncate(every)); err != nil {
			return err
		}
	}
	return nil
}
