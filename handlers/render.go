package handlers

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// varyByPart tells caches that HTMX asks the same address for parts of a page.
const varyByPart = "HX-Request, HX-Target"

// render draws a page, or the part of it that HTMX asked for by HX-Target. It is drawn whole before the first byte is sent, so that an error still can become a page.
func render(c echo.Context, page templ.Component) error { return renderStatus(c, http.StatusOK, page) }

// renderInvalid shows a form again, with what was typed and what is wrong.
func renderInvalid(c echo.Context, page templ.Component) error {
	return renderStatus(c, http.StatusUnprocessableEntity, page)
}

// redirect sends on with GET after something was done.
func redirect(c echo.Context, target string) error {
	if c.Request().Header.Get("HX-Request") != "" {
		c.Response().Header().Set("HX-Redirect", target)
		return c.NoContent(http.StatusNoContent)
	}
	return c.Redirect(http.StatusSeeOther, target)
}

// wanted is the id of the part that HTMX asks for; a restored history entry is a whole page.
func wanted(c echo.Context) string {
	h := c.Request().Header
	if h.Get("HX-Request") == "" || h.Get("HX-History-Restore-Request") == "true" {
		return ""
	}
	return h.Get("HX-Target")
}

// drafts are where pages are drawn before they leave.
var drafts = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func renderStatus(c echo.Context, status int, page templ.Component) error {
	c.Response().Header().Add(echo.HeaderVary, varyByPart)
	out := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(out)
	out.Reset()
	if part := wanted(c); part != "" {
		if err := templ.RenderFragments(ctx(c), out, page, part); err != nil {
			return err
		}
		if out.Len() == 0 { // the page has no such part: let it take the place of the whole body
			c.Response().Header().Set("HX-Retarget", "body")
		}
	}
	if out.Len() == 0 {
		if err := page.Render(ctx(c), out); err != nil {
			return err
		}
	}
	if c.Response().Header().Get(echo.HeaderCacheControl) == "" {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store") // public says otherwise before
	}
	c.Response().Header().Set("Content-Language", lang(c))
	return c.HTMLBlob(status, out.Bytes())
}
