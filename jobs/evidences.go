package jobs

import (
	"context"
	"errors"
	"net/http"

	"chatiere/integrations/outbound"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// evidences are the promises about what shows that something was given, and to whom it is told that they were named.
func (w Worker) evidences(b book) {
	b.write(keep(w.evidenceShown))
	b.write(keep(w.evidencesDue))
	b.write(keep(w.colleagueNamed))
}

// evidenceShown goes and sees whether the address leads somewhere; without the web nothing can be said.
func (w Worker) evidenceShown(ctx context.Context, news commons.EvidenceShown) error {
	e, waits, err := commons.EvidenceToSee(ctx, w.DB, news)
	if err != nil || !waits || w.Web == nil {
		return err
	}
	return e.Saw(ctx, w.DB, w.answerAt(ctx, e.URL))
}

// answerAt is what a server says of an address; 0 when nothing answers that says whether the page is there. What is said is the status
// only: nothing of the page is kept.
func (w Worker) answerAt(ctx context.Context, address string) int {
	_, err := w.Web.Fetch(ctx, address)
	var status outbound.Status
	switch {
	case err == nil, errors.Is(err, outbound.ErrTooMuch):
		return http.StatusOK
	case errors.As(err, &status):
		return int(status)
	}
	return 0
}

// evidencesDue looks again at what nobody has looked at for a month.
func (w Worker) evidencesDue(ctx context.Context, _ commons.EvidencesDue) error {
	return commons.TurnEvidences(ctx, w.DB)
}

// colleagueNamed tells somebody what a colleague noted in their name, unless they have answered already.
func (w Worker) colleagueNamed(ctx context.Context, news commons.ColleagueNamed) error {
	c, err := commons.LoadContribution(ctx, w.DB, news.ContributionID)
	if err != nil || c.State != commons.Draft {
		return err
	}
	by, err := people.LoadUser(ctx, w.DB, news.ByID)
	if err != nil {
		return err
	}
	return w.post(ctx, c.Contributor, emails.ColleagueNamed(c, by))
}
