package jobs

import (
	"context"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/views/emails"
)

// votes are the promises about redistribution rounds.
func (w Worker) votes(b book) {
	b.write(keep(w.roundsDue))
	b.write(keep(w.roundOpened))
	b.write(keep(w.roundClosing))
	b.write(keep(w.roundProposing))
	b.write(keep(w.projectAnswered))
	b.write(keep(w.roundResult))
}

// roundsDue takes every step of a round whose time has come.
func (w Worker) roundsDue(ctx context.Context, _ commons.RoundsDue) error {
	n, err := commons.TurnRounds(ctx, w.DB)
	if n > 0 {
		w.Log.Info("steps of rounds", "count", n)
	}
	return err
}

// roundOpened tells all who vote that they may.
func (w Worker) roundOpened(ctx context.Context, news commons.RoundOpened) error {
	return w.toVoters(ctx, news.RoundID, false, emails.RoundOpened)
}

// roundClosing reminds those whose organisation has not voted.
func (w Worker) roundClosing(ctx context.Context, news commons.RoundClosing) error {
	return w.toVoters(ctx, news.RoundID, true, emails.RoundClosing)
}

// toVoters writes to all who cast the ballot of an organisation of the round, unless it is over or not decided by vote.
func (w Worker) toVoters(ctx context.Context, id uint, pending bool, letter func(commons.Round, people.Membership) emails.Letter) error {
	r, err := commons.LoadRound(ctx, w.DB, id)
	if err != nil || r.State != commons.RoundOpen || r.Rules().Ballot == nil {
		return err
	}
	voters, err := r.VotersOf(ctx, w.DB, pending)
	if err != nil {
		return err
	}
	for _, m := range voters {
		if err := w.post(ctx, m.User, letter(r, m)); err != nil {
			return err
		}
	}
	return nil
}

// roundProposing tells all who vote that they may propose projects first, unless that is over.
func (w Worker) roundProposing(ctx context.Context, news commons.RoundProposing) error {
	r, err := commons.LoadRound(ctx, w.DB, news.RoundID)
	if err != nil || r.State != commons.RoundOpen || r.ListedAt != nil {
		return err
	}
	voters, err := r.VotersOf(ctx, w.DB, false)
	if err != nil {
		return err
	}
	for _, m := range voters {
		if err := w.post(ctx, m.User, emails.RoundProposing(r, m)); err != nil {
			return err
		}
	}
	return nil
}

// projectAnswered tells whoever proposed a project what was answered; an answer that was replaced meanwhile is not told.
func (w Worker) projectAnswered(ctx context.Context, news commons.ProjectAnswered) error {
	p, err := commons.LoadProjectProposal(ctx, w.DB, news.ProposalID)
	if err != nil || p.State != news.State || p.By == nil || p.RoundID == nil {
		return err
	}
	r, err := commons.LoadRound(ctx, w.DB, *p.RoundID)
	if err != nil {
		return err
	}
	return w.post(ctx, *p.By, emails.ProjectAnswered(p, r, *p.By))
}

// roundResult tells all whose organisation could vote what came out; each person once.
func (w Worker) roundResult(ctx context.Context, news commons.RoundResult) error {
	r, err := commons.LoadRound(ctx, w.DB, news.RoundID)
	if err != nil {
		return err
	}
	voters, err := r.VotersOf(ctx, w.DB, false)
	if err != nil {
		return err
	}
	for _, m := range voters {
		if err := w.post(ctx, m.User, emails.RoundResult(r, m.User)); err != nil {
			return err
		}
	}
	return nil
}
