package billing

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RequestForm is what a person says to start a reviewed offer: who, what for, for how many, and what they can pay.
type RequestForm struct {
	Offer        string          `param:"slug"`
	Need         string          `form:"need"`
	People       string          `form:"people"`
	Tier         catalogue.Tier  `form:"tier" query:"tier"` // one of the guide, or an amount of one's own
	Amount       string          `form:"amount"`            // as typed; the page reads it into Cents
	Period       period.Interval `form:"period" query:"period"`
	For          string          `form:"for"`
	Organisation string          `form:"organisation"`
	Name         string          `form:"name"`
	Email        string          `form:"email"`
	Country      string          `form:"country"`
	Key          string          `form:"key"`

	Cents int64  `form:"-"` // one period, tax included
	Lang  string `form:"-"`
}

const (
	longestNeed = 4000
	mostPeople  = 1000000
)

// Check says what is wrong, and cleans what is not.
func (f *RequestForm) Check(by people.User) error {
	who := f.subscriber()
	wrong, _ := store.AsInvalid(who.Check(by))
	if wrong == nil {
		wrong = store.Invalid{}
	}
	f.Organisation, f.Name, f.Email, f.Country = who.Organisation, who.Name, who.Email, who.Country
	f.Need = strings.TrimSpace(f.Need)
	switch n := utf8.RuneCountInString(f.Need); {
	case n == 0:
		wrong.Add("need", "error.required")
	case n > longestNeed:
		wrong.Add("need", "error.too_long", "Max", longestNeed)
	}
	if n, err := strconv.Atoi(strings.TrimSpace(f.People)); err != nil || n < 1 || n > mostPeople {
		wrong.Add("people", "error.between", "Min", 1, "Max", mostPeople)
	}
	if !f.Period.Valid() {
		f.Period = period.Year
	}
	if f.Tier == OwnAmount && (f.Cents < 1 || f.Cents > money.Limit) {
		wrong.Add("amount", "error.money")
	}
	return wrong.Err()
}

// subscriber is the part of the form that says who asks.
func (f RequestForm) subscriber() SubscribeForm {
	return SubscribeForm{Offer: f.Offer, For: f.For, Organisation: f.Organisation, Name: f.Name, Email: f.Email, Country: f.Country, Terms: true, Key: f.Key, Lang: f.Lang}
}

// AskOffer files a request, in one transaction with the person and the organisation, as Subscribe does: a visitor's is of no use to
// anybody until the address confirms. The same form sent twice is one request.
func AskOffer(ctx context.Context, db *gorm.DB, by people.User, f RequestForm) (Request, error) {
	if err := f.Check(by); err != nil {
		return Request{}, err
	}
	if f.Key == "" {
		f.Key = store.NewRef()
	}
	before, err := store.From[Request](db).Where("idempotency_key = ?", f.Key).Preload("Organisation", nil).Take(ctx)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	var r Request
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err = askOffer(ctx, tx, by, f)
		return err
	})
	return r, err
}

func askOffer(ctx context.Context, tx *gorm.DB, by people.User, f RequestForm) (Request, error) {
	offered, err := NearestOffered(ctx, tx, f.Offer, f.Tier, f.Period, f.Lang)
	if err != nil {
		return Request{}, err
	}
	if offered.Offer.Entry != catalogue.ByReview {
		return Request{}, store.ErrConflict
	}
	who := f.subscriber()
	person, err := whoSubscribes(ctx, tx, by, who)
	if err != nil {
		return Request{}, err
	}
	if err := notFlooded(ctx, tx, by, person); err != nil {
		return Request{}, err
	}
	o, err := forWhom(ctx, tx, by, person, who, people.MemberRoles...) // asking binds nobody: an owner accepts
	if err != nil {
		return Request{}, err
	}
	size, _ := strconv.ParseInt(strings.TrimSpace(f.People), 10, 64)
	r := Request{
		Ref: store.NewRef(), OrganisationID: o.ID, OfferID: offered.Offer.ID, RequestedByID: person.ID, State: RequestUnconfirmed, Need: f.Need, People: size,
		Tier: f.Tier, Period: f.Period, WishedCents: f.Cents, Locale: f.Lang, IdempotencyKey: f.Key, Version: 1, CreatedAt: store.Now(tx),
	}
	if f.Tier != OwnAmount {
		pricing, err := FindPricing(ctx, tx)
		if err != nil {
			return r, err
		}
		r.Tier, r.WishedCents = offered.Price.Tier, pricing.For(offered.Price.Cents, o.Country).Total
	}
	if by.SignedIn() && by.ConfirmedAt != nil {
		r.State = RequestAsked
	}
	if err := store.From[Request](tx).Omit("Organisation", "RequestedBy").Create(ctx, &r); err != nil {
		return r, err
	}
	r.Organisation = o
	if err := r.note(ctx, tx, person.Actor(), "request_sent", ""); err != nil {
		return r, err
	}
	if r.State == RequestAsked {
		if err := store.Enqueue(tx, RequestConfirmed{r.ID}); err != nil {
			return r, err
		}
	}
	return r, store.Enqueue(tx, RequestSent{r.ID})
}

// notFlooded keeps strangers from filling somebody's mailbox.
func notFlooded(ctx context.Context, tx *gorm.DB, by, person people.User) error {
	if by.SignedIn() {
		return nil
	}
	waiting, err := store.From[Request](tx).Where("requested_by_id = ? and state = ? and created_at > ?", person.ID, RequestUnconfirmed, store.Now(tx).Add(-24*time.Hour)).Count(ctx, "id")
	if err == nil && waiting >= unconfirmedLimit {
		return store.Invalid{"email": {Key: "error.too_many"}}
	}
	return err
}
