package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

var errSignIn = errors.New("sign in first")

// tooMany is a refusal for a while.
type tooMany struct{ wait time.Duration }

// Error names it for logs.
func (tooMany) Error() string { return "too many requests" }

// answerError alone turns an error into a status, a page and a line in the log. No error's text reaches a page.
func (s Site) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if errors.Is(err, context.Canceled) && ctx(c).Err() != nil { // the reader has gone: nobody to tell, nothing to mend
		c.Response().Committed = true
		return
	}
	status := statusOf(err)
	if status >= 500 && !errors.Is(err, store.ErrBusy) {
		s.Log.LogAttrs(ctx(c), slog.LevelError, "failed", slog.String("request", requestIDOf(c)), slog.String("route", c.Path()), slog.String("error", err.Error()))
	}
	if s.led(c, status) {
		return
	}
	var wait tooMany
	switch {
	case errors.As(err, &wait):
		c.Response().Header().Set("Retry-After", strconv.Itoa(max(1, int(wait.wait.Seconds()))))
	case errors.Is(err, store.ErrBusy):
		c.Response().Header().Set("Retry-After", "5")
	}
	if !views.Framed(ctx(c)) { // the fault came before anybody was introduced
		s.unintroduced(c)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	c.Response().Header().Del("ETag")
	if c.Request().Method == http.MethodHead {
		_ = c.NoContent(status)
		return
	}
	page := views.Failure(status, requestIDOf(c), wait.wait)
	if errors.Is(err, people.ErrClosed) {
		page = views.NothingBegins()
	}
	if drawn := renderStatus(c, status, page); drawn != nil {
		_ = c.String(status, http.StatusText(status))
	}
}

func statusOf(err error) int {
	var http_ *echo.HTTPError
	var wait tooMany
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, store.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, store.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, store.ErrBusy):
		return http.StatusServiceUnavailable
	case errors.Is(err, errSignIn):
		return http.StatusUnauthorized
	case errors.As(err, &wait):
		return http.StatusTooManyRequests
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &http_):
		return http_.Code
	}
	if _, ok := store.AsInvalid(err); ok {
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}
