package support

import (
	"context"
	"time"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// OpenTicket files a call for help and promises word to the staff and to the person who asks. A visitor gives an address: the
// ticket belongs to whoever owns it, is tied to no organisation, and says so until that person has signed in and said it was them.
func OpenTicket(ctx context.Context, db *gorm.DB, by people.User, f TicketForm) (Ticket, error) {
	var t Ticket
	if err := f.Check(by); err != nil {
		return t, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		requester, err := f.requester(ctx, tx, by)
		if err != nil {
			return err
		}
		t = f.ticket(store.Now(tx), by, requester)
		if t.OrganisationID, err = f.organisation(by, requester); err != nil {
			return err
		}
		if t.ServiceID, err = serviceID(ctx, tx, by, f.Service); err != nil {
			return err
		}
		if err := t.create(ctx, tx, by.SignedIn() && by.ID != requester.ID && !f.Told); err != nil {
			return err
		}
		if _, err := t.say(ctx, tx, requester, Inbound, f.Body, f.Drafts, by.ID); err != nil {
			return err
		}
		if err := t.note(ctx, tx, by, "ticket_opened", nil); err != nil {
			return err
		}
		return store.Enqueue(tx, TicketOpened{TicketID: t.ID})
	})
	return t, err
}

// ticket is the row of a form. What a visitor sends in somebody's name is not verified; what an agent types for somebody on the phone is.
func (f TicketForm) ticket(now time.Time, by, requester people.User) Ticket {
	t := Ticket{
		Ref: store.NewRef(), Subject: f.Subject, RequesterID: requester.ID, Requester: requester, State: New, Priority: Normal,
		Lang: f.Lang, LastLine: excerpt(f.Body), LastAt: now, AskedAt: &now, SinceAt: now, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if by.SignedIn() {
		t.VerifiedAt = &now
	}
	if by.SignedIn() && by.ID != requester.ID {
		t.Lang = requester.Locale
	}
	return t
}

// create writes the row and decides whether an acknowledgement goes out: at most one an hour and three a day for one person (OUT5).
func (t *Ticket) create(ctx context.Context, tx *gorm.DB, quiet bool) error {
	var lately struct{ Hour, Day int }
	err := tx.WithContext(ctx).Raw(`select coalesce(sum(case when acknowledged_at > ? then 1 else 0 end), 0) as hour, count(*) as day
		from tickets where requester_id = ? and acknowledged_at > ?`, t.CreatedAt.Add(-time.Hour), t.RequesterID, t.CreatedAt.Add(-24*time.Hour)).Scan(&lately).Error
	if err != nil {
		return err
	}
	if !quiet && lately.Hour == 0 && lately.Day < 3 {
		t.AcknowledgedAt = &t.CreatedAt
	}
	return store.From[Ticket](tx).Omit("Requester", "Organisation", "Assignee").Create(ctx, t)
}

// note writes an act on the ticket into the journal.
func (t Ticket) note(ctx context.Context, tx *gorm.DB, by people.User, verb string, details map[string]any) error {
	actor := journal.Actor{}
	if by.SignedIn() {
		actor = by.Actor()
	}
	return journal.Note(ctx, tx, actor, journal.Act{Verb: verb, SubjectType: subjectType, SubjectRef: t.Ref, OrganisationID: t.asOf(), Details: details})
}

// subjectType is what the journal knows tickets as.
const subjectType = "ticket"

// Confirm notes that the person signed in is the one who sent the ticket with their address.
func (t *Ticket) Confirm(ctx context.Context, db *gorm.DB, by people.User) error {
	if !t.OpenedBy(by) {
		return store.ErrNotFound
	}
	return t.alone(ctx, db, func(tx *gorm.DB, t *Ticket) error {
		if t.Verified() {
			return nil
		}
		now := store.Now(tx)
		t.VerifiedAt = &now
		if err := t.note(ctx, tx, by, "ticket_confirmed", nil); err != nil {
			return err
		}
		return t.save(ctx, tx)
	})
}
