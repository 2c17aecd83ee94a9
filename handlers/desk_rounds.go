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

// DeskRounds are the rounds as the council keeps them.
type DeskRounds struct{ site Site }

// Index lists them, drafts too.
func (h DeskRounds) Index(c echo.Context) error {
	found, err := commons.Rounds(ctx(c), h.site.DB, me(c), c.QueryParam("after"))
	if err != nil {
		return err
	}
	return render(c, views.DeskRounds(views.RoundsPage{Found: found, Desk: true, Today: h.site.today(c)}))
}

// New proposes a round.
func (h DeskRounds) New(c echo.Context) error {
	candidates, err := commons.RoundCandidates(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	form := commons.NewRoundForm(h.site.today(c), host(c), candidates)
	return h.form(c, http.StatusOK, views.RoundFormPage{Form: views.FilledRound(ctx(c), form), Candidates: candidates})
}

// Create begins it.
func (h DeskRounds) Create(c echo.Context) error {
	f, err := roundForm(c)
	if err != nil {
		return err
	}
	r, err := commons.DraftRound(ctx(c), h.site.DB, me(c), f)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.form(c, http.StatusUnprocessableEntity, views.RoundFormPage{Form: f, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskRound(lang(c), r))
}

// Show shows one with what there is to do.
func (h DeskRounds) Show(c echo.Context) error {
	return h.site.drawRound(c, http.StatusOK, views.DeskRoundPage{})
}

// Edit shows the form of a draft.
func (h DeskRounds) Edit(c echo.Context) error {
	r, err := h.draft(c)
	if err != nil {
		return err
	}
	projects, err := r.Projects(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return h.form(c, http.StatusOK, views.RoundFormPage{Round: r, Form: views.FilledRound(ctx(c), commons.RoundFormOf(r, projects))})
}

// Update saves it.
func (h DeskRounds) Update(c echo.Context) error {
	r, err := h.draft(c)
	if err != nil {
		return err
	}
	f, err := roundForm(c)
	if err != nil {
		return err
	}
	p := views.RoundFormPage{Round: r, Form: f}
	err = r.Change(ctx(c), h.site.DB, me(c), f)
	var bad bool
	switch p.Wrong, bad = store.AsInvalid(err); {
	case bad:
		return h.form(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Moved, p.Form.Version = true, p.Round.Version
		return h.form(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.DeskRound(lang(c), r))
}

// draft is the round in the address while its rules may change.
func (h DeskRounds) draft(c echo.Context) (commons.Round, error) {
	r, err := commons.FindRound(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil && r.State != commons.RoundDraft {
		err = store.ErrConflict
	}
	return r, err
}

func (h DeskRounds) form(c echo.Context, status int, p views.RoundFormPage) error {
	p.HostRate = int64(host(c).RedistributionBP)
	var err error
	if p.Candidates == nil {
		if p.Candidates, err = commons.RoundCandidates(ctx(c), h.site.DB); err != nil {
			return err
		}
	}
	if p.Organisations, err = commons.RoundOwners(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.RoundForm(p))
}

// roundForm reads the form with its amounts and percentages.
func roundForm(c echo.Context) (commons.RoundForm, error) {
	var f commons.RoundForm
	if err := c.Bind(&f); err != nil {
		return f, err
	}
	f.Weights, f.Owners = fieldsOf(c, "weight-"), fieldsOf(c, "owner-")
	f.BaseCents, f.RateBP, f.MinCents = amountIn(c, f.BaseAmount), amountIn(c, f.Rate), amountIn(c, f.PotMin)
	f.MinPayoutCents, f.QuorumBP, f.MinSpentBP = amountIn(c, f.MinPayout), amountIn(c, f.Quorum), amountIn(c, f.MinSpent)
	if !f.Base.Typed() {
		f.BaseCents = 0
	}
	if f.PotMax != "" {
		most := amountIn(c, f.PotMax)
		f.MaxCents = &most
	}
	return f, nil
}

// drawRound draws the desk's page of the round in the address.
func (s Site) drawRound(c echo.Context, status int, p views.DeskRoundPage) error {
	var err error
	if p.Whole, err = s.wholeRound(c, me(c)); err != nil {
		return err
	}
	switch p.State {
	case commons.RoundDraft:
		p.Pot, p.Inputs, p.Examples, err = p.Preview(ctx(c), s.DB, me(c), p.Projects)
	case commons.RoundOpen:
		if p.ListedAt == nil {
			p.Waiting, err = p.ProposalsWaiting(ctx(c), s.DB)
		}
	case commons.RoundComputed:
		p.Approvals, err = p.Round.Approvals(ctx(c), s.DB)
	}
	if err != nil {
		return err
	}
	return renderStatus(c, status, views.DeskRound(p))
}

// onRound does something to the round in the address, and shows it again with what was wrong.
func (s Site) onRound(c echo.Context, flash string, p views.DeskRoundPage, do func(*commons.Round) error) error {
	r, err := commons.FindRound(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = do(&r)
	var bad bool
	switch p.Wrong, bad = store.AsInvalid(err); {
	case bad:
		return s.drawRound(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Moved = true
		return s.drawRound(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	s.flash(c, flash)
	return redirect(c, paths.DeskRound(lang(c), r))
}

// RoundOpenings fix the rules and begin a round.
type RoundOpenings struct{ site Site }

// Create opens it.
func (h RoundOpenings) Create(c echo.Context) error {
	return h.site.onRound(c, "round_opened", views.DeskRoundPage{}, func(r *commons.Round) error { return r.Open(ctx(c), h.site.DB, me(c)) })
}

// RoundClosures end a vote.
type RoundClosures struct{ site Site }

// Create ends it, and counts.
func (h RoundClosures) Create(c echo.Context) error {
	return h.site.onRound(c, "saved", views.DeskRoundPage{}, func(r *commons.Round) error {
		if err := r.Close(ctx(c), h.site.DB, me(c)); err != nil {
			return err
		}
		return r.Compute(ctx(c), h.site.DB)
	})
}

// RoundApprovals are two people's word that a result may be paid.
type RoundApprovals struct{ site Site }

// Create gives it.
func (h RoundApprovals) Create(c echo.Context) error {
	form := commons.ApprovalForm{SHA256: c.FormValue("result"), ProvenAt: session(c).ProvenAt, Factors: session(c).Means(store.Now(h.site.DB))}
	return h.site.onRound(c, "round_approved", views.DeskRoundPage{}, func(r *commons.Round) error { return r.Approve(ctx(c), h.site.DB, me(c), form) })
}

// RoundExports say that payments have left.
type RoundExports struct{ site Site }

// Create says it.
func (h RoundExports) Create(c echo.Context) error {
	return h.site.onRound(c, "saved", views.DeskRoundPage{}, func(r *commons.Round) error { return r.Export(ctx(c), h.site.DB, me(c)) })
}

// RoundSettlements say that payments have arrived.
type RoundSettlements struct{ site Site }

// Create says it.
func (h RoundSettlements) Create(c echo.Context) error {
	return h.site.onRound(c, "saved", views.DeskRoundPage{}, func(r *commons.Round) error { return r.Settle(ctx(c), h.site.DB, me(c)) })
}

// RoundCancellations give rounds up.
type RoundCancellations struct{ site Site }

// Create gives one up, with its reason.
func (h RoundCancellations) Create(c echo.Context) error {
	p := views.DeskRoundPage{Reason: c.FormValue("reason")}
	return h.site.onRound(c, "saved", p, func(r *commons.Round) error { return r.Cancel(ctx(c), h.site.DB, me(c), p.Reason) })
}

// councilors are those who keep rounds.
var councilors = []people.Role{people.Steward, people.Operator, people.Accountant}
