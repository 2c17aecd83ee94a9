package handlers

import (
	"errors"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// ChangeWishes are changes of a subscription that wait for the yes of an owner.
type ChangeWishes struct{ site Site }

// Create sends one to the owners, as it was shown; when it would bring something else by now, that is shown instead.
func (h ChangeWishes) Create(c echo.Context) error {
	p, err := Changes(h).page(c)
	if err != nil {
		return err
	}
	digest, err := h.site.sealer().Read(identity.ForChange, p.Form.Token, store.Now(h.site.DB))
	if err != nil {
		digest = "" // too old, or not ours: the terms are shown again
	}
	shown, err := p.Subscription.SendChange(ctx(c), h.site.DB, me(c), p.Form, digest, changeReason)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.Change(p))
	}
	if errors.Is(err, billing.ErrOutdated) {
		p.Outdated = true
		return Changes(h).show(c, http.StatusConflict, p, shown)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "change_sent")
	return redirect(c, paths.Change(lang(c), org(c), p.Subscription))
}

// Destroy puts it aside.
func (h ChangeWishes) Destroy(c echo.Context) error {
	s, err := billing.SubscriptionOf(ctx(c), h.site.DB, org(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := s.DeclineChange(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "plan_kept")
	return redirect(c, paths.Change(lang(c), org(c), s))
}
