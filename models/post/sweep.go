package post

import (
	"context"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sweep removes the letters that carried a sign-in link to an address without an account, a day after the link ended: whoever did not
// open it leaves neither name nor address here. What still waits to be sent is left to its sender.
func Sweep(ctx context.Context, db *gorm.DB) (int, error) {
	return store.From[Letter](db).Where("user_id is null and kind = 'sign_in_link' and state in ('sent','failed','bounced') and link_until < ?", store.Now(db).AddDate(0, 0, -1)).Delete(ctx)
}
