package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Accounts is what a person says about themself.
type Accounts struct{ site Site }

// Edit shows it.
func (h Accounts) Edit(c echo.Context) error {
	return render(c, views.Account(people.ProfileOf(me(c)), nil, nil))
}

// Update saves it, in the language just chosen; what was saved meanwhile from another device is shown beside what was typed.
func (h Accounts) Update(c echo.Context) error {
	var form people.ProfileForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err := me(c).SaveProfile(ctx(c), h.site.DB, &form, spokenCodes())
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.Account(form, nil, wrong))
	}
	if errors.Is(err, store.ErrConflict) {
		theirs := people.ProfileOf(me(c))
		form.Version = theirs.Version
		return renderStatus(c, http.StatusConflict, views.Account(form, &theirs, nil))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Account(form.Locale))
}

// spokenCodes are the languages of the portal.
func spokenCodes() []string {
	var codes []string
	for _, l := range locales.All() {
		codes = append(codes, l.Code)
	}
	return codes
}

// EmailChanges is the change of one's address, which the new address confirms.
type EmailChanges struct{ site Site }

// New asks for the new address; identity is proven first if that was long ago.
func (h EmailChanges) New(c echo.Context) error {
	if !session(c).Lately(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.AccountEmail(lang(c)))
	}
	return render(c, views.EmailChange(people.EmailForm{}, nil))
}

// Create sends a letter to the new address.
func (h EmailChanges) Create(c echo.Context) error {
	var form people.EmailForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if err := h.site.allow(c, identity.AskingLink, me(c).Email); err != nil {
		return err
	}
	_, err := me(c).AskEmailChange(ctx(c), h.site.DB, form)
	if wrong, ok := store.AsInvalid(err); ok {
		return renderInvalid(c, views.EmailChange(form, wrong))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "email_asked")
	return redirect(c, paths.Account(lang(c)))
}

// Show is the page with one button that the letter opens.
func (h EmailChanges) Show(c echo.Context) error {
	secretly(c)
	if _, err := h.read(c); err != nil {
		return h.spent(c, err)
	}
	return render(c, views.EmailConfirmation(c.Param("token")))
}

// Update makes the new address count.
func (h EmailChanges) Update(c echo.Context) error {
	secretly(c)
	ref, err := h.read(c)
	if err != nil {
		return h.spent(c, err)
	}
	if _, err := people.ConfirmEmailChange(ctx(c), h.site.DB, ref); err != nil {
		return h.spent(c, err)
	}
	h.site.flash(c, "email_changed")
	if me(c).SignedIn() {
		return redirect(c, paths.Account(lang(c)))
	}
	return redirect(c, paths.SignIn(lang(c)))
}

func (h EmailChanges) read(c echo.Context) (string, error) {
	return h.site.sealer().Read(identity.ForEmailChange, c.Param("token"), store.Now(h.site.DB))
}

// spent tells a link that is over; an address that belongs to another account is told no differently.
func (h EmailChanges) spent(c echo.Context, err error) error {
	if errors.Is(err, identity.ErrExpired) || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		return renderStatus(c, http.StatusGone, views.LinkSpent(paths.AccountEmail(lang(c))))
	}
	return err
}
