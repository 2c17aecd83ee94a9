package billing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Announce files what the dry run said and promises a letter to each that will pay another price; the digest is that of what the operator
// saw. When it would bring something else by now it returns the new dry run and ErrOutdated, and changes nothing.
func Announce(ctx context.Context, db *gorm.DB, by people.User, o catalogue.Offer, f RepricingForm, digest string) (Repricing, RepricingPlan, error) {
	var r Repricing
	var plan RepricingPlan
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if plan, err = PlanRepricing(ctx, tx, by, o, f); err != nil {
			return err
		}
		if plan.Digest() != digest {
			return ErrOutdated
		}
		if plan.Count(PriceMoves) == 0 {
			return store.Invalid{"on_day": {Key: "error.nobody_moves"}}
		}
		r = Repricing{
			Ref: store.NewRef(), OfferID: o.ID, List: o.PriceList, OnDay: plan.Form.OnDay, Why: plan.Form.Why, State: RepricingAnnounced,
			AnnouncedByID: by.ID, AnnouncedAt: store.Now(tx), Version: 1,
		}
		if err := store.From[Repricing](tx).Create(ctx, &r); err != nil {
			return err
		}
		return r.tell(ctx, tx, by, plan)
	})
	return r, plan, err
}

// tell files each part, lets its subscription know the day, and promises its letter.
func (r Repricing) tell(ctx context.Context, tx *gorm.DB, by people.User, plan RepricingPlan) error {
	var parts []RepricingPart
	for _, c := range plan.Concerns {
		if s := c.Subscription; c.Effect == PriceMoves {
			parts = append(parts, RepricingPart{
				RepricingID: r.ID, SubscriptionID: s.ID, OrganisationID: s.OrganisationID, State: PartAnnounced, OnDay: c.OnDay, Tier: s.Tier, Period: s.Period,
				Quantity: s.Quantity, FromPriceID: s.PriceID, FromCents: s.UnitCents, ToPriceID: c.To.ID, ToCents: c.To.Cents, OldCents: c.OldCents, NewCents: c.NewCents, Currency: s.Currency,
			})
		}
	}
	if err := store.From[RepricingPart](tx).CreateInBatches(ctx, &parts, 200); err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Exec(`update subscriptions set version = version + 1, updated_at = ?,
			reprice_on = (select p.on_day from repricing_parts p where p.repricing_id = ? and p.subscription_id = subscriptions.id)
		where id in (select subscription_id from repricing_parts where repricing_id = ?)`, r.AnnouncedAt, r.ID, r.ID).Error; err != nil {
		return err
	}
	for n, c := 0, plan.Concerns; n < len(parts); c = c[1:] {
		if c[0].Effect != PriceMoves {
			continue
		}
		if err := c[0].Subscription.note(ctx, tx, by.Actor(), "price_announced", ""); err != nil {
			return err
		}
		if err := store.Enqueue(tx, RepricingTold{parts[n].ID}); err != nil {
			return err
		}
		n++
	}
	return journal.Note(ctx, tx, by.Actor(), journal.Act{
		Verb: "repricing_announced", SubjectType: "repricing", SubjectRef: r.Ref,
		Details: map[string]any{"offer": plan.Offer.Slug, "list": r.List, "on": r.OnDay, "subscriptions": len(parts), "yearly_cents": plan.YearlyCents()},
	})
}

// StopForm is why an announcement is taken back.
type StopForm struct {
	Reason  string `form:"reason"`
	Version int    `form:"version"`
}

// Stop takes an announcement back for all whose day has not come: they keep their price, and are told. What was invoiced ahead at the newer
// price is invoiced again; why is what the credit note says. Those whose day has come keep the newer price.
func (r *Repricing) Stop(ctx context.Context, db *gorm.DB, by people.User, f StopForm, why Because) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	wrong := store.Invalid{}
	f.Reason = oneLine(f.Reason)
	if needed(wrong, "reason", f.Reason); len([]rune(f.Reason)) > 300 {
		wrong.Add("reason", "error.too_long", "Max", 300)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Repricing](tx, forUpdate).Where("id = ?", r.ID).Take(ctx)
		if err != nil {
			return err
		}
		if *r = fresh; r.State != RepricingAnnounced || r.Version != f.Version {
			return store.ErrConflict
		}
		waiting, err := store.From[RepricingPart](tx).Where("repricing_id = ? and state = ?", r.ID, PartAnnounced).Order("organisation_id, id").Find(ctx)
		if err != nil {
			return err
		}
		if len(waiting) == 0 {
			return store.ErrConflict
		}
		for _, p := range waiting {
			if err := p.stop(ctx, tx, by, why); err != nil {
				return fmt.Errorf("subscription %d: %w", p.SubscriptionID, err)
			}
		}
		now := store.Now(tx)
		r.State, r.StoppedByID, r.StoppedAt, r.StopReason, r.Version = RepricingStopped, &by.ID, &now, f.Reason, r.Version+1
		if err := tx.WithContext(ctx).Model(r).Select("state", "stopped_by_id", "stopped_at", "stop_reason", "version").Updates(r).Error; err != nil {
			return err
		}
		return journal.Note(ctx, tx, by.Actor(), journal.Act{
			Verb: "repricing_stopped", SubjectType: "repricing", SubjectRef: r.Ref, Reason: f.Reason, Details: map[string]any{"subscriptions": len(waiting)},
		})
	}))
}

