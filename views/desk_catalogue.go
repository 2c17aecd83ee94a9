package views

import (
	"context"
	"net/url"
	"slices"

	"chatiere/models/catalogue"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// DeskCataloguePage is the catalogue as those who keep it see it.
type DeskCataloguePage struct {
	Filter catalogue.DeskFilter
	Desk   catalogue.Desk
	Buying Buying
}

func contains(all []string, one string) bool { return slices.Contains(all, one) }

func publicationOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "draft", Text: t(ctx, "desk_catalogue.state_draft")},
		{Value: "public", Text: t(ctx, "desk_catalogue.state_public")},
		{Value: "gaps", Text: t(ctx, "desk_catalogue.state_gaps")},
	}
}

// gapWords say what an item lacks.
func gapWords(ctx context.Context, g catalogue.Gap) string {
	switch g {
	case catalogue.GapCountry:
		return t(ctx, "keeping.gap_country")
	case catalogue.GapLanguages:
		return t(ctx, "keeping.gap_languages")
	case catalogue.GapLose:
		return t(ctx, "keeping.gap_lose")
	case catalogue.GapReplaces:
		return t(ctx, "keeping.gap_replaces")
	case catalogue.GapExports:
		return t(ctx, "keeping.gap_exports")
	case catalogue.GapBackups:
		return t(ctx, "keeping.gap_backups")
	case catalogue.GapRestore:
		return t(ctx, "keeping.gap_restore")
	case catalogue.GapFirst:
		return t(ctx, "keeping.gap_first")
	case catalogue.GapPrice:
		return t(ctx, "keeping.gap_price")
	}
	return t(ctx, "keeping.gap_services")
}

// gapsAsLinks lead from what is missing to the fields where it is said.
func gapsAsLinks(ctx context.Context, page string, gaps []catalogue.Gap) []ui.Link {
	var all []ui.Link
	for _, g := range gaps {
		all = append(all, ui.Link{Href: page + "#f-" + string(g), Text: gapWords(ctx, g)})
	}
	return all
}

// offerGapsAsLinks do so for an offer: its prices have a page of their own, its services are published on theirs.
func offerGapsAsLinks(ctx context.Context, o catalogue.Offer) []ui.Link {
	var all []ui.Link
	for _, g := range o.Gaps() {
		if g == catalogue.GapPrice {
			all = append(all, ui.Link{Href: paths.Prices(lang(ctx), o), Text: gapWords(ctx, g)})
			continue
		}
		for _, s := range o.Services {
			if !s.Public {
				all = append(all, ui.Link{Href: paths.EditService(lang(ctx), catalogue.Service{Slug: s.Slug}), Text: t(ctx, "keeping.gap_service", "Name", s.Slug)})
			}
		}
	}
	return all
}

// journalOf leads to what was done to an item of the catalogue.
func journalOf(ctx context.Context, ref string) string {
	return paths.Journal(lang(ctx)) + "?" + url.Values{"q": {ref}}.Encode()
}

// fromPrice is the lowest price of an offer as the public reads it, or nothing.
func fromPrice(ctx context.Context, o catalogue.Offer, b Buying) string {
	for _, period := range catalogue.Periods {
		if price, ok := o.From(period); ok {
			return t(ctx, "desk_catalogue.from", "Price", b.price(ctx, price.Cents), "Per", per(ctx, period))
		}
	}
	return ""
}

// catalogueTrail is the way from the desk to a page of the catalogue.
func catalogueTrail(ctx context.Context, here string) []ui.Link {
	return []ui.Link{{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")}, {Href: paths.DeskCatalogue(lang(ctx)), Text: t(ctx, "desk_catalogue.title")}, {Text: here}}
}

func catalogueFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "published":
		return t(ctx, "flash.published")
	case "unpublished":
		return t(ctx, "flash.unpublished")
	case "prices_set":
		return t(ctx, "flash.prices_set")
	case "incident_told":
		return t(ctx, "flash.incident_told")
	case "incident_over":
		return t(ctx, "flash.incident_over")
	}
	return ""
}

// firstSteps are the way to a first offer.
func firstSteps(ctx context.Context, has catalogue.Has) []ui.Step {
	var all []ui.Step
	current := false
	for _, one := range []struct {
		words string
		done  bool
	}{{t(ctx, "desk_catalogue.step_upstream"), has.Upstreams}, {t(ctx, "desk_catalogue.step_service"), has.Services}, {t(ctx, "desk_catalogue.step_offer"), has.Offers}} {
		step := ui.Step{Text: one.words, State: ui.Later, Said: t(ctx, "hosting.to_do")}
		switch {
		case one.done:
			step.State, step.Said = ui.Done, t(ctx, "hosting.done")
		case !current:
			step.State, step.Said, current = ui.Now, t(ctx, "hosting.under_way"), true
		}
		all = append(all, step)
	}
	return all
}

// offered are the services of an offer by name.
func offered(ctx context.Context, o catalogue.Offer) string {
	var all []string
	for _, s := range o.Services {
		all = append(all, s.Name.Value)
	}
	return names(ctx, all)
}

func publicTone(gaps []ui.Link) ui.Tone {
	if len(gaps) > 0 {
		return ui.Warn
	}
	return ui.Good
}

// DeskCatalogueRows are the catalogue as the rows of a file, with its heads: a line for each service, offer and project.
func DeskCatalogueRows(ctx context.Context, p DeskCataloguePage) [][]string {
	rows := [][]string{{
		t(ctx, "desk_catalogue.kind"), t(ctx, "desk_catalogue.name"), t(ctx, "keeping.slug"), t(ctx, "desk_catalogue.state"), t(ctx, "desk_catalogue.missing"), t(ctx, "desk_prices.tab"),
	}}
	for _, s := range p.Desk.Services {
		rows = append(rows, []string{t(ctx, "desk_catalogue.services"), s.Name.Value, s.Slug, stateWord(ctx, s.Public()), gapList(ctx, s.Gaps()), ""})
	}
	for _, o := range p.Desk.Offers {
		rows = append(rows, []string{t(ctx, "desk_catalogue.offers"), o.Name.Value, o.Slug, stateWord(ctx, o.Public()), gapList(ctx, o.Gaps()), fromPrice(ctx, o, p.Buying)})
	}
	for _, u := range p.Desk.Upstreams {
		rows = append(rows, []string{t(ctx, "desk_catalogue.upstreams"), u.Name, u.Slug, u.Licence, "", ""})
	}
	return rows
}

func stateWord(ctx context.Context, public bool) string {
	if public {
		return t(ctx, "keeping.public")
	}
	return t(ctx, "keeping.draft")
}

func gapList(ctx context.Context, gaps []catalogue.Gap) string {
	var all []string
	for _, g := range gaps {
		all = append(all, gapWords(ctx, g))
	}
	return names(ctx, all)
}
