package markdown

import (
	"reflect"
	"strings"
	"testing"
)

func TestPagesAreDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		src, want string
		opts      Options
	}{
		"one h1 a page":        {"# L'été\n## Là\n", "<h2 id=\"l-ete\">L&#39;été</h2>\n<h3 id=\"la\">Là</h3>\n", Options{HeadingFrom: 2}},
		"from its own top":     {"### a\n#### b\n", "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n", Options{HeadingFrom: 2}},
		"ids by hand":          {"# a {#summer .x lang=fr}\n", "<h1 id=\"summer\" lang=\"fr\">a</h1>\n", Options{}},
		"ids apart":            {"# a\n\n[b](#a)\n", "<h1 id=\"m1-a\">a</h1>\n<p><a href=\"#m1-a\">b</a></p>\n", Options{Prefix: "m1-"}},
		"foreign links":        {"[a](https://e.org \"T\")", "<p><a href=\"https://e.org\" title=\"T\" rel=\"nofollow noopener\">a</a></p>\n", Options{}},
		"our links":            {"[a](/b) [c](https://us.org/d) <m@e.org> [t](tel:+33)", "<p><a href=\"/b\">a</a> <a href=\"https://us.org/d\">c</a> <a href=\"mailto:m@e.org\">m@e.org</a> <a href=\"tel:+33\">t</a></p>\n", Options{Host: "us.org"}},
		"bare links":           {"www.e.org", "<p><a href=\"http://www.e.org\" rel=\"nofollow noopener\">www.e.org</a></p>\n", Options{}},
		"dangerous links":      {"[a *b*](javascript:x) [c](data:x) <vbscript:x>", "<p>a <em>b</em> c vbscript:x</p>\n", Options{}},
		"our pictures":         {"![a](/b.png \"T\")", "<p><img src=\"/b.png\" alt=\"a\" title=\"T\"></p>\n", Options{}},
		"others' pictures":     {"![a](https://e.org/b.png)", "<p><a href=\"https://e.org/b.png\" rel=\"nofollow noopener\">a</a></p>\n", Options{}},
		"tasks":                {"- [x] a\n- [ ] b\n", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n", Options{}},
		"hand-written HTML":    {"a <b>c</b> <script>d</script>\n\n<div onclick=x>e</div>\n", "<p>a c d</p>\n\n", Options{}},
		"marks":                {"~~a~~ **b** `c` d  \ne", "<p><del>a</del> <strong>b</strong> <code>c</code> d<br>\ne</p>\n", Options{}},
		"definitions":          {"a\n: b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n", Options{}},
		"code":                 {"```go\nx<y\n```\n", "<pre><code class=\"language-go\">x&lt;y\n</code></pre>\n", Options{}},
		"tables without style": {"|a \"*b*\"|\n|-:|\n|b|\n", "<table role=\"table\">\n<thead>\n<tr>\n<th class=\"align-end\" scope=\"col\" role=\"columnheader\">a &#34;<em>b</em>&#34;</th>\n</tr>\n</thead>\n<tbody>\n<tr role=\"row\">\n<td class=\"align-end\" role=\"cell\" data-label=\"a &#34;b&#34;\">b</td>\n</tr>\n</tbody>\n</table>\n", Options{}},
		"addresses of texts":   {"[a](service:chat) [b](page:none) [c](/d)", "<p><a href=\"/oc/chat\">a</a> b <a href=\"/d\">c</a></p>\n", Options{Link: func(a string) string { return map[string]string{"service:chat": "/oc/chat"}[a] }}},
		"foreign blocks":       {"# a\n\n* * *\n\nb\n\n- c\n- d\n\n|e|\n|-|\n|f|\n", "<h1 id=\"a\" lang=\"fr\">a</h1>\n<hr>\n<p lang=\"fr\">b</p>\n<ul>\n<li>c</li>\n<li lang=\"fr\">d</li>\n</ul>\n<table role=\"table\">\n<thead>\n<tr>\n<th scope=\"col\" role=\"columnheader\">e</th>\n</tr>\n</thead>\n<tbody>\n<tr role=\"row\">\n<td role=\"cell\" data-label=\"e\" lang=\"fr\">f</td>\n</tr>\n</tbody>\n</table>\n", Options{Foreign: map[int]string{0: "fr", 1: "fr", 3: "fr", 5: "fr"}}},
		"unreadable":           {strings.Repeat("> ", 70) + "<b>", "<pre>" + strings.Repeat("&gt; ", 70) + "&lt;b&gt;</pre>", Options{}},
	} {
		if got := HTML(c.src, c.opts); got != c.want {
			t.Errorf("%s: got\n%s, want\n%s", name, got, c.want)
		}
	}
}

