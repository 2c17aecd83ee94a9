package collective

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Form is what an operator may change about the collective. Version is the row's when the form was opened (decisions.md 31).
type Form struct {
	Version            int    `form:"version"`
	Name               string `form:"name"`
	LegalName          string `form:"legal_name"`
	LegalForm          string `form:"legal_form"`
	Tagline            string `form:"tagline"`
	Street             string `form:"street"`
	Postcode           string `form:"postcode"`
	City               string `form:"city"`
	Country            string `form:"country"`
	RegistryNumber     string `form:"registry_number"`
	VATNumber          string `form:"vat_number"`
	Email              string `form:"email"`
	SupportEmail       string `form:"support_email"`
	BillingEmail       string `form:"billing_email"`
	PrivacyEmail       string `form:"privacy_email"`
	SecurityEmail      string `form:"security_email"`
	Phone              string `form:"phone"`
	Publisher          string `form:"publisher"`
	InfrastructureHost string `form:"infrastructure_host"`
	BankHolder         string `form:"bank_holder"`
	BankName           string `form:"bank_name"`
	IBAN               string `form:"iban"`
	BIC                string `form:"bic"`
	ChequesTo          string `form:"cheques_to"`
	OwnAccounts        bool   `form:"own_accounts"` // people may make an account by themselves
	Zone               string `form:"zone"`
	Language           string `form:"language"`
	InvoicePrefix      string `form:"invoice_prefix"`
	RedistributionBP   int    `form:"redistribution_bp"`
	TrustDays          int    `form:"trust_days"`
	PaymentDays        int    `form:"payment_days"`
	RenewalDays        int    `form:"renewal_days"`
	RenewalProDays     int    `form:"renewal_pro_days"`
	PriceDays          int    `form:"price_days"`
	PriceProDays       int    `form:"price_pro_days"`
}

// A new year is announced between three months and one month before it begins (C. conso. L215-1), with four days for a letter that is late.
const (
	leastRenewal = 35
	mostRenewal  = 90
)

// Other prices are announced at least a month before they hold, with four days for a letter that is late, and half a year at most.
const (
	leastPrice = 35
	mostPrice  = 180
)

// Filled is the form as the collective is now.
func (c Collective) Filled() Form {
	return Form{
		Version: c.Version, Name: c.Name, LegalName: c.LegalName, LegalForm: c.LegalForm, Tagline: c.Tagline, Street: c.Street, Postcode: c.Postcode,
		City: c.City, Country: c.Country, RegistryNumber: c.RegistryNumber, VATNumber: c.VATNumber, Email: c.Email, Phone: c.Phone, Publisher: c.Publisher,
		InfrastructureHost: c.InfrastructureHost, SupportEmail: c.SupportEmail, BillingEmail: c.BillingEmail, PrivacyEmail: c.PrivacyEmail,
		SecurityEmail: c.SecurityEmail, BankHolder: c.BankHolder, BankName: c.BankName, IBAN: c.IBAN, BIC: c.BIC, ChequesTo: c.ChequesTo, Zone: c.Zone, Language: c.Language, InvoicePrefix: c.InvoicePrefix,
		RedistributionBP: c.RedistributionBP, TrustDays: c.TrustDays, PaymentDays: c.PaymentDays, RenewalDays: c.RenewalDays, RenewalProDays: c.RenewalProDays,
		PriceDays: c.PriceDays, PriceProDays: c.PriceProDays, OwnAccounts: !c.InvitedOnly,
	}
}

// Check says what is wrong with the form.
func (f *Form) Check() store.Invalid {
	wrong := store.Invalid{}
	for _, text := range []*string{
		&f.Name, &f.LegalName, &f.LegalForm, &f.Tagline, &f.Street, &f.Postcode, &f.City, &f.Email, &f.SupportEmail, &f.BillingEmail,
		&f.PrivacyEmail, &f.SecurityEmail, &f.BankHolder, &f.BankName, &f.ChequesTo, &f.Phone, &f.Publisher, &f.InfrastructureHost, &f.RegistryNumber, &f.VATNumber, &f.InvoicePrefix,
	} {
		*text = strings.TrimSpace(*text)
	}
	f.IBAN, f.BIC = squeeze(f.IBAN), squeeze(f.BIC)
	if f.Name == "" {
		wrong.Add("name", "error.required")
	}
	for field, text := range map[string]string{
		"name": f.Name, "legal_name": f.LegalName, "tagline": f.Tagline, "street": f.Street, "city": f.City, "publisher": f.Publisher, "infrastructure_host": f.InfrastructureHost,
		"bank_holder": f.BankHolder, "bank_name": f.BankName, "cheques_to": f.ChequesTo,
	} {
		if len([]rune(text)) > 200 {
			wrong.Add(field, "error.too_long", "Max", 200)
		}
	}
	for field, address := range map[string]string{
		"email": f.Email, "support_email": f.SupportEmail, "billing_email": f.BillingEmail,
		"privacy_email": f.PrivacyEmail, "security_email": f.SecurityEmail,
	} {
		if _, err := mail.ParseAddress(address); address != "" && err != nil {
			wrong.Add(field, "error.email")
		}
	}
	if f.IBAN != "" && !ValidIBAN(f.IBAN) {
		wrong.Add("iban", "error.iban")
	}
	if f.BIC != "" && len(f.BIC) != 8 && len(f.BIC) != 11 {
		wrong.Add("bic", "error.bic")
	}
	if _, err := time.LoadLocation(f.Zone); err != nil || f.Zone == "" {
		wrong.Add("zone", "error.choose")
	}
	if len(f.Country) != 2 {
		wrong.Add("country", "error.choose")
	}
	if f.InvoicePrefix == "" || len(f.InvoicePrefix) > 6 || strings.ContainsAny(f.InvoicePrefix, " /\\\t\n") {
		wrong.Add("invoice_prefix", "error.invoice_prefix")
	}
	f.checkNumbers(wrong)
	return wrong
}

