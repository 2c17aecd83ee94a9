package locales

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// T says the sentence with that key. Arguments alternate name and value: T("fr", "tickets.title", "Ref", ref),
// or are one map[string]any, as in store.Wrong.
// A key that exists nowhere comes back in brackets, so that it is seen.
func T(lang, key string, args ...any) string {
	return speakerOf(lang).say(key, "other", args)
}

// N says the sentence in the plural form for n; {{.Count}} is n as that language writes it.
func N(lang, key string, n int, args ...any) string {
	who := speakerOf(lang)
	return who.say(key, who.form(n), append(args[:len(args):len(args)], "Count", Number(lang, int64(n))))
}

func speakerOf(lang string) *speaker {
	if s := speakers[lang]; s != nil {
		return s
	}
	return speakers[Default]
}

// say puts a sentence together; what this language has no words for is said in the default one.
func (s *speaker) say(key, form string, args []any) string {
	pieces, ok := s.sentences[key].in(form)
	if !ok {
		pieces, ok = speakers[Default].sentences[key].in(form)
	}
	if !ok {
		return "[" + key + "]"
	}
	if len(pieces) == 1 && pieces[0].argument == "" {
		return pieces[0].text
	}
	var b strings.Builder
	for i, p := range pieces {
		switch {
		case p.argument != "":
			b.WriteString(given(args, p.argument))
		case p.elided != "" && vowelFirst(given(args, pieces[i+1].argument)):
			b.WriteString(p.elided)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// vowelFirst reports whether a word begins with a vowel before which French elides; an h or a y may go either way, and keeps the e.
func vowelFirst(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune("aàâäeéèêëiîïoôöuùûüœæ", unicode.ToLower(first))
}

// given is the argument with that name, as it is written in a sentence.
func given(args []any, name string) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return shown(args[i+1])
		}
	}
	if len(args)%2 == 1 { // one map, before what N adds
		if all, ok := args[0].(map[string]any); ok {
			if value, ok := all[name]; ok {
				return shown(value)
			}
			return given(args[1:], name)
		}
	}
	return "<no value>"
}

func shown(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(value)
}

// frenchSpaces puts the spaces that never break a line where French wants them, so that writers type plain ones.
var frenchSpaces = strings.NewReplacer(" ;", nnbsp+";", " !", nnbsp+"!", " ?", nnbsp+"?", " %", nnbsp+"%", " €", nbsp+"€",
	" :", nbsp+":", " »", nbsp+"»", "« ", "«"+nbsp)

const (
	nbsp  = "\u00a0" // no-break space
	nnbsp = "\u202f" // narrow no-break space
)

func typography(code, text string) string {
	if code != "fr" {
		return text
	}
	return frenchSpaces.Replace(text)
}
