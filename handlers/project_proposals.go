package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// ProjectProposals are libre projects that organisations wish to see on the list of a round.
type ProjectProposals struct{ site Site }

// Index lists what was proposed for the round in the address, with the answers, for everybody.
func (h ProjectProposals) Index(c echo.Context) error {
	l, err := h.list(c, false)
	if err != nil {
		return err
	}
	return render(c, views.ProjectProposals(l))
}

// Export sends the same as a file.
func (h ProjectProposals) Export(c echo.Context) error {
	l, err := h.list(c, true)
	if err != nil {
		return err
	}
	return sendCSV(c, "proposals", views.ProjectRows(ctx(c), l.Found.Items))
}

func (h ProjectProposals) list(c echo.Context, all bool) (views.ProjectList, error) {
	l := views.ProjectList{Today: h.site.today(c)}
	if err := c.Bind(&l.Filter); err != nil {
		return l, err
	}
	l.Filter.All = all
	var err error
	if l.Round, err = commons.FindRound(ctx(c), h.site.DB, people.User{}, c.Param("ref")); err != nil {
		return l, err
	}
	l.Found, err = l.Round.ProposalsIn(ctx(c), h.site.DB, me(c), l.Filter)
	return l, err
}

// New is where an organisation proposes one, and sees what became of those it proposed.
func (h ProjectProposals) New(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.ProposePage{})
}

// draw draws it, with what was typed and what was wrong.
func (h ProjectProposals) draw(c echo.Context, status int, p views.ProposePage) error {
	p.Organisation, p.Today = org(c), h.site.today(c)
	var err error
	if p.Round, err = commons.FindRound(ctx(c), h.site.DB, people.User{}, c.Param("ref")); err != nil {
		return err
	}
	if p.Proposer, err = p.Round.ProposerOf(ctx(c), h.site.DB, p.Organisation.ID); err != nil {
		return err
	}
	if p.Ours, err = p.Round.ProposalsBy(ctx(c), h.site.DB, p.Organisation.ID); err != nil {
		return err
	}
	return renderStatus(c, status, views.Propose(p))
}

// Create proposes it.
func (h ProjectProposals) Create(c echo.Context) error {
	var p views.ProposePage
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	r, err := commons.FindRound(ctx(c), h.site.DB, people.User{}, c.Param("ref"))
	if err != nil {
		return err
	}
	_, err = r.ProposeProject(ctx(c), h.site.DB, me(c), org(c).ID, p.Form)
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "project_proposed")
	return redirect(c, paths.NewProjectProposal(lang(c), org(c), r))
}

// Show is one with what the council answers.
func (h ProjectProposals) Show(c echo.Context) error {
	return h.answering(c, http.StatusOK, views.ProjectPage{})
}

func (h ProjectProposals) answering(c echo.Context, status int, p views.ProjectPage) error {
	var err error
	if p.Proposal, p.Round, err = commons.FindProjectProposal(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if status == http.StatusOK {
		p.Form = commons.ProjectAnswerForm{Reason: p.Proposal.Reason, Version: p.Proposal.Version}
	}
	if status == http.StatusConflict {
		p.Moved, p.Form.Version = true, p.Proposal.Version
	}
	return renderStatus(c, status, views.AnswerProject(p))
}

// ProjectAnswers are what the council says to proposals.
type ProjectAnswers struct{ site Site }

// Create answers.
func (h ProjectAnswers) Create(c echo.Context) error {
	var p views.ProjectPage
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	one, r, err := commons.FindProjectProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = one.Answer(ctx(c), h.site.DB, me(c), p.Form)
	var bad bool
	switch p.Wrong, bad = store.AsInvalid(err); {
	case bad:
		return ProjectProposals(h).answering(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		return ProjectProposals(h).answering(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, "project_answered")
	return redirect(c, paths.ProjectProposals(lang(c), r))
}

// ProjectWithdrawals are proposals taken back.
type ProjectWithdrawals struct{ site Site }

// Create takes one back.
func (h ProjectWithdrawals) Create(c echo.Context) error {
	p, r, err := commons.FindProjectProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if p.OrganisationID != org(c).ID {
		return store.ErrNotFound
	}
	if err := p.Withdraw(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "project_withdrawn")
	if r.ID == 0 {
		return redirect(c, paths.Rounds(lang(c)))
	}
	return redirect(c, paths.NewProjectProposal(lang(c), org(c), r))
}
