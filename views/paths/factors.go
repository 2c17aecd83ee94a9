package paths

import (
	"net/url"

	"chatiere/models/identity"
)

// SecondStep is where a second means is shown after a link or a password.
func SecondStep(lang string) string { return SignIn(lang) + "/code" }

// AskRescue is where who lost their second means asks for help.
func AskRescue(lang string) string { return SignIn(lang) + "/rescue" }

// StopRescue is the page with one button that stops a rescue.
func StopRescue(lang, token string) string { return "/" + lang + "/rescues/" + token }

// Factors are one's second means.
func Factors(lang string) string { return Account(lang) + "/factors" }

// FactorApp is where an app is set up.
func FactorApp(lang string) string { return Factors(lang) + "/app" }

// FactorAppRemoval is where it is taken away.
func FactorAppRemoval(lang string) string { return FactorApp(lang) + "/removal" }

// RecoveryCodes are made anew there.
func RecoveryCodes(lang string) string { return Factors(lang) + "/codes" }

// RecoveryFile gives codes that were just shown as a text file.
func RecoveryFile(lang string) string { return RecoveryCodes(lang) + "/file" }

// Proof is where a person who is in shows again who they are, to go on to next.
func Proof(lang, next string) string {
	if next == "" {
		return Account(lang) + "/proof"
	}
	return Account(lang) + "/proof?next=" + url.QueryEscape(next)
}

// DeskFactors is who of the staff has a second means, and who asks for rescue.
func DeskFactors(lang string) string { return Desk(lang) + "/factors" }

// RescueApproval is a word for one of them.
func RescueApproval(lang string, r identity.Rescue) string {
	return DeskFactors(lang) + "/rescues/" + r.Ref + "/approval"
}

// RescueRefusal is a no.
func RescueRefusal(lang string, r identity.Rescue) string {
	return DeskFactors(lang) + "/rescues/" + r.Ref + "/refusal"
}
