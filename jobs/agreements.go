package jobs

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// agreementProposed tells those who speak for the other side that an agreement waits for their word; unless it changed or was answered since.
func (w Worker) agreementProposed(ctx context.Context, news commons.AgreementProposed) error {
	p, err := commons.LoadProposal(ctx, w.DB, news.ProposalID)
	if err != nil || p.Version != news.Version || p.State != commons.Proposed {
		return err
	}
	return w.toParty(ctx, p.OrganisationID, p.User, func(to people.User) emails.Letter { return emails.AgreementProposed(p, to) })
}

// keepers are the roles that speak for the collective in agreements.
var keepers = []people.Role{people.Operator, people.Accountant}

// agreementTurned tells the side that did not do it what became of a proposal, or that an agreement ends.
func (w Worker) agreementTurned(ctx context.Context, news commons.AgreementTurned) error {
	if news.AgreementID != 0 {
		a, err := commons.LoadAgreement(ctx, w.DB, news.AgreementID)
		if err != nil {
			return err
		}
		return w.toSide(ctx, news.Ours, a.OrganisationID, a.User, func(to people.User) emails.Letter { return emails.AgreementEnded(a, to) })
	}
	p, err := commons.LoadProposal(ctx, w.DB, news.ProposalID)
	if err != nil {
		return err
	}
	return w.toSide(ctx, news.Ours, p.OrganisationID, p.User, func(to people.User) emails.Letter { return emails.AgreementAnswered(p, to) })
}

// toSide writes to the party where the collective did something, else to who keeps the collective's agreements.
func (w Worker) toSide(ctx context.Context, ours bool, organisationID *uint, person people.User, letter func(people.User) emails.Letter) error {
	if ours {
		return w.toParty(ctx, organisationID, person, letter)
	}
	return w.toCouncil(ctx, keepers, 0, letter)
}

// toParty writes to the owners of an organisation, or to a person.
func (w Worker) toParty(ctx context.Context, organisationID *uint, person people.User, letter func(people.User) emails.Letter) error {
	readers := []people.User{person}
	if organisationID != nil {
		var err error
		if readers, err = people.OwnersOf(ctx, w.DB, *organisationID); err != nil {
			return err
		}
	}
	for _, to := range readers {
		if err := w.post(ctx, to, letter(to)); err != nil {
			return err
		}
	}
	return nil
}

// counterTurned asks who keeps the collective's money to look at an invoice of the other side, and tells who handed it in what was decided.
func (w Worker) counterTurned(ctx context.Context, news commons.CounterTurned) error {
	c, err := commons.LoadCounterInvoice(ctx, w.DB, news.CounterID)
	if err != nil || c.State != news.State {
		return err
	}
	a, err := commons.LoadAgreement(ctx, w.DB, c.AgreementID)
	if err != nil {
		return err
	}
	if c.State == commons.CounterSent {
		return w.toCouncil(ctx, keepers, c.SentByID, func(to people.User) emails.Letter { return emails.CounterTurned(c, a, to) })
	}
	to, err := people.LoadUser(ctx, w.DB, c.SentByID)
	if err != nil {
		return err
	}
	return w.post(ctx, to, emails.CounterTurned(c, a, to))
}