func (f *Form) checkNumbers(wrong store.Invalid) {
	if f.RedistributionBP < 0 || f.RedistributionBP > 10000 {
		wrong.Add("redistribution_bp", "error.number")
	}
	if f.TrustDays < 0 || f.TrustDays > 365 {
		wrong.Add("trust_days", "error.number")
	}
	if f.PaymentDays < 0 || f.PaymentDays > 60 { // sixty days is the legal most between professionals (Code de commerce L441-10)
		wrong.Add("payment_days", "error.number")
	}
	if f.RenewalDays < leastRenewal || f.RenewalDays > mostRenewal {
		wrong.Add("renewal_days", "error.between", "Min", leastRenewal, "Max", mostRenewal)
	}
	if f.RenewalProDays < 0 || f.RenewalProDays > mostRenewal {
		wrong.Add("renewal_pro_days", "error.between", "Min", 0, "Max", mostRenewal)
	}
	for field, days := range map[string]int{"price_days": f.PriceDays, "price_pro_days": f.PriceProDays} {
		if days < leastPrice || days > mostPrice {
			wrong.Add(field, "error.between", "Min", leastPrice, "Max", mostPrice)
		}
	}
}

// Save changes the collective, or makes it on the first day. When somebody changed it meanwhile it is store.ErrConflict and nothing is changed.
func Save(ctx context.Context, db *gorm.DB, by journal.Actor, f Form) error {
	if err := f.Check().Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		c, err := Find(ctx, tx)
		if err != nil {
			return err
		}
		if c.ID != 0 && c.Version != f.Version {
			return store.ErrConflict
		}
		f.fill(&c)
		c.Version++
		c.UpdatedAt = store.Now(tx)
		if err := tx.WithContext(ctx).Save(&c).Error; err != nil {
			return err
		}
		if err := store.Published(tx); err != nil {
			return err
		}
		return journal.Note(ctx, tx, by, journal.Act{Verb: "collective_changed", SubjectType: "collective", SubjectRef: "collective"})
	})
}

func (f Form) fill(c *Collective) {
	c.Name, c.LegalName, c.LegalForm, c.Tagline = f.Name, f.LegalName, f.LegalForm, f.Tagline
	c.Street, c.Postcode, c.City, c.Country = f.Street, f.Postcode, f.City, f.Country
	c.RegistryNumber, c.VATNumber, c.Email, c.Phone = f.RegistryNumber, f.VATNumber, f.Email, f.Phone
	c.SupportEmail, c.BillingEmail, c.PrivacyEmail, c.SecurityEmail = f.SupportEmail, f.BillingEmail, f.PrivacyEmail, f.SecurityEmail
	c.BankHolder, c.BankName, c.ChequesTo = f.BankHolder, f.BankName, f.ChequesTo
	c.Publisher, c.InfrastructureHost, c.IBAN, c.BIC = f.Publisher, f.InfrastructureHost, f.IBAN, f.BIC
	c.Zone, c.Language, c.InvoicePrefix = f.Zone, f.Language, f.InvoicePrefix
	c.RedistributionBP, c.TrustDays, c.PaymentDays = f.RedistributionBP, f.TrustDays, f.PaymentDays
	c.RenewalDays, c.RenewalProDays = f.RenewalDays, f.RenewalProDays
	c.PriceDays, c.PriceProDays = f.PriceDays, f.PriceProDays
	c.InvitedOnly = !f.OwnAccounts
}

// Open makes the portal public, or closes it again.
func Open(ctx context.Context, db *gorm.DB, by journal.Actor, public bool) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := tx.WithContext(ctx).Model(&Collective{}).Where("id > 0").Updates(map[string]any{"public": public, "updated_at": store.Now(tx)}).Error; err != nil {
			return err
		}
		if err := store.Published(tx); err != nil {
			return err
		}
		verb := "portal_opened"
		if !public {
			verb = "portal_closed"
		}
		return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "collective", SubjectRef: "collective"})
	})
}

// MailTested notes that a test letter arrived, even when nothing else is known of the collective yet.
func MailTested(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.Published(tx); err != nil {
			return err
		}
		now := store.Now(tx)
		c, err := Find(ctx, tx)
		if err != nil {
			return err
		}
		if c.ID == 0 {
			c.MailTestedAt, c.UpdatedAt = &now, now
			return tx.WithContext(ctx).Create(&c).Error
		}
		return tx.WithContext(ctx).Model(&Collective{}).Where("id = ?", c.ID).Update("mail_tested_at", now).Error
	})
}

// squeeze drops blanks and raises letters, as in account numbers.
func squeeze(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// ValidIBAN reports whether the check digits are right: the number moved round and read as figures leaves 1 when divided by 97 (ISO 13616).
func ValidIBAN(iban string) bool {
	if len(iban) < 15 || len(iban) > 34 || strings.HasPrefix(iban, "FR") && len(iban) != 27 {
		return false
	}
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
