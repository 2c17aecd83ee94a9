package overview

import (
	"context"
	"errors"
	"time"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/support"

	"gorm.io/gorm"
)

// Standing is an organisation at a glance: what it has and what it owes.
type Standing struct {
	Organisation people.Organisation
	Deployments  []hosting.Deployment
	ProFormas    []billing.ProForma // open ones: asked for, not yet invoices
	Invoices     []billing.Invoice  // the latest
	Owed         billing.Owed
	Carried      []billing.Share // what it pays for others, or is asked to
	Members      []people.Membership
	Tickets      []support.Ticket // open ones
	Gave         commons.Summary
	Gifts        []commons.Contribution // the latest given in its name
	Today        time.Time
	Opened       bool               // a network head opened a space that waits for an owner's word
	Proposal     people.Affiliation // a network that asks an owner to join, or the head that offers to pay
	Next         []Advice
}

// Advice is one thing worth doing next.
type Advice string

// What an organisation may be advised to do.
const (
	AnswerOpening  Advice = "answer_opening"  // a network head opened a space
	AnswerNetwork  Advice = "answer_network"  // a network asks it to join
	AnswerChange   Advice = "answer_change"   // who keeps its money sent its owners a change of a subscription
	AnswerHead     Advice = "answer_head"     // its network head offers to pay a part
	VoteInRound    Advice = "vote_in_round"   // a redistribution round is open
	ProposeProject Advice = "propose_project" // projects are proposed for its list first
	FillDetails    Advice = "fill_details"    // billing details are missing
	PayProForma    Advice = "pay_pro_forma"   // something asked for waits for its transfer
	PayInvoice     Advice = "pay_invoice"     // an invoice is due
	PayLate        Advice = "pay_late"        // an invoice is late
	AnswerShare    Advice = "answer_share"    // another organisation asks it to pay a part
	NameAnother    Advice = "name_another"    // one owner only: the organisation hangs on one person
	InvitePeople   Advice = "invite_people"
	FindService    Advice = "find_service" // nothing subscribed to yet
)

// StandingOf gathers an organisation's first page for one of its people. Money is left out for those whose role does not see it.
func StandingOf(ctx context.Context, db *gorm.DB, lang string, me people.User, o people.Organisation, host collective.Collective) (Standing, error) {
	s := Standing{Organisation: o, Today: store.Today(db, host.Location())}
	var err error
	if s.Deployments, err = hosting.Of(ctx, db, lang, o); err != nil {
		return s, err
	}
	if s.Members, err = people.MembersOf(ctx, db, o.ID); err != nil {
		return s, err
	}
	if s.Tickets, err = support.OpenOf(ctx, db, me, o.ID); err != nil {
		return s, err
	}
	if err := s.gave(ctx, db, me); err != nil {
		return s, err
	}
	if SeesMoney(me, o) {
		if err := s.money(ctx, db); err != nil {
			return s, err
		}
	}
	if err := s.opened(ctx, db); err != nil {
		return s, err
	}
	if err := s.proposed(ctx, db, me); err != nil {
		return s, err
	}
	if s.Organisation.ClosedAt == nil {
		s.Next = s.advise(me)
	}
	return s, nil
}

// SeesMoney reports whether a person may see what an organisation owes: its owners and treasurers, and those who keep the collective's books.
func SeesMoney(me people.User, o people.Organisation) bool {
	m, member := me.In(o.ID)
	return member && m.May(people.Treasurer) || me.Is(people.Operator, people.Accountant)
}

// opened looks whether a space waits that a network head opened; only organisations that have nothing yet can have one.
func (s *Standing) opened(ctx context.Context, db *gorm.DB) error {
	if len(s.Deployments)+len(s.ProFormas) > 0 || s.Organisation.NetworkID != nil {
		return nil
	}
	_, err := billing.OpeningFor(ctx, db, s.Organisation)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	s.Opened = err == nil
	return err
}

// proposed looks whether a network waits for an answer: to its proposal, where the organisation has no head, or to its offer to pay.
func (s *Standing) proposed(ctx context.Context, db *gorm.DB, me people.User) error {
	if s.Organisation.NetworkID != nil {
		a, err := people.HeadOf(ctx, db, s.Organisation)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		s.Proposal = a
		return err
	}
	if m, in := me.In(s.Organisation.ID); !in || m.Role != people.Owner || s.Organisation.Heads() {
		return nil
	}
	asked, err := people.ProposalsFor(ctx, db, me)
	if len(asked) > 0 {
		s.Proposal = asked[0]
	}
	return err
}

func (s *Standing) gave(ctx context.Context, db *gorm.DB, me people.User) error {
	page, err := commons.ContributionsFor(ctx, db, me, s.Organisation.ID, commons.Filter{})
	if err != nil {
		return err
	}
	s.Gifts = page.Items[:min(3, len(page.Items))]
	s.Gave, err = commons.OfOrganisation(ctx, db, s.Organisation.ID)
	return err
}

func (s *Standing) money(ctx context.Context, db *gorm.DB) error {
	var err error
	if s.ProFormas, err = billing.OpenProFormasOf(ctx, db, s.Organisation); err != nil {
		return err
	}
	page, err := billing.InvoicesOf(ctx, db, s.Organisation, billing.Filter{})
	if err != nil {
		return err
	}
	s.Invoices = page.Items[:min(5, len(page.Items))]
	if s.Owed, err = billing.OwedBy(ctx, db, s.Organisation.ID, s.Today.Format(time.DateOnly)); err != nil {
		return err
	}
	s.Carried, err = billing.CarriedBy(ctx, db, s.Organisation)
	return err
}

// advise lists what is worth doing, the most pressing first.
func (s Standing) advise(me people.User) []Advice {
	var list []Advice
	m, member := me.In(s.Organisation.ID)
	money := member && m.May(people.Treasurer)
	owners := 0
	for _, m := range s.Members {
		if m.Role == people.Owner {
			owners++
		}
	}
	add := func(when bool, a Advice) {
		if when {
			list = append(list, a)
		}
	}
	add(member && m.Role == people.Owner && s.Opened, AnswerOpening)
	add(s.Proposal.State == people.AffiliationProposed, AnswerNetwork)
	add(member && m.Role == people.Owner && s.Owed.Wished != "", AnswerChange)
	add(money && s.Proposal.AskedBP != nil, AnswerHead)
	add(money && s.Owed.LateCents > 0, PayLate)
	add(money && s.Owed.DueCents > s.Owed.LateCents, PayInvoice)
	add(money && s.Owed.AskedCents > 0, PayProForma)
	add(money && len(s.Carried) > 0 && s.Carried[0].Waiting(s.Today), AnswerShare)
	_, votes := s.Gave.OpenVote(s.Today.Format(time.DateOnly))
	add(money && votes, VoteInRound)
	_, proposes := s.Gave.OpenProposals(s.Today.Format(time.DateOnly))
	add(member && proposes, ProposeProject)
	add(money && !s.Organisation.Complete() && (len(s.ProFormas) > 0 || len(s.Deployments) > 0), FillDetails)
	add(len(s.Deployments) == 0 && len(s.ProFormas) == 0 && len(s.Carried) == 0 && !s.Opened, FindService)
	add(member && m.Role == people.Owner && owners == 1 && len(s.Members) > 1, NameAnother)
	add(member && m.Role == people.Owner && len(s.Members) == 1, InvitePeople)
	return list
}
