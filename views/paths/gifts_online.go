package paths

import "chatiere/models/commons"

// GiftPayment is where one comes back to from the hosted page of a gift.
func GiftPayment(lang string, g commons.GiftPayment) string {
	return "/" + lang + "/gift-payments/" + g.Ref
}

// GiftPaymentPage leads back to that page.
func GiftPaymentPage(lang string, g commons.GiftPayment) string {
	return GiftPayment(lang, g) + "/page"
}

// PledgePayment is where the gift that a promise announced is paid online.
func PledgePayment(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/payments" }

// PledgeLinkPayment is the same for whoever holds the link of a letter.
func PledgeLinkPayment(lang, token string) string { return PledgeLink(lang, token) + "/payments" }

// GiftMethodEnd is where gifts stop being taken by themselves.
func GiftMethodEnd(lang string, p commons.Pledge) string { return Pledge(lang, p) + "/method/end" }

// DonationRefund is where a gift that was paid online is sent back.
func DonationRefund(lang string, d commons.Donation) string { return Donation(lang, d) + "/refund" }
