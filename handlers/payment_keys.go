package handlers

import (
	"context"
	"errors"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PaymentKeys are how the collective collects money online. A secret that was given is never shown again.
type PaymentKeys struct{ site Site }

// Edit shows where things stand.
func (h PaymentKeys) Edit(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.PaymentKeysPage{})
}

func (h PaymentKeys) draw(c echo.Context, status int, p views.PaymentKeysPage) error {
	keys, err := collective.FindPaymentKeys(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	if p.Keys = keys; status == http.StatusOK {
		p.Form = keys.Filled()
	}
	p.Form.Version = keys.Version
	if keys.Set() {
		_, err := keys.Open(h.site.Secret)
		p.Unreadable = errors.Is(err, store.ErrSealed)
	}
	if p.Heard, err = billing.LastRound(ctx(c), h.site.DB, billing.CatchUp); err != nil {
		return err
	}
	if p.Compared, err = billing.LastRound(ctx(c), h.site.DB, billing.Comparison); err != nil {
		return err
	}
	p.Endpoint, p.Heeded = h.site.BaseURL+paths.StripeHook(), billing.Heeded
	return renderStatus(c, status, views.PaymentKeys(p))
}

// Update keeps them, sealed. What somebody else saved meanwhile is kept, and the form comes back without the secrets.
func (h PaymentKeys) Update(c echo.Context) error {
	var form collective.PaymentKeysForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err := collective.SavePaymentKeys(ctx(c), h.site.DB, me(c).Actor(), h.site.Secret, form)
	form.Key, form.Hook = "", ""
	if wrong, bad := store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, views.PaymentKeysPage{Form: form, Wrong: wrong})
	}
	if errors.Is(err, store.ErrConflict) {
		return h.draw(c, http.StatusConflict, views.PaymentKeysPage{Form: form, Conflict: true})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.PaymentKeys(lang(c)))
}

// PaymentKeysExaminations try the keys.
type PaymentKeysExaminations struct{ site Site }

// Create tries them now and says what was found.
func (h PaymentKeysExaminations) Create(c echo.Context) error {
	p := views.PaymentKeysPage{Examined: true}
	if h.site.Till == nil {
		return store.ErrNotFound
	}
	within, stop := context.WithTimeout(ctx(c), opening)
	defer stop()
	var err error
	var trouble cashier.Trouble
	if p.Health, err = h.site.Till.Examine(within); errors.As(err, &trouble) {
		p.Trouble, err = trouble, nil
	}
	if errors.Is(err, store.ErrSealed) {
		p.Examined, err = false, nil // the page says so by itself
	}
	if err != nil {
		return err
	}
	return PaymentKeys(h).draw(c, http.StatusOK, p)
}
