package demo

import (
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/demo/folder"
	"chatiere/models/hosting"

	"gorm.io/gorm"
)

// catalogue loads upstreams, then services, then offers. When one of them is wrong, those that need it are not tried.
func (im *importer) catalogue() error {
	for _, part := range []func() error{im.upstreams, im.services, im.offers} {
		before := len(im.mistakes)
		if err := part(); err != nil || len(im.mistakes) > before {
			return err
		}
	}
	return nil
}

func (im *importer) upstreams() error {
	for _, u := range im.folder.Upstreams {
		form := func(lang string) catalogue.UpstreamForm { return upstreamForm(u, lang, im.source) }
		_, err := im.load(thing{
			kind: "upstream", name: u.Ref, file: "upstreams/" + u.Ref + ".toml", says: u, table: "upstreams", where: "slug = ?", args: []any{u.Ref},
			make: func(tx *gorm.DB) (uint, error) {
				row, err := catalogue.ImportUpstream(im.ctx, tx, form(im.source))
				if err != nil {
					return 0, err
				}
				return row.ID, im.translate(tx, func(lang string) []content.Writing { return form(lang).Writings(row) })
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func upstreamForm(u folder.Upstream, lang, source string) catalogue.UpstreamForm {
	return catalogue.UpstreamForm{
		Slug: u.Ref, Name: u.Name, Licence: u.License, LicenceURL: u.LicenseFrom, SourceURL: u.Source, SiteURL: u.Site,
		FundingURL: u.Funding, CheckedOn: date(u.CheckedOn), LicenceNote: u.LicenseNote[lang], FundingNote: u.FundingNote[lang], SourceLang: source,
	}
}

func (im *importer) services() error {
	for _, s := range im.folder.Services {
		form := func(lang string) catalogue.ServiceForm { return serviceForm(s, lang, im.source) }
		id, err := im.load(thing{
			kind: "service", name: s.Ref, file: "services/" + s.Ref + ".toml", says: s, table: "services", where: "slug = ?", args: []any{s.Ref},
			make: func(tx *gorm.DB) (uint, error) {
				row, err := catalogue.ImportService(im.ctx, tx, form(im.source))
				if err != nil {
					return 0, err
				}
				if err := im.checklist(tx, row.ID, s.Versions[im.source].Delivery); err != nil {
					return 0, err
				}
				return row.ID, im.translate(tx, func(lang string) []content.Writing { return form(lang).Writings(row) })
			},
		})
		if err != nil {
			return err
		}
		if id == 0 {
			continue // wrong already
		}
		if err := im.facts("service "+s.Ref, "services/"+s.Ref+".toml", id, s.Chatons); err != nil {
			return err
		}
	}
	return nil
}

// checklist gives the operators the folder's steps for opening a service, unless they have written their own.
func (im *importer) checklist(tx *gorm.DB, serviceID uint, steps []string) error {
	own, err := hosting.ChecklistsOf(im.ctx, tx, serviceID)
	if err != nil || own[hosting.Install] != "" {
		return err
	}
	return hosting.SaveChecklist(im.ctx, tx, serviceID, hosting.Install, strings.Join(steps, "\n"))
}

func serviceForm(s folder.Service, lang, source string) catalogue.ServiceForm {
	w, h := s.Versions[lang], s.Hosting
	list := func(items []string) string { return strings.Join(items, "\n") }
	return catalogue.ServiceForm{
		Slug: s.Ref, Upstream: s.Upstream, Need: catalogue.Need(s.Need), Position: s.Order, Address: s.Address,
		Replaces: list(s.Replaces), Languages: list(s.Languages), Exports: list(s.Exports), Country: h.Country, Provider: h.Provider,
		Control: catalogue.Control(h.Control), BackupEveryHours: h.BackupEveryHours, BackupKeptDays: h.BackupKeptDays, BackupCountry: h.BackupCountry,
		LogsKeptDays: h.LogsKeptDays, RestoreTestedOn: date(h.RestoreTestedOn), Name: w.Name, Summary: w.Summary, NeedText: w.Need,
		Lose: list(w.Lose), First: list(w.First), Leaving: w.Leaving, Delivery: list(w.Delivery), Body: w.Body, SourceLang: source,
	}
}

func (im *importer) offers() error {
	for _, o := range im.folder.Offers {
		form := func(lang string) catalogue.OfferForm { return offerForm(o, lang, im.source) }
		_, err := im.load(thing{
			kind: "offer", name: o.Ref, file: "offers/" + o.Ref + ".toml", says: o, table: "offers", where: "slug = ?", args: []any{o.Ref},
			make: func(tx *gorm.DB) (uint, error) {
				row, err := catalogue.ImportOffer(im.ctx, tx, form(im.source), prices(o.Tiers))
				if err != nil {
					return 0, err
				}
				return row.ID, im.translate(tx, func(lang string) []content.Writing { return form(lang).Writings(row) })
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func offerForm(o folder.Offer, lang, source string) catalogue.OfferForm {
	w := o.Versions[lang]
	symbolic, standard, supportive := w.Tiers["symbolic"], w.Tiers["standard"], w.Tiers["supportive"]
	return catalogue.OfferForm{
		Slug: o.Ref, Entry: catalogue.Entry(o.Entry), Services: o.Services, Position: o.Order, People: o.People, StorageGB: o.Storage,
		Name: w.Name, Summary: w.Summary, For: w.For, Body: w.Body, SymbolicName: symbolic.Name, SymbolicCovers: symbolic.Covers,
		StandardName: standard.Name, StandardCovers: standard.Covers, SupportiveName: supportive.Name, SupportiveCovers: supportive.Covers, SourceLang: source,
	}
}

// prices are the cents before tax of each tier; a price of nought is a price not offered.
func prices(tiers []folder.Tier) catalogue.PriceForm {
	f := catalogue.PriceForm{Cents: map[catalogue.Tier]map[catalogue.Period]*int64{}}
	for _, t := range tiers {
		of := map[catalogue.Period]*int64{}
		if t.Monthly > 0 {
			of[catalogue.Month] = &t.Monthly
		}
		if t.Yearly > 0 {
			of[catalogue.Year] = &t.Yearly
		}
		f.Cents[catalogue.Tier(t.Key)] = of
	}
	return f
}
