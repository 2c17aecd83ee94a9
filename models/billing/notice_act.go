package billing

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Confirm is the word of whoever reads the mail of the address on a notice: yes, that was me. If that person may end the contract named,
// the notice is acted upon at once; if not, an operator looks at it. Said twice, it changes nothing.
func (n *Notice) Confirm(ctx context.Context, db *gorm.DB, why Because) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Notice](tx, forUpdate).Where("id = ?", n.ID).Take(ctx)
		if err != nil {
			return err
		}
		*n = fresh
		if n.ConfirmedAt != nil || n.State != NoticeReceived {
			return nil
		}
		by, err := people.FindUserByEmail(ctx, tx, n.Email)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil {
			if err := people.WithMemberships(ctx, tx, &by); err != nil {
				return err
			}
		}
		return n.confirm(ctx, tx, by, why)
	})
}

// confirm notes that the address is real, and acts if the person may end the contract.
func (n *Notice) confirm(ctx context.Context, tx *gorm.DB, by people.User, why Because) error {
	now := store.Now(tx)
	n.ConfirmedAt = &now
	if done, err := n.leaves(ctx, tx, by, n.Contract, why); err != nil || done {
		return err
	}
	s, err := contractOf(ctx, tx, n.Contract)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	mine := err == nil && (s.RequestedByID == by.ID && by.ID != 0 && s.State == Requested || mayEnd(by, s))
	if mine {
		err := n.apply(ctx, tx, by, s, why)
		if err == nil || !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	n.State = NoticeWaiting
	return n.keep(ctx, tx)
}

// mayEnd reports whether a person may end the contract of an organisation: its owners.
func mayEnd(by people.User, s Subscription) bool {
	m, in := by.In(s.OrganisationID)
	return in && m.May(people.Owner)
}

// contractOf finds the contract behind what a person typed: the reference of a payment, the number of an invoice, or the contract's own.
func contractOf(ctx context.Context, tx *gorm.DB, typed string) (Subscription, error) {
	typed = strings.TrimSpace(typed)
	var ids []uint
	payment := ""
	if all := reference.Find(typed); len(all) == 1 {
		payment = all[0]
	}
	for _, look := range []*gorm.DB{
		tx.Model(&ProForma{}).Where("payment_reference = ?", payment).Limit(2).Select("subscription_id"),
		tx.Model(&Invoice{}).Where("upper(full_number) = ? and organisation_id = (select s.organisation_id from subscriptions s where s.id = invoices.subscription_id)", strings.ToUpper(typed)).Limit(2).Select("subscription_id"),
		tx.Model(&Subscription{}).Where("ref = ?", typed).Select("id"),
	} {
		var found []uint
		if err := look.WithContext(ctx).Scan(&found).Error; err != nil {
			return Subscription{}, err
		}
		ids = append(ids, found...)
	}
	if len(ids) != 1 {
		return Subscription{}, store.ErrNotFound
	}
	return store.From[Subscription](tx, forUpdate).Where("id = ?", ids[0]).Take(ctx)
}

// apply does what was declared to a contract; store.ErrConflict when the contract or the time does not allow it.
func (n *Notice) apply(ctx context.Context, tx *gorm.DB, by people.User, s Subscription, why Because) error {
	if err := allAtOnce(tx, s.OrganisationID, nil); err != nil {
		return err
	}
	var done Ending
	var err error
	if n.Kind == Withdrawal {
		done, err = s.withdraw(ctx, tx, by, n.ReceivedAt, why)
	} else {
		done, err = s.cancel(ctx, tx, by, n.WishedOn, why)
	}
	if err != nil {
		return err
	}
	now := store.Now(tx)
	n.State, n.SubscriptionID, n.OrganisationID, n.HandledAt = NoticeApplied, &s.ID, &s.OrganisationID, &now
	n.EffectOn, n.CreditedCents, n.RepayCents = done.On, done.CreditedCents, done.RepayCents()
	if by.ID != 0 {
		n.HandledByID = &by.ID
	}
	if err := n.keep(ctx, tx); err != nil {
		return err
	}
	if err := n.note(ctx, tx, by.Actor(), "notice_applied", n.Remark); err != nil {
		return err
	}
	if err := done.owe(ctx, tx, by.Actor(), *n); err != nil {
		return err
	}
	return store.Enqueue(tx, NoticeSettled{n.ID})
}

// NoticeDecision is what an operator says about a notice: which contract it is about, or why nothing can be done.
type NoticeDecision struct {
	Verdict  string `form:"verdict"` // apply or refuse
	Contract string `form:"contract"`
	Remark   string `form:"remark"`
	Version  int    `form:"version"`
}

// Decide is an operator's act on a notice that no machine could settle.
func (n *Notice) Decide(ctx context.Context, db *gorm.DB, by people.User, f NoticeDecision, why Because) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	f.Remark = oneLine(f.Remark)
	switch {
	case f.Verdict != "apply" && f.Verdict != "refuse":
		wrong.Add("verdict", "error.choose")
	case f.Verdict == "refuse" && f.Remark == "":
		wrong.Add("remark", "error.required")
	case len([]rune(f.Remark)) > 500:
		wrong.Add("remark", "error.too_long", "Max", 500)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Notice](tx, forUpdate).Where("id = ?", n.ID).Take(ctx)
		if err != nil {
			return err
		}
		if *n = fresh; !n.Open() || n.Version != f.Version {
			return store.ErrConflict
		}
		n.Remark = f.Remark
		if f.Verdict == "refuse" {
			return n.refuse(ctx, tx, by, store.Now(tx))
		}
		if done, err := n.leaves(ctx, tx, by, f.Contract, why); err != nil || done {
			return err
		}
		s, err := contractOf(ctx, tx, f.Contract)
		if errors.Is(err, store.ErrNotFound) {
			return store.Invalid{"contract": {Key: "error.contract_unknown"}}
		}
		if err != nil {
			return err
		}
		if err = n.apply(ctx, tx, by, s, why); errors.Is(err, store.ErrConflict) {
			return store.Invalid{"contract": {Key: "error.contract_over"}}
		}
		return err
	})
}

func (n *Notice) refuse(ctx context.Context, tx *gorm.DB, by people.User, now time.Time) error {
	n.State, n.HandledByID, n.HandledAt = NoticeRefused, &by.ID, &now
	if err := n.keep(ctx, tx); err != nil {
		return err
	}
	if err := n.note(ctx, tx, by.Actor(), "notice_refused", n.Remark); err != nil {
		return err
	}
	return store.Enqueue(tx, NoticeSettled{n.ID})
}
