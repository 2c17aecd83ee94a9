// Package handlers answers requests: each reads what came in, asks a model, and draws a view. routes.go is its table of contents.
package handlers

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/store"
	"chatiere/static"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/singleflight"
	"gorm.io/gorm"
)

// Site is what the web needs to answer: made once by main (or a test).
type Site struct {
	DB             *gorm.DB
	Log            *slog.Logger
	BaseURL        string // scheme and host, no trailing slash
	Development    bool
	Secret         []byte
	TrustedProxies []*net.IPNet
	MetricsToken   string
	Version        string
	Ready          func(context.Context) error
	Till           Till    // where money is collected online; nil: nowhere
	PageLimit      float64 // requests per second and address; 0 means the default of quality.md 4.4

	news    *prometheus.CounterVec
	release string // of the pages, as ETags know it
	shelf   *shelf
	drawing *singleflight.Group
	hosts   *hosts
	offered *offered
}

// New builds the router.
func New(s Site) *echo.Echo {
	s.keepsPages()
	s.news, s.offered = newsCounter(), &offered{}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Server.ReadHeaderTimeout, e.Server.ReadTimeout, e.Server.IdleTimeout = 5*time.Second, 30*time.Second, 120*time.Second
	e.Server.MaxHeaderBytes = 64 << 10
	e.IPExtractor = extractor(s.TrustedProxies)
	e.HTTPErrorHandler = s.answerError
	e.Pre(middleware.RemoveTrailingSlashWithConfig(middleware.TrailingSlashConfig{Skipper: keepsSlash, RedirectCode: http.StatusMovedPermanently}))
	e.Pre(addSlash, overrideMethod)
	e.Use(s.requestID, s.logged, s.recovered, s.secured, s.forged(), s.limited(), s.unchanged, middleware.BodyLimit("26M"), s.squeezed, s.introduced)
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()), everyone)
	s.routes(e)
	return e
}

// keepsPages prepares what public pages are remembered in.
func (s *Site) keepsPages() {
	if s.shelf == nil {
		s.shelf = newShelf()
	}
	s.release, s.drawing, s.hosts = s.Version, &singleflight.Group{}, &hosts{}
	if s.Development {
		s.release += store.NewRef() // while one writes it, each start is another release
	}
}

// keepsSlash leaves the language's first page its slash: /fr/.
func keepsSlash(c echo.Context) bool { return len(c.Request().URL.Path) <= 4 }

// addSlash leads from a language alone, /fr, to its first page.
func addSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if lang := strings.TrimPrefix(c.Request().URL.Path, "/"); locales.Known(lang) {
			return c.Redirect(http.StatusMovedPermanently, paths.Home(lang))
		}
		return next(c)
	}
}

// extractor believes X-Forwarded-For only from the proxies named by the operator (quality.md 4.4).
func extractor(trusted []*net.IPNet) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range trusted {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// overrideMethod lets forms, which know GET and POST only, ask for the others by a field (decisions.md 8).
func overrideMethod(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodPost && r.Header.Get(echo.HeaderContentType) == echo.MIMEApplicationForm {
			r.Body = http.MaxBytesReader(c.Response(), r.Body, 1<<20)
			switch m := r.PostFormValue("_method"); m {
			case http.MethodPut, http.MethodPatch, http.MethodDelete:
				r.Method = m
			}
		}
		return next(c)
	}
}
