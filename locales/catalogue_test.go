package locales

import (
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// catalogue is what the files say: language, key, plural form.
type catalogue map[string]map[string]forms

type forms map[string]string

func (f forms) plural() bool { return len(f) > 1 || f["other"] == "" }

func (f forms) placeholders() []string {
	all := ""
	for _, sentence := range f {
		all += sentence
	}
	return placeholdersIn(all)
}

func readSentences(t *testing.T) catalogue {
	all := catalogue{}
	for _, code := range codes() {
		all[code] = sentencesOf(t, code, string(text(code)))
	}
	return all
}

func sentencesOf(t *testing.T, code, text string) map[string]forms {
	bundle := i18n.NewBundle(language.MustParse(Default))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	file, err := bundle.ParseMessageFileBytes([]byte(text), "active."+tagOf(code)+".toml")
	if err != nil {
		t.Fatalf("active.%s.toml: %v", code, err)
	}
	all := map[string]forms{}
	for _, m := range file.Messages {
		all[m.ID] = forms{}
		for form, sentence := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
			if sentence != "" {
				all[m.ID][form] = sentence
			}
		}
	}
	return all
}

// pluralForms asks go-i18n which forms that language has for whole numbers (Unicode CLDR).
func pluralForms(lang string) []string {
	bundle := i18n.NewBundle(language.MustParse(Default))
	tag := language.MustParse(tagOf(lang))
	bundle.MustAddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	speaker := i18n.NewLocalizer(bundle, tagOf(lang))
	met, all := map[string]bool{}, []string{}
	for _, n := range append(upTo(200), 1000, 1_000_000, 2_000_000) {
		form, err := speaker.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
		if err == nil && !met[form] {
			met[form], all = true, append(all, form)
		}
	}
	return all
}

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestPluralFormsAreThoseOfUnicode(t *testing.T) {
	same(t, len(pluralForms("fr")), 3) // one, other, many
	same(t, len(pluralForms("en")), 2)
	same(t, len(pluralForms("oc")), 3)
	same(t, len(pluralForms("ar")), 6)
	same(t, len(pluralForms("ja")), 1)
}
