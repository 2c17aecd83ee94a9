package views

import (
	"context"
	"strconv"

	"chatiere/models/commons"
	"chatiere/views/ui"
)

func channelTypeName(ctx context.Context, k commons.ChannelType) string {
	switch k {
	case commons.ByIBAN:
		return t(ctx, "payouts.types.iban")
	case commons.ByLiberapay:
		return t(ctx, "payouts.types.liberapay")
	case commons.ByOpenCollective:
		return t(ctx, "payouts.types.opencollective")
	case commons.ByGitHub:
		return t(ctx, "payouts.types.github")
	}
	return t(ctx, "payouts.types.elsewhere")
}

func channelTypeOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, k := range commons.ChannelTypes {
		all = append(all, ui.Option{Value: string(k), Text: channelTypeName(ctx, k)})
	}
	return all
}

// channelState is how far a channel is trusted, in words; none is a state too.
func channelState(ctx context.Context, c commons.PayoutChannel) (ui.Tone, string) {
	switch c.State {
	case commons.ChannelProposed:
		return ui.Info, t(ctx, "payouts.channel.proposed")
	case commons.ChannelVerifying:
		return ui.Warn, t(ctx, "payouts.channel.verifying")
	case commons.ChannelCooling:
		return ui.Info, t(ctx, "payouts.channel.cooling", "Date", dayAt(ctx, *c.CooldownUntil))
	case commons.ChannelActive:
		return ui.Good, t(ctx, "payouts.channel.active")
	case commons.ChannelStale:
		return ui.Bad, t(ctx, "payouts.channel.stale")
	}
	return ui.Plain, t(ctx, "payouts.channel.missing")
}

func provenanceName(ctx context.Context, p commons.Provenance) string {
	switch p {
	case commons.FromManifest:
		return t(ctx, "payouts.provenances.manifest")
	case commons.FromLink:
		return t(ctx, "payouts.provenances.link")
	case commons.FromStatement:
		return t(ctx, "payouts.provenances.statement")
	case commons.FromManual:
		return t(ctx, "payouts.provenances.manual")
	}
	return t(ctx, "payouts.provenances.unknown")
}

func faultText(ctx context.Context, fault string) string {
	switch fault {
	case commons.FaultUnreachable:
		return t(ctx, "payouts.faults.unreachable")
	case commons.FaultRefused:
		return t(ctx, "payouts.faults.not_public")
	case commons.FaultOther:
		return t(ctx, "payouts.faults.another_document")
	case commons.FaultWrong:
		return t(ctx, "payouts.faults.malformed")
	case commons.FaultProject:
		return t(ctx, "payouts.faults.another_project")
	case commons.FaultUnproven:
		return t(ctx, "payouts.faults.unproven")
	case commons.FaultAddress:
		return t(ctx, "payouts.faults.another_address")
	}
	return t(ctx, "payouts.faults.changed")
}

// payoutFlag is a warning as one sentence.
func payoutFlag(ctx context.Context, f commons.PayoutFlag) string {
	switch f.Rule {
	case commons.PayoutShared:
		return t(ctx, "payouts.flags.shared", "Name", f.Fact)
	case commons.HolderMismatch:
		return t(ctx, "payouts.flags.holder", "Name", f.Fact)
	case commons.ManifestStale:
		return t(ctx, "payouts.flags.manifest", "Why", faultText(ctx, f.Fact))
	}
	return t(ctx, "payouts.flags.one_factor")
}

func payBatchState(ctx context.Context, s commons.BatchState) (ui.Tone, string) {
	switch s {
	case commons.BatchDraft:
		return ui.Plain, t(ctx, "payouts.batch.draft")
	case commons.BatchSubmitted:
		return ui.Warn, t(ctx, "payouts.batch.submitted")
	case commons.BatchApproved:
		return ui.Good, t(ctx, "payouts.batch.approved")
	case commons.BatchExported:
		return ui.Info, t(ctx, "payouts.batch.exported")
	case commons.BatchSettled:
		return ui.Good, t(ctx, "payouts.batch.settled")
	}
	return ui.Bad, t(ctx, "payouts.batch.rejected")
}

func upstreamState(ctx context.Context, p commons.UpstreamPayment) (ui.Tone, string) {
	switch p.State {
	case commons.PaymentPlanned:
		return ui.Info, t(ctx, "payouts.payment.planned")
	case commons.PaymentSent:
		return ui.Warn, t(ctx, "payouts.payment.sent")
	case commons.PaymentConfirmed:
		return ui.Good, t(ctx, "payouts.payment.confirmed", "Date", dateOnly(ctx, p.ConfirmedOn))
	case commons.PaymentReturned:
		return ui.Bad, t(ctx, "payouts.payment.returned", "Date", dateOnly(ctx, p.ReturnedOn))
	}
	return ui.Plain, t(ctx, "payouts.payment.removed", "Why", removedWhy(ctx, p.RemovedReason))
}

// removedWhy is why a payment left its batch: a word of ours, or what a person wrote.
func removedWhy(ctx context.Context, why string) string {
	switch why {
	case "channel_changed":
		return t(ctx, "payouts.removed.changed")
	case "channel_revoked":
		return t(ctx, "payouts.removed.revoked")
	case "channel_stale":
		return t(ctx, "payouts.removed.stale")
	case "rejected":
		return t(ctx, "payouts.removed.rejected")
	case string(commons.Deferred):
		return t(ctx, "payouts.removed.deferred")
	case string(commons.PassedOn):
		return t(ctx, "payouts.removed.passed")
	case string(commons.Refused):
		return t(ctx, "payouts.removed.refused")
	}
	return why
}

