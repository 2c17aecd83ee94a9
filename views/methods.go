package views

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/views/ui"
)

// MethodsPage are the saved methods of an organisation.
type MethodsPage struct {
	Organisation people.Organisation
	Keys         collective.PaymentKeys
	Methods      []billing.SavedMethod
	Today        time.Time
}

// methodState says whether a method can be charged, and what keeps it from it.
func methodState(ctx context.Context, m billing.SavedMethod, today time.Time) (ui.Tone, string) {
	switch {
	case m.Expired(today):
		return ui.Bad, t(ctx, "methods.expired")
	case m.StoppedAt != nil:
		return ui.Warn, t(ctx, "methods.stopped")
	case m.Kind == billing.BySEPA && m.MandateState == billing.MandateInactive:
		return ui.Bad, t(ctx, "methods.mandate_ended")
	case m.Kind == billing.BySEPA && m.MandateState != billing.MandateActive:
		return ui.Warn, t(ctx, "methods.mandate_pending")
	case m.Preferred:
		return ui.Good, t(ctx, "methods.preferred")
	}
	return ui.Plain, t(ctx, "methods.kept")
}

// expiry is until when a card holds, as on the card.
func expiry(m billing.SavedMethod) string { return fmt.Sprintf("%02d/%02d", m.ExpMonth, m.ExpYear%100) }
