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

// unconfirmedLimit is how many subscriptions may wait for one address in a day: nobody fills a stranger's mailbox.
const unconfirmedLimit = 5

// Subscribe files everything a subscription needs, in one transaction: the person, the organisation, the subscription, its pro forma
// with a payment reference, and the promise to write to the address. A visitor's organisation is of no use to anybody until that
// address confirms, whether the portal knew it or not; so the answer is the same for every address. The same form sent twice is one
// subscription.
func Subscribe(ctx context.Context, db *gorm.DB, by people.User, f SubscribeForm) (ProForma, error) {
	if err := f.Check(by); err != nil {
		return ProForma{}, err
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	if before, err := subscribedBefore(ctx, db, by, f); err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	var p ProForma
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		p, err = subscribe(ctx, tx, by, f)
		return err
	})
	if errors.Is(err, store.ErrConflict) { // the other one of two equal forms was quicker
		if before, again := subscribedBefore(ctx, db, by, f); again == nil {
			return before, nil
		}
	}
	return p, err
}

func subscribe(ctx context.Context, tx *gorm.DB, by people.User, f SubscribeForm) (ProForma, error) {
	offered, err := FindOffered(ctx, tx, f.Offer, f.Tier, f.Period, f.Lang)
	if err != nil {
		return ProForma{}, err
	}
	if offered.Offer.Entry != catalogue.Direct {
		return ProForma{}, store.ErrConflict // a reviewed offer begins with a request
	}
	person, err := whoSubscribes(ctx, tx, by, f)
	if err != nil {
		return ProForma{}, err
	}
	o, err := forWhom(ctx, tx, by, person, f, people.Owner)
	if err != nil {
		return ProForma{}, err
	}
	s, err := request(ctx, tx, offered, o, person, f)
	if err != nil {
		return ProForma{}, err
	}
	if err := s.reserveGift(ctx, tx, f.Gift); err != nil {
		return ProForma{}, err
	}
	p, err := newProForma(ctx, tx, s, o, person, f)
	if err != nil {
		return p, err
	}
	if err := store.Enqueue(tx, SubscriptionRequested{s.ID}); err != nil {
		return p, err
	}
	if by.SignedIn() && by.ConfirmedAt != nil {
		err = s.accept(ctx, tx, by)
	}
	return p, err
}

// whoSubscribes is the person who signed in, or whoever has that address: met before or not.
func whoSubscribes(ctx context.Context, tx *gorm.DB, by people.User, f SubscribeForm) (people.User, error) {
	if by.SignedIn() {
		return by, nil
	}
	u, err := met(ctx, tx, f)
	if err != nil {
		return u, err
	}
	waiting, err := store.From[Subscription](tx).Where("requested_by_id = ? and state = ? and created_at > ?",
		u.ID, Requested, store.Now(tx).Add(-24*time.Hour)).Count(ctx, "id")
	if err == nil && waiting >= unconfirmedLimit {
		wrong := store.Invalid{}
		wrong.Add("email", "error.too_many")
		return u, wrong
	}
	return u, err
}

// met finds or makes the person; when another request makes the same one at that moment, theirs counts.
func met(ctx context.Context, tx *gorm.DB, f SubscribeForm) (u people.User, err error) {
	err = store.InTx(ctx, tx, func(tx *gorm.DB) error {
		u, err = people.Meet(ctx, tx, f.Email, f.Name, f.Lang)
		return err
	})
	if errors.Is(err, store.ErrConflict) {
		return people.FindUserByEmail(ctx, tx, f.Email)
	}
	return u, err
}

// forWhom is the organisation the person owns and chose, which nobody closes meanwhile, or a new one. A visitor's is unusable until the address
// confirms, even if its owner is an old acquaintance.
func forWhom(ctx context.Context, tx *gorm.DB, by, person people.User, f SubscribeForm, roles ...people.MemberRole) (people.Organisation, error) {
	if f.For == "" {
		if !by.SignedIn() {
			person.ConfirmedAt = nil
		}
		return people.NewOrganisation(ctx, tx, people.Organisation{Name: f.Organisation, Country: f.Country, Locale: f.Lang}, person)
	}
	for _, m := range by.Memberships {
		if m.Organisation.Ref == f.For && m.May(roles...) && m.Organisation.Acting() {
			return people.ActingFor(ctx, tx, by, m.OrganisationID, roles...)
		}
	}
	return people.Organisation{}, store.ErrNotFound
}

func request(ctx context.Context, tx *gorm.DB, offered Offered, o people.Organisation, person people.User, f SubscribeForm) (Subscription, error) {
	now := store.Now(tx)
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return Subscription{}, err
	}
	from := store.Today(tx, pricing.Host.Location())
	if !f.EarlyStart {
		from = period.WithdrawalEnd(from).AddDate(0, 0, 1)
	}
	s := Subscription{
		Ref: store.NewRef(), OrganisationID: o.ID, OfferID: offered.Offer.ID, PriceID: offered.Price.ID, Tier: f.Tier, Period: f.Period,
		Quantity: 1, UnitCents: offered.Price.Cents, Currency: offered.Price.Currency, State: Requested, Access: NoAccess, RequestedByID: person.ID,
		StartsFrom: from.Format(time.DateOnly), IdempotencyKey: f.Key, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[Subscription](tx).Omit("Organisation", "RequestedBy").Create(ctx, &s); err != nil {
		return s, err
	}
	s.Organisation, s.RequestedBy = o, person
	return s, s.note(ctx, tx, person.Actor(), "subscription_requested", "")
}

// subscribedBefore returns what the same form already made: same key, same person, same organisation.
func subscribedBefore(ctx context.Context, db *gorm.DB, by people.User, f SubscribeForm) (ProForma, error) {
	s, err := store.From[Subscription](db).Where("idempotency_key = ?", f.Key).Preload("Organisation", nil).Preload("RequestedBy", nil).Take(ctx)
	if err != nil {
		return ProForma{}, err
	}
	same := s.RequestedByID == by.ID || !by.SignedIn() && s.RequestedBy.Email == f.Email
	if !same || f.For == "" && s.Organisation.Name != f.Organisation || f.For != "" && s.Organisation.Ref != f.For {
		return ProForma{}, store.ErrConflict
	}
	return store.From[ProForma](db).Where("subscription_id = ?", s.ID).Order("id").Take(ctx)
}
