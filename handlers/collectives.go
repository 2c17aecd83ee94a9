package handlers

import (
	"errors"
	"net/http"
	"strings"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Collectives is the page of the host's own identity and settings.
type Collectives struct{ site Site }

// Edit shows it.
func (h Collectives) Edit(c echo.Context) error {
	present, err := collective.Find(ctx(c), h.site.DB) // not the remembered one: another replica may have saved just now
	if err != nil {
		return err
	}
	words, err := content.FindHostForm(ctx(c), h.site.DB, present.Language)
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, views.CollectivePage{Form: present.Filled(), Words: words})
}

// Update saves it; what somebody else saved meanwhile is shown beside what was typed.
func (h Collectives) Update(c echo.Context) error {
	var p views.CollectivePage
	if err := errors.Join(c.Bind(&p.Form), c.Bind(&p.Words)); err != nil {
		return err
	}
	present, err := content.FindHostForm(ctx(c), h.site.DB, p.Form.Language)
	if err != nil {
		return err
	}
	p.Words.SourceLang = present.SourceLang
	err = content.SaveHost(ctx(c), h.site.DB, me(c), p.Form, p.Words)
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if errors.Is(err, store.ErrConflict) {
		saved, err := collective.Find(ctx(c), h.site.DB)
		if err != nil {
			return err
		}
		theirs := saved.Filled()
		p.Form.Version, p.Theirs, p.TheirWords = theirs.Version, &theirs, present
		return h.draw(c, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Collective(lang(c)))
}

func (h Collectives) draw(c echo.Context, status int, p views.CollectivePage) error {
	var err error
	if p.Regimes, err = collective.Regimes(ctx(c), h.site.DB); err != nil {
		return err
	}
	if p.Regime.FromOn == "" {
		p.Regime = views.RegimeForm{Regime: "not_subject", Rate: "20", FromOn: store.Today(h.site.DB, host(c).Location()).Format("2006-01-02")}
	}
	return renderStatus(c, status, views.Collective(p))
}

// TaxRegimes is how the collective stands towards VAT, from a day on.
type TaxRegimes struct{ site Site }

// Create notes a regime.
func (h TaxRegimes) Create(c echo.Context) error {
	var form views.RegimeForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	rate, ok := locales.ParseMoney(lang(c), strings.TrimSuffix(strings.TrimSpace(form.Rate), "%"))
	if !ok {
		rate = -1
	}
	err := collective.BeginRegime(ctx(c), h.site.DB, collective.TaxRegime{Regime: collective.Regime(form.Regime), RateBP: int(rate), FromOn: form.FromOn})
	if wrong, bad := store.AsInvalid(err); bad {
		words, err := content.FindHostForm(ctx(c), h.site.DB, host(c).Language)
		if err != nil {
			return err
		}
		return Collectives(h).draw(c, http.StatusUnprocessableEntity, views.CollectivePage{Form: host(c).Filled(), Words: words, Regime: form, RegimeWrong: wrong})
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Collective(lang(c)))
}
