package handlers

import (
	"errors"
	"net/http"
	"strings"

	"chatiere/models/identity"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Factors are one's own second means of signing in.
type Factors struct{ site Site }

// Show says what there is.
func (h Factors) Show(c echo.Context) error { return h.draw(c, nil) }

func (h Factors) draw(c echo.Context, wrong store.Invalid) error {
	p := views.FactorsPage{Owed: h.site.owes(c), Wrong: wrong}
	var err error
	if p.Factors, err = identity.FactorsOf(ctx(c), h.site.DB, me(c).ID); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return renderInvalid(c, views.Factors(p))
	}
	return render(c, views.Factors(p))
}

// owes reports whether the person must have a second means.
func (s Site) owes(c echo.Context) bool {
	return now(c).withheld || identity.Owes(host(c), me(c), store.Now(s.DB))
}

// FactorApps are apps that show codes.
type FactorApps struct{ site Site }

// New shows a new secret, which nothing keeps yet.
func (h FactorApps) New(c echo.Context) error {
	if !session(c).Lately(store.Now(h.site.DB)) {
		return h.site.proveFirst(c, paths.FactorApp(lang(c)))
	}
	p, err := h.site.sealer().ProposeApp(me(c), store.Now(h.site.DB))
	if err != nil {
		return err
	}
	return h.draw(c, p, nil)
}

func (h FactorApps) draw(c echo.Context, p identity.AppProposal, wrong store.Invalid) error {
	has, err := identity.HasFactor(ctx(c), h.site.DB, me(c).ID)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return renderInvalid(c, views.FactorApp(p, !has, wrong))
	}
	return render(c, views.FactorApp(p, !has, nil))
}

// Create makes the app count, once a code shows that it has the secret.
func (h FactorApps) Create(c echo.Context) error {
	var form identity.AppForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	codes, err := session(c).SetApp(ctx(c), h.site.DB, h.site.sealer(), form)
	if wrong, bad := store.AsInvalid(err); bad {
		p, err := h.site.sealer().ReadApp(me(c), form.Sealed, store.Now(h.site.DB))
		if err != nil {
			return err
		}
		return h.draw(c, p, wrong)
	}
	if errors.Is(err, identity.ErrExpired) { // the page was open for long: a new secret
		return redirect(c, paths.FactorApp(lang(c)))
	}
	if err != nil {
		return err
	}
	if len(codes) > 0 {
		return render(c, views.RecoveryCodes(codes, true))
	}
	h.site.flash(c, "factor_changed")
	return redirect(c, paths.Factors(lang(c)))
}

// FactorAppRemovals take the app away.
type FactorAppRemovals struct{ site Site }

// Create does so.
func (h FactorAppRemovals) Create(c echo.Context) error {
	err := session(c).RemoveApp(ctx(c), h.site.DB, h.site.owes(c))
	if wrong, bad := store.AsInvalid(err); bad {
		return Factors(h).draw(c, wrong)
	}
	return h.site.done(c, err, "factor_removed", paths.Factors(lang(c)))
}

// RecoveryCodes are for when the second means is not at hand.
type RecoveryCodes struct{ site Site }

// Create makes them anew and shows them, this once.
func (h RecoveryCodes) Create(c echo.Context) error {
	codes, err := session(c).MakeCodes(ctx(c), h.site.DB, h.site.sealer())
	if err != nil {
		return err
	}
	return render(c, views.RecoveryCodes(codes, false))
}

// RecoveryFiles give the codes that were just shown as a text file.
type RecoveryFiles struct{ site Site }

// Create sends those of them that are the person's.
func (h RecoveryFiles) Create(c echo.Context) error {
	shown, err := c.FormParams()
	if err != nil {
		return err
	}
	codes, err := h.site.sealer().OwnCodes(ctx(c), h.site.DB, me(c), shown["code"])
	if err != nil {
		return err
	}
	text := views.RecoveryText(ctx(c), codes)
	return attach(c, "recovery-codes.txt", "text/plain; charset=utf-8", []byte(strings.ReplaceAll(text, "\n", "\r\n")))
}

// SecondSteps is showing a second means after a link or a password.
type SecondSteps struct{ site Site }

// New asks for a code.
func (h SecondSteps) New(c echo.Context) error {
	if _, err := h.site.halfway(c); err != nil {
		return h.site.fromTheStart(c, err)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, views.SecondStep(nil))
}

// Create lets in whoever has it.
func (h SecondSteps) Create(c echo.Context) error {
	halfway, err := h.site.halfway(c)
	if err != nil {
		return h.site.fromTheStart(c, err)
	}
	entry, err := halfway.Pass(ctx(c), h.site.DB, h.site.sealer(), identity.CodeForm{Code: c.FormValue("code")})
	if wrong, bad := store.AsInvalid(err); bad {
		return renderInvalid(c, views.SecondStep(wrong))
	}
	if err != nil {
		return h.site.fromTheStart(c, waited(err))
	}
	h.site.setCookie(c, "halfway", "", -1)
	return h.site.arrived(c, entry)
}

// halfway is who showed the first means in this browser.
func (s Site) halfway(c echo.Context) (identity.Halfway, error) {
	k, err := c.Cookie(s.cookieName("halfway"))
	if err != nil {
		return identity.Halfway{}, identity.ErrExpired
	}
	return identity.FindHalfway(ctx(c), s.DB, k.Value)
}

// fromTheStart leads back to the first means when nobody waits halfway in this browser any more.
func (s Site) fromTheStart(c echo.Context, err error) error { return gone(c, err, views.StepOver()) }

// waited turns too many tries into the answer that says how long to wait.
func waited(err error) error {
	var wait identity.Wait
	if errors.As(err, &wait) {
		return tooMany{wait.For}
	}
	return err
}

// arrived lets in whoever has signed in, or asks for their second means first.
func (s Site) arrived(c echo.Context, e identity.Entry) error {
	if e.Halfway {
		s.setCookie(c, "halfway", e.Secret, int(identity.HalfwayLife.Seconds()))
		return redirect(c, paths.SecondStep(lang(c)))
	}
	s.letIn(c, e)
	return redirect(c, s.afterSignIn(c, e.User, e.Next))
}

// led sends one of the staff who came upon a closed door, because they have not shown a second means, to where they show it or set it up.
func (s Site) led(c echo.Context, status int) bool {
	who, _ := c.Get(currentKey).(*current)
	if who == nil || !who.withheld || c.Request().Method != http.MethodGet || status != http.StatusForbidden && status != http.StatusNotFound {
		return false
	}
	has, err := identity.HasFactor(ctx(c), s.DB, who.me.ID)
	target := paths.Factors(lang(c))
	if has {
		target = paths.Proof(lang(c), c.Request().URL.RequestURI())
	}
	return err == nil && redirect(c, target) == nil
}