func TestFootnotesLeadThereAndBack(t *testing.T) {
	got := HTML("a[^1]\n\n[^1]: b\n", Options{Prefix: "m-"})
	for _, part := range []string{`<sup id="m-fnref:1">`, `href="#m-fn:1"`, `role="doc-noteref"`, `<li id="m-fn:1">`, `href="#m-fnref:1"`, `role="doc-endnotes"`} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
}

func TestATableOfContentsHasTheIdsOfThePage(t *testing.T) {
	src := "# A *b* `c` &amp; d\n\n## A b c & d {#x}\n\n# 日本\n\n# !\n\n# !\n"
	want := []Heading{{2, "p-a-b-c-amp-d", "A b c & d"}, {3, "p-x", "A b c & d"}, {2, "p-日本", "日本"}, {2, "p-section", "!"}, {2, "p-section-1", "!"}}
	o := Options{HeadingFrom: 2, Prefix: "p-"}
	got := Headings(src, o)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	for _, h := range got {
		if !strings.Contains(HTML(src, o), `id="`+h.ID+`"`) {
			t.Errorf("%s is not on the page", h.ID)
		}
	}
}

func TestTextIsPlain(t *testing.T) {
	src := "# Été\n\nVoir [le *guide*](https://e.org/a) et <m@e.org>,\n&eacute; \\* `ls`.  \nFin[^1].\n\n> a\n>\n> b\n\n3. un\n   - deux\n4. trois\n\n- [x] fait\n\n|a|b|\n|-|-|\n|c|d|\n\nmot\n: sens\n\n```\n x\n```\n\n<div>z</div>\n\n[^1]: note\n"
	want := "Été\n\nVoir le guide (https://e.org/a) et m@e.org, é * ls.\nFin[1].\n\n> a\n> \n> b\n\n3. un\n   - deux\n4. trois\n\n- ☑ fait\n\na | b\nc | d\n\nmot\n  sens\n\n x\n\n[1] note"
	if got := Text(src); got != want {
		t.Errorf("got\n%q want\n%q", got, want)
	}
}

func TestExcerptsEndBetweenWords(t *testing.T) {
	src := "# Titre\n\nLe **chat** dort,\nbien [au chaud](/x).\n\n- liste\n\nFin"
	for max, want := range map[int]string{100: "Le chat dort, bien au chaud. Fin", 15: "Le chat dort…", 5: "Le…", 3: "Le…", 2: "L…"} {
		if got := Excerpt(src, max); got != want {
			t.Errorf("%d: %q", max, got)
		}
	}
}

func TestLettersAndMarksAreComposed(t *testing.T) {
	for in, want := range map[string]string{"e\u0301": "é", "E\u0302\u0301": "Ế", "n\u0303o": "ño", "x\u0301": "x\u0301", "ا\u0653": "ا\u0653", "": ""} {
		if got := compose(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	if got := slug("Ça, l'œuvre Ế ! "); got != "ca-l-oeuvre-e" {
		t.Error(got)
	}
}

func TestTheSecondLockHoldsAlone(t *testing.T) {
	for in, want := range map[string]string{
		`<a href="javascript:x">a</a>`:                          "a",
		`<a href="/b" onclick="x" style="y">a</a>`:              `<a href="/b">a</a>`,
		`<img src="data:image/png;base64,xx" alt="a">`:          `<img alt="a">`,
		`<p id="x" class="y">a</p><script>b</script><svg/>`:     "<p>a</p>",
		`<h2 id="a b">c</h2><h2 id="d">e</h2><!-- f -->`:        `<h2>c</h2><h2 id="d">e</h2>`,
		`<iframe src="https://e.org"></iframe><form><input>`:    "",
		`<code class="language-go x">a</code><th scope="row">b`: "<code>a</code><th>b",
	} {
		if got := clean(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestNoLineBeginsWithAMark(t *testing.T) {
	got := HTML("Qui ? « Moi » : **oui** !\nEt `a : b` ; [là ?](/la)\n")
	if want := "<p>Qui\u202f? «\u00a0Moi\u00a0»\u00a0: <strong>oui</strong>\u202f!\nEt <code>a : b</code>\u202f; <a href=\"/la\">là\u202f?</a></p>"; strings.TrimSpace(got) != want {
		t.Errorf("%q", got)
	}
}
