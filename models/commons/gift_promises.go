package commons

// GiftPageReplaced: close the hosted page of a gift, so that nobody pays on it any more.
type GiftPageReplaced struct {
	GiftPaymentID uint `json:"gift_payment_id"`
}

// Kind names the promise.
func (GiftPageReplaced) Kind() string { return "gift_page_replaced" }

// GiftChargePromised: take a regular gift from the method that its giver saved.
type GiftChargePromised struct {
	GiftPaymentID uint `json:"gift_payment_id"`
}

// Kind names the promise.
func (GiftChargePromised) Kind() string { return "gift_charge_promised" }

// GiftNotPaid: tell the giver that the bank said no, or wants them to confirm; nobody owes a gift.
type GiftNotPaid struct {
	GiftPaymentID uint `json:"gift_payment_id"`
}

// Kind names the promise.
func (GiftNotPaid) Kind() string { return "gift_not_paid" }

// GiftRefundPromised: send a gift back.
type GiftRefundPromised struct {
	GiftReturnID uint `json:"gift_return_id"`
}

// Kind names the promise.
func (GiftRefundPromised) Kind() string { return "gift_refund_promised" }

// GiftSentBack: tell the giver that it is on its way.
type GiftSentBack struct {
	GiftReturnID uint `json:"gift_return_id"`
}

// Kind names the promise.
func (GiftSentBack) Kind() string { return "gift_sent_back" }

// GiftMethodForgotten: let the cashier forget the method of a promise.
type GiftMethodForgotten struct {
	GiftMethodID uint `json:"gift_method_id"`
}

// Kind names the promise.
func (GiftMethodForgotten) Kind() string { return "gift_method_forgotten" }
