package commons

import (
	"cmp"
	"context"

	"chatiere/models/billing"
	"chatiere/models/billing/cashier"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SeeGift draws the conclusions from a look at the cashier: money that came as asked is a gift, money that came otherwise waits for a person and
// is counted nowhere. Any looks in any order end in the same state. It reports whether anything changed.
func SeeGift(ctx context.Context, db *gorm.DB, id uint, s billing.Seen) (changed bool, err error) {
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		p, g, err := takeGift(ctx, tx, id)
		if err != nil {
			return err
		}
		if s.Intent != nil {
			if err := g.names(ctx, tx, *s.Intent); err != nil {
				return err
			}
		}
		if to := s.Turned(g.Kind, g.State); g.State.Before(to) {
			changed = true
			if err := g.turn(ctx, tx, p, to, s); err != nil {
				return err
			}
		}
		if s.Intent == nil || !g.Came() {
			return nil
		}
		return billing.BookCollectingFee(ctx, tx, *s.Intent)
	})
	return changed, err
}

// names keeps what the cashier calls the sum, and by what it is paid.
func (g *GiftPayment) names(ctx context.Context, tx *gorm.DB, i cashier.Intent) error {
	if g.IntentID != nil && *g.IntentID != i.ID {
		return store.ErrConflict
	}
	before := *g
	g.IntentID, g.ChargeID, g.Last4 = &i.ID, i.Charge, i.Last4
	if older := g.Over() && i.Problem == "" && i.Status != "succeeded"; !older {
		g.Problem = cmp.Or(i.Why, i.Problem)
	}
	if i.Kind != "" {
		g.Method = billing.MethodNamed(i.Kind)
	}
	if before.IntentID != nil && before.ChargeID == g.ChargeID && before.Last4 == g.Last4 && before.Problem == g.Problem && before.Method == g.Method {
		return nil
	}
	return g.save(ctx, tx, "intent_id", "charge_id", "last4", "problem", "method")
}

// turn brings it to a later state, with what follows from it.
func (g *GiftPayment) turn(ctx context.Context, tx *gorm.DB, p Pledge, to billing.CollectionState, s billing.Seen) error {
	g.State = to
	if to == billing.Collecting {
		if err := g.save(ctx, tx, "state"); err != nil {
			return err
		}
		return g.note(ctx, tx, journal.Actor{}, "gift_debit_begun", "")
	}
	g.EndedAt = stamp(tx)
	if to == billing.Collected {
		return g.settle(ctx, tx, p, *s.Intent)
	}
	if err := g.save(ctx, tx, "state", "ended_at"); err != nil || to == billing.PageOver {
		return err
	}
	if err := g.note(ctx, tx, journal.Actor{}, "gift_not_paid", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, GiftNotPaid{g.ID})
}

// settle counts the money as the gift it was asked for: income without tax, on the cashier's account. Another sum or currency, or a second payment
// of a gift that came otherwise, is a question for a person.
func (g *GiftPayment) settle(ctx context.Context, tx *gorm.DB, p Pledge, i cashier.Intent) error {
	var d Donation
	if err := locked(tx.WithContext(ctx)).Where("id = ?", g.DonationID).Take(&d).Error; err != nil {
		return err
	}
	if i.Currency != g.Currency || i.Received != g.Cents || !d.Waits() {
		return g.question(ctx, tx, d, i)
	}
	if err := g.save(ctx, tx, "state", "ended_at"); err != nil {
		return err
	}
	day, err := billing.CollectedOn(ctx, tx, i.MovedAt)
	if err != nil {
		return err
	}
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Bank, Kind: "gift_in", Key: "gift_payment:" + g.Ref, EffectiveOn: day, PieceRef: "gift " + d.PaymentReference, PieceOn: day, SubjectType: "donation", SubjectID: d.ID,
		Transfers: []ledger.Transfer{{Debit: billing.OnCard, Credit: "income:gifts", Unit: g.Currency, Amount: g.Cents}},
	})
	if err != nil {
		return err
	}
	d.Cents, d.ReceivedOn, d.Method, d.Debited, d.EntryID = g.Cents, day, "card", g.Method == billing.BySEPA, &e.ID
	if err := closePages(ctx, tx, "donation_id = ?", d.ID); err != nil {
		return err
	}
	return d.came(ctx, tx, people.User{}, p)
}

// question keeps money that is not what was asked out of every account but one, and asks a person.
func (g *GiftPayment) question(ctx context.Context, tx *gorm.DB, d Donation, i cashier.Intent) error {
	q := billing.MoneyQuestion{Kind: billing.OtherAmount, Subject: i.ID, OrganisationID: d.OrganisationID, DonationID: &d.ID, AmountCents: i.Received, Currency: i.Currency}
	if d.Waits() {
		q.ExpectedCents = g.Cents
	}
	if i.Currency != g.Currency {
		q.Kind = billing.OtherCurrency
	}
	g.State, g.Cents, g.Currency = billing.Questioned, i.Received, i.Currency // what may go back is what came
	if err := g.save(ctx, tx, "state", "ended_at", "cents", "currency"); err != nil {
		return err
	}
	if err := billing.AskPerson(ctx, tx, q); err != nil || !billing.Bookable(i.Currency) {
		return err
	}
	return billing.BookCollected(ctx, tx, ledger.Entry{Kind: "payment_unclear", Key: "unclear:" + i.ID, PieceRef: i.ID, SubjectType: "donation", SubjectID: d.ID}, i.MovedAt,
		ledger.Transfer{Debit: billing.OnCard, Credit: billing.Unexplained, Unit: i.Currency, Amount: i.Received})
}

// GiftChargeRefused notes that the cashier would not even try, or was not asked any more: nothing was taken.
func GiftChargeRefused(ctx context.Context, db *gorm.DB, id uint, why string) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		p, g, err := takeGift(ctx, tx, id)
		if err != nil || g.State != billing.Preparing {
			return err
		}
		g.Problem = why
		if err := g.save(ctx, tx, "problem"); err != nil {
			return err
		}
		if why == GiftStopped {
			g.State, g.EndedAt = billing.PageOver, stamp(tx)
			return g.save(ctx, tx, "state", "ended_at")
		}
		return g.turn(ctx, tx, p, billing.NotPaid, billing.Seen{})
	})
}

// GiftStopped is why nothing is taken any more: the giver stopped, or the gift came otherwise.
const GiftStopped = "stopped"

// Wanted reports whether a charge that was promised may still be made: the promise stands and its gift is waited for.
func (g GiftPayment) Wanted() bool {
	return g.Donation.State == DonationAsked && g.Donation.Pledge.Open()
}
