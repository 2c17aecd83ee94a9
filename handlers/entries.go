package handlers

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// Entries is coming into an organisation by an invitation or a join link.
type Entries struct{ site Site }

// Show says who invites whom into what, with one button.
func (h Entries) Show(c echo.Context) error {
	secretly(c)
	i, err := h.read(c)
	if err != nil {
		return h.spent(c, i, err)
	}
	return h.draw(c, i, identity.LinkForm{Email: i.Email}, nil)
}

// Create comes in: a one-time invitation makes a member at once, a join link asks the owners.
// The letter proves a newcomer's address; who has an account already signs in first.
func (h Entries) Create(c echo.Context) error {
	secretly(c)
	i, err := h.read(c)
	if err != nil {
		return h.spent(c, i, err)
	}
	here := paths.Invitation(lang(c), c.Param("token"))
	switch {
	case me(c).SignedIn() && i.Reusable:
		return h.arrive(c, i)
	case me(c).SignedIn():
		return h.accept(c, i, me(c))
	case i.Reusable:
		return h.askLink(c, i, here)
	}
	known, err := h.site.known(c, i.Email)
	if err != nil {
		return err
	}
	if known {
		return redirect(c, paths.SignInTo(lang(c), here))
	}
	return h.newcomer(c, i)
}

// known reports whether an address that a letter has proven has an account: then its owner signs in.
func (s Site) known(c echo.Context, email string) (bool, error) {
	_, err := people.FindUserByEmail(ctx(c), s.DB, email)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// newcomer makes the account that the invitation's letter has just proven, signs it in and accepts.
func (h Entries) newcomer(c echo.Context, i people.Invitation) error {
	form := identity.LinkForm{Email: i.Email, Name: strings.TrimSpace(c.FormValue("name"))}
	if wrong := form.CheckName(); len(wrong) > 0 {
		return h.draw(c, i, form, wrong)
	}
	var entry identity.Entry
	err := store.InTx(ctx(c), h.site.DB, func(tx *gorm.DB) (err error) {
		if entry, err = identity.Enrol(ctx(c), tx, i.Email, form.Name, lang(c), h.site.visit(c, false)); err != nil {
			return err
		}
		return i.Accept(ctx(c), tx, entry.User)
	})
	if err != nil {
		return h.spent(c, i, err)
	}
	h.site.letIn(c, entry)
	h.site.flash(c, "joined")
	return h.site.entered(c, i.Organisation)
}

// accept makes the signed-in person a member; the session gets a new secret with its new rights.
func (h Entries) accept(c echo.Context, i people.Invitation, who people.User) error {
	if err := i.Accept(ctx(c), h.site.DB, who); err != nil {
		return h.spent(c, i, err)
	}
	secret, err := session(c).Renew(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	h.site.setCookie(c, "session", secret, session(c).MaxAge())
	h.site.flash(c, "joined")
	return h.site.entered(c, i.Organisation)
}

// arrive asks the owners.
func (h Entries) arrive(c echo.Context, i people.Invitation) error {
	if _, err := i.Arrive(ctx(c), h.site.DB, me(c)); err != nil {
		return h.spent(c, i, err)
	}
	return redirect(c, paths.Invitation(lang(c), c.Param("token")))
}

// askLink sends a letter that proves the address of somebody who came by a join link, and leads back here.
func (h Entries) askLink(c echo.Context, i people.Invitation, here string) error {
	var form identity.LinkForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Name, form.Next = strings.TrimSpace(form.Name), here
	wrong := form.CheckName()
	if more, ok := store.AsInvalid(form.Check()); ok {
		for field, w := range more {
			wrong[field] = w
		}
	}
	if len(wrong) > 0 {
		return h.draw(c, i, form, wrong)
	}
	if err := h.site.allow(c, identity.AskingLink, form.Email); err != nil {
		return err
	}
	if _, err := identity.AskLink(ctx(c), h.site.DB, form, lang(c), true); err != nil {
		return err
	}
	return redirect(c, paths.SignInSent(lang(c)))
}

func (h Entries) draw(c echo.Context, i people.Invitation, form identity.LinkForm, wrong store.Invalid) error {
	p := views.EntryPage{Invitation: i, Token: c.Param("token"), Form: form, Wrong: wrong}
	if len(wrong) == 0 && !me(c).SignedIn() && !i.Reusable {
		var err error
		if p.Form.Name, err = billing.ContactOf(ctx(c), h.site.DB, i); err != nil {
			return err
		}
	}
	_, p.Member = me(c).In(i.OrganisationID)
	if me(c).SignedIn() && i.Reusable {
		a, err := people.ArrivalOf(ctx(c), h.site.DB, i, me(c))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		p.Arrival = a
	}
	handover, err := people.HandoverBy(ctx(c), h.site.DB, i.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	p.Handover = handover.ID != 0
	if len(wrong) > 0 {
		return renderInvalid(c, views.Entry(p))
	}
	return render(c, views.Entry(p))
}

// read returns the invitation behind a genuine link; one that is over is still shown to those who used it.
func (h Entries) read(c echo.Context) (people.Invitation, error) {
	ref, err := h.site.sealer().Read(identity.ForInvitation, c.Param("token"), store.Now(h.site.DB))
	if err != nil {
		return people.Invitation{}, err
	}
	i, err := people.ReadInvitation(ctx(c), h.site.DB, ref)
	if err != nil {
		return i, err
	}
	_, in := me(c).In(i.OrganisationID)
	if shut, err := i.Shut(ctx(c), h.site.DB); !in && (err != nil || shut) {
		return i, cmp.Or(err, people.ErrClosed)
	}
	if !i.Open(store.Now(h.site.DB)) && !in && !h.waits(c, i) {
		return i, identity.ErrExpired
	}
	return i, nil
}

func (h Entries) waits(c echo.Context, i people.Invitation) bool {
	_, err := people.ArrivalOf(ctx(c), h.site.DB, i, me(c))
	return me(c).SignedIn() && err == nil
}

// spent says that an invitation has had its time; whoever invited can invite again, unless the organisation was closed.
func (h Entries) spent(c echo.Context, i people.Invitation, err error) error {
	if errors.Is(err, people.ErrClosed) {
		return gone(c, err, views.InvitationShut(i.Organisation))
	}
	return gone(c, err, views.InvitationSpent())
}

// gone draws a page for a link that is over; any other error stays what it is.
func gone(c echo.Context, err error, page templ.Component) error {
	if errors.Is(err, identity.ErrExpired) || errors.Is(err, store.ErrConflict) {
		return renderStatus(c, http.StatusGone, page)
	}
	return err
}