// stop lets one subscription keep its price.
func (p RepricingPart) stop(ctx context.Context, tx *gorm.DB, by people.User, why Because) error {
	s, err := Subscription{ID: p.SubscriptionID, OrganisationID: p.OrganisationID}.taken(ctx, tx)
	if err != nil {
		return err
	}
	if err := p.settle(ctx, tx, PartStopped); err != nil {
		return err
	}
	s.RepriceOn = ""
	if err := s.save(ctx, tx, "reprice_on"); err != nil {
		return err
	}
	if s.State != Running {
		return nil
	}
	a := amendment{by: by, why: why, s: s}
	if err := a.load(ctx, tx); err != nil {
		return err
	}
	current, _ := s.Current(a.today)
	invoiced, err := s.invoicedFrom(ctx, tx, current)
	if err != nil {
		return err
	}
	if err := a.rebill(ctx, tx, ahead(invoiced, current.To), a.pending.over(s, current.To)); err != nil {
		return err
	}
	if err := s.note(ctx, tx, by.Actor(), "price_kept", ""); err != nil {
		return err
	}
	return store.Enqueue(tx, RepricingTakenBack{p.ID})
}

func (p *RepricingPart) settle(ctx context.Context, tx *gorm.DB, state PartState) error {
	now := store.Now(tx)
	p.State, p.SettledAt = state, &now
	return tx.WithContext(ctx).Model(p).Select("state", "settled_at").Updates(p).Error
}

// ApplyRepricings lets the newer prices hold for the subscriptions whose day has come, each in its own transaction (BAT1). What they cost was
// invoiced when it was time. It returns how many.
func ApplyRepricings(ctx context.Context, db *gorm.DB) (int, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return 0, err
	}
	today := store.Today(db, host.Location()).Format(time.DateOnly)
	due, err := store.From[RepricingPart](db).Where("state = ? and on_day <= ?", PartAnnounced, today).Order("on_day, id").Find(ctx)
	made, faults := 0, []error{err}
	for _, p := range due {
		err := store.InTx(ctx, db, func(tx *gorm.DB) error { return p.apply(ctx, tx) })
		if faults = append(faults, err); err == nil {
			made++
		}
	}
	return made, errors.Join(faults...)
}

func (p RepricingPart) apply(ctx context.Context, tx *gorm.DB) error {
	s, err := Subscription{ID: p.SubscriptionID, OrganisationID: p.OrganisationID}.taken(ctx, tx)
	if err != nil {
		return err
	}
	if p, err = store.From[RepricingPart](tx, forUpdate).Where("id = ?", p.ID).Take(ctx); err != nil || p.State != PartAnnounced { // somebody was quicker
		return err
	}
	if s.ChangeOn != "" && s.ChangeOn <= p.OnDay && s.State == Running { // the organisation's own change comes first
		return nil
	}
	state, verb, next := PartApplied, "price_moved", p.over(s)
	switch {
	case s.State == Ended || p.Leaves(s):
		state, verb, next = PartLeft, "", s
	case next.PriceID == s.PriceID:
		state, verb = PartOvertaken, ""
	}
	next.RepriceOn = ""
	if err := next.save(ctx, tx, "price_id", "unit_cents", "reprice_on"); err != nil {
		return err
	}
	if err := p.settle(ctx, tx, state); err != nil || verb == "" {
		return err
	}
	return next.note(ctx, tx, journal.Actor{}, verb, "")
}

// RefuseRepricing is an owner's no to another price: the contract ends when it would begin, by a cancellation like any other, acknowledged and
// taken back likewise.
func RefuseRepricing(ctx context.Context, db *gorm.DB, by people.User, s Subscription, lang string, why Because) (Notice, error) {
	p, _, err := RepricingOf(ctx, db, s)
	if err != nil {
		return Notice{}, err
	}
	if !mayEnd(by, s) {
		return Notice{}, store.ErrForbidden
	}
	if p.State != PartAnnounced || s.State != Running || p.Leaves(s) {
		return Notice{}, store.ErrConflict
	}
	contract, err := ContractOf(ctx, db, s.ID)
	if err != nil {
		return Notice{}, err
	}
	return Declare(ctx, db, by, NoticeForm{
		Kind: Cancellation, Name: by.Called(), Email: by.Email, Contract: contract.PaymentReference, WishedOn: p.OnDay, Lang: lang, Because: why,
	})
}

// PromisePrices promises those who subscribed at a list of an offer that they keep its prices, unless others were announced to them already.
func PromisePrices(ctx context.Context, db *gorm.DB, by people.User, o catalogue.Offer, f catalogue.PromiseForm) error {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return err
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		var told int64
		if err := tx.WithContext(ctx).Table("repricing_parts p").Joins("join prices x on x.id = p.from_price_id").
			Where("x.offer_id = ? and x.list = ? and p.state = ?", o.ID, f.List, PartAnnounced).Count(&told).Error; err != nil {
			return err
		}
		if told > 0 {
			return store.Invalid{"list": {Key: "error.stop_first"}}
		}
		return o.PromisePrices(ctx, tx, by, f, store.Today(tx, host.Location()).Format(time.DateOnly))
	})
}

// Words are why, in a language; empty where nobody wrote it.
func (r Repricing) Words(lang string) string { return strings.TrimSpace(r.Why[lang]) }
