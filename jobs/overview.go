package jobs

import (
	"context"

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
