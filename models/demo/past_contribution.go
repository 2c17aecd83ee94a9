package demo

import (
	"cmp"
	"strconv"
	"time"

	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// shownAs are the portal's words for who may read what of a contribution.
var shownAs = map[string]commons.Visibility{"public": commons.Public, "members": commons.AmountHidden, "private": commons.Anonymous}

// contribution is what became of something given: told, vouched for, confirmed by others, decided on. Each has its day.
func (t *teller) contribution(g folder.Contribution) []event {
	log := "contribution " + g.Ref
	at := t.at(g.DaysAgo, log)
	all := []event{{at, log, func(tx *gorm.DB) (uint, error) { return t.give(tx, g) }}}
	if g.Organisation != "" && !t.owns(g.By, g.Organisation) {
		all = append(all, event{at.Add(time.Hour), "word for " + g.Ref, func(tx *gorm.DB) (uint, error) { return t.vouch(tx, g) }})
	}
	for i, ref := range g.AttestedBy {
		name := "attestation " + g.Ref + " " + ref
		all = append(all, event{t.at(g.DaysAgo-1-i, name), name, func(tx *gorm.DB) (uint, error) { return t.attest(tx, g, ref) }})
	}
	if g.DecidedBy != "" {
		name := "decision " + g.Ref
		all = append(all, event{t.at(g.DaysAgo-2-len(g.AttestedBy), name), name, func(tx *gorm.DB) (uint, error) { return t.decide(tx, g) }})
	}
	return all
}

// owns reports whether somebody of the folder is an owner of an organisation: their own word is its word.
func (t *teller) owns(user, organisation string) bool {
	for _, m := range t.folder.People.Memberships {
		if m.User == user && m.Organisation == organisation && m.Role == string(people.Owner) && m.UntilDaysAgo == nil {
			return true
		}
	}
	return false
}

func (t *teller) give(tx *gorm.DB, g folder.Contribution) (uint, error) {
	by, err := t.user(tx, g.By)
	if err != nil {
		return 0, err
	}
	f := commons.Form{
		KindKey: g.Kind, FromOn: store.Today(tx, t.zone).Format(time.DateOnly), Title: g.Title, Body: g.Detail, Evidence: g.Evidence,
		Visibility: shownAs[g.Visibility], Cents: g.Cents, Lang: g.Lang,
	}
	if g.State == string(commons.Draft) {
		f.Draft = "1"
	}
	if f.Choice, err = t.choiceOf(tx, g.Kind); err != nil {
		return 0, err
	}
	if g.Cents > 0 {
		f.Amount = strconv.FormatInt(g.Cents, 10)
	}
	f.Hours, f.Quarters = clock(cmp.Or(g.Claimed, g.Minutes))
	if f.For, f.ForName, err = t.purpose(tx, g.For); err != nil {
		return 0, err
	}
	if g.Organisation != "" {
		o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", g.Organisation))
		if err != nil {
			return 0, err
		}
		f.OnBehalf = o.Ref
	}
	if g.Paper != "" {
		paper, err := files.Keep(t.ctx, tx, files.Upload{Name: g.Ref + ".txt", Content: []byte(g.Paper), ByID: by.ID})
		if err != nil {
			return 0, err
		}
		f.Files = []files.File{paper}
	}
	c, err := commons.LogContribution(t.ctx, tx, by, f)
	return c.ID, err
}

// clock parts minutes into hours and minutes as they are typed.
func clock(minutes int64) (hours, rest string) {
	if minutes == 0 {
		return "", ""
	}
	return strconv.FormatInt(minutes/60, 10), strconv.FormatInt(minutes%60, 10)
}

func (t *teller) choiceOf(tx *gorm.DB, kind string) (commons.Choice, error) {
	all, err := commons.Kinds(t.ctx, tx)
	for _, k := range all {
		if k.Key == kind {
			return k.Choice, nil
		}
	}
	return "", err
}

// purpose is for whom it was, as the form says it.
func (t *teller) purpose(tx *gorm.DB, ref string) (sort, name string, err error) {
	if id := t.idOf("upstream", ref); id != 0 {
		var public string
		err := tx.WithContext(t.ctx).Table("upstreams").Where("id = ?", id).Select("ref").Scan(&public).Error
		return "upstream:" + public, "", err
	}
	if id := t.idOf("organisation", ref); id != 0 {
		o, err := people.LoadOrganisation(t.ctx, tx, id)
		return "other", o.Name, err
	}
	return "collective", "", nil
}

// given finds a contribution and somebody who does something with it.
func (t *teller) given(tx *gorm.DB, g folder.Contribution, by string) (commons.Contribution, people.User, error) {
	u, err := t.user(tx, by)
	if err != nil {
		return commons.Contribution{}, u, err
	}
	c, err := commons.LoadContribution(t.ctx, tx, t.made("contribution "+g.Ref))
	return c, u, err
}

func (t *teller) vouch(tx *gorm.DB, g folder.Contribution) (uint, error) {
	for _, m := range t.folder.People.Memberships {
		if m.Organisation == g.Organisation && t.owns(m.User, g.Organisation) {
			c, owner, err := t.given(tx, g, m.User)
			if err != nil {
				return 0, err
			}
			return c.ID, c.Vouch(t.ctx, tx, owner)
		}
	}
	return 0, store.ErrNotFound
}

func (t *teller) attest(tx *gorm.DB, g folder.Contribution, by string) (uint, error) {
	c, u, err := t.given(tx, g, by)
	if err != nil {
		return 0, err
	}
	return c.ID, c.Attest(t.ctx, tx, u, commons.AttestForm{Verdict: commons.Confirm, Present: true, Version: c.Version})
}

// decide asks for more, or accepts, adjusts or rejects.
func (t *teller) decide(tx *gorm.DB, g folder.Contribution) (uint, error) {
	c, steward, err := t.given(tx, g, g.DecidedBy)
	if err != nil {
		return 0, err
	}
	if g.State == string(commons.NeedsInfo) {
		return c.ID, c.Attest(t.ctx, tx, steward, commons.AttestForm{Verdict: commons.Ask, Reason: g.Reason, Version: c.Version})
	}
	f := commons.DecisionForm{Decision: commons.State(g.State), Reason: g.Reason, Version: c.Version}
	if g.State == string(commons.Adjusted) {
		f.Hours, f.Quarters = clock(g.Minutes)
	}
	return c.ID, c.Decide(t.ctx, tx, steward, f)
}
