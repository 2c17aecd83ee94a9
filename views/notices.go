package views

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/reference"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// NoticesPage is the operators' list of cancellations and withdrawals.
type NoticesPage struct {
	Found  store.Page[billing.Notice]
	Search billing.NoticeSearch
	Today  string
}

// NoticePage is one of them, with the decision to take.
type NoticePage struct {
	Notice billing.Notice
	Form   billing.NoticeDecision
	Wrong  store.Invalid
}

// remarkHint is what becomes of the words to whoever declared.
func (p NoticePage) remarkHint(ctx context.Context) string {
	if p.Notice.Email == "" {
		return t(ctx, "notices.remark_post_hint")
	}
	return t(ctx, "notices.remark_hint")
}

// declarationTitle is the law's own words for the function.
func declarationTitle(ctx context.Context, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return t(ctx, "notices.withdrawal_title")
	}
	return t(ctx, "notices.cancellation_title")
}

func declarationLead(ctx context.Context, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return t(ctx, "notices.withdrawal_lead")
	}
	return t(ctx, "notices.cancellation_lead")
}

// declarationSend is the law's own words for the button.
func declarationSend(ctx context.Context, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return t(ctx, "notices.withdrawal_send")
	}
	return t(ctx, "notices.cancellation_send")
}

func declarationMistakes(ctx context.Context, wrong store.Invalid) []ui.Mistake {
	return mistakes(ctx, wrong, "name", t(ctx, "notices.name"), "email", t(ctx, "notices.email"), "postal", t(ctx, "notices.postal"),
		"contract", t(ctx, "notices.contract"), "wished_on", t(ctx, "notices.wished_on"))
}

func noticeKind(ctx context.Context, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return t(ctx, "notices.kind_withdrawal")
	}
	return t(ctx, "notices.kind_cancellation")
}

// noticeSays is the sentence that was declared.
func noticeSays(ctx context.Context, n billing.Notice) string {
	switch {
	case n.Kind == billing.Withdrawal:
		return t(ctx, "notices.says_withdrawal", "Name", n.Name, "Contract", n.Contract)
	case n.WishedOn != "":
		return t(ctx, "notices.says_cancellation_on", "Name", n.Name, "Contract", n.Contract, "Date", dateOnly(ctx, n.WishedOn))
	}
	return t(ctx, "notices.says_cancellation", "Name", n.Name, "Contract", n.Contract)
}

// noticeAt is the instant of receipt as the law wants it: day, hour, and the distance to universal time.
func noticeAt(ctx context.Context, n billing.Notice) string {
	return n.ReceivedAt.In(FrameOf(ctx).Host.Location()).Format("2006-01-02T15:04:05-07:00")
}

func declaredTone(n billing.Notice) ui.Tone {
	switch n.State {
	case billing.NoticeApplied:
		return ui.Good
	case billing.NoticeRefused:
		return ui.Bad
	case billing.NoticeWaiting:
		return ui.Warn
	}
	return ui.Info
}

func noticeState(ctx context.Context, n billing.Notice) string {
	switch n.State {
	case billing.NoticeApplied:
		return t(ctx, "notices.state_applied")
	case billing.NoticeRefused:
		return t(ctx, "notices.state_refused")
	case billing.NoticeWaiting:
		return t(ctx, "notices.state_waiting")
	}
	return t(ctx, "notices.state_received")
}

// noticeNext is what happens now.
func noticeNext(ctx context.Context, n billing.Notice) string {
	switch n.State {
	case billing.NoticeApplied:
		return t(ctx, "notices.next_applied", "Date", dateOnly(ctx, n.EffectOn))
	case billing.NoticeRefused:
		return t(ctx, "notices.next_refused", "Remark", n.Remark)
	case billing.NoticeWaiting:
		return t(ctx, "notices.next_waiting")
	}
	return t(ctx, "notices.next_received")
}

func noticeKept(ctx context.Context, n billing.Notice) string {
	return t(ctx, "notices.kept", "Date", dateOnly(ctx, billing.KeptUntil(n.EffectOn)))
}

func noticesNext(ctx context.Context, p NoticesPage) ui.Link {
	return nextPage(ctx, paths.DeskNotices(lang(ctx)), p.Found.Next, "q", p.Search.Query, "all", yes(p.Search.All))
}

// ContractPart is what a service's page says of its contract.
type ContractPart struct {
	Subscription billing.Subscription
	ProForma     billing.ProForma
	Today        time.Time
	Owner        bool
	Within       bool   // it may still be given back
	Until        string // that long
}

// Shown reports whether the reader is told of the contract.
func (c ContractPart) Shown() bool { return c.Subscription.ID != 0 }

// days are the period under way, in words; empty before the service is there.
func (c ContractPart) days(ctx context.Context) string {
	p, begun := c.Subscription.Current(c.Today)
	if !begun {
		return ""
	}
	return t(ctx, "documents.period", "From", dateOnly(ctx, p.From.Format(time.DateOnly)), "To", lastDay(ctx, p.To.Format(time.DateOnly)))
}

// Reference is what one types to name the contract.
func (c ContractPart) Reference() string { return reference.Spaced(c.ProForma.PaymentReference) }
