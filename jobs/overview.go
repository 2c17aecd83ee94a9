package jobs

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// testLetterAsked writes a letter to one of the staff, one a minute at the most.
func (w Worker) testLetterAsked(ctx context.Context, news overview.TestLetterAsked) error {
	u, err := people.LoadUser(ctx, w.DB, news.UserID)
	if err != nil {
		return err
	}
	return w.post(ctx, u, emails.TestLetter(u, store.Now(w.DB).Format("200601021504")))
}

// sumsDue tells the months that are over and compares the sums that public pages are read from with what they sum, and mends what drifted.
func (w Worker) sumsDue(ctx context.Context, _ overview.SumsDue) error {
	if _, err := commons.TellMonths(ctx, w.DB); err != nil {
		return err
	}
	if err := commons.TellGiven(ctx, w.DB); err != nil {
		return err
	}
	wrong, err := overview.CompareSums(ctx, w.DB)
	for _, kept := range wrong {
		w.Log.Error("kept sums were not true any more and were built anew", "sums", string(kept))
	}
	return err
}
