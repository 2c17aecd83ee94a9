package emails

import (
	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// RoundProposing tells somebody who votes for an organisation that projects can be proposed first.
func RoundProposing(r commons.Round, m people.Membership) Letter {
	lang := spoken(m.User.Locale)
	l := aboutBallot("round_proposing", r, m, lang)
	l.Subject = locales.T(lang, "emails.round.proposing_subject", "Organisation", m.Organisation.Name)
	l.Lines = []string{locales.T(lang, "emails.round.proposing_text", "Organisation", m.Organisation.Name, "Day", roundDay(lang, r.Rules().Deadlines.Ballots)), locales.T(lang, "emails.round.proposing_frozen")}
	l.Facts = []Fact{
		{locales.T(lang, "emails.round.which"), roundTitle(lang, r)},
		{locales.T(lang, "emails.round.until"), roundDay(lang, r.LastProposals())},
	}
	l.Action, l.Path = locales.T(lang, "emails.round.propose"), paths.NewProjectProposal(lang, m.Organisation, r)
	return l
}

// ProjectAnswered tells whoever proposed a project what was answered, and why.
func ProjectAnswered(p commons.ProjectProposal, r commons.Round, to people.User) Letter {
	lang := spoken(to.Locale)
	l := Letter{
		Kind: "project_answered", Once: "project_answered:" + p.Ref + ":" + string(p.State), Lang: lang, OrganisationID: p.OrganisationID, Quote: p.Reason,
		Facts:  []Fact{{locales.T(lang, "emails.round.which"), roundTitle(lang, r)}, {locales.T(lang, "emails.round.project"), p.Name}},
		Action: locales.T(lang, "emails.round.proposals"), Path: paths.ProjectProposals(lang, r),
	}
	switch p.State {
	case commons.ProjectAccepted:
		l.Subject, l.Lines = locales.T(lang, "emails.round.accepted_subject", "Project", p.Name), []string{locales.T(lang, "emails.round.accepted_text", "Project", p.Name, "Day", roundDay(lang, r.Rules().Deadlines.Ballots))}
	case commons.ProjectRefused:
		l.Subject, l.Lines = locales.T(lang, "emails.round.refused_subject", "Project", p.Name), []string{locales.T(lang, "emails.round.refused_text", "Project", p.Name)}
	default:
		l.Subject, l.Lines = locales.T(lang, "emails.round.lapsed_subject", "Project", p.Name), []string{locales.T(lang, "emails.round.lapsed_text", "Project", p.Name)}
	}
	return l
}
