package locales

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// speaker says the sentences of one language. They are cut at their arguments once, when the program starts: a page says hundreds.
type speaker struct {
	sentences map[string]sentence
	rule      *i18n.Localizer // answers with the name of the plural form
	forms     sync.Map        // of small numbers, as they were asked for
}

// sentence holds the pieces of each plural form; a sentence without a number has "other" only.
type sentence map[string][]piece

// piece is text, or the name of an argument that stands in its place.
type piece struct {
	text, argument string
	elided         string // French: the text as it ends before a vowel ("d’" for "de "), "" where nothing changes
}

// in is the sentence in a plural form.
func (s sentence) in(form string) ([]piece, bool) {
	pieces, ok := s[form]
	if !ok {
		pieces, ok = s["other"]
	}
	return pieces, ok
}

func newSpeaker(code string, messages []*i18n.Message) *speaker {
	tag := language.MustParse(tagOf(code))
	rules := i18n.NewBundle(tag)
	rules.MustAddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	s := &speaker{sentences: map[string]sentence{}, rule: i18n.NewLocalizer(rules, tagOf(code))}
	for _, m := range messages {
		s.sentences[m.ID] = sentence{}
		for form, text := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
			if text != "" {
				s.sentences[m.ID][form] = eliding(code, cut(m.ID, text))
			}
		}
	}
	return s
}

// manyNumbers is up to where the plural forms of numbers are remembered.
const manyNumbers = 1000

// form is the plural form for n, as Unicode has it (CLDR).
func (s *speaker) form(n int) string {
	if known, ok := s.forms.Load(n); ok {
		return known.(string)
	}
	form, err := s.rule.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
	if err != nil {
		form = "other"
	}
	if n >= 0 && n < manyNumbers {
		s.forms.Store(n, form)
	}
	return form
}

// cut takes a sentence apart. It may hold {{.Argument}} and, for curly brackets themselves, {{`text`}}; anything else stops the
// program at start.
func cut(key, text string) []piece {
	var pieces []piece
	for {
		before, rest, more := strings.Cut(text, "{{")
		if before != "" || !more && pieces == nil {
			pieces = append(pieces, piece{text: before})
		}
		if !more {
			return joined(pieces)
		}
		closing := "}}"
		if strings.HasPrefix(rest, "`") {
			closing = "`}}"
		}
		inside, after, closed := strings.Cut(rest, closing)
		name, isArgument := strings.CutPrefix(strings.TrimSpace(inside), ".")
		literal, isLiteral := strings.CutPrefix(inside, "`")
		switch {
		case closed && isLiteral:
			pieces = append(pieces, piece{text: literal})
		case closed && isArgument && name != "" && !strings.ContainsAny(name, " .|"):
			pieces = append(pieces, piece{argument: name})
		default:
			panic(fmt.Sprintf("locales: %s: %q is not closed or no argument", key, cmp.Or(inside, text)))
		}
		text = after
	}
}

// joined puts neighbouring texts together.
func joined(pieces []piece) []piece {
	var all []piece
	for _, p := range pieces {
		if last := len(all) - 1; last >= 0 && p.argument == "" && all[last].argument == "" {
			all[last].text += p.text
			continue
		}
		all = append(all, p)
	}
	return all
}

// eliding notes the French words that lose their e where an argument that begins with a vowel follows: d’Ada, but de Bob.
func eliding(code string, pieces []piece) []piece {
	if code != "fr" {
		return pieces
	}
	for i := range pieces {
		if i+1 == len(pieces) || pieces[i+1].argument == "" {
			continue
		}
		for _, word := range []string{"de ", "que ", "De ", "Que "} {
			if before, ends := strings.CutSuffix(pieces[i].text, word); ends && (before == "" || strings.HasSuffix(before, " ")) {
				pieces[i].elided = strings.TrimSuffix(pieces[i].text, "e ") + "’"
			}
		}
	}
	return pieces
}
