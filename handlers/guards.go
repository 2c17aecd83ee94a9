package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"chatiere/models/store"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// policy is the content policy of every page (quality.md 4.2): nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// fileHeaders make a downloaded file harmless whatever it holds.
const filePolicy = "default-src 'none'; sandbox"

const dbKey = "chatiere.db"

func dbOf(c echo.Context) *gorm.DB { return c.Get(dbKey).(*gorm.DB) }

// requestID names each request, so that a person can quote it and an operator find it. Reading goes on when the visitor leaves: each
// statement is short, and watching for the end of each cost a tenth of a page (quality.md 1.4, line 9).
func (s Site) requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if r := c.Request(); r.Method == http.MethodGet {
			c.SetRequest(r.WithContext(context.WithoutCancel(r.Context())))
		}
		c.Set("request", store.NewRef())
		c.Set(dbKey, s.DB)
		return next(c)
	}
}

func requestIDOf(c echo.Context) string {
	id, _ := c.Get("request").(string)
	return id
}

// logged writes one line a request: no query, no address, no name (GDPR).
func (s Site) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begin := store.Clock()
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.Log.LogAttrs(ctx(c), slog.LevelInfo, "request", slog.String("request", requestIDOf(c)), slog.String("method", c.Request().Method),
			slog.String("route", c.Path()), slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size), slog.Duration("took", store.Clock().Sub(begin)))
		return nil
	}
}

// recovered turns a panic into a page with a request id.
func (s Site) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler {
					panic(r)
				}
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// sameForAll are the headers of quality.md 4.2, in the form in which net/http keeps them.
var sameForAll = map[string][]string{
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Frame-Options":              {"DENY"},
	"Referrer-Policy":              {"strict-origin-when-cross-origin"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// secured sets them. Whoever sets one of them again replaces it for this answer only.
func (s Site) secured(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		for name, value := range sameForAll {
			h[name] = value[:1:1]
		}
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		return next(c)
	}
}

// secure reports whether people reach the portal over https.
func (s Site) secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// forged refuses requests that another site makes a browser send (quality.md 4.3).
func (s Site) forged() echo.MiddlewareFunc {
	guard := http.NewCrossOriginProtection()
	if s.BaseURL != "" {
		_ = guard.AddTrustedOrigin(s.BaseURL)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := guard.Check(c.Request()); err != nil {
				return store.ErrForbidden
			}
			return next(c)
		}
	}
}

// limited slows down an address that asks too fast; static files and what machines of the house ask are free. What it remembers is made here, once: Echo puts the
// handlers of every request together anew.
func (s Site) limited() echo.MiddlewareFunc {
	perSecond := s.PageLimit
	if perSecond == 0 {
		perSecond = 20
	}
	limit := newLimiter(perSecond, int(3*perSecond))
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			free := bare(c.Path()) && !strings.HasPrefix(c.Path(), paths.PublicFolder) // those files are read from the database
			if !free && !limit.allows(neighbourhood(c.RealIP()), store.Clock()) {
				return tooMany{time.Second}
			}
			return next(c)
		}
	}
}

// neighbourhood is an IPv4 address, or the /64 an IPv6 address lives in.
func neighbourhood(ip string) string {
	if strings.Count(ip, ":") < 3 {
		return ip
	}
	parts := strings.SplitN(ip, ":", 5)
	return strings.Join(parts[:min(4, len(parts))], ":")
}
