package jobs

import (
	"context"

	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// organisationClosed tells the members of an organisation that it was closed, or opened again.
func (w Worker) organisationClosed(ctx context.Context, news overview.OrganisationClosed) error {
	o, err := people.LoadOrganisation(ctx, w.DB, news.OrganisationID)
	if err != nil {
		return err
	}
	reason, err := news.Reason(ctx, w.DB, o)
	if err != nil {
		return err
	}
	members, err := people.MembersOf(ctx, w.DB, o.ID)
	for _, m := range members {
		if err := w.post(ctx, m.User, emails.OrganisationClosed(news, reason, o, m.User)); err != nil {
			return err
		}
	}
	return err
}
