package handlers

import (
	"bytes"
	"context"
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/store"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// publicFor is how long a kept page may last without any news: some depend on the day and hour.
const publicFor = time.Minute

// public lets everyone enter a page whose main part is the same for all. Visitors without cookies of their own are given a
// kept copy, drawn once for each edition of the content; a browser that has that copy already is told so.
func (s Site) public(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Add(echo.HeaderVary, "Cookie")
		if views.FrameOf(ctx(c)).Flash != "" {
			return next(c)
		}
		visitor := s.sessionSecret(c) == ""
		key := keyOf(c, views.FrameOf(ctx(c)).Theme)
		tag := s.tagOf(now(c).edition, key, personal(c)...)
		h.Set(echo.HeaderCacheControl, "public, no-cache")
		if !visitor {
			h.Set(echo.HeaderCacheControl, "private, no-cache")
		}
		h.Set("ETag", tag)
		if strings.Contains(c.Request().Header.Get("If-None-Match"), tag) {
			h.Add(echo.HeaderVary, varyByPart)
			return c.NoContent(http.StatusNotModified)
		}
		if !visitor || len(key) > 1000 {
			return next(c)
		}
		return s.fromShelf(c, next, key, tag)
	}
}

// fromShelf answers with the kept page. Of those who ask at once for one that is not there, the first draws it for all.
func (s Site) fromShelf(c echo.Context, next echo.HandlerFunc, key, tag string) error {
	if k := s.shelf.find(key, tag); k != nil {
		k.pack()
		return k.send(c)
	}
	var mine *recorder
	found, err, _ := s.drawing.Do(key+tag, func() (any, error) {
		var err error
		mine, err = record(c, next)
		if err != nil || !mine.keepable() {
			return (*kept)(nil), err
		}
		k := &kept{key: key, tag: tag, header: mine.header, body: mine.body.Bytes()}
		s.shelf.keep(k)
		return k, nil
	})
	if err != nil {
		return err
	}
	if k := found.(*kept); k != nil {
		return k.send(c)
	}
	if mine != nil {
		return mine.send(c)
	}
	return next(c)
}

// keyOf names what is asked for: address, theme, and the part that HTMX wants.
func keyOf(c echo.Context, theme string) string {
	u := c.Request().URL
	return u.EscapedPath() + "?" + u.RawQuery + "\n" + theme + "\n" + wanted(c)
}

// tagOf is the page's ETag: the release, the edition, the minute, what is asked for and by whom; never a sum of what is drawn,
// so that it is known before.
func (s Site) tagOf(edition int64, key string, personal ...string) string {
	sum := fnv.New64a()
	for _, part := range []string{s.release, strconv.FormatInt(edition, 36), strconv.FormatInt(store.Now(s.DB).Unix()/int64(publicFor.Seconds()), 36), key} {
		_, _ = io.WriteString(sum, part)
		_, _ = io.WriteString(sum, "\n")
	}
	for _, part := range personal {
		_, _ = io.WriteString(sum, part)
		_, _ = io.WriteString(sum, "\n")
	}
	return `W/"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
}

// unchanged tells a visitor's browser that the page it has is still the same, before anybody is introduced and any word looked up: only
// a public page was ever given that tag.
func (s Site) unchanged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		has := c.Request().Header.Get("If-None-Match")
		if has == "" || c.Request().Method != http.MethodGet || s.sessionSecret(c) != "" || cookieOf(c, "flash") != "" {
			return next(c)
		}
		edition, err := store.Edition(ctx(c), s.DB)
		if err != nil {
			return err
		}
		tag := s.tagOf(edition, keyOf(c, cookieOf(c, "theme")))
		if !strings.Contains(has, tag) {
			return next(c)
		}
		h := c.Response().Header()
		h["Vary"] = []string{echo.HeaderAcceptEncoding, "Cookie", varyByPart}
		h.Set(echo.HeaderCacheControl, "public, no-cache")
		h.Set("ETag", tag)
		return c.NoContent(http.StatusNotModified)
	}
}

// personal is what the frame of a page shows of the person who is signed in.
func personal(c echo.Context) []string {
	u := me(c)
	if !u.SignedIn() {
		return nil
	}
	parts := []string{u.Ref, u.Called(), u.Roles}
	for _, m := range u.Memberships {
		parts = append(parts, m.Organisation.Ref, m.Organisation.Name, string(m.Role))
	}
	return parts
}

// recorder keeps an answer instead of sending it.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what the handler says about its answer.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader keeps the status.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write keeps the bytes.
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

// record lets next answer into a recorder. It goes on when the visitor leaves: others may wait for the same page.
func record(c echo.Context, next echo.HandlerFunc) (*recorder, error) {
	r := &recorder{header: http.Header{}, status: http.StatusOK}
	outer, request := c.Response(), c.Request()
	within, stop := context.WithTimeout(context.WithoutCancel(request.Context()), 10*time.Second)
	defer stop()
	c.SetResponse(echo.NewResponse(r, c.Echo()))
	c.SetRequest(request.WithContext(within))
	defer func() { c.SetResponse(outer); c.SetRequest(request) }()
	r.header.Set(echo.HeaderCacheControl, outer.Header().Get(echo.HeaderCacheControl))
	return r, next(c)
}

// keepable reports whether the answer is a page that is the same for every visitor.
func (r *recorder) keepable() bool {
	caching, kind := r.header.Get(echo.HeaderCacheControl), r.header.Get(echo.HeaderContentType)
	text := strings.HasPrefix(kind, "text/html") || strings.Contains(kind, "xml")
	return r.status == http.StatusOK && text && strings.HasPrefix(caching, "public") && r.header.Get(echo.HeaderSetCookie) == ""
}

// send answers with what was recorded, as it is.
func (r *recorder) send(c echo.Context) error {
	c.Response().Header().Del("ETag")
	copyHeader(c, r.header)
	c.Response().WriteHeader(r.status)
	_, err := c.Response().Write(r.body.Bytes())
	return err
}

// send answers with the kept page, in the smallest copy that the browser takes.
func (k *kept) send(c echo.Context) error {
	copyHeader(c, k.header)
	body, encoding := k.copyFor(c.Request().Header.Get(echo.HeaderAcceptEncoding))
	h := c.Response().Header()
	if encoding != "" {
		h.Set(echo.HeaderContentEncoding, encoding)
		h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	}
	c.Response().WriteHeader(http.StatusOK)
	_, err := c.Response().Write(body)
	return err
}

func copyHeader(c echo.Context, from http.Header) {
	h := c.Response().Header()
	for name, values := range from {
		if name == echo.HeaderVary {
			values = append(slices.Clone(h[name]), values...)
		}
		h[name] = values
	}
}
