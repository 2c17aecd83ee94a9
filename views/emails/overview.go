package emails

import (
	"chatiere/locales"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// TestKind is the kind of the letter that tries the mail server.
const TestKind = "test_letter"

// TestLetter shows one of the staff that mail leaves the house.
func TestLetter(to people.User, once string) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: TestKind, Once: TestKind + ":" + once, Lang: lang, Subject: locales.T(lang, "emails.test.subject"),
		Lines: []string{locales.T(lang, "emails.test.text")}, Action: locales.T(lang, "emails.test.action"), Path: paths.SetUp(lang), Why: locales.T(lang, "emails.test.why"),
	}
}
