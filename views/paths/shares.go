package paths

import (
	"chatiere/models/billing"
	"chatiere/models/people"
)

// Payers is who pays a subscription of an organisation, and where others are asked to.
func Payers(lang string, o people.Organisation, s billing.Subscription) string {
	return Organisation(lang, o) + "/subscriptions/" + s.Ref + "/payers"
}

// Carried is what an organisation pays for others, and what it is asked to pay.
func Carried(lang string, o people.Organisation) string { return Organisation(lang, o) + "/carried" }

// CarriedShare is one share that an organisation carries or is asked to carry.
func CarriedShare(lang string, payer people.Organisation, s billing.Share) string {
	return Carried(lang, payer) + "/" + s.Ref
}

// ShareOffer is what somebody without a place in the portal is asked to pay; the address itself is the key.
func ShareOffer(lang, token string) string { return "/" + lang + "/shares/" + token }
