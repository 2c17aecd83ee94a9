package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RepricingForm is an announcement as typed: the day, and why, in the languages letters are written in.
type RepricingForm struct {
	OnDay string            `form:"on_day" query:"on_day"`
	Token string            `form:"token"`
	Why   map[string]string `form:"-"`
}

// longestWhy is how long a reason in a letter may be.
const longestWhy = 600

// Check says what is wrong with the day or the words; the least notice is the shorter of the two kinds of customers.
func (f *RepricingForm) Check(host collective.Collective, today time.Time) error {
	wrong := store.Invalid{}
	if f.Why == nil {
		f.Why = map[string]string{}
	}
	for lang, text := range f.Why {
		if f.Why[lang] = strings.TrimSpace(text); len([]rune(text)) > longestWhy {
			wrong.Add("why_"+lang, "error.too_long", "Max", longestWhy)
		}
	}
	least := today.AddDate(0, 0, min(host.PriceDays, host.PriceProDays))
	switch on, err := period.Day(f.OnDay); {
	case f.OnDay == "":
		wrong.Add("on_day", "error.required")
	case err != nil:
		wrong.Add("on_day", "error.date")
	case on.Before(least):
		wrong.Add("on_day", "error.notice", "Days", min(host.PriceDays, host.PriceProDays), "Date", least)
	case on.After(today.AddDate(2, 0, 0)):
		wrong.Add("on_day", "error.date_far")
	}
	return wrong.Err()
}

// PriceEffect is what an announcement brings a subscription.
type PriceEffect string

// The effects: the price moves, or why it stays.
const (
	PriceMoves    PriceEffect = "moves"
	KeptPromised  PriceEffect = "promised" // subscribed under a promise that the price is kept
	KeptAgreed    PriceEffect = "agreed"   // at an amount agreed with a person
	KeptEqual     PriceEffect = "equal"    // the newer price is the same
	KeptUnsold    PriceEffect = "unsold"   // the newer list has no such price
	KeptLeaving   PriceEffect = "leaving"  // cancelled before
	KeptChanging  PriceEffect = "changing" // has chosen another plan
	KeptAnnounced PriceEffect = "told"     // another announcement waits for its day
	KeptUnbegun   PriceEffect = "unbegun"  // nothing was delivered yet
)

// PriceEffects are all of them, what moves first.
var PriceEffects = []PriceEffect{PriceMoves, KeptPromised, KeptAgreed, KeptEqual, KeptUnsold, KeptLeaving, KeptChanging, KeptAnnounced, KeptUnbegun}

// Concern is a subscription at an older price of an offer, and what an announcement brings it.
type Concern struct {
	Subscription Subscription
	Effect       PriceEffect
	OnDay        string // when it moves
	UntilOn      string // until when a promise keeps it, if it ends
	Notice       int    // days between today and OnDay that its kind of customer is owed
	To           catalogue.Price
	OldCents     int64 // a period, tax included
	NewCents     int64
}

// yearly is how much more a year costs, tax included.
func (c Concern) yearly() int64 {
	if c.Subscription.Period == period.Month {
		return 12 * (c.NewCents - c.OldCents)
	}
	return c.NewCents - c.OldCents
}

// RepricingPlan is the dry run of an announcement: nothing has happened.
type RepricingPlan struct {
	Offer    catalogue.Offer
	Form     RepricingForm
	Concerns []Concern
	Currency string
}

// Count is how many subscriptions an announcement brings one of the effects.
func (p RepricingPlan) Count(e PriceEffect) (n int) {
	for _, c := range p.Concerns {
		if c.Effect == e {
			n++
		}
	}
	return n
}

// YearlyCents is how much more all that move pay in a year, tax included.
func (p RepricingPlan) YearlyCents() (sum int64) {
	for _, c := range p.Concerns {
		if c.Effect == PriceMoves {
			sum += c.yearly()
		}
	}
	return sum
}

// Digest tells whether a later dry run says the same.
func (p RepricingPlan) Digest() string {
	sum := sha256.New()
	fmt.Fprintln(sum, p.Offer.ID, p.Offer.PriceList, p.Form.OnDay)
	for _, lang := range slices.Sorted(maps.Keys(p.Form.Why)) {
		fmt.Fprintf(sum, "%s %q\n", lang, p.Form.Why[lang])
	}
	for _, c := range p.Concerns {
		fmt.Fprintln(sum, c.Subscription.ID, c.Effect, c.OnDay, c.Subscription.Plan(), c.To.ID, c.OldCents, c.NewCents)
	}
	return hex.EncodeToString(sum.Sum(nil))[:40]
}

