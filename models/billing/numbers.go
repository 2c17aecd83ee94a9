package billing

import (
	"context"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// What can be wrong with the numbers of issued documents.
const (
	NumbersMissing  = "gap"   // numbers were given and no document has them
	NumbersBackward = "order" // a document has an earlier day than the number before it
)

// NumberFinding is something wrong with a series, with the documents beside it.
type NumberFinding struct {
	Kind     string `json:"kind"`
	Series   string `json:"series"`
	First    int    `json:"first"` // the first number that is missing, or the one that goes back
	Last     int    `json:"last"`
	Before   string `json:"before"` // the document before, and its day; empty at the beginning of a series
	BeforeOn string `json:"before_on"`
	After    string `json:"after"` // the document after; empty when the last ones are missing
	AfterOn  string `json:"after_on"`
}

// NumberReport is what one look through all numbers found (NUM5).
type NumberReport struct {
	ID        uint
	LookedAt  time.Time
	Series    int
	Documents int
	Found     int
	Findings  []NumberFinding `gorm:"serializer:json"` // the first ones
}

// mostFindings is how many findings a report keeps.
const mostFindings = 100

// TableName is where reports live.
func (NumberReport) TableName() string { return "number_reports" }

// LookAtNumbers goes through the numbers of all series, keeps what it found, and promises word to the staff when something is wrong. It asks
// the documents themselves, so that it finds what no guard stopped.
func LookAtNumbers(ctx context.Context, db *gorm.DB) (NumberReport, error) {
	var r NumberReport
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		r = NumberReport{LookedAt: store.Now(tx), Findings: []NumberFinding{}}
		found, err := wrongNumbers(ctx, tx)
		if err != nil {
			return err
		}
		r.Found, r.Findings = len(found), append(r.Findings, found[:min(len(found), mostFindings)]...)
		var all struct{ Documents, Series int }
		if err := tx.WithContext(ctx).Raw(`select count(*) as documents, count(distinct series) as series from invoices where state = 'final' and not carried`).Scan(&all).Error; err != nil {
			return err
		}
		r.Documents, r.Series = all.Documents, all.Series
		if err := store.From[NumberReport](tx).Create(ctx, &r); err != nil || r.Found == 0 {
			return err
		}
		return store.Enqueue(tx, NumbersWrong{r.ID})
	})
	return r, err
}

// wrongNumbers are the gaps and the days that go back, by series and number; the last numbers given are known from the counters, as are those of the
// system before that a series goes on from.
func wrongNumbers(ctx context.Context, tx *gorm.DB) ([]NumberFinding, error) {
	var rows []struct {
		Series            string
		Number, Previous  int
		Name, Before      string
		IssuedOn, Earlier string
	}
	err := tx.WithContext(ctx).Raw(`select series, number, previous, name, coalesce(before, '') as before, issued_on, coalesce(earlier, '') as earlier from (
			select series, number, full_number as name, issued_on, coalesce(lag(number) over w, (select c.begins_after from invoice_counters c where c.series = invoices.series), 0) as previous, lag(full_number) over w as before, lag(issued_on) over w as earlier
			from invoices where state = 'final' and not carried window w as (partition by series order by number)) n
		where number <> previous + 1 or issued_on < earlier
		union all select c.series, c.last + 1, coalesce(i.number, c.begins_after), '', coalesce(i.full_number, ''), '', coalesce(i.issued_on, '') from invoice_counters c
			left join invoices i on i.series = c.series and i.state = 'final' and i.number = (select max(number) from invoices m where m.series = c.series and m.state = 'final')
			where c.last > coalesce(i.number, c.begins_after)
		order by 1, 2`).Scan(&rows).Error
	var all []NumberFinding
	for _, row := range rows {
		one := NumberFinding{
			Kind: NumbersMissing, Series: row.Series, First: row.Previous + 1, Last: row.Number - 1, Before: row.Before, BeforeOn: dayOnly(row.Earlier), After: row.Name, AfterOn: dayOnly(row.IssuedOn),
		}
		if one.First <= one.Last {
			all = append(all, one)
		}
		if one.AfterOn != "" && one.AfterOn < one.BeforeOn {
			one.Kind, one.First, one.Last = NumbersBackward, row.Number, row.Number
			all = append(all, one)
		}
	}
	return all, err
}

// LastNumberReport is the newest look through the numbers, for those who keep or check the books; none yet is one without a time.
func LastNumberReport(ctx context.Context, db *gorm.DB, by people.User) (NumberReport, error) {
	if err := readsBooks(by); err != nil {
		return NumberReport{}, err
	}
	rows, err := store.From[NumberReport](db).Order("id desc").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return NumberReport{}, err
	}
	return rows[0], nil
}

// LoadNumberReport returns a report, for the job that tells of it.
func LoadNumberReport(ctx context.Context, db *gorm.DB, id uint) (NumberReport, error) {
	return store.From[NumberReport](db).Where("id = ?", id).Take(ctx)
}
