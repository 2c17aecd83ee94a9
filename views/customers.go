package views

import (
	"context"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/customers"
	"chatiere/views/ui"
)

// movedKind is what a kind of things that move in is called.
func movedKind(ctx context.Context, k customers.Kind) string {
	switch k {
	case customers.AnOrganisation:
		return t(ctx, "customers.kind.organisation")
	case customers.APerson:
		return t(ctx, "customers.kind.person")
	case customers.AMembership:
		return t(ctx, "customers.kind.membership")
	case customers.ATag:
		return t(ctx, "customers.kind.tag")
	case customers.ASubscription:
		return t(ctx, "customers.kind.subscription")
	case customers.ADeployment:
		return t(ctx, "customers.kind.deployment")
	case customers.ABalance:
		return t(ctx, "customers.kind.balance")
	case customers.ACredit:
		return t(ctx, "customers.kind.credit")
	case customers.APayer:
		return t(ctx, "customers.kind.payer")
	case customers.AMandate:
		return t(ctx, "customers.kind.mandate")
	}
	return t(ctx, "customers.kind.series")
}

// batchTone is how urgent a batch is: one that waits holds invoices back.
func batchTone(b customers.Batch) ui.Tone {
	if b.State == customers.Applied {
		return ui.Warn
	}
	return ui.Info
}

// batchState is where a batch stands, in a sentence.
func batchState(ctx context.Context, b customers.Batch, zone *time.Location) string {
	at := func(when time.Time) string { return locales.DateTime(lang(ctx), when, zone) }
	switch {
	case b.State == customers.Confirmed && b.Letters:
		return t(ctx, "customers.page.confirmed_letters", "Applied", at(b.AppliedAt), "Date", at(*b.ConfirmedAt))
	case b.State == customers.Confirmed:
		return t(ctx, "customers.page.confirmed", "Applied", at(b.AppliedAt), "Date", at(*b.ConfirmedAt))
	case b.State == customers.Undone:
		return t(ctx, "customers.page.undone", "Applied", at(b.AppliedAt), "Date", at(*b.UndoneAt))
	}
	return t(ctx, "customers.page.waiting", "Applied", at(b.AppliedAt))
}

// figure is a count as people write it.
func figure(ctx context.Context, n int) string { return locales.Number(lang(ctx), int64(n)) }

// renewalMonth is the name of a month that is kept as 2026-12.
func renewalMonth(ctx context.Context, m customers.Month) string {
	first, err := time.Parse("2006-01", m.Month)
	if err != nil {
		return m.Month
	}
	return locales.Month(lang(ctx), first)
}

// movingCommand is the command that moves customers in, with what is said after it.
func movingCommand(more ...string) string {
	return strings.Join(append([]string{"chatiere", "import", "customers"}, more...), " ")
}
