package paths

import (
	"chatiere/models/billing"
	"chatiere/models/people"
)

// Pool is how a network head pays for its members, with its budget.
func Pool(lang string, head people.Organisation) string { return Network(lang, head) + "/pool" }

// Carriage is which part of a member's spaces its head pays.
func Carriage(lang string, head people.Organisation, a people.Affiliation) string {
	return Affiliation(lang, head, a) + "/carriage"
}

// OpeningApproval says yes to an opening beyond the budget.
func OpeningApproval(lang string, head people.Organisation, o billing.Opening) string {
	return Affiliation(lang, head, o.Affiliation) + "/approval"
}

// HeadCarriage says yes to what the head offers to pay.
func HeadCarriage(lang string, o people.Organisation) string { return Head(lang, o) + "/carriage" }

// HeadCarriageRefusal says no to it.
func HeadCarriageRefusal(lang string, o people.Organisation) string {
	return HeadCarriage(lang, o) + "/refusal"
}

// HeadCarriageEnd lets the member pay everything itself again.
func HeadCarriageEnd(lang string, o people.Organisation) string {
	return HeadCarriage(lang, o) + "/end"
}
