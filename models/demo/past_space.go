package demo

import (
	"fmt"
	"time"

	"chatiere/models/billing/period"
	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// space is what became of a shared space whose money is given: opened, promised to, started, and what came.
func (t *teller) space(s folder.Space) []event {
	opened := "space " + s.Ref
	all := []event{{t.at(s.DaysAgo, opened), opened, func(tx *gorm.DB) (uint, error) { return t.openSpace(tx, s) }}}
	for n, p := range s.Pledges {
		name := fmt.Sprintf("pledge %s %d", s.Ref, n)
		all = append(all, event{t.at(p.DaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.promise(tx, s, p) }})
		if p.ReceivedDaysAgo > 0 {
			came := "gift " + name
			all = append(all, event{t.at(p.ReceivedDaysAgo, came), came, func(tx *gorm.DB) (uint, error) { return t.arrives(tx, name) }})
		}
	}
	started := "start of " + s.Ref
	return append(all, event{t.at(s.StartedDaysAgo, started), started, func(tx *gorm.DB) (uint, error) { return t.startSpace(tx, s) }})
}

func (t *teller) openSpace(tx *gorm.DB, s folder.Space) (uint, error) {
	operator, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	f := commons.SpaceForm{
		Title: s.Title, About: s.About, Cents: s.GoalCents, Hours: fmt.Sprint(s.Hours), Period: period.Year, Threshold: fmt.Sprint(s.Threshold), Mode: commons.Fixed,
		Deadline: store.Today(tx, t.zone).AddDate(0, 0, s.DaysAgo-s.StartedDaysAgo+10).Format(time.DateOnly),
	}
	made, err := commons.MakeSpace(t.ctx, tx, operator, &f)
	if err != nil {
		return 0, err
	}
	return made.ID, made.Open(t.ctx, tx, operator)
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
