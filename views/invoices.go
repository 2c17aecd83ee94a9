package views

import (
	"context"
	"strings"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// InvoicesPage is what an organisation was asked to pay, and what it paid.
type InvoicesPage struct {
	Organisation people.Organisation
	Page         store.Page[billing.Invoice]
	Filter       billing.Filter
	Owed         billing.Owed
	Open         []billing.ProForma  // not invoices yet
	Repaid       []billing.Repayment // what goes or went back
	Years        []string
	Today        string
	Paying       bool // they can be paid online
}

// first reports whether nothing was ever issued or asked.
func (p InvoicesPage) first() bool { return p.noneIssued() && len(p.Open) == 0 && len(p.Repaid) == 0 }

// noneIssued reports whether there is no document at all: nothing was looked for and nothing found.
func (p InvoicesPage) noneIssued() bool {
	return len(p.Page.Items) == 0 && p.Filter.Query == "" && !p.Filter.Due && p.Filter.Year == "" && p.Filter.After == 0
}

// InvoicePage is one issued document.
type InvoicePage struct {
	Organisation people.Organisation
	Invoice      billing.Invoice
	Settled      []Settled
	Feeds        commons.InvoicePart // what of it goes into the pot
	Today        string
	Online       Online
	Desk         bool // for those who keep the collective's money
	Acts         bool // the reader may correct it, not only read
	Form         billing.CreditForm
	Loss         billing.WriteOff // that stands on it
	LossForm     billing.WriteOffForm
	UndoReason   string
	Disagreement billing.Disagreement // with it: open, or settled; none has no id
	Dispute      support.DisputeForm
	Wrong        store.Invalid
}

// buyer is whom it was issued to, below its title; the desk reads it with the facts, where it leads to the account.
func (p InvoicePage) buyer() string {
	if p.Desk {
		return ""
	}
	return p.Invoice.Buyer.Name
}

// Settled is one piece that settled an invoice.
type Settled struct {
	Piece   billing.Allocation
	Payment billing.Payment
}

// documentTone colours a payment state.
func documentTone(i billing.Invoice, today string) ui.Tone {
	switch {
	case i.Kind == billing.CreditNote || i.Payment() == billing.Credited:
		return ui.Info
	case i.Payment() == billing.WrittenOff:
		return ui.Warn
	case i.DueCents() == 0:
		return ui.Good
	case i.Due() < today:
		return ui.Bad
	}
	return ui.Warn
}

// documentWord says how far an invoice is settled.
func documentWord(ctx context.Context, i billing.Invoice, today string) string {
	switch {
	case i.Kind == billing.CreditNote:
		return t(ctx, "invoices.is_credit_note")
	case i.Payment() == billing.Credited:
		return t(ctx, "invoices.credited")
	case i.Payment() == billing.WrittenOff:
		return t(ctx, "invoices.written_off")
	case i.DueCents() == 0:
		return t(ctx, "invoices.paid")
	case i.Due() < today:
		return t(ctx, "invoices.late")
	case i.Payment() == billing.PartlyPaid:
		return t(ctx, "invoices.partly_paid")
	}
	return t(ctx, "invoices.due")
}

// kindWord is what kind of document it is.
func kindWord(ctx context.Context, i billing.Invoice) string {
	if i.Kind == billing.CreditNote {
		return t(ctx, "documents.credit_note")
	}
	return t(ctx, "documents.invoice")
}

// due is what is left of an invoice, or a dash.
func due(ctx context.Context, i billing.Invoice) string {
	if i.DueCents() == 0 {
		return "–"
	}
	return cents(ctx, i.DueCents(), i.Currency)
}

// method says how money came.
func method(ctx context.Context, m billing.Method) string {
	switch m {
	case billing.ByCard:
		return t(ctx, "payments.card")
	case billing.BySEPA:
		return t(ctx, "payments.sepa")
	case billing.ByCheque:
		return t(ctx, "payments.cheque")
	case billing.ByOffset:
		return t(ctx, "payments.offset")
	}
	return t(ctx, "payments.transfer")
}

// settledBy says what a piece came from.
func settledBy(ctx context.Context, s Settled) string {
	switch {
	case s.Piece.CreditNoteID != nil:
		return t(ctx, "invoices.by_credit_note")
	case s.Piece.AmountCents < 0:
		return t(ctx, "invoices.taken_back")
	}
	return t(ctx, "invoices.by_payment", "Method", method(ctx, s.Payment.Method), "Date", dateOnly(ctx, s.Payment.ReceivedOn))
}

// yearOptions are the years one may ask for.
func yearOptions(years []string) []ui.Option {
	all := make([]ui.Option, len(years))
	for i, y := range years {
		all[i] = ui.Option{Value: y, Text: y}
	}
	return all
}

// dueOptions are what one may ask of the state.
func dueOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "true", Text: t(ctx, "invoices.only_due")}}
}

