package markdown

import "testing"

// bad and good are translations of the same source that a check must refuse and accept.
type verdict struct {
	id        string
	md        string // source document of one block, or "" for plain text
	src       string // plain source text
	good, bad []string
	ctx       Context
}

var enFr = Context{SourceLang: "en", Lang: "fr"}

var verdicts = []verdict{
	{
		id: "holes_once", md: "See [the *guide*](/g).",
		good: []string{"Voir ⟦1⟧le ⟦2⟧guide⟦3⟧.", "⟦1⟧Le ⟦2⟧guide⟦3⟧ est là."},
		bad:  []string{"Voir ⟦1⟧le guide⟦3⟧.", "⟦1⟧⟦1⟧⟦2⟧⟦3⟧ a", "⟦1⟧a⟦2⟧b⟦3⟧⟦4⟧", "⟦1⟧a⟦2⟧b⟦3⟧ ⟦", "⟦1⟧a⟦2⟧b⟦ 3⟧"},
	},
	{
		id: "holes_order", md: "See [the *guide*](/g) and **this** and **that**.",
		good: []string{"⟦4⟧Ceci⟦5⟧ et ⟦1⟧le ⟦2⟧guide⟦3⟧ et ⟦6⟧cela⟦7⟧."},
		bad:  []string{"Voir ⟦3⟧le ⟦2⟧guide⟦1⟧", "⟦4⟧Ceci⟦7⟧ et ⟦6⟧cela⟦5⟧ et ⟦5⟧⟦4⟧", "⟦1⟧le⟦3⟧ guide ⟦2⟧"},
	},
	{
		id: "holes_order", md: "- [ ] a task with `code`",
		good: []string{"⟦1⟧une tâche avec ⟦2⟧"},
		bad:  []string{"une tâche ⟦1⟧ avec ⟦2⟧", "⟦2⟧ avec ⟦1⟧"},
	},
	{
		id: "md_reparse", md: "See [the guide](/g).",
		good: []string{"Voir ⟦1⟧le guide⟦2⟧.", "- voir ⟦1⟧le guide⟦2⟧", "# ⟦1⟧Guide⟦2⟧"},
		bad:  []string{"Voir ⟦1⟧le *guide*⟦2⟧.", "⟦1⟧a⟦2⟧ [b](javascript:x)", "⟦1⟧a⟦2⟧ `code`", "<b>⟦1⟧a⟦2⟧</b>", "⟦2⟧a⟦1⟧", "⟦1⟧a⟦2⟧ https://e.org"},
	},
	{
		id: "md_reparse", md: "# Title",
		good: []string{"Titre", "Titre #", "Titre {x}"},
		bad:  []string{"Titre {#autre}x*y*"},
	},
	{
		id: "md_reparse", md: "| a | b |\n|---|---|\n| yes | no |",
		good: []string{"a | b", `a\`},
		bad:  []string{"`a|b`"},
	},
	{
		id: "unsafe_html", md: "Write &lt;script&gt; here",
		good: []string{"Écrire ⟦1⟧script⟦2⟧ ici"},
		bad:  []string{"Écrire <script> ici", "Écrire ⟦1⟧script⟦2⟧ <", "⟦1⟧<img src=x onerror=y>⟦2⟧"},
	},
	{
		id: "unsafe_html", src: "a < b & c",
		good: []string{"à < b et c", "a < b & c"},
		bad:  []string{"a <b> c", "a et b", "a << b"},
	},
	{
		id: "urls", src: "See https://e.org/en and www.f.org.", ctx: Context{URLs: map[string]string{"https://e.org/en": "https://e.org/fr"}},
		good: []string{"Voir https://e.org/fr et www.f.org !", "www.f.org puis https://e.org/fr"},
		bad:  []string{"Voir https://e.org/en et www.f.org", "Voir https://e.org/fr", "https://e.org/fr www.f.org http://g.org", "https://e.org/fr www.f.org javascript:x"},
	},
	{
		id: "urls", md: "See [the guide](https://e.org).",
		good: []string{"Voir ⟦1⟧le guide⟦2⟧."},
		bad:  []string{"Voir ⟦1⟧le guide.", "⟦1⟧a⟦2⟧ https://autre.org"},
	},
	{
		id: "numbers", src: "It costs €1,234.56 for 10,000 people in 2024.", ctx: enFr,
		good: []string{"Cela coûte 1 234,56 € pour 10\u202f000 personnes en 2024.", "En 2024, 10.000 personnes, 1.234,56 €"},
		bad:  []string{"Cela coûte 1 234,65 € pour 10 000 personnes en 2024.", "1 234,56 € pour 10 000 personnes", "1,234.56 10 000 2024 7", "1 234,56 10,000 2024"},
	},
	{
		id: "numbers", src: "Version 3.10 at 14:30, room 3 500 chairs, ١٢", ctx: enFr,
		good: []string{"Version 3.10 à 14h30, salle 3, 500 chaises, 12"},
		bad:  []string{"Version 3.11 à 14h30, salle 3, 500 chaises, 12"},
	},
	{id: "empty", md: "A [word](/b)", good: []string{"Un", "⟦1⟧mot⟦2⟧"}, bad: []string{"", " \u00a0\n", "⟦1⟧⟦2⟧"}},
	{id: "empty", src: " ", good: []string{"", "a"}},
	{
		id: "control_chars", src: "Hello",
		good: []string{"Bonjour\ttoi\n", "\u2067שלום\u2069", "می\u200cخواهم", "👩\u200d🔧", "l\u2019été\u202f!"},
		bad:  []string{"a\x00", "a\u0085", "a\u200bb", "a\ufeff", "\u202eabc", "abc\u2069", "\u2067a\u202c", "a \u200d b", "\ue000", "\ufffd"},
	},
	{
		id: "same_as_source", src: "We host free software together",
		good: []string{"Nous hébergeons du logiciel libre"}, bad: []string{"We host free software together", " We host free software together "},
	},
	{id: "same_as_source", src: "Nextcloud Talk server", good: []string{"Nextcloud Talk server"}},
	{id: "same_as_source", src: "We host free software together", ctx: Context{KeepSource: true}, good: []string{"We host free software together"}},
	{
		id: "fr_spacing", src: "x", ctx: enFr,
		good: []string{"Quoi\u202f? Oui\u202f! À 10:30, voir https://e.org?a=b:c ;)", "«\u202fOui\u202f» à 50\u202f%", "Ah\u202f?!", "(?) ou %s", ":) fin"},
		bad:  []string{"Quoi?", "Quoi !", "Quoi\u00a0:", "« Oui\u202f»", "«\u202fOui»", "50%", "50 %", "⟦1⟧a⟦2⟧:"},
	},
	{id: "fr_spacing", src: "x", ctx: Context{Lang: "en"}, good: []string{"What? 50%"}},
	{id: "fr_spacing", src: "x", ctx: Context{Lang: "fr-CA"}, good: []string{"Quoi?"}},
	{id: "fr_spacing", md: "Quoi&nbsp;: &laquo;", ctx: Context{Lang: "fr"}, good: []string{"Quoi⟦1⟧: ⟦2⟧"}, bad: []string{"Quoi⟦2⟧: ⟦1⟧"}},
	{
		id: "end_punct", src: "Come in.", ctx: enFr,
		good: []string{"Entrez.", "Entrez⟦1⟧.", "«\u202fEntrez.\u202f»", "入って。"}, bad: []string{"Entrez", "Entrez\u202f!", "Entrez…"},
	},
	{id: "end_punct", src: "Wait...", ctx: enFr, good: []string{"Attendez…"}, bad: []string{"Attendez."}},
	{id: "end_punct", src: "What?", ctx: Context{SourceLang: "en", Lang: "el"}, good: []string{"Τι;"}, bad: []string{"Τι"}},
	{id: "end_punct", src: "Home", good: []string{"Accueil"}, bad: []string{"Accueil."}},
	{id: "double_space", src: "One two", good: []string{"Un deux", "Un\u202f!"}, bad: []string{"Un  deux", "Un \u00a0deux"}},
	{id: "double_space", src: "One  two", good: []string{"Un  deux"}},
}

func TestEachCheckRefusesAndAccepts(t *testing.T) {
	for _, v := range verdicts {
		ctx, src := v.ctx, v.src
		if v.md != "" {
			ctx.Source, ctx.Blocks = []byte(v.md), mustCut(t, v.md)
			src = ctx.Blocks[0].Text
		}
		for _, tgt := range v.good {
			if found := CheckOne(v.id, src, tgt, ctx); len(found) > 0 {
				t.Errorf("%s refuses %q for %q", v.id, tgt, src)
			}
		}
		for _, tgt := range v.bad {
			if found := CheckOne(v.id, src, tgt, ctx); len(found) != 1 || found[0].ID != v.id {
				t.Errorf("%s accepts %q for %q", v.id, tgt, src)
			}
		}
	}
}

func TestEveryCheckIsTried(t *testing.T) {
	tried := map[string]int{}
	for _, v := range verdicts {
		tried[v.id] += len(v.bad)
	}
	for _, c := range checks {
		if tried[c.id] == 0 {
			t.Errorf("no failing example for %s", c.id)
		}
	}
}

func TestFixesSatisfyTheirChecks(t *testing.T) {
	for _, c := range []struct{ id, src, tgt, want string }{
		{"fr_spacing", "x", "Quoi? « Oui » : 50 % ⟦1⟧a⟦2⟧! 10:30", "Quoi\u202f? «\u202fOui\u202f»\u202f: 50\u202f% ⟦1⟧a⟦2⟧\u202f! 10:30"},
		{"fr_spacing", "x", "«Oui»; non", "«\u202fOui\u202f»\u202f; non"},
		{"end_punct", "Come!", "Venez", "Venez\u202f!"},
		{"end_punct", "Come.", "Venez\u202f!", "Venez."},
		{"end_punct", "Come", "Venez\u202f!", "Venez"},
		{"end_punct", "⟦1⟧Come.⟦2⟧", "⟦1⟧Venez⟦2⟧", "⟦1⟧Venez.⟦2⟧"},
		{"end_punct", "⟦1⟧Come⟦2⟧.", "⟦1⟧Venez⟦2⟧", "⟦1⟧Venez⟦2⟧."},
		{"double_space", "a b", "a  b \u202f! ", "a b\u202f! "},
		{"numbers", "1", "2", "2"},
	} {
		got := Fix(c.id, c.src, c.tgt, enFr)
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
		if again := Fix(c.id, c.src, got, enFr); again != got {
			t.Errorf("%s: fixed twice: %q", c.id, again)
		}
	}
}

func TestAGoodTranslationIsFoundFaultless(t *testing.T) {
	ctx := Context{SourceLang: "en", Lang: "fr", Source: []byte("See [the guide](https://e.org) in 5 minutes!")}
	ctx.Blocks = mustCut(t, string(ctx.Source))
	if found := Check(ctx.Blocks[0].Text, "Voir ⟦1⟧le guide⟦2⟧ en 5 minutes\u202f!", ctx); len(found) > 0 || Blocked(found) {
		t.Errorf("%v", found)
	}
	if found := Check(ctx.Blocks[0].Text, "", ctx); len(found) != 1 || !Blocked(found) {
		t.Errorf("blank: %v", found)
	}
}
