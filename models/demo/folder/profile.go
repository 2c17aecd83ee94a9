package folder

import (
	"fmt"
	"strings"
)

// Profile is the collective itself (collective.toml).
type Profile struct {
	Name                string         `toml:"name"`
	LegalName           string         `toml:"legal_name"`
	LegalForm           string         `toml:"legal_form"`
	Languages           []string       `toml:"languages"` // source language first; every text exists in each
	Country             string         `toml:"country"`   // ISO 3166, two letters
	Zone                string         `toml:"zone"`      // time zone, as Europe/Paris
	Currency            string         `toml:"currency"`
	PublicationDirector string         `toml:"publication_director"`
	TrustDays           int            `toml:"trust_days"` // how long a service runs before its first transfer arrives
	Notice              Words          `toml:"notice"`     // what every visitor should know, as "these prices are an example"; may be empty
	Tagline             Words          `toml:"tagline"`
	Mediator            Words          `toml:"mediator"`
	Address             Address        `toml:"address"`
	Registration        Registration   `toml:"registration"`
	Contact             Contact        `toml:"contact"`
	SiteHost            SiteHost       `toml:"site_host"` // who hosts this portal: the law asks for name, address and telephone
	Bank                Bank           `toml:"bank"`
	TaxRegimes          []TaxRegime    `toml:"tax_regimes"`
	Redistribution      Redistribution `toml:"redistribution"`
	Processors          []Processor    `toml:"processors"`

	Chatons map[string]string `toml:"chatons"` // what only the files for CHATONS say, by its key there
}

// Address is a postal address.
type Address struct {
	Street   string `toml:"street"`
	Postcode string `toml:"postcode"`
	City     string `toml:"city"`
	Country  string `toml:"country"`
}

// Line is the address on one line.
func (a Address) Line() string {
	return strings.TrimSpace(fmt.Sprintf("%s, %s %s", a.Street, a.Postcode, a.City))
}

// Registration are the numbers of a body in French registers; informal groups have none.
type Registration struct {
	SIREN     string `toml:"siren"`
	RNA       string `toml:"rna"`
	VATNumber string `toml:"vat_number"`
}

// Line names the numbers there are.
func (r Registration) Line() string {
	var parts []string
	if r.SIREN != "" {
		parts = append(parts, "SIREN "+r.SIREN)
	}
	if r.RNA != "" {
		parts = append(parts, "RNA "+r.RNA)
	}
	return strings.Join(parts, ", ")
}

// Contact is where the collective can be reached.
type Contact struct {
	Email         string `toml:"email"`
	SupportEmail  string `toml:"support_email"`
	BillingEmail  string `toml:"billing_email"`
	PrivacyEmail  string `toml:"privacy_email"`
	SecurityEmail string `toml:"security_email"`
	Phone         string `toml:"phone"`
}

// SiteHost is the body whose machines serve this portal.
type SiteHost struct {
	Name    string `toml:"name"`
	Address string `toml:"address"`
	Phone   string `toml:"phone"`
}

// Line is the host's name, address and telephone.
func (h SiteHost) Line() string { return h.Name + ", " + h.Address + ", " + h.Phone }

// Bank is the account to which transfers go.
type Bank struct {
	Holder string `toml:"holder"`
	Name   string `toml:"name"`
	IBAN   string `toml:"iban"`
	BIC    string `toml:"bic"`
}

// TaxRegime is a period of one VAT regime; the portal never guesses which one applies.
type TaxRegime struct {
	Regime         string `toml:"regime"` // keys of the law: vat_registered, franchise_293b, nonprofit_261_7_1
	From           Day    `toml:"from"`
	Until          Day    `toml:"until"`            // zero: still valid
	VATBasisPoints int64  `toml:"vat_basis_points"` // 2000 = 20 %; only when registered
}

// Redistribution is the share of each payment that goes back to the projects whose software is used.
type Redistribution struct {
	BasisPoints int64 `toml:"basis_points"` // 500 = 5 % of what is received, before tax
	Notice      Words `toml:"notice"`
}

// Processor is a body to which the collective entrusts personal data.
type Processor struct {
	Name    string `toml:"name"`
	Country string `toml:"country"`
	Task    Words  `toml:"task"`
	Since   Day    `toml:"since"`
}

var regimes = []string{"vat_registered", "franchise_293b", "nonprofit_261_7_1"}

func (r *reader) profile() Profile {
	p := Profile{}
	d, ok := r.toml("collective.toml", &p)
	if !ok {
		return p
	}
	r.languages = p.Languages
	if len(p.Languages) == 0 {
		d.wrong("languages", MissingValue, "languages is missing: say at least one, the source first")
	}
	for key, value := range map[string]string{
		"name": p.Name, "legal_name": p.LegalName, "country": p.Country, "zone": p.Zone,
		"currency": p.Currency, "address.street": p.Address.Street, "address.city": p.Address.City,
		"contact.email": p.Contact.Email,
	} {
		d.required(key, value)
	}
	d.words("tagline", p.Tagline)
	d.optionalWords(map[string]Words{"notice": p.Notice, "mediator": p.Mediator, "redistribution.notice": p.Redistribution.Notice})
	d.registered("registration", p.Registration)
	d.contact(p.Contact)
	d.bank(p.Bank)
	d.regimes(p.TaxRegimes)
	d.processors(p.Processors)
	return p
}

// optionalWords checks sentences that may be left out, but not in one language only.
func (d document) optionalWords(all map[string]Words) {
	for path, words := range all {
		if len(words) > 0 {
			d.words(path, words)
		}
	}
}

func (d document) contact(c Contact) {
	for key, address := range map[string]string{
		"email": c.Email, "support_email": c.SupportEmail, "billing_email": c.BillingEmail,
		"privacy_email": c.PrivacyEmail, "security_email": c.SecurityEmail,
	} {
		if address != "" {
			d.email("contact."+key, address)
		}
	}
}

func (d document) bank(b Bank) {
	if b == (Bank{}) {
		return
	}
	d.required("bank.holder", b.Holder)
	if !ValidIBAN(b.IBAN) {
		d.wrong("bank.iban", BadValue, "%q is not a valid IBAN", b.IBAN)
	}
	if b.BIC != "" && !bicShape.MatchString(b.BIC) {
		d.wrong("bank.bic", BadValue, "%q is not a valid BIC", b.BIC)
	}
}

func (d document) regimes(periods []TaxRegime) {
	for i, p := range periods {
		path := at("tax_regimes", i)
		d.oneOf(path+".regime", p.Regime, regimes)
		d.checkedDay(path+".from", p.From)
		if registered := p.Regime == "vat_registered"; registered != (p.VATBasisPoints > 0) {
			d.wrong(path+".regime", BadValue, "vat_basis_points goes with vat_registered, and only with it")
		}
		if i > 0 && !periods[i-1].Until.Equal(p.From.Time) {
			d.wrong(path+".from", BadValue, "a regime begins on the day the one before ends")
		}
	}
	if len(periods) > 0 && !periods[len(periods)-1].Until.IsZero() {
		d.wrong(at("tax_regimes", len(periods)-1)+".until", BadValue, "the last regime has no end: say what comes next when you know it")
	}
}

func (d document) processors(all []Processor) {
	for i, p := range all {
		d.required(at("processors", i)+".name", p.Name)
		d.words(at("processors", i)+".task", p.Task)
	}
}

func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
