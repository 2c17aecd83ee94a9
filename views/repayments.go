package views

import (
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// RepaymentsPage is what is to be paid back, or what is settled.
type RepaymentsPage struct {
	Page   store.Page[billing.Repayment]
	Filter billing.RepaymentFilter
	Today  string
}

// RepaymentPage is one of them and the ways to send it, with what was typed.
type RepaymentPage struct {
	Repayment   billing.Repayment
	Acts        bool
	Now         time.Time
	Today       string
	Key         string
	Card        billing.RefundForm
	CardPayment string // the payment whose form was sent
	Transfer    billing.RepaidForm
	Keeping     billing.KeepingForm
	Back        billing.RepaidBackForm
	Wrong       store.Invalid
}

// done is the address of the list of one kind.
func (p RepaymentsPage) done() string {
	if p.Filter.Done {
		return "true"
	}
	return ""
}

// wrongOf is what is wrong in the form of one payment: several of them have the same fields.
func (p RepaymentPage) wrongOf(h billing.Held) store.Invalid {
	if p.CardPayment == h.Payment.Ref {
		return p.Wrong
	}
	return nil
}

// transferWrong is what is wrong in the form of a transfer, when that one was sent.
func (p RepaymentPage) transferWrong() store.Invalid {
	if p.CardPayment == "" {
		return p.Wrong
	}
	return nil
}

// returnable are the transfers that may have come back, each reference once.
func (p RepaymentPage) returnable() (all []billing.Refund) {
	seen := map[string]bool{}
	for _, r := range p.Repayment.Refunds {
		if r.ByTransfer && r.State == billing.RefundDone && !seen[r.Reference] {
			all, seen[r.Reference] = append(all, r), true
		}
	}
	return all
}

// repaymentState says how far one has come.
func repaymentState(ctx context.Context, r billing.Repayment, today string) (ui.Tone, string) {
	switch {
	case r.Late(today):
		return ui.Bad, t(ctx, "repayments.late")
	case r.Open():
		return ui.Warn, t(ctx, "repayments.open")
	case r.Kept():
		return ui.Info, t(ctx, "repayments.kept")
	case r.UnderWay() > 0:
		return ui.Info, t(ctx, "refunds.under_way")
	}
	return ui.Good, t(ctx, "repayments.settled")
}

// ownRepaymentState says the same to the organisation that gets it.
func ownRepaymentState(ctx context.Context, r billing.Repayment, today string) (ui.Tone, string) {
	if r.Open() && !r.Late(today) {
		return ui.Info, t(ctx, "repayments.own_open")
	}
	return repaymentState(ctx, r, today)
}

// repaymentWhy says what made one, in a few words.
func repaymentWhy(ctx context.Context, r billing.Repayment) string {
	switch {
	case r.CreditNote != nil:
		return t(ctx, "repayments.by_credit_note", "Number", r.CreditNote.FullName())
	case r.Notice != nil && r.Notice.Kind == billing.Withdrawal:
		return t(ctx, "repayments.by_withdrawal")
	}
	return t(ctx, "repayments.by_cancellation")
}

// repaymentCause is the document or the declaration behind one.
func repaymentCause(ctx context.Context, r billing.Repayment) string {
	if r.CreditNote != nil {
		return paths.DeskInvoice(lang(ctx), *r.CreditNote)
	}
	if r.Notice != nil {
		return paths.DeskNotice(lang(ctx), *r.Notice)
	}
	return paths.Repayments(lang(ctx))
}

// refundWay says how something was sent.
func refundWay(ctx context.Context, r billing.Refund) string {
	if r.ByTransfer {
		return t(ctx, "repayments.way_transfer")
	}
	return t(ctx, "repayments.way_cashier")
}

// refundDay is when it was sent.
func refundDay(ctx context.Context, r billing.Refund) string {
	if r.SentOn != "" {
		return dateOnly(ctx, r.SentOn)
	}
	return dayAt(ctx, r.CreatedAt)
}

// RepaymentsFileName is what the table is called when it is saved.
func RepaymentsFileName(ctx context.Context) string { return t(ctx, "repayments.file") }

// RepaymentRows is the table, days and amounts as programs read them.
func RepaymentRows(ctx context.Context, all []billing.Repayment, today string) [][]string {
	rows := [][]string{{
		t(ctx, "repayments.due_on"), t(ctx, "payments.organisation"), t(ctx, "repayments.why"), t(ctx, "repayments.amount"), t(ctx, "repayments.left"), t(ctx, "invoices.currency"), t(ctx, "invoices.state"),
	}}
	for _, r := range all {
		_, state := repaymentState(ctx, r, today)
		rows = append(rows, []string{r.DueOn, r.Organisation.Name, repaymentWhy(ctx, r), amount(ctx, r.AmountCents), amount(ctx, r.LeftCents), r.Currency, state})
	}
	return rows
}

// mistakes are those of the form that was sent: forms of several payments have the same fields.
func (p RepaymentPage) mistakes(ctx context.Context) []ui.Mistake {
	all := mistakes(ctx, p.Wrong, "sure", t(ctx, "refunds.sure"), "sent_on", t(ctx, "repayments.sent_on"), "agreed", t(ctx, "repayments.agreed"), "wish", t(ctx, "repayments.wish"),
		"back_on", t(ctx, "repayments.back_on"), "back_reason", t(ctx, "repayments.back_reason"))
	for n := range all {
		if all[n].Field == "sure" && p.CardPayment != "" {
			all[n].Field = "sure-" + p.CardPayment
		}
	}
	return all
}

// kept says in whose words the organisation kept it.
func kept(ctx context.Context, r billing.Repayment) string {
	if r.KeptReason == "" {
		return t(ctx, "repayments.kept_here")
	}
	return r.KeptReason
}

// refundLine sums up something that was sent, for those who get it.
func refundLine(ctx context.Context, r billing.Refund) string {
	_, state := refundState(ctx, r)
	return t(ctx, "repayments.own_sent", "Amount", cents(ctx, r.AmountCents, r.Currency), "Way", refundWay(ctx, r), "Date", refundDay(ctx, r), "State", state)
}

// repayTone is how urgent the desk says it is.
func repayTone(d overview.Desk) ui.Tone {
	if d.ToDecide.RepayFirst < d.Now.Format(time.DateOnly) {
		return ui.Bad
	}
	return ui.Warn
}

// list is what goes back, what is due first before all.
func (p RepaymentsPage) list(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "repayments.title"), Head: []ui.Col{
		ui.Text(t(ctx, "repayments.due_on")), ui.Text(t(ctx, "payments.organisation")), ui.Text(t(ctx, "repayments.why")), ui.Num(t(ctx, "repayments.amount")), ui.Num(t(ctx, "repayments.left")), ui.Text(t(ctx, "invoices.state")),
	}}
	for _, r := range p.Page.Items {
		l.Lines = append(l.Lines, ui.Line{
			{Text: dateOnly(ctx, r.DueOn), Href: paths.Repayment(lang(ctx), r), Unseen: r.Organisation.Name},
			{Drawn: accountLink(r.Organisation)},
			{Text: repaymentWhy(ctx, r)},
			{Text: cents(ctx, r.AmountCents, r.Currency)},
			{Text: cents(ctx, r.LeftCents, r.Currency)},
			repaymentStanding(ctx, r, p.Today),
		})
	}
	return l
}

