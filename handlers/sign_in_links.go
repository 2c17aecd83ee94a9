package handlers

import (
	"errors"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// SignInLinks is signing in by a letter: ask for a link, open it, press the one button.
type SignInLinks struct{ site Site }

// New asks for the address. Who is in already goes on, unless they must prove once more who they are.
func (h SignInLinks) New(c echo.Context) error {
	again := c.QueryParam("again") != ""
	if me(c).SignedIn() && !again {
		return redirect(c, h.site.afterSignIn(c, me(c), c.QueryParam("next")))
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, views.SignIn(identity.LinkForm{Email: me(c).Email, Next: safeNext(c.QueryParam("next"), "")}, again, nil))
}

// Create files a link for the address. The answer is the same whether or not anybody has it.
func (h SignInLinks) Create(c echo.Context) error {
	var form identity.LinkForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Next, form.Name = safeNext(form.Next, ""), ""
	if wrong, ok := store.AsInvalid(form.Check()); ok {
		return renderInvalid(c, views.SignIn(form, false, wrong))
	}
	if err := h.site.allow(c, identity.AskingLink, form.Email); err != nil {
		return err
	}
	if _, err := identity.AskLink(ctx(c), h.site.DB, form, lang(c), false); err != nil {
		return err
	}
	return redirect(c, paths.SignInSent(lang(c)))
}

// Index says that a letter is on its way.
func (h SignInLinks) Index(c echo.Context) error { return render(c, views.SignInSent()) }

// Show is the page with one button: programs that look into mail follow links, and must not spend them.
func (h SignInLinks) Show(c echo.Context) error {
	secretly(c)
	link, err := h.read(c)
	if err != nil {
		return h.spent(c, err)
	}
	makes, err := link.Makes(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	return render(c, views.SignInLink(link, c.Param("token"), makes))
}

// Update uses the link.
func (h SignInLinks) Update(c echo.Context) error {
	secretly(c)
	link, err := h.read(c)
	if err != nil {
		return h.spent(c, err)
	}
	entry, err := identity.UseLink(ctx(c), h.site.DB, link.Ref, h.site.visit(c, c.FormValue("stays") != ""))
	if err != nil {
		return h.spent(c, err)
	}
	if entry.Made {
		h.site.flash(c, "account_made")
	}
	return h.site.arrived(c, entry)
}

func (h SignInLinks) read(c echo.Context) (identity.SignInLink, error) {
	ref, err := h.site.sealer().Read(identity.ForSignIn, c.Param("token"), store.Now(h.site.DB))
	if err != nil {
		return identity.SignInLink{}, err
	}
	return identity.PeekLink(ctx(c), h.site.DB, ref)
}

// spent says that a link has had its time, and where to get another one.
func (h SignInLinks) spent(c echo.Context, err error) error {
	if errors.Is(err, identity.ErrExpired) {
		return renderStatus(c, 410, views.LinkSpent(paths.SignIn(lang(c))))
	}
	return err
}

// allow counts a try by account and network address.
func (s Site) allow(c echo.Context, act identity.Act, account string) error {
	wait, err := identity.Allow(ctx(c), s.DB, act, identity.Account(account), identity.Address(neighbourhood(c.RealIP())))
	if err == nil && wait > 0 {
		return tooMany{wait}
	}
	return err
}

// afterSignIn is where a person goes once they are in: where they wanted to, else to their work.
func (s Site) afterSignIn(c echo.Context, u people.User, next string) string {
	_ = people.WithMemberships(ctx(c), s.DB, &u) // without them the person's own page will do
	home := paths.Mine(lang(c))
	for _, m := range u.Memberships {
		if m.Organisation.Usable() {
			home = paths.Organisation(lang(c), m.Organisation)
			break
		}
	}
	switch {
	case u.Is(people.Admin) && !host(c).Public: // until the portal opens, its checklist is the work
		home = paths.SetUp(lang(c))
	case u.Is(people.Operator):
		home = paths.Desk(lang(c))
	}
	return safeNext(next, home)
}

// proveFirst sends a person whose proof is old to show their second means, or to sign in once more, and back afterwards.
func (s Site) proveFirst(c echo.Context, back string) error {
	has, err := identity.HasFactor(ctx(c), s.DB, me(c).ID)
	if err != nil {
		return err
	}
	if has {
		return redirect(c, paths.Proof(lang(c), back))
	}
	return redirect(c, paths.SignInAgain(lang(c), back))
}
