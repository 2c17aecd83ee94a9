package catalogue

import (
	"context"
	"time"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Entry is how one comes in: at once, or after a talk.
type Entry string

// The entries (decisions.md 3).
const (
	Direct   Entry = "direct"
	ByReview Entry = "reviewed"
)

// Entries are all entries.
var Entries = []Entry{Direct, ByReview}

// Offer is what one subscribes to: one or several services with quotas, at solidarity prices.
type Offer struct {
	ID          uint
	Ref         string
	Slug        string
	Entry       Entry
	Position    int
	People      int    // accounts; 0 = agreed case by case
	StorageGB   int    `gorm:"column:storage_gb"` // 0 = agreed case by case
	PriceList   int    // the list of prices in force
	PricesKept  string `gorm:"-"` // a promise for the list in force: KeptWhileTheyStay, or its last day; empty when there is none
	PublishedAt *time.Time
	Version     int
	CreatedAt   time.Time
	UpdatedAt   time.Time

	Prices      []Price            `gorm:"-"` // in force: lowest tier first, month before year
	Services    []OfferedService   `gorm:"-"`
	Name        content.Text       `gorm:"-"`
	Summary     content.Text       `gorm:"-"`
	For         content.Text       `gorm:"-"` // for whom it is meant
	Body        content.Text       `gorm:"-"`
	TierWords   map[Tier]TierWords `gorm:"-"`
	LanguagesOf []string           `gorm:"-"` // in which the page is shown
}

// OfferedService is a service of an offer, with its quotas: 0 = as the whole offer.
type OfferedService struct {
	OfferID   uint
	ServiceID uint
	Slug      string
	Public    bool         // everybody sees its page
	Name      content.Text `gorm:"-"`
	Position  int
	People    int
	StorageGB int
}

// TierWords say what a tier is called and what it pays for.
type TierWords struct {
	Name   content.Text
	Covers content.Text
}

// Public reports whether everybody sees the offer.
func (o Offer) Public() bool { return o.PublishedAt != nil }

// Price returns the price in force for a tier and a period.
func (o Offer) Price(t Tier, p Period) (Price, bool) {
	for _, price := range o.Prices {
		if price.Tier == t && price.Period == p {
			return price, true
		}
	}
	return Price{}, false
}

// Nearest is the price that comes closest to a wish: of that tier, else the standard one, else any;
// for that period, else a year, else a month.
// False when the offer has no price.
func (o Offer) Nearest(t Tier, p Period) (Price, bool) {
	var best Price
	score := -1
	for _, price := range o.Prices {
		n := 0
		if price.Tier == t {
			n += 8
		}
		if price.Tier == Standard {
			n += 4
		}
		if price.Period == p {
			n += 2
		}
		if price.Period == Year {
			n++
		}
		if n > score {
			best, score = price, n
		}
	}
	return best, score >= 0
}

// From is the lowest price of a period; false when there is none.
func (o Offer) From(p Period) (Price, bool) {
	var lowest Price
	found := false
	for _, price := range o.Prices {
		if price.Period == p && (!found || price.Cents < lowest.Cents) {
			lowest, found = price, true
		}
	}
	return lowest, found
}

// Subject is what the editors' desk knows the offer as.
func (o Offer) Subject() content.Subject { return content.Subject{Type: typeOffer, Ref: o.Ref} }

// FindOffer returns an offer with its services, prices and words, in three statements; those who edit also see what is not published.
func FindOffer(ctx context.Context, db *gorm.DB, u people.User, lang, slug string) (Offer, error) {
	where := "o.slug = ?"
	if !MayEdit(u) {
		where += " and o.published_at is not null"
	}
	all, err := offersOf(ctx, db, where, slug)
	if err == nil && len(all) == 0 {
		all, err = offersOf(ctx, db, "o.id = (select resource_id from former_slugs where resource_type = 'offer' and slug = ?)"+where[len("o.slug = ?"):], slug)
	}
	return first(ctx, db, lang, all, err)
}

// LoadOffer returns an offer by id, published or not, for areas that already know it may be seen.
func LoadOffer(ctx context.Context, db *gorm.DB, lang string, id uint) (Offer, error) {
	all, err := offersOf(ctx, db, "o.id = ?", id)
	return first(ctx, db, lang, all, err)
}

func first(ctx context.Context, db *gorm.DB, lang string, all []Offer, err error) (Offer, error) {
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Offer{}, err
	}
	return all[0], sayOffers(ctx, db, lang, all)
}

// Offers returns the public offers by position, with services, prices and words, in three statements; those who edit see all.
func Offers(ctx context.Context, db *gorm.DB, u people.User, lang string) ([]Offer, error) {
	where := "o.published_at is not null"
	if MayEdit(u) {
		where = "1 = 1"
	}
	all, err := offersOf(ctx, db, where)
	if err != nil {
		return nil, err
	}
	return all, sayOffers(ctx, db, lang, all)
}

