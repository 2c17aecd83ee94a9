package markdown

import (
	"slices"
	"strings"
	"unicode"
)

// negations are the words whose coming or going turns a sentence round.
var negations = map[string]string{
	"fr": "ne n pas non aucun aucune jamais sans ni rien personne sauf",
	"en": "no not non never without none nothing nobody neither nor cannot except t",
	"oc": "non pas cap jamai sens ni res degun",
	"ca": "no pas cap mai sense ni res ningú",
	"br": "ne n na ket hep nebret morse netra",
	"es": "no nunca jamás sin ni nada nadie ningún ninguno ninguna",
	"it": "non mai senza né niente nulla nessuno nessuna",
	"pt": "não nunca jamais sem nem nada ninguém nenhum nenhuma",
	"de": "nicht kein keine keinen keinem keiner nie niemals ohne weder noch nichts niemand",
	"nl": "niet geen nooit zonder noch niets niemand",
	"eu": "ez inoiz gabe ezer inor",
}

// StillCorrect reports whether a person may be offered "the translation is still correct" after the source
// went from old to new: never when a number, a negation or a hole changed. lang is the language of the source.
func StillCorrect(lang, old, new string) bool {
	return slices.Equal(sorted(holesOf(old)), sorted(holesOf(new))) &&
		sameNumbers(lang, old, lang, new) &&
		slices.Equal(negationsIn(lang, old), negationsIn(lang, new))
}

func sorted(list []int) []int {
	slices.Sort(list)
	return list
}

func negationsIn(lang, text string) []string {
	known := negations[baseOf(lang)]
	if known == "" {
		known = negations["en"] + " " + negations["fr"]
	}
	words := strings.Fields(known)
	var found []string
	for _, w := range strings.FieldsFunc(strings.ToLower(compose(withoutHoles(text))), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if slices.Contains(words, w) {
			found = append(found, w)
		}
	}
	slices.Sort(found)
	return found
}

// baseOf is the language without its region: "fr-CA" is "fr".
func baseOf(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base
}
