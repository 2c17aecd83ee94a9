package billing

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RepricingState is how far an announcement has come.
type RepricingState string

// The states of an announcement of other prices.
const (
	RepricingAnnounced RepricingState = "announced"
	RepricingStopped   RepricingState = "stopped"
)

// Repricing is an announcement: those who subscribed at older prices of an offer will pay those of a newer list, each from the first period
// of theirs that begins on a day or later (CHG7). Nothing moves before.
type Repricing struct {
	ID            uint
	Ref           string
	OfferID       uint
	List          int // of the prices to come
	OnDay         string
	Why           map[string]string `gorm:"serializer:json"` // in the letter, by language
	State         RepricingState
	AnnouncedByID uint
	AnnouncedAt   time.Time
	StoppedByID   *uint
	StoppedAt     *time.Time
	StopReason    string
	Version       int
}

// PartState is what became of one subscription of an announcement.
type PartState string

// The states of a part.
const (
	PartAnnounced PartState = "announced" // waits for its day
	PartApplied   PartState = "applied"   // pays the newer price
	PartLeft      PartState = "left"      // the contract ended at its term before
	PartOvertaken PartState = "overtaken" // the organisation chose another plan meanwhile
	PartStopped   PartState = "stopped"   // the announcement was taken back
)

// RepricingPart is one subscription with what it pays and will pay.
type RepricingPart struct {
	ID             uint
	RepricingID    uint
	SubscriptionID uint
	OrganisationID uint
	State          PartState
	OnDay          string // the first day of its first period at the newer price
	Tier           catalogue.Tier
	Period         period.Interval
	Quantity       int64
	FromPriceID    uint
	FromCents      int64 // one, before tax
	ToPriceID      uint
	ToCents        int64
	OldCents       int64 // a period, tax included, as on the day it was announced
	NewCents       int64
	Currency       string
	SettledAt      *time.Time
}

// over is a subscription as it will be once the part is applied; one that has another plan by then stays as it is.
func (p RepricingPart) over(s Subscription) Subscription {
	if p.State == PartAnnounced && s.PriceID == p.FromPriceID && s.UnitCents == p.FromCents {
		s.PriceID, s.UnitCents = p.ToPriceID, p.ToCents
	}
	return s
}

// Leaves reports whether the contract ends before the newer price begins.
func (p RepricingPart) Leaves(s Subscription) bool { return s.CancelOn != "" && s.CancelOn <= p.OnDay }

// pricedOn is the subscription as it will be priced in a period that begins on a day.
func (s Subscription) pricedOn(ctx context.Context, tx *gorm.DB, from string) (Subscription, error) {
	if s.RepriceOn == "" || from < s.RepriceOn {
		return s, nil
	}
	p, err := store.From[RepricingPart](tx).Where("subscription_id = ? and state = ?", s.ID, PartAnnounced).Take(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return s, nil
	}
	return p.over(s), err
}

// RepricingTold: write to an organisation that it will pay another price, from which day, and how to leave.
type RepricingTold struct {
	PartID uint `json:"part_id"`
}

// Kind names the promise.
func (RepricingTold) Kind() string { return "repricing_told" }

// RepricingTakenBack: write to an organisation that it keeps its price after all.
type RepricingTakenBack struct {
	PartID uint `json:"part_id"`
}

// Kind names the promise.
func (RepricingTakenBack) Kind() string { return "repricing_taken_back" }

// readsRepricings says who looks at announcements: operators, and accountants who read only.
func readsRepricings(by people.User) bool { return by.Is(people.Operator, people.Accountant) }

// ListedRepricing is an announcement in the list, with how many subscriptions it is about and how many still wait.
type ListedRepricing struct {
	Repricing `gorm:"embedded"`
	Parts     int64
	Waiting   int64
}

// Repricings returns a page of announcements, newest first.
func Repricings(ctx context.Context, db *gorm.DB, by people.User, after uint) (store.Page[ListedRepricing], error) {
	if !readsRepricings(by) {
		return store.Page[ListedRepricing]{}, store.ErrForbidden
	}
	q := db.WithContext(ctx).Table("repricings r").Order("r.id desc").Limit(store.PageSize + 1).
		Select(`r.*, (select count(*) from repricing_parts p where p.repricing_id = r.id) as parts,
			(select count(*) from repricing_parts p where p.repricing_id = r.id and p.state = 'announced') as waiting`)
	if after > 0 {
		q = q.Where("r.id < ?", after)
	}
	var rows []ListedRepricing
	err := q.Scan(&rows).Error
	return store.Paged(rows, store.PageSize, func(r ListedRepricing) string { return store.Key(r.ID) }), err
}

