package handlers

import (
	"net/http"

	"chatiere/models/identity"
	"chatiere/models/overview"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// SignUps is making an account of one's own, without an organisation: the letter's link and its one button make it.
type SignUps struct{ site Site }

// New asks for a name, an address and a language. Who is in already goes on.
func (h SignUps) New(c echo.Context) error {
	next := safeNext(c.QueryParam("next"), "")
	if me(c).SignedIn() {
		return redirect(c, h.site.afterSignIn(c, me(c), next))
	}
	return render(c, views.SignUp(identity.AccountForm{Locale: lang(c), Next: next}, nil))
}

// Create files the link. The answer is the same whether or not somebody has that address; where the collective invites people itself,
// the page says whom to write to.
func (h SignUps) Create(c echo.Context) error {
	var form identity.AccountForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.Next = safeNext(form.Next, "")
	if host(c).InvitedOnly {
		return renderStatus(c, http.StatusForbidden, views.SignUp(form, nil))
	}
	if wrong, ok := store.AsInvalid(form.Check(languageCodes())); ok {
		return renderInvalid(c, views.SignUp(form, wrong))
	}
	if err := h.site.allow(c, identity.AskingLink, form.Email); err != nil {
		return err
	}
	if _, err := identity.AskAccount(ctx(c), h.site.DB, form, languageCodes()); err != nil {
		return err
	}
	return redirect(c, paths.SignUpSent(lang(c), form.Next))
}

// Index says that a letter is on its way.
func (h SignUps) Index(c echo.Context) error {
	return render(c, views.SignUpSent(safeNext(c.QueryParam("next"), "")))
}

// OwnPages is the first page of a person: what they have under way, and what they can do here.
type OwnPages struct{ site Site }

// Show draws it.
func (h OwnPages) Show(c echo.Context) error {
	mine, err := overview.MineOf(ctx(c), h.site.DB, me(c))
	if err != nil {
		return err
	}
	return render(c, views.Mine(mine))
}
