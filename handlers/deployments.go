package handlers

import (
	"net/http"
	"time"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/hosting"
	"chatiere/models/overview"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Deployments are the services being opened, suspended, given back or removed.
type Deployments struct{ site Site }

// Index lists what operators have to do.
func (h Deployments) Index(c echo.Context) error {
	f := deploymentFilter(c)
	page, err := hosting.Find(ctx(c), h.site.DB, lang(c), f)
	if err != nil {
		return err
	}
	return render(c, views.Deployments(views.DeploymentsPage{Filter: f, Page: page, Now: store.Now(h.site.DB)}))
}

// Export gives the same as a file.
func (h Deployments) Export(c echo.Context) error {
	f := deploymentFilter(c)
	f.All, f.After = true, 0
	page, err := hosting.Find(ctx(c), h.site.DB, lang(c), f)
	if err != nil {
		return err
	}
	return sendCSV(c, "deployments", views.DeploymentRows(ctx(c), page.Items, host(c).Location()))
}

func deploymentFilter(c echo.Context) hosting.Filter {
	return hosting.Filter{State: hosting.State(c.QueryParam("state")), Query: c.QueryParam("q"), After: store.FromKey(c.QueryParam("after"))}
}

// Edit shows one delivery with its checklist.
func (h Deployments) Edit(c echo.Context) error {
	d, err := hosting.FindDeployment(ctx(c), h.site.DB, lang(c), me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.Deployment(h.page(c, d)))
}

// Update ticks steps and notes the address.
func (h Deployments) Update(c echo.Context) error {
	d, err := hosting.FindDeployment(ctx(c), h.site.DB, lang(c), me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	p := h.page(c, d)
	p.Form = hosting.WorkForm{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = d.Work(ctx(c), h.site.DB, me(c), p.Form)
	if wrong, ok := store.AsInvalid(err); ok {
		p.Wrong = wrong
		return renderInvalid(c, views.Deployment(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Deployment(lang(c), d))
}

func (h Deployments) page(c echo.Context, d hosting.Deployment) views.DeploymentPage {
	return views.DeploymentPage{Deployment: d, Form: hosting.WorkForm{Address: d.Address, Blocked: d.BlockedReason}, Now: store.Now(h.site.DB), Zone: host(c).Location()}
}

// Suspensions take writing away from the people of a subscription, and give it back.
type Suspensions struct{ site Site }

// Create suspends.
func (h Suspensions) Create(c echo.Context) error { return h.turn(c, true) }

// Destroy gives everything back.
func (h Suspensions) Destroy(c echo.Context) error { return h.turn(c, false) }

func (h Suspensions) turn(c echo.Context, suspend bool) error {
	d, err := hosting.FindDeployment(ctx(c), h.site.DB, lang(c), me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	reason := c.FormValue("reason")
	if suspend {
		err = d.Subscription.Suspend(ctx(c), h.site.DB, me(c), reason)
	} else {
		err = d.Subscription.Resume(ctx(c), h.site.DB, me(c), reason)
	}
	if wrong, ok := store.AsInvalid(err); ok {
		p := Deployments(h).page(c, d)
		p.Wrong, p.Reason = wrong, reason
		return renderStatus(c, http.StatusUnprocessableEntity, views.Deployment(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Deployment(lang(c), d))
}

// Spaces are an organisation's services.
type Spaces struct{ site Site }

// Index lists them.
func (h Spaces) Index(c echo.Context) error {
	all, err := hosting.Of(ctx(c), h.site.DB, lang(c), org(c))
	if err != nil {
		return err
	}
	if err := hosting.WithContracts(ctx(c), h.site.DB, all); err != nil {
		return err
	}
	return render(c, views.Spaces(all))
}

// Show draws one with its steps.
func (h Spaces) Show(c echo.Context) error {
	d, err := hosting.FindDeployment(ctx(c), h.site.DB, lang(c), me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if d.OrganisationID != org(c).ID {
		return store.ErrNotFound
	}
	p := Deployments(h).page(c, d)
	if p.Contract, err = h.contract(c, d); err != nil {
		return err
	}
	return render(c, views.Space(p))
}

// contract is how the contract behind a service ends, for those who see its money.
func (h Spaces) contract(c echo.Context, d hosting.Deployment) (views.ContractPart, error) {
	if !overview.SeesMoney(me(c), org(c)) {
		return views.ContractPart{}, nil
	}
	p, err := billing.ContractOf(ctx(c), h.site.DB, d.SubscriptionID)
	if err != nil {
		return views.ContractPart{}, err
	}
	part := views.ContractPart{
		Subscription: d.Subscription, ProForma: p, Owner: place(c).May(people.Owner), Within: p.MayWithdraw(store.Now(h.site.DB), host(c).Location()),
		Until: p.WithdrawalUntil(host(c).Location()).Format(time.DateOnly),
	}
	part.Subscription.Organisation = org(c)
	part.Today = h.site.day(c)
	return part, nil
}

// Checklists are the operators' own steps for a service.
type Checklists struct{ site Site }

// Edit shows them.
func (h Checklists) Edit(c echo.Context) error {
	s, texts, err := h.find(c)
	if err != nil {
		return err
	}
	return render(c, views.Checklist(s.Slug, s.Name.String(), texts, nil))
}

// Update keeps them.
func (h Checklists) Update(c echo.Context) error {
	s, _, err := h.find(c)
	if err != nil {
		return err
	}
	texts, mistakes := map[hosting.Run]string{}, map[hosting.Run]store.Wrong{}
	for _, run := range hosting.Runs {
		texts[run] = c.FormValue(string(run))
		err := hosting.SaveChecklist(ctx(c), h.site.DB, s.ID, run, texts[run])
		if wrong, ok := store.AsInvalid(err); ok {
			mistakes[run] = wrong[string(run)]
		} else if err != nil {
			return err
		}
	}
	if len(mistakes) > 0 {
		return renderInvalid(c, views.Checklist(s.Slug, s.Name.String(), texts, mistakes))
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Checklist(lang(c), s.Slug))
}

func (h Checklists) find(c echo.Context) (catalogue.Service, map[hosting.Run]string, error) {
	s, err := catalogue.FindService(ctx(c), h.site.DB, me(c), lang(c), c.Param("slug"))
	if err != nil {
		return s, nil, err
	}
	texts, err := hosting.ChecklistsOf(ctx(c), h.site.DB, s.ID)
	return s, texts, err
}
