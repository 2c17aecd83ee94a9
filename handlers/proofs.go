package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Proofs are showing again who one is, while one is in.
type Proofs struct{ site Site }

// New asks for it.
func (h Proofs) New(c echo.Context) error {
	return h.site.askProof(c, http.StatusOK, views.ProofPage{Action: paths.Proof(lang(c), ""), Next: safeNext(c.QueryParam("next"), "")})
}

// Create renews the session's proof and goes on.
func (h Proofs) Create(c echo.Context) error {
	next := safeNext(c.FormValue("next"), "")
	err := h.site.prove(c)
	if wrong, bad := store.AsInvalid(err); bad {
		return h.site.askProof(c, http.StatusUnprocessableEntity, views.ProofPage{Action: paths.Proof(lang(c), ""), Next: next, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	return redirect(c, safeNext(next, paths.Account(lang(c))))
}

// prove renews the proof by what was typed: a code, or the password of somebody without a second means. Who has neither signs in again
// beside, which makes the session new.
func (s Site) prove(c echo.Context) error {
	if session(c).Lately(store.Now(s.DB)) && c.FormValue("proof_code")+c.FormValue("proof_password") == "" {
		return nil
	}
	has, err := identity.HasFactor(ctx(c), s.DB, me(c).ID)
	if err != nil {
		return err
	}
	if has {
		err = session(c).Prove(ctx(c), s.DB, s.sealer(), identity.CodeForm{Code: c.FormValue("proof_code")})
		if wrong, bad := store.AsInvalid(err); bad {
			return store.Invalid{"proof_code": wrong["code"]}
		}
	} else {
		err = session(c).ProveByPassword(ctx(c), s.DB, c.FormValue("proof_password"))
	}
	if err != nil {
		return waited(err)
	}
	at := store.Now(s.DB)
	if now(c).session.ProvenAt = at; has {
		now(c).session.FactorAt = &at
	}
	return nil
}

// askProof draws the page that asks, by the means the person has.
func (s Site) askProof(c echo.Context, status int, p views.ProofPage) error {
	var err error
	if p.Factor, err = identity.HasFactor(ctx(c), s.DB, me(c).ID); err != nil {
		return err
	}
	if !p.Factor {
		if _, p.Password, err = identity.PasswordOf(ctx(c), s.DB, me(c).ID); err != nil {
			return err
		}
	}
	if !p.Factor && !p.Password { // nothing is typed here, so nothing can be wrong
		p.Wrong = nil
	}
	return renderStatus(c, status, views.Proof(p))
}

// lately lets an act through when the person proved within ten minutes who they are. Otherwise its form waits, with all that was typed,
// on a page that asks for the proof, and goes on from there.
func (s Site) lately(act echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if session(c).Lately(store.Now(s.DB)) {
			return act(c)
		}
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		asked := form.Has("proof_code") || form.Has("proof_password")
		if asked {
			err = s.prove(c)
		}
		wrong, bad := store.AsInvalid(err)
		switch {
		case err != nil && !bad && !errors.Is(err, identity.ErrProve):
			return err
		case asked && err == nil:
			return act(c)
		}
		status := http.StatusUnauthorized
		if bad {
			status = http.StatusUnprocessableEntity
		}
		return s.askProof(c, status, views.ProofPage{Action: c.Request().URL.RequestURI(), Kept: parked(form), Waits: true, Wrong: wrong})
	}
}

// parked is what a form holds but for the proof itself.
func parked(form url.Values) url.Values {
	kept := url.Values{}
	for name, values := range form {
		if !strings.HasPrefix(name, "proof_") {
			kept[name] = values
		}
	}
	return kept
}
