package markdown

import (
	"reflect"
	"strings"
	"testing"
)

const golden = "# Été {#summer}\n\nVoir [le *guide*](https://e.org/a \"Aide\")\net `ls -l`.\n\n> Un\\\n> deux\n> trois\n\n- b\n  suite\n- [ ] tâche\n\n| x \\| y | <b>z</b> |\n|---|---|\n| oui | **non** |\n"

type row struct {
	kind        Kind
	start, stop int
	text        string
	holes       []string
}

func TestTheGoldenPageIsCutByteForByte(t *testing.T) {
	want := []row{
		{KindHeading, 2, 7, "Été", nil},
		{KindParagraph, 19, 72, "Voir ⟦1⟧le ⟦2⟧guide⟦3⟧ et ⟦4⟧.", []string{"[", "*", `*](https://e.org/a "Aide")`, "`ls -l`"}},
		{KindParagraph, 76, 94, "Un⟦1⟧deux trois", []string{"\\\n> "}},
		{KindTextBlock, 98, 107, "b suite", nil},
		{KindTextBlock, 110, 120, "⟦1⟧tâche", []string{"[ ] "}},
		{KindCell, 124, 130, `x \| y`, nil},
		{KindCell, 133, 141, "⟦1⟧z⟦2⟧", []string{"<b>", "</b>"}},
		{KindCell, 156, 159, "oui", nil},
		{KindCell, 162, 169, "⟦1⟧non⟦2⟧", []string{"**", "**"}},
	}
	var got []row
	for _, b := range mustCut(t, golden) {
		r := row{b.Kind, b.Start, b.Stop, b.Text, nil}
		for _, h := range b.Holes {
			r.holes = append(r.holes, h.Payload)
			if golden[h.At:h.At+len(h.Payload)] != h.Payload {
				t.Errorf("hole %q is not at %d", h.Payload, h.At)
			}
		}
		got = append(got, r)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func mustCut(t *testing.T, src string, keep ...string) []Block {
	t.Helper()
	blocks, err := Cut([]byte(src), keep...)
	if err != nil {
		t.Fatal(err)
	}
	return blocks
}

func TestWhatNobodyTranslatesIsAHole(t *testing.T) {
	for name, c := range map[string]struct{ src, text, kinds string }{
		"variables":       {"Bonjour {{ .Nom }}, %s, %1$s, {0}, ${x} et $1 !", "Bonjour ⟦1⟧, ⟦2⟧, ⟦3⟧, ⟦4⟧, ⟦5⟧ et ⟦6⟧ !", "variable"},
		"money and rates": {"100 % des 20 % coûtent $1.50 ou $10", "100 % des 20 % coûtent $1.50 ou $10", ""},
		"emoji, not time": {"À 10:30:45 :smile: ou a:b:c", "À 10:30:45 ⟦1⟧ ou a:b:c", "emoji"},
		"addresses":       {"Voir https://e.org/a, ftp://x.org/b. et a.b@c.org !", "Voir ⟦1⟧, ⟦2⟧. et ⟦3⟧ !", "url"},
		"entities":        {"Caf&eacute; &amp; th&#233; & eau", "Caf⟦1⟧ ⟦2⟧ th⟦3⟧ & eau", "entity"},
		"escapes":         {`5 \* 3 \| 2`, "5 ⟦1⟧ 3 ⟦2⟧ 2", "escape"},
		"wiki links":      {"Voir [[Accueil]] ici", "Voir ⟦1⟧ ici", "wikilink"},
		"our own marks":   {"Un ⟦1⟧ écrit", "Un ⟦1⟧1⟦2⟧ écrit", "mark"},
		"kept names":      {"Nextcloud et Nextclouds, NEXTCLOUD, Nextcloud Talk", "⟦1⟧ et Nextclouds, NEXTCLOUD, ⟦2⟧", "keep"},
		"pictures":        {"Une ![maison *bleue*](/m.png) ici", "Une ⟦1⟧maison ⟦2⟧bleue⟦3⟧ ici", "+image"},
		"tags":            {"Un <b>mot</b><br>seul", "Un ⟦1⟧mot⟦2⟧seul", "+b"},
	} {
		b := mustCut(t, c.src, "Nextcloud", "Nextcloud Talk")[0]
		if b.Text != c.text {
			t.Errorf("%s: %q, want %q", name, b.Text, c.text)
		}
		if c.kinds != "" && !strings.HasPrefix(b.Holes[0].Kind, c.kinds) && !strings.HasPrefix(b.Holes[len(b.Holes)-1].Kind, c.kinds) {
			t.Errorf("%s: holes are %+v", name, b.Holes)
		}
	}
}

func TestWhatHoldsNoWordIsLeftOut(t *testing.T) {
	src := "---\ntitle: Salut\n---\n```\ncode\n```\n\n    code\n\n<div>\nhtml\n</div>\n\n***\n\n`x` → **!**\n\n[a]: /b \"c\"\n\nReste\n"
	blocks := mustCut(t, src)
	if len(blocks) != 1 || src[blocks[0].Start:blocks[0].Stop] != "Reste" {
		t.Errorf("got %+v", blocks)
	}
}

func TestHostileOrBrokenSourceIsRefused(t *testing.T) {
	for _, src := range []string{"\xff", strings.Repeat("> ", 70) + "a", strings.Repeat("[a](", 400), strings.Repeat("a", MaxSource+1)} {
		if _, err := Cut([]byte(src)); err == nil {
			t.Errorf("%.20q was cut", src)
		}
	}
}

func TestTheHashFollowsTheWordsOnly(t *testing.T) {
	base := mustCut(t, "Voir [le guide](https://a.org) à l'e\u0301te\u0301.")[0]
	for src, same := range map[string]bool{
		"Voir [le guide](https://b.org/autre \"Titre\") à l'été.": true,
		"Voir  [le\nguide](https://a.org) à l'été.":               true,
		"Voir [la page](https://a.org) à l'été.":                  false,
		"Voir *le guide* à l'été.":                                false,
	} {
		if got := mustCut(t, src)[0].Hash == base.Hash; got != same {
			t.Errorf("%q: same hash %v, want %v", src, got, same)
		}
	}
}

func TestPathsFollowTheHeadings(t *testing.T) {
	var got []string
	for _, b := range mustCut(t, "Avant\n\n# Un\n\na\n\n## Deux\n\n- b\n\n# Trois\n\nc\n") {
		got = append(got, b.Path)
	}
	want := []string{"Paragraph", "Heading", "Un / Paragraph", "Un / Heading", "Un / Deux / TextBlock", "Heading", "Trois / Paragraph"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
