package views

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/identity"
	"chatiere/models/post"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// accountTabs are the pages of one's own account.
func accountTabs(ctx context.Context) []ui.Link {
	all := links(ctx,
		ui.Link{Href: paths.Account(lang(ctx)), Text: t(ctx, "account.profile"), Icon: "user"},
		ui.Link{Href: paths.Password(lang(ctx)), Text: t(ctx, "account.password"), Icon: "key-round"},
		ui.Link{Href: paths.Factors(lang(ctx)), Text: t(ctx, "factors.title"), Icon: "shield-check"},
		ui.Link{Href: paths.Sessions(lang(ctx)), Text: t(ctx, "account.sessions"), Icon: "monitor"},
		ui.Link{Href: paths.Letters(lang(ctx)), Text: t(ctx, "account.letters"), Icon: "mail"},
		ui.Link{Href: paths.Farewell(lang(ctx)), Text: t(ctx, "account.farewell"), Icon: "door-open"},
	)
	for i := range all { // a page below one of them belongs to it
		all[i].Current = all[i].Current || all[i].Href != paths.Account(lang(ctx)) && strings.HasPrefix(FrameOf(ctx).Path, all[i].Href+"/")
	}
	return all
}

// zones are the time zones a form offers first: those of people the portal was made for.
var zones = []string{
	"Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon", "Indian/Reunion", "Indian/Mayotte",
	"Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg", "America/Montreal", "Africa/Dakar",
	"Africa/Abidjan", "Africa/Algiers", "Africa/Tunis", "Africa/Casablanca", "Indian/Antananarivo", "Europe/London", "Europe/Dublin", "Europe/Berlin",
	"Europe/Madrid", "Europe/Rome", "Europe/Lisbon", "Europe/Athens", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Australia/Sydney", "UTC",
}

// zoneOptions offers the usual zones and the one in use.
func zoneOptions(current string) []ui.Option {
	all := slices.Clone(zones)
	if current != "" && !slices.Contains(all, current) {
		all = append([]string{current}, all...)
	}
	var options []ui.Option
	for _, zone := range all {
		options = append(options, ui.Option{Value: zone, Text: strings.ReplaceAll(zone, "_", " ")})
	}
	return options
}

// myZone is the reader's time zone; UTC when it is not known.
func myZone(ctx context.Context) *time.Location { return collective.Zone(FrameOf(ctx).Me.Zone) }

func inMyZone(ctx context.Context, at time.Time) time.Time { return at.In(myZone(ctx)) }

func passwordLead(ctx context.Context, since time.Time, has bool) string {
	if !has {
		return t(ctx, "account.password_none")
	}
	return t(ctx, "account.password_since", "Date", locales.Date(lang(ctx), inMyZone(ctx, since)))
}

func deviceName(ctx context.Context, s identity.Session) string {
	if s.Agent == "" {
		return t(ctx, "account.unknown_device")
	}
	return s.Agent
}

// letterSubject is what a letter is about; one that was emptied says so.
func letterSubject(ctx context.Context, l post.Letter) string {
	if l.Subject == "" {
		return t(ctx, "account.emptied")
	}
	return l.Subject
}

// letterText is what a letter says in the portal: the one-time link stays in the mail.
func letterText(ctx context.Context, l post.Letter) string {
	text, _ := l.Says(t(ctx, "account.link_removed"), "")
	text, _, _ = strings.Cut(text, "\n-- \n") // who we are is clear here
	return text
}

// paragraphs cuts a plain text into paragraphs of lines.
func paragraphs(text string) [][]string {
	var all [][]string
	for _, p := range strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n\n") {
		all = append(all, strings.Split(strings.TrimSpace(p), "\n"))
	}
	return all
}

// asFile is the address of a list as a file, narrowed in the same way.
func asFile(list string, kept ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(kept); i += 2 {
		if kept[i+1] != "" {
			query.Set(kept[i], kept[i+1])
		}
	}
	return strings.TrimSuffix(list+".csv?"+query.Encode(), "?")
}

// nextPage is the link to the next page of a list; without a key there is none. Further pairs of name and value are kept in the address.
func nextPage(ctx context.Context, path, key string, kept ...string) ui.Link {
	if key == "" {
		return ui.Link{}
	}
	query := url.Values{"after": {key}}
	for i := 0; i+1 < len(kept); i += 2 {
		if kept[i+1] != "" {
			query.Set(kept[i], kept[i+1])
		}
	}
	return ui.Link{Href: path + "?" + query.Encode(), Text: t(ctx, "action.next")}
}
