package handlers

import (
	"net/http"
	"strings"
	"time"

	"chatiere/models/overview"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PublicFiles are the files in which the collective describes itself: the same for everybody, in no reader's language.
type PublicFiles struct{ site Site }

// Show answers with a file; one whose service has another slug now is elsewhere for good.
func (h PublicFiles) Show(c echo.Context) error {
	f, moved, err := overview.FindPublicFile(ctx(c), h.site.DB, c.Param("file"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	if moved != "" {
		return c.Redirect(http.StatusMovedPermanently, paths.PublicFile(moved))
	}
	tag := `W/"` + f.Tag + `"`
	c.Response().Header().Set("ETag", tag)
	c.Response().Header().Set(echo.HeaderLastModified, f.ChangedAt.UTC().Format(http.TimeFormat))
	if upToDate(c.Request(), tag, f.ChangedAt) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(f.Body))
}

// upToDate reports whether whoever asks has it as it is. The tag, where one is named, decides alone (RFC 9110, 13.2.2).
func upToDate(r *http.Request, tag string, changed time.Time) bool {
	if named := r.Header.Get("If-None-Match"); named != "" {
		return strings.Contains(named, tag)
	}
	since, err := http.ParseTime(r.Header.Get(echo.HeaderIfModifiedSince))
	return err == nil && !changed.Truncate(time.Second).After(since)
}
