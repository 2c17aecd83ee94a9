package views

import (
	"context"

	"chatiere/models/billing/bank"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// PayoutsPage is what the projects are owed, what maintainers wish, and the batches.
type PayoutsPage struct {
	Owed    []commons.Owed
	Batches store.Page[commons.Batch]
	Wishes  []commons.UpstreamPayment
	Keeps   bool
	Form    commons.BatchForm
	Wish    commons.WishForm
	WishOf  string // the payment whose wish was sent
	Wrong   store.Invalid
}

// labels name the fields of the page for its summary.
func (p PayoutsPage) labels(ctx context.Context) []string {
	return []string{"execute_on", t(ctx, "payouts.day"), "least", t(ctx, "payouts.least"), "wish_to", t(ctx, "payouts.wish_to")}
}

// payable reports whether anything can be put into a batch.
func (p PayoutsPage) payable() bool {
	for _, o := range p.Owed {
		if o.Payable(1) {
			return true
		}
	}
	return false
}

// wishOptions are the projects to which a wish can go: all but the giver.
func (p PayoutsPage) wishOptions(giver uint) []ui.Option {
	var all []ui.Option
	for _, o := range p.Owed {
		if o.Upstream.ID != giver {
			all = append(all, ui.Option{Value: o.Upstream.Ref, Text: o.Upstream.Name})
		}
	}
	return all
}

// BatchPage is one batch.
type BatchPage struct {
	Batch        commons.Batch
	Flags        map[uint][]commons.PayoutFlag
	Keeps        bool
	Proven       bool // the reader proved lately who they are
	Moved        bool // somebody was faster
	Day          string
	Remove       string
	RemoveReason string
	RejectReason string
	NoInterest   bool
	Wrong        store.Invalid
}

func (p BatchPage) labels(ctx context.Context) []string {
	return []string{
		"approve", t(ctx, "payouts.approve"), "no_interest", t(ctx, "payouts.no_interest"), "execute_on", t(ctx, "payouts.day"), "payment", t(ctx, "payouts.remove_which"),
		"remove_reason", t(ctx, "payouts.why"), "reject_reason", t(ctx, "payouts.why"), "export", t(ctx, "payouts.export"),
	}
}

func (p BatchPage) paymentOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range p.Batch.Planned() {
		all = append(all, ui.Option{Value: one.Ref, Text: one.Upstream.Name + ", " + money(ctx, one.Cents)})
	}
	return all
}

// approvedBy says who approved, in a sentence that also says who is missing.
func (p BatchPage) missing(ctx context.Context) string {
	if p.Batch.Approver1ID == nil {
		return t(ctx, "payouts.missing_two")
	}
	return t(ctx, "payouts.missing_one", "Name", called(p.Batch.Approver1))
}

// mine reports whether the reader is the first of the two.
func (p BatchPage) mine(ctx context.Context) bool {
	return p.Batch.Approver1ID != nil && *p.Batch.Approver1ID == me(ctx).ID
}

func called(u *people.User) string {
	if u == nil {
		return ""
	}
	return u.Called()
}

// UpstreamPaymentPage is one payment to a project.
type UpstreamPaymentPage struct {
	Payment     commons.UpstreamPayment
	Batch       commons.Batch
	Keeps       bool
	Code        bank.Transfer
	Address     string
	Receipt     files.File
	Confirm     commons.ConfirmForm
	Return      commons.ReturnPayoutForm
	ReceiptForm commons.PayoutReceiptForm
	Wrong       store.Invalid
}

func (p UpstreamPaymentPage) labels(ctx context.Context) []string {
	return []string{
		"confirmed_on", t(ctx, "payouts.confirmed_on"), "bank_reference", t(ctx, "payouts.bank_reference"), "returned_on", t(ctx, "payouts.returned_on"),
		"return_reason", t(ctx, "payouts.why"), "receipt_url", t(ctx, "payouts.receipt_url"), "receipt", t(ctx, "payouts.receipt_file"),
	}
}

func (p UpstreamPaymentPage) trail(ctx context.Context) []ui.Link {
	return append(payoutTrail(ctx, t(ctx, "payouts.batch_of", "Date", dayAt(ctx, p.Batch.CreatedAt)), paths.PaymentBatch(lang(ctx), p.Batch.Ref)), ui.Link{Text: p.Payment.Upstream.Name, Current: true})
}

