package handlers

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"

	"chatiere/static"

	"github.com/labstack/echo/v4"
)

// worthSqueezing is from how many bytes on an answer is compressed (quality.md 1.5).
const worthSqueezing = 1024

// plainKey marks an answer that holds a secret: its length must not tell about what stands beside it.
const plainKey = "chatiere.plain"

// squeezers are gzip writers of the fastest level: a page costs less to squeeze so than to draw.
var squeezers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	return z
}}

// squeezed compresses text as it leaves, unless it has been compressed already.
func (s Site) squeezed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Path(), static.Prefix) {
			return next(c)
		}
		c.Response().Header().Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
		if static.Preferred(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") == "" {
			return next(c)
		}
		w := &squeezer{ResponseWriter: c.Response().Writer, c: c}
		c.Response().Writer = w
		defer w.close()
		if err := next(c); err != nil {
			c.Error(err) // inside, so that the error's page is squeezed too
		}
		return nil
	}
}

// squeezer decides at the first write, which carries a drawn page whole.
type squeezer struct {
	http.ResponseWriter
	c      echo.Context
	status int
	begun  bool
	gzip   *gzip.Writer
}

// WriteHeader waits for the first write: only then it is known whether the answer is worth it.
func (w *squeezer) WriteHeader(status int) {
	if !w.begun {
		w.status = status
	}
}

// Write compresses or passes on.
func (w *squeezer) Write(b []byte) (int, error) {
	w.begin(b)
	if w.gzip != nil {
		return w.gzip.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Flush sends what has been written so far.
func (w *squeezer) Flush() {
	w.begin(nil)
	if w.gzip != nil {
		_ = w.gzip.Flush()
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap gives http.ResponseController the writer below.
func (w *squeezer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *squeezer) begin(first []byte) {
	if w.begun {
		return
	}
	w.begun = true
	if len(first) >= worthSqueezing && w.squeezable() {
		w.Header().Set(echo.HeaderContentEncoding, "gzip")
		w.Header().Del(echo.HeaderContentLength)
		w.gzip = squeezers.Get().(*gzip.Writer)
		w.gzip.Reset(w.ResponseWriter)
	}
	if w.status != 0 {
		w.ResponseWriter.WriteHeader(w.status)
	}
}

func (w *squeezer) squeezable() bool {
	h := w.Header()
	kind, _, _ := strings.Cut(h.Get(echo.HeaderContentType), ";")
	text := strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml")
	return text && h.Get(echo.HeaderContentEncoding) == "" && h.Get("Content-Range") == "" && w.c.Get(plainKey) == nil
}

func (w *squeezer) close() {
	w.c.Response().Writer = w.ResponseWriter
	if w.status != 0 {
		w.begin(nil)
	}
	if w.gzip != nil {
		_ = w.gzip.Close()
		squeezers.Put(w.gzip)
	}
}
