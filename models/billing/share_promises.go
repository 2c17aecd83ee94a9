package billing

// ShareAsked: write to whoever is asked to pay a part of a subscription.
type ShareAsked struct {
	ShareID uint `json:"share_id"`
}

// Kind names the promise.
func (ShareAsked) Kind() string { return "share_asked" }

// ShareAnswered: tell the organisation and the operators what the payer said.
type ShareAnswered struct {
	ShareID uint `json:"share_id"`
}

// Kind names the promise.
func (ShareAnswered) Kind() string { return "share_answered" }

// ShareLeft: a share ends; tell the organisation, the operators and the payer until when it pays.
type ShareLeft struct {
	ShareID uint `json:"share_id"`
}

// Kind names the promise.
func (ShareLeft) Kind() string { return "share_left" }

// ShareGoesOn: tell a payer that a period comes of which it pays a part, for how much, and how to stop.
type ShareGoesOn struct {
	ShareID uint   `json:"share_id"`
	From    string `json:"from"`
}

// Kind names the promise.
func (ShareGoesOn) Kind() string { return "share_goes_on" }

// ShareUnpaid: tell an organisation that somebody who pays a part for it has not, and that its service stays as it is.
type ShareUnpaid struct {
	InvoiceID uint `json:"invoice_id"`
}

// Kind names the promise.
func (ShareUnpaid) Kind() string { return "share_unpaid" }
