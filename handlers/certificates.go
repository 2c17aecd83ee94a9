package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// GivenYears are what a person gave, year by year.
type GivenYears struct{ site Site }

// Show sums one up.
func (h GivenYears) Show(c echo.Context) error {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year < 2000 || year > h.site.day(c).Year() {
		return store.ErrNotFound
	}
	y, err := commons.YearGivenBy(ctx(c), h.site.DB, me(c), year)
	if err != nil {
		return err
	}
	return render(c, views.GivenYear(y, h.site.day(c)))
}

// Certificates are extracts of what a volunteer gave, for their own use.
type Certificates struct{ site Site }

// Index lists one's own, and is where one asks for another.
func (h Certificates) Index(c echo.Context) error {
	now := h.site.day(c)
	f := commons.CertificateForm{FromOn: fmt.Sprintf("%d-01-01", now.Year()), ToOn: now.Format("2006-01-02")}
	if year, err := strconv.Atoi(c.QueryParam("year")); err == nil && year >= 2000 && year < now.Year() {
		f = commons.CertificateForm{FromOn: fmt.Sprintf("%d-01-01", year), ToOn: fmt.Sprintf("%d-12-31", year)}
	}
	return h.draw(c, http.StatusOK, views.CertificatesPage{Form: f})
}

// Create issues one in the language of the page.
func (h Certificates) Create(c echo.Context) error {
	p := views.CertificatesPage{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Lang = lang(c)
	_, err := commons.IssueCertificate(ctx(c), h.site.DB, me(c), p.Form, views.CertificateWords(ctx(c)))
	return h.issued(c, p, err)
}

// issued says how issuing went, on the list.
func (h Certificates) issued(c echo.Context, p views.CertificatesPage, err error) error {
	var bad bool
	if p.Wrong, bad = store.AsInvalid(err); bad {
		return h.draw(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "certificate_issued")
	return redirect(c, paths.Certificates(lang(c)))
}

func (h Certificates) draw(c echo.Context, status int, p views.CertificatesPage) error {
	var err error
	if p.Certificates, err = commons.CertificatesOf(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	return renderStatus(c, status, views.Certificates(p))
}

// PDF draws one, word for word as it was issued.
func (h Certificates) PDF(c echo.Context) error {
	one, err := commons.FindCertificate(ctx(c), h.site.DB, me(c), c.Param("token"))
	if err != nil {
		return err
	}
	pdf, err := papers.Certificate(one, h.site.BaseURL+paths.CertificateCheck(one.Token))
	if errors.Is(err, papers.ErrSign) { // the fonts of paper cannot write every name; the words themselves always can
		return redirect(c, paths.CertificateText(lang(c), one))
	}
	if err != nil {
		return err
	}
	return attach(c, papers.FileName("certificate-"+one.Token), "application/pdf", pdf)
}

// CertificateTexts are the words of certificates: whose hash is the one that is shown to everybody.
type CertificateTexts struct{ site Site }

// Show sends them.
func (h CertificateTexts) Show(c echo.Context) error {
	one, err := commons.FindCertificate(ctx(c), h.site.DB, me(c), c.Param("token"))
	if err != nil {
		return err
	}
	return attach(c, "certificate-"+one.Token+".txt", "text/plain; charset=utf-8", []byte(one.Words))
}

// CertificateReplacements is issuing one anew after something was corrected.
type CertificateReplacements struct{ site Site }

// Create issues it, in its own language.
func (h CertificateReplacements) Create(c echo.Context) error {
	one, err := commons.FindCertificate(ctx(c), h.site.DB, me(c), c.Param("token"))
	if err != nil {
		return err
	}
	_, err = one.Replace(ctx(c), h.site.DB, me(c), views.CertificateWords(locales.WithLang(ctx(c), one.Lang)))
	p := views.CertificatesPage{Form: commons.CertificateForm{FromOn: one.FromOn, ToOn: one.ToOn}}
	return Certificates(h).issued(c, p, err)
}

// CertificateRevocations is saying that a certificate stands no longer.
type CertificateRevocations struct{ site Site }

// Create says it.
func (h CertificateRevocations) Create(c echo.Context) error {
	one, err := commons.FindCertificate(ctx(c), h.site.DB, me(c), c.Param("token"))
	if err != nil {
		return err
	}
	if err := one.Revoke(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.Certificates(lang(c)))
}

// CertificateChecks is where anybody checks a certificate that was shown to them.
type CertificateChecks struct{ site Site }

// Index sends the address on the paper to the reader's language.
func (h CertificateChecks) Index(c echo.Context) error {
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return c.Redirect(http.StatusFound, "/"+locales.Best(c.Request().Header.Get("Accept-Language"))+paths.CertificateCheck(c.Param("token")))
}

// Show says who issued it, for which period, its hash and whether it stands, and nothing else.
func (h CertificateChecks) Show(c echo.Context) error {
	one, err := commons.CheckCertificate(ctx(c), h.site.DB, c.Param("token"))
	if err != nil {
		return err
	}
	return render(c, views.CertificateCheck(one))
}
