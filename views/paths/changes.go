package paths

import (
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// Change is where an organisation changes a subscription.
func Change(lang string, o people.Organisation, s billing.Subscription) string {
	return Organisation(lang, o) + "/subscriptions/" + s.Ref + "/change"
}

// ChangeWith is the form with the wish filled in.
func ChangeWith(lang string, o people.Organisation, s billing.Subscription, f billing.ChangeForm) string {
	return Change(lang, o, s) + "?" + url.Values{"plan": {f.Plan}, "period": {string(f.Period)}, "quantity": {f.Quantity}}.Encode()
}

// ChangePreview shows what a change would bring.
func ChangePreview(lang string, o people.Organisation, s billing.Subscription) string {
	return Change(lang, o, s) + "/preview"
}

// ChangeWish is where a change is sent to the owners, and put aside by them.
func ChangeWish(lang string, o people.Organisation, s billing.Subscription) string {
	return Change(lang, o, s) + "/wish"
}

// ChangeEnd drops a change that waits for its day.
func ChangeEnd(lang string, o people.Organisation, s billing.Subscription) string {
	return Change(lang, o, s) + "/end"
}
