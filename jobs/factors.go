package jobs

import (
	"context"
	"errors"

	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views/emails"
)

// secures are the promises about second means of signing in.
func (w Worker) secures(b book) {
	b.write(keep(w.factorChanged))
	b.write(keep(w.rescueTurned))
	b.write(keep(w.rescuesDue))
}

// factorChanged tells the person what became of their second means.
func (w Worker) factorChanged(ctx context.Context, news identity.FactorChanged) error {
	u, err := people.LoadUser(ctx, w.DB, news.UserID)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.ErasedAt != nil {
		return nil // they have left
	}
	if err != nil {
		return err
	}
	return w.post(ctx, u, emails.FactorChanged(u, news))
}

// rescueTurned writes to all addresses of the person; a new request goes to those who may approve it too.
func (w Worker) rescueTurned(ctx context.Context, news identity.RescueTurned) error {
	r, err := identity.LoadRescue(ctx, w.DB, news.RescueID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // the person has left
	}
	if err != nil {
		return err
	}
	addresses, err := identity.AddressesOf(ctx, w.DB, r.User)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		letter := emails.RescueTurned(r, news.State, address)
		if address == r.User.Email {
			err = w.post(ctx, r.User, letter)
		} else {
			err = w.postTo(ctx, address, letter)
		}
		if err != nil {
			return err
		}
	}
	if news.State != identity.RescueAsked {
		return nil
	}
	return w.asksRescuers(ctx, r)
}

func (w Worker) asksRescuers(ctx context.Context, r identity.Rescue) error {
	rescuers, err := identity.Rescuers(ctx, w.DB, r.User)
	if err != nil {
		return err
	}
	for _, to := range rescuers {
		if err := w.post(ctx, to, emails.RescueWaits(r, to)); err != nil {
			return err
		}
	}
	return nil
}

// rescuesDue carries out the rescues whose delay is over.
func (w Worker) rescuesDue(ctx context.Context, _ identity.RescuesDue) error {
	return identity.TurnRescues(ctx, w.DB)
}
