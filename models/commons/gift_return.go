package commons

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// GiftReturn is money of a gift on its way back: sent by us, sent on the cashier's own pages, or taken by a bank for a giver who contests it.
type GiftReturn struct {
	ID            uint
	Ref           string
	GiftPaymentID uint
	Kind          string  // refund or dispute
	ProviderID    *string // the cashier's name for it
	State         string  // of a billing.Refund or a billing.Dispute
	Cents         int64
	GoneCents     int64 // what of it is not with us now
	FeeCents      int64
	Moves         int // how many lines on the cashier's account were told
	Outside       bool
	Reason        string
	Problem       string
	AskedByID     *uint
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// The kinds of returns.
const (
	GiftRefund  = "refund"
	GiftDispute = "dispute"
)

// SendBackForm is why a gift goes back to its giver.
type SendBackForm struct {
	Payment string `form:"payment"` // its ref
	Reason  string `form:"back_reason"`
	Sure    bool   `form:"sure"` // knows that the giver's bank may give the same money back as well (SDD3)
}

// refundRisk is how long a giver may have a debit given back by their bank (SDD2).
const refundRisk = 56 * 24 * time.Hour

// Risky reports whether sending it back may pay its giver twice.
func (g GiftPayment) Risky(now time.Time) bool {
	return g.Method == billing.BySEPA && g.EndedAt != nil && now.Before(g.EndedAt.Add(refundRisk))
}

// ReturnsOf returns what went back of the payments of a gift, newest first.
func (d Donation) ReturnsOf(ctx context.Context, db *gorm.DB) ([]GiftReturn, error) {
	return store.From[GiftReturn](db).Where("gift_payment_id in (select id from gift_payments where donation_id = ?)", d.ID).Order("id desc").Limit(50).Find(ctx)
}

// LoadGiftReturn returns one with the payment it sends back, for jobs.
func LoadGiftReturn(ctx context.Context, db *gorm.DB, id uint) (GiftReturn, GiftPayment, error) {
	r, err := store.From[GiftReturn](db).Where("id = ?", id).Take(ctx)
	if err != nil {
		return r, GiftPayment{}, err
	}
	g, err := LoadGiftPayment(ctx, db, r.GiftPaymentID)
	return r, g, err
}

// SendBack promises to send all that is left of a payment back to who gave it. A receipt for the gift must be void first. Sent twice, it is once:
// nothing is left then.
func (d Donation) SendBack(ctx context.Context, db *gorm.DB, by people.User, f SendBackForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	found, err := store.From[GiftPayment](db).Where("ref = ? and donation_id = ?", f.Payment, d.ID).Take(ctx)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, g, err := takeGift(ctx, tx, found.ID)
		if err != nil {
			return err
		}
		if !g.Came() || g.Left() == 0 {
			return store.ErrConflict
		}
		if err := g.mayGoBack(ctx, tx, &f); err != nil {
			return err
		}
		now := store.Now(tx)
		r := GiftReturn{
			Ref: store.NewRef(), GiftPaymentID: g.ID, Kind: GiftRefund, State: string(billing.RefundAsked), Cents: g.Left(), GoneCents: g.Left(), Reason: f.Reason, AskedByID: &by.ID, CreatedAt: now, UpdatedAt: now,
		}
		if err := store.From[GiftReturn](tx).Create(ctx, &r); err != nil {
			return err
		}
		if err := g.note(ctx, tx, by.Actor(), "gift_refund_asked", f.Reason); err != nil {
			return err
		}
		if err := g.moved(ctx, tx, r, "gift_refund:"+r.Ref, 0); err != nil {
			return err
		}
		return store.Enqueue(tx, GiftRefundPromised{r.ID})
	})
}

// mayGoBack says what keeps a payment from being sent back.
func (g GiftPayment) mayGoBack(ctx context.Context, tx *gorm.DB, f *SendBackForm) error {
	bad := store.Invalid{}
	if f.Reason = oneLine(f.Reason); f.Reason == "" {
		bad.Add("back_reason", "error.required")
	}
	if g.Risky(store.Now(tx)) && !f.Sure {
		bad.Add("sure", "error.refund_twice")
	}
	contested, err := store.From[GiftReturn](tx).Where("gift_payment_id = ? and kind = 'dispute' and state in ('warning','open')", g.ID).Count(ctx, "id")
	if err != nil {
		return err
	}
	if contested > 0 {
		bad.Add("back_reason", "error.payment_contested")
	}
	receipts, err := store.From[GiftReceipt](tx).Where("donation_id = ? and voided_at is null", g.DonationID).Count(ctx, "id")
	if err != nil {
		return err
	}
	if receipts > 0 && g.State == billing.Collected {
		bad.Add("back_reason", "error.receipt_first")
	}
	return bad.Err()
}

