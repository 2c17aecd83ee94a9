package billing

// RepaymentOwed: tell those who keep an organisation's money that it gets some back, how much and by when.
type RepaymentOwed struct {
	RepaymentID uint `json:"repayment_id"`
}

// Kind names the promise.
func (RepaymentOwed) Kind() string { return "repayment_owed" }

// RepaymentSent: tell them that it is on its way, and how.
type RepaymentSent struct {
	RefundID uint `json:"refund_id"`
}

// Kind names the promise.
func (RepaymentSent) Kind() string { return "repayment_sent" }

// RepaymentKept: tell them that it waits as account credit, as they wished.
type RepaymentKept struct {
	RepaymentID uint `json:"repayment_id"`
}

// Kind names the promise.
func (RepaymentKept) Kind() string { return "repayment_kept" }
