package handlers

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
)

// cookieName carries the prefix that ties a cookie to https and this host; on plain http in development there is none.
func (s Site) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

func (s Site) setCookie(c echo.Context, name, value string, maxAge int) {
	c.SetCookie(&http.Cookie{Name: s.cookieName(name), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
}

// cookieOf reads a cookie under either of its names.
func cookieOf(c echo.Context, name string) string {
	for _, n := range []string{"__Host-" + name, name} {
		if k, err := c.Cookie(n); err == nil {
			return k.Value
		}
	}
	return ""
}

// flash keeps a locale key to say on the next page, once.
func (s Site) flash(c echo.Context, key string) {
	s.setCookie(c, "flash", base64.RawURLEncoding.EncodeToString([]byte(key)), 60)
}

// done ends an act: its error, or a word about it on the page that comes next.
func (s Site) done(c echo.Context, err error, said, next string) error {
	if err != nil {
		return err
	}
	s.flash(c, said)
	return redirect(c, next)
}

func (s Site) takeFlash(c echo.Context) string {
	value := cookieOf(c, "flash")
	if value == "" || c.Request().Method != http.MethodGet {
		return ""
	}
	s.setCookie(c, "flash", "", -1)
	key, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return ""
	}
	return string(key)
}

// who returns the person whose session the request carries; a visitor when there is none or it has ended.
func (s Site) who(x context.Context, c echo.Context) (people.User, error) {
	secret := s.sessionSecret(c)
	if secret == "" {
		return people.User{}, nil
	}
	found, u, err := identity.FindSession(x, s.DB, secret)
	if errors.Is(err, store.ErrNotFound) {
		return people.User{}, nil
	}
	now(c).session = found
	return u, err
}

// sessionSecret reads the session's cookie under its one name: a plain one beside a prefixed one could be planted by a neighbour.
func (s Site) sessionSecret(c echo.Context) string {
	if k, err := c.Cookie(s.cookieName("session")); err == nil {
		return k.Value
	}
	return ""
}

// visit is the browser as the person's list of devices will name it.
func (s Site) visit(c echo.Context, stays bool) identity.Visit {
	return identity.Visit{Agent: c.Request().UserAgent(), Stays: stays, Replaces: s.sessionSecret(c)}
}

// letIn gives the browser the session's secret, and the mark of a browser that the person has used.
func (s Site) letIn(c echo.Context, e identity.Entry) {
	s.setCookie(c, "session", e.Secret, e.Session.MaxAge())
	s.setCookie(c, "device", s.sealer().DeviceToken(e.User, store.Now(s.DB)), 183*86400)
}

// sealer makes and reads one-time links.
func (s Site) sealer() identity.Sealer { return identity.NewSealer(s.Secret) }

// secretly keeps a page whose address holds a token out of caches, and its address out of the next site's logs.
func secretly(c echo.Context) {
	c.Set(plainKey, true)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
}
