package support

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Forget empties what a person who leaves asked and wrote, with its files, and what the staff noted about it. That somebody asked and
// was answered stays; answers and notes they wrote for others as staff stay with those tickets.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		for _, statement := range []string{
			"delete from files where owner_type = 'ticket_message' and owner_id in (select id from ticket_messages where author_id = ? and kind = 'inbound')",
			"delete from files where owner_type = 'ticket_note' and owner_id in (select id from ticket_notes where ticket_id in (select id from tickets where requester_id = ?))",
			"update tickets set last_line = '' where id in (select ticket_id from ticket_messages where author_id = ? and kind = 'inbound')",
			"update ticket_messages set body = '' where author_id = ? and kind = 'inbound'",
			"update ticket_notes set body = '' where ticket_id in (select id from tickets where requester_id = ?)",
			"update tickets set subject = '', tags = '' where requester_id = ?",
			"delete from ticket_participants where user_id = ?",
			"update tickets set assignee_id = null where assignee_id = ?",
		} {
			if err := tx.WithContext(ctx).Exec(statement, u.ID).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
