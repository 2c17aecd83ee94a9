package views

import (
	"context"
	"slices"
	"strings"

	"chatiere/locales"
	"chatiere/models/people"
	"chatiere/views/paths"
	"chatiere/views/ui"

	"github.com/a-h/templ"
)

// language is the language the page is drawn in.
func language(ctx context.Context) locales.Language {
	for _, l := range locales.All() {
		if l.Code == lang(ctx) {
			return l
		}
	}
	return locales.All()[0]
}

func htmlLang(ctx context.Context) string     { return language(ctx).HTML }
func htmlDir(ctx context.Context) string      { return language(ctx).Dir }
func languageName(ctx context.Context) string { return language(ctx).Name }

func themeAttribute(ctx context.Context) templ.Attributes {
	if theme := FrameOf(ctx).Theme; theme == "light" || theme == "dark" {
		return templ.Attributes{"data-theme": theme}
	}
	return templ.Attributes{}
}

// siteName is the collective's name, or the program's before it has one.
func siteName(ctx context.Context) string {
	if name := FrameOf(ctx).Host.Name; name != "" {
		return name
	}
	return "Chatière"
}

func fullTitle(ctx context.Context, head Head) string {
	title := head.Title + " · " + siteName(ctx)
	if head.Failed {
		return t(ctx, "error.title", "Title", title)
	}
	return title
}

// versions are the languages in which the page can be read.
func (h Head) versions() []locales.Language {
	if len(h.Languages) == 0 {
		return locales.All()
	}
	return slices.DeleteFunc(locales.All(), func(l locales.Language) bool { return !slices.Contains(h.Languages, l.Code) })
}

func themeOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "", Text: t(ctx, "page.theme_auto")}, {Value: "light", Text: t(ctx, "page.theme_light")}, {Value: "dark", Text: t(ctx, "page.theme_dark")},
	}
}

// links marks the one that leads to the page being drawn.
func links(ctx context.Context, all ...ui.Link) []ui.Link {
	for i := range all {
		path, _, _ := strings.Cut(all[i].Href, "?")
		all[i].Current = all[i].Current || path == FrameOf(ctx).Path
	}
	return all
}

// mainLinks is the navigation of every page.
func mainLinks(ctx context.Context) []ui.Link {
	return links(ctx,
		ui.Link{Href: paths.Catalogue(lang(ctx)), Text: t(ctx, "catalogue.title")},
		ui.Link{Href: paths.Offers(lang(ctx)), Text: t(ctx, "offers.title")},
		ui.Link{Href: paths.Help(lang(ctx)), Text: t(ctx, "help.title")},
		ui.Link{Href: paths.News(lang(ctx)), Text: t(ctx, "news.title")},
		ui.Link{Href: paths.Contributions(lang(ctx)), Text: t(ctx, "commons.give.nav")},
	)
}

// accountLinks is what a person who signed in may go to: their organisations, their account, and the desk for the staff.
func accountLinks(ctx context.Context) []ui.Link {
	var all []ui.Link
	for _, m := range me(ctx).Memberships {
		all = append(all, ui.Link{Href: paths.Organisation(lang(ctx), m.Organisation), Text: m.Organisation.Name})
	}
	if len(me(ctx).Memberships) == 0 {
		all = append(all, ui.Link{Href: paths.Mine(lang(ctx)), Text: t(ctx, "mine.title")})
	}
	all = append(all, ui.Link{Href: paths.Tickets(lang(ctx)), Text: t(ctx, "tickets.title")})
	all = append(all, ui.Link{Href: paths.MyContributions(lang(ctx)), Text: t(ctx, "commons.mine.title")})
	if len(me(ctx).Memberships) > 0 {
		all = append(all, ui.Link{Href: paths.AgreementsMine(lang(ctx)), Text: t(ctx, "agreements.title")})
	}
	all = append(all, ui.Link{Href: paths.Pledges(lang(ctx)), Text: t(ctx, "pledges.mine")})
	if me(ctx).Staff() {
		all = append(all, ui.Link{Href: paths.Queue(lang(ctx)), Text: t(ctx, "queue.title")})
	}
	if me(ctx).Is(people.Editor) {
		all = append(all, ui.Link{Href: paths.Texts(lang(ctx)), Text: t(ctx, "editors.title")})
	}
	if me(ctx).Is(people.Operator) {
		all = append(all, ui.Link{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")})
	}
	all = append(all, ui.Link{Href: paths.Account(lang(ctx)), Text: t(ctx, "account.title")})
	return links(ctx, all...)
}

func discoverLinks(ctx context.Context) []ui.Link {
	return append(mainLinks(ctx), links(ctx,
		ui.Link{Href: paths.Guides(lang(ctx)), Text: t(ctx, "guides.title")},
		ui.Link{Href: paths.SharedSpaces(lang(ctx)), Text: t(ctx, "pledges.spaces_title")},
		ui.Link{Href: paths.Transparency(lang(ctx)), Text: t(ctx, "transparency.title")})...)
}

func rightsLinks(ctx context.Context) []ui.Link {
	all := []ui.Link{{Href: paths.About(lang(ctx)), Text: t(ctx, "about.title")}}
	if FrameOf(ctx).Words.Charter {
		all = append(all, ui.Link{Href: paths.Engagements(lang(ctx)), Text: t(ctx, "charter.title")})
	}
	return links(ctx, append(all,
		ui.Link{Href: paths.Legal(lang(ctx)), Text: t(ctx, "legal.title")},
		ui.Link{Href: paths.Accessibility(lang(ctx)), Text: t(ctx, "about.accessibility")},
		ui.Link{Href: paths.Cancellation(lang(ctx)), Text: t(ctx, "notices.cancellation_title")},
		ui.Link{Href: paths.Retraction(lang(ctx)), Text: t(ctx, "notices.withdrawal_title")},
	)...)
}
