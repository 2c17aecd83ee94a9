package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// NumbersWrong tells an operator that the nightly look through the numbers of documents found something.
func NumbersWrong(r billing.NumberReport, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "numbers_wrong", Once: "numbers_wrong:" + strconv.FormatUint(uint64(r.ID), 10) + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.numbers.subject"),
		Lines:   []string{locales.T(lang, "emails.numbers.text", "Number", locales.Number(lang, int64(r.Found)))},
		Action:  locales.T(lang, "emails.numbers.action"), Path: paths.Accounting(lang) + "#numbers",
	}
}
