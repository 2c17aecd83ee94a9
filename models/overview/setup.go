package overview

import (
	"context"

	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// Task is one thing to be done before the portal may open.
type Task struct {
	Name TaskName
	Done bool
}

// TaskName names a task of the set-up checklist.
type TaskName string

// The tasks of the set-up checklist, in their order.
const (
	AdminTask   TaskName = "admin"
	NoticeTask  TaskName = "notice"
	BankTask    TaskName = "bank"
	TaxTask     TaskName = "tax"
	ServiceTask TaskName = "service"
	OfferTask   TaskName = "offer"
	TermsTask   TaskName = "terms"
	MailTask    TaskName = "mail"
)

// SetUp returns the checklist: what is done and what is left until the portal may be public.
func SetUp(ctx context.Context, db *gorm.DB, host collective.Collective) ([]Task, error) {
	admin, err := people.HasAdmin(ctx, db)
	if err != nil {
		return nil, err
	}
	var there struct{ Regimes, Services, Offers, Terms int64 }
	err = db.WithContext(ctx).Raw(`select (select count(*) from tax_regimes) as regimes,
		(select count(*) from services where published_at is not null) as services,
		(select count(*) from offers where published_at is not null) as offers,
		(select count(*) from pages where kind = ? and published_at is not null) as terms`, content.KindLegal).Scan(&there).Error
	return []Task{
		{AdminTask, admin},
		{NoticeTask, host.Notified()},
		{BankTask, host.Bankable()},
		{TaxTask, there.Regimes > 0},
		{ServiceTask, there.Services > 0},
		{OfferTask, there.Offers > 0},
		{TermsTask, there.Terms >= 3},
		{MailTask, host.MailTestedAt != nil},
	}, err
}

// MayOpen reports whether everything on the checklist is done.
func MayOpen(tasks []Task) bool {
	for _, t := range tasks {
		if !t.Done {
			return false
		}
	}
	return true
}

// TestLetterAsked: send a letter to one of the staff to see whether mail leaves the house.
type TestLetterAsked struct {
	UserID uint `json:"user_id"`
}

// Kind names the promise.
func (TestLetterAsked) Kind() string { return "test_letter_asked" }
