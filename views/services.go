package views

import (
	"context"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// ServicePage is what the page of a service shows.
type ServicePage struct {
	Service catalogue.Service
	Buying  Buying
}

func (p ServicePage) head(ctx context.Context) Head {
	return Head{
		Title: p.Service.Name.Value, Description: excerpt(p.Service.Summary), Public: p.Service.Public(), Languages: p.Service.LanguagesOf,
		Foreign: p.Service.Name.Foreign() || p.Service.Summary.Foreign(), Data: p.about(ctx),
	}
}

// about is the service as schema.org describes one.
func (p ServicePage) about(ctx context.Context) map[string]any {
	address := FrameOf(ctx).BaseURL + paths.Service(lang(ctx), p.Service)
	about := map[string]any{
		"@context": "https://schema.org", "@type": "Service", "@id": address, "url": address,
		"name": p.Service.Name.Value, "description": p.Service.Summary.Value, "inLanguage": htmlCode(p.Service.Name.Lang),
		"provider":         map[string]any{"@type": "Organization", "name": siteName(ctx), "url": FrameOf(ctx).BaseURL + "/"},
		"serviceOutput":    map[string]any{"@type": "SoftwareApplication", "name": p.Service.Upstream.Name, "url": p.Service.Upstream.SiteURL, "license": spdxAddress(p.Service.Upstream.Licence)},
		"availableChannel": map[string]any{"@type": "ServiceChannel", "availableLanguage": p.Service.LanguageList()},
	}
	var offers []map[string]any
	for _, o := range p.Service.Offers {
		offers = append(offers, offerAbout(ctx, o, p.Buying))
	}
	if len(offers) > 0 {
		about["offers"] = offers
	}
	return about
}

// spdxAddress is the page of a licence at the list that names it.
func spdxAddress(licence string) string {
	return "https://spdx.org/licenses/" + strings.SplitN(licence, " ", 2)[0] + ".html"
}

// shortAddress is an address without its scheme, for reading.
func shortAddress(address string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
}

func incidentTone(i catalogue.Incident) ui.Tone {
	if i.Over() {
		return ui.Plain
	}
	return statusTone(i.Severity)
}
