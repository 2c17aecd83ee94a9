package views

import (
	"context"
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
	return text.HTML(content.Dress{HeadingFrom: headingFrom, Link: func(address string) string { return textLink(ctx, address) }, Values: placeholders(ctx), Missing: unsaid(ctx)})
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
	case "second-factor":
		return paths.Factors(lang(ctx))
	case "sign-up":
		return paths.SignUp(lang(ctx))
	case "engagements":
		return paths.Engagements(lang(ctx))
	case "cancellation":
		return paths.Cancellation(lang(ctx))
	case "withdrawal":
		return paths.Retraction(lang(ctx))
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
	f := FrameOf(ctx)
	return f.Words.Values(f.Host, f.BaseURL, locales.Percent(lang(ctx), int64(f.Host.RedistributionBP)), f.Today)
}

// unsaid is what stands in place of something that the collective has not said yet: the staff reads that it is to be completed.
func unsaid(ctx context.Context) string {
	if me(ctx).Staff() {
		return t(ctx, "texts.to_complete")
	}
	return t(ctx, "texts.unsaid")
}

// filled is a short text with its placeholders filled in.
func filled(ctx context.Context, text content.Text) string {
	if !strings.Contains(text.Value, "{{") {
		return text.Value
	}
	return text.Filled(placeholders(ctx), unsaid(ctx))
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
