package views

import (
	"cmp"
	"context"
	"strings"

	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/overview"
	"chatiere/views/ui"
)

// keys are those the form asks for.
func (p FactsPage) keys() []string {
	if p.Service.ID == 0 {
		return overview.HostKeys
	}
	return overview.ServiceKeys
}

func (p FactsPage) mistakes(ctx context.Context) []ui.Mistake {
	var labels []string
	for _, key := range p.keys() {
		labels = append(labels, key, factLabel(ctx, key))
	}
	return mistakes(ctx, p.Wrong, labels...)
}

// firsts are the answers that hold while nobody gives another one.
var firsts = map[string]string{"organization.status.level": "ACTIVE", "organization.memberof.chatons.status.level": "ACTIVE", "service.registration.load": "OPEN"}

func factOf(key string) func(overview.FactsForm) string {
	return func(f overview.FactsForm) string { return cmp.Or(f.Said[key], firsts[key]) }
}

// input is the field of a key.
func (p FactsPage) input(ctx context.Context, key string) ui.Input {
	in := p.maybe(ctx, key, factLabel(ctx, key), cmp.Or(p.usualHint(ctx, key), factHint(ctx, key)), 300, factOf(key))
	if needed(key) {
		in.Optional = ""
	}
	if field, _ := chatonsinfos.Find(key); field.Type == "URL" {
		in = addressed(in)
	}
	return in
}

// usualHint says what holds for all services when nothing is said for this one.
func (p FactsPage) usualHint(ctx context.Context, key string) string {
	usual := p.usual(ctx, key)
	if usual == "" {
		return ""
	}
	return t(ctx, "infos.facts.usual", "Value", usual)
}

func needed(key string) bool {
	return key == "organization.type" || key == "organization.memberof.chatons.startdate"
}

// question is the choice of a key.
func (p FactsPage) question(ctx context.Context, key string) ui.Choice {
	var options []ui.Option
	for _, value := range chatonsinfos.Values(key) {
		options = append(options, ui.Option{Value: value, Text: factValue(ctx, value)})
	}
	q := p.choice(ctx, key, factLabel(ctx, key), cmp.Or(p.usualHint(ctx, key), factHint(ctx, key)), options, factOf(key))
	switch {
	case firsts[key] != "":
		return q
	case needed(key):
		return blank(ctx, q)
	case key == "service.registration":
		q.Blank = t(ctx, "infos.facts.as_catalogue")
	case p.Service.ID != 0:
		q.Blank = t(ctx, "infos.facts.as_usual")
	default:
		q.Blank = t(ctx, "keeping.choose")
	}
	q.Optional = t(ctx, "page.optional")
	return q
}

// places are the proper names of networks, chat rooms and ways to give.
var places = map[string]string{
	"diaspora": "diaspora*", "facebook": "Facebook", "funkwhale": "Funkwhale", "mastodon": "Mastodon", "mobilizon": "Mobilizon", "peertube": "PeerTube",
	"pixelfed": "Pixelfed", "pleroma": "Pleroma", "twitter": "Twitter", "xmpp": "XMPP", "irc": "IRC", "matrix": "Matrix", "mattermost": "Mattermost",
	"rocketchat": "Rocket.Chat", "liberapay": "Liberapay", "tipeee": "Tipeee", "helloasso": "HelloAsso", "paypal": "PayPal",
}

// factLabel is what a key is called on its form; empty: it stands on none.
func factLabel(ctx context.Context, key string) string {
	if place := places[key[strings.LastIndex(key, ".")+1:]]; place != "" && strings.HasPrefix(key, "organization.") {
		return place
	}
	return map[string]string{
		"organization.type": t(ctx, "infos.fact.type"), "organization.website": t(ctx, "infos.fact.website"), "organization.logo": t(ctx, "infos.fact.logo"),
		"organization.startdate": t(ctx, "infos.fact.began"), "organization.status.level": t(ctx, "infos.fact.status"), "organization.status.description": t(ctx, "infos.fact.pause"),
		"organization.enddate": t(ctx, "infos.fact.ended"), "organization.memberof.chatons.startdate": t(ctx, "infos.fact.joined"),
		"organization.memberof.chatons.status.level": t(ctx, "infos.fact.member"), "organization.memberof.chatons.status.description": t(ctx, "infos.fact.member_pause"),
		"organization.memberof.chatons.enddate": t(ctx, "infos.fact.left"), overview.SeatKey: t(ctx, "infos.fact.seat"),
		"organization.geolocation.latitude": t(ctx, "infos.fact.latitude"), "organization.geolocation.longitude": t(ctx, "infos.fact.longitude"),
		"organization.guide.user": t(ctx, "infos.fact.guide_user"), "organization.guide.technical": t(ctx, "infos.fact.guide_technical"),
		"service.guide.user": t(ctx, "infos.fact.guide_user"), "service.guide.technical": t(ctx, "infos.fact.guide_technical"),
		"service.install.type": t(ctx, "infos.fact.install"), "host.server.distribution": t(ctx, "infos.fact.distribution"), "host.server.type": t(ctx, "infos.fact.server"),
		"host.provider.type": t(ctx, "infos.fact.provider"), "host.provider.hypervisor": t(ctx, "infos.fact.hypervisor"), "host.description": t(ctx, "infos.fact.machines"),
		"organization.funding.custom": t(ctx, "infos.fact.funding"), "service.startdate": t(ctx, "infos.fact.opened"), "service.registration": t(ctx, "infos.fact.registration"),
		"service.registration.load": t(ctx, "infos.fact.room"), "software.version": t(ctx, "infos.fact.version"), "software.modules": t(ctx, "infos.fact.modules"),
		"service.logo": t(ctx, "infos.fact.logo"),
	}[key]
}

