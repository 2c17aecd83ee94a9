package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chatiere/models/billing/reference"
	"chatiere/models/billing/tax"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// bundle is what one invoice is about: a head, and a period of its members' spaces.
type bundle struct {
	HeadID uint
	FromOn string
	ToOn   string
}

// ConsolidateDue writes the invoices of network heads: one for each period, with a line for each space of a member, at most once a day. Each
// head and period has its own transaction (BAT1). It returns how many were issued.
func ConsolidateDue(ctx context.Context, db *gorm.DB) (int, error) {
	var waiting []bundle
	err := db.WithContext(ctx).Model(&PoolPart{}).Where("invoice_id is null and cents > 0").Distinct("head_id", "from_on", "to_on").Order("head_id, from_on, to_on").Find(&waiting).Error
	if err != nil {
		return 0, err
	}
	made, faults := 0, []error{}
	for _, one := range waiting {
		done, err := one.issueAlone(ctx, db)
		if err != nil {
			faults = append(faults, fmt.Errorf("head %d, %s: %w", one.HeadID, one.FromOn, err))
		}
		if done {
			made++
		}
	}
	return made, errors.Join(faults...)
}

func (u bundle) issueAlone(ctx context.Context, db *gorm.DB) (done bool, err error) {
	defer func() { // one that panics does not stop the others
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		done, err = u.issue(ctx, tx)
		return err
	})
	return done, refused(err)
}

// issue writes one of them, unless one for the same period was written today: what came since waits for tomorrow.
func (u bundle) issue(ctx context.Context, tx *gorm.DB) (bool, error) {
	if err := oneAtATime(tx, u.HeadID); err != nil {
		return false, err
	}
	parts, err := store.From[PoolPart](tx, forUpdate).Where("head_id = ? and from_on = ? and to_on = ? and invoice_id is null and cents > 0", u.HeadID, u.FromOn, u.ToOn).
		Order("label, id").Find(ctx)
	if err != nil || len(parts) == 0 {
		return false, err
	}
	pricing, err := FindPricing(ctx, tx)
	if err != nil {
		return false, err
	}
	today := store.Today(tx, pricing.Host.Location())
	if early, err := u.early(ctx, tx, today); err != nil || early {
		return false, err
	}
	if held, err := Tagged(ctx, tx, u.HeadID, NoInvoicing, today); err != nil || held {
		return false, err
	}
	head, err := people.LoadOrganisation(ctx, tx, u.HeadID)
	if err != nil {
		return false, err
	}
	i := Invoice{
		Kind: AnInvoice, Origin: fmt.Sprintf("pool:%s:%d", head.Ref, parts[0].ID), OrganisationID: head.ID, Locale: head.Locale, Currency: euros, Regime: pricing.Regime.Regime,
		Seller: sellerOf(pricing.Host, pricing.Regime.Regime), Buyer: buyerOf(head), PaymentReference: reference.New(), ServiceFrom: u.FromOn, ServiceTo: u.ToOn,
	}
	lines, err := LinesTogether(parts, pricing.treatment(i.Buyer))
	if err != nil {
		return false, err
	}
	if i, err = issue(ctx, tx, journal.Actor{}, i, lines, pricing); err != nil {
		return false, err
	}
	ids := make([]uint, len(parts))
	for n, k := range parts {
		ids[n] = k.ID
	}
	if _, err := store.From[PoolPart](tx).Where("id in ?", ids).Select("invoice_id", "updated_at").Updates(ctx, PoolPart{InvoiceID: &i.ID, UpdatedAt: store.Now(tx)}); err != nil {
		return false, err
	}
	return true, settleFromAdvances(ctx, tx, &i, 0)
}

// early reports whether the head had its invoice for the period on that day already.
func (u bundle) early(ctx context.Context, tx *gorm.DB, today time.Time) (bool, error) {
	n, err := store.From[Invoice](tx).Where("organisation_id = ? and kind = ? and issued_on = ? and service_from = ? and service_to = ? and origin like 'pool:%'",
		u.HeadID, AnInvoice, today.Format(time.DateOnly), u.FromOn, u.ToOn).Count(ctx, "id")
	return n > 0, err
}

// LinesTogether are the lines of such an invoice: one for each space and its period, taxed as the head is.
func LinesTogether(parts []PoolPart, t tax.Treatment) ([]Line, error) {
	lines := make([]Line, len(parts))
	for n, k := range parts {
		l, err := newLine(Service, k.Label, 1, k.Cents, t)
		if err != nil {
			return nil, err
		}
		l.PeriodFrom, l.PeriodTo = k.FromOn, k.ToOn
		lines[n] = l
	}
	return lines, nil
}

// chaseTogether is the step of an unpaid invoice of a head: its members' spaces stay as they are, the members are told at the last notice, and in
// the end they pay themselves from the next period on.
func (i Invoice) chaseTogether(ctx context.Context, tx *gorm.DB, step ChaseStep, why Because) error {
	switch step {
	case LastNotice:
		return store.Enqueue(tx, ShareUnpaid{i.ID})
	case StepEnd:
	default:
		return nil
	}
	var behind []people.Affiliation
	err := tx.WithContext(ctx).Where("state = ? and id in (select affiliation_id from pool_parts where invoice_id = ?)", people.AffiliationActive, i.ID).Order("id").Find(&behind).Error
	if err != nil {
		return err
	}
	for _, a := range behind {
		if err := leaveAll(ctx, tx, people.User{}, why, "affiliation_id = ? and state = ?", a.ID, ShareAccepted); err != nil {
			return err
		}
		if err := store.Enqueue(tx, CarriageChanged{a.ID, a.Version + 1}); err != nil {
			return err
		}
	}
	return nil
}

// MembersOn are the parts of an invoice that a head got for all spaces, in the order of their ids, for letters and jobs.
func MembersOn(ctx context.Context, db *gorm.DB, i Invoice) ([]PoolPart, error) {
	return store.From[PoolPart](db).Where("invoice_id = ?", i.ID).Order("id").Find(ctx)
}
