package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// MembersPage is who belongs to an organisation; the rest is for those who manage it.
type MembersPage struct {
	Org         people.Organisation
	Manages     bool
	Filter      people.MemberFilter
	Members     []people.Membership
	Arrivals    []people.Arrival
	Invitations []people.Invitation
	Former      []people.Membership
	Now         time.Time
	Wrong       store.Invalid
}

// EntryPage is the page that an invitation or a join link opens.
type EntryPage struct {
	Invitation people.Invitation
	Token      string
	Handover   bool
	Member     bool           // the reader belongs to the organisation already
	Arrival    people.Arrival // of the reader, by this join link
	Form       identity.LinkForm
	Wrong      store.Invalid
}

// HandoverPage is "the board has changed".
type HandoverPage struct {
	Org   people.Organisation
	Open  people.Handover // the one under way, if any
	Mine  bool            // the reader is an owner and may begin one
	Form  people.HandoverForm
	Wrong store.Invalid
	Now   time.Time
}

// memberRole says what a person does in an organisation.
func memberRole(ctx context.Context, r people.MemberRole) string {
	switch r {
	case people.Owner:
		return t(ctx, "members.role_owner")
	case people.Treasurer:
		return t(ctx, "members.role_treasurer")
	case people.Technical:
		return t(ctx, "members.role_technical")
	}
	return t(ctx, "members.role_member")
}

// memberRoleHint says what somebody with that role may do.
func memberRoleHint(ctx context.Context, r people.MemberRole) string {
	switch r {
	case people.Owner:
		return t(ctx, "members.hint_owner")
	case people.Treasurer:
		return t(ctx, "members.hint_treasurer")
	case people.Technical:
		return t(ctx, "members.hint_technical")
	}
	return t(ctx, "members.hint_member")
}

// roleChoice asks for a role among some.
func roleChoice(ctx context.Context, value people.MemberRole, wrong store.Invalid, roles ...people.MemberRole) ui.Choice {
	q := ui.Choice{Name: "role", Label: t(ctx, "members.role"), Value: string(value), Error: said(ctx, wrong, "role")}
	for _, r := range roles {
		q.Options = append(q.Options, ui.Option{Value: string(r), Text: memberRole(ctx, r), Hint: memberRoleHint(ctx, r)})
	}
	return q
}

// entryTitle says what the link is about.
func entryTitle(ctx context.Context, p EntryPage) string {
	if p.Handover {
		return t(ctx, "entry.handover_title", "Organisation", p.Invitation.Organisation.Name)
	}
	return t(ctx, "entry.title", "Organisation", p.Invitation.Organisation.Name)
}

func entryLead(ctx context.Context, p EntryPage) string {
	by := p.Invitation.CreatedBy.Called()
	switch {
	case p.Handover:
		return t(ctx, "entry.handover_lead", "By", by)
	case p.Invitation.Reusable:
		return t(ctx, "entry.join_lead", "Organisation", p.Invitation.Organisation.Name)
	}
	return t(ctx, "entry.lead", "By", by, "Role", memberRole(ctx, p.Invitation.Role))
}

// invitationFor is whom an invitation is for.
func invitationFor(ctx context.Context, i people.Invitation) string {
	if i.Reusable {
		return tn(ctx, "members.join_link_used", i.Used, "Cap", locales.Number(lang(ctx), int64(i.Cap)))
	}
	return i.Email
}

// breadcrumbs lead from the organisation to the page.
func orgBreadcrumbs(ctx context.Context, o people.Organisation, page string) []ui.Link {
	return []ui.Link{
		{Href: paths.Organisation(lang(ctx), o), Text: o.Name},
		{Href: paths.Members(lang(ctx), o), Text: t(ctx, "members.title")},
		{Text: page},
	}
}

// memberMistakes is the summary of what could not be done to a member; there is no field to lead to.
func memberMistakes(ctx context.Context, wrong store.Invalid) []ui.Mistake {
	if text := said(ctx, wrong, "member"); text != "" {
		return []ui.Mistake{{Text: text}}
	}
	return nil
}

// formerName is a former member's name; one who has left the portal has none any more.
func formerName(ctx context.Context, m people.Membership) string {
	if m.User.ErasedAt != nil {
		return t(ctx, "members.gone")
	}
	return m.User.Called()
}

func membershipEndTitle(ctx context.Context, m people.Membership) string {
	if m.UserID == me(ctx).ID {
		return t(ctx, "members.leave_title", "Organisation", m.Organisation.Name)
	}
	return t(ctx, "members.remove_title", "Name", m.User.Called(), "Organisation", m.Organisation.Name)
}

func membershipEndYes(ctx context.Context, m people.Membership) string {
	if m.UserID == me(ctx).ID {
		return t(ctx, "members.leave")
	}
	return t(ctx, "action.remove")
}

// entryButton is what the one button does.
func entryButton(ctx context.Context, p EntryPage) string {
	switch {
	case p.Handover:
		return t(ctx, "entry.take_over")
	case p.Invitation.Reusable && me(ctx).SignedIn():
		return t(ctx, "entry.ask")
	case p.Invitation.Reusable:
		return t(ctx, "entry.send_link")
	}
	return t(ctx, "entry.join", "Organisation", p.Invitation.Organisation.Name)
}

// handoverWaits says who was asked, and whether their invitation has run out.
func handoverWaits(ctx context.Context, p HandoverPage) string {
	if p.Open.Invitation.Open(p.Now) {
		return t(ctx, "handover.waits", "Email", p.Open.Invitation.Email, "Date", locales.Date(lang(ctx), inMyZone(ctx, p.Open.Invitation.ExpiresAt)))
	}
	return t(ctx, "handover.expired", "Email", p.Open.Invitation.Email)
}

// memberFilters are the roles one may look for.
func memberFilters(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, r := range people.MemberRoles {
		all = append(all, ui.Option{Value: string(r), Text: memberRole(ctx, r)})
	}
	return all
}

// MemberRows are the rows of the list as a file, heads first; addresses are for those who manage the organisation.
func MemberRows(ctx context.Context, all []people.Membership, manages bool) [][]string {
	rows := [][]string{{t(ctx, "members.person"), t(ctx, "sign_in.email"), t(ctx, "members.role"), t(ctx, "members.since")}}
	for _, m := range all {
		address := ""
		if manages || m.UserID == me(ctx).ID {
			address = m.User.Email
		}
		rows = append(rows, []string{m.User.Called(), address, memberRole(ctx, m.Role), inMyZone(ctx, m.FromAt).Format("2006-01-02")})
	}
	return rows
}
