package markdown

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

var attacks = []string{
	"[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java&#115;cript:alert(1)) [x](java\tscript:alert(1))",
	"<javascript:alert(1)> <data:text/html;base64,PHNjcmlwdD4=> ![x](data:image/svg+xml,<svg/onload=alert(1)>)",
	"<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>",
	"# x {#a onclick=\"alert(1)\" style=\"x\" id=\"y\"}\n\n[a]( \"onmouseover=alert(1)\")",
	"[x](vbscript:x) [x](//evil.example) [x](/\\evil.example) [x](http://[::1]/%zz) ![x](https://evil.example/p.png)",
	"[a](<x\" onclick=\"alert(1)>) `</code><script>` [![](javascript:1)](javascript:2 'x')",
	"[x]: javascript:alert(1)\n\n[x] ![x]\n\n[^a]\n\n[^a]: <script>alert(1)</script>\n",
	"```\"><script>\nx\n```\n\n| <script> |\n|:-:|\n| javascript:x |\n",
	"[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)) &lt;script&gt; &#60;script>",
	"[x](\x01javascript:alert(1)) [y](http:javascript:1) [z](mailto:a@b?body=<script>) [t](tel:+33)",
}

func FuzzHTML(f *testing.F) {
	for _, s := range append(attacks, pages...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		out := HTML(src, Options{HeadingFrom: 2})
		if clean(out) != out {
			t.Errorf("cleaning again changes\n%q\ninto\n%q", out, clean(out))
		}
		harmless(t, out)
		Text(src)
		Excerpt(src, 80)
		Headings(src)
	})
}

// harmless reads the page as a browser would and looks for anything that could run.
func harmless(t *testing.T, out string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(out))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if kind == html.CommentToken || kind == html.DoctypeToken {
			t.Errorf("comment in %q", out)
		}
		if kind != html.TextToken {
			harmlessTag(t, token, out)
		}
	}
}

var (
	spaces  = regexp.MustCompile(`[\x00-\x20]`)
	leading = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)
)

func harmlessTag(t *testing.T, token html.Token, out string) {
	t.Helper()
	switch token.Data {
	case "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "base", "meta", "link":
		t.Errorf("<%s> in %q", token.Data, out)
	}
	for _, a := range token.Attr {
		value := strings.ToLower(spaces.ReplaceAllString(a.Val, ""))
		scheme := leading.FindString(value)
		link := a.Key == "href" || a.Key == "src"
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" ||
			link && scheme != "" && scheme != "http:" && scheme != "https:" && scheme != "mailto:" && scheme != "tel:" {
			t.Errorf("%s=%q in %q", a.Key, a.Val, out)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range append(attacks, append(pages, "0\f", "\u00a0a")...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		blocks, err := Cut([]byte(src), "Nextcloud")
		if err != nil {
			if utf8.ValidString(src) && !errors.Is(err, ErrTooTwined) {
				t.Error(err)
			}
			return
		}
		targets := map[int]string{}
		at := 0
		for i, b := range blocks {
			if b.Start < at || b.Stop <= b.Start || b.Stop > len(src) {
				t.Fatalf("ranges cross: %d [%d:%d)", at, b.Start, b.Stop)
			}
			at = b.Stop
			targets[i] = b.Text
		}
		if got := Build([]byte(src), blocks, targets); string(got) != src {
			t.Errorf("translating into itself gave %q", got)
		}
		for i, title := range Titles([]byte(src), blocks) {
			targets[len(blocks)+i] = loud(title.Text)
		}
		Build([]byte(src), append(blocks, Titles([]byte(src), blocks)...), targets)
	})
}
