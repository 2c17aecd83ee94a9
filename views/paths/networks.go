package paths

import "chatiere/models/people"

// Network is a head's page of its members.
func Network(lang string, o people.Organisation) string { return Organisation(lang, o) + "/network" }

// Openings is where a head opens spaces for new members.
func Openings(lang string, o people.Organisation) string { return Network(lang, o) + "/openings" }

// Rehearsals is the dry run of it.
func Rehearsals(lang string, o people.Organisation) string { return Network(lang, o) + "/rehearsals" }

// Proposals is where a head asks organisations that are here already.
func Proposals(lang string, o people.Organisation) string { return Network(lang, o) + "/proposals" }

// Affiliation is one member of a head.
func Affiliation(lang string, head people.Organisation, a people.Affiliation) string {
	return Network(lang, head) + "/members/" + a.Ref
}

// OpeningLetters sends the letter of an opening again.
func OpeningLetters(lang string, head people.Organisation, a people.Affiliation) string {
	return Affiliation(lang, head, a) + "/letters"
}

// AffiliationEnd asks before a member leaves the network.
func AffiliationEnd(lang string, head people.Organisation, a people.Affiliation) string {
	return Affiliation(lang, head, a) + "/end"
}

// Proposal is what somebody sees who was asked to join a network.
func Proposal(lang string, a people.Affiliation) string { return "/" + lang + "/affiliations/" + a.Ref }

// ProposalAcceptance says yes.
func ProposalAcceptance(lang string, a people.Affiliation) string {
	return Proposal(lang, a) + "/acceptance"
}

// ProposalRefusal says no.
func ProposalRefusal(lang string, a people.Affiliation) string { return Proposal(lang, a) + "/refusal" }

// SpaceOpening is the space that was opened for an organisation, with its terms.
func SpaceOpening(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/opening"
}

// SpaceAcceptance says yes.
func SpaceAcceptance(lang string, o people.Organisation) string {
	return SpaceOpening(lang, o) + "/acceptance"
}

// SpaceRefusal says no.
func SpaceRefusal(lang string, o people.Organisation) string {
	return SpaceOpening(lang, o) + "/refusal"
}

// Head is a member's page of its network head.
func Head(lang string, o people.Organisation) string { return Organisation(lang, o) + "/head" }

// HeadEnd leaves the network.
func HeadEnd(lang string, o people.Organisation) string { return Head(lang, o) + "/end" }

// DeskNetwork is an organisation's place in networks, for operators.
func DeskNetwork(lang string, o people.Organisation) string { return DeskAccount(lang, o) + "/network" }
