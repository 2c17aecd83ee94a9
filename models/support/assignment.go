package support

import (
	"context"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AssignmentForm gives a ticket to one of the staff.
type AssignmentForm struct {
	Assignee string `form:"assignee"` // ref of one of the staff, "me", or empty: nobody
	Was      string `form:"was"`      // ref of who had it on the page when they chose
}

// Assign gives the ticket to one of the staff, or back to everybody. Who is given one by somebody else gets word.
// Who chose on a page that is no longer true gets store.ErrConflict.
func (t *Ticket) Assign(ctx context.Context, db *gorm.DB, by people.User, f AssignmentForm) error {
	if !t.TendedBy(by) {
		return store.ErrForbidden
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		to, err := f.helper(ctx, tx, by)
		if err != nil || to.Ref == t.Assignee.Ref { // sent twice, it is done once
			return err
		}
		if t.Assignee.Ref != f.Was {
			return store.ErrConflict
		}
		return t.give(ctx, tx, by, to)
	})
}

// helper is the member of the staff that the form names; the zero user for nobody.
func (f AssignmentForm) helper(ctx context.Context, tx *gorm.DB, by people.User) (people.User, error) {
	switch f.Assignee {
	case "":
		return people.User{}, nil
	case "me":
		return by, nil
	}
	u, err := store.From[people.User](tx).Where("ref = ? and roles <> '' and disabled_at is null and erased_at is null", f.Assignee).Limit(1).Find(ctx)
	if err == nil && len(u) == 0 {
		err = store.Invalid{"assignee": {Key: "error.choose"}}
	}
	if err != nil {
		return people.User{}, err
	}
	return u[0], nil
}

func (t *Ticket) give(ctx context.Context, tx *gorm.DB, by, to people.User) error {
	t.AssigneeID, t.Assignee = nil, to
	if to.SignedIn() {
		t.AssigneeID = &to.ID
		if t.State == New {
			t.become(Open, store.Now(tx))
		}
	}
	if err := t.save(ctx, tx); err != nil {
		return err
	}
	if to.SignedIn() && to.ID != by.ID {
		if err := store.Enqueue(tx, TicketAssigned{TicketID: t.ID, UserID: to.ID, Version: t.Version}); err != nil {
			return err
		}
	}
	return t.note(ctx, tx, by, "ticket_assigned", map[string]any{"to": to.Called()})
}
