package commons

import (
	"context"
	"errors"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PledgeStory is what became of a promise, for whoever made it.
type PledgeStory struct {
	Share      *billing.Share // the part of a bill it became
	Incomplete bool           // its organisation cannot be invoiced yet
	Donations  []Donation
	Method     *GiftMethod   // what regular gifts are taken from
	Payments   []GiftPayment // online, of the gift that is waited for; the newest first
	Receipts   []GiftReceipt
	Eligible   Eligibility    // for whose gifts receipts are issued
	Done       int64          // minutes that were given and accepted
	Waiting    int64          // minutes that wait for a decision
	Loose      []Contribution // contributions of the reader that could count for it
	Other      *SharedSpace   // the space that the rest is proposed to
}

// StoryOfPledge gathers it.
func StoryOfPledge(ctx context.Context, db *gorm.DB, u people.User, p Pledge) (PledgeStory, error) {
	var y PledgeStory
	var err error
	switch {
	case !p.Money():
		err = y.time(ctx, db, u, p)
	case p.Space.Invoices():
		err = y.bill(ctx, db, p)
	default:
		err = y.gifts(ctx, db, p)
	}
	if err != nil {
		return y, err
	}
	if p.Offers() && p.Space.CascadeToID != nil {
		other, err := LoadSpace(ctx, db, *p.Space.CascadeToID)
		if err != nil {
			return y, err
		}
		y.Other = &other
	}
	return y, nil
}

func (y *PledgeStory) time(ctx context.Context, db *gorm.DB, u people.User, p Pledge) error {
	var err error
	if y.Done, y.Waiting, err = p.given(ctx, db); err != nil || !p.Open() {
		return err
	}
	y.Loose, err = store.From[Contribution](db).Where("contributor_id = ? and unit = 'MIN' and state not in ('draft','withdrawn','rejected','lapsed','reversed')", u.ID).
		Where("not exists (select 1 from pledge_contributions l where l.contribution_id = contributions.id)").Order("id desc").Limit(12).Find(ctx)
	return err
}

func (y *PledgeStory) bill(ctx context.Context, db *gorm.DB, p Pledge) error {
	y.Incomplete = p.Organisation != nil && !p.Organisation.Complete()
	if p.ShareID == nil {
		return nil
	}
	share, err := store.From[billing.Share](db).Where("id = ?", *p.ShareID).Take(ctx)
	y.Share = &share
	return err
}

func (y *PledgeStory) gifts(ctx context.Context, db *gorm.DB, p Pledge) error {
	var err error
	if y.Donations, err = DonationsOf(ctx, db, p); err != nil {
		return err
	}
	if y.Receipts, err = ReceiptsOfPledge(ctx, db, p); err != nil {
		return err
	}
	if err := y.online(ctx, db, p); err != nil {
		return err
	}
	y.Eligible, err = EligibilityNow(ctx, db)
	return err
}

// Certifies reports whether receipts are issued for the gifts of such a promise.
func (y PledgeStory) Certifies(p Pledge) bool { return y.Eligible.Covers(articleFor(p.OrganisationID)) }

// ReceiptFor is the receipt of a gift that is not void, if there is one.
func (y PledgeStory) ReceiptFor(d Donation) (GiftReceipt, bool) {
	for _, r := range y.Receipts {
		if r.DonationID != nil && *r.DonationID == d.ID && r.VoidedAt == nil {
			return r, true
		}
	}
	return GiftReceipt{}, false
}

// Waits is the gift that is waited for now, if there is one.
func (y PledgeStory) Waits() (Donation, bool) {
	for _, d := range y.Donations {
		if d.State == DonationAsked {
			return d, true
		}
	}
	return Donation{}, false
}

// online is how its gifts come online, for a promise that stands.
func (y *PledgeStory) online(ctx context.Context, db *gorm.DB, p Pledge) error {
	if !p.Open() {
		return nil
	}
	m, err := p.MethodOf(ctx, db)
	if err == nil {
		y.Method = &m
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if d, waits := y.Waits(); waits {
		y.Payments, err = d.PaymentsOf(ctx, db)
		return err
	}
	return nil
}

// UnderWay is the payment of the gift that is waited for whose answer the bank or the cashier still owes us.
func (y PledgeStory) UnderWay() (GiftPayment, bool) {
	for _, g := range y.Payments {
		if g.State == billing.Collecting || g.Kind == billing.ByCharge && g.State == billing.Preparing {
			return g, true
		}
	}
	return GiftPayment{}, false
}

// Refused is the payment to which the bank said no, where it was the last one.
func (y PledgeStory) Refused() (GiftPayment, bool) {
	for _, g := range y.Payments {
		if g.State == billing.NotPaid || g.State == billing.Asking {
			return g, true
		}
		if g.State != billing.PageOver {
			break
		}
	}
	return GiftPayment{}, false
}
