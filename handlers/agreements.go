package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PartyAgreements are agreements as both of their sides read them.
type PartyAgreements struct{ site Site }

// Index lists those one is a side of, and what is proposed.
func (h PartyAgreements) Index(c echo.Context) error {
	var p views.MyAgreementsPage
	var err error
	if p.Proposals, err = commons.ProposalsFor(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Agreements, err = commons.AgreementsFor(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return render(c, views.MyAgreements(p))
}

// Show shows one, or the proposal of one.
func (h PartyAgreements) Show(c echo.Context) error {
	return h.site.drawAgreement(c, http.StatusOK, views.AgreementPage{})
}

// drawAgreement draws the agreement in the address, or its proposal, with what was typed.
func (s Site) drawAgreement(c echo.Context, status int, p views.AgreementPage) error {
	p.Today, p.Key = s.today(c), store.NewRef()
	var err error
	p.A, err = commons.FindAgreement(ctx(c), s.DB, me(c), c.Param("ref"))
	if errors.Is(err, store.ErrNotFound) {
		if p.P, err = commons.FindProposal(ctx(c), s.DB, me(c), c.Param("ref")); err != nil {
			return err
		}
		return renderStatus(c, status, views.ProposalShown(p))
	}
	if err != nil {
		return err
	}
	if p.Words, err = commons.AcceptancesOf(ctx(c), s.DB, p.A); err != nil {
		return err
	}
	if p.A.LegalBasis.Counts() {
		if err := s.settled(c, &p); err != nil {
			return err
		}
	}
	return renderStatus(c, status, views.AgreementShown(p))
}

// settled gathers what is owed under an agreement and what met invoices.
func (s Site) settled(c echo.Context, p *views.AgreementPage) error {
	var err error
	if p.Offsets, err = commons.OffsetsOf(ctx(c), s.DB, p.A); err != nil {
		return err
	}
	if p.A.LegalBasis == commons.Compensation {
		if p.Counters, p.Rests, err = commons.CountersOf(ctx(c), s.DB, p.A); err != nil {
			return err
		}
	} else {
		if p.Credits, err = commons.CreditsOf(ctx(c), s.DB, p.A); err != nil {
			return err
		}
		if p.CreditLeft, err = commons.CreditLeft(ctx(c), s.DB, p.A); err != nil {
			return err
		}
	}
	if me(c).Is(people.Operator, people.Accountant) {
		p.Open, err = billing.OpenInvoicesOf(ctx(c), s.DB, *p.A.OrganisationID)
	}
	return err
}

// onProposal does something to the proposal in the address.
func (s Site) onProposal(c echo.Context, p views.AgreementPage, do func(commons.Proposal) error) error {
	one, err := commons.FindProposal(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return s.afterAgreement(c, p, one.Ref, do(one))
}

// onAgreement does something to the agreement in the address.
func (s Site) onAgreement(c echo.Context, p views.AgreementPage, do func(commons.Agreement) error) error {
	one, err := commons.FindAgreement(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return s.afterAgreement(c, p, one.Ref, do(one))
}

// afterAgreement shows it again: what is wrong at the form that was sent, and that somebody else was faster.
func (s Site) afterAgreement(c echo.Context, p views.AgreementPage, ref string, err error) error {
	var wrong bool
	switch p.Wrong, wrong = store.AsInvalid(err); {
	case wrong:
		return s.drawAgreement(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict) && !errors.Is(err, people.ErrClosed):
		p.Moved = true
		return s.drawAgreement(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	s.flash(c, "saved")
	return redirect(c, paths.Agreement(lang(c), ref))
}

// AgreementAcceptances is a side's yes.
type AgreementAcceptances struct{ site Site }

// Create says it, to the version that was read.
func (h AgreementAcceptances) Create(c echo.Context) error {
	var f struct {
		Side    commons.Side `form:"side"`
		Version int          `form:"version"`
	}
	if err := c.Bind(&f); err != nil {
		return err
	}
	return h.site.onProposal(c, views.AgreementPage{At: "accept"}, func(p commons.Proposal) error { return p.Accept(ctx(c), h.site.DB, me(c), f.Side, f.Version) })
}

// AgreementRefusals is the party's no.
type AgreementRefusals struct{ site Site }

// Create says it, with a reason.
func (h AgreementRefusals) Create(c echo.Context) error {
	p := views.AgreementPage{At: "refuse", Text: c.FormValue("reason")}
	return h.site.onProposal(c, p, func(one commons.Proposal) error { return one.Refuse(ctx(c), h.site.DB, me(c), p.Text) })
}

// ProposalWithdrawals is taking a proposal back.
type ProposalWithdrawals struct{ site Site }

// Create takes it back, with a reason.
func (h ProposalWithdrawals) Create(c echo.Context) error {
	p := views.AgreementPage{At: "withdraw", Text: c.FormValue("reason")}
	return h.site.onProposal(c, p, func(one commons.Proposal) error { return one.Withdraw(ctx(c), h.site.DB, me(c), p.Text) })
}

// AgreementEnds is letting an agreement end.
type AgreementEnds struct{ site Site }

// Create lets it end.
func (h AgreementEnds) Create(c echo.Context) error {
	p := views.AgreementPage{At: "end"}
	if err := c.Bind(&p.End); err != nil {
		return err
	}
	return h.site.onAgreement(c, p, func(a commons.Agreement) error { return a.End(ctx(c), h.site.DB, me(c), p.End) })
}

// AgreementProposals are agreements that the collective proposes.
type AgreementProposals struct{ site Site }

// New is where one is written.
func (h AgreementProposals) New(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.ProposalFormPage{Form: commons.ProposalForm{LegalBasis: commons.RecognitionOnly, StartsOn: h.site.today(c)}})
}

// Create proposes it.
func (h AgreementProposals) Create(c echo.Context) error {
	form, err := h.read(c)
	if err != nil {
		return err
	}
	made, err := commons.Propose(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.ProposalFormPage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Agreement(lang(c), made.Ref))
}

// Edit is where it is changed.
func (h AgreementProposals) Edit(c echo.Context) error {
	one, err := commons.FindProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, views.ProposalFormPage{Form: commons.ProposalFormOf(one), Editing: &one})
}

// Update makes the next version; when somebody else did, what was typed stays.
func (h AgreementProposals) Update(c echo.Context) error {
	one, err := commons.FindProposal(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	form, err := h.read(c)
	if err != nil {
		return err
	}
	err = one.Change(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.ProposalFormPage{Form: form, Wrong: wrong, Editing: &one})
	}
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, commons.ErrMoved) {
		form.Version = one.Version
		return h.draw(c, http.StatusConflict, views.ProposalFormPage{Form: form, Editing: &one, Stale: true})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Agreement(lang(c), one.Ref))
}

func (h AgreementProposals) read(c echo.Context) (commons.ProposalForm, error) {
	var form commons.ProposalForm
	err := c.Bind(&form)
	form.Cents = amountIn(c, form.CapAmount)
	return form, err
}

func (h AgreementProposals) draw(c echo.Context, status int, p views.ProposalFormPage) error {
	var err error
	if p.Organisations, err = people.AllOrganisations(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	if p.Form.Cents > 0 && p.Form.CapAmount == "" {
		p.Form.CapAmount = locales.Decimal(lang(c), p.Form.Cents)
	}
	return renderStatus(c, status, views.ProposalForm(p))
}
