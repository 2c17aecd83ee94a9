package views

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// ServiceDesk is the form of a service.
type ServiceDesk struct {
	Edited[catalogue.ServiceForm]
	Service   catalogue.Service // zero: a new one
	Upstreams []catalogue.Upstream
}

func (p ServiceDesk) title(ctx context.Context) string {
	if p.Service.ID == 0 {
		return t(ctx, "desk_services.new")
	}
	return p.Service.Name.Value
}

func (p ServiceDesk) action(lang string) string {
	if p.Service.ID == 0 {
		return paths.Services(lang)
	}
	return paths.EditService(lang, p.Service)
}

// addressed is a field for an address on the web.
func addressed(in ui.Input) ui.Input {
	in.Type, in.InputMode = "url", "url"
	return in
}

func serviceLabels(ctx context.Context) []string {
	return []string{
		"name", t(ctx, "desk_services.name"), "upstream", t(ctx, "desk_services.upstream"), "need", t(ctx, "desk_services.need"), "summary", t(ctx, "desk_services.summary"),
		"need_text", t(ctx, "desk_services.need_text"), "replaces", t(ctx, "desk_services.replaces"), "lose", t(ctx, "desk_services.lose"), "first", t(ctx, "desk_services.first"),
		"leaving", t(ctx, "desk_services.leaving"), "exports", t(ctx, "desk_services.exports"), "languages", t(ctx, "desk_services.languages"), "body", t(ctx, "desk_services.body"),
		"country", t(ctx, "desk_services.country"), "control", t(ctx, "desk_services.control"), "provider", t(ctx, "desk_services.provider"),
		"backup_every_hours", t(ctx, "desk_services.backup_every"), "backup_kept_days", t(ctx, "desk_services.backup_kept"), "backup_country", t(ctx, "desk_services.backup_country"),
		"restore_tested_on", t(ctx, "desk_services.restore"), "logs_kept_days", t(ctx, "desk_services.logs"), "address", t(ctx, "desk_services.address"),
		"position", t(ctx, "keeping.position"), "slug", t(ctx, "keeping.slug"), "source_lang", t(ctx, "keeping.source_lang"),
	}
}

// serviceTabs are the pages about one service.
func serviceTabs(ctx context.Context, s catalogue.Service) []ui.Link {
	return append(links(ctx,
		ui.Link{Href: paths.EditService(lang(ctx), s), Text: t(ctx, "desk_services.tab")},
		ui.Link{Href: paths.Incidents(lang(ctx), s), Text: t(ctx, "desk_incidents.tab")},
		ui.Link{Href: paths.Checklist(lang(ctx), s.Slug), Text: t(ctx, "desk_services.checklists")},
		ui.Link{Href: paths.InfosService(lang(ctx), s), Text: t(ctx, "infos.title")},
		ui.Link{Href: paths.Service(lang(ctx), s), Text: t(ctx, "keeping.view")}), sheetTabs(ctx, s.Subject(), s.Name.From)...)
}

func upstreamOptions(all []catalogue.Upstream) []ui.Option {
	var options []ui.Option
	for _, u := range all {
		options = append(options, ui.Option{Value: u.Slug, Text: u.Name})
	}
	return options
}

func controlOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range catalogue.Controls {
		all = append(all, ui.Option{Value: string(c), Text: controlName(ctx, c)})
	}
	return all
}

// blank lets a select stay without an answer.
func blank(ctx context.Context, q ui.Choice) ui.Choice {
	q.Blank = t(ctx, "keeping.choose")
	return q
}

func optional(ctx context.Context, q ui.Choice) ui.Choice {
	q.Optional = t(ctx, "page.optional")
	return blank(ctx, q)
}
