package views

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/views/paths"
)

// UpstreamDesk is the form of a libre project.
type UpstreamDesk struct {
	Edited[catalogue.UpstreamForm]
	Upstream catalogue.Upstream // zero: a new one
}

func (p UpstreamDesk) title(ctx context.Context) string {
	if p.Upstream.ID == 0 {
		return t(ctx, "desk_upstreams.new")
	}
	return p.Upstream.Name
}

func (p UpstreamDesk) action(lang string) string {
	if p.Upstream.ID == 0 {
		return paths.Upstreams(lang)
	}
	return paths.EditUpstream(lang, p.Upstream)
}

func upstreamLabels(ctx context.Context) []string {
	return []string{
		"name", t(ctx, "desk_upstreams.name"), "slug", t(ctx, "keeping.slug"), "site_url", t(ctx, "desk_upstreams.site"), "source_url", t(ctx, "desk_upstreams.source"),
		"licence", t(ctx, "desk_upstreams.licence"), "licence_url", t(ctx, "desk_upstreams.licence_url"), "licence_note", t(ctx, "desk_upstreams.licence_note"),
		"funding_url", t(ctx, "desk_upstreams.funding"), "funding_note", t(ctx, "desk_upstreams.funding_note"), "checked_on", t(ctx, "desk_upstreams.checked_on"),
		"source_lang", t(ctx, "keeping.source_lang"),
	}
}