// NameOffer returns an offer by id with its words alone, for whoever only names it.
func NameOffer(ctx context.Context, db *gorm.DB, lang string, id uint) (Offer, error) {
	var rows []Offer
	err := db.WithContext(ctx).Raw("select id, slug from offers where id = ?", id).Scan(&rows).Error
	return first(ctx, db, lang, rows, err)
}

// LoadOffers returns offers by id with services, prices and words, in three statements.
func LoadOffers(ctx context.Context, db *gorm.DB, lang string, ids []uint) ([]Offer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := offersOf(ctx, db, "o.id in ?", ids)
	if err != nil {
		return nil, err
	}
	return all, sayOffers(ctx, db, lang, all)
}

// offersOf loads offers with their prices and services, without words, in two statements.
func offersOf(ctx context.Context, db *gorm.DB, where string, args ...any) ([]Offer, error) {
	var rows []struct {
		Offer     `gorm:"embedded"`
		PriceID   uint
		PriceRef  string
		Tier      Tier
		Period    Period
		Cents     int64
		Currency  string
		PriceTime *time.Time
		Promised  bool
		UntilOn   string
	}
	err := db.WithContext(ctx).Raw(`select o.*, p.id as price_id, p.ref as price_ref, p.tier, p.period, p.cents, p.currency, p.created_at as price_time,
			k.id is not null as promised, coalesce(k.until_on, '') as until_on
		from offers o left join prices p on p.offer_id = o.id and p.list = o.price_list
		left join price_promises k on k.offer_id = o.id and k.list = o.price_list where `+where+`
		order by o.position, o.id, case p.tier when 'symbolic' then 1 when 'standard' then 2 else 3 end, p.period`, args...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	var all []Offer
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.Offer.ID {
			r.Offer.PricesKept = kept(r.Promised, r.UntilOn)
			all = append(all, r.Offer)
		}
		o := &all[len(all)-1]
		if r.PriceTime != nil {
			o.Prices = append(o.Prices, Price{r.PriceID, r.PriceRef, o.ID, o.PriceList, r.Tier, r.Period, r.Cents, r.Currency, *r.PriceTime})
		}
	}
	return all, addServices(ctx, db, all)
}

func addServices(ctx context.Context, db *gorm.DB, offers []Offer) error {
	if len(offers) == 0 {
		return nil
	}
	at, ids := map[uint]int{}, []uint{}
	for i, o := range offers {
		at[o.ID], ids = i, append(ids, o.ID)
	}
	var rows []OfferedService
	err := db.WithContext(ctx).Raw(`select x.offer_id, x.service_id, s.slug, s.published_at is not null as public, x.position, x.people, x.storage_gb
		from offer_services x join services s on s.id = x.service_id where x.offer_id in ? order by x.position, x.service_id`, ids).Scan(&rows).Error
	for _, r := range rows {
		o := &offers[at[r.OfferID]]
		o.Services = append(o.Services, r)
	}
	return err
}

// offerTexts are the texts that offers need: their own, and the names of their services.
func offerTexts(offers []Offer) content.Resources {
	r := content.Resources{Type: typeOffer}
	for _, o := range offers {
		r.IDs = append(r.IDs, o.ID)
	}
	return r
}

func serviceNames(offers []Offer) content.Resources {
	r := content.Resources{Type: typeService, Fields: []string{"name"}}
	for _, o := range offers {
		for _, s := range o.Services {
			r.IDs = append(r.IDs, s.ServiceID)
		}
	}
	return r
}

func sayOffers(ctx context.Context, db *gorm.DB, lang string, offers []Offer) error {
	texts, langs, err := content.TextsAndLanguages(ctx, db, lang, offerTexts(offers), serviceNames(offers))
	for i := range offers {
		offers[i].say(texts)
		offers[i].LanguagesOf = langs
	}
	return err
}

func (o *Offer) say(t content.Texts) {
	of := func(name string) content.Text { return t.Of(typeOffer, o.ID, name) }
	o.Name, o.Summary, o.For, o.Body = of("name"), of("summary"), of("for"), of("body")
	o.TierWords = map[Tier]TierWords{}
	for _, tier := range Tiers {
		o.TierWords[tier] = TierWords{of(string(tier) + "_name"), of(string(tier) + "_covers")}
	}
	for i, s := range o.Services {
		o.Services[i].Name = t.Of(typeService, s.ServiceID, "name")
	}
}

// ServiceIDsOf returns the services of an offer, in their order.
func ServiceIDsOf(ctx context.Context, db *gorm.DB, offerID uint) ([]uint, error) {
	var ids []uint
	err := db.WithContext(ctx).Table("offer_services").Where("offer_id = ?", offerID).Order("position, service_id").Pluck("service_id", &ids).Error
	return ids, err
}

// OfferNames returns the names of all offers, published or not, in one statement: for lists.
func OfferNames(ctx context.Context, db *gorm.DB, lang string) ([]content.Named, error) {
	return content.NamesOf(ctx, db, lang, typeOffer, "name")
}
