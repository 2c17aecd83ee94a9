package views

import (
	"context"
	"encoding/xml"
	"time"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/views/paths"
)

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomEntry struct {
	Title   atomText `xml:"title"`
	ID      string   `xml:"id"`
	Link    atomLink `xml:"link"`
	Updated string   `xml:"updated"`
	Summary atomText `xml:"summary"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

// NewsFeed is the news as an Atom feed (RFC 4287), each piece in the language it is shown in.
func NewsFeed(ctx context.Context, news []content.Page) ([]byte, error) {
	base := FrameOf(ctx).BaseURL
	feed := atomFeed{
		Lang: htmlLang(ctx), Title: fullTitle(ctx, Head{Title: t(ctx, "news.title")}), ID: base + paths.NewsFeed(lang(ctx)), Author: siteName(ctx),
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links:   []atomLink{{Href: base + paths.NewsFeed(lang(ctx)), Rel: "self", Type: "application/atom+xml"}, {Href: base + paths.News(lang(ctx)), Rel: "alternate", Type: "text/html"}},
	}
	for i, n := range news {
		entry := atomEntry{
			Title: atom(n.Title), ID: base + paths.Page(lang(ctx), n), Link: atomLink{Href: base + paths.Page(lang(ctx), n)},
			Updated: n.UpdatedAt.UTC().Format(time.RFC3339), Summary: atom(n.Summary),
		}
		if i == 0 || entry.Updated > feed.Updated {
			feed.Updated = entry.Updated
		}
		feed.Entries = append(feed.Entries, entry)
	}
	return asXML(feed)
}

func atom(text content.Text) atomText {
	a := atomText{Type: "text", Text: text.Value}
	if text.Foreign() {
		a.Lang = htmlCode(text.Lang)
	}
	return a
}

type sitemapAddress struct {
	Loc string `xml:"loc"`
	Mod string `xml:"lastmod,omitempty"`
}

type sitemap struct {
	XMLName   xml.Name         `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Addresses []sitemapAddress `xml:"url"`
}

type sitemapIndex struct {
	XMLName  xml.Name         `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []sitemapAddress `xml:"sitemap"`
}

// Sitemap lists the addresses of one language that search engines may list.
func Sitemap(ctx context.Context, pages []content.Page, services []catalogue.Service, offers []catalogue.Offer) ([]byte, error) {
	var s sitemap
	add := func(path string, at time.Time) {
		one := sitemapAddress{Loc: FrameOf(ctx).BaseURL + path}
		if !at.IsZero() {
			one.Mod = at.UTC().Format(time.DateOnly)
		}
		s.Addresses = append(s.Addresses, one)
	}
	l := lang(ctx)
	for _, path := range []string{paths.Home(l), paths.Catalogue(l), paths.Offers(l), paths.Guides(l), paths.Help(l), paths.News(l), paths.Legal(l)} {
		add(path, time.Time{})
	}
	for _, service := range services {
		add(paths.Service(l, service), service.UpdatedAt)
	}
	for _, offer := range offers {
		add(paths.Offer(l, offer), offer.UpdatedAt)
	}
	for _, page := range pages {
		if path := paths.Page(l, page); path != paths.Home(l) {
			add(path, page.UpdatedAt)
		}
	}
	return asXML(s)
}

// Sitemaps lists the sitemaps of all languages.
func Sitemaps(base string) ([]byte, error) {
	var s sitemapIndex
	for _, l := range locales.All() {
		s.Sitemaps = append(s.Sitemaps, sitemapAddress{Loc: base + paths.Sitemap(l.Code)})
	}
	return asXML(s)
}

func asXML(document any) ([]byte, error) {
	out, err := xml.MarshalIndent(document, "", " ")
	return append([]byte(xml.Header), out...), err
}
