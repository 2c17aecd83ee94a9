package paths

import (
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// Cancellation is where anybody cancels a contract, signed in or not.
func Cancellation(lang string) string { return "/" + lang + "/cancellation" }

// Retraction is where anybody gives a contract back within fourteen days, signed in or not.
func Retraction(lang string) string { return "/" + lang + "/withdrawal" }

// Declaration is the form of a kind of notice.
func Declaration(lang string, kind billing.NoticeKind) string {
	if kind == billing.Withdrawal {
		return Retraction(lang)
	}
	return Cancellation(lang)
}

// DeclarationOf is that form with the contract filled in.
func DeclarationOf(lang string, kind billing.NoticeKind, contract string) string {
	return Declaration(lang, kind) + "?contract=" + url.QueryEscape(contract)
}

// DeclarationFor is the form of a cancellation for a day.
func DeclarationFor(lang, contract, on string) string {
	return DeclarationOf(lang, billing.Cancellation, contract) + "&wished_on=" + url.QueryEscape(on)
}

// Notice is the acknowledgement of a notice.
func Notice(lang string, n billing.Notice) string { return "/" + lang + "/notices/" + n.Ref }

// NoticePDF is the acknowledgement as a file to keep.
func NoticePDF(lang string, n billing.Notice) string { return Notice(lang, n) + "/pdf" }

// NoticeConfirmation is where the letter's link confirms the address of a notice.
func NoticeConfirmation(lang, token string) string {
	return "/" + lang + "/notice-confirmations/" + token
}

// DeskNotices are the notices an operator looks at.
func DeskNotices(lang string) string { return "/" + lang + "/desk/notices" }

// DeskNotice is one of them.
func DeskNotice(lang string, n billing.Notice) string { return DeskNotices(lang) + "/" + n.Ref }

// Revival takes a cancellation back.
func Revival(lang string, o people.Organisation, s billing.Subscription) string {
	return Organisation(lang, o) + "/subscriptions/" + s.Ref + "/revival"
}
