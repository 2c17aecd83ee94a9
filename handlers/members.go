package handlers

import (
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Members are the people of an organisation: who is in, who was invited, who waits at the door.
type Members struct{ site Site }

// Index lists them. Invitations and arrivals are for those who manage the organisation.
func (h Members) Index(c echo.Context) error { return h.draw(c, nil) }

func (h Members) draw(c echo.Context, wrong store.Invalid) error {
	p := views.MembersPage{Org: org(c), Manages: me(c).Manages(org(c).ID), Now: store.Now(h.site.DB), Wrong: wrong}
	var err error
	if err = (&echo.DefaultBinder{}).BindQueryParams(c, &p.Filter); err != nil {
		return err
	}
	if p.Members, err = people.FindMembers(ctx(c), h.site.DB, me(c), p.Org.ID, p.Filter); err != nil {
		return err
	}
	if p.Manages {
		if p.Arrivals, err = people.ArrivalsAt(ctx(c), h.site.DB, p.Org.ID); err != nil {
			return err
		}
		if p.Invitations, err = people.InvitationsOf(ctx(c), h.site.DB, p.Org.ID); err != nil {
			return err
		}
		if p.Former, err = people.FormerMembersOf(ctx(c), h.site.DB, p.Org.ID); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return renderInvalid(c, views.Members(p))
	}
	return render(c, views.Members(p))
}

// Export gives the present members as a file.
func (h Members) Export(c echo.Context) error {
	var f people.MemberFilter
	if err := c.Bind(&f); err != nil {
		return err
	}
	all, err := people.FindMembers(ctx(c), h.site.DB, me(c), org(c).ID, f)
	if err != nil {
		return err
	}
	return sendCSV(c, "members-"+org(c).Ref, views.MemberRows(ctx(c), all, me(c).Manages(org(c).ID)))
}

// Memberships is one member's place.
type Memberships struct{ site Site }

// Edit shows it, with the roles to choose from.
func (h Memberships) Edit(c echo.Context) error {
	m, err := people.FindMembership(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, views.Membership(m, m.Role, nil))
}

// Update gives another role.
func (h Memberships) Update(c echo.Context) error {
	m, err := people.FindMembership(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	role := people.MemberRole(c.FormValue("role"))
	err = m.ChangeRole(ctx(c), h.site.DB, me(c), role)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.Membership(m, role, wrong))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Members(lang(c), org(c)))
}

// MembershipEnds is taking a member out, or leaving.
type MembershipEnds struct{ site Site }

// New asks first.
func (h MembershipEnds) New(c echo.Context) error {
	m, err := h.find(c)
	if err != nil {
		return err
	}
	return render(c, views.MembershipEnd(m))
}

// Create does it. The last owner hands over first.
func (h MembershipEnds) Create(c echo.Context) error {
	m, err := h.find(c)
	if err != nil {
		return err
	}
	err = m.End(ctx(c), h.site.DB, me(c), "")
	if wrong, ok := store.AsInvalid(err); ok {
		return Members(h).draw(c, wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "member_left")
	if m.UserID == me(c).ID {
		return redirect(c, paths.Mine(lang(c)))
	}
	return redirect(c, paths.Members(lang(c), org(c)))
}

// find returns one's own place, or one that one manages.
func (h MembershipEnds) find(c echo.Context) (people.Membership, error) {
	if own := place(c); own.Ref == c.Param("ref") && own.ID != 0 {
		own.User, own.Organisation = me(c), org(c)
		return own, nil
	}
	return people.FindMembership(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
}