// PlanRepricing says whom an announcement of the prices in force would concern, and changes nothing. It is what Announce files.
func PlanRepricing(ctx context.Context, db *gorm.DB, by people.User, o catalogue.Offer, f RepricingForm) (RepricingPlan, error) {
	p := RepricingPlan{Offer: o, Form: f, Currency: "EUR"}
	if !by.Is(people.Operator) {
		return p, store.ErrForbidden
	}
	pricing, err := FindPricing(ctx, db)
	if err != nil {
		return p, err
	}
	today := store.Today(db, pricing.Host.Location())
	if err := p.Form.Check(pricing.Host, today); err != nil {
		return p, err
	}
	known, err := eldersOf(ctx, db, o)
	if err != nil {
		return p, err
	}
	for _, k := range known {
		p.Concerns = append(p.Concerns, k.concern(o, pricing, p.Form.OnDay, today))
	}
	return p, nil
}

// elder is what one must know of a subscription at an older price to say when it moves.
type elder struct {
	ID        uint
	ListCents int64  // of its price
	LastOn    string // the day until which it is invoiced
	ToldOn    string // the first day of the last year that was announced to it for an amount
	Promised  bool
	UntilOn   string
	Changes   *uint // the price it has chosen to change to

	s Subscription
}

// eldersOf are the subscriptions of an offer at prices older than those in force, by organisation.
func eldersOf(ctx context.Context, db *gorm.DB, o catalogue.Offer) ([]elder, error) {
	var rows []elder
	if err := db.WithContext(ctx).Raw(`select s.id, p.cents as list_cents, coalesce((`+lastDay+`), '') as last_on, k.id is not null as promised, coalesce(k.until_on, '') as until_on,
			coalesce((select max(r.from_on) from renewals r where r.subscription_id = s.id), '') as told_on,
			(select c.price_id from subscription_changes c where c.subscription_id = s.id and c.state = 'scheduled') as changes
		from subscriptions s join prices p on p.id = s.price_id join organisations g on g.id = s.organisation_id
		left join price_promises k on k.offer_id = p.offer_id and k.list = p.list
		where s.offer_id = ? and s.state in ('requested','accepted','running') and p.offer_id = s.offer_id and p.list < ? order by g.name, s.id`, o.ID, o.PriceList).Scan(&rows).Error; err != nil {
		return nil, err
	}
	all, err := store.From[Subscription](db).Where("offer_id = ? and state <> ?", o.ID, Ended).Preload("Organisation", nil).Find(ctx)
	by := map[uint]Subscription{}
	for _, s := range all {
		by[s.ID] = s
	}
	for n := range rows {
		rows[n].s = by[rows[n].ID]
	}
	return rows, err
}

// concern says what an announcement for a day brings one subscription.
func (k elder) concern(o catalogue.Offer, pricing Pricing, on string, today time.Time) Concern {
	c := Concern{Subscription: k.s, Notice: noticeOfPrices(pricing.Host, k.s.Organisation), UntilOn: dayOnly(k.UntilOn)}
	c.OldCents = pricing.Of(k.s.Organisation, k.s.Plan().Cents()).Total
	c.NewCents = c.OldCents
	price, sold := o.Price(k.s.Tier, catalogue.Period(k.s.Period))
	switch {
	case k.s.State != Running || k.s.AnchorOn == "":
		c.Effect = KeptUnbegun
	case k.Promised && k.UntilOn == "":
		c.Effect = KeptPromised
	case k.s.UnitCents != k.ListCents:
		c.Effect = KeptAgreed
	case !sold || price.Currency != k.s.Currency:
		c.Effect = KeptUnsold
	case price.Cents == k.s.UnitCents:
		c.Effect = KeptEqual
	case k.s.RepriceOn != "":
		c.Effect = KeptAnnounced
	case k.Changes != nil && *k.Changes != k.s.PriceID:
		c.Effect = KeptChanging
	}
	if c.Effect != "" {
		return c
	}
	c.OnDay = k.first(on, today.AddDate(0, 0, c.Notice))
	if k.s.CancelOn != "" && k.s.CancelOn <= c.OnDay {
		c.Effect, c.OnDay = KeptLeaving, ""
		return c
	}
	c.Effect, c.To = PriceMoves, price
	c.NewCents = pricing.Of(k.s.Organisation, k.s.Quantity*price.Cents).Total
	return c
}

// first is the first day of the first period that begins on a day or later, after the notice that is owed, after what is invoiced, after a
// year that was announced for another amount, and after a promise.
func (k elder) first(on string, earliest time.Time) string {
	floor := max(on, earliest.Format(time.DateOnly), dayOnly(k.LastOn))
	for _, last := range []string{k.ToldOn, k.UntilOn} {
		if last != "" {
			floor = max(floor, day(dayOnly(last)).AddDate(0, 0, 1).Format(time.DateOnly))
		}
	}
	p, _ := k.s.Current(day(floor))
	if p.From.Format(time.DateOnly) >= floor {
		return p.From.Format(time.DateOnly)
	}
	return p.To.Format(time.DateOnly)
}

// noticeOfPrices is how many days before they hold other prices are announced to an organisation, by its kind.
func noticeOfPrices(host collective.Collective, o people.Organisation) int {
	if o.Sort == people.Company || o.Sort == people.PublicBody {
		return host.PriceProDays
	}
	return host.PriceDays
}