// owedMore is the word under what is owed.
func (p InvoicesPage) owedMore(ctx context.Context) string {
	switch {
	case p.Owed.LateCents > 0:
		return t(ctx, "invoices.of_which_late", "Amount", cents(ctx, p.Owed.LateCents, "EUR"))
	case p.Owed.NextDueOn != "":
		return t(ctx, "invoices.next_due", "Date", dateOnly(ctx, p.Owed.NextDueOn))
	}
	return ""
}

// address says a postal address, one line each.
func address(ctx context.Context, street, postcode, city, country string) []string {
	var all []string
	for _, l := range []string{street, joined(postcode, city), locales.Country(lang(ctx), country)} {
		if l != "" {
			all = append(all, l)
		}
	}
	return all
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// xml is where its electronic form is, for whoever looks.
func (p InvoicePage) xml(ctx context.Context) string {
	if p.Desk {
		return paths.DeskInvoiceXML(lang(ctx), p.Invoice)
	}
	return paths.InvoiceXML(lang(ctx), p.Organisation, p.Invoice)
}

// electronic says in which forms the document is there; to the desk also why it is not there in both.
func (p InvoicePage) electronic(ctx context.Context) string {
	if p.Invoice.Carried {
		return t(ctx, "documents.carried")
	}
	broken := p.Invoice.Broken()
	switch {
	case p.Invoice.XMLFileID != nil:
		return t(ctx, "documents.form_both")
	case p.Desk && len(broken) > 0:
		var rules []string
		for _, b := range broken {
			rules = append(rules, b.String())
		}
		return t(ctx, "documents.form_broken", "Rules", strings.Join(rules, ", "))
	}
	return t(ctx, "documents.form_pdf")
}

// pdf is where the document is, for whoever looks.
func (p InvoicePage) pdf(ctx context.Context) string {
	if p.Desk {
		return paths.DeskInvoicePDF(lang(ctx), p.Invoice)
	}
	return paths.InvoicePDF(lang(ctx), p.Organisation, p.Invoice)
}

// corrected is the page of the invoice that a credit note corrects.
func (p InvoicePage) corrected(ctx context.Context) string {
	if p.Desk {
		return paths.DeskInvoice(lang(ctx), *p.Invoice.Corrects)
	}
	return paths.Invoice(lang(ctx), p.Organisation, *p.Invoice.Corrects)
}

// dueValue is the filter as the form sends it.
func dueValue(due bool) string {
	if due {
		return "true"
	}
	return ""
}

// pagerNext leads to the next page of a filtered list; an empty link where there is none.
func pagerNext(ctx context.Context, base string, f billing.Filter, next string) ui.Link {
	due := dueValue(f.Due)
	if f.Late != "" {
		due = "late"
	}
	return nextPage(ctx, base, next, "q", f.Query, "year", f.Year, "due", due, "organisation", f.Organisation)
}

// afterCredit are what may follow a credit note.
func afterCredit(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(billing.KeepCredit), Text: t(ctx, "credit_notes.then_keep"), Hint: t(ctx, "credit_notes.then_keep_hint")},
		{Value: string(billing.RepayIt), Text: t(ctx, "credit_notes.then_repay"), Hint: t(ctx, "credit_notes.then_repay_hint")},
		{Value: string(billing.InvoiceAgain), Text: t(ctx, "credit_notes.then_again"), Hint: t(ctx, "credit_notes.then_again_hint")},
	}
}
