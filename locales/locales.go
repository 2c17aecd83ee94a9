// Package locales holds the sentences of the house and says them, in the language of the reader.
// One file per language, active.<lang>.toml: adding a file adds a language. Dates, money and numbers
// are written and read here too. It knows nothing else of the house, no database and no clock.
package locales

import (
	"context"
	"embed"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Default is the language in which the house is written; every sentence exists in it.
const Default = "fr"

// Language is one language that the house speaks, as a reader sees it in the language switch.
type Language struct {
	Code string // as in addresses: fr
	Name string // in its own words: Français
	Dir  string // ltr or rtl
	HTML string // BCP 47, for lang attributes and Content-Language
}

//go:embed active.*.toml
var files embed.FS

// inside gives the tag under which go-i18n knows a language that it has no plural rule for.
var inside = map[string]string{"oc": "ca-x-oc"}

var (
	speakers  = map[string]*speaker{}
	languages = open()
	matcher   = language.NewMatcher(tags())
)

// open reads all files; a broken one stops the program at start.
func open() []Language {
	bundle := i18n.NewBundle(language.MustParse(Default))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	var all []Language
	for _, code := range codes() {
		file, err := bundle.ParseMessageFileBytes(text(code), "active."+tagOf(code)+".toml")
		if err != nil {
			panic(err)
		}
		speakers[code] = newSpeaker(code, file.Messages)
		all = append(all, Language{Code: code, Name: T(code, "language.name"), Dir: T(code, "language.dir"), HTML: T(code, "language.html")})
	}
	return all
}

// codes lists the embedded languages, the default one first.
func codes() []string {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := []string{Default}
	for _, f := range names {
		code := strings.TrimPrefix(strings.TrimSuffix(f.Name(), path.Ext(f.Name())), "active.")
		if code != Default {
			all = append(all, code)
		}
	}
	return all
}

func text(code string) []byte {
	raw, err := files.ReadFile("active." + code + ".toml")
	if err != nil {
		panic(err)
	}
	return []byte(typography(code, string(raw)))
}

func tagOf(code string) string {
	if tag, ok := inside[code]; ok {
		return tag
	}
	return code
}

func tags() []language.Tag {
	var all []language.Tag
	for _, l := range languages {
		all = append(all, language.MustParse(l.HTML))
	}
	return all
}

// All lists the languages of the house, the default one first.
func All() []Language { return slices.Clone(languages) }

// Known reports whether the house speaks the language with that code.
func Known(code string) bool { return speakers[code] != nil }

// Best chooses the language for an Accept-Language header; Default when nothing fits.
func Best(acceptLanguage string) string {
	if len(acceptLanguage) > 500 {
		return Default
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Default
	}
	_, i, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return Default
	}
	return languages[i].Code
}

type langKey struct{}

// WithLang remembers the reader's language in ctx.
func WithLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// Lang is the reader's language remembered in ctx; Default when there is none that we speak.
func Lang(ctx context.Context) string {
	if lang, ok := ctx.Value(langKey{}).(string); ok && Known(lang) {
		return lang
	}
	return Default
}
