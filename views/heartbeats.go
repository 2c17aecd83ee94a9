package views

import (
	"context"

	"chatiere/models/store"
)

// beatName says in words what recurring work is; a kind without words is called by its own name.
func beatName(ctx context.Context, h store.Heartbeat) string {
	switch h.Kind {
	case "calendar_due":
		return t(ctx, "recurring.calendar")
	case "invoices_due":
		return t(ctx, "recurring.invoices")
	case "ends_due":
		return t(ctx, "recurring.ends")
	case "lettering_due":
		return t(ctx, "recurring.lettering")
	case "numbers_due":
		return t(ctx, "recurring.numbers")
	case "books_due":
		return t(ctx, "recurring.books")
	case "stripe_heard":
		return t(ctx, "recurring.heard")
	case "stripe_compared":
		return t(ctx, "recurring.compared")
	case "drafts_swept":
		return t(ctx, "recurring.drafts")
	case "stranded_letters":
		return t(ctx, "recurring.stranded")
	case "identity_swept":
		return t(ctx, "recurring.identity")
	case "rescues_due":
		return t(ctx, "recurring.rescues")
	case "quiet_tickets_closed":
		return t(ctx, "recurring.quiet")
	case "contributions_quiet":
		return t(ctx, "recurring.contributions")
	case "evidences":
		return t(ctx, "recurring.evidences")
	case "sums_due":
		return t(ctx, "recurring.sums")
	case "rounds_due":
		return t(ctx, "recurring.rounds")
	case "spaces_due":
		return t(ctx, "recurring.spaces")
	case "payout_channels_due":
		return t(ctx, "recurring.channels")
	case "public_files_due":
		return t(ctx, "recurring.public_files")
	case "sightings":
		return t(ctx, "recurring.sightings")
	}
	return h.Kind
}
