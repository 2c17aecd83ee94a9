package views

import (
	"context"
	"fmt"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/commons/discretion"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// PayersPage is who pays a subscription, and the form to share it.
type PayersPage struct {
	Organisation people.Organisation
	Sharing      billing.Sharing
	Label        string
	Address      string // of the shared page, whole
	Form         billing.SplitForm
	Wrong        store.Invalid
}

// shared reports whether others were asked at all.
func (p PayersPage) shared() bool { return len(p.Sharing.Shares) > 0 }

func bp(ctx context.Context, n int) string { return locales.Percent(lang(ctx), int64(n)) }

func (p PayersPage) cents(ctx context.Context, n int64) string {
	return cents(ctx, n, p.Sharing.Subscription.Currency)
}

// row is one line of the form.
func (p PayersPage) row(n int) billing.SplitRow {
	if n <= len(p.Form.Rows) {
		return p.Form.Rows[n-1]
	}
	return billing.SplitRow{}
}

func (p PayersPage) who(ctx context.Context, n int) ui.Input {
	name := fmt.Sprint("who_", n)
	in := ui.Input{Name: name, Label: t(ctx, "shares.who_n", "Number", n), Value: p.row(n).Who, Error: said(ctx, p.Wrong, name), Max: 254, Autocomplete: "off", Attrs: ui.Attrs{"required": false}}
	if n == 1 {
		in.Hint = t(ctx, "shares.who_hint")
	}
	return in
}

func (p PayersPage) percent(ctx context.Context, n int) ui.Input {
	name := fmt.Sprint("percent_", n)
	return ui.Input{Name: name, Label: t(ctx, "shares.percent_n", "Number", n), Value: p.row(n).Percent, Error: said(ctx, p.Wrong, name), InputMode: "decimal", Short: true, Max: 10, Attrs: ui.Attrs{"required": false}}
}

// mistakes lists what is wrong in the order of the form.
func (p PayersPage) mistakes(ctx context.Context) []ui.Mistake {
	labels := []string{"own", t(ctx, "shares.own")}
	for n := 1; n <= billing.SplitRows; n++ {
		labels = append(labels, fmt.Sprint("who_", n), t(ctx, "shares.who_n", "Number", n), fmt.Sprint("percent_", n), t(ctx, "shares.percent_n", "Number", n))
	}
	return mistakes(ctx, p.Wrong, labels...)
}

func (p PayersPage) openChoice(ctx context.Context) ui.Choice {
	value := "false"
	if p.Form.StaysOpen {
		value = "true"
	}
	return ui.Choice{Name: "stays_open", Label: t(ctx, "shares.unanswered"), Value: value, Options: []ui.Option{
		{Value: "false", Text: t(ctx, "shares.returns"), Hint: t(ctx, "shares.returns_hint")}, {Value: "true", Text: t(ctx, "shares.stays_open"), Hint: t(ctx, "shares.stays_open_hint")},
	}}
}

// kept says what others pay or were asked for already, so that the form's parts are easy to add up.
func (p PayersPage) kept(ctx context.Context) string {
	sum := 0
	for _, s := range p.Sharing.Shares {
		if s.State == billing.ShareAccepted || s.State == billing.ShareProposed {
			sum += s.BasisPoints
		}
	}
	if sum == 0 {
		return t(ctx, "shares.own_hint")
	}
	return t(ctx, "shares.own_hint_kept", "Part", bp(ctx, sum))
}

// payerName is whom the organisation knows behind a share.
func payerName(ctx context.Context, s billing.Share) string {
	if s.Payer != nil {
		return s.Payer.Name
	}
	if s.Nobodys() {
		return t(ctx, "shares.nobody")
	}
	return s.Email
}

// shareWord says where a share stands, in a word and a day.
func shareWord(ctx context.Context, s billing.Share, today string) string {
	switch {
	case s.State == billing.ShareProposed && s.Waiting(dayOf(today)):
		return t(ctx, "shares.state.proposed", "Date", dayAt(ctx, s.ProposedAt))
	case s.State == billing.ShareProposed:
		return t(ctx, "shares.state.unanswered")
	case s.State == billing.ShareAccepted && s.FromOn > today:
		return t(ctx, "shares.state.will_pay", "Date", dateOnly(ctx, s.FromOn))
	case s.State == billing.ShareAccepted:
		return t(ctx, "shares.state.pays")
	case s.Leaving(today):
		return t(ctx, "shares.state.leaving", "Date", dateOnly(ctx, s.UntilOn))
	case s.Open():
		return t(ctx, "shares.state.open")
	case s.State == billing.ShareRefused:
		return t(ctx, "shares.state.refused")
	case s.State == billing.ShareWithdrawn:
		return t(ctx, "shares.state.withdrawn")
	}
	return t(ctx, "shares.state.over")
}

// dayOf is a stored day as an instant.
func dayOf(stored string) time.Time {
	d, _ := period.Day(stored)
	return d
}

// SharedPage is what the parties of a subscription may show of it.
type SharedPage struct {
	Sharing billing.Sharing
	Label   string
	Space   *commons.SharedSpace // that gathers its sponsors, if there is one
}

// told reports whether amounts may be shown. The parts and what is open make up the whole bill: whoever sees them every day sees each part arrive, also
// one of somebody who asked for discretion.
func (p SharedPage) told() bool {
	_, discreet := p.Sharing.Supporters()
	return discreet == 0
}

// whole reports whether everything is carried, among so many that none of them finds another's part by it.
func (p SharedPage) whole() bool {
	named, discreet := p.Sharing.Supporters()
	payers := len(named) + discreet
	if p.Sharing.OwnBP > 0 {
		payers++
	}
	return p.Sharing.OpenBP == 0 && payers >= discretion.Fewest
}

func (p SharedPage) part(ctx context.Context, n int) string {
	if !p.told() {
		return t(ctx, "shares.untold")
	}
	return bp(ctx, n)
}

func (p SharedPage) amount(ctx context.Context, n int) string {
	if !p.told() {
		return t(ctx, "shares.untold")
	}
	return p.cents(ctx, p.Sharing.Of(n))
}

func (p SharedPage) cents(ctx context.Context, n int64) string {
	return cents(ctx, n, p.Sharing.Subscription.Currency)
}

// CarriedPage is what an organisation pays for others.
type CarriedPage struct {
	Organisation people.Organisation
	Shares       []billing.Share
	Today        string
}

// CarriedSharePage is one of them.
type CarriedSharePage struct {
	Organisation people.Organisation
	Share        billing.Share
	Offer        billing.ShareOffer
	Label        string
	Invoices     []billing.Invoice
	Form         billing.ShareAnswer
	Wrong        store.Invalid
	Outdated     bool
	Today        string
	Now          time.Time
}

// lead says what is asked, or what was agreed.
func (p CarriedSharePage) lead(ctx context.Context) string {
	args := []any{"Organisation", p.Share.Organisation.Name, "Payer", p.Organisation.Name, "Part", bp(ctx, p.Share.BasisPoints)}
	if p.Share.State == billing.ShareAccepted {
		return t(ctx, "shares.carries", args...)
	}
	return t(ctx, "shares.asks", args...)
}

// offerYearly is what a share costs in a year, with tax if there is any.
func offerYearly(ctx context.Context, s billing.Share, o billing.ShareOffer) string {
	amount := cents(ctx, o.Yearly.Total, s.Subscription.Currency)
	if o.Yearly.VAT == 0 {
		return amount
	}
	return t(ctx, "shares.with_tax", "Amount", amount, "Tax", cents(ctx, o.Yearly.VAT, s.Subscription.Currency))
}

// offerFrom says from when on it would be paid.
func offerFrom(ctx context.Context, o billing.ShareOffer) string {
	switch {
	case o.InvoicedNow && o.FromOn != "":
		return t(ctx, "shares.from_now", "From", dateOnly(ctx, o.FromOn), "To", dateOnly(ctx, o.ToOn))
	case o.FromOn != "":
		return dateOnly(ctx, o.FromOn)
	}
	return t(ctx, "shares.from_delivery")
}

func offerEvery(ctx context.Context, s billing.Share, o billing.ShareOffer) string {
	if o.Every == period.Month {
		return t(ctx, "shares.every_month")
	}
	return t(ctx, "shares.every_year")
}

// ShareOfferPage is what somebody was asked to pay, as the link of the letter shows it.
type ShareOfferPage struct {
	Token string
	Share billing.Share
	Offer billing.ShareOffer
	Label string
	Form  billing.PayerForm
	Wrong store.Invalid
	Now   time.Time
}

// choices are the organisations whose money the reader keeps, and a new one.
func (p ShareOfferPage) choices(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range me(ctx).Memberships {
		if m.May(people.Treasurer) && m.Organisation.Acting() && m.OrganisationID != p.Share.OrganisationID {
			all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
		}
	}
	if len(all) == 0 {
		return nil
	}
	return append(all, ui.Option{Value: "", Text: t(ctx, "shares.new_organisation")})
}

// chosen is the one that is ticked: the first, unless another one was.
func (p ShareOfferPage) chosen(all []ui.Option) string {
	if p.Form.For != "" || len(p.Wrong) > 0 || len(all) == 0 {
		return p.Form.For
	}
	return all[0].Value
}

func shareFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "share_asked":
		return t(ctx, "shares.flash.asked")
	case "share_withdrawn":
		return t(ctx, "shares.flash.withdrawn")
	case "share_accepted":
		return t(ctx, "shares.flash.accepted")
	case "share_refused":
		return t(ctx, "shares.flash.refused")
	case "share_ended":
		return t(ctx, "shares.flash.ended")
	case "gap_carried":
		return t(ctx, "shares.flash.carried")
	}
	return ""
}
