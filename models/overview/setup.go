package overview

import (
	"context"

	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Task is one thing to be done before the portal may open.
type Task struct {
	Name    TaskName
	Done    bool
	Missing []string // what legal texts ask for and nobody said, as collective.phone
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
	WordsTask   TaskName = "words" // everything that the legal texts ask for is said
	MailTask    TaskName = "mail"
)

// SetUp returns the checklist: what is done and what is left until the portal may be public. langs are the languages of the house.
func SetUp(ctx context.Context, db *gorm.DB, host collective.Collective, langs []string) ([]Task, error) {
	admin, err := people.HasAdmin(ctx, db)
	if err != nil {
		return nil, err
	}
	var there struct{ Regimes, Services, Offers, Terms int64 }
	err = db.WithContext(ctx).Raw(`select (select count(*) from tax_regimes) as regimes,
		(select count(*) from services where published_at is not null) as services,
		(select count(*) from offers where published_at is not null) as offers,
		(select count(*) from pages where kind = ? and published_at is not null) as terms`, content.KindLegal).Scan(&there).Error
	if err != nil {
		return nil, err
	}
	regime, err := collective.RegimeOn(ctx, db, store.Today(db, host.Location()))
	if err != nil {
		return nil, err
	}
	missing, err := content.Unfilled(ctx, db, host, regime.Regime == collective.VATRegistered, langs)
	done := func(name TaskName, is bool) Task { return Task{Name: name, Done: is} }
	return []Task{
		done(AdminTask, admin),
		done(NoticeTask, host.Notified()),
		done(BankTask, host.Bankable()),
		done(TaxTask, there.Regimes > 0),
		done(ServiceTask, there.Services > 0),
		done(OfferTask, there.Offers > 0),
		done(TermsTask, there.Terms >= 3),
		{WordsTask, len(missing) == 0, missing},
		done(MailTask, host.MailTestedAt != nil),
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
