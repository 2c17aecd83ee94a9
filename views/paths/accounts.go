package paths

import (
	"net/url"

	"chatiere/models/billing"
	"chatiere/models/people"
)

// Deferrals is where an organisation proposes a date to pay.
func Deferrals(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/deferrals"
}

// DeskDeferrals are the proposed dates that wait for an operator.
func DeskDeferrals(lang string) string { return Desk(lang) + "/deferrals" }

// DeskDeferral is one of them.
func DeskDeferral(lang string, d billing.Deferral) string { return DeskDeferrals(lang) + "/" + d.Ref }

// DeskAccounts is the staff's list of organisations.
func DeskAccounts(lang string) string { return Desk(lang) + "/accounts" }

// JournalOf is the journal of what concerns an organisation.
func JournalOf(lang string, o people.Organisation) string {
	return Journal(lang) + "?organisation=" + o.Ref
}

// DeskInvoicesOf are all documents that were issued to an organisation.
func DeskInvoicesOf(lang string, o people.Organisation) string {
	return DeskInvoices(lang) + "?organisation=" + o.Ref
}

// QueueOf is what the staff was asked by an organisation.
func QueueOf(lang string, o people.Organisation) string {
	return Queue(lang) + "?" + url.Values{"view": {"all"}, "q": {o.Name}}.Encode()
}

// DeskAccount is an organisation's file for the staff.
func DeskAccount(lang string, o people.Organisation) string {
	return DeskAccounts(lang) + "/" + o.Ref
}

// Closure is where an organisation is closed, and opened again.
func Closure(lang string, o people.Organisation) string { return DeskAccount(lang, o) + "/closure" }

// ControlTags are the tags of an organisation's account.
func ControlTags(lang string, o people.Organisation) string { return DeskAccount(lang, o) + "/tags" }

// VATChecks are what the register said of an organisation's VAT number.
func VATChecks(lang string, o people.Organisation) string {
	return DeskAccount(lang, o) + "/vat-checks"
}

// ControlTagRemovals take one away.
func ControlTagRemovals(lang string, o people.Organisation) string {
	return ControlTags(lang, o) + "/removals"
}
