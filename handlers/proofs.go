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
	if c.FormValue("passkey_begin") != "" {
		return h.site.askProof(c, http.StatusOK, views.ProofPage{Action: paths.Proof(lang(c), ""), Next: next})
	}
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
	if session(c).Lately(store.Now(s.DB)) && c.FormValue("proof_code")+c.FormValue("proof_password")+c.FormValue("proof_passkey") == "" {
		return nil
	}
	has, err := identity.HasFactor(ctx(c), s.DB, me(c).ID)
	if err != nil {
		return err
	}
	switch {
	case c.FormValue("proof_passkey") != "":
		party, nameless := s.party(c)
		if nameless != nil {
			return store.ErrNotFound
		}
		err = session(c).ProveByPasskey(ctx(c), s.DB, s.sealer(), party, s.answer(c, "proof_passkey"))
	case has:
		err = session(c).Prove(ctx(c), s.DB, s.sealer(), identity.CodeForm{Code: c.FormValue("proof_code")})
		if wrong, bad := store.AsInvalid(err); bad {
			return store.Invalid{"proof_code": wrong["code"]}
		}
	default:
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
	has, err := identity.FactorsOf(ctx(c), s.DB, me(c).ID)
	if err != nil {
		return err
	}
	party, nameless := s.party(c)
	p.Factor, p.App, p.Passkeys = has.Any(), has.App != nil, len(has.Passkeys) > 0 && nameless == nil
	if p.Passkeys && c.Request().Method != http.MethodGet { // looking at the page keeps nothing
		asked, err := session(c).AskPasskey(ctx(c), s.DB, s.sealer(), party)
		if err != nil {
			return err
		}
		p.Ask = s.asks(c, asked, false)
		p.Ask.Field = "proof_passkey"
		p.Ask.Wrong, p.Ask.Auto, p.Ask.Beside = p.Wrong, !p.Waits, true
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
		asked := form.Has("proof_code") || form.Has("proof_password") || form.Get("proof_passkey") != ""
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
		if !strings.HasPrefix(name, "proof_") && name != "passkey_begin" {
			kept[name] = values
		}
	}
	return kept
}
