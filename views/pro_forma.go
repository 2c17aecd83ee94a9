package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/bank"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// ProFormaPage is what a person sees who just subscribed, and whoever they give the address to. Nothing on it names a person.
type ProFormaPage struct {
	ProForma     billing.ProForma
	Organisation people.Organisation // zero for whoever is not one of its people
	Invoice      *billing.Invoice    // what it became, if it did
	Received     int64               // cents that came in for it
	Today        time.Time
	Mine         bool // the person who asked is looking
	Online       Online
	Until        string // the last day on which the contract may be given back, while it may
	Letter       billing.ForwardForm
	Wrong        store.Invalid
}

// waits reports whether the address is still to be confirmed.
func (p ProFormaPage) waits() bool { return p.ProForma.Subscription.State == billing.Requested }

// ended reports whether the contract is over.
func (p ProFormaPage) ended() bool { return p.ProForma.Subscription.State == billing.Ended }

// within reports whether one of the organisation's people is looking.
func (p ProFormaPage) within() bool { return p.Organisation.ID != 0 }

// Left is what is still to be paid.
func (p ProFormaPage) Left() int64 { return p.left() }

// left is what is still to be paid.
func (p ProFormaPage) left() int64 {
	if p.ProForma.State == billing.Cancelled {
		return 0
	}
	if p.Invoice != nil {
		return p.Invoice.DueCents()
	}
	return max(0, p.ProForma.TotalCents-p.Received)
}

// transfer is how what is left is paid.
func (p ProFormaPage) transfer() bank.Transfer {
	t := p.ProForma.Transfer()
	t.Cents = p.left()
	return t
}

// steps are what happens from here to the open service.
func (p ProFormaPage) steps(ctx context.Context) []ui.Step {
	s := p.ProForma.Subscription
	confirmed, detailed, opened, settled := !p.waits(), p.Organisation.Complete(), s.Delivered(), p.left() == 0
	open := t(ctx, "pro_forma.step_open_more")
	if s.NotBefore(p.Today) != "" {
		open = t(ctx, "pro_forma.step_open_after", "Date", dateOnly(ctx, s.StartsFrom))
	}
	steps := []ui.Step{
		step(ctx, t(ctx, "pro_forma.step_asked"), "", true, false),
		step(ctx, t(ctx, "pro_forma.step_confirm"), t(ctx, "pro_forma.step_confirm_more"), confirmed, true),
		step(ctx, t(ctx, "pro_forma.step_open"), open, opened, confirmed),
	}
	if p.within() {
		steps = append(steps, step(ctx, t(ctx, "pro_forma.step_details"), t(ctx, "pro_forma.step_details_more"), detailed, confirmed))
	}
	pay := t(ctx, "pro_forma.step_pay_more")
	if p.Online.Action != "" {
		pay = t(ctx, "pro_forma.step_pay_online")
	}
	return append(steps, step(ctx, t(ctx, "pro_forma.step_pay"), pay, settled, confirmed))
}

// step is one stage: done, to do now, or later.
func step(ctx context.Context, text, more string, done, ready bool) ui.Step {
	s := ui.Step{Text: text, More: more, State: ui.Later, Said: t(ctx, "pro_forma.later")}
	switch {
	case done:
		s.State, s.Said, s.More = ui.Done, t(ctx, "pro_forma.done"), ""
	case ready:
		s.State, s.Said = ui.Now, t(ctx, "pro_forma.now")
	}
	return s
}

// lineName is what a line is for; a discount says which code it is by.
func lineName(ctx context.Context, l billing.Line) string {
	if l.Kind == billing.Discount {
		return t(ctx, "documents.gift", "Code", l.Label)
	}
	return l.Label
}

// lineMore says which days a line covers.
func lineMore(ctx context.Context, l billing.Line, every string) string {
	switch {
	case l.Kind == billing.Discount:
		return ""
	case l.PeriodFrom != "":
		return t(ctx, "documents.period", "From", dateOnly(ctx, l.PeriodFrom), "To", lastDay(ctx, l.PeriodTo))
	case every == "month":
		return t(ctx, "documents.month_from_start")
	case every == "year":
		return t(ctx, "documents.year_from_start")
	}
	return ""
}

func cents(ctx context.Context, n int64, currency string) string {
	return locales.Money(lang(ctx), n, currency)
}
