package demo

import (
	"fmt"
	"slices"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// space is what became of a shared space: opened, promised to, started, and what came. The bill of a subscription is promised to in parts,
// before it is written.
func (t *teller) space(s folder.Space) []event {
	if s.Subscription != "" && !t.subscribed(s.Subscription) {
		return nil
	}
	opened := "space " + s.Ref
	all := []event{{t.at(s.DaysAgo, opened), opened, func(tx *gorm.DB) (uint, error) { return t.openSpace(tx, s) }}}
	last := all[0].at
	then := func(at time.Time, name string, do func(tx *gorm.DB) (uint, error)) {
		if !at.After(last) {
			at = last.Add(time.Minute)
		}
		last = at
		all = append(all, event{at, name, do})
	}
	for n, p := range t.sponsorsOf(s) {
		name := fmt.Sprintf("sponsorship %s %d", s.Ref, n)
		then(t.at(p.SinceDaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.sponsors(tx, s, p) })
	}
	for n, p := range s.Pledges {
		name := fmt.Sprintf("pledge %s %d", s.Ref, n)
		all = append(all, event{t.at(p.DaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.promise(tx, s, p) }})
		if p.ReceivedDaysAgo > 0 {
			came := "gift " + name
			all = append(all, event{t.at(p.ReceivedDaysAgo, came), came, func(tx *gorm.DB) (uint, error) { return t.arrives(tx, name) }})
		}
	}
	if s.StartedDaysAgo > 0 {
		started := "start of " + s.Ref
		then(t.at(s.StartedDaysAgo, started), started, func(tx *gorm.DB) (uint, error) { return t.startSpace(tx, s) })
	}
	return all
}

// subscribed reports whether a subscription is told.
func (t *teller) subscribed(ref string) bool {
	return slices.ContainsFunc(t.folder.Story.Subscriptions, func(s folder.Subscription) bool { return s.Ref == ref && s.StartedDaysAgo <= t.days })
}

// sponsorsOf are the sponsorships of the bill that a space shares, the oldest first.
func (t *teller) sponsorsOf(s folder.Space) []folder.Sponsorship {
	var all []folder.Sponsorship
	for _, p := range t.folder.Story.Sponsorships {
		if s.Subscription != "" && p.Subscription == s.Subscription {
			all = append(all, p)
		}
	}
	return all
}

// bill is the subscription whose bill a space shares.
func (t *teller) bill(tx *gorm.DB, s folder.Space) (billing.Subscription, error) {
	return billing.LoadSubscription(t.ctx, tx, t.made("subscription "+s.Subscription))
}

// gathers is how many days a space has to begin, when the story does not say.
const gathers = 60

func (t *teller) openSpace(tx *gorm.DB, s folder.Space) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	lasts := gathers
	if s.StartedDaysAgo > 0 {
		lasts = s.DaysAgo - s.StartedDaysAgo + 10
	}
	f := commons.SpaceForm{
		Title: s.Title, About: s.About, Cents: s.GoalCents, Hours: fmt.Sprint(s.Hours), Period: period.Year, Threshold: fmt.Sprint(s.Threshold), Mode: commons.Fixed,
		Deadline: store.Today(tx, t.zone).AddDate(0, 0, lasts).Format(time.DateOnly),
	}
	if s.Subscription != "" {
		sub, err := t.bill(tx, s)
		if err != nil {
			return 0, err
		}
		f.Subscription, f.Agreed, f.Cents = sub.Ref, true, sub.Costs(s.Percent*100)
	}
	made, err := commons.MakeSpace(t.ctx, tx, operator, &f)
	if err != nil {
		return 0, err
	}
	return made.ID, made.Open(t.ctx, tx, operator)
}

// sponsors promises a part of the bill.
func (t *teller) sponsors(tx *gorm.DB, s folder.Space, p folder.Sponsorship) (uint, error) {
	by, err := t.user(tx, p.By)
	if err != nil {
		return 0, err
	}
	space, err := commons.LoadSpace(t.ctx, tx, t.made("space "+s.Ref))
	if err != nil {
		return 0, err
	}
	sub, err := t.bill(tx, s)
	if err != nil {
		return 0, err
	}
	o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", p.Sponsor))
	if err != nil {
		return 0, err
	}
	made, err := commons.MakePledge(t.ctx, tx, by, space, &commons.PledgeForm{
		Unit: commons.Cents, Cents: sub.Costs(p.Percent * 100), Every: commons.Every(sub.Period), For: o.Ref, Visibility: commons.Visibility(p.Visibility), Terms: true, Lang: by.Locale,
	})
	return made.ID, err
}

func (t *teller) promise(tx *gorm.DB, s folder.Space, p folder.Pledge) (uint, error) {
	by, err := t.user(tx, p.By)
	if err != nil {
		return 0, err
	}
	space, err := commons.LoadSpace(t.ctx, tx, t.made("space "+s.Ref))
	if err != nil {
		return 0, err
	}
	f := commons.PledgeForm{Unit: commons.Cents, Cents: p.Cents, Every: commons.Every(p.Every), For: commons.Myself, Visibility: commons.Visibility(p.Visibility), Lang: by.Locale}
	if p.Hours > 0 {
		f.Unit, f.Hours = commons.Minutes, fmt.Sprint(p.Hours)
	}
	if p.Organisation != "" {
		o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", p.Organisation))
		if err != nil {
			return 0, err
		}
		f.For = o.Ref
	}
	made, err := commons.MakePledge(t.ctx, tx, by, space, &f)
	return made.ID, err
}

func (t *teller) startSpace(tx *gorm.DB, s folder.Space) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	space, err := commons.LoadSpace(t.ctx, tx, t.made("space "+s.Ref))
	if err != nil || space.State == commons.SpaceRunning { // all of its goal was promised: it began by itself
		return space.ID, err
	}
	return space.ID, space.Start(t.ctx, tx, operator)
}

// arrives notes that the gift which a promise announced came by transfer.
func (t *teller) arrives(tx *gorm.DB, pledge string) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	p, err := commons.LoadPledge(t.ctx, tx, t.made(pledge))
	if err != nil {
		return 0, err
	}
	all, err := commons.DonationsOf(t.ctx, tx, p)
	if err != nil {
		return 0, err
	}
	if len(all) == 0 {
		return 0, store.ErrNotFound
	}
	return all[0].ID, all[0].Arrive(t.ctx, tx, operator, commons.ArrivalForm{Cents: all[0].Cents, ReceivedOn: store.Today(tx, t.zone).Format(time.DateOnly), Method: "transfer"})
}