// repaymentStanding is how far it has come, as a badge.
func repaymentStanding(ctx context.Context, r billing.Repayment, today string) ui.Value {
	tone, word := repaymentState(ctx, r, today)
	return ui.Value{Text: word, Tone: tone}
}

// facts are what is known of one.
func (p RepaymentPage) facts(ctx context.Context) []ui.Named {
	r, wish := p.Repayment, ""
	if r.Kept() {
		wish = kept(ctx, r)
	}
	return []ui.Named{
		{Name: t(ctx, "invoices.state"), Value: repaymentStanding(ctx, r, p.Today)},
		{Name: t(ctx, "repayments.why"), Value: ui.Value{Text: repaymentWhy(ctx, r), Href: repaymentCause(ctx, r)}},
		{Name: t(ctx, "repayments.due_on"), Value: ui.Value{Text: dateOnly(ctx, r.DueOn)}},
		{Name: t(ctx, "repayments.left"), Value: ui.Value{Drawn: ui.Money(cents(ctx, r.LeftCents, r.Currency))}},
		{Name: t(ctx, "repayments.account"), Value: ui.Value{Drawn: accountLink(r.Organisation)}},
		{Name: t(ctx, "repayments.wish"), Value: ui.Value{Text: wish}},
	}
}

// sent is what was sent back, with its sum.
func (p RepaymentPage) sent(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "repayments.sent"), Head: []ui.Col{ui.Text(t(ctx, "repayments.sent_on")), ui.Text(t(ctx, "payments.how")), ui.Num(t(ctx, "documents.amount_plain")), ui.Text(t(ctx, "invoices.state"))}}
	for _, r := range p.Repayment.Refunds {
		tone, word := refundState(ctx, r)
		l.Lines = append(l.Lines, ui.Line{
			{Text: refundDay(ctx, r), More: r.Reason}, {Drawn: refundWayDrawn(r)}, {Text: cents(ctx, r.AmountCents, r.Currency)}, {Text: word, Tone: tone, More: r.Problem},
		})
	}
	return l
}

// repaidList is what goes or went back to an organisation, as it reads it.
func (p InvoicesPage) repaidList(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "repayments.own_title"), Head: []ui.Col{ui.Text(t(ctx, "repayments.own_due")), ui.Num(t(ctx, "repayments.amount")), ui.Text(t(ctx, "invoices.state")), ui.Unseen(t(ctx, "invoices.acts"))}}
	for _, r := range p.Repaid {
		l.Lines = append(l.Lines, ui.Line{
			{Text: dateOnly(ctx, r.DueOn)}, {Text: cents(ctx, r.AmountCents, r.Currency)}, {Drawn: ownRepaymentStanding(r, p.Today)}, {Drawn: ownRepaymentActs(p, r)},
		})
	}
	return l
}
