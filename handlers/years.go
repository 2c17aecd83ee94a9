package handlers

import (
	"fmt"
	"strconv"

	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"

	"github.com/labstack/echo/v4"
)

// Years are what an organisation tells its annual meeting.
type Years struct{ site Site }

// Show draws one.
func (h Years) Show(c echo.Context) error {
	y, err := h.find(c)
	if err != nil {
		return err
	}
	return render(c, views.Year(y, h.site.day(c).Year()))
}

// PDF is the same on one sheet of paper.
func (h Years) PDF(c echo.Context) error {
	y, err := h.find(c)
	if err != nil {
		return err
	}
	pdf, err := papers.Year(y, host(c), lang(c), h.site.day(c))
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(fmt.Sprintf("%s-%d", y.Organisation.Name, y.Year)), "application/pdf", pdf)
}

// find adds up a year that has begun, of this century.
func (h Years) find(c echo.Context) (overview.Year, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year < 2000 || year > h.site.day(c).Year() {
		return overview.Year{}, store.ErrNotFound
	}
	return overview.YearOf(ctx(c), h.site.DB, lang(c), org(c), year)
}
