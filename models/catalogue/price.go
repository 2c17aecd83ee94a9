package catalogue

import (
	"context"
	"slices"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Tier is a solidarity price: who can less pays less, who can more carries the others.
type Tier string

// The tiers.
const (
	Symbolic   Tier = "symbolic"
	Standard   Tier = "standard"
	Supportive Tier = "supportive"
)

// Tiers are all tiers, the lowest first.
var Tiers = []Tier{Symbolic, Standard, Supportive}

// Period is how long a payment lasts.
type Period string

// The periods.
const (
	Month Period = "month"
	Year  Period = "year"
)

// Periods are all periods.
var Periods = []Period{Month, Year}

// Price is one price of one list of an offer. Prices never change: a new list is added, and who subscribed before keeps theirs.
type Price struct {
	ID        uint
	Ref       string
	OfferID   uint
	List      int // number of the list; the offer says which one is in force
	Tier      Tier
	Period    Period
	Cents     int64 // before tax
	Currency  string
	CreatedAt time.Time
}

// PriceForm is a new list of prices: cents before tax; nothing for a tier and period that is not offered.
type PriceForm struct {
	Cents   map[Tier]map[Period]*int64
	Reason  string
	Version int // of the offer
}

// Shown is a price as a person reads it, tax included (decisions.md 29).
type Shown struct {
	Net    int64 // cents
	Tax    int64 // cents
	Gross  int64 // cents
	RateBP int   // basis points; 0 when no tax is added
}

// WithTax is what a buyer who is not taxable pays for a price before tax, from a country. Tax is rounded half up to the cent (billing.md MON2).
// A collective that is not registered adds none; a registered one adds its rate for buyers in the European Union, none outside
// (services to consumers abroad stay under the seller's rate below the threshold of article 59c of directive 2006/112).
func WithTax(regime collective.TaxRegime, country string, cents int64) Shown {
	s := Shown{Net: cents, Gross: cents}
	if regime.Regime == collective.VATRegistered && slices.Contains(unionCountries, country) {
		s.RateBP = regime.RateBP
		s.Tax = (cents*int64(regime.RateBP) + 5000) / 10000
		s.Gross = cents + s.Tax
	}
	return s
}

// unionCountries are the members of the European Union, and Monaco, which France's tax covers.
var unionCountries = []string{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
	"MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}

// FindPrice returns one price by its reference, in force or not: subscriptions keep old ones.
func FindPrice(ctx context.Context, db *gorm.DB, ref string) (Price, error) {
	return store.From[Price](db).Where("ref = ?", ref).Take(ctx)
}

// LoadPrice returns a price by its id.
func LoadPrice(ctx context.Context, db *gorm.DB, id uint) (Price, error) {
	return store.From[Price](db).Where("id = ?", id).Take(ctx)
}

// Check says what is wrong with the list: negative or absurd amounts, or no price at all.
func (f PriceForm) Check() error {
	wrong := store.Invalid{}
	some := false
	for _, t := range Tiers {
		for _, p := range Periods {
			cents := f.Cents[t][p]
			if cents == nil {
				continue
			}
			some = true
			if *cents < 0 || *cents > 100_000_000 {
				wrong.Add(PriceField(t, p), "error.money")
			}
		}
	}
	if !some {
		wrong.Add(PriceField(Standard, Month), "error.required")
	}
	return wrong.Err()
}

// PriceField is the name of one price in the form.
func PriceField(t Tier, p Period) string { return "price_" + string(t) + "_" + string(p) }

// SetPrices adds a list of prices and puts it in force for new subscribers; those who subscribed keep their own.
func (o *Offer) SetPrices(ctx context.Context, db *gorm.DB, by people.User, f PriceForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if f.Version != o.Version {
			return store.ErrConflict
		}
		if o.PriceList > 0 && f.samePrices(o.Prices) {
			return store.Invalid{f.first(): {Key: "error.same_prices"}}
		}
		return o.setPrices(ctx, tx, by, f)
	})
}

func (o *Offer) setPrices(ctx context.Context, tx *gorm.DB, by people.User, f PriceForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	before := o.Version
	o.PriceList, o.Version, o.UpdatedAt = o.PriceList+1, before+1, store.Now(tx)
	changed, err := store.From[Offer](tx).Where("id = ? and version = ?", o.ID, before).Select("price_list", "version", "updated_at").Updates(ctx, *o)
	if err != nil {
		return err
	}
	if changed == 0 {
		return store.ErrConflict
	}
	o.Prices = f.prices(o.ID, o.PriceList, o.UpdatedAt)
	if err := store.From[Price](tx).CreateInBatches(ctx, &o.Prices, 10); err != nil {
		return err
	}
	if err := refreshFrom(ctx, tx, o.ID); err != nil {
		return err
	}
	return noteWhy(ctx, tx, by, "prices_set", typeOffer, o.Ref, o.Slug, f.Reason)
}

func (f PriceForm) prices(offerID uint, list int, at time.Time) []Price {
	var all []Price
	for _, t := range Tiers {
		for _, p := range Periods {
			if cents := f.Cents[t][p]; cents != nil {
				all = append(all, Price{Ref: store.NewRef(), OfferID: offerID, List: list, Tier: t, Period: p, Cents: *cents, Currency: "EUR", CreatedAt: at})
			}
		}
	}
	return all
}

// first is the field of the first price in the form.
func (f PriceForm) first() string {
	for _, p := range f.prices(0, 0, time.Time{}) {
		return PriceField(p.Tier, p.Period)
	}
	return PriceField(Standard, Month)
}

// samePrices reports whether the list in force already says what the form says.
func (f PriceForm) samePrices(have []Price) bool {
	want := f.prices(0, 0, time.Time{})
	if len(want) != len(have) {
		return false
	}
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h Price) bool { return h.Tier == w.Tier && h.Period == w.Period && h.Cents == w.Cents }) {
			return false
		}
	}
	return true
}

// lowest sets the "from" price of services: a price that is really sold, the lowest for a month, else the lowest for a year.
const lowest = `update services set (from_cents, from_period) = (select coalesce(min(case p.period when 'month' then p.cents end), min(p.cents)),
	case when min(case p.period when 'month' then p.cents end) is null then 'year' else 'month' end
	from offer_services s join offers f on f.id = s.offer_id join prices p on p.offer_id = f.id and p.list = f.price_list
	where s.service_id = services.id and f.published_at is not null)`

// refreshFrom brings up to date the "from" price of the services of an offer, by which the catalogue is filtered.
func refreshFrom(ctx context.Context, tx *gorm.DB, offerID uint) error {
	return tx.WithContext(ctx).Exec(lowest+" where id in (select service_id from offer_services where offer_id = ?)", offerID).Error
}

// refreshAllFrom does the same for the services that an offer held before, too.
func refreshAllFrom(ctx context.Context, tx *gorm.DB, before []OfferedService, o Offer) error {
	ids := []uint{0}
	for _, s := range before {
		ids = append(ids, s.ServiceID)
	}
	if err := tx.WithContext(ctx).Exec(lowest+" where id in ?", ids).Error; err != nil {
		return err
	}
	return refreshFrom(ctx, tx, o.ID)
}
