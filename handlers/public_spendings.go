package handlers

import (
	"encoding/csv"
	"io"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// PublicSpendings is what went out, line by line, for everybody.
type PublicSpendings struct{ site Site }

// Index lists it.
func (h PublicSpendings) Index(c echo.Context) error {
	var l views.PublicSpendingList
	err := c.Bind(&l.Filter)
	if err != nil {
		return err
	}
	if l.Page, err = billing.PublicSpendings(ctx(c), h.site.DB, l.Filter); err != nil {
		return err
	}
	from, to := lastYear(h.site.day(c))
	if l.Spent, err = billing.SpentBetween(ctx(c), h.site.DB, from, to); err != nil {
		return err
	}
	return render(c, views.PublicSpendings(l))
}

// Export sends it as a table, row by row as it is read, however much there is.
func (h PublicSpendings) Export(c echo.Context) error {
	var f billing.PublicFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	w := streamed(c, "spending.csv", "text/csv; charset=utf-8")
	if _, err := io.WriteString(w, store.Mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(views.PublicSpendingHeads(ctx(c))); err != nil {
		return err
	}
	err := billing.EachPublicSpending(ctx(c), h.site.DB, f, func(s billing.PublicSpending) error {
		return out.Write(views.PublicSpendingCells(ctx(c), s))
	})
	out.Flush()
	return err
}

// streamed begins a file that is written as it is read.
func streamed(c echo.Context, name, mediaType string) io.Writer {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set(echo.HeaderCacheControl, "private, no-store")
	h.Set(echo.HeaderContentDisposition, disposition(name))
	h.Set(echo.HeaderContentType, mediaType)
	c.Response().WriteHeader(http.StatusOK)
	return c.Response()
}

// PublicSpendingSums say how many rows that table has.
type PublicSpendingSums struct{ site Site }

// Show counts and adds them up.
func (h PublicSpendingSums) Show(c echo.Context) error {
	rows, cents, err := billing.PublicSum(ctx(c), h.site.DB, billing.PublicFilter{})
	if err != nil {
		return err
	}
	content, err := views.SpendingSums(ctx(c), rows, cents)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", content)
}

// TransparencyFigures are all public figures for programs.
type TransparencyFigures struct{ site Site }

// Show gives them as JSON.
func (h TransparencyFigures) Show(c echo.Context) error {
	p, err := Transparency(h).public(c)
	if err != nil {
		return err
	}
	content, err := views.TransparencyJSON(ctx(c), p, commons.FewestPayers)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", content)
}

// TransparencyFeeds are the months for feed readers.
type TransparencyFeeds struct{ site Site }

// Show gives them as Atom.
func (h TransparencyFeeds) Show(c echo.Context) error {
	p, err := Transparency(h).public(c)
	if err != nil {
		return err
	}
	feed, err := views.TransparencyFeed(ctx(c), p)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", feed)
}

// TransparencyJournals are the public figures as a journal.
type TransparencyJournals struct{ site Site }

// Show writes it for hledger, row by row.
func (h TransparencyJournals) Show(c echo.Context) error {
	p, err := Transparency(h).public(c)
	if err != nil {
		return err
	}
	j, err := views.BeginJournal(ctx(c), streamed(c, "transparency.journal", "text/plain; charset=utf-8"), p)
	if err != nil {
		return err
	}
	if err := billing.EachPublicSpending(ctx(c), h.site.DB, billing.PublicFilter{}, j.Spend); err != nil {
		return err
	}
	return j.End()
}

// ProjectShares are what projects were given out of the pot.
type ProjectShares struct{ site Site }

// Show draws one project's.
func (h ProjectShares) Show(c echo.Context) error {
	var p views.ProjectSharePage
	var err error
	if p.Upstream, err = catalogue.FindUpstream(ctx(c), h.site.DB, lang(c), c.Param("slug")); err != nil {
		return err
	}
	if p.Moves, err = commons.MovesOf(ctx(c), h.site.DB, p.Upstream.ID, c.QueryParam("after")); err != nil {
		return err
	}
	return render(c, views.ProjectShare(p))
}
