package paths

import (
	"net/url"

	"chatiere/models/content"
)

// Page is where a page of content is read.
func Page(lang string, p content.Page) string { return Written(lang, p.Kind, p.Slug) }

// Written is where the page of a kind and slug is read.
func Written(lang string, kind content.Kind, slug string) string {
	switch {
	case kind == content.KindPage && slug == "home":
		return Home(lang)
	case kind == content.KindPage && slug == "engagements":
		return Engagements(lang)
	case kind == content.KindHelp:
		return Help(lang) + "/" + slug
	case kind == content.KindNews:
		return News(lang) + "/" + slug
	case kind == content.KindLegal:
		return Legal(lang) + "/" + slug
	case kind == content.KindGuide:
		return Guides(lang) + "/" + slug
	}
	return "/" + lang + "/pages/" + slug
}

// Engagements is what the collective promises, line by line, and to whom it entrusts data.
func Engagements(lang string) string { return "/" + lang + "/engagements" }

// Help lists the help articles.
func Help(lang string) string { return "/" + lang + "/help" }

// News lists the news.
func News(lang string) string { return "/" + lang + "/news" }

// NewsFeed is the news as an Atom feed.
func NewsFeed(lang string) string { return "/" + lang + "/news.atom" }

// Guides lists the guides for leaving a tool of today.
func Guides(lang string) string { return "/" + lang + "/guides" }

// About lists the pages about the collective.
func About(lang string) string { return "/" + lang + "/pages" }

// Accessibility is the statement on accessibility, which every page leads to.
func Accessibility(lang string) string { return Written(lang, content.KindPage, "accessibility") }

// Legal lists the legal texts.
func Legal(lang string) string { return "/" + lang + "/legal" }

// Sitemap lists the public addresses of one language for search engines.
func Sitemap(lang string) string { return "/" + lang + "/sitemap.xml" }

// Texts is the editors' desk: every text and how complete it is in each language.
func Texts(lang string) string { return "/" + lang + "/desk/texts" }

// TextsFile is that list as a file, narrowed in the same way.
func TextsFile(lang string, f content.DeskFilter) string {
	return Texts(lang) + ".csv?" + url.Values{"q": {f.Query}, "kind": {f.Type}, "lang": {f.Lang}, "open": {f.Open}}.Encode()
}

// TextsOf is that list with one kind of text only.
func TextsOf(lang, kind string) string { return Texts(lang) + "?kind=" + url.QueryEscape(kind) }

// TextsOpen is that list with only what waits for something.
func TextsOpen(lang, open string) string { return Texts(lang) + "?open=" + url.QueryEscape(open) }

// NewPage is the form of a page that is not there yet, or without a kind the choice of one; it is sent to Pages.
func NewPage(lang string, kind content.Kind) string {
	if kind == "" {
		return "/" + lang + "/desk/pages/new"
	}
	return "/" + lang + "/desk/pages/new?kind=" + string(kind)
}

// Pages is where a new page is sent.
func Pages(lang string) string { return "/" + lang + "/desk/pages" }

// EditPage is the form of a page; it is sent to the same address.
func EditPage(lang string, p content.Page) string { return Pages(lang) + "/" + p.Ref }

// Publication is where a page is published, and with _method=DELETE hidden.
func Publication(lang string, p content.Page) string { return EditPage(lang, p) + "/publication" }

// Sheet is a subject side by side with its translation into another language.
func Sheet(lang string, s content.Subject, to string) string {
	return "/" + lang + "/desk/translations/" + url.PathEscape(s.Type) + "/" + s.Ref + "/" + to
}

// SheetOpen is the sheet with only what waits ("waiting") or with everything ("").
func SheetOpen(lang string, s content.Subject, to, open string) string {
	if open == "" {
		return Sheet(lang, s, to)
	}
	return Sheet(lang, s, to) + "?open=" + url.QueryEscape(open)
}

// SheetAt is the sheet at a segment to which something was just done.
func SheetAt(lang string, s content.Subject, to, open, ref, did string) string {
	return Sheet(lang, s, to) + "?" + url.Values{"open": {open}, "saved": {ref}, "did": {did}}.Encode() + "#passage-" + ref
}

// Translation is where the translation of a segment is sent.
func Translation(lang string, s content.Segment, to string) string {
	return "/" + lang + "/desk/segments/" + s.Ref + "/" + to + "/translation"
}

// Review is where a person agrees with the translation of a segment.
func Review(lang string, s content.Segment, to string) string {
	return "/" + lang + "/desk/segments/" + s.Ref + "/" + to + "/review"
}

// Remark is where a person says what is to be changed in the translation of a segment.
func Remark(lang string, s content.Segment, to string) string {
	return "/" + lang + "/desk/segments/" + s.Ref + "/" + to + "/remark"
}

// Stamp is where a person says that a stale translation is still correct.
func Stamp(lang string, s content.Segment, to string) string {
	return "/" + lang + "/desk/segments/" + s.Ref + "/" + to + "/stamp"
}
