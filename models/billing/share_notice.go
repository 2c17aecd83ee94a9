package billing

import (
	"context"
	"errors"
	"strings"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// shareNamed finds the share behind what a person typed on a notice: its ref, or the number or payment reference of an invoice that was
// for somebody else's subscription. Ending it never ends the subscription.
func shareNamed(ctx context.Context, tx *gorm.DB, typed string) (Share, error) {
	typed, payment := strings.TrimSpace(typed), ""
	if all := reference.Find(typed); len(all) == 1 {
		payment = all[0]
	}
	return store.From[Share](tx).Where("state = ?", ShareAccepted).Where(`ref = ? or exists (select 1 from invoices i where i.subscription_id = shares.subscription_id
		and i.organisation_id = shares.payer_id and (upper(i.full_number) = ? or i.payment_reference = ? and i.payment_reference <> ''))`,
		typed, strings.ToUpper(typed), payment).Take(ctx)
}

// leaves ends a share as it was declared, and says whether it did: the payer stops at the end of the period under way.
func (n *Notice) leaves(ctx context.Context, tx *gorm.DB, by people.User, typed string, why Because) (bool, error) {
	if n.Kind != Cancellation {
		return false, nil
	}
	named, err := shareNamed(ctx, tx, typed)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil || !named.Answers(by) && !by.Is(people.Operator) {
		return false, err
	}
	share, subscription, err := takeShare(ctx, tx, named.ID)
	if err != nil || share.State != ShareAccepted {
		return false, err
	}
	if err := share.leave(ctx, tx, by, subscription, why); err != nil {
		return false, err
	}
	if share.UntilOn == "" { // it never paid for a period: nothing was delivered yet
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return false, err
		}
		share.UntilOn = store.Today(tx, host.Location()).Format(time.DateOnly)
	}
	now := store.Now(tx)
	n.State, n.SubscriptionID, n.OrganisationID, n.HandledAt, n.EffectOn = NoticeApplied, &share.SubscriptionID, share.PayerID, &now, share.UntilOn
	if n.HandledByID = nil; by.ID != 0 {
		n.HandledByID = &by.ID
	}
	if err := n.keep(ctx, tx); err != nil {
		return false, err
	}
	if err := n.note(ctx, tx, by.Actor(), "notice_applied", n.Remark); err != nil {
		return false, err
	}
	return true, store.Enqueue(tx, NoticeSettled{n.ID})
}

// OfShare reports whether the notice ended a part that an organisation paid for another.
func (n Notice) OfShare() bool {
	return n.SubscriptionID != nil && n.OrganisationID != nil && n.Subscription.ID != 0 && *n.OrganisationID != n.Subscription.OrganisationID
}
