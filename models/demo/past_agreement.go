package demo

import (
	"strconv"

	"chatiere/models/commons"
	"chatiere/models/demo/folder"
	"chatiere/models/people"

	"gorm.io/gorm"
)

// agreement is what the collective proposes to an organisation, and the day after both sides' yes to the same words.
func (t *teller) agreement(a folder.Agreement) []event {
	name := "agreement " + a.Ref
	all := []event{{t.at(a.DaysAgo, name), name, func(tx *gorm.DB) (uint, error) { return t.proposes(tx, a) }}}
	if a.AcceptedBy != "" {
		all = append(all, event{t.at(a.DaysAgo-1, name+" accepted"), name + " accepted", func(tx *gorm.DB) (uint, error) { return t.accepts(tx, a) }})
	}
	return all
}

func (t *teller) proposes(tx *gorm.DB, a folder.Agreement) (uint, error) {
	by, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	o, err := people.LoadOrganisation(t.ctx, tx, t.idOf("organisation", a.Organisation))
	if err != nil {
		return 0, err
	}
	f := commons.ProposalForm{Organisation: o.Ref, LegalBasis: commons.Basis(a.Basis), Title: a.Title, Terms: a.Terms, Cents: a.Cents}
	if a.Percent > 0 {
		f.CapPercent = strconv.Itoa(a.Percent)
	}
	p, err := commons.Propose(t.ctx, tx, by, f)
	return p.ID, err
}

func (t *teller) accepts(tx *gorm.DB, a folder.Agreement) (uint, error) {
	owner, err := t.user(tx, a.AcceptedBy)
	if err != nil {
		return 0, err
	}
	keeper, err := t.staff(tx, people.Operator)
	if err != nil {
		return 0, err
	}
	p, err := commons.LoadProposal(t.ctx, tx, t.made("agreement "+a.Ref))
	if err != nil {
		return 0, err
	}
	if err := p.Accept(t.ctx, tx, owner, commons.PartySide, p.Version); err != nil {
		return 0, err
	}
	return p.ID, p.Accept(t.ctx, tx, keeper, commons.OurSide, p.Version)
}
