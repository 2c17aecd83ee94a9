package billing

import (
	"context"
	"time"

	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// BookReport is what one look through the whole books found: whether every invariant of the ledger holds (reciprocity.md 10.5, I8 and I13 among them).
type BookReport struct {
	ID       uint
	LookedAt time.Time
	Entries  int64
	Found    int
	Findings []ledger.Finding `gorm:"serializer:json"` // the first ones
}

// TableName is where reports live.
func (BookReport) TableName() string { return "book_reports" }

// BooksDue asks, every night, to look through the books.
type BooksDue struct{}

// Kind names the promise.
func (BooksDue) Kind() string { return "books_due" }

// BooksWrong: an invariant of the books does not hold; tell the staff the same day.
type BooksWrong struct {
	ReportID uint `json:"report_id"`
}

// Kind names the promise.
func (BooksWrong) Kind() string { return "books_wrong" }

// LookAtBooks checks every invariant of the ledger, keeps what it found, and promises word to the staff when something is wrong. It only reads until
// then, so that nobody waits for it.
func LookAtBooks(ctx context.Context, db *gorm.DB) (BookReport, error) {
	r := BookReport{LookedAt: store.Now(db), Findings: []ledger.Finding{}}
	if err := db.WithContext(ctx).Model(&ledger.Entry{}).Count(&r.Entries).Error; err != nil {
		return r, err
	}
	found, err := ledger.Verify(ctx, db)
	if err != nil {
		return r, err
	}
	r.Found, r.Findings = len(found), append(r.Findings, found[:min(len(found), mostFindings)]...)
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[BookReport](tx).Create(ctx, &r); err != nil || r.Found == 0 {
			return err
		}
		return store.Enqueue(tx, BooksWrong{r.ID})
	})
	return r, err
}

// LastBookReport is the newest look through the books, for those who keep or check them; none yet is one without a time.
func LastBookReport(ctx context.Context, db *gorm.DB, by people.User) (BookReport, error) {
	if err := readsBooks(by); err != nil {
		return BookReport{}, err
	}
	rows, err := store.From[BookReport](db).Order("id desc").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return BookReport{}, err
	}
	return rows[0], nil
}

// LoadBookReport returns a report, for the job that tells of it.
func LoadBookReport(ctx context.Context, db *gorm.DB, id uint) (BookReport, error) {
	return store.From[BookReport](db).Where("id = ?", id).Take(ctx)
}
