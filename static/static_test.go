package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/image/font/sfnt"
)

// fetch asks the handler as a browser that accepts those encodings.
func fetch(t *testing.T, method, address, accepted string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, address, nil)
	r.Header.Set("Accept-Encoding", accepted)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestFilesComeInTheSmallestFormTheBrowserTakes(t *testing.T) {
	for name, c := range map[string]struct{ accepted, encoding string }{
		"brotli before gzip":  {"gzip, deflate, br", "br"},
		"equal weights":       {"gzip;q=1.0, br;q=1.0", "br"},
		"gzip alone":          {"gzip", "gzip"},
		"brotli refused":      {"br;q=0, gzip", "gzip"},
		"nothing":             {"", ""},
		"identity":            {"identity", ""},
		"an unknown encoding": {"zstd", ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer := fetch(t, http.MethodGet, Path("css/app.css"), c.accepted)
			if got := answer.Header.Get("Content-Encoding"); got != c.encoding {
				t.Fatalf("encoding %q, not %q", got, c.encoding)
			}
			if got := unpacked(t, answer); !bytes.HasPrefix(got, []byte("/*! tailwindcss")) {
				t.Errorf("not the style sheet: %.40q", got)
			}
		})
	}
}

// unpacked is the body as it was before compression.
func unpacked(t *testing.T, answer *http.Response) []byte {
	t.Helper()
	var from io.Reader = answer.Body
	switch answer.Header.Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(answer.Body)
	case "gzip":
		unzipped, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = unzipped
	}
	body, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestFilesMayBeKeptForEver(t *testing.T) {
	for name, kind := range map[string]string{
		"css/app.css":              "text/css; charset=utf-8",
		"js/htmx.min.js":           "text/javascript; charset=utf-8",
		"js/app.js":                "text/javascript; charset=utf-8",
		"img/favicon.svg":          "image/svg+xml",
		"fonts/atkinson-400.woff2": "font/woff2",
	} {
		answer := fetch(t, http.MethodGet, Path(name), "br")
		for header, want := range map[string]string{
			"Content-Type":                 kind,
			"Cache-Control":                "public, max-age=31536000, immutable",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := answer.Header.Get(header); got != want || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %d, %s is %q, not %q", name, answer.StatusCode, header, got, want)
			}
		}
	}
}

func TestFontsAreNotCompressedTwice(t *testing.T) {
	answer := fetch(t, http.MethodGet, Path("fonts/atkinson-400.woff2"), "br")
	if answer.Header.Get("Content-Encoding") != "" || answer.Header.Get("Vary") != "" {
		t.Error("a font came compressed again")
	}
}

func TestAHeadRequestHasTheLengthAndNoBody(t *testing.T) {
	answer := fetch(t, http.MethodHead, Path("js/app.js"), "br")
	body, _ := io.ReadAll(answer.Body)
	if len(body) != 0 || answer.Header.Get("Content-Length") == "0" {
		t.Errorf("body %d, length %s", len(body), answer.Header.Get("Content-Length"))
	}
}

func TestOnlyHashedNamesAreFound(t *testing.T) {
	for _, address := range []string{"/static/css/app.css", "/static/css/app.000000000000.css", "/static/", "/static/../go.mod", Path("css/none.css")} {
		if got := fetch(t, http.MethodGet, address, "").StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: %d", address, got)
		}
	}
	if got := fetch(t, http.MethodPost, Path("js/app.js"), "").StatusCode; got != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", got)
	}
}

func TestStylesNameFontsByTheirHashedAddress(t *testing.T) {
	sheet := unpacked(t, fetch(t, http.MethodGet, Path("css/app.css"), ""))
	if !bytes.Contains(sheet, []byte(Path("fonts/bricolage-700.woff2"))) || bytes.Contains(sheet, []byte("../fonts")) {
		t.Error("the style sheet does not name the hashed fonts")
	}
}

func TestHtmxIsTheVersionWeChose(t *testing.T) {
	const version2011 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
	sum := sha256.Sum256([]byte(read(t, "js/htmx.min.js")))
	if got := hex.EncodeToString(sum[:]); got != version2011 {
		t.Errorf("js/htmx.min.js is not htmx 2.0.11: %s", got)
	}
}

func TestFontsAndScriptsStayLight(t *testing.T) {
	fonts, _ := filepath.Glob("fonts/*.woff2")
	total := 0
	for _, font := range fonts {
		total += len(read(t, font))
	}
	if len(fonts) != 3 || total > 60<<10 {
		t.Errorf("%d fonts weigh %d bytes, more than 60 KB", len(fonts), total)
	}
	scripts := 0
	for _, name := range []string{"js/htmx.min.js", "js/app.js"} {
		script := shelved().assets[Path(name)]
		script.br, script.gz = Compressed(script.body)
		scripts += len(script.br)
	}
	if scripts > 20<<10 {
		t.Errorf("scripts weigh %d bytes compressed, more than 20 KB", scripts)
	}
}

// TestDrawingsObeyTheContentPolicy: no script, no style of their own, nothing from elsewhere.
func TestDrawingsObeyTheContentPolicy(t *testing.T) {
	drawings, _ := filepath.Glob("img/*.svg")
	inlined, _ := filepath.Glob("../views/ui/art/*.svg")
	for _, name := range append(drawings, inlined...) {
		svg := read(t, name)
		for _, bad := range []string{"style", "<script", "href", " on"} {
			if strings.Contains(svg, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

// TestDrawingsAreTheSameInlineAndAsFiles: static/img holds copies for <img>, mails and shared links.
func TestDrawingsAreTheSameInlineAndAsFiles(t *testing.T) {
	inlined, _ := filepath.Glob("../views/ui/art/*.svg")
	for _, name := range inlined {
		copied, err := os.ReadFile(filepath.Join("img", path.Base(name)))
		if err != nil || string(copied) != read(t, name) {
			t.Errorf("cp views/ui/art/%[1]s static/img/%[1]s", path.Base(name))
		}
	}
}

// TestPapersCanBeWrittenInFrench looks for the signs of French, of prices and of names in the fonts of PDFs.
func TestPapersCanBeWrittenInFrench(t *testing.T) {
	for _, name := range []string{"regular.ttf", "bold.ttf"} {
		font, err := sfnt.Parse([]byte(read(t, "../views/papers/fonts/"+name)))
		if err != nil {
			t.Fatal(err)
		}
		var buffer sfnt.Buffer
		for _, sign := range "AZaz09 \u00a0\u202f\u2011’«»…–—€→✓éèêëàâçîïôœŒùûüÿÉÀÇñáíóúßäöłŁšžğıăđ" {
			if glyph, err := font.GlyphIndex(&buffer, sign); err != nil || glyph == 0 {
				t.Errorf("%s cannot write %q (U+%04X)", name, sign, sign)
			}
		}
	}
}
