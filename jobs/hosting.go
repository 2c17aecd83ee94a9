package jobs

import (
	"context"

	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// deploymentTurned tells the owners that a service is there, stands still, came back or was removed.
func (w Worker) deploymentTurned(ctx context.Context, news hosting.DeploymentTurned) error {
	d, err := hosting.LoadDeployment(ctx, w.DB, news.DeploymentID)
	if err != nil {
		return err
	}
	owners, err := people.OwnersOf(ctx, w.DB, d.OrganisationID)
	if err != nil {
		return err
	}
	for _, to := range owners {
		if err := d.Name(ctx, w.DB, to.Locale); err != nil {
			return err
		}
		if err := w.post(ctx, to, emails.DeploymentTurned(d, news, to)); err != nil {
			return err
		}
	}
	return nil
}
