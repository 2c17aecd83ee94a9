package support

import (
	"context"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Copy of what a person said and asked, for their own export.
type Kept struct {
	Tickets  []Ticket
	Messages []Message
	Files    []files.File
}

// KeptOf returns the tickets a person opened and the messages they wrote, with their files. Notes are the staff's, and left out.
func KeptOf(ctx context.Context, db *gorm.DB, u people.User) (Kept, error) {
	var k Kept
	var err error
	if k.Tickets, err = gorm.G[Ticket](db).Where("requester_id = ?", u.ID).Order("id").Find(ctx); err != nil {
		return k, err
	}
	if k.Messages, err = gorm.G[Message](db).Where("author_id = ?", u.ID).Order("id").Find(ctx); err != nil {
		return k, err
	}
	ids := make([]uint, len(k.Messages))
	for i, m := range k.Messages {
		ids[i] = m.ID
	}
	k.Files, err = files.Of(ctx, db, messageFiles, ids...)
	return k, err
}

// Forget empties what a person who leaves wrote and sent, and the subjects of what they asked; that somebody asked and was answered stays.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	return store.InTx(ctx, tx, func(tx *gorm.DB) error {
		for _, statement := range []string{
			"delete from files where owner_type = 'ticket_message' and owner_id in (select id from ticket_messages where author_id = ?)",
			"delete from files where owner_type = 'ticket_note' and owner_id in (select id from ticket_notes where author_id = ?)",
			"update tickets set last_line = '' where id in (select ticket_id from ticket_messages where author_id = ?)",
			"update ticket_messages set body = '' where author_id = ?",
			"update ticket_notes set body = '' where author_id = ?",
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
