package paths

import (
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

// DeskAccount is how an organisation's account is treated.
func DeskAccount(lang string, o people.Organisation) string {
	return Desk(lang) + "/accounts/" + o.Ref
}

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
