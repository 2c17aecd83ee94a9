package demo

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/models/demo/folder"
	"chatiere/models/journal"
	"chatiere/models/overview"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// host loads the collective itself: identity, tax regimes, words. A collective that has a name here is left as it is.
func (im *importer) host() error {
	p := im.folder.Profile
	_, err := im.load(thing{
		kind: "collective", name: "collective", file: "collective.toml", says: p, table: "collectives", where: "name <> ''",
		make: func(tx *gorm.DB) (uint, error) {
			if err := im.identity(tx, p); err != nil {
				return 0, err
			}
			if err := im.regimes(tx, p.TaxRegimes); err != nil {
				return 0, err
			}
			if err := im.hostWords(tx, p); err != nil {
				return 0, err
			}
			c, err := collective.Find(im.ctx, tx)
			return c.ID, err
		},
	})
	if err != nil {
		return err
	}
	if err := im.facts("collective", "collective.toml", 0, p.Chatons); err != nil {
		return err
	}
	return im.processors(p.Processors)
}

// facts loads what only the files for CHATONS say: of a service, or of the collective when it is none. A key that is asked for nowhere is
// a mistake.
func (im *importer) facts(name, file string, serviceID uint, said map[string]string) error {
	if len(said) == 0 {
		return nil
	}
	table, id, keys := "host_facts", uint(1), overview.HostKeys
	if serviceID != 0 {
		table, id, keys = "(select service_id as id, version from service_facts) as kept", serviceID, overview.ServiceKeys
	}
	for _, key := range slices.Sorted(maps.Keys(said)) {
		if !slices.Contains(keys, key) {
			m := folder.Mistake{File: file, Key: folder.UnknownKey, Reason: name + ": " + key + " is not a key that is known here"}
			if im.options.Files != nil {
				m.Line = folder.LineOf(im.options.Files, file, "chatons."+key)
			}
			im.mistakes = append(im.mistakes, m)
		}
	}
	_, err := im.load(thing{
		kind: "facts", name: name, file: file, at: "chatons", says: said, table: table, where: "id = ?", args: []any{id},
		make: func(tx *gorm.DB) (uint, error) {
			return id, overview.ImportFacts(im.ctx, tx, serviceID, said, im.options.Public)
		},
	})
	return err
}

func (im *importer) identity(tx *gorm.DB, p folder.Profile) error {
	c, err := collective.Find(im.ctx, tx)
	if err != nil {
		return err
	}
	f := c.Filled()
	f.Name, f.LegalName, f.LegalForm, f.Tagline = p.Name, p.LegalName, p.LegalForm, p.Tagline[im.source]
	f.Street, f.Postcode, f.City, f.Country = p.Address.Street, p.Address.Postcode, p.Address.City, p.Country
	f.RegistryNumber, f.VATNumber = registryNumber(p.Registration), p.Registration.VATNumber
	f.Email, f.Phone, f.Publisher = p.Contact.Email, p.Contact.Phone, p.PublicationDirector
	f.SupportEmail, f.BillingEmail, f.PrivacyEmail, f.SecurityEmail = p.Contact.SupportEmail, p.Contact.BillingEmail, p.Contact.PrivacyEmail, p.Contact.SecurityEmail
	f.BankHolder, f.BankName, f.IBAN, f.BIC = p.Bank.Holder, p.Bank.Name, p.Bank.IBAN, p.Bank.BIC
	f.ChequesTo = p.Address.Street + ", " + p.Address.Postcode + " " + p.Address.City
	f.Zone, f.Language, f.TrustDays, f.RedistributionBP = p.Zone, im.source, p.TrustDays, int(p.Redistribution.BasisPoints)
	if p.SiteHost != (folder.SiteHost{}) {
		f.InfrastructureHost = p.SiteHost.Line()
	}
	if err := collective.Save(im.ctx, tx, journal.Actor{}, f); err != nil || !im.options.Public {
		return err
	}
	return collective.Open(im.ctx, tx, journal.Actor{}, true)
}

// registryNumber is the number that invoices print: the SIREN, or the RNA of an association that has none.
func registryNumber(r folder.Registration) string {
	if r.SIREN != "" {
		return r.SIREN
	}
	return r.RNA
}

// regimesOfLaw are the portal's words for the law's three regimes (law-and-charter.md a2).
var regimesOfLaw = map[string]collective.Regime{
	"vat_registered": collective.VATRegistered, "franchise_293b": collective.VATFranchise, "nonprofit_261_7_1": collective.NotSubject,
}

// regimes begins the regimes that are newer than those the collective has.
func (im *importer) regimes(tx *gorm.DB, periods []folder.TaxRegime) error {
	have, err := collective.Regimes(im.ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range periods {
		r := collective.TaxRegime{Regime: regimesOfLaw[p.Regime], RateBP: int(p.VATBasisPoints), FromOn: p.From.Format(time.DateOnly)}
		if len(have) > 0 && have[0].FromOn >= r.FromOn {
			continue
		}
		if err := collective.BeginRegime(im.ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) hostWords(tx *gorm.DB, p folder.Profile) error {
	form := func(lang string) content.HostForm {
		return content.HostForm{
			Tagline: p.Tagline[lang], Notice: p.Notice[lang], Mediator: p.Mediator[lang],
			Redistribution: p.Redistribution.Notice[lang], SourceLang: im.source,
		}
	}
	if err := content.WriteHost(im.ctx, tx, people.User{}, form(im.source)); err != nil {
		return err
	}
	return im.translate(tx, func(lang string) []content.Writing { return form(lang).Writings() })
}

// translate files the translations of a resource's words.
func (im *importer) translate(tx *gorm.DB, in func(lang string) []content.Writing) error {
	for _, lang := range im.others() {
		if err := content.ImportTranslations(im.ctx, tx, lang, in(lang)...); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) processors(all []folder.Processor) error {
	for _, p := range all {
		form := func(lang string) content.ProcessorForm {
			return content.ProcessorForm{Name: p.Name, Country: p.Country, SinceOn: date(p.Since), Task: p.Task[lang], SourceLang: im.source}
		}
		_, err := im.load(thing{
			kind: "processor", name: p.Name, file: "collective.toml", says: p, table: "processors", where: "name = ?", args: []any{p.Name},
			make: func(tx *gorm.DB) (uint, error) {
				row, err := content.ImportProcessor(im.ctx, tx, form(im.source))
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

// charter loads what the collective promises to keep.
func (im *importer) charter() error {
	for _, d := range im.folder.Charter {
		form := func(lang string) content.PromiseForm {
			return content.PromiseForm{
				Number: d.Number, Part: collective.Part(d.Group), Status: collective.Kept(d.Status), Proof: d.Proof,
				CheckedOn: date(d.CheckedOn), Words: d.Words[lang], Note: d.Note[lang], SourceLang: im.source,
			}
		}
		_, err := im.load(thing{
			kind: "duty", name: fmt.Sprint(d.Number), file: "charter.toml", says: d, table: "charter_promises", where: "number = ?", args: []any{d.Number},
			make: func(tx *gorm.DB) (uint, error) {
				row, err := content.ImportPromise(im.ctx, tx, form(im.source))
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

// date is a day as columns keep it; empty when there is none.
func date(d folder.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}