// payoutTrail leads from the desk to the payouts and further.
func payoutTrail(ctx context.Context, text, href string) []ui.Link {
	return []ui.Link{{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")}, {Href: paths.Payouts(lang(ctx)), Text: t(ctx, "payouts.title")}, {Href: href, Text: text, Current: href == ""}}
}

// ChannelPage is where a project is paid.
type ChannelPage struct {
	Upstream     catalogue.Upstream
	Channel      commons.PayoutChannel
	Ahead        commons.Ahead // who verifies it, and when it can be paid
	Flags        []commons.PayoutFlag
	Keeps        bool
	Moved        bool
	Form         *commons.ChannelForm
	Verify       commons.VerifyForm
	RevokeReason string
	Clear        string
	ClearReason  string
	Wrong        store.Invalid
}

func (p ChannelPage) labels(ctx context.Context) []string {
	return []string{
		"type", t(ctx, "payouts.type"), "address", t(ctx, "payouts.address"), "holder", t(ctx, "payouts.holder"), "email", t(ctx, "payouts.email"), "manifest", t(ctx, "payouts.manifest"),
		"evidence", t(ctx, "payouts.evidence"), "provenance", t(ctx, "payouts.provenance"), "verify_evidence", t(ctx, "payouts.verify_evidence"), "called", t(ctx, "payouts.called"),
		"revoke_reason", t(ctx, "payouts.why"), "clear_reason", t(ctx, "payouts.clear_reason"),
	}
}

// verifiers says who can verify the account, the reader first.
func (p ChannelPage) verifiers(ctx context.Context) string {
	if len(p.Ahead.Verifiers) == 0 {
		return t(ctx, "payouts.ahead.nobody")
	}
	return whoCan(ctx, p.Ahead.Verifiers)
}

// verified says when it was verified and by whom.
func (p ChannelPage) verified(ctx context.Context) string {
	day, until := "", dayAt(ctx, p.Ahead.PayableOn)
	if p.Channel.VerifiedAt != nil {
		day = dayAt(ctx, *p.Channel.VerifiedAt)
	}
	if p.Ahead.VerifiedBy == nil {
		return t(ctx, "payouts.ahead.cooling_untold", "Day", day, "Date", until)
	}
	return t(ctx, "payouts.ahead.cooling", "Day", day, "Name", p.Ahead.VerifiedBy.Called(), "Date", until)
}

// field is a field of the channel's form.
func (p ChannelPage) field(ctx context.Context, name, label, hint, value string, most int) ui.Input {
	return ui.Input{Name: name, Label: label, Hint: hint, Value: value, Error: said(ctx, p.Wrong, name), Max: most}
}

// provenances are the ways that can be chosen: the manifest only when it proves the channel.
func (p ChannelPage) provenances(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range commons.Provenances {
		if one != commons.FromManifest || p.Channel.ManifestProven {
			all = append(all, ui.Option{Value: string(one), Text: provenanceName(ctx, one)})
		}
	}
	return all
}

// MaintainerPage is what a maintainer sees of money that comes to their project.
type MaintainerPage struct {
	Payment commons.UpstreamPayment
	Batch   commons.Batch
	Others  []catalogue.Upstream
	Token   string
	Form    commons.AnswerForm
	Late    bool // the bank has it by now
	Wrong   store.Invalid
}

func (p MaintainerPage) labels(ctx context.Context) []string {
	return []string{"answer", t(ctx, "maintainer.answer"), "months", t(ctx, "maintainer.months"), "to", t(ctx, "maintainer.to"), "name", t(ctx, "maintainer.another"), "words", t(ctx, "maintainer.words")}
}

func (p MaintainerPage) answers(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(commons.Taken), Text: t(ctx, "maintainer.take"), Hint: t(ctx, "maintainer.take_hint")},
		{Value: string(commons.Deferred), Text: t(ctx, "maintainer.defer"), Hint: t(ctx, "maintainer.defer_hint")},
		{Value: string(commons.PassedOn), Text: t(ctx, "maintainer.pass"), Hint: t(ctx, "maintainer.pass_hint")},
		{Value: string(commons.Refused), Text: t(ctx, "maintainer.refuse"), Hint: t(ctx, "maintainer.refuse_hint")},
	}
}

func (p MaintainerPage) projects() []ui.Option {
	var all []ui.Option
	for _, u := range p.Others {
		if u.ID != p.Payment.UpstreamID {
			all = append(all, ui.Option{Value: u.Ref, Text: u.Name})
		}
	}
	return all
}

// decides reports whether a wish is the one to decide: one after the other, the oldest first.
func (p PayoutsPage) decides(n int, w commons.UpstreamPayment) bool {
	return p.WishOf == w.Ref || p.WishOf == "" && n == 0
}

func wishChoice(ctx context.Context, p PayoutsPage, w commons.UpstreamPayment) ui.Choice {
	return ui.Choice{
		Name: "wish_to", Label: t(ctx, "payouts.wish_to"), Hint: t(ctx, "payouts.wish_hint"), Blank: t(ctx, "payouts.wish_none"), Optional: t(ctx, "page.optional"),
		Value: p.Wish.To, Error: said(ctx, p.Wrong, "wish_to"), Options: p.wishOptions(w.UpstreamID),
	}
}

func channelFormTitle(ctx context.Context, p ChannelPage) string {
	if p.Channel.ID == 0 {
		return t(ctx, "payouts.new_channel")
	}
	return t(ctx, "payouts.change_channel")
}

// channelAddress never shows the present address: empty leaves it.
func channelAddress(ctx context.Context, p ChannelPage) ui.Input {
	in := p.field(ctx, "address", t(ctx, "payouts.address"), t(ctx, "payouts.address_hint"), p.Form.Address, 250)
	if p.Channel.ID != 0 {
		in.Hint = t(ctx, "payouts.address_keep", "Hint", p.Channel.AddressHint)
		in = optionalField(ctx, in)
	}
	in.Autocomplete = "off"
	return in
}

func channelEmail(ctx context.Context, p ChannelPage) ui.Input {
	in := p.field(ctx, "email", t(ctx, "payouts.email"), t(ctx, "payouts.email_hint"), p.Form.Email, 200)
	in.Type = "email"
	return in
}

// clearReason is the field of one of several warnings.
func clearReason(ctx context.Context, p ChannelPage, f commons.PayoutFlag) ui.Input {
	in := ui.Input{Name: "clear_reason", ID: "clear_reason-" + string(f.Rule), Label: t(ctx, "payouts.clear_reason"), Max: 200}
	if p.Clear == string(f.Rule) {
		in.ID, in.Value, in.Error = "clear_reason", p.ClearReason, said(ctx, p.Wrong, "clear_reason")
	}
	return in
}
