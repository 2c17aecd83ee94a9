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
