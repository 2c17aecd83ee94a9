package handlers

import (
	"chatiere/models/commons"

	"github.com/labstack/echo/v4"
)

// ContributionFiles are the files that show what contributions tell.
type ContributionFiles struct{ site Site }

// Show sends one to whoever sees the evidence.
func (h ContributionFiles) Show(c echo.Context) error {
	f, err := commons.FindProof(ctx(c), h.site.DB, me(c), c.Param("ref"), c.Param("file"))
	if err != nil {
		return err
	}
	return h.site.download(c, f)
}