// FindRepricing returns the announcement with that ref for those who may look, else store.ErrNotFound.
func FindRepricing(ctx context.Context, db *gorm.DB, by people.User, ref string) (Repricing, error) {
	if !readsRepricings(by) {
		return Repricing{}, store.ErrNotFound
	}
	return store.From[Repricing](db).Where("ref = ?", ref).Take(ctx)
}

// PartSearch narrows the subscriptions of an announcement.
type PartSearch struct {
	Query string
	State PartState // empty: all
	After uint
	All   bool // for a file: every row
}

// ListedPart is a part with its subscription and organisation.
type ListedPart struct {
	RepricingPart    `gorm:"embedded"`
	Organisation     string
	OrganisationRef  string
	OrganisationSort people.Sort
	SubscriptionRef  string
	CancelOn         string
}

// Leaves reports whether the contract ends before the newer price begins.
func (p ListedPart) Leaves() bool {
	return p.State == PartAnnounced && p.RepricingPart.Leaves(Subscription{CancelOn: p.CancelOn})
}

// PartsOf returns a page of the subscriptions of an announcement, in the order they were told.
func (r Repricing) PartsOf(ctx context.Context, db *gorm.DB, f PartSearch) (store.Page[ListedPart], error) {
	q := db.WithContext(ctx).Table("repricing_parts p").Joins("join organisations o on o.id = p.organisation_id").Joins("join subscriptions s on s.id = p.subscription_id").
		Select("p.*, o.name as organisation, o.ref as organisation_ref, o.sort as organisation_sort, s.ref as subscription_ref, s.cancel_on").
		Where("p.repricing_id = ? and p.id > ?", r.ID, f.After).Order("p.id")
	if f.Query != "" {
		q = q.Where(`lower(o.name) like ? escape '\'`, store.Like(f.Query))
	}
	if f.State != "" {
		q = q.Where("p.state = ?", f.State)
	}
	if !f.All {
		q = q.Limit(store.PageSize + 1)
	}
	var rows []ListedPart
	if err := q.Scan(&rows).Error; err != nil || f.All {
		return store.Page[ListedPart]{Items: rows}, err
	}
	return store.Paged(rows, store.PageSize, func(p ListedPart) string { return store.Key(p.ID) }), nil
}

// LoadRepricingPart returns a part with its announcement and its subscription, for jobs.
func LoadRepricingPart(ctx context.Context, db *gorm.DB, id uint) (RepricingPart, Repricing, Subscription, error) {
	p, err := store.From[RepricingPart](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return p, Repricing{}, Subscription{}, err
	}
	r, err := store.From[Repricing](db).Where("id = ?", p.RepricingID).Take(ctx)
	if err != nil {
		return p, r, Subscription{}, err
	}
	s, err := LoadSubscription(ctx, db, p.SubscriptionID)
	return p, r, s, err
}

// RepricingOf returns the newest announcement to a subscription, else store.ErrNotFound. Who may see it was asked at the door.
func RepricingOf(ctx context.Context, db *gorm.DB, s Subscription) (RepricingPart, Repricing, error) {
	p, err := store.From[RepricingPart](db).Where("subscription_id = ?", s.ID).Order("id desc").Take(ctx)
	if err != nil {
		return p, Repricing{}, err
	}
	r, err := store.From[Repricing](db).Where("id = ?", p.RepricingID).Take(ctx)
	return p, r, err
}

// Counts are how many subscriptions of an announcement stand in each state.
func (r Repricing) Counts(ctx context.Context, db *gorm.DB) (map[PartState]int, error) {
	var rows []struct {
		State PartState
		N     int
	}
	err := db.WithContext(ctx).Table("repricing_parts").Select("state, count(*) as n").Where("repricing_id = ?", r.ID).Group("state").Scan(&rows).Error
	by := map[PartState]int{}
	for _, one := range rows {
		by[one.State] = one.N
	}
	return by, err
}
