package handlers

import (
	"chatiere/models/commons"
	"chatiere/models/overview"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Transparency is what everybody may know: where each euro goes, what was given, what is set aside.
type Transparency struct{ site Site }

// public gathers all public figures.
func (h Transparency) public(c echo.Context) (overview.Public, error) {
	return overview.PublicOf(ctx(c), h.site.DB, lang(c), h.site.day(c))
}

// Show shows it, with the latest public entries.
func (h Transparency) Show(c echo.Context) error {
	var p views.TransparencyPage
	var err error
	if p.Public, err = h.public(c); err != nil {
		return err
	}
	latest, err := commons.PublicContributions(ctx(c), h.site.DB, commons.Filter{})
	p.Latest = latest.Items[:min(len(latest.Items), 6)]
	if err != nil {
		return err
	}
	return render(c, views.Transparency(p))
}

// Export sends what came in and what was set aside, month by month, as a file.
func (h Transparency) Export(c echo.Context) error {
	f, err := commons.PublicFigures(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	if !f.Enough() {
		f.Months = nil // they would say what one organisation pays
	}
	return sendCSV(c, "money", views.MonthRows(ctx(c), f))
}

// PublicContributions is the list of what everybody may read.
type PublicContributions struct{ site Site }

// Index lists it.
func (h PublicContributions) Index(c echo.Context) error {
	var l views.ContributionList
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	l.Filter.State = ""
	if l.Page, err = commons.PublicContributions(ctx(c), h.site.DB, l.Filter); err != nil {
		return err
	}
	if l.Rules, err = commons.ValuationRules(ctx(c), h.site.DB); err != nil {
		return err
	}
	return render(c, views.PublicContributions(l))
}

// Export sends it as a file.
func (h PublicContributions) Export(c echo.Context) error {
	f := commons.Filter{}
	if err := c.Bind(&f); err != nil {
		return err
	}
	f.All, f.After = true, ""
	page, err := commons.PublicContributions(ctx(c), h.site.DB, f)
	if err != nil {
		return err
	}
	return sendCSV(c, "contributions", views.ContributionRows(ctx(c), page.Items))
}
