package post

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// LettersOf returns a page of the letters a person was sent, newest first, for reading in the portal.
func LettersOf(ctx context.Context, db *gorm.DB, u people.User, after string) (store.Page[Letter], error) {
	q := store.From[Letter](db).Where("user_id = ?", u.ID).Order("id desc").Limit(store.PageSize + 1)
	if id := store.FromKey(after); id > 0 {
		q = q.Where("id < ?", id)
	}
	rows, err := q.Find(ctx)
	return paged(rows, store.PageSize), err
}

// FindLetter returns a letter that was sent to the person, else store.ErrNotFound.
func FindLetter(ctx context.Context, db *gorm.DB, u people.User, ref string) (Letter, error) {
	return store.From[Letter](db).Where("ref = ? and user_id = ?", ref, u.ID).Take(ctx)
}

// States are all states of a letter.
var States = []State{Waiting, Sending, Sent, Failed, Bounced}

// Filter narrows the outbox.
type Filter struct {
	Query string `query:"q"` // part of a subject, an address or a kind
	State State  `query:"state"`
	After string `query:"after"`
	All   bool   // everything at once, for a file
}

// Outbox returns a page of all letters, newest first: for operators, and for the outbox page of a developer's machine.
func Outbox(ctx context.Context, db *gorm.DB, f Filter) (store.Page[Letter], error) {
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	q := store.From[Letter](db).Order("id desc").Limit(most + 1)
	if id := store.FromKey(f.After); id > 0 && !f.All {
		q = q.Where("id < ?", id)
	}
	if slices.Contains(States, f.State) {
		q = q.Where("state = ?", f.State)
	}
	if f.Query != "" {
		like := store.Like(strings.TrimSpace(f.Query))
		q = q.Where(`(lower(subject) like ? escape '\' or lower(address) like ? escape '\' or kind like ? escape '\')`, like, like, like)
	}
	rows, err := q.Find(ctx)
	return paged(rows, most), err
}

func paged(rows []Letter, most int) store.Page[Letter] {
	return store.Paged(rows, most, func(l Letter) string { return store.Key(l.ID) })
}

// FindAny returns the letter with that ref, whoever it is for: for the outbox page.
func FindAny(ctx context.Context, db *gorm.DB, ref string) (Letter, error) {
	return store.From[Letter](db).Where("ref = ?", ref).Take(ctx)
}

// Count is how many letters are in one state.
type Count struct {
	State  State
	Number int64
}

// Counts says how many letters wait, failed or came back, and so on; each up to store.Counted.
func Counts(ctx context.Context, db *gorm.DB) ([]Count, error) {
	var each []string
	for _, s := range States {
		each = append(each, fmt.Sprintf("select '%s' as state, %s as number", s, store.CountOf(fmt.Sprintf("letters where state = '%s' order by next_at", s))))
	}
	var all []Count
	err := db.WithContext(ctx).Raw("select * from (" + strings.Join(each, " union all ") + ") as counts where number > 0").Scan(&all).Error
	return all, err
}

// Again lets an operator send a failed letter once more.
func (l Letter) Again(ctx context.Context, db *gorm.DB, by people.User) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		n, err := store.From[Letter](tx).Where("id = ? and state in ?", l.ID, []State{Failed, Bounced, Waiting}).
			Select("State", "NextAt", "LastError").Updates(ctx, Letter{State: Waiting, NextAt: store.Now(tx)})
		if err != nil || n == 0 {
			return err
		}
		if err := journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: "letter_sent_again", SubjectType: "letter", SubjectRef: l.Ref}); err != nil {
			return err
		}
		return store.Enqueue(tx, LetterWritten{l.ID}, store.Once())
	})
}

// Forget empties the letters of a person who leaves: that something was sent stays, what it said does not.
func Forget(ctx context.Context, tx *gorm.DB, u people.User) error {
	_, err := store.From[Letter](tx).Where("user_id = ? or address = ?", u.ID, u.Email).
		Select("Address", "Subject", "Text", "HTML", "LinkRef", "LinkPurpose").Updates(ctx, Letter{Address: u.Ref + "@erased.invalid"})
	return err
}
