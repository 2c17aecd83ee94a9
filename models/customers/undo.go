package customers

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Undo takes the batch that waits back: everything it made is gone, as if it had never come; only the journal remembers. Where somebody has
// worked with it since, nothing happens and the keepers say what it was. A batch that was confirmed is not undone.
func Undo(ctx context.Context, db *gorm.DB) (Batch, []Keeper, error) {
	var b Batch
	var keepers []Keeper
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if b, err = open(ctx, tx); err != nil {
			return err
		}
		if keepers, err = b.keepers(ctx, tx); err != nil || len(keepers) > 0 {
			return err
		}
		return b.takeBack(ctx, tx)
	})
	return b, keepers, err
}

func (b *Batch) takeBack(ctx context.Context, tx *gorm.DB) error {
	steps := []func() error{
		func() error { return b.stepBack(ctx, tx) },
		func() error { return remove[billing.SavedMethod](ctx, tx, b.made(tx, AMandate)) },
		func() error { return billing.DropAccounts(ctx, tx, b.made(tx, APayer)) },
		func() error { return billing.DropCarried(ctx, tx, b.made(tx, ABalance)) },
		func() error { return remove[hosting.Deployment](ctx, tx, b.made(tx, ADeployment)) },
		func() error { return remove[billing.ProForma](ctx, tx, b.made(tx, AContract)) },
		func() error { return remove[billing.Subscription](ctx, tx, b.made(tx, ASubscription)) },
		func() error { return remove[billing.ControlTag](ctx, tx, b.made(tx, ATag)) },
		func() error { return remove[people.Membership](ctx, tx, b.made(tx, AMembership)) },
		func() error { return b.signOut(ctx, tx) },
		func() error { return remove[people.User](ctx, tx, b.made(tx, APerson)) },
		func() error { return remove[people.Organisation](ctx, tx, b.made(tx, AnOrganisation)) },
		func() error {
			_, err := store.From[entry](tx).Where("batch_id = ?", b.ID).Delete(ctx)
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	now := store.Now(tx)
	b.State, b.UndoneAt = Undone, &now
	if err := tx.WithContext(ctx).Model(b).Select("state", "undone_at").Updates(b).Error; err != nil {
		return err
	}
	return b.note(ctx, tx, "customers_undone")
}

// remove deletes rows by their ids.
func remove[T any](ctx context.Context, tx *gorm.DB, ids *gorm.DB) error {
	_, err := store.From[T](tx).Where("id in (?)", ids).Delete(ctx)
	return err
}

// signOut takes away the traces of those who came in and changed nothing: their sessions, links and the letters that held the links.
func (b Batch) signOut(ctx context.Context, tx *gorm.DB) error {
	mine := b.made(tx, APerson)
	if err := tx.WithContext(ctx).Exec("delete from sessions where user_id in (?)", mine).Error; err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Exec("delete from sign_in_links where email in (select email from users where id in (?))", mine).Error; err != nil {
		return err
	}
	_, err := store.From[post.Letter](tx).Where("user_id in (?)", mine).Delete(ctx)
	return err
}

// stepBack puts the series where they were.
func (b Batch) stepBack(ctx context.Context, tx *gorm.DB) error {
	all, err := b.entries(ctx, tx, ASeries)
	for _, e := range all {
		if err := billing.StepBack(ctx, tx, billing.Series{Name: e.Name, Last: int(e.Cents), LastOn: e.OnDay}); err != nil {
			return err
		}
	}
	return err
}
