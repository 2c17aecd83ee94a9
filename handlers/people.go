package handlers

import (
	"chatiere/models/identity"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// People is the staff's list of everybody with an account.
type People struct{ site Site }

// Index searches and lists.
func (h People) Index(c echo.Context) error {
	var filter people.UserFilter
	if err := c.Bind(&filter); err != nil {
		return err
	}
	page, err := people.FindUsers(ctx(c), h.site.DB, me(c), filter)
	if err != nil {
		return err
	}
	return render(c, views.People(filter, page))
}

// Export gives the list as a file.
func (h People) Export(c echo.Context) error {
	var filter people.UserFilter
	if err := c.Bind(&filter); err != nil {
		return err
	}
	if err := h.site.allow(c, identity.Exporting, me(c).Ref); err != nil {
		return err
	}
	users, err := people.ExportUsers(ctx(c), h.site.DB, me(c), filter)
	if err != nil {
		return err
	}
	return sendTable(c, "people", views.PeopleRows(ctx(c), users))
}

// Show is one person: organisations, roles, what was done about their account.
func (h People) Show(c echo.Context) error { return h.draw(c, people.RolesForm{}, nil, "", nil) }

func (h People) draw(c echo.Context, form people.RolesForm, wrong store.Invalid, reason string, entryWrong store.Invalid) error {
	u, err := people.FindUser(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	p := views.PersonPage{User: u, Roles: form, Wrong: wrong, Reason: reason, EntryWrong: entryWrong}
	if wrong == nil {
		p.Roles = people.RolesForm{Roles: u.RoleList(), Version: u.Version}
	}
	if p.Protected, err = identity.HasFactor(ctx(c), h.site.DB, u.ID); err != nil {
		return err
	}
	if p.Entries, err = journal.EntriesOf(ctx(c), h.site.DB, "user", u.Ref); err != nil {
		return err
	}
	if len(wrong)+len(entryWrong) > 0 {
		return renderInvalid(c, views.Person(p))
	}
	return render(c, views.Person(p))
}

// PersonRoles is giving and taking staff roles.
type PersonRoles struct{ site Site }

// Update does so, with a reason.
func (h PersonRoles) Update(c echo.Context) error {
	var form people.RolesForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	u, err := people.FindUser(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = identity.GrantRoles(ctx(c), h.site.DB, me(c), u, form)
	if wrong, ok := store.AsInvalid(err); ok {
		return People(h).draw(c, form, wrong, "", nil)
	}
	if err != nil {
		return err
	}
	if u.ID == me(c).ID { // one's own browser goes on with a new secret
		secret, err := session(c).Renew(ctx(c), h.site.DB)
		if err != nil {
			return err
		}
		h.site.setCookie(c, "session", secret, session(c).MaxAge())
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Person(lang(c), u))
}

// PersonEntries is keeping a person out, or letting them in again.
type PersonEntries struct{ site Site }

// Update does so, with a reason.
func (h PersonEntries) Update(c echo.Context) error {
	u, err := people.FindUser(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	reason := c.FormValue("entry_reason")
	if c.FormValue("entry") == "open" {
		err = u.Enable(ctx(c), h.site.DB, me(c), reason)
	} else {
		err = identity.Disable(ctx(c), h.site.DB, me(c), u, reason)
	}
	if wrong, ok := store.AsInvalid(err); ok {
		return People(h).draw(c, people.RolesForm{}, nil, reason, store.Invalid{"entry_reason": wrong["reason"]})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Person(lang(c), u))
}
