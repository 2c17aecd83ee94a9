package paths

import "chatiere/models/commons"

// Kinds is where the collective adds kinds of contributions of its own.
func Kinds(lang string) string { return Desk(lang) + "/kinds" }

// SecondPerson is where the collective says how long work may be that one person alone confirms.
func SecondPerson(lang string) string { return Kinds(lang) + "/second-person" }

// KindRetirement is where one is offered no more.
func KindRetirement(lang string, k commons.Kind) string {
	return Kinds(lang) + "/" + k.Key + "/retirement"
}

// KindRetirementEnd is where it is offered again.
func KindRetirementEnd(lang string, k commons.Kind) string { return KindRetirement(lang, k) + "/end" }
