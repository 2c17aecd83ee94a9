package support

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// seen is the mark of the last message, and for the staff the last note, that a reader has before their eyes.
// It goes out with every form of the page and comes back with what is sent.
func seen(lastMessage, lastNote uint, tends bool) string {
	if !tends {
		return store.Key(lastMessage)
	}
	return store.Key(lastMessage) + "." + store.Key(lastNote)
}

// fresh refuses a locked ticket with store.ErrConflict when something was said since the writer last looked (helpdesk.md LOOP6).
func (t *Ticket) fresh(ctx context.Context, tx *gorm.DB, by people.User, mark string) error {
	var last struct{ Message, Note uint }
	err := tx.WithContext(ctx).Raw(`select (select coalesce(max(id), 0) from ticket_messages where ticket_id = ?) as message,
		(select coalesce(max(id), 0) from ticket_notes where ticket_id = ?) as note`, t.ID, t.ID).Scan(&last).Error
	if err != nil {
		return err
	}
	if mark != seen(last.Message, last.Note, t.TendedBy(by)) {
		return store.ErrConflict
	}
	return nil
}
