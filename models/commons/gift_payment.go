package commons

import (
	"cmp"
	"context"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftPayment is a sum that the cashier collects for one gift: on a hosted page, or from the method that its giver lets be charged. It has the
// states of a billing.Collection, and never an invoice. Whoever knows its ref may see it.
type GiftPayment struct {
	ID            uint
	Ref           string
	DonationID    uint
	PledgeID      uint
	Kind          billing.CollectionKind // page or charge
	State         billing.CollectionState
	GiftMethodID  *uint
	Cents         int64
	Currency      string
	Save          bool // the giver lets the method be charged for the gifts to come
	Locale        string
	Kinds         string // what may be paid with, in the cashier's words
	CustomerID    string // of the cashier; empty for a giver it need not know again
	Live          bool
	SessionID     *string
	IntentID      *string
	ChargeID      string
	Method        billing.Method
	Last4         string `gorm:"column:last4"`
	Problem       string // the bank's word when it said no
	ReturnedCents int64  // what left again; beyond Cents, more than had come
	Ending        bool   // another page took its place
	ByID          *uint
	ExpiresAt     time.Time
	EndedAt       *time.Time
	CreatedAt     time.Time
	UpdatedAt     time.Time

	Donation Donation `gorm:"-"`
}

// Over reports whether nothing more will come of it.
func (g GiftPayment) Over() bool { return g.State.Over() }

// Came reports whether its money is with the cashier or was: counted as a gift, or waiting for an explanation.
func (g GiftPayment) Came() bool {
	return g.State == billing.Collected || g.State == billing.Questioned
}

// Left is what of it has not gone back.
func (g GiftPayment) Left() int64 { return max(0, g.Cents-g.ReturnedCents) }

// FindGiftPayment returns a payment of a gift by its ref, with the gift: whoever holds the ref was given it.
func FindGiftPayment(ctx context.Context, db *gorm.DB, ref string) (GiftPayment, error) {
	return giftPayment(ctx, db, "ref = ?", ref)
}

// LoadGiftPayment returns a payment of a gift with the gift, for jobs.
func LoadGiftPayment(ctx context.Context, db *gorm.DB, id uint) (GiftPayment, error) {
	return giftPayment(ctx, db, "id = ?", id)
}

func giftPayment(ctx context.Context, db *gorm.DB, condition string, value any) (GiftPayment, error) {
	g, err := store.From[GiftPayment](db).Where(condition, value).Take(ctx)
	if err == nil {
		g.Donation, err = LoadDonation(ctx, db, g.DonationID)
	}
	return g, err
}

// OpenGiftPayments are those whose end the cashier has not told yet, oldest first, for the nightly comparison.
func OpenGiftPayments(ctx context.Context, db *gorm.DB) ([]GiftPayment, error) {
	return store.From[GiftPayment](db).Where("state in ('preparing','open','processing')").Order("id").Find(ctx)
}

// PaymentsOf are the sums that were collected for a gift, or are under way, newest first.
func (d Donation) PaymentsOf(ctx context.Context, db *gorm.DB) ([]GiftPayment, error) {
	return store.From[GiftPayment](db).Where("donation_id = ?", d.ID).Order("id desc").Limit(25).Find(ctx)
}

// GiftCollectedBy reports whether a charge of the cashier's belongs to a gift.
func GiftCollectedBy(ctx context.Context, db *gorm.DB, charge string) (bool, error) {
	n, err := store.From[GiftPayment](db).Where("charge_id = ?", charge).Count(ctx, "id")
	return n > 0, err
}

// GiftsCollectedSince is when a gift was first collected here, at the earliest since.
func GiftsCollectedSince(ctx context.Context, db *gorm.DB, since time.Time) (time.Time, error) {
	first, err := store.From[GiftPayment](db).Order("id").Limit(1).Find(ctx)
	switch {
	case err != nil || len(first) == 0:
		return store.Now(db), err
	case first[0].CreatedAt.After(since):
		return first[0].CreatedAt, nil
	}
	return since, nil
}

// GiveOnline writes down that somebody is about to pay the gift that is waited for, on the cashier's page. The same wish finds the page that waits
// already; one that asked otherwise is ended. A debit under way is returned as it is: nobody gives twice by mistake. Nothing was asked of the
// cashier yet.
func (p Pledge) GiveOnline(ctx context.Context, db *gorm.DB, keys collective.PaymentKeys, by people.User, save bool, lang string) (GiftPayment, error) {
	var g GiftPayment
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, fresh, err := takePledge(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		asked, err := store.From[Donation](tx).Where("pledge_id = ? and state = ?", p.ID, DonationAsked).Order("period_on desc").Limit(1).Find(ctx)
		if err != nil {
			return err
		}
		if len(asked) == 0 || !fresh.Open() {
			return store.ErrConflict
		}
		wish, err := asked[0].wish(ctx, tx, keys, lang)
		if err != nil {
			return err
		}
		wish.Kind, wish.Save = billing.ByPage, save && fresh.Every != Once
		if by.SignedIn() {
			wish.ByID = &by.ID
		}
		if g, err = wish.found(ctx, tx); err != nil || g.ID != 0 {
			return err
		}
		g = wish
		return g.begin(ctx, tx, by.Actor(), "gift_payment_begun")
	})
	if err == nil {
		g.Donation, err = LoadDonation(ctx, db, g.DonationID)
	}
	return g, err
}

