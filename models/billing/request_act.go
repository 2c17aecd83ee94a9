package billing

import (
	"context"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Confirm is the word of the person whose address was given: yes, that was me. Only that person may say it.
func (r *Request) Confirm(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Request](tx, forUpdate).Where("id = ? and requested_by_id = ?", r.ID, by.ID).Take(ctx)
		if err != nil || fresh.State != RequestUnconfirmed {
			return err
		}
		if by.ConfirmedAt == nil {
			return store.ErrForbidden
		}
		return fresh.confirmed(ctx, tx)
	})
}

// ConfirmRequestsOf confirms what a person asked for before their address was confirmed, in organisations that became usable by that.
func ConfirmRequestsOf(ctx context.Context, db *gorm.DB, userID uint) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		waiting, err := store.From[Request](tx, forUpdate).Where("requested_by_id = ? and state = ? and organisation_id in (?)", userID, RequestUnconfirmed,
			tx.Table("organisations").Select("id").Where("usable_at is not null")).Order("id").Find(ctx)
		for i := range waiting {
			if err := waiting[i].confirmed(ctx, tx); err != nil {
				return err
			}
		}
		return err
	})
}

func (r *Request) confirmed(ctx context.Context, tx *gorm.DB) error {
	r.State = RequestAsked
	if err := r.keep(ctx, tx, "state"); err != nil {
		return err
	}
	if _, err := store.From[people.Organisation](tx).Where("id = ? and usable_at is null", r.OrganisationID).Update(ctx, "usable_at", store.Now(tx)); err != nil {
		return err
	}
	return store.Enqueue(tx, RequestConfirmed{r.ID})
}

// AnswerForm is an operator's answer to a request.
type AnswerForm struct {
	Verdict string `form:"verdict"` // agree, list or decline
	Amount  string `form:"amount"`  // one period before tax, as typed; the page reads it into Cents
	Answer  string `form:"answer"`
	Version int    `form:"version"`

	Cents int64 `form:"-"`
}

// Check says what is missing.
func (f *AnswerForm) Check() error {
	wrong := store.Invalid{}
	switch f.Verdict {
	case "agree":
		if f.Cents < 1 || f.Cents > money.Limit {
			wrong.Add("amount", "error.money")
		}
	case "list":
	case "decline":
		if f.Answer == "" {
			wrong.Add("answer", "error.required")
		}
	default:
		wrong.Add("verdict", "error.choose")
	}
	if len([]rune(f.Answer)) > longestNeed {
		wrong.Add("answer", "error.too_long", "Max", longestNeed)
	}
	return wrong.Err()
}

// Respond answers a request: a quote at an amount that holds sixty days, a place on the waiting list, or words why not. An answer may be
// given again as long as nobody accepted it.
func (r *Request) Respond(ctx context.Context, db *gorm.DB, by people.User, f AnswerForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return err
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now := store.Now(tx)
		if r.Version != f.Version || r.State != RequestAsked && r.State != RequestListed && r.State != RequestAnswered {
			return store.ErrConflict
		}
		r.Answer, r.AnsweredByID, r.AnsweredAt = f.Answer, &by.ID, &now
		switch f.Verdict {
		case "agree":
			r.State, r.AgreedCents = RequestAnswered, f.Cents
			r.ValidUntil = store.Today(tx, host.Location()).AddDate(0, 0, validity).Format(time.DateOnly)
		case "list":
			r.State = RequestListed
		default:
			r.State = RequestDeclined
		}
		if err := r.keep(ctx, tx, "state", "answer", "answered_by_id", "answered_at", "agreed_cents", "valid_until"); err != nil {
			return err
		}
		if err := r.note(ctx, tx, by.Actor(), "request_"+string(r.State), f.Answer); err != nil {
			return err
		}
		return store.Enqueue(tx, RequestResponded{r.ID, r.Version})
	})
}

// AcceptForm is how an owner accepts a quote.
type AcceptForm struct {
	Terms      bool `form:"terms"`
	EarlyStart bool `form:"early_start"`

	TermsVersion string `form:"-"`
}

// Accept concludes the contract of a quote: a subscription at the agreed amount and its pro forma. Only an owner may; told twice, it
// returns the same pro forma.
func (r *Request) Accept(ctx context.Context, db *gorm.DB, by people.User, f AcceptForm) (ProForma, error) {
	if !r.Accepts(by) {
		return ProForma{}, store.ErrForbidden
	}
	if !f.Terms {
		return ProForma{}, store.Invalid{"terms": {Key: "error.terms"}}
	}
	var p ProForma
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Request](tx, forUpdate).Where("id = ?", r.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.State == RequestAccepted {
			p, err = ContractOf(ctx, tx, *fresh.SubscriptionID)
			return err
		}
		p, err = fresh.accept(ctx, tx, by, f)
		*r = fresh
		return err
	})
	return p, err
}

