package overview

import (
	"cmp"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/collective/chatonsinfos"
)

// organization is what the portal and its people say of the collective. Nothing is made up: what nobody said is missing.
func (b builder) organization(subs map[string]string) map[string]string {
	h := b.host
	said := map[string]string{
		"organization.name": h.Name, "organization.description": h.Tagline, "organization.website": b.at.Home, "organization.contact.url": b.at.Contact,
		"organization.contact.email": h.Email, "organization.country.code": h.Country, "organization.country.name": b.country(h.Country),
		"organization.status.level": "ACTIVE", "organization.memberof.chatons.status.level": "ACTIVE",
	}
	if b.legal {
		said["organization.legal.url"] = b.at.Legal
	}
	if b.help {
		said["organization.guide.user"] = b.at.Help
	}
	for key, value := range b.facts {
		if strings.HasPrefix(key, "organization.") {
			said[key] = value
		}
	}
	if said[SeatKey] != "" {
		said[SeatKey] = h.AddressLine()
	}
	for _, of := range lives {
		if said[of+".status.level"] != "IDLE" {
			delete(said, of+".status.description")
		}
		if said[of+".status.level"] != "AWAY" {
			delete(said, of+".enddate")
		}
	}
	for key, address := range subs {
		said[key] = address
	}
	return said
}

// service is what the catalogue and its keepers say of a service, of its software and of the machines it runs on.
func (b builder) service(s catalogue.Service) map[string]string {
	u, own := s.Upstream, b.said[s.ID]
	said := map[string]string{
		"service.name": s.Name.Value, "service.description": s.Summary.Value, "service.website": b.at.Service(s.Slug), "service.contact.url": b.at.Contact,
		"service.contact.email": cmp.Or(b.host.SupportEmail, b.host.Email), "service.status.level": levels[s.Status], "service.registration.load": "OPEN",
		"software.name": u.Name, "software.website": u.SiteURL, "software.license.name": u.Licence, "software.license.url": licencePage(u.Licence),
		"software.source.url": u.SourceURL, "host.name": s.Provider, "host.country.code": s.Country, "host.country.name": b.country(s.Country),
	}
	if s.Control == catalogue.OwnHardware {
		said["host.name"] = b.host.Name
	}
	if s.FromCents != nil && *s.FromCents > 0 {
		said["service.registration"] = "Client" // a subscription that is paid is a commercial relation
	}
	if b.legal {
		said["service.legal.url"] = b.at.Legal
	}
	if b.help {
		said["service.guide.user"] = b.at.Help
	}
	for _, key := range MachineKeys {
		said[key] = b.facts[key]
	}
	if guide := b.facts["organization.guide.technical"]; guide != "" {
		said["service.guide.technical"] = guide
	}
	for key, value := range own {
		said[key] = value
	}
	said["software.modules"] = values(said["software.modules"])
	return said
}

// levels are the statuses of the catalogue in the words of the files.
var levels = map[catalogue.Status]string{catalogue.Running: "OK", catalogue.Maintenance: "WARNING", catalogue.Degraded: "WARNING", catalogue.Down: "ERROR"}

func (b builder) country(code string) string {
	if code == "" {
		return ""
	}
	return b.at.Country(code)
}

// licencePage is the page of the licence, or of the first of several.
func licencePage(expression string) string {
	id, _, _ := strings.Cut(expression, " ")
	if id == "" {
		return ""
	}
	return chatonsinfos.LicencePage(id)
}

// values are a list that was typed with commas or one a line, as the files write it.
func values(typed string) string {
	all := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;\n", r) })
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return strings.Join(all, chatonsinfos.ValueSeparator)
}
