package views

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// OfferDesk is the form of an offer.
type OfferDesk struct {
	Edited[catalogue.OfferForm]
	Offer    catalogue.Offer // zero: a new one
	Services []catalogue.Service
	More     bool // one more line was asked for
}

func (p OfferDesk) title(ctx context.Context) string {
	if p.Offer.ID == 0 {
		return t(ctx, "desk_offers.new")
	}
	return p.Offer.Name.Value
}

func (p OfferDesk) action(lang string) string {
	if p.Offer.ID == 0 {
		return paths.DeskOffers(lang)
	}
	return paths.EditOffer(lang, p.Offer)
}

func offerLabels(ctx context.Context, lines int) []string {
	all := []string{
		"name", t(ctx, "desk_offers.name"), "summary", t(ctx, "desk_offers.summary"), "for", t(ctx, "desk_offers.for"), "body", t(ctx, "desk_offers.body"), "entry", t(ctx, "desk_offers.entry"),
		"symbolic_name", t(ctx, "desk_offers.symbolic_name"), "symbolic_covers", t(ctx, "desk_offers.symbolic_covers"), "standard_name", t(ctx, "desk_offers.standard_name"),
		"standard_covers", t(ctx, "desk_offers.standard_covers"), "supportive_name", t(ctx, "desk_offers.supportive_name"), "supportive_covers", t(ctx, "desk_offers.supportive_covers"),
		"people", t(ctx, "desk_offers.people"), "storage_gb", t(ctx, "desk_offers.storage"), "position", t(ctx, "keeping.position"), "slug", t(ctx, "keeping.slug"), "source_lang", t(ctx, "keeping.source_lang"),
	}
	for i := range lines {
		all = append(all, catalogue.LineField("service", i), t(ctx, "desk_offers.service", "Number", i+1), catalogue.LineField("people", i), t(ctx, "desk_offers.service_people", "Number", i+1),
			catalogue.LineField("storage_gb", i), t(ctx, "desk_offers.service_storage", "Number", i+1))
	}
	return all
}

// lines is how many lines of services the form shows: those typed, one empty one, and one more when it was asked for.
func (p OfferDesk) lines() int {
	n := len(p.Form.Services) + 1
	if p.More || len(p.Form.Services) == 0 {
		n++
	}
	return n
}

// mistakes are what is wrong with the form, and what the offer needs before it may be published.
func (p OfferDesk) mistakes(ctx context.Context) []ui.Mistake {
	all := mistakes(ctx, p.Wrong, offerLabels(ctx, p.lines())...)
	for _, gap := range []catalogue.Gap{catalogue.GapPrice, catalogue.GapServices} {
		if text := said(ctx, p.Wrong, string(gap)); text != "" {
			all = append(all, ui.Mistake{Text: text})
		}
	}
	return all
}

func (p OfferDesk) service(ctx context.Context, line int) ui.Choice {
	name, value := catalogue.LineField("service", line), ""
	if line < len(p.Form.Services) {
		value = p.Form.Services[line]
	}
	q := ui.Choice{Name: name, Label: t(ctx, "desk_offers.service", "Number", line+1), Value: value, Error: said(ctx, p.Wrong, name), Blank: t(ctx, "desk_offers.no_service")}
	for _, s := range p.Services {
		text := s.Name.Value
		if !s.Public() {
			text = t(ctx, "desk_offers.draft_service", "Name", text)
		}
		q.Options = append(q.Options, ui.Option{Value: s.Slug, Text: text})
	}
	if line > 0 {
		q.Optional = t(ctx, "page.optional")
	}
	if p.More && line == p.lines()-1 {
		q.Attrs = ui.Attrs{"autofocus": true}
	}
	return q
}

// quota is a number of a line: nothing means as the whole offer.
func (p OfferDesk) quota(ctx context.Context, name, label, unit string, line int, of func(catalogue.Quota) int) ui.Input {
	field := catalogue.LineField(name, line)
	in := ui.Input{Name: field, Label: label, Error: said(ctx, p.Wrong, field), Max: 9, InputMode: "numeric", Short: true, Unit: unit, Optional: t(ctx, "page.optional")}
	if line < len(p.Form.Quotas) {
		in.Value = orBlank(of(p.Form.Quotas[line]))
	}
	if typed, ok := p.Typed[field]; ok {
		in.Value = typed
	}
	return in
}

// held are the services of a form in words, for comparing what two people saved.
func (p OfferDesk) held(ctx context.Context, f catalogue.OfferForm) string {
	var all []string
	for i, slug := range f.Services {
		name := slug
		for _, s := range p.Services {
			if s.Slug == slug {
				name = s.Name.Value
			}
		}
		if i < len(f.Quotas) {
			o := catalogue.Offer{People: f.Quotas[i].People, StorageGB: f.Quotas[i].StorageGB}
			if o.People > 0 || o.StorageGB > 0 {
				name += " (" + names(ctx, ownQuotas(ctx, o.People, o.StorageGB)) + ")"
			}
		}
		all = append(all, name)
	}
	return names(ctx, all)
}

func entryOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(catalogue.Direct), Text: t(ctx, "desk_offers.direct"), Hint: t(ctx, "desk_offers.direct_hint")},
		{Value: string(catalogue.ByReview), Text: t(ctx, "desk_offers.reviewed"), Hint: t(ctx, "desk_offers.reviewed_hint")},
	}
}

// offerTabs are the pages about one offer.
func offerTabs(ctx context.Context, o catalogue.Offer) []ui.Link {
	return append(links(ctx,
		ui.Link{Href: paths.EditOffer(lang(ctx), o), Text: t(ctx, "desk_offers.tab")},
		ui.Link{Href: paths.Prices(lang(ctx), o), Text: t(ctx, "desk_prices.tab")},
		ui.Link{Href: paths.Offer(lang(ctx), o), Text: t(ctx, "keeping.view")}), sheetTabs(ctx, o.Subject(), o.Name.From)...)
}
