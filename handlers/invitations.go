package handlers

import (
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Invitations are one-time links sent to addresses.
type Invitations struct{ site Site }

// New asks whom to invite.
func (h Invitations) New(c echo.Context) error {
	return render(c, views.NewInvitation(org(c), people.InvitationForm{Role: people.Member}, nil))
}

// Create invites them; each gets a letter.
func (h Invitations) Create(c echo.Context) error {
	var form people.InvitationForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if wrong, ok := store.AsInvalid(form.Check()); ok {
		return renderInvalid(c, views.NewInvitation(org(c), form, wrong))
	}
	emails, _ := form.Emails()
	for _, email := range emails {
		if err := h.site.allowInviting(c, email); err != nil {
			return err
		}
	}
	if _, err := people.Invite(ctx(c), h.site.DB, me(c), org(c), form); err != nil {
		return err
	}
	h.site.flash(c, "invited")
	return redirect(c, paths.Members(lang(c), org(c)))
}

// allowInviting counts by the one who is written to and by the organisation.
func (s Site) allowInviting(c echo.Context, email string) error {
	wait, err := identity.Allow(ctx(c), s.DB, identity.Inviting, identity.Account(email), identity.Group(org(c).Ref))
	if err == nil && wait > 0 {
		return tooMany{wait}
	}
	return err
}

// InvitationEnds is withdrawing an invitation or a join link.
type InvitationEnds struct{ site Site }

// Create does so.
func (h InvitationEnds) Create(c echo.Context) error {
	i, err := people.FindInvitation(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := i.Withdraw(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "invitation_ended")
	return redirect(c, paths.Members(lang(c), org(c)))
}

// JoinLinks are links that a whole group can use; each arrival is approved.
type JoinLinks struct{ site Site }

// New asks for how many people and days.
func (h JoinLinks) New(c echo.Context) error {
	return render(c, views.NewJoinLink(org(c), people.JoinLinkForm{Role: people.Member, Cap: "50", Days: "14"}, nil))
}

// Create makes it.
func (h JoinLinks) Create(c echo.Context) error {
	var form people.JoinLinkForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	i, err := people.MakeJoinLink(ctx(c), h.site.DB, me(c), org(c), form)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.NewJoinLink(org(c), form, wrong))
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.JoinLink(lang(c), org(c), i))
}

// Show gives the link, to paste into the group's chat, and its QR code, to print.
func (h JoinLinks) Show(c echo.Context) error {
	secretly(c)
	i, err := people.FindInvitation(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if !i.Reusable || !i.Open(store.Now(h.site.DB)) {
		return store.ErrNotFound
	}
	address := h.site.BaseURL + paths.Invitation(lang(c), h.site.sealer().Token(identity.ForInvitation, i.Ref, i.ExpiresAt))
	return render(c, views.JoinLink(i, address))
}

// ArrivalWelcomes lets somebody in who waits at the door.
type ArrivalWelcomes struct{ site Site }

// Create does so.
func (h ArrivalWelcomes) Create(c echo.Context) error {
	a, err := people.FindArrival(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := a.Welcome(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "welcomed")
	return redirect(c, paths.Members(lang(c), org(c)))
}

// ArrivalRefusals turns somebody away.
type ArrivalRefusals struct{ site Site }

// Create does so.
func (h ArrivalRefusals) Create(c echo.Context) error {
	a, err := people.FindArrival(ctx(c), h.site.DB, me(c), org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := a.Decline(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "declined")
	return redirect(c, paths.Members(lang(c), org(c)))
}
