// Package paths is where things are: one function an address, so that no address is written twice.
package paths

import "chatiere/models/people"

// Home is the first page.
func Home(lang string) string { return "/" + lang + "/" }

// SignIn is where one signs in.
func SignIn(lang string) string { return "/" + lang + "/sign-in" }

// Theme is where the choice of light and dark is sent.
func Theme(lang string) string { return "/" + lang + "/theme" }

// SignOut is where one signs out.
func SignOut(lang string) string { return "/" + lang + "/sign-out" }

// Desk is the operator's day.
func Desk(lang string) string { return "/" + lang + "/desk" }

// Organisation is the first page of an organisation: what it has and what it owes.
func Organisation(lang string, o people.Organisation) string { return "/" + lang + "/o/" + o.Ref }

// Collective is where the host's identity and settings are edited.
func Collective(lang string) string { return "/" + lang + "/desk/collective" }

// TaxRegimes is where a VAT regime is begun.
func TaxRegimes(lang string) string { return "/" + lang + "/desk/regimes" }

// FirstAdmin is the page behind the link that a new portal prints.
func FirstAdmin(lang, token string) string { return "/" + lang + "/set-up/" + token }
