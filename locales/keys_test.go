package locales

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// sharedUntilTheHouseIsFull (2026-11-25) may wait for their first use. The lead empties this list.
var sharedUntilTheHouseIsFull = []string{"action.", "error.", "unit.", "country.", "state."}

// TestEverySentenceExistsAndIsUsed reads the whole repository: keys against files, in both directions.
func TestEverySentenceExistsAndIsUsed(t *testing.T) {
	report(t, faults(readSources(t, ".."), readSentences(t), sharedUntilTheHouseIsFull))
}

// TestNoSentenceIsInTheCode looks at what the generated pages write by themselves.
func TestNoSentenceIsInTheCode(t *testing.T) {
	report(t, sentencesInCode(readSources(t, "..")))
}

func report(t *testing.T, all []string) {
	t.Helper()
	if len(all) > 0 {
		sort.Strings(all)
		t.Errorf("%d faults:\n%s", len(all), strings.Join(slices.Compact(all), "\n"))
	}
}

// faults lists what is wrong between the calls in the code and the sentences in the files.
func faults(sources []source, sentences catalogue, waiting []string) []string {
	all := sentences.disagreements()
	house := survey(sources)
	for _, u := range house.uses {
		all = append(all, sentences.check(u)...)
	}
	all = append(all, house.unclear...)
	quoted := quotedKeys(sources)
	for key := range sentences[Default] {
		if !quoted[key] && !slices.ContainsFunc(waiting, func(p string) bool { return strings.HasPrefix(key, p) }) {
			all = append(all, fmt.Sprintf("active.%s.toml: %q is used nowhere", Default, key))
		}
	}
	return all
}

// check compares one use of a key with the sentence.
func (c catalogue) check(u use) []string {
	forms, ok := c[Default][u.key]
	if !ok {
		return []string{fmt.Sprintf("%s: %q is in no file", u.where, u.key)}
	}
	if u.plural != forms.plural() && u.counted {
		return []string{fmt.Sprintf("%s: %q is plural %v in the files, %v here", u.where, u.key, forms.plural(), u.plural)}
	}
	if u.names == nil {
		return nil
	}
	var all []string
	names := u.names
	if u.plural {
		names = append(slices.Clone(names), "Count")
	}
	for _, name := range forms.placeholders() {
		if !slices.Contains(names, name) {
			all = append(all, fmt.Sprintf("%s: %q needs {{.%s}}", u.where, u.key, name))
		}
	}
	for _, name := range u.names {
		if !slices.Contains(forms.placeholders(), name) {
			all = append(all, fmt.Sprintf("%s: %q has no {{.%s}}", u.where, u.key, name))
		}
	}
	return all
}

// disagreements compares the files of all languages with the default one.
func (c catalogue) disagreements() []string {
	var all []string
	for lang, sentences := range c {
		for key, original := range c[Default] {
			where := fmt.Sprintf("active.%s.toml: %q", lang, key)
			forms, ok := sentences[key]
			if !ok {
				all = append(all, where+" is missing")
				continue
			}
			all = append(all, forms.against(original, lang, where)...)
		}
		for key := range sentences {
			if _, ok := c[Default][key]; !ok {
				all = append(all, fmt.Sprintf("active.%s.toml: %q is not in active.%s.toml", lang, key, Default))
			}
		}
	}
	return all
}

// against says where forms lacks a plural form of its language, or a placeholder of the original.
func (f forms) against(original forms, lang, where string) []string {
	var all []string
	want := []string{"other"}
	if original.plural() || f.plural() {
		want = pluralForms(lang)
	}
	for _, form := range want {
		if f[form] == "" {
			all = append(all, fmt.Sprintf("%s has no form %q", where, form))
		}
	}
	for form, sentence := range f {
		if !slices.Contains(want, form) {
			all = append(all, fmt.Sprintf("%s has a form %q that is never said", where, form))
		}
		got, need := uncounted(placeholdersIn(sentence)), uncounted(original.placeholders())
		if !slices.Equal(got, need) {
			all = append(all, fmt.Sprintf("%s (%s) has placeholders %v instead of %v", where, form, got, need))
		}
	}
	return all
}

// uncounted leaves out {{.Count}}: "one ticket" may say it in a word.
func uncounted(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "Count" })
}

var (
	action  = regexp.MustCompile(`\{\{[^}]*\}\}`)
	argName = regexp.MustCompile(`\.([A-Z]\w*)`)
)

func placeholdersIn(sentence string) []string {
	var names []string
	for _, inside := range action.FindAllString(sentence, -1) {
		for _, name := range argName.FindAllStringSubmatch(inside, -1) {
			names = append(names, name[1])
		}
	}
	sort.Strings(names)
	return slices.Compact(names)
}