// answerText is what the maintainer said, or that silence is a yes.
func answerText(ctx context.Context, p commons.UpstreamPayment) string {
	switch p.Answer {
	case commons.Taken:
		return t(ctx, "payouts.answers.taken")
	case commons.Deferred:
		return t(ctx, "payouts.answers.deferred", "Date", dateOnly(ctx, p.DeferredUntil))
	case commons.PassedOn:
		return passedText(ctx, p)
	case commons.Refused:
		return t(ctx, "payouts.answers.refused")
	}
	return t(ctx, "payouts.answers.silence")
}

func passedText(ctx context.Context, p commons.UpstreamPayment) string {
	switch p.PassedState {
	case commons.PassAsked:
		return t(ctx, "payouts.answers.pass_asked", "Name", p.PassedToName)
	case commons.PassDeclined:
		return t(ctx, "payouts.answers.pass_declined", "Name", p.PassedToName)
	}
	return t(ctx, "payouts.answers.passed", "Name", p.PassedToName)
}

// decidedText tells a maintainer what became of money that is not paid with its batch.
func decidedText(ctx context.Context, p commons.UpstreamPayment) string {
	switch p.Answer {
	case commons.Deferred:
		return t(ctx, "maintainer.decided.deferred", "Date", dateOnly(ctx, p.DeferredUntil))
	case commons.Refused:
		return t(ctx, "maintainer.decided.refused")
	case commons.PassedOn:
		switch p.PassedState {
		case commons.PassAsked:
			return t(ctx, "maintainer.decided.asked", "Name", p.PassedToName)
		case commons.PassDeclined:
			return t(ctx, "maintainer.decided.declined", "Name", p.PassedToName)
		}
		return t(ctx, "maintainer.decided.passed", "Name", p.PassedToName)
	}
	return t(ctx, "maintainer.later")
}

func deferOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, n := range commons.DeferredFor {
		all = append(all, ui.Option{Value: strconv.Itoa(n), Text: tn(ctx, "maintainer.months_n", n)})
	}
	return all
}

// typedMonths is what was chosen, or nothing.
func typedMonths(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// payoutTableName is the name of a list.
func payoutTableName(ctx context.Context, table string) string {
	switch table {
	case "projects":
		return t(ctx, "payouts.tables_projects")
	case "channels":
		return t(ctx, "payouts.tables_channels")
	case "batches":
		return t(ctx, "payouts.batches")
	}
	return t(ctx, "payouts.payments")
}

func payoutFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "payouts_read":
		return t(ctx, "payouts.flash.read")
	case "payouts_nothing_read":
		return t(ctx, "payouts.flash.nothing_read")
	case "batch_submitted":
		return t(ctx, "payouts.flash.submitted")
	case "batch_approved":
		return t(ctx, "payouts.flash.approved")
	case "batch_rejected":
		return t(ctx, "payouts.flash.rejected")
	case "batch_exported":
		return t(ctx, "payouts.flash.exported")
	case "channel_saved":
		return t(ctx, "payouts.flash.channel_saved")
	case "channel_verified":
		return t(ctx, "payouts.flash.channel_verified")
	case "channel_revoked":
		return t(ctx, "payouts.flash.channel_revoked")
	case "maintainer_answered":
		return t(ctx, "maintainer.thanks")
	}
	return ""
}

func payoutAct(ctx context.Context, verb string) string {
	switch verb {
	case "payout_channel_proposed":
		return t(ctx, "payouts.act.channel_proposed")
	case "payout_channel_changed":
		return t(ctx, "payouts.act.channel_changed")
	case "payout_channel_verified":
		return t(ctx, "payouts.act.channel_verified")
	case "payout_channel_opened":
		return t(ctx, "payouts.act.channel_opened")
	case "payout_channel_stale":
		return t(ctx, "payouts.act.channel_stale")
	case "payout_channel_revoked":
		return t(ctx, "payouts.act.channel_revoked")
	case "payout_flag_cleared":
		return t(ctx, "payouts.act.flag_cleared")
	case "payment_batch_drafted":
		return t(ctx, "payouts.act.batch_drafted")
	case "payment_batch_submitted":
		return t(ctx, "payouts.act.batch_submitted")
	case "payment_batch_rescheduled":
		return t(ctx, "payouts.act.batch_rescheduled")
	case "payment_batch_approved":
		return t(ctx, "payouts.act.batch_approved")
	case "payment_batch_rejected":
		return t(ctx, "payouts.act.batch_rejected")
	case "payment_batch_exported":
		return t(ctx, "payouts.act.batch_exported")
	case "payment_file_taken":
		return t(ctx, "payouts.act.file_taken")
	}
	return paymentAct(ctx, verb)
}

func paymentAct(ctx context.Context, verb string) string {
	switch verb {
	case "payment_removed":
		return t(ctx, "payouts.act.payment_removed")
	case "payout_confirmed":
		return t(ctx, "payouts.act.confirmed")
	case "payout_returned":
		return t(ctx, "payouts.act.returned")
	case "payout_receipt_kept":
		return t(ctx, "payouts.act.receipt_kept")
	case "payout_taken":
		return t(ctx, "payouts.act.taken")
	case "payout_deferred":
		return t(ctx, "payouts.act.deferred")
	case "payout_passed_on":
		return t(ctx, "payouts.act.passed_on")
	case "payout_refused":
		return t(ctx, "payouts.act.refused")
	case "payout_wish_granted":
		return t(ctx, "payouts.act.wish_granted")
	case "payout_wish_declined":
		return t(ctx, "payouts.act.wish_declined")
	}
	return ""
}
