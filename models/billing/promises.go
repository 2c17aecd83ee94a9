package billing

// SubscriptionRequested: write to the person who subscribed (pro forma, sign-in link).
type SubscriptionRequested struct {
	SubscriptionID uint `json:"subscription_id"`
}

// Kind names the promise.
func (SubscriptionRequested) Kind() string { return "subscription_requested" }

// SubscriptionAccepted: somebody real stands behind it; it may be delivered.
type SubscriptionAccepted struct {
	SubscriptionID uint `json:"subscription_id"`
}

// Kind names the promise.
func (SubscriptionAccepted) Kind() string { return "subscription_accepted" }

// AccessChanged: what the people of a subscription may do is another thing now; services and entitlements follow.
type AccessChanged struct {
	SubscriptionID uint `json:"subscription_id"`
}

// Kind names the promise.
func (AccessChanged) Kind() string { return "access_changed" }

// InvoiceIssued: draw the document once, keep it, and mail it. It also tells of credit notes.
type InvoiceIssued struct {
	InvoiceID uint `json:"invoice_id"`
}

// Kind names the promise.
func (InvoiceIssued) Kind() string { return "invoice_issued" }

// InvoicesIssued: the same for several invoices of one organisation that were made at once, in one letter (BAT3).
type InvoicesIssued struct {
	OrganisationID uint   `json:"organisation_id"`
	InvoiceIDs     []uint `json:"invoice_ids"`
}

// Kind names the promise.
func (InvoicesIssued) Kind() string { return "invoices_issued" }

// PaymentReceived: thank for it.
type PaymentReceived struct {
	PaymentID uint `json:"payment_id"`
}

// Kind names the promise.
func (PaymentReceived) Kind() string { return "payment_received" }

// PaymentAllocated: a piece of a payment settled a piece of an invoice, or was taken back; the redistributed share follows
// (Allocation.NetCents, negative when taken back; decisions.md 5).
type PaymentAllocated struct {
	AllocationID uint `json:"allocation_id"`
}

// Kind names the promise.
func (PaymentAllocated) Kind() string { return "payment_allocated" }

// InvoicesDue asks, once a day, which pro formas must become invoices by now (decisions.md 1).
type InvoicesDue struct{}

// Kind names the promise.
func (InvoicesDue) Kind() string { return "invoices_due" }

// NoticeFiled: acknowledge a cancellation or a withdrawal, with its words, day and hour (R-e4, R-f3).
type NoticeFiled struct {
	NoticeID uint `json:"notice_id"`
}

// Kind names the promise.
func (NoticeFiled) Kind() string { return "notice_filed" }

// NoticeSettled: a notice was acted upon or refused; say what it brings.
type NoticeSettled struct {
	NoticeID uint `json:"notice_id"`
}

// Kind names the promise.
func (NoticeSettled) Kind() string { return "notice_settled" }

// EndsDue asks, every hour, which cancelled contracts are over.
type EndsDue struct{}

// Kind names the promise.
func (EndsDue) Kind() string { return "ends_due" }

// SubscriptionEnded: the last day of a cancelled contract is over; tell its owners what is kept, and until when.
type SubscriptionEnded struct {
	SubscriptionID uint `json:"subscription_id"`
}

// Kind names the promise.
func (SubscriptionEnded) Kind() string { return "subscription_ended" }

// RenewalAnnounced: tell an organisation that its year goes on in two months, for how much, and how to leave.
type RenewalAnnounced struct {
	RenewalID uint `json:"renewal_id"`
}

// Kind names the promise.
func (RenewalAnnounced) Kind() string { return "renewal_announced" }

// OrganisationChased: one letter about everything an organisation owes, at the highest step that was taken that day (DUN2, DUN4).
type OrganisationChased struct {
	OrganisationID uint   `json:"organisation_id"`
	Step           int    `json:"step"`
	On             string `json:"on"`
}

// Kind names the promise.
func (OrganisationChased) Kind() string { return "organisation_chased" }

// DateProposed: an organisation proposed a date to pay; say what becomes of it.
type DateProposed struct {
	DeferralID uint `json:"deferral_id"`
}

// Kind names the promise.
func (DateProposed) Kind() string { return "date_proposed" }

// DateDecided: an operator answered a proposed date.
type DateDecided struct {
	DeferralID uint `json:"deferral_id"`
}

// Kind names the promise.
func (DateDecided) Kind() string { return "date_decided" }

// SubscriptionChanged: a subscription changes, now or on a day; tell those who keep the organisation's money.
type SubscriptionChanged struct {
	ChangeID uint `json:"change_id"`
}

// Kind names the promise.
func (SubscriptionChanged) Kind() string { return "subscription_changed" }

// PlanChanged: a subscription is to another plan now; its services follow.
type PlanChanged struct {
	SubscriptionID uint `json:"subscription_id"`
}

// Kind names the promise.
func (PlanChanged) Kind() string { return "plan_changed" }

// CalendarDue asks, every hour, what the calendar brings: renewals, announcements, reminders, proposed dates.
type CalendarDue struct{}

// Kind names the promise.
func (CalendarDue) Kind() string { return "calendar_due" }

// RequestSent: write to the person who asked for a reviewed offer.
type RequestSent struct {
	RequestID uint `json:"request_id"`
}

// Kind names the promise.
func (RequestSent) Kind() string { return "request_sent" }

// RequestConfirmed: somebody real asks; tell the operators.
type RequestConfirmed struct {
	RequestID uint `json:"request_id"`
}

// Kind names the promise.
func (RequestConfirmed) Kind() string { return "request_confirmed" }

// RequestResponded: tell the person what was answered, with the quote.
type RequestResponded struct {
	RequestID uint `json:"request_id"`
	Version   int  `json:"version"`
}

// Kind names the promise.
func (RequestResponded) Kind() string { return "request_responded" }

// QuoteForwarded: send a quote to the address that was given.
type QuoteForwarded struct {
	ForwardingID uint `json:"forwarding_id"`
}

// Kind names the promise.
func (QuoteForwarded) Kind() string { return "quote_forwarded" }

// NumbersDue asks, every night, to look through the numbers of all documents (NUM5).
type NumbersDue struct{}

// Kind names the promise.
func (NumbersDue) Kind() string { return "numbers_due" }

// NumbersWrong: a number is missing or a day goes back; tell the staff the same day.
type NumbersWrong struct {
	ReportID uint `json:"report_id"`
}

// Kind names the promise.
func (NumbersWrong) Kind() string { return "numbers_wrong" }
