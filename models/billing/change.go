package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Direction is what a change is, and so when it takes effect (CHG1, CHG2).
type Direction string

// The directions of a change.
const (
	Beforehand Direction = "beforehand" // nothing was delivered yet: another pro forma
	Upgrade    Direction = "upgrade"    // at once
	Swap       Direction = "swap"       // at once, without money
	Downgrade  Direction = "downgrade"  // at the end of the period that is paid
)

// Plan is what is subscribed to: an offer at one of its prices, for how long a period, how many times.
type Plan struct {
	OfferID   uint
	PriceID   uint
	Tier      catalogue.Tier
	Period    period.Interval
	Quantity  int64
	UnitCents int64
}

// Cents are what a period costs before tax.
func (p Plan) Cents() int64 { return p.Quantity * p.UnitCents }

// yearly is the price made comparable: what a year costs before tax.
func (p Plan) yearly() int64 {
	if p.Period == period.Month {
		return 12 * p.Cents()
	}
	return p.Cents()
}

// Plan is what is subscribed to now.
func (s Subscription) Plan() Plan {
	return Plan{s.OfferID, s.PriceID, s.Tier, s.Period, s.Quantity, s.UnitCents}
}

// take makes another plan the subscription's; a period of another length is counted from that day on.
func (s *Subscription) take(p Plan, on string) {
	if p.Period != s.Period && s.AnchorOn != "" {
		s.AnchorOn = on
	}
	s.OfferID, s.PriceID, s.Tier, s.Period, s.Quantity, s.UnitCents = p.OfferID, p.PriceID, p.Tier, p.Period, p.Quantity, p.UnitCents
}

// direction compares as a whole, by the price of the same time; where only the length of the period changes, a longer one is more
// (CHG2).
func direction(from, to Plan) Direction {
	longer := Swap
	if from.Period != to.Period {
		longer = Downgrade
		if to.Period == period.Year {
			longer = Upgrade
		}
	}
	a, b := from.yearly(), to.yearly()
	alike := from.OfferID == to.OfferID && from.Tier == to.Tier && from.Quantity == to.Quantity
	switch {
	case alike || a == b:
		return longer
	case b > a:
		return Upgrade
	}
	return Downgrade
}

// Paper is a document that a change brings: an invoice, or a credit note on the invoice it names.
type Paper struct {
	On         string // number of the invoice that is credited; empty for an invoice
	Lines      []Line
	NetCents   int64
	VATCents   int64
	TotalCents int64
	DueCents   int64 // of an invoice, after what waits has settled it
}

func paperOf(i Invoice) Paper {
	p := Paper{Lines: i.PlainLines(), NetCents: i.NetCents, VATCents: i.VATCents, TotalCents: i.TotalCents, DueCents: i.DueCents()}
	if i.Corrects != nil {
		p.On = i.Corrects.FullName()
	}
	return p
}

// Terms are everything a person is shown before they confirm a change, and what is signed (PRV1, PRV2).
type Terms struct {
	Subscription string
	Version      int
	Direction    Direction
	OnDay        string // first day of the new plan; empty when nothing was delivered yet
	From         Plan
	To           Plan
	Credits      []Paper
	Charges      []Paper // invoices, or the new pro forma
	CreditCents  int64   // tax included
	DueCents     int64   // on what is issued now
	LoweredCents int64   // how much less is due on earlier invoices
	AccountCents int64   // account credit afterwards
	Others       int     `json:",omitempty"` // documents that others get who pay a part of it
	NextOn       string  // when the next invoice is issued; empty when none is in sight
	NextFrom     string  // the period it is for begins
	NextCents    int64   // tax included
	Replaces     *Plan   // a change that was waiting and no longer does
	ReplacesOn   string
}

// Digest names these terms and no others.
func (t Terms) Digest() string {
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // plain values
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:20])
}

// Changed is a change that was made, or would be.
type Changed struct {
	Terms
	Change   SubscriptionChange
	Invoices []Invoice // issued; credit notes not among them
	ProForma ProForma  // the new one, when nothing was delivered yet
}

// ErrOutdated says that a change is not any more what the person was shown: nothing was done (PRV2).
var ErrOutdated = fmt.Errorf("billing: the terms of the change are others now: %w", store.ErrConflict)

var errDry = errors.New("billing: a dry run is rolled back")

// PreviewChange says what a change would bring. It makes the change and takes it back, so that both are the same (PRV1).
func PreviewChange(ctx context.Context, db *gorm.DB, by people.User, s Subscription, f ChangeForm, why Because) (Changed, error) {
	var out Changed
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if out, err = s.change(ctx, tx, by, f, why); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		return out, nil
	}
	return out, refused(err)
}

// Change changes a subscription as it was shown: the digest is that of the terms the person confirmed. ErrOutdated with the terms of
// now, and nothing done, when they are others.
func (s Subscription) Change(ctx context.Context, db *gorm.DB, by people.User, f ChangeForm, digest string, why Because) (Changed, error) {
	if !mayEnd(by, s) && !by.Is(people.Operator) {
		return Changed{}, store.ErrForbidden
	}
	var out Changed
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if out, err = s.change(ctx, tx, by, f, why); err != nil {
			return err
		}
		if out.Digest() != digest {
			return ErrOutdated
		}
		return nil
	})
	return out, refused(err)
}

// change is the one way in which a subscription changes.
func (s Subscription) change(ctx context.Context, tx *gorm.DB, by people.User, f ChangeForm, why Because) (Changed, error) {
	fresh, err := s.taken(ctx, tx)
	if err != nil {
		return Changed{}, err
	}
	if fresh.Settled() {
		return Changed{}, store.ErrConflict
	}
	a := amendment{by: by, why: why, s: fresh}
	if err := a.prepare(ctx, tx, f); err != nil {
		return Changed{}, err
	}
	switch a.done.Direction {
	case Beforehand:
		err = a.afresh(ctx, tx)
	case Downgrade:
		err = a.later(ctx, tx)
	default:
		err = a.now(ctx, tx)
	}
	if err != nil {
		return Changed{}, err
	}
	return a.done, a.conclude(ctx, tx)
}

// Settled reports whether nothing can be changed: nobody stands behind it yet, it was cancelled, or it is over.
func (s Subscription) Settled() bool {
	return s.State != Accepted && s.State != Running || s.CancelOn != ""
}

// over is the subscription as it will be on a day, when this change waits for one that has come by then.
func (c SubscriptionChange) over(s Subscription, day time.Time) Subscription {
	if c.ID != 0 && c.State == Scheduled && c.OnDay <= day.Format(time.DateOnly) {
		s.take(c.To, c.OnDay)
	}
	return s
}

// Totals are the sums of a paper with their tax groups.
func (p Paper) Totals() money.Totals {
	sums, _ := totals(p.Lines)
	return sums
}
