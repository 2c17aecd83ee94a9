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

// ShareTakeBack is where a proposal is withdrawn.
func ShareTakeBack(lang string, o people.Organisation, s billing.Share) string {
	return Organisation(lang, o) + "/shares/" + s.Ref + "/withdrawal"
}

// Gap is where an organisation carries itself what is open.
func Gap(lang string, o people.Organisation, s billing.Subscription) string {
	return Payers(lang, o, s) + "/gap"
}

// ShareAcceptance is where a payer says yes.
func ShareAcceptance(lang string, payer people.Organisation, s billing.Share) string {
	return CarriedShare(lang, payer, s) + "/acceptance"
}

// ShareRefusal is where a payer says no.
func ShareRefusal(lang string, payer people.Organisation, s billing.Share) string {
	return CarriedShare(lang, payer, s) + "/refusal"
}

// ShareEnd is where a payer stops.
func ShareEnd(lang string, payer people.Organisation, s billing.Share) string {
	return CarriedShare(lang, payer, s) + "/end"
}

// ShareDiscretion is where a payer says whether it may be named.
func ShareDiscretion(lang string, payer people.Organisation, s billing.Share) string {
	return CarriedShare(lang, payer, s) + "/discretion"
}

// ShareOfferRefusal is where somebody who was written to says no.
func ShareOfferRefusal(lang, token string) string { return ShareOffer(lang, token) + "/refusal" }

// Shared is the page of a subscription that several carry; whoever knows the address may see it.
func Shared(lang string, s billing.Subscription) string { return "/" + lang + "/shared/" + s.Ref }
