package folder

import "strings"

// Upstream is the libre project behind a service (upstreams/<ref>.toml). Every fact has the address where it was read.
type Upstream struct {
	Ref         string `toml:"-"`
	Name        string `toml:"name"`
	License     string `toml:"license"`      // SPDX identifier of what we run
	LicenseNote Words  `toml:"license_note"` // what the identifier does not say; may be empty
	LicenseFrom string `toml:"license_from"`
	Source      string `toml:"source"`
	SourceFrom  string `toml:"source_from"`
	Site        string `toml:"site"`
	SiteFrom    string `toml:"site_from"`
	Funding     string `toml:"funding"`      // where one can give; empty when the project names no place
	FundingNote Words  `toml:"funding_note"` // said beside it; required when there is no address
	FundingFrom string `toml:"funding_from"`
	CheckedOn   Day    `toml:"checked_on"`
}

func (r *reader) upstreams() []Upstream {
	var all []Upstream
	for _, name := range r.names("upstreams", ".toml") {
		u := Upstream{Ref: strings.TrimSuffix(name, ".toml")}
		if d, ok := r.toml("upstreams/"+name, &u); ok {
			d.upstream(u)
		}
		all = append(all, u)
	}
	return all
}

func (d document) upstream(u Upstream) {
	d.required("name", u.Name)
	d.required("license", u.License)
	for key, address := range map[string]string{
		"license_from": u.LicenseFrom, "source": u.Source, "source_from": u.SourceFrom,
		"site": u.Site, "site_from": u.SiteFrom, "funding_from": u.FundingFrom,
	} {
		d.webAddress(key, address)
	}
	if u.Funding != "" {
		d.webAddress("funding", u.Funding)
	} else {
		d.words("funding_note", u.FundingNote)
	}
	d.optionalWords(map[string]Words{"license_note": u.LicenseNote, "funding_note": u.FundingNote})
	d.checkedDay("checked_on", u.CheckedOn)
}
