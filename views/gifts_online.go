package views

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// awaited is a gift that is waited for, with all ways in which it may come.
type awaited struct {
	pledge commons.Pledge
	story  commons.PledgeStory
	gift   commons.Donation
	online Online
	host   collective.Collective
	today  string
}

// method is what the gift is taken from by itself, if it is.
func (a awaited) method() (commons.GiftMethod, bool) {
	if a.story.Method == nil || a.online.Action == "" {
		return commons.GiftMethod{}, false
	}
	_, refused := a.story.Refused()
	return *a.story.Method, !refused && chargeable(*a.story.Method, a.today)
}

func chargeable(m commons.GiftMethod, today string) bool {
	day, err := time.Parse(time.DateOnly, today)
	return err == nil && m.Saved().Chargeable(day)
}

// takenOn is the day on which it is taken.
func (a awaited) takenOn() string { return max(a.gift.TakenOn(), a.today) }

// saves is the question whether the gifts to come are taken the same way.
func (a awaited) saves(ctx context.Context) ui.Input {
	in := ui.Input{Name: "save", Label: t(ctx, "donations.online.save_year"), Hint: t(ctx, "donations.online.save_hint")}
	switch a.pledge.Every {
	case commons.EveryMonth:
		in.Label = t(ctx, "donations.online.save_month")
	case commons.EveryQuarter:
		in.Label = t(ctx, "donations.online.save_quarter")
	}
	return in
}

// giftMethodState says whether gifts are taken from a method, and what keeps them from it.
func giftMethodState(ctx context.Context, m commons.GiftMethod, today string) (ui.Tone, string) {
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return ui.Plain, ""
	}
	return methodState(ctx, m.Saved(), day)
}

// donationWay says how a gift came.
func donationWay(ctx context.Context, d commons.Donation) string {
	if d.Debited {
		return t(ctx, "donations.method.debit")
	}
	return donationMethod(ctx, d.Method)
}

// online reports whether the gift was paid online: then it goes back that way.
func (p DonationPage) online() bool {
	for _, g := range p.Payments {
		if g.State == billing.Collected {
			return true
		}
	}
	return false
}

// GiftPaymentPage is where one comes back to from the hosted page of a gift.
type GiftPaymentPage struct {
	Payment commons.GiftPayment
	Left    bool // they came back without paying
}

// title says how far it has come: never thank you before the portal knows.
func (p GiftPaymentPage) title(ctx context.Context) string {
	switch p.Payment.State {
	case billing.Collected:
		return t(ctx, "donations.online.came_title")
	case billing.Collecting:
		return t(ctx, "collect.under_way_title")
	case billing.Questioned:
		return t(ctx, "collect.questioned_title")
	case billing.NotPaid, billing.Asking:
		return t(ctx, "collect.failed_title")
	case billing.PageOver:
		return t(ctx, "collect.over_title")
	}
	if p.Left {
		return t(ctx, "donations.online.left_title")
	}
	return t(ctx, "collect.waiting_title")
}

// words say what that means, and how it looks.
func (p GiftPaymentPage) words(ctx context.Context) (ui.Tone, string) {
	amount := cents(ctx, p.Payment.Cents, p.Payment.Currency)
	switch p.Payment.State {
	case billing.Collected:
		return ui.Good, t(ctx, "donations.online.came", "Amount", amount, "Title", p.Payment.Donation.Space.Title)
	case billing.Collecting:
		return ui.Good, t(ctx, "donations.online.authorised", "Amount", amount)
	case billing.Questioned:
		return ui.Warn, t(ctx, "collect.questioned", "Reference", p.Payment.Ref)
	case billing.Asking:
		return ui.Warn, t(ctx, "collect.asks")
	case billing.NotPaid:
		return ui.Warn, t(ctx, "donations.online.failed")
	case billing.PageOver:
		return ui.Info, t(ctx, "collect.over")
	}
	if p.Left {
		return ui.Info, t(ctx, "donations.online.left")
	}
	return ui.Info, t(ctx, "collect.waiting")
}

// waits reports whether the answer may come at any moment.
func (p GiftPaymentPage) waits() bool {
	return !p.Left && (p.Payment.State == billing.OnPage || p.Payment.State == billing.Preparing)
}

// next is where to go from here: the promise for whom it is theirs, the space for everybody else.
func (p GiftPaymentPage) next(ctx context.Context) ui.Link {
	pledge := p.Payment.Donation.Pledge
	if pledge.Theirs(me(ctx)) {
		return ui.Link{Href: paths.Pledge(lang(ctx), pledge), Text: t(ctx, "donations.online.to_pledge")}
	}
	return ui.Link{Href: paths.SharedSpace(lang(ctx), pledge.Space), Text: t(ctx, "pledges.see_space", "Title", pledge.Space.Title)}
}

// giftPaymentState says how far a payment of a gift has come, for those who keep the money.
func giftPaymentState(ctx context.Context, g commons.GiftPayment) (ui.Tone, string) {
	switch {
	case g.Came() && g.Left() == 0:
		return ui.Warn, t(ctx, "donations.online.state_back")
	case g.State == billing.Collected && g.ReturnedCents > 0:
		return ui.Warn, t(ctx, "donations.online.state_partly_back", "Amount", cents(ctx, g.ReturnedCents, g.Currency))
	case g.State == billing.Collected:
		return ui.Good, t(ctx, "donations.online.state_came")
	case g.State == billing.Questioned:
		return ui.Bad, t(ctx, "donations.online.state_questioned")
	case g.State == billing.NotPaid || g.State == billing.Asking:
		return ui.Warn, t(ctx, "donations.online.state_failed")
	case g.State == billing.PageOver:
		return ui.Plain, t(ctx, "donations.online.state_over")
	}
	return ui.Info, t(ctx, "donations.online.state_under_way")
}

// giftReturnState says where money of a gift that went back stands.
func giftReturnState(ctx context.Context, r commons.GiftReturn) (ui.Tone, string) {
	if r.Kind == commons.GiftDispute {
		return disputeWord(ctx, billing.Dispute{State: billing.DisputeState(r.State)})
	}
	return refundState(ctx, billing.Refund{State: billing.RefundState(r.State)})
}

func giftReturnName(ctx context.Context, r commons.GiftReturn) string {
	if r.Kind == commons.GiftDispute {
		return t(ctx, "disputes.of", "Date", dayAt(ctx, r.CreatedAt))
	}
	return t(ctx, "refunds.of", "Date", dayAt(ctx, r.CreatedAt))
}

// backReason, backError and backID keep the form of one payment apart from those of the others.
func (p DonationPage) backReason(g commons.GiftPayment) string {
	if g.Ref == p.Back.Payment {
		return p.Back.Reason
	}
	return ""
}

func (p DonationPage) backError(ctx context.Context, g commons.GiftPayment, field string) string {
	if g.Ref == p.Back.Payment {
		return said(ctx, p.Wrong, field)
	}
	return ""
}

func (p DonationPage) backID(g commons.GiftPayment, field string) string {
	if g.Ref == p.Back.Payment || len(p.Payments) == 1 {
		return ""
	}
	return field + "-" + g.Ref
}

// giftPaidWith names by what a gift is paid, as far as it is known.
func giftPaidWith(ctx context.Context, g commons.GiftPayment) string {
	switch {
	case g.Last4 == "":
		return ""
	case g.Method == billing.BySEPA:
		return t(ctx, "methods.account", "Last", g.Last4)
	}
	return t(ctx, "methods.card", "Brand", t(ctx, "donations.method.card"), "Last", g.Last4)
}
