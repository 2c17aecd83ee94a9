package views

import (
	"context"
	"strconv"
	"strings"

	"chatiere/locales"
	"chatiere/models/content"
	"chatiere/views/paths"
)

// htmlCode is how a language is named in lang attributes.
func htmlCode(code string) string {
	for _, l := range locales.All() {
		if l.Code == code {
			return l.HTML
		}
	}
	return code
}

// ownName is a language in its own words; its code when the house does not speak it.
func ownName(code string) string {
	for _, l := range locales.All() {
		if l.Code == code {
			return l.Name
		}
	}
	return code
}

// dressed is a text as safe HTML, its placeholders filled in and its links leading to pages in the reader's language.
func dressed(ctx context.Context, text content.Text, headingFrom int) string {
	return text.HTML(content.Dress{HeadingFrom: headingFrom, Link: func(address string) string { return textLink(ctx, address) }, Values: placeholders(ctx)})
}

// textLink says where an address that texts use leads: service:chat, help:first-steps, portal:catalogue. Empty when it is an ordinary address.
func textLink(ctx context.Context, address string) string {
	if own, ours := ownAddress(ctx, address); ours {
		return own
	}
	kind, name, found := strings.Cut(address, ":")
	switch {
	case !found || !content.Slug(name):
		return ""
	case kind == "service":
		return paths.ServiceAt(lang(ctx), name)
	case kind == "offer":
		return paths.OfferAt(lang(ctx), name)
	case kind == "portal":
		return portalLink(ctx, name)
	}
	for _, k := range content.Kinds {
		if string(k) == kind {
			return paths.Written(lang(ctx), k, name)
		}
	}
	return ""
}

// ownAddress is the address of a page of ours, as editors paste it, in the reader's language.
func ownAddress(ctx context.Context, address string) (string, bool) {
	if base := FrameOf(ctx).BaseURL; base != "" && strings.HasPrefix(address, base+"/") {
		address = strings.TrimPrefix(address, base)
	}
	parts := strings.SplitN(address, "/", 3)
	if len(parts) < 2 || parts[0] != "" || !locales.Known(parts[1]) {
		return "", false
	}
	parts[1] = lang(ctx)
	return strings.Join(parts, "/"), true
}

// portalLink is where one of the portal's own pages is, by the name that texts use.
func portalLink(ctx context.Context, name string) string {
	switch name {
	case "catalogue":
		return paths.Catalogue(lang(ctx))
	case "offers":
		return paths.Offers(lang(ctx))
	case "help":
		return paths.Help(lang(ctx))
	case "news":
		return paths.News(lang(ctx))
	case "guides":
		return paths.Guides(lang(ctx))
	case "sign-in":
		return paths.SignIn(lang(ctx))
	case "engagements":
		return paths.Written(lang(ctx), content.KindPage, "engagements")
	case "new-ticket":
		return paths.NewTicket(lang(ctx))
	case "contributions":
		return paths.Home(lang(ctx)) + "contributions"
	case "new-contribution":
		return paths.Home(lang(ctx)) + "contributions/new"
	case "transparency":
		return paths.Home(lang(ctx)) + "transparency"
	}
	return ""
}

// placeholders are what the collective says of itself wherever a text asks: {{collective.legal_name}}.
func placeholders(ctx context.Context) map[string]string {
	h := FrameOf(ctx).Host
	values := map[string]string{
		"collective.name": h.Name, "collective.legal_name": h.LegalName, "collective.address": h.Street + ", " + h.Postcode + " " + h.City,
		"collective.registration": h.RegistryNumber, "collective.vat_number": h.VATNumber, "collective.email": h.Email, "collective.phone": h.Phone,
		"collective.privacy_email": h.Email, "collective.url": FrameOf(ctx).BaseURL, "collective.publication_director": h.Publisher,
		"collective.site_host": h.InfrastructureHost, "collective.mediator": "", "collective.trust_days": strconv.Itoa(h.TrustDays),
		"collective.redistributed_share": locales.Percent(lang(ctx), int64(h.RedistributionBP)),
	}
	for name, value := range values {
		if strings.Trim(value, ", ") == "" {
			values[name] = t(ctx, "texts.to_complete")
		}
	}
	return values
}

func firstForeign(texts []content.Text) (content.Text, bool) {
	for _, text := range texts {
		if text.Foreign() {
			return text, true
		}
	}
	return content.Text{}, false
}

func anyText(texts []content.Text, is func(content.Text) bool) bool {
	for _, text := range texts {
		if is(text) {
			return true
		}
	}
	return false
}

func isStale(text content.Text) bool { return text.Stale }
