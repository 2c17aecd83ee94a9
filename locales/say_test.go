package locales

import (
	"strings"
	"testing"
	"time"
)

func TestASentenceIsCutAtItsArguments(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"Bonjour":                           "Bonjour",
		"{{.Name}}":                         "<Name>",
		"Bonjour {{ .Name }}, à {{.Day}} !": "Bonjour <Name>, à <Day> !",
		"Écrivez {{`{{name}}`}} ici":        "Écrivez {{name}} ici",
	} {
		var said strings.Builder
		for _, p := range cut("a.key", text) {
			said.WriteString(p.text)
			if p.argument != "" {
				said.WriteString("<" + p.argument + ">")
			}
		}
		same(t, said.String(), want)
	}
}

func TestABrokenSentenceStopsTheProgram(t *testing.T) {
	for _, text := range []string{"{{.Name", "{{}}", "{{.}}", "{{if .X}}", "{{`x}}", "{{printf .X}}", "{{.X | html}}"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is said", text)
				}
			}()
			cut("a.key", text)
		}()
	}
}

func TestArgumentsComeInAnyShape(t *testing.T) {
	same(t, N("en", "unit.until.days", 3, map[string]any{"Other": 1}), "in 3 days")
	same(t, T("fr", "error.too_long", "Max", int64(80)), "Ce texte est trop long\u00a0: 80 caractères au plus.")
	same(t, T("fr", "error.too_long"), "Ce texte est trop long\u00a0: <no value> caractères au plus.")
}

func TestFrenchElidesBeforeAVowel(t *testing.T) {
	for text, want := range map[string]string{
		"Membres de {{.X}}":    "Membres d’Ailleurs",
		"De {{.X}}, un mot":    "D’Ailleurs, un mot",
		"Il dit que {{.X}}":    "Il dit qu’Ailleurs",
		"Le monde {{.X}}":      "Le monde Ailleurs",
		"Le rôle de ({{.X}})":  "Le rôle de (Ailleurs)",
		"{{.X}} de {{.Other}}": "Ailleurs de Babel",
	} {
		s := &speaker{sentences: map[string]sentence{"a": {"other": eliding("fr", cut("a", text))}}}
		same(t, s.say("a", "other", []any{"X", "Ailleurs", "Other", "Babel"}), want)
	}
	for name, want := range map[string]bool{"Élan": true, "œuvre": true, "Hugo": false, "Yann": false, "80 €": false, "": false, "« Ada »": false} {
		same(t, vowelFirst(name), want)
	}
	same(t, eliding("en", cut("a", "Members de {{.X}}"))[0].elided, "")
}

func BenchmarkSayAPlainSentence(b *testing.B) {
	for b.Loop() {
		T("fr", "error.required")
	}
}

func BenchmarkSayADate(b *testing.B) {
	for b.Loop() {
		DateShort("fr", time.Unix(1_800_000_000, 0))
	}
}
