package hosting

import (
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// backWithin is how long a service may take to come back once its people may do everything again (REA2).
const backWithin = 15 * time.Minute

// LateBack lets those through that should have come back by now.
const LateBack State = "late_back"

// NotBack is the condition for deployments of which the people may do everything again and that are still closed or read-only, whether
// nobody worked through the steps or they were never written. It takes one time, NotBackSince.
const NotBack = `deployments.state in ('suspending','suspended','resuming') and deployments.subscription_id in (
	select s.id from subscriptions s where s.state = 'running' and s.access = 'full' and s.turned_at < ?)`

// NotBackSince is before when access must have been given back for a service to be late.
func NotBackSince(db *gorm.DB) time.Time { return store.Now(db).Add(-backWithin) }
