package locales

import (
	"strings"
	"testing"
)

// Each rule of keys_test.go is shown a fault and must name it with its place.
func TestTheKeysTestSeesEachFault(t *testing.T) {
	fr := "[a]\ntitle = \"Titre {{.Ref}}\"\nplain = \"Oui\"\n[a.count]\none = \"{{.Count}} chat\"\nmany = \"{{.Count}} de chats\"\nother = \"{{.Count}} chats\"\n"
	en := "[a]\ntitle = \"Title {{.Ref}}\"\nplain = \"Yes\"\n[a.count]\none = \"{{.Count}} cat\"\nother = \"{{.Count}} cats\"\n"
	uses := `x(t(ctx, "a.title", "Ref", r), t(ctx, "a.plain"), tn(ctx, "a.count", n)); `
	for name, c := range map[string]struct{ fr, en, code, want string }{
		"all is well":          {fr, en, uses + `t(ctx, word(x)); store.Wrong{Key: word(x)}; locales.T(lang, wrong.Key, wrong.Args)`, ""},
		"in no file":           {fr, en, uses + `t(ctx, "a.other")`, `views/x.go:3: "a.other" is in no file`},
		"in no file, locales":  {fr, en, uses + `locales.T(lang, "a.other")`, `views/x.go:3: "a.other" is in no file`},
		"in no file, Add":      {fr, en, uses + `wrong.Add("name", "gone")`, `views/x.go:3: "gone" is in no file`},
		"in no file, Wrong":    {fr, en, uses + `store.Wrong{Key: "gone"}`, `views/x.go:3: "gone" is in no file`},
		"in no file, answered": {fr, en, uses + `t(ctx, gone())`, `views/x.go:5: "a.gone" is in no file`},
		"in no file, passed":   {fr, en, uses + `label(ctx, "a.other")`, `views/x.go:3: "a.other" is in no file`},
		"missing":              {fr, strings.Replace(en, "plain = \"Yes\"\n", "", 1), uses, `active.en.toml: "a.plain" is missing`},
		"too much":             {fr, en + "[b]\nx = \"X\"", uses, `"b.x" is not in active.fr.toml`},
		"plural form":          {strings.Replace(fr, "many = \"{{.Count}} de chats\"\n", "", 1), en, uses, `active.fr.toml: "a.count" has no form "many"`},
		"strange form":         {fr, en + "few = \"x\"", uses, `active.en.toml: "a.count" has a form "few" that is never said`},
		"placeholder":          {fr, strings.Replace(en, ".Ref", ".Rf", 1), uses, `active.en.toml: "a.title" (other) has placeholders [Rf] instead of [Ref]`},
		"unused":               {fr + "[b]\nx = \"X\"", en + "[b]\nx = \"X\"", uses, `active.fr.toml: "b.x" is used nowhere`},
		"not constant":         {fr, en, uses + `t(ctx, "a." + x)`, "views/x.go:3: the key is not a constant"},
		"made up":              {fr, en, uses + `t(ctx, fmt.Sprintf("a.%s", x))`, "views/x.go:3: the key is not a constant"},
		"a table":              {fr, en, uses + `wrong.Add("name", keys[x])`, "views/x.go:3: the key is not a constant"},
		"argument missing":     {fr, en, uses + `t(ctx, "a.title")`, `views/x.go:3: "a.title" needs {{.Ref}}`},
		"argument unknown":     {fr, en, uses + `t(ctx, "a.title", "Ref", r, "No", n)`, `views/x.go:3: "a.title" has no {{.No}}`},
		"plural said plainly":  {fr, en, uses + `t(ctx, "a.count")`, `views/x.go:3: "a.count" is plural true in the files, false here`},
		"plain said as plural": {fr, en, uses + `locales.N(lang, "a.plain", 3)`, `views/x.go:3: "a.plain" is plural false in the files, true here`},
	} {
		t.Run(name, func(t *testing.T) {
			code := "package views\nfunc X() {\n" + c.code + "\n}\nfunc gone() string { return \"a.gone\" }\nfunc word(x int) string { return \"a.plain\" }\n" +
				"func label(ctx C, key string) string { return t(ctx, key) }\n"
			words := catalogue{"fr": sentencesOf(t, "fr", c.fr), "en": sentencesOf(t, "en", c.en)}
			expect(t, faults([]source{{"views/x.go", code}}, words, nil), c.want)
		})
	}
}

func TestTheKeysTestSeesSentencesInTheCode(t *testing.T) {
	for name, c := range map[string]struct{ templ, html, want string }{
		"symbols":    {"templ X() {}", `<p>× · 3 h<b class="big">Chatière</b></p><script>let x = 1</script><svg viewBox="0 0 1 1"></svg>`, ""},
		"text":       {"templ X() {\n<p>Bonjour à vous</p>\n}", `<p>Bonjour à vous</p>`, `views/x.templ:2: "Bonjour à vous"`},
		"attribute":  {"templ X() {\n<a title=\"Fermer\"></a>\n}", `<a title="Fermer"></a>`, `views/x.templ:2: "Fermer"`},
		"shown":      {"templ X() {\n<p>{ \"Hello\" }</p>\n}", `<p></p>`, `views/x.templ:2: "Hello"`},
		"accents":    {"templ X() {\n@page(\"Réglages\")\n}", ``, `views/x.templ:2: "Réglages"`},
		"attributes": {"templ X() {\n<p class={ \"big\" } id={ \"x-y\" }></p>\n}", `<p class="big"></p>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			generated := "package views\nfunc X() { templruntime.WriteString(b, 1, `" + c.html + "`) }"
			expect(t, sentencesInCode([]source{{"views/x.templ", c.templ}, {"views/x_templ.go", generated}}), c.want)
		})
	}
	expect(t, sentencesInCode([]source{{"views/x.templ", "templ X() {}"}}), "views/x.templ:1: no generated file")
}

func expect(t *testing.T, got []string, want string) {
	t.Helper()
	if want == "" && len(got) == 0 {
		return
	}
	if len(got) != 1 || want == "" || !strings.Contains(got[0], want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
