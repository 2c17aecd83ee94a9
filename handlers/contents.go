package handlers

import (
	"net/http"
	"slices"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Homes is the first page.
type Homes struct{ site Site }

// Show draws it, with what is offered and the latest news.
func (h Homes) Show(c echo.Context) error {
	page, news, err := content.FrontPage(ctx(c), h.site.DB, me(c), lang(c), 3)
	if err != nil {
		return err
	}
	services, err := catalogue.Find(ctx(c), h.site.DB, lang(c), catalogue.Filter{})
	if err != nil {
		return err
	}
	buying, err := h.site.buying(c)
	if err != nil {
		return err
	}
	return render(c, views.Home(views.HomePage{
		Page: page, Services: services.Items[:min(6, len(services.Items))], Buying: buying, News: news,
	}))
}

// buying is under which tax prices are shown: the collective's of today, for a buyer of its country unless another is chosen (decisions.md 29).
func (s Site) buying(c echo.Context) (views.Buying, error) {
	regime, err := collective.RegimeOn(ctx(c), s.DB, store.Today(s.DB, host(c).Location()))
	b := views.Buying{Regime: regime, Country: host(c).Country}
	if country := c.QueryParam("country"); len(country) == 2 {
		b.Country = country
	}
	return b, err
}

// Contents are the pages that editors write, of one kind.
type Contents struct {
	site Site
	kind content.Kind
}

// Show draws a page; one that moved is redirected for good.
func (h Contents) Show(c echo.Context) error {
	page, err := content.FindPage(ctx(c), h.site.DB, me(c), lang(c), h.kind, c.Param("slug"))
	if err == store.ErrNotFound && c.Request().URL.Path == paths.Accessibility(lang(c)) { // every page leads there, even before it is written
		return c.Redirect(http.StatusFound, paths.About(lang(c)))
	}
	if err != nil {
		return err
	}
	if at := paths.Page(lang(c), page); at != c.Request().URL.Path {
		return c.Redirect(http.StatusMovedPermanently, at)
	}
	var entrusted []content.Processor
	if h.kind == content.KindLegal && slices.Contains(namingProcessors, page.Slug) {
		if entrusted, err = content.Processors(ctx(c), h.site.DB, lang(c)); err != nil {
			return err
		}
	}
	return render(c, views.ContentPage(page, entrusted))
}

// namingProcessors are the legal texts that must say to whom personal data are entrusted (GDPR, articles 13 and 28).
var namingProcessors = []string{"privacy", "processor-contract"}

// About are the pages about the collective; the first page is not one of them.
func (h Contents) About(c echo.Context) error {
	pages, err := content.Pages(ctx(c), h.site.DB, lang(c), content.KindPage)
	if err != nil {
		return err
	}
	pages = slices.DeleteFunc(pages, func(p content.Page) bool { return p.Slug == "home" })
	return render(c, views.AboutIndex(pages))
}

// Guides are the pages about leaving a tool of today.
func (h Contents) Guides(c echo.Context) error {
	pages, err := content.Pages(ctx(c), h.site.DB, lang(c), content.KindGuide)
	if err != nil {
		return err
	}
	return render(c, views.GuideIndex(pages))
}

// Laws are the legal texts.
func (h Contents) Laws(c echo.Context) error {
	pages, err := content.Pages(ctx(c), h.site.DB, lang(c), content.KindLegal)
	if err != nil {
		return err
	}
	return render(c, views.LegalIndex(pages))
}

// HelpArticles is the help.
type HelpArticles struct{ site Site }

// Index lists the articles under their topics, or those that hold the words searched.
func (h HelpArticles) Index(c echo.Context) error {
	articles, err := content.HelpArticles(ctx(c), h.site.DB, lang(c), c.QueryParam("q"))
	if err != nil {
		return err
	}
	return render(c, views.HelpIndex(views.HelpPage{Query: c.QueryParam("q"), Topics: views.HelpTopics(ctx(c), articles)}))
}

// News is what happened.
type News struct{ site Site }

// Index lists the news.
func (h News) Index(c echo.Context) error {
	news, err := content.NewsPage(ctx(c), h.site.DB, lang(c), c.QueryParam("after"))
	if err != nil {
		return err
	}
	return render(c, views.NewsIndex(views.NewsList{News: news}))
}

// Feed gives the latest news to feed readers.
func (h News) Feed(c echo.Context) error {
	news, err := content.NewsPage(ctx(c), h.site.DB, lang(c), "")
	if err != nil {
		return err
	}
	feed, err := views.NewsFeed(ctx(c), news.Items)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", feed)
}
