// Package collective is the host that runs this portal: its identity, tax regimes, settings and charter promises.
package collective

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"chatiere/models/collective/reminder"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Collective is the host itself; an installation has exactly one row.
type Collective struct {
	ID                 uint
	Name               string
	LegalName          string
	LegalForm          string
	Tagline            string
	Street             string
	Postcode           string
	City               string
	Country            string
	RegistryNumber     string // SIREN or RNA
	VATNumber          string `gorm:"column:vat_number"`
	Email              string
	SupportEmail       string // where help is asked; empty: Email
	BillingEmail       string // where invoices are spoken about, and where letters about money come from; empty: Email
	PrivacyEmail       string // where people ask about their data; empty: Email
	SecurityEmail      string // where flaws are reported; empty: Email
	Phone              string
	Publisher          string // directeur·ice de la publication (law-and-charter.md g)
	InfrastructureHost string // who houses the servers, named by the legal notice
	BankHolder         string // whose account it is; empty: LegalName
	BankName           string
	IBAN               string
	BIC                string
	ChequesTo          string // where cheques are sent; empty: none are taken
	Zone               string // tz database name
	Language           string
	InvoicePrefix      string
	RedistributionBP   int            // share of each payment for upstream projects, basis points
	TrustDays          int            // how long a service runs before its transfer arrives (decisions.md 4)
	PaymentDays        int            // from issue to due
	RenewalDays        int            `gorm:"default:60"`      // before a new year, when it is announced to those whom the law protects (L215-1)
	RenewalProDays     int            `gorm:"default:60"`      // the same for companies and public bodies; 0: not at all
	PriceDays          int            `gorm:"default:62"`      // before other prices hold for those who subscribed already, when they are told
	PriceProDays       int            `gorm:"default:62"`      // the same for companies and public bodies
	Reminders          reminder.Plans `gorm:"serializer:json"` // the days of reminders, by the day invoices are due
	StaffFactorsOn     string         // YYYY-MM-DD: from that day on, staff rights ask for a second means of signing in; empty: never
	PayoutFactors      bool           // both who approve a payment to projects must have shown a second means
	InvitedOnly        bool           // people make an account only when somebody invites them, or by subscribing
	Public             bool
	MailTestedAt       *time.Time
	Version            int
	UpdatedAt          time.Time
}

// Find returns the collective; before set-up it is a nameless one with the defaults.
func Find(ctx context.Context, db *gorm.DB) (Collective, error) {
	c, err := store.From[Collective](db).Order("id").Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return Collective{Country: "FR", Zone: "Europe/Paris", Language: "fr", InvoicePrefix: "F", TrustDays: 30, PaymentDays: 30, RenewalDays: 60, RenewalProDays: 60, PriceDays: 62, PriceProDays: 62}, nil
	}
	return c, err
}

// Location is the collective's time zone; an unknown one is UTC.
func (c Collective) Location() *time.Location { return Zone(c.Zone) }

// Zone is the time zone with that name; an unknown one is UTC.
func Zone(name string) *time.Location {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, zone)
	return zone
}

// zones are those read so far: each lies in a file.
var zones sync.Map

// SetUp reports whether the collective has a name.
func (c Collective) SetUp() bool { return c.ID != 0 && c.Name != "" }

// Notified reports whether the legal notice has what the law asks for: who, where, how to reach them, who publishes, who houses the servers.
func (c Collective) Notified() bool {
	return c.LegalName != "" && c.Street != "" && c.City != "" && c.Email != "" && c.Publisher != "" && c.InfrastructureHost != ""
}

// Bankable reports whether transfers can be received.
func (c Collective) Bankable() bool { return c.IBAN != "" }

// AddressLine is the postal address on one line.
func (c Collective) AddressLine() string {
	var parts []string
	for _, part := range []string{c.Street, strings.TrimSpace(c.Postcode + " " + c.City)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// Registration is the number with the name of its register: RNA numbers begin with W, the others are SIREN.
func (c Collective) Registration() string {
	switch {
	case c.RegistryNumber == "":
		return ""
	case strings.HasPrefix(c.RegistryNumber, "W"):
		return "RNA " + c.RegistryNumber
	}
	return "SIREN " + c.RegistryNumber
}

// HelpAddress is where people ask for help.
func (c Collective) HelpAddress() string {
	if c.SupportEmail != "" {
		return c.SupportEmail
	}
	return c.Email
}

// PrivacyAddress is where people ask about their data.
func (c Collective) PrivacyAddress() string {
	if c.PrivacyEmail != "" {
		return c.PrivacyEmail
	}
	return c.Email
}
