package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/bank"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// ProFormaState is where a pro forma stands.
type ProFormaState string

// The states of a pro forma.
const (
	Open      ProFormaState = "open"
	Invoiced  ProFormaState = "invoiced"
	Cancelled ProFormaState = "cancelled"
)

// ProForma is what subscribing makes: lines and a payment reference, no legal number yet. Whoever knows its ref may see it and pay:
// it shows the organisation's name, never a person's.
type ProForma struct {
	ID               uint
	Ref              string
	OrganisationID   uint
	SubscriptionID   uint
	Subscription     Subscription `gorm:"foreignKey:SubscriptionID"`
	PaymentReference string
	State            ProFormaState
	Locale           string
	Currency         string
	Regime           collective.Regime
	Seller           Seller `gorm:"serializer:json"`
	Buyer            Buyer  `gorm:"serializer:json"`
	Lines            []Line `gorm:"serializer:json"`
	NetCents         int64
	VATCents         int64 `gorm:"column:vat_cents"`
	TotalCents       int64
	IssuedOn         string
	ValidUntil       string
	TermsVersion     string
	TermsAcceptedAt  time.Time
	EarlyStartAt     *time.Time // when the person expressly asked to begin before the withdrawal period ends
	AcceptedByID     uint
	Version          int
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// validity is how many days the price of a pro forma holds.
const validity = 60

// newProForma writes the pro forma of a subscription.
func newProForma(ctx context.Context, tx *gorm.DB, s Subscription, o people.Organisation, person people.User, f SubscribeForm) (ProForma, error) {
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return ProForma{}, err
	}
	now, today := store.Now(tx), store.Today(tx, pricing.Host.Location())
	p := ProForma{
		Ref: store.NewRef(), OrganisationID: o.ID, SubscriptionID: s.ID, State: Open, Locale: o.Locale, Currency: s.Currency, Regime: pricing.Regime.Regime,
		Seller: sellerOf(pricing.Host, pricing.Regime.Regime), Buyer: buyerOf(o),
		IssuedOn: today.Format(time.DateOnly), ValidUntil: today.AddDate(0, 0, validity).Format(time.DateOnly),
		TermsVersion: f.TermsVersion, TermsAcceptedAt: now, AcceptedByID: person.ID, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if f.EarlyStart {
		p.EarlyStartAt = &now
	}
	if err := p.draw(ctx, tx, s, o, pricing); err != nil {
		return p, err
	}
	return p.filed(ctx, tx)
}

// draw writes its lines, what a gift code takes off them among those, and adds them up.
func (p *ProForma) draw(ctx context.Context, tx *gorm.DB, s Subscription, o people.Organisation, pricing Pricing) error {
	asked, err := linesOf(ctx, tx, s, o, pricing, p.Locale, period.Period{})
	if err != nil {
		return err
	}
	sums, err := totals(asked.lines)
	p.Lines, p.NetCents, p.VATCents, p.TotalCents = asked.lines, sums.Net, sums.VAT, sums.Total
	return err
}

// filed writes the row under a reference nobody has yet.
func (p ProForma) filed(ctx context.Context, tx *gorm.DB) (ProForma, error) {
	var err error
	for range 5 {
		p.ID, p.PaymentReference = 0, reference.New()
		err = store.InTx(ctx, tx, func(tx *gorm.DB) error {
			return store.From[ProForma](tx).Omit("Subscription").Create(ctx, &p)
		})
		if !errors.Is(err, store.ErrConflict) {
			return p, err
		}
	}
	return p, err
}

// linesOf are the lines of what an organisation itself pays of a period of its subscription, with what its gift code takes off. The period
// is a zero one before the service is there.
func linesOf(ctx context.Context, tx *gorm.DB, s Subscription, o people.Organisation, pricing Pricing, lang string, p period.Period) (priced, error) {
	i := Invoice{Locale: lang, Buyer: buyerOf(o)}
	if !p.From.IsZero() {
		i.ServiceFrom, i.ServiceTo = p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	}
	cents, whole, err := s.ownCents(ctx, tx, i.ServiceFrom)
	if err != nil {
		return priced{}, err
	}
	if !whole && s.Plan().Cents() > 0 {
		i.ForName, i.ShareBP = o.Name, int(money.Share(cents, wholeBP, s.Plan().Cents()))
	}
	l, err := bill{s: s, o: o, pricing: pricing}.line(ctx, tx, i, cents)
	if err != nil {
		return priced{}, err
	}
	return lowered(ctx, tx, s, p, []Line{l})
}

// FindProForma returns the pro forma with that ref: whoever holds the ref was given it.
func FindProForma(ctx context.Context, db *gorm.DB, ref string) (ProForma, error) {
	return store.From[ProForma](db).Where("ref = ?", ref).Preload("Subscription", nil).Take(ctx)
}

// LoadProForma returns a pro forma, for jobs.
func LoadProForma(ctx context.Context, db *gorm.DB, id uint) (ProForma, error) {
	return store.From[ProForma](db).Where("id = ?", id).Preload("Subscription", nil).Take(ctx)
}

// ProFormaOf returns the newest pro forma of a subscription.
func ProFormaOf(ctx context.Context, db *gorm.DB, subscriptionID uint) (ProForma, error) {
	return store.From[ProForma](db).Where("subscription_id = ?", subscriptionID).Order("id desc").Preload("Subscription", nil).Take(ctx)
}

// ContractOf returns the pro forma by which a contract was concluded, without its subscription.
func ContractOf(ctx context.Context, db *gorm.DB, subscriptionID uint) (ProForma, error) {
	return store.From[ProForma](db).Where("subscription_id = ?", subscriptionID).Order("id").Take(ctx)
}

// OpenProFormasOf returns what an organisation was asked to pay and is not invoiced yet.
func OpenProFormasOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]ProForma, error) {
	return store.From[ProForma](db).Where("organisation_id = ? and state = ?", o.ID, Open).Order("id desc").Limit(100).Find(ctx)
}

// Received is what came in for it and was not taken back, in cents.
func (p ProForma) Received(ctx context.Context, db *gorm.DB) (int64, error) {
	return receivedFor(ctx, db, p.ID)
}

// Totals are the sums with their tax groups.
func (p ProForma) Totals() money.Totals {
	sums, _ := totals(p.Lines)
	return sums
}

// Transfer is how it is paid by bank: to whom, how much, under which words.
func (p ProForma) Transfer() bank.Transfer {
	return bank.Transfer{Name: p.Seller.LegalName, IBAN: p.Seller.IBAN, BIC: p.Seller.BIC, Cents: p.TotalCents, Text: p.PaymentReference}
}

// Expired reports whether its price no longer holds on a day.
func (p ProForma) Expired(day time.Time) bool { return day.Format(time.DateOnly) > p.ValidUntil }