// moved follows how much of a payment is gone after one of its returns changed: in the books, in the gift, and in its receipt. More than had come
// is a question for a person.
func (g *GiftPayment) moved(ctx context.Context, tx *gorm.DB, r GiftReturn, key string, fee int64) error {
	var after int64
	if err := tx.WithContext(ctx).Model(&GiftReturn{}).Where("gift_payment_id = ?", g.ID).Select("cast(coalesce(sum(gone_cents), 0) as bigint)").Scan(&after).Error; err != nil {
		return err
	}
	within, beyond := min(after, g.Cents)-min(g.ReturnedCents, g.Cents), max(after-g.Cents, 0)-max(g.ReturnedCents-g.Cents, 0)
	from := "income:gifts"
	if g.State == billing.Questioned {
		from = billing.Unexplained
	}
	if billing.Bookable(g.Currency) {
		entry := ledger.Entry{Kind: "gift_back", Key: key, PieceRef: "gift " + r.Ref, SubjectType: "donation", SubjectID: g.DonationID}
		err := billing.BookCollected(ctx, tx, entry, time.Time{},
			ledger.Transfer{Debit: from, Credit: billing.OnCard, Unit: g.Currency, Amount: within},
			ledger.Transfer{Debit: billing.Unexplained, Credit: billing.OnCard, Unit: g.Currency, Amount: beyond},
			ledger.Transfer{Debit: billing.CollectingCosts, Credit: billing.OnCard, Unit: g.Currency, Amount: fee})
		if err != nil {
			return err
		}
	}
	g.ReturnedCents = after
	if err := g.save(ctx, tx, "returned_cents"); err != nil {
		return err
	}
	if beyond > 0 {
		if err := g.wonder(ctx, tx, billing.PaidBackTwice, r, beyond); err != nil {
			return err
		}
	}
	if g.State != billing.Collected || within == 0 {
		return nil
	}
	return g.follow(ctx, tx, r, within > 0)
}

// wonder asks a person about money of a gift that went back.
func (g GiftPayment) wonder(ctx context.Context, tx *gorm.DB, kind billing.QuestionKind, r GiftReturn, cents int64) error {
	d, err := store.From[Donation](tx).Where("id = ?", g.DonationID).Take(ctx)
	if err != nil {
		return err
	}
	q := billing.MoneyQuestion{Kind: kind, Subject: r.Ref, OrganisationID: d.OrganisationID, DonationID: &d.ID, AmountCents: cents, Currency: g.Currency, Note: r.Reason}
	if r.ProviderID != nil {
		q.Subject = *r.ProviderID
	}
	if kind == billing.RefundFailed {
		q.Note = r.Problem
	}
	return billing.AskPerson(ctx, tx, q)
}

// follow lets the gift be what stayed of it: less, or returned when nothing did. A receipt for more than that is void, whoever took the money back.
func (g GiftPayment) follow(ctx context.Context, tx *gorm.DB, r GiftReturn, gone bool) error {
	var d Donation
	if err := locked(tx.WithContext(ctx)).Where("id = ?", g.DonationID).Take(&d).Error; err != nil {
		return err
	}
	verb := "donation_lessened"
	d.State, d.Reason, d.Cents = DonationReceived, "", g.Left()
	switch {
	case g.Left() == 0:
		verb, d.State, d.Reason, d.Cents = "donation_returned", DonationReturned, r.why(), g.Cents
	case !gone:
		verb = "donation_back_again"
	}
	if err := d.keep(ctx, tx, "state", "reason", "cents"); err != nil {
		return err
	}
	if err := d.note(ctx, tx, people.User{}, verb, r.why()); err != nil || !gone {
		return err
	}
	receipts, err := store.From[GiftReceipt](tx).Where("donation_id = ? and voided_at is null", d.ID).Find(ctx)
	for _, receipt := range receipts {
		if err := receipt.void(ctx, tx, people.User{}, r.why()); err != nil {
			return err
		}
	}
	return err
}

// why says what a return is: in words, or by its name at the cashier.
func (r GiftReturn) why() string {
	switch {
	case r.Reason != "" && r.Kind == GiftRefund:
		return r.Reason
	case r.ProviderID != nil:
		return "Stripe " + *r.ProviderID
	}
	return r.Ref
}

// takeGiftOf takes the payment behind a sum of the cashier's for this transaction; store.ErrNotFound means that it is no gift of ours.
func takeGiftOf(ctx context.Context, tx *gorm.DB, intent string) (Pledge, GiftPayment, error) {
	g, err := store.From[GiftPayment](tx).Where("intent_id = ?", intent).Take(ctx)
	if err != nil {
		return Pledge{}, g, err
	}
	p, g, err := takeGift(ctx, tx, g.ID)
	if err == nil && !g.Came() {
		err = errUnsettled
	}
	return p, g, err
}

// errUnsettled says that news came before the news it builds upon: later.
var errUnsettled = errors.New("commons: the payment of the gift is not noted yet")

func (r *GiftReturn) save(ctx context.Context, tx *gorm.DB) error {
	r.UpdatedAt = store.Now(tx)
	return tx.WithContext(ctx).Model(r).Select("provider_id", "state", "cents", "gone_cents", "fee_cents", "moves", "reason", "problem", "updated_at").Updates(r).Error
}

// GiftRefundRefused notes that the cashier will not send a gift back: it stays a gift, and a person is told.
func GiftRefundRefused(ctx context.Context, db *gorm.DB, id uint, why string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		r, err := store.From[GiftReturn](tx).Where("id = ?", id).Take(ctx)
		if err != nil || r.State != string(billing.RefundAsked) {
			return err
		}
		_, g, err := takeGift(ctx, tx, r.GiftPaymentID)
		if err != nil {
			return err
		}
		r.State, r.Problem = string(billing.RefundBack), why
		return g.cameBack(ctx, tx, r)
	})
}

// cameBack counts money that could not be sent as the gift it was.
func (g *GiftPayment) cameBack(ctx context.Context, tx *gorm.DB, r GiftReturn) error {
	r.GoneCents = 0
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	if err := g.moved(ctx, tx, r, fmt.Sprintf("gift_refund_failed:%s", r.Ref), 0); err != nil {
		return err
	}
	if err := g.note(ctx, tx, journal.Actor{}, "gift_refund_failed", ""); err != nil {
		return err
	}
	return g.wonder(ctx, tx, billing.RefundFailed, r, r.Cents)
}