func (r *Request) accept(ctx context.Context, tx *gorm.DB, by people.User, f AcceptForm) (ProForma, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return ProForma{}, err
	}
	if r.State != RequestAnswered || r.Expired(store.Today(tx, host.Location())) {
		return ProForma{}, store.ErrConflict
	}
	o, err := people.OpenNow(ctx, tx, r.OrganisationID)
	if err != nil {
		return ProForma{}, err
	}
	offer, err := catalogue.LoadOffer(ctx, tx, r.Locale, r.OfferID)
	if err != nil {
		return ProForma{}, err
	}
	price, ok := offer.Nearest(r.Tier, catalogue.Period(r.Period))
	if !ok {
		return ProForma{}, store.ErrConflict
	}
	tier := price.Tier
	if r.AgreedCents != price.Cents { // no document calls it by the name of another price
		tier = OwnAmount
	}
	price.Cents = r.AgreedCents
	form := SubscribeForm{Tier: tier, Period: r.Period, EarlyStart: f.EarlyStart, Key: "request:" + r.Ref, TermsVersion: f.TermsVersion}
	s, err := request(ctx, tx, Offered{offer, price}, o, by, form)
	if err != nil {
		return ProForma{}, err
	}
	p, err := newProForma(ctx, tx, s, o, by, form)
	if err != nil {
		return p, err
	}
	if err := store.Enqueue(tx, SubscriptionRequested{s.ID}); err != nil {
		return p, err
	}
	if err := s.accept(ctx, tx, by); err != nil {
		return p, err
	}
	r.State, r.SubscriptionID = RequestAccepted, &s.ID
	if err := r.keep(ctx, tx, "state", "subscription_id"); err != nil {
		return p, err
	}
	return p, r.note(ctx, tx, by.Actor(), "request_accepted", "")
}

// Withdraw takes a request back before anything was concluded.
func (r *Request) Withdraw(ctx context.Context, db *gorm.DB, by people.User) error {
	if by.ID != r.RequestedByID && !r.Accepts(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if r.State == RequestAccepted || r.State == RequestDeclined {
			return store.ErrConflict
		}
		r.State = RequestWithdrawn
		if err := r.keep(ctx, tx, "state"); err != nil {
			return err
		}
		return r.note(ctx, tx, by.Actor(), "request_withdrawn", "")
	})
}

// QuoteForwarding is a quote on its way to an address somebody gave: the board, the treasurer.
type QuoteForwarding struct {
	ID        uint
	RequestID uint
	Email     string
	CreatedAt time.Time
}

// Forward sends the quote to an address, once each, to five at most.
func (r Request) Forward(ctx context.Context, db *gorm.DB, by people.User, f ForwardForm) error {
	if !r.Reads(by) || r.AgreedCents == 0 {
		return store.ErrNotFound
	}
	email, ok := people.CleanEmail(f.Email)
	if !ok {
		return store.Invalid{"email": {Key: "error.email"}}
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Request](tx, forUpdate).Where("id = ?", r.ID).Take(ctx); err != nil {
			return err
		}
		sent, err := store.From[QuoteForwarding](tx).Where("request_id = ?", r.ID).Find(ctx)
		if err != nil {
			return err
		}
		for _, before := range sent {
			if before.Email == email {
				return nil
			}
		}
		if len(sent) >= forwardings {
			return store.Invalid{"email": {Key: "error.too_many"}}
		}
		row := QuoteForwarding{RequestID: r.ID, Email: email, CreatedAt: store.Now(tx)}
		if err := store.From[QuoteForwarding](tx).Create(ctx, &row); err != nil {
			return err
		}
		return store.Enqueue(tx, QuoteForwarded{row.ID})
	})
}

// LoadQuoteForwarding returns a quote on its way, for the job that sends it.
func LoadQuoteForwarding(ctx context.Context, db *gorm.DB, id uint) (QuoteForwarding, Request, error) {
	f, err := store.From[QuoteForwarding](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return f, Request{}, err
	}
	r, err := LoadRequest(ctx, db, f.RequestID)
	return f, r, err
}
