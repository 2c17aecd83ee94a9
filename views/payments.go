package views

import (
	"context"
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// PaymentsPage is the operator's page of money that came in: what waits, and what was confirmed lately.
type PaymentsPage struct {
	Search   string
	Year     string // of receipt; empty for all
	Waiting  []billing.Payable
	Received store.Page[billing.Payment]
	After    bool // an older page of received payments
	Today    string
	Acts     bool // the reader may confirm, not only read
	Online   bool // the collective is paid online too
}

// NewPaymentPage is the form of one payment.
type NewPaymentPage struct {
	Payable billing.Payable
	Form    billing.PaymentForm
	Wrong   store.Invalid
}

// PaymentPage is one payment and what became of it.
type PaymentPage struct {
	Payment  billing.Payment
	Invoices map[uint]billing.Invoice // those it settles
	Refunds  []billing.Refund
	Disputes []billing.Dispute
	Refund   billing.RefundForm
	Risky    bool             // its payer's bank may give the same money back as well
	Line     billing.BankLine // the line of the bank it came with; zero when it was typed by hand
	Reason   string
	Wrong    store.Invalid
	Acts     bool
}

// age says for how many days something has waited.
func age(ctx context.Context, since, today string) string {
	from, err := period.Day(since)
	now, other := period.Day(today)
	if err != nil || other != nil || !now.After(from) {
		return t(ctx, "payments.today")
	}
	return tn(ctx, "payments.days", int(now.Sub(from).Hours()/24))
}

// payableName is the number of an invoice, or the reference of a pro forma.
func payableName(ctx context.Context, p billing.Payable) string {
	if p.Kind == "invoice" {
		return p.Number
	}
	return t(ctx, "documents.pro_forma")
}

// payableHref is where the document is read.
func payableHref(ctx context.Context, p billing.Payable) string {
	if p.Kind == "invoice" {
		return paths.DeskInvoice(lang(ctx), billing.Invoice{Ref: p.Ref})
	}
	return paths.ProForma(lang(ctx), billing.ProForma{Ref: p.Ref})
}

// byHandOptions are the ways of paying that an operator notes.
func byHandOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, m := range billing.ByHand {
		all = append(all, ui.Option{Value: string(m), Text: method(ctx, m)})
	}
	return all
}

// paymentWaits is where the desk leads from something that waits for money: to its confirmation, or to what it is for who may only look.
func paymentWaits(ctx context.Context, p billing.Payable) string {
	if me(ctx).Is(people.Operator) {
		return paths.NewPayment(lang(ctx), p.Ref)
	}
	return payableHref(ctx, p)
}

// paymentBadge says whether a payment stands, was taken back, or takes one back.
func paymentBadge(ctx context.Context, p billing.Payment) (ui.Tone, string) {
	switch {
	case p.ReversesID != nil:
		return ui.Warn, t(ctx, "payments.contrary")
	case p.Reversed:
		return ui.Bad, t(ctx, "payments.undone")
	}
	return ui.Good, t(ctx, "payments.received_state")
}

// resting is what of a payment settles nothing yet.
func (p PaymentPage) resting() int64 {
	return p.Payment.Rest()
}

// DeskInvoicesPage is the list of all issued documents.
type DeskInvoicesPage struct {
	Page   store.Page[billing.Invoice]
	Filter billing.Filter
	Years  []string
	Today  string
	About  people.Organisation // whose they are, where only its documents are listed
}

// dueStateOptions are what one may ask of all invoices.
func dueStateOptions(ctx context.Context) []ui.Option {
	return append(dueOptions(ctx), ui.Option{Value: "late", Text: t(ctx, "invoices.only_late")})
}

// dueStateValue is the filter as the form sends it.
func dueStateValue(f billing.Filter) string {
	if f.Late != "" {
		return "late"
	}
	return dueValue(f.Due)
}

// noPaymentWaits says that nothing waits, or that nothing was found.
func noPaymentWaits(ctx context.Context, search string) string {
	if search != "" {
		return t(ctx, "payments.nothing_found")
	}
	return t(ctx, "payments.nothing_waits")
}

// recentYears are the years one may ask for: this one and the nine before.
func (p PaymentsPage) recentYears() []string {
	last, _ := strconv.Atoi(p.Today[:4])
	var years []string
	for y := last; y > last-10; y-- {
		years = append(years, strconv.Itoa(y))
	}
	return years
}

// PaymentRows are the rows of what was received as a file, heads first.
func PaymentRows(ctx context.Context, all []billing.Payment) [][]string {
	rows := [][]string{{t(ctx, "payments.received_on"), t(ctx, "payments.organisation"), t(ctx, "payments.how"), t(ctx, "documents.amount_plain"), t(ctx, "payments.bank_words")}}
	for _, p := range all {
		rows = append(rows, []string{p.ReceivedOn, p.Organisation.Name, method(ctx, p.Method), locales.Amount(lang(ctx), p.AmountCents), p.Reference})
	}
	return rows
}
