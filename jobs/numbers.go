package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// numbersDue looks through the numbers of all documents, whatever became of the day's other work (NUM5).
func (w Worker) numbersDue(ctx context.Context, _ billing.NumbersDue) error {
	r, err := billing.LookAtNumbers(ctx, w.DB)
	if r.Found > 0 {
		w.Log.Error("numbers of documents do not follow each other", "found", r.Found)
	}
	return err
}

// numbersWrong tells the operators, each once for a report.
func (w Worker) numbersWrong(ctx context.Context, news billing.NumbersWrong) error {
	r, err := billing.LoadNumberReport(ctx, w.DB, news.ReportID)
	if err != nil {
		return err
	}
	operators, err := people.StaffAs(ctx, w.DB, people.Operator)
	for _, to := range operators {
		if err := w.post(ctx, to, emails.NumbersWrong(r, to)); err != nil {
			return err
		}
	}
	return err
}