// factHint is a word more about a key.
func factHint(ctx context.Context, key string) string {
	return map[string]string{
		"organization.website": t(ctx, "infos.hint.website"), "organization.logo": t(ctx, "infos.hint.address"), "organization.status.description": t(ctx, "infos.hint.pause"),
		"organization.enddate": t(ctx, "infos.hint.ended"), "organization.memberof.chatons.startdate": t(ctx, "infos.hint.joined"),
		"organization.memberof.chatons.status.description": t(ctx, "infos.hint.pause"), "organization.memberof.chatons.enddate": t(ctx, "infos.hint.ended"),
		overview.SeatKey: t(ctx, "infos.hint.seat"), "organization.geolocation.latitude": t(ctx, "infos.hint.latitude"), "organization.geolocation.longitude": t(ctx, "infos.hint.longitude"),
		"organization.guide.user": t(ctx, "infos.hint.guide_user"), "organization.guide.technical": t(ctx, "infos.hint.guide_technical"), "host.server.distribution": t(ctx, "infos.hint.distribution"),
		"service.guide.user": t(ctx, "infos.hint.guide_user"), "service.guide.technical": t(ctx, "infos.hint.guide_technical"), "host.description": t(ctx, "infos.hint.machines"),
		"service.startdate": t(ctx, "infos.hint.opened"), "service.registration": t(ctx, "infos.hint.registration"), "software.version": t(ctx, "infos.hint.version"),
		"software.modules": t(ctx, "infos.hint.modules"), "service.logo": t(ctx, "infos.hint.address"), "organization.funding.custom": t(ctx, "infos.hint.funding"),
	}[key]
}

// factValue is one of the answers in words.
func factValue(ctx context.Context, value string) string {
	return map[string]string{
		"ASSOCIATION": t(ctx, "infos.value.association"), "INFORMAL": t(ctx, "infos.value.informal"), "COOPERATIVE": t(ctx, "infos.value.cooperative"),
		"MICROCOMPANY": t(ctx, "infos.value.micro_company"), "COMPANY": t(ctx, "infos.value.company"), "INDIVIDUAL": t(ctx, "infos.value.individual"), "OTHER": t(ctx, "infos.value.else"),
		"ACTIVE": t(ctx, "infos.value.active"), "IDLE": t(ctx, "infos.value.idle"), "AWAY": t(ctx, "infos.value.away"),
		"None": t(ctx, "infos.value.no_account"), "Free": t(ctx, "infos.value.free"), "Member": t(ctx, "infos.value.member"), "Client": t(ctx, "infos.value.client"),
		"OPEN": t(ctx, "infos.value.open"), "FULL": t(ctx, "infos.value.full"),
		"DISTRIBUTION": t(ctx, "infos.value.distribution"), "PROVIDER": t(ctx, "infos.value.provider"), "PACKAGE": t(ctx, "infos.value.package"), "TOOLING": t(ctx, "infos.value.tooling"),
		"CLONEREPO": t(ctx, "infos.value.clone"), "ARCHIVE": t(ctx, "infos.value.archive"), "SOURCES": t(ctx, "infos.value.sources"), "CONTAINER": t(ctx, "infos.value.container"),
		"NANO": t(ctx, "infos.value.nano"), "PHYSICAL": t(ctx, "infos.value.physical"), "VIRTUAL": t(ctx, "infos.value.virtual"), "SHARED": t(ctx, "infos.value.shared"), "CLOUD": t(ctx, "infos.value.cloud"),
		"HOME": t(ctx, "infos.value.home"), "HOSTEDBAY": t(ctx, "infos.value.bay"), "HOSTEDSERVER": t(ctx, "infos.value.rented"), "OUTSOURCED": t(ctx, "infos.value.outsourced"),
	}[value]
}
