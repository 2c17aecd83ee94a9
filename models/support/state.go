package support

import (
	"context"
	"net/url"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// StateForm is what a member of the staff says the ticket waits for.
type StateForm struct {
	State       State  `form:"state"`
	UpstreamURL string `form:"upstream_url"`
	Was         State  `form:"was"` // the state on the page when they chose
}

func (f *StateForm) check() error {
	wrong := store.Invalid{}
	switch f.State {
	case Open, WaitingRequester, WaitingUpstream, Solved:
	default:
		wrong.Add("state", "error.choose")
	}
	f.UpstreamURL = strings.TrimSpace(f.UpstreamURL)
	if f.UpstreamURL != "" && !webAddress(f.UpstreamURL) {
		wrong.Add("upstream_url", "error.url")
	}
	return wrong.Err()
}

// webAddress reports whether s is an https or http address that a link may carry.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= 500 && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

// Move puts the ticket in another state, with the address of the upstream's report where there is one. Who chose on a page
// that is no longer true gets store.ErrConflict.
func (t *Ticket) Move(ctx context.Context, db *gorm.DB, by people.User, f StateForm) error {
	if !t.TendedBy(by) {
		return store.ErrForbidden
	}
	if err := f.check(); err != nil {
		return err
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if t.State != f.Was {
			return store.ErrConflict
		}
		if t.State == f.State && t.UpstreamURL == f.UpstreamURL {
			return nil
		}
		t.UpstreamURL = f.UpstreamURL
		return t.move(ctx, tx, by, f.State)
	})
}

// move changes the state, notes it, and promises word where the requester is to hear of it.
func (t *Ticket) move(ctx context.Context, tx *gorm.DB, by people.User, to State) error {
	from, now := t.State, store.Now(tx)
	if to == Solved || to == WaitingRequester {
		t.AskedAt = nil
	}
	t.become(to, now)
	if err := t.save(ctx, tx); err != nil {
		return err
	}
	verb := "ticket_moved"
	switch {
	case to == Solved && from != Solved:
		verb = "ticket_solved"
		if err := billing.SettleDisagreement(ctx, tx, by, t.Ref); err != nil {
			return err
		}
		if !t.OpenedBy(by) && t.TendedBy(by) {
			if err := store.Enqueue(tx, TicketSolved{TicketID: t.ID, Version: t.Version}); err != nil {
				return err
			}
		}
	case from == Solved || from == Closed:
		verb = "ticket_reopened"
	}
	return t.note(ctx, tx, by, verb, map[string]any{"from": string(from), "to": string(to)})
}

// Solve says that the ticket needs no more answer: anyone who sees it may. Solving twice changes nothing.
func (t *Ticket) Solve(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if t.Settled() {
			return nil
		}
		return t.move(ctx, tx, by, Solved)
	})
}

// Reopen says that the ticket is not solved after all: anyone who sees it may. From the requester's side it asks us again.
func (t *Ticket) Reopen(ctx context.Context, db *gorm.DB, by people.User) error {
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if !t.Settled() {
			return nil
		}
		if now := store.Now(tx); !t.TendedBy(by) || t.OpenedBy(by) {
			t.AskedAt = &now
		}
		return t.move(ctx, tx, by, Open)
	})
}

// quiet is how long a solved ticket stays open to objections before it is closed.
const quiet = 14 * 24 * time.Hour

// CloseQuiet closes the tickets that were solved two weeks ago and that nobody came back to; it returns how many.
func CloseQuiet(ctx context.Context, db *gorm.DB) (int, error) {
	rows, err := store.From[Ticket](db).Where("state = 'solved' and solved_at < ?", store.Now(db).Add(-quiet)).Order("since_at, id").Limit(500).Find(ctx)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		err := row.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
			if t.State != Solved {
				return nil
			}
			t.become(Closed, store.Now(tx))
			if err := t.save(ctx, tx); err != nil {
				return err
			}
			return t.note(ctx, tx, people.User{}, "ticket_closed", nil)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
