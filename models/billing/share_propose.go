package billing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chatiere/models/billing/period"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// SplitRow is one party that is asked to pay a part.
type SplitRow struct {
	Who     string // an address, or the name of an organisation of the portal
	Percent string // as typed: 35, 33,33 or 33.33 %

	email   string
	payerID *uint
	bp      int
}

// SplitForm is how an organisation wants its subscription to be paid: how much by itself, how much by whom.
type SplitForm struct {
	Own       string     `form:"own"`
	Rows      []SplitRow `form:"-"`
	StaysOpen bool       `form:"stays_open"` // what nobody accepts stays open; else the organisation pays it
	Version   int        `form:"version"`    // of the subscription
}

// SplitRows is how many parties one form asks.
const SplitRows = 4

// sharesLimit is how many parties may be asked for one subscription at a time: nobody writes to strangers in our name.
const sharesLimit = 20

// Check reads the form and says what is wrong with it: who_1, percent_1 and so on name the rows.
func (f *SplitForm) Check() error {
	wrong := store.Invalid{}
	if _, ok := basisPoints(f.Own, 0); !ok {
		wrong.Add("own", "error.percent")
	}
	asked := 0
	for n := range f.Rows {
		r := &f.Rows[n]
		if r.Who, r.Percent = strings.TrimSpace(r.Who), strings.TrimSpace(r.Percent); *r == (SplitRow{}) {
			continue
		}
		asked++
		var ok bool
		if r.bp, ok = basisPoints(r.Percent, 1); !ok {
			wrong.Add(fmt.Sprintf("percent_%d", n+1), "error.percent")
		}
		if r.Who == "" {
			wrong.Add(fmt.Sprintf("who_%d", n+1), "error.required")
		}
	}
	if asked == 0 {
		wrong.Add("who_1", "error.required")
	}
	return wrong.Err()
}

// basisPoints reads a percentage with at most two decimals, between a least and 100 %.
func basisPoints(typed string, least int) (int, bool) {
	bp, ok := people.BasisPoints(typed)
	return bp, ok && bp >= least
}

// sharer reports whether a person may say who pays a subscription: those who keep the organisation's money, and operators.
func (s Subscription) sharer(u people.User) bool {
	return keeps(u, s.OrganisationID) || u.Is(people.Operator)
}

// Shareable reports whether others may still be asked to pay a part of it.
func (s Subscription) Shareable() bool {
	return s.State != Requested && s.State != Ended && s.CancelOn == "" && s.Plan().Cents() > 0
}

// Split asks others to pay parts of a subscription. With what the organisation keeps and what others pay or were asked for already it must be
// 100 %. Parts that were open are given away or carried again by it.
func (s Subscription) Split(ctx context.Context, db *gorm.DB, by people.User, f SplitForm) ([]Share, error) {
	if !s.sharer(by) {
		return nil, store.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	var made []Share
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		made = nil
		fresh, err := s.taken(ctx, tx)
		if err != nil {
			return err
		}
		if !fresh.Shareable() || fresh.Version != f.Version {
			return store.ErrConflict
		}
		before, err := fresh.cleared(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.resolve(ctx, tx, fresh, before); err != nil {
			return err
		}
		for _, r := range f.Rows {
			if r.bp == 0 {
				continue
			}
			share, err := fresh.propose(ctx, tx, by, r, f.StaysOpen)
			if err != nil {
				return err
			}
			made = append(made, share)
		}
		if err := fresh.save(ctx, tx); err != nil { // whoever was shown the old parts is told
			return err
		}
		return fresh.askAgain(ctx, tx, by)
	})
	return made, err
}

// cleared closes what was open and takes back what nobody answered in time; it returns what others pay or were asked for.
func (s Subscription) cleared(ctx context.Context, tx *gorm.DB) ([]Share, error) {
	all, err := store.From[Share](tx, forUpdate).Where("subscription_id = ? and (state in ('proposed','accepted') or stays_open and closed_at is null)", s.ID).Order("id").Find(ctx)
	now := store.Now(tx)
	var kept []Share
	for _, share := range all {
		switch {
		case share.State == ShareAccepted || share.Waiting(now):
			kept = append(kept, share)
			continue
		case share.State == ShareProposed:
			share.State = ShareWithdrawn
		}
		share.ClosedAt = &now
		if err := share.keep(ctx, tx, "state", "closed_at"); err != nil {
			return nil, err
		}
	}
	return kept, err
}

