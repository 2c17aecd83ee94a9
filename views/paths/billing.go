package paths

import (
	"fmt"
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// ProForma is what one was asked to pay, and how.
func ProForma(lang string, p billing.ProForma) string { return "/" + lang + "/pro-formas/" + p.Ref }

// ProFormaPDF is the same as a document.
func ProFormaPDF(lang string, p billing.ProForma) string { return ProForma(lang, p) + "/pdf" }

// ProFormaLinks is where one asks for another sign-in link.
func ProFormaLinks(lang string, p billing.ProForma) string { return ProForma(lang, p) + "/links" }

// ProFormaLetters is where one sends it to the treasurer or the board.
func ProFormaLetters(lang string, p billing.ProForma) string { return ProForma(lang, p) + "/letters" }

// ProFormaAcceptance is where the person who asked says: that was me.
func ProFormaAcceptance(lang string, p billing.ProForma) string {
	return ProForma(lang, p) + "/acceptance"
}

// ProFormaInvoice is where an organisation asks for its invoice now.
func ProFormaInvoice(lang string, o people.Organisation, p billing.ProForma) string {
	return Invoices(lang, o) + "/asked/" + p.Ref
}

// Invoices is the list of an organisation's invoices, and how to pay them.
func Invoices(lang string, o people.Organisation) string { return Organisation(lang, o) + "/invoices" }

// InvoicesFile is the list as a table to save.
func InvoicesFile(lang string, o people.Organisation) string { return Invoices(lang, o) + ".csv" }

// InvoicesArchive is all documents of an organisation in one file: of one year, or of all where it is 0.
func InvoicesArchive(lang string, o people.Organisation, year int) string {
	if year == 0 {
		return Invoices(lang, o) + ".zip"
	}
	return fmt.Sprintf("%s.zip?year=%d", Invoices(lang, o), year)
}

// Invoice is one invoice or credit note of an organisation.
func Invoice(lang string, o people.Organisation, i billing.Invoice) string {
	return Invoices(lang, o) + "/" + i.Ref
}

// InvoiceDisagreement is where an organisation says that it does not agree with an invoice.
func InvoiceDisagreement(lang string, o people.Organisation, i billing.Invoice) string {
	return Invoice(lang, o, i) + "/disagreement"
}

// InvoicePDF is the issued document itself.
func InvoicePDF(lang string, o people.Organisation, i billing.Invoice) string {
	return Invoice(lang, o, i) + "/pdf"
}

// InvoiceXML is its electronic form.
func InvoiceXML(lang string, o people.Organisation, i billing.Invoice) string {
	return Invoice(lang, o, i) + "/xml"
}

// Payments is where the operator confirms what came in.
func Payments(lang string) string { return "/" + lang + "/desk/payments" }

// NewPayment is the form for one payment; ref is of a pro forma or an invoice.
func NewPayment(lang, ref string) string { return Payments(lang) + "/new?for=" + url.QueryEscape(ref) }

// Payment is one payment and what became of it.
func Payment(lang string, p billing.Payment) string { return Payments(lang) + "/" + p.Ref }

// PaymentReversal is where a payment is taken back.
func PaymentReversal(lang string, p billing.Payment) string { return Payment(lang, p) + "/reversal" }

// DeskInvoices is the list of all invoices.
func DeskInvoices(lang string) string { return "/" + lang + "/desk/invoices" }

// DeskInvoicesFile is the list as a table to save.
func DeskInvoicesFile(lang string) string { return DeskInvoices(lang) + ".csv" }

// DeskInvoice is one invoice as those see it who keep the collective's money.
func DeskInvoice(lang string, i billing.Invoice) string { return DeskInvoices(lang) + "/" + i.Ref }

// DeskInvoicePDF is the issued document itself.
func DeskInvoicePDF(lang string, i billing.Invoice) string { return DeskInvoice(lang, i) + "/pdf" }

// DeskInvoiceXML is its electronic form.
func DeskInvoiceXML(lang string, i billing.Invoice) string { return DeskInvoice(lang, i) + "/xml" }

// CreditNotes is where an invoice is corrected.
func CreditNotes(lang string, i billing.Invoice) string {
	return DeskInvoice(lang, i) + "/credit-notes"
}

// WriteOffs is the list of what is not expected any more.
func WriteOffs(lang string) string { return "/" + lang + "/desk/write-offs" }

// WriteOffsOf is where what is due on an invoice is written off.
func WriteOffsOf(lang string, i billing.Invoice) string { return DeskInvoice(lang, i) + "/write-offs" }

// WriteOffReversal is where it is expected again.
func WriteOffReversal(lang string, w billing.WriteOff) string {
	return WriteOffs(lang) + "/" + w.Ref + "/reversal"
}

// Subscribe is where one subscribes to an offer; tier and period are chosen on its card.
func Subscribe(lang, slug, tier, period string) string {
	address := "/" + lang + "/offers/" + slug + "/subscribe"
	if tier == "" && period == "" {
		return address
	}
	return address + "?" + url.Values{"tier": {tier}, "period": {period}}.Encode()
}
