package paths

import (
	"chatiere/models/commons"
	"chatiere/models/people"
)

// ProjectProposals are the projects that were proposed for a round, with the answers.
func ProjectProposals(lang string, r commons.Round) string { return Round(lang, r) + "/proposals" }

// NewProjectProposal is where an organisation proposes one, and sees what became of those it proposed.
func NewProjectProposal(lang string, o people.Organisation, r commons.Round) string {
	return OrganisationProposals(lang, o, r) + "/new"
}

// OrganisationProposals is where its form is sent.
func OrganisationProposals(lang string, o people.Organisation, r commons.Round) string {
	return Organisation(lang, o) + "/rounds/" + r.Ref + "/proposals"
}

// ProjectWithdrawal is where a proposal is taken back.
func ProjectWithdrawal(lang string, o people.Organisation, p commons.ProjectProposal) string {
	return Organisation(lang, o) + "/round-proposals/" + p.Ref + "/withdrawal"
}

// DeskProject is a proposal with what there is to answer.
func DeskProject(lang string, p commons.ProjectProposal) string {
	return Desk(lang) + "/round-proposals/" + p.Ref
}

// ProjectAnswer is where it is answered.
func ProjectAnswer(lang string, p commons.ProjectProposal) string {
	return DeskProject(lang, p) + "/answer"
}
