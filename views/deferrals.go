package views

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// DeferralsPage is where an organisation sees what is late and proposes a date.
type DeferralsPage struct {
	Organisation people.Organisation
	Late         []billing.Chased
	Proposed     []billing.Deferral
	Form         billing.DeferralForm
	Wrong        store.Invalid
	Today        time.Time
	Owed         billing.Owed
	Disagreement billing.Disagreement // that pauses its reminders, if one is open
}

// Open reports whether a date is already proposed or agreed upon.
func (p DeferralsPage) Open() bool {
	return len(p.Proposed) > 0 && (p.Proposed[0].State == billing.DeferralAsked || p.Proposed[0].State == billing.DeferralAccepted)
}

func deferralState(ctx context.Context, d billing.Deferral) (ui.Tone, string) {
	switch d.State {
	case billing.DeferralAccepted:
		return ui.Good, t(ctx, "deferrals.state_accepted")
	case billing.DeferralRefused:
		return ui.Bad, t(ctx, "deferrals.state_refused")
	case billing.DeferralKept:
		return ui.Good, t(ctx, "deferrals.state_kept")
	case billing.DeferralBroken:
		return ui.Bad, t(ctx, "deferrals.state_broken")
	}
	return ui.Info, t(ctx, "deferrals.state_asked")
}

// chaseNext says what comes next for a late invoice, and when at the earliest.
func chaseNext(ctx context.Context, c billing.Chased, today time.Time) string {
	step, on, ok := c.Chase.NextAct(today)
	if !ok {
		return t(ctx, "deferrals.next_none")
	}
	day := dateOnly(ctx, on.Format(time.DateOnly))
	switch step {
	case billing.StepReadOnly:
		return t(ctx, "deferrals.next_read_only", "Date", day)
	case billing.StepExportOnly:
		return t(ctx, "deferrals.next_export_only", "Date", day)
	case billing.StepEnd:
		return t(ctx, "deferrals.next_end", "Date", day)
	}
	return t(ctx, "deferrals.next_reminder", "Date", day)
}

func tagName(ctx context.Context, tag billing.Tag) string {
	switch tag {
	case billing.PaysByTransfer:
		return t(ctx, "accounts.tag_pays_by_transfer")
	case billing.NoAutoCharge:
		return t(ctx, "accounts.tag_no_auto_charge")
	case billing.DoNotChase:
		return t(ctx, "accounts.tag_do_not_chase")
	case billing.WrittenOffTag:
		return t(ctx, "accounts.tag_written_off")
	}
	return t(ctx, "accounts.tag_no_invoicing")
}

func tagOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, tag := range billing.Tags {
		all = append(all, ui.Option{Value: string(tag), Text: tagName(ctx, tag)})
	}
	return all
}

func tagUntil(ctx context.Context, tag billing.ControlTag) string {
	if tag.UntilOn == "" {
		return t(ctx, "accounts.no_end")
	}
	return t(ctx, "accounts.until", "Date", dateOnly(ctx, tag.UntilOn))
}
