package views

import (
	"context"
	"net/url"
	"strings"

	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/collective/chatonsinfos"
	"chatiere/models/overview"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// InfosPage is the files in which the collective describes itself, as they would be now, and what is wrong with them.
type InfosPage struct {
	Files   overview.Files
	Refused bool // somebody asked to publish what has a mistake
}

// fileName is what a file is called on the page.
func fileName(ctx context.Context, d overview.DraftFile) string {
	if d.Service.ID == 0 {
		return FrameOf(ctx).Host.Name
	}
	return d.Service.Name.Value
}

// state is how things stand, in one sentence, and how good that is.
func (p InfosPage) state(ctx context.Context) (ui.Tone, string) {
	sound := p.Files.Organization.Report.Sound()
	switch {
	case !p.Files.Facts.Published && sound:
		return ui.Info, t(ctx, "infos.state.ready")
	case !p.Files.Facts.Published:
		return ui.Warn, t(ctx, "infos.state.lacking")
	case !FrameOf(ctx).Host.Public:
		return ui.Warn, t(ctx, "infos.state.closed")
	case p.Files.Errors() > 0:
		return ui.Warn, t(ctx, "infos.state.partly")
	}
	return ui.Good, t(ctx, "infos.state.published")
}

// answers reports whether everybody can read the file now.
func answers(ctx context.Context, d overview.DraftFile) bool {
	return d.Answers() && FrameOf(ctx).Host.Public
}

// fills is where what a file lacks is said.
func fills(ctx context.Context, d overview.DraftFile) string {
	if d.Service.ID == 0 {
		return paths.InfosFacts(lang(ctx))
	}
	return paths.InfosService(lang(ctx), d.Service)
}

// letter is the ready mail to the collective CHATONS, in its language.
func (p InfosPage) letter(ctx context.Context) string {
	return locales.T("fr", "infos.join.letter", "Name", FrameOf(ctx).Host.Name, "Address", p.Files.Organization.Address)
}

// mailTo opens it in the reader's mail program.
func (p InfosPage) mailTo(ctx context.Context) string {
	q := url.Values{"subject": {locales.T("fr", "infos.join.subject", "Name", FrameOf(ctx).Host.Name)}, "body": {p.letter(ctx)}}
	return "mailto:contact@chatons.org?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// remedy is where what a finding is about is said: a field of one of the forms. What all services lack is said once. Empty: nowhere.
func remedy(ctx context.Context, d overview.DraftFile, f chatonsinfos.Finding) string {
	l, s, path := lang(ctx), d.Service, f.Path
	forAll := contains(overview.MachineKeys, path) && (f.Case == chatonsinfos.Missing || f.Case == chatonsinfos.Wished)
	switch {
	case forAll || s.ID == 0 && contains(overview.HostKeys, path):
		return paths.InfosFacts(l) + "#f-" + path
	case s.ID != 0 && contains(overview.ServiceKeys, path):
		return paths.InfosService(l, s) + "#f-" + path
	}
	at, known := map[string]string{
		"organization.name": paths.Collective(l) + "#f-name", "organization.description": paths.Collective(l) + "#f-tagline", "organization.contact.email": paths.Collective(l) + "#f-email",
		"organization.country.code": paths.Collective(l) + "#f-country", "organization.country.name": paths.Collective(l) + "#f-country",
		"organization.legal.url": paths.TextsOf(l, "legal"), "service.legal.url": paths.TextsOf(l, "legal"),
		"service.contact.email": paths.Collective(l) + "#f-support_email",
	}[path]
	if known || s.ID == 0 {
		return at
	}
	return map[string]string{
		"service.name": paths.EditService(l, s) + "#f-name", "service.description": paths.EditService(l, s) + "#f-summary", "service.status.level": paths.Incidents(l, s),
		"host.name": paths.EditService(l, s) + "#f-provider", "host.country.code": paths.EditService(l, s) + "#f-country", "host.country.name": paths.EditService(l, s) + "#f-country",
		"software.name": paths.EditUpstream(l, s.Upstream) + "#f-name", "software.website": paths.EditUpstream(l, s.Upstream) + "#f-site_url",
		"software.license.name": paths.EditUpstream(l, s.Upstream) + "#f-licence", "software.license.url": paths.EditUpstream(l, s.Upstream) + "#f-licence",
		"software.source.url": paths.EditUpstream(l, s.Upstream) + "#f-source_url",
	}[path]
}

// keyLabel is what a key is called where it is said; a key without a name is called by itself.
func keyLabel(ctx context.Context, path string) string {
	if label := factLabel(ctx, path); label != "" {
		return label
	}
	label := map[string]string{
		"organization.name": t(ctx, "collective.name"), "organization.description": t(ctx, "collective.tagline"), "organization.contact.email": t(ctx, "collective.email"),
		"organization.country.code": t(ctx, "collective.country"), "organization.country.name": t(ctx, "collective.country"), "organization.legal.url": t(ctx, "legal.title"),
		"service.legal.url": t(ctx, "legal.title"), "service.contact.email": t(ctx, "collective.support_email"), "service.name": t(ctx, "desk_services.name"),
		"service.description": t(ctx, "desk_services.summary"), "host.name": t(ctx, "desk_services.provider"), "host.country.code": t(ctx, "desk_services.country"),
		"host.country.name": t(ctx, "desk_services.country"), "software.name": t(ctx, "desk_upstreams.name"), "software.website": t(ctx, "desk_upstreams.site"),
		"software.license.name": t(ctx, "desk_upstreams.licence"), "software.license.url": t(ctx, "desk_upstreams.licence"), "software.source.url": t(ctx, "desk_upstreams.source"),
	}[path]
	if label == "" {
		return path
	}
	return label
}

// findingText says in a sentence what is wrong.
func findingText(ctx context.Context, f chatonsinfos.Finding) string {
	text, said := map[chatonsinfos.Case]string{
		chatonsinfos.Missing: t(ctx, "infos.case.missing"), chatonsinfos.Wished: t(ctx, "infos.case.wished"), chatonsinfos.BadValue: t(ctx, "infos.case.bad_value"),
		chatonsinfos.NotAllowed: t(ctx, "infos.case.not_allowed"), chatonsinfos.EndsFirst: t(ctx, "infos.case.ends_first"), chatonsinfos.Future: t(ctx, "infos.case.future"),
		chatonsinfos.EndWhileOn: t(ctx, "infos.case.end_while_on"), chatonsinfos.WordsWhileOn: t(ctx, "infos.case.words_while_on"), chatonsinfos.NoCountry: t(ctx, "infos.case.no_country"),
		chatonsinfos.OffTheMap: t(ctx, "infos.case.off_the_map"), chatonsinfos.BadPair: t(ctx, "error.machine_pair"), chatonsinfos.NoLicence: t(ctx, "infos.case.no_licence"),
		chatonsinfos.LicenceApart: t(ctx, "infos.case.licence_apart"), chatonsinfos.NamesSomebody: t(ctx, "error.no_address_here"), chatonsinfos.NotSecure: t(ctx, "infos.case.not_secure"),
		chatonsinfos.OnlyHere: t(ctx, "infos.case.only_here"), chatonsinfos.Unreachable: t(ctx, "infos.case.unreachable"), chatonsinfos.Refused: t(ctx, "infos.case.refused"), chatonsinfos.NotText: t(ctx, "infos.case.not_text"),
		chatonsinfos.OtherChild: t(ctx, "infos.case.other_child"), chatonsinfos.Loop: t(ctx, "infos.case.loop"),
	}[f.Case]
	if !said {
		return t(ctx, "infos.case.else", "Rule", f.Rule())
	}
	return text
}

// infosAct is an act about those files, in words.
func infosAct(ctx context.Context, verb string) string {
	switch verb {
	case "facts_changed":
		return t(ctx, "journal.act.facts_changed")
	case "service_facts_changed":
		return t(ctx, "journal.act.service_facts_changed")
	case "public_files_published":
		return t(ctx, "journal.act.public_files_published")
	case "public_files_hidden":
		return t(ctx, "journal.act.public_files_hidden")
	}
	return ""
}

func infosFlash(ctx context.Context) string {
	switch FrameOf(ctx).Flash {
	case "files_published":
		return t(ctx, "flash.files_published")
	case "files_hidden":
		return t(ctx, "flash.files_hidden")
	case "files_look":
		return t(ctx, "flash.files_look")
	}
	return ""
}

// infosShelf are the settings that go into those files alone.
func infosShelf(ctx context.Context) shelf {
	var all []setting
	for _, key := range overview.HostKeys {
		all = append(all, setting{factLabel(ctx, key), t(ctx, "infos.facts.title"), paths.InfosFacts(lang(ctx)) + "#f-" + key})
	}
	return shelf{"chatonsinfos", t(ctx, "infos.title"), operators, all}
}

// usual is the answer of the collective for all its services.
func (p FactsPage) usual(ctx context.Context, key string) string {
	value := p.Usual[key]
	if field, _ := chatonsinfos.Find(key); field.Type == "ENUM" {
		value = factValue(ctx, value)
	}
	return value
}

// seatBox asks whether the address of the seat may be said.
func seatBox(ctx context.Context, p FactsPage) ui.Input {
	return ui.Input{
		Name: overview.SeatKey, Label: factLabel(ctx, overview.SeatKey), Hint: factHint(ctx, overview.SeatKey), Value: yes(p.Form.Said[overview.SeatKey] != ""),
		Optional: t(ctx, "page.optional"),
	}
}

// infosTrail leads back from the forms.
func infosTrail(ctx context.Context, here string) []ui.Link {
	return []ui.Link{{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")}, {Href: paths.Infos(lang(ctx)), Text: t(ctx, "infos.title")}, {Text: here, Current: true}}
}

// percent is a whole number of hundredths.
func percent(ctx context.Context, n int) string { return locales.Percent(lang(ctx), int64(n)*100) }

// FactsPage is the form of what is said for the files alone: of the collective, or of a service.
type FactsPage struct {
	Edited[overview.FactsForm]
	Service catalogue.Service
	Usual   overview.Facts // of a service's page: what the collective says for all
}
