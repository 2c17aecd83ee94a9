package handlers

import (
	"chatiere/models/identity"
	"chatiere/models/identity/passkey"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Passkeys are keys that one's devices hold.
type Passkeys struct{ site Site }

// Create asks the browser for a new one, then keeps what it made.
func (h Passkeys) Create(c echo.Context) error {
	party, err := h.site.party(c)
	if err != nil {
		return store.ErrNotFound
	}
	name := c.FormValue("name")
	if c.FormValue("passkey_answer") == "" {
		asked, err := session(c).BeginPasskey(ctx(c), h.site.DB, h.site.sealer(), party)
		if wrong, bad := store.AsInvalid(err); bad {
			return Factors(h).draw(c, wrong)
		}
		if err != nil {
			return err
		}
		return render(c, views.NewPasskey(name, h.site.asks(c, asked, true)))
	}
	codes, err := session(c).AddPasskey(ctx(c), h.site.DB, h.site.sealer(), party, name, h.site.answer(c, "passkey_answer"))
	if wrong, bad := store.AsInvalid(err); bad {
		return Factors(h).draw(c, wrong)
	}
	if err != nil {
		return err
	}
	if len(codes) > 0 {
		return render(c, views.RecoveryCodes(codes, true))
	}
	return h.site.done(c, nil, "passkey_added", paths.Factors(lang(c)))
}

// PasskeyRemovals take passkeys away.
type PasskeyRemovals struct{ site Site }

// Create takes one away.
func (h PasskeyRemovals) Create(c echo.Context) error {
	err := session(c).RemovePasskey(ctx(c), h.site.DB, c.Param("ref"), h.site.owes(c))
	if wrong, bad := store.AsInvalid(err); bad {
		return Factors(h).draw(c, wrong)
	}
	return h.site.done(c, err, "passkey_removed", paths.Factors(lang(c)))
}

// PasskeySignIns is signing in by a passkey alone.
type PasskeySignIns struct{ site Site }

// New offers it.
func (h PasskeySignIns) New(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, views.PasskeySignIn(safeNext(c.QueryParam("next"), ""), views.PasskeyAsk{}))
}

// Create asks the browser for a passkey, then lets in whoever it belongs to.
func (h PasskeySignIns) Create(c echo.Context) error {
	party, err := h.site.party(c)
	if err != nil {
		return store.ErrNotFound
	}
	next := safeNext(c.FormValue("next"), "")
	var wrong store.Invalid
	if c.FormValue("passkey_answer") != "" {
		visit := h.site.visit(c, c.FormValue("stays") != "")
		visit.Next = next
		entry, err := identity.EnterByPasskey(ctx(c), h.site.DB, h.site.sealer(), party, h.site.answer(c, "passkey_answer"), visit, neighbourhood(c.RealIP()))
		bad := false
		if wrong, bad = store.AsInvalid(err); !bad {
			if err != nil {
				return waited(err)
			}
			return h.site.arrived(c, entry)
		}
	}
	asked, err := identity.BeginEntry(ctx(c), h.site.DB, party)
	if err != nil {
		return err
	}
	ask := h.site.asks(c, asked, false)
	if ask.Wrong = wrong; len(wrong) > 0 {
		return renderInvalid(c, views.PasskeySignIn(next, ask))
	}
	return render(c, views.PasskeySignIn(next, ask))
}

// party is the portal as authenticators know it; passkey.ErrNameless when it is reached by a number.
func (s Site) party(c echo.Context) (passkey.Party, error) {
	return passkey.NewParty(s.BaseURL, host(c).Name)
}

// passkeys reports whether this portal can ask for passkeys at all.
func (s Site) passkeys(c echo.Context) bool {
	_, err := s.party(c)
	return err == nil
}

// asks ties a question to this browser and returns it for the page.
func (s Site) asks(c echo.Context, q identity.Question, making bool) views.PasskeyAsk {
	s.setCookie(c, "ceremony", q.Secret, int(identity.CeremonyLife.Seconds()))
	return views.PasskeyAsk{Asked: q.Asked, Field: "passkey_answer", Making: making, Auto: true}
}

// answer is what the browser said, with the secret that ties it to the question.
func (s Site) answer(c echo.Context, field string) identity.Answer {
	a := identity.Answer{Said: c.FormValue(field)}
	if k, err := c.Cookie(s.cookieName("ceremony")); err == nil {
		a.Secret = k.Value
	}
	return a
}
