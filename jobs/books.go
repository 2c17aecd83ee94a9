package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// booksDue looks through the books, whatever became of the day's other work; the log says what is wrong, without names.
func (w Worker) booksDue(ctx context.Context, _ billing.BooksDue) error {
	r, err := billing.LookAtBooks(ctx, w.DB)
	for _, f := range r.Findings {
		w.Log.Error("the books are not sound", "finding", f.String())
	}
	return err
}

// booksWrong tells the operators, each once for a report.
func (w Worker) booksWrong(ctx context.Context, news billing.BooksWrong) error {
	r, err := billing.LoadBookReport(ctx, w.DB, news.ReportID)
	if err != nil {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		if err := w.post(ctx, to, emails.BooksWrong(r, to)); err != nil {
			return err
		}
	}
	return err
}
