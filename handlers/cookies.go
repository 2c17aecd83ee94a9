package handlers

import (
	"context"
	"encoding/base64"
	"net/http"

	"chatiere/models/people"

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
func (s Site) who(_ context.Context, _ echo.Context) (people.User, error) {
	return people.User{}, nil
}
