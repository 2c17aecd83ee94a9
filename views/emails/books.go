package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// BooksWrong tells an operator that the nightly look through the books found something.
func BooksWrong(r billing.BookReport, to people.User) Letter {
	lang := spoken(to.Locale)
	return Letter{
		Kind: "books_wrong", Once: "books_wrong:" + strconv.FormatUint(uint64(r.ID), 10) + ":" + to.Ref, Lang: lang,
		Subject: locales.T(lang, "emails.books.subject"),
		Lines:   []string{locales.T(lang, "emails.books.text", "Number", locales.Number(lang, int64(r.Found)))},
		Action:  locales.T(lang, "emails.books.action"), Path: paths.Accounting(lang) + "#books",
	}
}
