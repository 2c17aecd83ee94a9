package paths

import (
	"net/url"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/post"
)

// OneTime is where a one-time link of a letter leads, by its purpose.
func OneTime(lang, purpose, token string) string {
	switch identity.Purpose(purpose) {
	case identity.ForInvitation:
		return Invitation(lang, token)
	case identity.ForEmailChange:
		return EmailChange(lang, token)
	case identity.ForNotice:
		return NoticeConfirmation(lang, token)
	case identity.ForPaying:
		return PayLink(lang, token)
	case identity.ForRescue:
		return StopRescue(lang, token)
	case identity.ForMaintainer:
		return MaintainerPage(lang, token)
	case identity.ForShare:
		return ShareOffer(lang, token)
	case identity.ForPledge:
		return PledgeLink(lang, token)
	}
	return SignInLink(lang, token)
}

// SignInSent says that a letter with a sign-in link is on its way.
func SignInSent(lang string) string { return "/" + lang + "/sign-in/links" }

// SignInTo is where one signs in to go on to next.
func SignInTo(lang, next string) string { return SignIn(lang) + onTo(next) }

// SignInAgain is where a person who is in proves once more who they are.
func SignInAgain(lang, next string) string {
	return SignIn(lang) + "?again=1&next=" + url.QueryEscape(next)
}

// PasswordSignIn is signing in by a password, to go on to next.
func PasswordSignIn(lang, next string) string { return "/" + lang + "/sign-in/password" + onTo(next) }

func onTo(next string) string {
	if next == "" {
		return ""
	}
	return "?next=" + url.QueryEscape(next)
}

// SignInLink is the page with one button that a sign-in link opens.
func SignInLink(lang, token string) string { return "/" + lang + "/sign-in/links/" + token }

// Invitation is the page that an invitation or a join link opens.
func Invitation(lang, token string) string { return "/" + lang + "/invitations/" + token }

// InvitationLinks is where a newcomer with a join link asks for the letter that lets them in.
func InvitationLinks(lang, token string) string { return Invitation(lang, token) + "/links" }

// EmailChange is the page that confirms a new address.
func EmailChange(lang, token string) string { return "/" + lang + "/email-changes/" + token }

// Account is one's own profile.
func Account(lang string) string { return "/" + lang + "/account" }

// AccountEmail is where a new address is asked for.
func AccountEmail(lang string) string { return "/" + lang + "/account/email" }

// Password is where one's password is set.
func Password(lang string) string { return "/" + lang + "/account/password" }

// PasswordRemoval is where one's password is taken away.
func PasswordRemoval(lang string) string { return "/" + lang + "/account/password/removal" }

// Sessions is the list of one's devices.
func Sessions(lang string) string { return "/" + lang + "/account/sessions" }

// SessionEnd is where one device is signed out.
func SessionEnd(lang string, s identity.Session) string { return Sessions(lang) + "/" + s.Ref + "/end" }

// OtherSessionsEnd is where all other devices are signed out.
func OtherSessionsEnd(lang string) string { return Sessions(lang) + "/end" }

// Letters is the list of the letters one was sent.
func Letters(lang string) string { return "/" + lang + "/account/letters" }

// Letter is one of them.
func Letter(lang string, l post.Letter) string { return Letters(lang) + "/" + l.Ref }

// Farewell is where one takes one's data along or leaves for good.
func Farewell(lang string) string { return "/" + lang + "/account/farewell" }

// Export is the file with all that is known of a person.
func Export(lang string) string { return "/" + lang + "/account/export" }

// Members is the list of an organisation's members, its invitations and who waits at the door.
func Members(lang string, o people.Organisation) string { return Organisation(lang, o) + "/members" }

// Membership is one member's place.
func Membership(lang string, o people.Organisation, m people.Membership) string {
	return Members(lang, o) + "/" + m.Ref
}

// MembershipEnd is where a member is taken out, or leaves.
func MembershipEnd(lang string, o people.Organisation, m people.Membership) string {
	return Membership(lang, o, m) + "/end"
}

// Invitations is where people are invited by their addresses.
func Invitations(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/invitations"
}

// InvitationEnd is where an invitation is withdrawn.
func InvitationEnd(lang string, o people.Organisation, i people.Invitation) string {
	return Invitations(lang, o) + "/" + i.Ref + "/end"
}

// JoinLinks is where a join link is made.
func JoinLinks(lang string, o people.Organisation) string {
	return Organisation(lang, o) + "/join-links"
}

// JoinLink shows a join link with its QR code, to paste or print.
func JoinLink(lang string, o people.Organisation, i people.Invitation) string {
	return JoinLinks(lang, o) + "/" + i.Ref
}

// ArrivalWelcome is where an arrival is let in.
func ArrivalWelcome(lang string, o people.Organisation, a people.Arrival) string {
	return Organisation(lang, o) + "/arrivals/" + a.Ref + "/welcome"
}

// ArrivalRefusal is where an arrival is turned away.
func ArrivalRefusal(lang string, o people.Organisation, a people.Arrival) string {
	return Organisation(lang, o) + "/arrivals/" + a.Ref + "/refusal"
}

// Handover is "the board has changed".
func Handover(lang string, o people.Organisation) string { return Organisation(lang, o) + "/handover" }

// HandoverEnd is where a hand-over is called off.
func HandoverEnd(lang string, o people.Organisation) string { return Handover(lang, o) + "/end" }

// Details is where an organisation says what an invoice must know.
func Details(lang string, o people.Organisation) string { return Organisation(lang, o) + "/details" }

// DetailsThen is the same, to go on to another page once they are saved.
func DetailsThen(lang string, o people.Organisation, next string) string {
	return Details(lang, o) + "?next=" + url.QueryEscape(next)
}

// People is the staff's list of people.
func People(lang string) string { return "/" + lang + "/desk/people" }

// PeopleFile is that list as a file, narrowed in the same way.
func PeopleFile(lang string, f people.UserFilter) string {
	return People(lang) + ".csv?" + url.Values{"q": {f.Query}, "role": {f.Role}, "state": {f.State}}.Encode()
}

// Person is one of them.
func Person(lang string, u people.User) string { return People(lang) + "/" + u.Ref }

// PersonRoles is where a person's staff roles are given.
func PersonRoles(lang string, u people.User) string { return Person(lang, u) + "/roles" }

// PersonEntry is where a person is kept out or let in again.
func PersonEntry(lang string, u people.User) string { return Person(lang, u) + "/entry" }

// DeskLetters is the staff's list of all letters.
func DeskLetters(lang string) string { return "/" + lang + "/desk/letters" }

// DeskLetterAgain is where a letter is sent once more.
func DeskLetterAgain(lang string, l post.Letter) string {
	return DeskLetters(lang) + "/" + l.Ref + "/again"
}

// Outbox is every letter, whole, on a developer's machine.
func Outbox(lang string) string { return "/" + lang + "/outbox" }

// OutboxLetter is one letter in the outbox.
func OutboxLetter(lang string, l post.Letter) string { return Outbox(lang) + "/" + l.Ref }

// OutboxHTML is that letter as its reader's mail program would show it.
func OutboxHTML(lang string, l post.Letter) string { return OutboxLetter(lang, l) + "/html" }
