package views

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// HomePage is what the first page shows; the page of content may not be written yet.
type HomePage struct {
	Page     content.Page
	Services []catalogue.Service
	News     []content.Page
	Buying   Buying
}

func (p HomePage) head(ctx context.Context) Head {
	return Head{Title: p.title(ctx), Description: p.lead(ctx), Public: true, Languages: p.Page.Languages, Foreign: p.Page.Foreign(), Data: p.about(ctx)}
}

func (p HomePage) title(ctx context.Context) string {
	if p.Page.Title.Empty() {
		return t(ctx, "home.title")
	}
	return p.Page.Title.Value
}

func (p HomePage) lead(ctx context.Context) string {
	if p.Page.Lead.Empty() {
		return t(ctx, "home.lead")
	}
	return p.Page.Lead.Value
}

// about is the collective as schema.org describes an organisation.
func (p HomePage) about(ctx context.Context) map[string]any {
	h := FrameOf(ctx).Host
	return map[string]any{
		"@context": "https://schema.org", "@type": "Organization", "name": siteName(ctx), "url": FrameOf(ctx).BaseURL + "/",
		"legalName": h.LegalName, "email": h.Email, "telephone": h.Phone,
		"address": map[string]any{"@type": "PostalAddress", "streetAddress": h.Street, "postalCode": h.Postcode, "addressLocality": h.City, "addressCountry": h.Country},
	}
}

// partLink is where a card leads; empty when it leads nowhere.
func partLink(ctx context.Context, p content.Part) string {
	if target := textLink(ctx, p.Link); target != "" {
		return target
	}
	if strings.HasPrefix(p.Link, "https://") {
		return p.Link
	}
	return ""
}

func pageHead(p content.Page) Head {
	return Head{Title: p.Title.Value, Description: excerpt(p.Summary), Public: p.Public(), Languages: p.Languages, Foreign: !p.Indexable()}
}

// trailOf is the way to a page: its index, then itself.
func trailOf(ctx context.Context, p content.Page) []ui.Link {
	self := ui.Link{Text: p.Title.Value}
	switch p.Kind {
	case content.KindHelp:
		return []ui.Link{{Href: paths.Help(lang(ctx)), Text: t(ctx, "help.title")}, self}
	case content.KindNews:
		return []ui.Link{{Href: paths.News(lang(ctx)), Text: t(ctx, "news.title")}, self}
	case content.KindGuide:
		return []ui.Link{{Href: paths.Guides(lang(ctx)), Text: t(ctx, "guides.title")}, self}
	case content.KindLegal:
		return []ui.Link{{Href: paths.Legal(lang(ctx)), Text: t(ctx, "legal.title")}, self}
	}
	return nil
}

// HelpPage is what the index of the help shows.
type HelpPage struct {
	Query  string
	Topics []HelpTopic
}

// HelpTopic is a heading with its articles.
type HelpTopic struct {
	Name     string
	Articles []content.Page
}

// HelpTopics puts articles under their topics, in order; those without a topic come under the other questions.
func HelpTopics(ctx context.Context, articles []content.Page) []HelpTopic {
	var topics []HelpTopic
	at := map[string]int{}
	for _, a := range articles {
		name := a.Topic.Value
		if name == "" {
			name = t(ctx, "help.others")
		}
		if _, known := at[name]; !known {
			at[name] = len(topics)
			topics = append(topics, HelpTopic{Name: name})
		}
		topics[at[name]].Articles = append(topics[at[name]].Articles, a)
	}
	return topics
}

func topicID(i int) string { return "topic-" + strconv.Itoa(i+1) }

// NewsList is a page of news.
type NewsList struct{ News store.Page[content.Page] }

func (p NewsList) next(ctx context.Context) ui.Link {
	if p.News.Next == "" {
		return ui.Link{}
	}
	return ui.Link{Href: paths.News(lang(ctx)) + "?after=" + url.QueryEscape(p.News.Next), Text: t(ctx, "news.older")}
}
