package handlers

import (
	"net/http"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// MyContributions is what a person gave.
type MyContributions struct{ site Site }

// Index lists it.
func (h MyContributions) Index(c echo.Context) error {
	l := views.ContributionList{Year: h.site.day(c).Year()}
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	if l.Page, err = commons.ContributionsBy(ctx(c), h.site.DB, me(c), l.Filter); err != nil {
		return err
	}
	return render(c, views.MyContributions(l))
}

// Export sends it as a file.
func (h MyContributions) Export(c echo.Context) error {
	f := commons.Filter{}
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All, f.After = true, ""
	page, err := commons.ContributionsBy(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "contributions", views.ContributionRows(ctx(c), page.Items))
}

// Confirmations is what waits for a second person.
type Confirmations struct{ site Site }

// Index lists it, the oldest first.
func (h Confirmations) Index(c echo.Context) error {
	var l views.ContributionList
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	if l.Page, err = commons.ToConfirm(ctx(c), h.site.DB, me(c), l.Filter); err != nil {
		return err
	}
	return render(c, views.ToConfirm(l))
}

// Export sends the same as a file.
func (h Confirmations) Export(c echo.Context) error {
	f := commons.Filter{}
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	page, err := commons.ToConfirm(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "contributions", views.ContributionRows(ctx(c), page.Items))
}

// OrganisationContributions is what was given on behalf of an organisation.
type OrganisationContributions struct{ site Site }

// Index lists it.
func (h OrganisationContributions) Index(c echo.Context) error {
	l := views.ContributionList{Org: org(c)}
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	if l.Page, err = commons.ContributionsFor(ctx(c), h.site.DB, me(c), org(c).ID, l.Filter); err != nil {
		return err
	}
	return render(c, views.OrganisationContributions(l))
}

// Export sends it as a file.
func (h OrganisationContributions) Export(c echo.Context) error {
	f := commons.Filter{}
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All, f.After = true, ""
	page, err := commons.ContributionsFor(ctx(c), h.site.DB, me(c), org(c).ID, f)
	if err != nil {
		return err
	}
	return sendCSV(c, "contributions-"+org(c).Ref, views.ContributionRows(ctx(c), page.Items))
}

// ContributionQueue is what waits for the stewards.
type ContributionQueue struct{ site Site }

// Index lists it, the oldest first.
func (h ContributionQueue) Index(c echo.Context) error {
	q := views.ContributionQueuePage{Now: store.Now(h.site.DB)}
	err := c.Bind(&q.Filter)
	if err != nil {
		return err
	}
	if q.Page, err = commons.Queue(ctx(c), h.site.DB, me(c), q.Filter); err != nil {
		return err
	}
	if q.Waits, err = commons.Waiting(ctx(c), h.site.DB); err != nil {
		return err
	}
	return render(c, views.ContributionQueue(q))
}

// Export gives the same as a file.
func (h ContributionQueue) Export(c echo.Context) error {
	var f commons.QueueFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	page, err := commons.Queue(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	var all []commons.Contribution
	for _, line := range page.Items {
		all = append(all, line.Contribution)
	}
	return sendCSV(c, "contributions", views.ContributionRows(ctx(c), all))
}

// Agreements is what the collective agreed with organisations.
type Agreements struct{ site Site }

// Index lists them.
func (h Agreements) Index(c echo.Context) error {
	p := views.AgreementsPage{Form: commons.AgreementForm{LegalBasis: commons.RecognitionOnly}}
	if err := c.Bind(&p.Filter); err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, p)
}

// Export sends the same as a file.
func (h Agreements) Export(c echo.Context) error {
	var f commons.AgreementFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All = true
	page, err := commons.FindAgreements(ctx(c), h.site.DB, me(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "agreements", views.AgreementRows(ctx(c), page.Items))
}

// Create files one that both sides signed.
func (h Agreements) Create(c echo.Context) error {
	var p views.AgreementsPage
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Cents = amountIn(c, p.Form.CapAmount)
	_, err := commons.SignAgreement(ctx(c), h.site.DB, me(c), p.Form)
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Agreements(lang(c)))
}

func (h Agreements) draw(c echo.Context, status int, p views.AgreementsPage) error {
	var err error
	if p.Page, err = commons.FindAgreements(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return err
	}
	if p.Organisations, err = people.AllOrganisations(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.Agreements(p))
}

// Valuations is what units are worth in the accounts in kind.
type Valuations struct{ site Site }

// Index lists the rules.
func (h Valuations) Index(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.ValuationsPage{Form: commons.RuleForm{Work: "work"}})
}

// Create begins one.
func (h Valuations) Create(c echo.Context) error {
	var p views.ValuationsPage
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Cents = amountIn(c, p.Form.Amount)
	_, err := commons.BeginRule(ctx(c), h.site.DB, me(c), p.Form)
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Valuations(lang(c)))
}

func (h Valuations) draw(c echo.Context, status int, p views.ValuationsPage) error {
	var err error
	if p.Rules, err = commons.ValuationRules(ctx(c), h.site.DB); err != nil {
		return err
	}
	return renderStatus(c, status, views.Valuations(p))
}
