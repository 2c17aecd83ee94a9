package jobs

import (
	"context"

	"chatiere/models/billing"
	"chatiere/models/hosting"
)

// subscriptionAccepted asks for the services of a subscription somebody real stands behind: delivery on trust, before the bank has answered.
func (w Worker) subscriptionAccepted(ctx context.Context, news billing.SubscriptionAccepted) error {
	return hosting.Ask(ctx, w.DB, news.SubscriptionID)
}

// accessChanged brings services after what the people of a subscription may do now.
func (w Worker) accessChanged(ctx context.Context, news billing.AccessChanged) error {
	return hosting.Follow(ctx, w.DB, news.SubscriptionID)
}
