package views

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// ProjectList is what was proposed for a round.
type ProjectList struct {
	Round  commons.Round
	Found  store.Page[commons.ProjectProposal]
	Filter commons.ProjectFilter
	Today  string
}

// kept is what the filter says, as names and values.
func (l ProjectList) kept() []string {
	return []string{"q", l.Filter.Query, "state", string(l.Filter.State)}
}

func (l ProjectList) next(ctx context.Context) ui.Link {
	return nextPage(ctx, paths.ProjectProposals(lang(ctx), l.Round), l.Found.Next, l.kept()...)
}

// narrowed reports whether the filter leaves something out.
func (l ProjectList) narrowed() bool { return l.Filter.Query != "" || l.Filter.State != "" }

// answerable reports whether the reader may still answer.
func (l ProjectList) answerable(ctx context.Context) bool {
	return commons.Council(me(ctx)) && l.Round.State == commons.RoundOpen && l.Round.ListedAt == nil
}

// proposers are the organisations for which the reader may propose projects; that they vote in the round is seen on the page itself.
func proposers(ctx context.Context, r commons.Round, today string) []people.Organisation {
	var all []people.Organisation
	if r.Proposing(today) {
		for _, m := range me(ctx).Memberships {
			all = append(all, m.Organisation)
		}
	}
	return all
}

// ProposePage is where an organisation proposes a project.
type ProposePage struct {
	Round        commons.Round
	Organisation people.Organisation
	Proposer     commons.Proposer
	Ours         []commons.ProjectProposal
	Form         commons.ProjectProposalForm
	Wrong        store.Invalid
	Today        string
}

// lead says for which list, and until when.
func (p ProposePage) lead(ctx context.Context) string {
	switch {
	case p.Proposer.Now:
		return t(ctx, "proposals.lead", "Organisation", p.Organisation.Name, "Day", dateOnly(ctx, p.Round.LastProposals()))
	case p.Proposer.Next:
		return t(ctx, "proposals.next_lead", "Project", p.Proposer.Project)
	}
	return t(ctx, "proposals.over")
}

func (p ProposePage) mistakes(ctx context.Context) []ui.Mistake {
	return mistakes(ctx, p.Wrong, "name", t(ctx, "proposals.name"), "repository", t(ctx, "proposals.repository"), "licence", t(ctx, "rounds.licence"), "site_url", t(ctx, "proposals.site"), "why", t(ctx, "proposals.why"))
}

// ProjectPage is one proposal with what the council answers.
type ProjectPage struct {
	Round    commons.Round // zero where it waits for the next round
	Proposal commons.ProjectProposal
	Form     commons.ProjectAnswerForm
	Wrong    store.Invalid
	Moved    bool
}

// open reports whether it may be answered.
func (p ProjectPage) open() bool {
	return p.Round.State == commons.RoundOpen && p.Round.ListedAt == nil && p.Proposal.State != commons.ProjectWithdrawn
}

func (p ProjectPage) trail(ctx context.Context) []ui.Link {
	links := []ui.Link{{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")}, {Href: paths.DeskRounds(lang(ctx)), Text: t(ctx, "rounds.title")}}
	if p.Round.ID != 0 {
		links = append(links, ui.Link{Href: paths.ProjectProposals(lang(ctx), p.Round), Text: t(ctx, "proposals.title")})
	}
	return append(links, ui.Link{Text: p.Proposal.Name, Current: true})
}

func projectStateOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range commons.ProjectStates {
		all = append(all, ui.Option{Value: string(s), Text: projectState(ctx, s)})
	}
	return all
}

func answerOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(commons.ProjectAccepted), Text: t(ctx, "proposals.accept"), Hint: t(ctx, "proposals.accept_more")},
		{Value: string(commons.ProjectRefused), Text: t(ctx, "proposals.refuse"), Hint: t(ctx, "proposals.refuse_more")},
	}
}

func projectState(ctx context.Context, s commons.ProjectState) string {
	switch s {
	case commons.ProjectAccepted:
		return t(ctx, "proposals.state.accepted")
	case commons.ProjectRefused:
		return t(ctx, "proposals.state.refused")
	case commons.ProjectWithdrawn:
		return t(ctx, "proposals.state.withdrawn")
	case commons.ProjectLapsed:
		return t(ctx, "proposals.state.lapsed")
	}
	return t(ctx, "proposals.state.waiting")
}

func projectTone(s commons.ProjectState) ui.Tone {
	switch s {
	case commons.ProjectAccepted:
		return ui.Good
	case commons.ProjectRefused:
		return ui.Bad
	case commons.ProjectWaiting:
		return ui.Warn
	}
	return ui.Plain
}

// projectFrom says who stands behind a proposal, where that is said.
func projectFrom(ctx context.Context, p commons.ProjectProposal) string {
	switch {
	case p.From != nil && p.From.ID != 0:
		return t(ctx, "proposals.from_project", "Project", p.From.Name)
	case p.Ours:
		return t(ctx, "proposals.from_maker")
	}
	return ""
}

// ProjectRows are proposals as the rows of a file.
func ProjectRows(ctx context.Context, all []commons.ProjectProposal) [][]string {
	rows := [][]string{{t(ctx, "rounds.project"), t(ctx, "proposals.repository"), t(ctx, "rounds.licence"), t(ctx, "proposals.site"), t(ctx, "proposals.why"), t(ctx, "proposals.proposed_on"), t(ctx, "proposals.answer"), t(ctx, "proposals.reason")}}
	for _, p := range all {
		rows = append(rows, []string{p.Name, p.Repository, p.Licence, p.SiteURL, p.Why, p.CreatedAt.Format("2006-01-02"), projectState(ctx, p.State), p.Reason})
	}
	return rows
}
