package handlers

import (
	"net/http"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/views"

	"github.com/labstack/echo/v4"
)

// Sitemaps tell search engines what may be listed.
type Sitemaps struct{ site Site }

// Index lists the sitemaps of all languages.
func (h Sitemaps) Index(c echo.Context) error {
	list, err := views.Sitemaps(h.site.BaseURL)
	if err != nil {
		return err
	}
	return asXML(c, list)
}

// Show lists the pages of one language.
func (h Sitemaps) Show(c echo.Context) error {
	pages, err := content.Sitemap(ctx(c), h.site.DB, lang(c))
	if err != nil {
		return err
	}
	services, offers, err := catalogue.Sitemap(ctx(c), h.site.DB, lang(c))
	if err != nil {
		return err
	}
	list, err := views.Sitemap(ctx(c), pages, services, offers)
	if err != nil {
		return err
	}
	return asXML(c, list)
}

func asXML(c echo.Context, document []byte) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.Blob(http.StatusOK, echo.MIMEApplicationXMLCharsetUTF8, document)
}

// Robots says what robots may visit: nothing while the portal is not public, then everything but the rooms one signs in to.
func (h Sitemaps) Robots(c echo.Context) error {
	of, err := collective.Find(ctx(c), h.site.DB)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	if !of.Public && !h.site.Development {
		return c.String(http.StatusOK, "User-agent: *\nDisallow: /\n")
	}
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /*/desk/\nDisallow: /*/o/\nDisallow: /*/sign-in\nAllow: /\n\nSitemap: "+h.site.BaseURL+"/sitemap.xml\n")
}