// resolve finds out who was meant, and demands that everything is everything.
func (f *SplitForm) resolve(ctx context.Context, tx *gorm.DB, s Subscription, before []Share) error {
	wrong := store.Invalid{}
	sum, _ := basisPoints(f.Own, 0)
	count := len(before)
	meant := map[string]bool{}
	for _, share := range before {
		sum += share.BasisPoints
		meant[payerKey(share.Email, share.PayerID)] = true
	}
	for n := range f.Rows {
		r := &f.Rows[n]
		if r.bp == 0 {
			continue
		}
		count++
		sum += r.bp
		field := fmt.Sprintf("who_%d", n+1)
		known, err := r.find(ctx, tx, s)
		if err != nil {
			return err
		}
		switch key := payerKey(r.email, r.payerID); {
		case !known:
			wrong.Add(field, "error.payer_unknown")
		case r.payerID != nil && *r.payerID == s.OrganisationID:
			wrong.Add(field, "error.payer_self")
		case meant[key]:
			wrong.Add(field, "error.payer_twice")
		default:
			meant[key] = true
		}
	}
	if sum != wholeBP {
		wrong.Add("own", "error.not_whole", "Sum", BasisPoints(sum))
	}
	if count > sharesLimit {
		wrong.Add("who_1", "error.too_many")
	}
	return wrong.Err()
}

func payerKey(email string, payerID *uint) string {
	if payerID != nil {
		return strconv.FormatUint(uint64(*payerID), 10)
	}
	return email
}

// find reads an address, or finds the one organisation of that name.
func (r *SplitRow) find(ctx context.Context, tx *gorm.DB, s Subscription) (bool, error) {
	if email, ok := people.CleanEmail(r.Who); ok {
		r.email = email
		return true, nil
	}
	named, err := store.From[people.Organisation](tx).Where("lower(name) = lower(?) and usable_at is not null and closed_at is null", r.Who).Limit(2).Find(ctx)
	if err != nil || len(named) != 1 {
		return false, err
	}
	r.payerID = &named[0].ID
	return true, nil
}

// propose files one share and promises the letter.
func (s Subscription) propose(ctx context.Context, tx *gorm.DB, by people.User, r SplitRow, staysOpen bool) (Share, error) {
	now := store.Now(tx)
	o, err := people.LoadOrganisation(ctx, tx, s.OrganisationID)
	if err != nil {
		return Share{}, err
	}
	share := Share{
		Ref: store.NewRef(), SubscriptionID: s.ID, OrganisationID: s.OrganisationID, PayerID: r.payerID, Email: r.email, BasisPoints: r.bp, StaysOpen: staysOpen,
		State: ShareProposed, Locale: o.Locale, ProposedByID: by.ID, ProposedAt: now, ExpiresAt: now.AddDate(0, 0, shareLasts), Version: 1,
	}
	if err := store.From[Share](tx).Omit("Subscription", "Organisation", "Payer").Create(ctx, &share); err != nil {
		return share, err
	}
	if err := share.note(ctx, tx, by.Actor(), "share_proposed"); err != nil {
		return share, err
	}
	return share, store.Enqueue(tx, ShareAsked{share.ID})
}

// TakeBack withdraws a proposal that nobody answered; the organisation pays that part itself.
func (s Share) TakeBack(ctx context.Context, db *gorm.DB, by people.User) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		share, subscription, err := takeShare(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if !subscription.sharer(by) {
			return store.ErrForbidden
		}
		if share.State != ShareProposed {
			return store.ErrConflict
		}
		now := store.Now(tx)
		share.State, share.EndedByID, share.EndedAt, share.ClosedAt = ShareWithdrawn, &by.ID, &now, &now
		if err := share.keep(ctx, tx, "state", "ended_by_id", "ended_at", "closed_at"); err != nil {
			return err
		}
		if err := share.note(ctx, tx, by.Actor(), "share_withdrawn"); err != nil {
			return err
		}
		return subscription.askAgain(ctx, tx, by)
	})
}

// askAgain puts another pro forma in the place of the open one, if what the organisation itself pays at first is another amount now.
func (s Subscription) askAgain(ctx context.Context, tx *gorm.DB, by people.User) error {
	old, err := ProFormaOf(ctx, tx, s.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && old.State != Open {
		return nil
	}
	if err != nil {
		return err
	}
	a := amendment{by: by, s: s}
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	asked, err := linesOf(ctx, tx, s, a.o, a.pricing, old.Locale, period.Period{})
	if err != nil || asked.net() == old.NetCents {
		return err
	}
	return a.askAgain(ctx, tx)
}

// forgetAsked takes the address of a person who leaves from what they were asked to pay; what they did not answer they refuse.
func forgetAsked(ctx context.Context, tx *gorm.DB, u people.User) error {
	return tx.WithContext(ctx).Exec(`update shares set email = case when payer_id is null then '-' else '' end, state = case state when 'proposed' then 'refused' else state end
		where email = ? and email <> ''`, u.Email).Error
}
