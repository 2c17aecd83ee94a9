package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/demo/folder"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

var intervals = map[string]period.Interval{"monthly": "month", "yearly": "year"}

// subscription is what became of one: asked for, delivered by hand, paid by transfer. What lies in the future has not happened.
func (t *teller) subscription(s folder.Subscription) []event {
	if t.reviewed(s.Offer) {
		return nil
	}
	asked, there := "subscription "+s.Ref, "delivery "+s.Ref
	all := []event{
		{t.at(s.StartedDaysAgo, asked), asked, func(tx *gorm.DB) (uint, error) { return t.subscribe(tx, s) }},
		{t.at(s.StartedDaysAgo-s.DeliveredAfterDays, there).Add(time.Hour), there, func(tx *gorm.DB) (uint, error) { return t.deliver(tx, s) }},
	}
	if s.UnpaidLast == 0 {
		paid := "payment " + s.Ref
		at := t.at(s.StartedDaysAgo-s.DeliveredAfterDays-s.PaysAfterDays, paid).Add(2 * time.Hour)
		all = append(all, event{at, paid, func(tx *gorm.DB) (uint, error) { return t.pay(tx, s) }})
	}
	return all
}

func (t *teller) reviewed(offer string) bool {
	return slices.ContainsFunc(t.folder.Offers, func(o folder.Offer) bool { return o.Ref == offer && o.Entry == "reviewed" })
}

func (t *teller) subscribe(tx *gorm.DB, s folder.Subscription) (uint, error) {
	by, err := t.user(tx, s.By)
	if err != nil {
		return 0, err
	}
	o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", s.Organisation))
	if err != nil {
		return 0, err
	}
	p, err := billing.Subscribe(t.ctx, tx, by, billing.SubscribeForm{
		Offer: s.Offer, Tier: catalogue.Tier(s.Tier), Period: intervals[s.Period],
		For: o.Ref, Terms: true, EarlyStart: true, Key: "demo:" + s.Ref, Lang: by.Locale,
	})
	return p.SubscriptionID, err
}

// deliver ticks the checklists of all services of a subscription.
func (t *teller) deliver(tx *gorm.DB, s folder.Subscription) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	id := t.made("subscription " + s.Ref)
	all, err := hosting.OfSubscription(t.ctx, tx, id)
	if err != nil {
		return 0, err
	}
	for _, d := range all {
		d, err := hosting.FindDeployment(t.ctx, tx, operator.Locale, operator, d.Ref)
		if err != nil {
			return 0, err
		}
		f := hosting.WorkForm{Address: strings.ReplaceAll(d.Service.Address, "{organisation}", s.Organisation)}
		for _, step := range d.Steps {
			f.Done = append(f.Done, step.Ref)
		}
		if err := d.Work(t.ctx, tx, operator, f); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// pay confirms the transfer of the newest invoice.
func (t *teller) pay(tx *gorm.DB, s folder.Subscription) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	p, err := billing.ProFormaOf(t.ctx, tx, t.made("subscription "+s.Ref))
	if err != nil {
		return 0, err
	}
	paid, err := billing.ConfirmTransfer(t.ctx, tx, operator, billing.PaymentForm{
		For: p.Ref, Cents: p.TotalCents,
		ReceivedOn: store.Today(tx, t.zone).Format(time.DateOnly), Reference: "VIR " + p.PaymentReference, Key: "demo:" + s.Ref,
	})
	if err != nil {
		return 0, err
	}
	return paid.ID, t.sponsorsPay(tx, operator, s)
}

// sponsorsPay confirms the transfers of those who carry a part of the bill.
func (t *teller) sponsorsPay(tx *gorm.DB, operator people.User, s folder.Subscription) error {
	var ids []uint
	err := tx.WithContext(t.ctx).Model(&billing.Invoice{}).Where("subscription_id = ? and organisation_id <> ? and state = ? and kind = ?",
		t.made("subscription "+s.Ref), t.idOf("organisation", s.Organisation), billing.Final, billing.AnInvoice).Order("id").Pluck("id", &ids).Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		i, err := billing.LoadInvoice(t.ctx, tx, id)
		if err != nil {
			return err
		}
		if i.DueCents() == 0 {
			continue
		}
		_, err = billing.ConfirmTransfer(t.ctx, tx, operator, billing.PaymentForm{
			For: i.Ref, Cents: i.DueCents(), ReceivedOn: store.Today(tx, t.zone).Format(time.DateOnly), Reference: "VIR " + i.PaymentReference, Key: fmt.Sprintf("demo:%s:%d", s.Ref, id),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
