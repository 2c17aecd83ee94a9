package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// PersonPage is one person as the staff sees them.
type PersonPage struct {
	User       people.User
	Roles      people.RolesForm
	Wrong      store.Invalid
	Reason     string // of keeping them out or letting them in
	EntryWrong store.Invalid
	Protected  bool // they have a second means
	Entries    []journal.Entry
}

// staffRole says what a member of the staff does.
func staffRole(ctx context.Context, r people.Role) string {
	switch r {
	case people.Agent:
		return t(ctx, "people.role_agent")
	case people.Editor:
		return t(ctx, "people.role_editor")
	case people.Steward:
		return t(ctx, "people.role_steward")
	case people.Accountant:
		return t(ctx, "people.role_accountant")
	case people.Operator:
		return t(ctx, "people.role_operator")
	}
	return t(ctx, "people.role_admin")
}

// staffRoleHint says what they may do.
func staffRoleHint(ctx context.Context, r people.Role) string {
	switch r {
	case people.Agent:
		return t(ctx, "people.hint_agent")
	case people.Editor:
		return t(ctx, "people.hint_editor")
	case people.Steward:
		return t(ctx, "people.hint_steward")
	case people.Accountant:
		return t(ctx, "people.hint_accountant")
	case people.Operator:
		return t(ctx, "people.hint_operator")
	}
	return t(ctx, "people.hint_admin")
}

func staffRoleOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, r := range people.Roles {
		all = append(all, ui.Option{Value: string(r), Text: staffRole(ctx, r), Hint: staffRoleHint(ctx, r)})
	}
	return all
}

// roleFilters are the answers of the list's filter by role.
func roleFilters(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "people.any_role")}, {Value: "staff", Text: t(ctx, "people.all_staff")}}
	for _, r := range people.Roles {
		all = append(all, ui.Option{Value: string(r), Text: staffRole(ctx, r)})
	}
	return all
}

func stateFilters(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "", Text: t(ctx, "people.any_state")}, {Value: "disabled", Text: t(ctx, "people.disabled")}, {Value: "unconfirmed", Text: t(ctx, "people.unconfirmed")},
	}
}

// rolesOf lists a person's staff roles in words.
func rolesOf(ctx context.Context, u people.User) string {
	var words []string
	for _, r := range u.RoleList() {
		words = append(words, staffRole(ctx, r))
	}
	return locales.List(lang(ctx), words)
}

// organisationsOf lists the organisations a person belongs to.
func organisationsOf(ctx context.Context, u people.User) string {
	var names []string
	for _, m := range u.Memberships {
		names = append(names, m.Organisation.Name)
	}
	return locales.List(lang(ctx), names)
}

// roleValues are the roles ticked in the form.
func roleValues(f people.RolesForm) []string {
	values := []string{}
	for _, r := range f.Roles {
		values = append(values, string(r))
	}
	return values
}

// letterState says how far a letter has come.
func letterState(ctx context.Context, s post.State) string {
	switch s {
	case post.Sending:
		return t(ctx, "letters.sending")
	case post.Sent:
		return t(ctx, "letters.sent")
	case post.Failed:
		return t(ctx, "letters.failed")
	case post.Bounced:
		return t(ctx, "letters.bounced")
	}
	return t(ctx, "letters.waiting")
}

func letterTone(s post.State) ui.Tone {
	switch s {
	case post.Sent:
		return ui.Good
	case post.Failed, post.Bounced:
		return ui.Bad
	}
	return ui.Warn
}

// letterProblem says why a letter is not on its way yet.
func letterProblem(ctx context.Context, l post.Letter) string {
	switch l.LastError {
	case "":
		return ""
	case "no_server":
		return t(ctx, "letters.no_server")
	case "login":
		return t(ctx, "letters.login")
	case "deferred":
		return t(ctx, "letters.deferred")
	case "refused":
		return t(ctx, "letters.refused")
	case "cut":
		return t(ctx, "letters.cut")
	case "unreachable":
		return t(ctx, "letters.unreachable")
	}
	return t(ctx, "letters.not_written")
}

func letterStateOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Text: t(ctx, "letters.any")}}
	for _, s := range post.States {
		all = append(all, ui.Option{Value: string(s), Text: letterState(ctx, s)})
	}
	return all
}

// PeopleRows are the rows of the list as a file, heads first.
func PeopleRows(ctx context.Context, users []people.User) [][]string {
	rows := [][]string{{t(ctx, "account.name"), t(ctx, "sign_in.email"), t(ctx, "people.organisations"), t(ctx, "people.roles"), t(ctx, "account.since")}}
	for _, u := range users {
		rows = append(rows, []string{store.Cell(u.Name), store.Cell(u.Email), store.Cell(organisationsOf(ctx, u)), rolesOf(ctx, u), u.CreatedAt.Format("2006-01-02")})
	}
	return rows
}

// LetterRows are the rows of the list of letters as a file, heads first. What they say is not in it.
func LetterRows(ctx context.Context, all []post.Letter) [][]string {
	rows := [][]string{{t(ctx, "letters.about"), t(ctx, "account.sent_to"), t(ctx, "people.state"), t(ctx, "people.when")}}
	for _, l := range all {
		rows = append(rows, []string{letterSubject(ctx, l), l.Address, letterState(ctx, l.State), stamp(ctx, &l.CreatedAt)})
	}
	return rows
}
