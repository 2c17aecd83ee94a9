package markdown

import (
	"strings"
	"testing"
)

// pages are small texts in the manner of the CommonMark examples, each with something that went wrong somewhere.
var pages = []string{
	golden,
	"",
	"\n\n\n",
	"---\ntitle: Salut\n---\n# Bonjour\n\nMonde.\n",
	"---\n\nfoo\n\n---\n",
	"Titre\n=====\n\nDeux lignes\nde titre {.x}\n---\n",
	"# Un # {#deux}\n## Trois ##\n### {#rien}\n# Un\n# Un\n",
	"# foo \\#\n\n####### sept\n\n#5 pas un titre\n",
	"*foo*\n*bar*\n**gras\nsur deux lignes**\n",
	"a\\*b &eacute; &amp; &#233; x  \ny [^1] `a\nb` c<d\n\n[^1]: une note\n    sur deux lignes\n\n[^2]: jamais appelée\n",
	"[guide] et [Guide][] et [le guide][g] et ![une image][g]\n\n[guide]: /guide \"Titre\"\n[g]: <https://e.org/a b> 'autre'\n",
	"[a\nb](x \"t\n u\") <https://a.b/c> https://a.b/c. www.example.org me@e.org\n",
	"![alt *fort*](/i.png \"Un titre\") [![logo](/l.png)](https://e.org 'Le site')\n",
	"> citation\nparesseuse\n> > double\n\n1. un\n\n   suite\n2) deux\n   - trois\n     quatre\n",
	"- [ ] à faire\n- [x] fait **vite**\n- \n- seul\n\n* a\n\n* b\n",
	"Terme\n: une définition\n: une autre\n\nDeux\nTrois\n:   sens\n\n    suite\n",
	"a | b\n--|:-:\n1 | `x \\| y`\n\\| | z\n|| vide |\n",
	"| # | - |\n|---|---|\n| 1. a | * b |\n",
	"    code\n\n```go\nfunc x() {}\n```\n\n~~~\n~~~\n\n<div>\n*html*\n</div>\n\n<!-- note -->\n\n***\n",
	"Bonjour {{ .Nom }}, %s et %1$s, {0}, ${x}, $1, :smile:, [[Accueil]], 100 %, 10:30:45, a@b.org\n",
	"Un ⟦1⟧ dans le texte, ⟦x⟧\n",
	"a<br>b <b>c</b> <a href=\"x\">d</a> <!-- e --> &lt;script&gt;\n",
	"~~barré~~ ~un~ ***tout*** _a_b_ __c__ `` ` `` \\\\ \\\nfin\\\n",
	"\tcode\n\n>\tx\n\n-\ty\n\n  \tz\n",
	"ligne\r\nsuite\r\n\r\n# titre\r\n\r\n> a\\\r\n> b\r\n",
	"日本語の見出し\n===\n\nمرحبا *بالعالم*\n\ne\u0301te\u0301\n",
	"[a](<b c> \"d\") [e](f 'g') [h](i (j)) [k]()\n\n[l]:\n",
	"+ a\n+ b\n\n1986\\. une année\n\n\\- pas une liste\n\n\\# pas un titre\n\n14) oui\n",
	"*a\n\n**b\n\n[c\n\n`d\n\n<e\n\n![f\n\n]g\n",
	"| a |\n|---|\n| b \\\\| |\n\n|a|\\b|\n|-|-|\n|c\\|d|e|\n",
	"Setext *x*\nici\\\nlà\n===\n",
	"# Titre {.classe}\n\n# Titre { .a lang=fr }\n\n# Faux {attr}\n",
}

func checkPage(t *testing.T, src string) {
	t.Helper()
	raw := []byte(src)
	blocks, err := Cut(raw)
	if err != nil {
		return
	}
	same, upper := map[int]string{}, map[int]string{}
	at := 0
	for i, b := range blocks {
		if b.Start < at || b.Stop <= b.Start || b.Stop > len(src) {
			t.Fatalf("ranges cross: %d [%d:%d) in %q", at, b.Start, b.Stop, src)
		}
		at = b.Stop
		if joined, bytes := join(b), src[b.Start:b.Stop]; !strings.Contains(bytes, "\n") && joined != bytes {
			t.Errorf("%q is read as %q", bytes, joined)
		}
		same[i], upper[i] = b.Text, loud(b.Text)
	}
	if got := Build(raw, blocks, same); string(got) != src {
		t.Errorf("translating into itself changed %q into %q", src, got)
	}
	shout(t, src, Build(raw, blocks, upper), len(blocks))
}

// join puts the payloads back and nothing else.
func join(b Block) string {
	return holeMark.ReplaceAllStringFunc(b.Text, func(mark string) string { return b.Holes[holesOf(mark)[0]-1].Payload })
}

// loud changes every word and no hole.
func loud(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range holeMark.FindAllStringIndex(text, -1) {
		b.WriteString(strings.ToUpper(text[at:m[0]]) + text[m[0]:m[1]])
		at = m[1]
	}
	return b.String() + strings.ToUpper(text[at:])
}

func shout(t *testing.T, src string, built []byte, count int) {
	t.Helper()
	again, err := Cut(built)
	if err != nil || len(again) != count {
		t.Errorf("%q\nbecame\n%q\nwith %d blocks instead of %d (%v)", src, built, len(again), count, err)
	}
	if before, after := shapeOf([]byte(src)), shapeOf(built); !before.equal(after) {
		t.Errorf("%q\nbecame\n%q\n%q\n%q", src, built, before, after)
	}
}

func TestPagesKeepTheirShapeInCapitals(t *testing.T) {
	for _, page := range pages {
		checkPage(t, page)
	}
}
