package post

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// lease is how long a worker may hold a letter before another one takes it up: longer than any time-out of the mail server.
const lease = 5 * time.Minute

// patience is how long a letter is tried before it counts as failed.
const patience = 5 * 24 * time.Hour

// Claim takes a letter up for sending. ok is false when it is not to be sent: it went already, it failed for good, or another
// worker holds it. A letter that a dead worker left in the middle is taken up again and marked as perhaps sent twice.
func Claim(ctx context.Context, db *gorm.DB, id uint) (l Letter, ok bool, err error) {
	l, err = store.From[Letter](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return l, false, err
	}
	now := store.Now(db)
	cut := l.State == Sending && l.ClaimedAt != nil && now.Sub(*l.ClaimedAt) >= lease
	if l.State != Waiting && !cut {
		return l, false, nil
	}
	done := db.WithContext(ctx).Exec(`update letters set state = 'sending', attempts = attempts + 1, claimed_at = ?, perhaps_twice = ?
		where id = ? and state = ? and attempts = ?`, now, l.PerhapsTwice || cut, id, l.State, l.Attempts)
	if done.Error != nil || done.RowsAffected == 0 {
		return l, false, done.Error
	}
	l.State, l.Attempts, l.ClaimedAt, l.PerhapsTwice = Sending, l.Attempts+1, &now, l.PerhapsTwice || cut
	return l, true, nil
}

// Held reports whether another worker is sending the letter now: the promise waits until its lease is over.
func (l Letter) Held() bool { return l.State == Sending }

// Arrived notes that the mail server took the letter over, or, with inOutbox, that there is no mail server.
func (l Letter) Arrived(ctx context.Context, db *gorm.DB, inOutbox bool) error {
	now := store.Now(db)
	_, err := store.From[Letter](db).Where("id = ?", l.ID).Select("State", "SentAt", "InOutbox", "LastError", "ClaimedAt").
		Updates(ctx, Letter{State: Sent, SentAt: &now, InOutbox: inOutbox})
	return err
}

// Delayed puts a letter back because the mail server could not be reached or asked to wait. cut says that the line broke after the
// whole text was given: the letter may have arrived. After five days it counts as failed. why is a class of errors, without personal data.
func (l Letter) Delayed(ctx context.Context, db *gorm.DB, why string, cut bool) error {
	now := store.Now(db)
	next := Letter{State: Waiting, NextAt: now.Add(Backoff(l.Attempts)), LastError: why, PerhapsTwice: l.PerhapsTwice || cut}
	if now.Sub(l.CreatedAt) > patience {
		next.State = Failed
	}
	_, err := store.From[Letter](db).Where("id = ?", l.ID).Select("State", "NextAt", "LastError", "PerhapsTwice", "ClaimedAt").Updates(ctx, next)
	return err
}

// Refused notes that the mail server will never take the letter.
func (l Letter) Refused(ctx context.Context, db *gorm.DB, why string) error {
	_, err := store.From[Letter](db).Where("id = ?", l.ID).Select("State", "LastError", "ClaimedAt").Updates(ctx, Letter{State: Failed, LastError: why})
	return err
}

// Backoff is how long the next try waits after so many: 1 s, 16 s, 81 s, 4 min… at most six hours, as the queue itself does.
func Backoff(attempts int) time.Duration {
	n := time.Duration(min(attempts, 13))
	return min(n*n*n*n*time.Second, 6*time.Hour)
}

// Stranded promises anew the letters that wait although their time has come an hour ago: their promise was lost or given up.
func Stranded(ctx context.Context, db *gorm.DB) (int, error) {
	late := store.Now(db).Add(-time.Hour)
	rows, err := store.From[Letter](db).Where("(state = ? and next_at < ?) or (state = ? and claimed_at < ?)", Waiting, late, Sending, late).Order("id").Limit(500).Find(ctx)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return len(rows), store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, l := range rows {
			if err := store.Enqueue(tx, LetterWritten{l.ID}, store.Once()); err != nil {
				return err
			}
		}
		return nil
	})
}
