// Package static holds what browsers fetch once and keep: styles, scripts, fonts, drawings.
// Each file is named after its content, kept compressed in memory, and may be cached for ever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// Prefix is where static files live.
const Prefix = "/static/"

//go:embed css/app.css js/*.js img fonts/*.woff2
var embedded embed.FS

// asset is one file and, once asked for, its compressed copies.
type asset struct {
	body     []byte
	mime     string
	compress sync.Once
	br, gz   []byte
}

// shelf holds the files by hashed address, and the addresses by plain name.
type shelf struct {
	assets    map[string]*asset
	addresses map[string]string
}

var shelved = sync.OnceValue(func() shelf { return stock(embedded) })

// Path is the address of a file, such as "css/app.css", with its content's hash in the name.
// An unknown name gives an address that is not found.
func Path(name string) string {
	if address, ok := shelved().addresses[name]; ok {
		return address
	}
	return Prefix + name
}

// Handler serves the files under Prefix, compressed as the browser likes.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, ok := shelved().assets[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		found.serve(w, r)
	})
}

// stock reads all files and names them. Styles come last, because they name fonts.
func stock(files fs.FS) shelf {
	s := shelf{assets: map[string]*asset{}, addresses: map[string]string{}}
	var styles []string
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
			return err
		case path.Ext(name) == ".css":
			styles = append(styles, name)
		default:
			s.add(files, name)
		}
		return nil
	})
	for _, name := range styles {
		s.add(files, name)
	}
	return s
}

// add shelves one file under its hashed address.
func (s shelf) add(files fs.FS, name string) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		panic("static: " + err.Error()) // embedded files can always be read
	}
	if path.Ext(name) == ".css" {
		body = s.withAddresses(body)
	}
	address := Prefix + hashed(name, body)
	s.addresses[name] = address
	s.assets[address] = &asset{body: body, mime: kindOf(name)}
}

// withAddresses replaces the plain addresses in a style sheet by the hashed ones.
func (s shelf) withAddresses(css []byte) []byte {
	for name, address := range s.addresses {
		css = bytes.ReplaceAll(css, []byte("../"+name), []byte(address))
	}
	return css
}

// hashed puts the first characters of the content's SHA-256 before the extension.
func hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

// kindOf is the content type by extension, never left to the machine's own tables.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".png":
		return "image/png"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// serve answers with the smallest copy the browser accepts: brotli, gzip, or the file itself.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Type", a.mime)
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	body, encoding := a.body, ""
	if a.worthCompressing() {
		head.Set("Vary", "Accept-Encoding")
		body, encoding = a.copyFor(r.Header.Get("Accept-Encoding"))
	}
	if encoding != "" {
		head.Set("Content-Encoding", encoding)
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// worthCompressing is false for what is compressed already.
func (a *asset) worthCompressing() bool {
	return a.mime != "font/woff2" && a.mime != "image/png"
}

// copyFor picks a copy and its encoding, "" for the file itself.
func (a *asset) copyFor(accepted string) ([]byte, string) {
	a.compress.Do(func() { a.br, a.gz = Compressed(a.body) })
	switch encoding := Preferred(accepted, "br", "gzip"); encoding {
	case "br":
		return a.br, encoding
	case "gzip":
		return a.gz, encoding
	}
	return a.body, ""
}

// Compressed makes the copies that are sent to browsers, in brotli and gzip, as small as they get: slow, so done once.
func Compressed(body []byte) (br, gz []byte) {
	var b, g bytes.Buffer
	brw := brotli.NewWriterLevel(&b, brotli.BestCompression)
	_, _ = brw.Write(body)
	_ = brw.Close()
	gzw, _ := gzip.NewWriterLevel(&g, gzip.BestCompression)
	_, _ = gzw.Write(body)
	_ = gzw.Close()
	return b.Bytes(), g.Bytes()
}

// Preferred is the first of the encodings that an Accept-Encoding header takes, or empty: then the bytes go as they are.
func Preferred(accepted string, encodings ...string) string {
	for _, encoding := range encodings {
		if accepts(accepted, encoding) {
			return encoding
		}
	}
	return ""
}

// accepts reports whether an Accept-Encoding header takes the encoding; q=0 refuses it.
func accepts(header, encoding string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(item), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), 64)
		return weight == "" || err != nil || q > 0
	}
	return false
}
