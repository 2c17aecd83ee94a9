package locales

import (
	"maps"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// T says the sentence with that key. Arguments alternate name and value: T("fr", "tickets.title", "Ref", ref),
// or are one map[string]any, as in store.Wrong.
// A key that exists nowhere comes back in brackets, so that it is seen.
func T(lang, key string, args ...any) string {
	return say(lang, &i18n.LocalizeConfig{MessageID: key, TemplateData: named(args)})
}

// N says the sentence in the plural form for n; {{.Count}} is n as that language writes it.
func N(lang, key string, n int, args ...any) string {
	words := named(args)
	words["Count"] = Number(lang, int64(n))
	return say(lang, &i18n.LocalizeConfig{MessageID: key, TemplateData: words, PluralCount: n})
}

func say(lang string, what *i18n.LocalizeConfig) string {
	speaker := speakers[lang]
	if speaker == nil {
		speaker = speakers[Default]
	}
	sentence, err := speaker.Localize(what)
	if err != nil && sentence == "" {
		return "[" + what.MessageID + "]"
	}
	return sentence
}

func named(args []any) map[string]any {
	words := make(map[string]any, len(args)/2+1)
	if len(args) == 1 {
		given, _ := args[0].(map[string]any)
		maps.Copy(words, given)
	}
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			words[name] = args[i+1]
		}
	}
	return words
}

// frenchSpaces puts the spaces that never break a line where French wants them, so that writers type plain ones.
var frenchSpaces = strings.NewReplacer(" ;", nnbsp+";", " !", nnbsp+"!", " ?", nnbsp+"?", " %", nnbsp+"%",
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
