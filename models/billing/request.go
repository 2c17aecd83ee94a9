package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RequestState is how far a request has come.
type RequestState string

// The states of a request (decisions.md 3).
const (
	RequestUnconfirmed RequestState = "unconfirmed" // nobody has confirmed the address yet
	RequestAsked       RequestState = "asked"
	RequestListed      RequestState = "listed" // on the waiting list
	RequestAnswered    RequestState = "answered"
	RequestDeclined    RequestState = "declined"
	RequestAccepted    RequestState = "accepted"
	RequestWithdrawn   RequestState = "withdrawn"
)

// OwnAmount is the choice of an amount of one's own, beside the three tiers.
const OwnAmount catalogue.Tier = "own"

// Request is what starts a reviewed offer: what an organisation needs, for how many, what it can pay; and the answer: a quote.
type Request struct {
	ID             uint
	Ref            string
	OrganisationID uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	OfferID        uint
	RequestedByID  uint
	RequestedBy    people.User `gorm:"foreignKey:RequestedByID"`
	State          RequestState
	Need           string
	People         int64
	Tier           catalogue.Tier
	Period         period.Interval
	WishedCents    int64 // one period, tax included, as the page shows prices
	AgreedCents    int64 // one period, before tax
	Answer         string
	AnsweredByID   *uint
	AnsweredAt     *time.Time
	ValidUntil     string
	SubscriptionID *uint
	Locale         string
	IdempotencyKey string
	Version        int
	CreatedAt      time.Time
}

// FindRequest returns the request with that ref. Whoever holds the ref was given it; what it says in words is for Reads only.
func FindRequest(ctx context.Context, db *gorm.DB, ref string) (Request, error) {
	return store.From[Request](db).Where("ref = ?", ref).Preload("Organisation", nil).Take(ctx)
}

// LoadRequest returns a request by id with its organisation and the person who asked, for jobs.
func LoadRequest(ctx context.Context, db *gorm.DB, id uint) (Request, error) {
	return store.From[Request](db).Where("id = ?", id).Preload("Organisation", nil).Preload("RequestedBy", nil).Take(ctx)
}

// Reads reports whether a person may read the words of a request: its author, members of its organisation, operators.
func (r Request) Reads(u people.User) bool {
	_, in := u.In(r.OrganisationID)
	return u.SignedIn() && (u.ID == r.RequestedByID || in || u.Is(people.Operator))
}

// Accepts reports whether a person may accept the quote: the owners of the organisation.
func (r Request) Accepts(u people.User) bool {
	m, in := u.In(r.OrganisationID)
	return in && m.May(people.Owner)
}

// Expired reports whether its price no longer holds on a day.
func (r Request) Expired(day time.Time) bool {
	return r.State == RequestAnswered && day.Format(time.DateOnly) > r.ValidUntil
}

// RequestSearch narrows the operators' list.
type RequestSearch struct {
	Query string
	All   bool
	After uint
}

// Requests returns a page of requests for operators: those to answer oldest first; all of them newest first.
func Requests(ctx context.Context, db *gorm.DB, by people.User, f RequestSearch) (store.Page[Request], error) {
	if !by.Is(people.Operator) {
		return store.Page[Request]{}, store.ErrForbidden
	}
	q := store.From[Request](db).Where("state in ('asked','listed') and id > ?", f.After).Order("id")
	if f.All {
		q = store.From[Request](db).Order("id desc")
		if f.After > 0 {
			q = q.Where("id < ?", f.After)
		}
	}
	if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(lower(need) like ? escape '\' or organisation_id in (select id from organisations where lower(name) like ? escape '\'))`, like, like)
	}
	rows, err := q.Preload("Organisation", nil).Limit(store.PageSize + 1).Find(ctx)
	return store.Paged(rows, store.PageSize, func(r Request) string { return store.Key(r.ID) }), err
}

// RequestsOf are what an organisation asked for and has not accepted yet, newest first.
func RequestsOf(ctx context.Context, db *gorm.DB, o people.Organisation) ([]Request, error) {
	return store.From[Request](db).Where("organisation_id = ? and state in ('asked','listed','answered')", o.ID).Order("id desc").Limit(20).Find(ctx)
}

// Quote is the answer to a request as a document: what is offered, at which price, until when.
type Quote struct {
	Request Request
	Offer   catalogue.Offer
	Seller  Seller
	Buyer   Buyer
	Lines   []Line
	Totals  money.Totals
}

// QuoteOf draws up the quote of a request at the agreed amount, in a language; before an answer there is none (store.ErrNotFound).
func QuoteOf(ctx context.Context, db *gorm.DB, r Request, lang string) (Quote, error) {
	q := Quote{Request: r}
	var err error
	if q.Offer, err = catalogue.LoadOffer(ctx, db, lang, r.OfferID); err != nil || r.AgreedCents == 0 {
		return q, err
	}
	pricing, err := FindPricing(ctx, db)
	if err != nil {
		return q, err
	}
	q.Seller, q.Buyer = sellerOf(pricing.Host, pricing.Regime.Regime), buyerOf(r.Organisation)
	label := q.Offer.Name.Value
	if label == "" {
		label = q.Offer.Slug
	}
	l, err := newLine(Service, label, 1, r.AgreedCents, pricing.treatment(q.Buyer))
	if err != nil {
		return q, err
	}
	q.Lines = []Line{l}
	q.Totals, err = totals(q.Lines)
	return q, err
}

func (r Request) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{Verb: verb, SubjectType: "request", SubjectRef: r.Ref, OrganisationID: r.OrganisationID, Reason: reason})
}

// keep writes some columns, if nobody was quicker.
func (r *Request) keep(ctx context.Context, tx *gorm.DB, columns ...string) error {
	known := r.Version
	r.Version++
	done := tx.WithContext(ctx).Model(&Request{}).Where("id = ? and version = ?", r.ID, known).Select(append(columns, "version")).Omit("Organisation", "RequestedBy").Updates(r)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrConflict
	}
	return done.Error
}
