package paths

import (
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// Collection is where one comes back to from a hosted page: how far the payment has come.
func Collection(lang string, c billing.Collection) string {
	return "/" + lang + "/collections/" + c.Ref
}

// CollectionPage is where one goes back to the hosted page.
func CollectionPage(lang string, c billing.Collection) string { return Collection(lang, c) + "/page" }

// ProFormaCollections is where a pro forma is paid online.
func ProFormaCollections(lang string, p billing.ProForma) string {
	return ProForma(lang, p) + "/collections"
}

// Collections is where an organisation pays some of its invoices online.
func Collections(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/collections"
}

// NewCollection lists what is due, to choose what to pay at once; ref ticks one invoice only.
func NewCollection(lang string, o people.Organisation, ref string) string {
	if ref == "" {
		return Collections(lang, o) + "/new"
	}
	return Collections(lang, o) + "/new?invoice=" + url.QueryEscape(ref)
}

// Charges is where invoices are paid with the saved method.
func Charges(lang string, o people.Organisation) string { return Organisation(lang, o) + "/charges" }

// Methods is the list of an organisation's saved methods, and where one is added.
func Methods(lang string, o people.Organisation) string { return Organisation(lang, o) + "/methods" }

// MethodPreference is where a saved method becomes the one that is charged.
func MethodPreference(lang string, o people.Organisation, m billing.SavedMethod) string {
	return Methods(lang, o) + "/" + m.Ref + "/preference"
}

// MethodRemoval is where a saved method is taken away.
func MethodRemoval(lang string, o people.Organisation, m billing.SavedMethod) string {
	return Methods(lang, o) + "/" + m.Ref + "/removal"
}

// PayLink is where somebody pays without signing in; the address itself is the key.
func PayLink(lang, token string) string { return "/" + lang + "/pay/" + token }

// PayLinkCollections is where it is paid online.
func PayLinkCollections(lang, token string) string { return PayLink(lang, token) + "/collections" }

// PayLinks is the list of an organisation's links to pay, and where one is made.
func PayLinks(lang string, o people.Organisation) string { return Organisation(lang, o) + "/pay-links" }

// PayLinkEnd is where a link is taken back.
func PayLinkEnd(lang string, o people.Organisation, l billing.PayLink) string {
	return PayLinks(lang, o) + "/" + l.Ref + "/end"
}

// RefundWish is where an organisation asks for what it paid too much.
func RefundWish(lang string, o people.Organisation, p billing.Payment) string {
	return Organisation(lang, o) + "/payments/" + p.Ref + "/refund-wish"
}

// MoneyQuestions is the list of money that needs a human.
func MoneyQuestions(lang string) string { return "/" + lang + "/desk/money" }

// MoneyQuestion is one of them.
func MoneyQuestion(lang string, q billing.MoneyQuestion) string {
	return MoneyQuestions(lang) + "/" + q.Ref
}

// MoneyAnswer is where it is answered.
func MoneyAnswer(lang string, q billing.MoneyQuestion) string {
	return MoneyQuestion(lang, q) + "/answer"
}

// Refunds is where a payment is sent back.
func Refunds(lang string, p billing.Payment) string { return Payment(lang, p) + "/refunds" }

// PaymentKeys is where an admin says how the collective collects money online.
func PaymentKeys(lang string) string { return "/" + lang + "/desk/payment-keys" }

// PaymentKeysExamination is where the keys are tried.
func PaymentKeysExamination(lang string) string { return PaymentKeys(lang) + "/examination" }

// StripeHook is where Stripe sends its news.
func StripeHook() string { return "/webhooks/stripe" }