// wish is a sum to be collected for a gift; store.ErrConflict where nothing is offered for it.
func (d Donation) wish(ctx context.Context, tx *gorm.DB, keys collective.PaymentKeys, lang string) (GiftPayment, error) {
	now := store.Now(tx)
	g := GiftPayment{
		Ref: store.NewRef(), DonationID: d.ID, PledgeID: d.PledgeID, State: billing.Preparing, Cents: d.Cents, Currency: string(Cents), Locale: lang,
		Kinds: billing.MeansFor(keys, d.Cents), Live: keys.Live, ExpiresAt: now.Add(billing.PageLasts), CreatedAt: now, UpdatedAt: now,
	}
	if g.Kinds == "" {
		return g, store.ErrConflict
	}
	return g, nil
}

// found is what is under way for the same gift: a debit, a charge, or the page that asks the same. Pages that ask otherwise are ended.
func (g GiftPayment) found(ctx context.Context, tx *gorm.DB) (same GiftPayment, err error) {
	waiting, err := store.From[GiftPayment](tx).Where("donation_id = ? and state in ('preparing','open','processing') and not ending", g.DonationID).Order("id").Find(ctx)
	if err != nil {
		return same, err
	}
	for _, w := range waiting {
		switch {
		case w.Kind == billing.ByCharge || w.State == billing.Collecting:
			return w, nil
		case w.Cents == g.Cents && w.Save == g.Save && w.Locale == g.Locale && w.Kinds == g.Kinds && w.Live == g.Live && w.ExpiresAt.After(store.Now(tx).Add(5*time.Minute)):
			same = w
		default:
			err = w.replaced(ctx, tx)
		}
		if err != nil {
			return same, err
		}
	}
	return same, nil
}

func (g *GiftPayment) begin(ctx context.Context, tx *gorm.DB, by journal.Actor, verb string) error {
	if err := store.From[GiftPayment](tx).Create(ctx, g); err != nil {
		return err
	}
	return g.note(ctx, tx, by, verb, "")
}

// replaced promises that the page is closed.
func (g *GiftPayment) replaced(ctx context.Context, tx *gorm.DB) error {
	g.Ending = true
	if err := g.save(ctx, tx, "ending"); err != nil {
		return err
	}
	return store.Enqueue(tx, GiftPageReplaced{g.ID})
}

// closePages ends the pages that wait for a gift nobody waits for any more.
func closePages(ctx context.Context, tx *gorm.DB, condition string, value any) error {
	all, err := store.From[GiftPayment](tx).Where("kind = 'page' and state in ('preparing','open') and not ending and "+condition, value).Order("id").Find(ctx)
	for n := range all {
		if err := all[n].replaced(ctx, tx); err != nil {
			return err
		}
	}
	return err
}

// GiftPageOpened keeps which hosted page was made for a gift.
func GiftPageOpened(ctx context.Context, db *gorm.DB, id uint, p cashier.Page, customerID string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, g, err := takeGift(ctx, tx, id)
		if err != nil || g.SessionID != nil {
			return err
		}
		g.SessionID, g.CustomerID = &p.ID, cmp.Or(customerID, g.CustomerID)
		if g.State == billing.Preparing {
			g.State = billing.OnPage
		}
		return g.save(ctx, tx, "session_id", "customer_id", "state")
	})
}

// takeGift takes a payment of a gift for this transaction, after its promise.
func takeGift(ctx context.Context, tx *gorm.DB, id uint) (Pledge, GiftPayment, error) {
	g, err := store.From[GiftPayment](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return Pledge{}, g, err
	}
	_, p, err := takePledge(ctx, tx, g.PledgeID)
	if err != nil {
		return p, g, err
	}
	var fresh GiftPayment
	err = locked(tx.WithContext(ctx)).Where("id = ?", id).Take(&fresh).Error
	return p, fresh, err
}

func (g *GiftPayment) save(ctx context.Context, tx *gorm.DB, columns ...string) error {
	g.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(g).Select(append(columns, "updated_at")).Updates(g).Error
}

// note writes an act on the payment in the journal.
func (g GiftPayment) note(ctx context.Context, tx *gorm.DB, by journal.Actor, verb, reason string) error {
	return journal.Note(ctx, tx, by, journal.Act{
		Verb: verb, SubjectType: "gift_payment", SubjectRef: g.Ref, Reason: reason, Details: map[string]any{"cents": g.Cents, "kind": g.Kind},
	})
}
