package support

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Ticket is a call for help. The person who opened it, their organisation's owners and technical contacts, the people copied
// and the staff who answer see it; nobody else does.
type Ticket struct {
	ID             uint
	Ref            string
	Subject        string
	RequesterID    uint
	Requester      people.User `gorm:"foreignKey:RequesterID"`
	OrganisationID *uint
	Organisation   people.Organisation `gorm:"foreignKey:OrganisationID"`
	ServiceID      *uint
	AssigneeID     *uint
	Assignee       people.User `gorm:"foreignKey:AssigneeID"`
	FollowsID      *uint       // an older, closed ticket that this one goes on from
	State          State
	Priority       Priority
	Lang           string
	Tags           string // one a line
	UpstreamURL    string `gorm:"column:upstream_url"`
	LastLine       string // beginning of the last message
	LastAt         time.Time
	VerifiedAt     *time.Time // nil: sent without signing in, and the owner of the address has not said yet that it was them
	AcknowledgedAt *time.Time // nil: no acknowledgement goes out, because one did lately (helpdesk.md OUT5)
	AskedAt        *time.Time // first message that nobody has answered yet
	SinceAt        time.Time  // since when it waits where it waits; on us: since the first unanswered message (QUE2)
	AnsweredAt     *time.Time // first human answer
	SolvedAt       *time.Time
	ClosedAt       *time.Time
	Version        int
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Number is what people call the ticket by. It is a label and proves nothing (helpdesk.md INV3).
func (t Ticket) Number() string { return strconv.FormatUint(uint64(t.ID), 10) }

// Turn says who must act.
func (t Ticket) Turn() Turn {
	switch t.State {
	case New, Open:
		return Us
	case WaitingRequester:
		return Requester
	case WaitingUpstream:
		return Upstream
	}
	return Nobody
}

// Settled reports whether the ticket needs no more answer.
func (t Ticket) Settled() bool { return t.SolvedAt != nil }

// Verified reports whether the ticket surely comes from the owner of its address.
func (t Ticket) Verified() bool { return t.VerifiedAt != nil }

// TagList are the tags.
func (t Ticket) TagList() []string {
	return strings.FieldsFunc(t.Tags, func(r rune) bool { return r == '\n' })
}

// TendedBy reports whether the person answers this ticket: agents, operators, and any of the staff it was given to.
func (t Ticket) TendedBy(u people.User) bool {
	return Tends(u) || u.Staff() && t.AssigneeID != nil && *t.AssigneeID == u.ID
}

// OpenedBy reports whether the person asked for this help.
func (t Ticket) OpenedBy(u people.User) bool { return u.ID != 0 && t.RequesterID == u.ID }

// Led reports whether the person sees the ticket for its organisation.
func (t Ticket) Led(u people.User) bool {
	return t.OrganisationID != nil && slices.Contains(leads(u), *t.OrganisationID)
}

// asOf is the ticket's organisation for the journal, 0 for none.
func (t Ticket) asOf() uint {
	if t.OrganisationID == nil {
		return 0
	}
	return *t.OrganisationID
}

// FindTicket returns the ticket with that ref if u may see it, else store.ErrNotFound.
func FindTicket(ctx context.Context, db *gorm.DB, u people.User, ref string) (Ticket, error) {
	return seenBy(withPeople(db), u).Where("tickets.ref = ?", ref).Take(ctx)
}

// LoadTicket returns a ticket by id, for jobs.
func LoadTicket(ctx context.Context, db *gorm.DB, id uint) (Ticket, error) {
	return withPeople(db).Where("tickets.id = ?", id).Take(ctx)
}

func withPeople(db *gorm.DB) store.Rows[Ticket] {
	left := func(name string) clause.JoinTarget { return clause.LeftJoin.Association(name) }
	return store.From[Ticket](db).Joins(left("Requester"), nil).Joins(left("Organisation"), nil).Joins(left("Assignee"), nil)
}

// listed are tickets as files and lists show them: of who stands beside them the names only.
func listed(db *gorm.DB) store.Rows[Ticket] {
	left := func(name string) clause.JoinTarget { return clause.LeftJoin.Association(name) }
	return store.From[Ticket](db).Joins(left("Requester"), store.Only("id", "name", "email")).
		Joins(left("Organisation"), store.Only("id", "ref", "name")).Joins(left("Assignee"), store.Only("id", "name", "email"))
}

// unlisted are the columns that a page of a list does not show.
var unlisted = []string{"tags", "upstream_url", "follows_id", "acknowledged_at", "asked_at", "answered_at", "closed_at", "version", "created_at", "updated_at"}

// seenBy keeps the tickets a person may see.
func seenBy(q store.Rows[Ticket], u people.User) store.Rows[Ticket] {
	switch {
	case u.ID == 0:
		return q.Where("1 = 0")
	case Tends(u):
		return q
	}
	mine := `tickets.requester_id = ? or tickets.organisation_id in ? or tickets.id in (select ticket_id from ticket_participants where user_id = ? and role = 'copied')`
	args := []any{u.ID, leads(u), u.ID}
	if u.Staff() {
		mine, args = mine+" or tickets.assignee_id = ?", append(args, u.ID)
	}
	return q.Where("("+mine+")", args...)
}

// alone changes the ticket in one transaction while nobody else does; the caller's ticket stays as it was when that fails.
func (t *Ticket) alone(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB, t *Ticket) error) error {
	fresh := *t
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := fresh.lock(ctx, tx); err != nil {
			return err
		}
		return f(tx, &fresh)
	})
	if err == nil {
		*t = fresh
	}
	return err
}

// lock waits for the row, so that two people acting at once act one after the other, and reads it anew.
func (t *Ticket) lock(ctx context.Context, tx *gorm.DB) error {
	now := store.Now(tx)
	if err := tx.WithContext(ctx).Exec("update tickets set version = version + 1, updated_at = ? where id = ?", now, t.ID).Error; err != nil {
		return err
	}
	fresh, err := LoadTicket(ctx, tx, t.ID)
	if err == nil {
		*t = fresh
	}
	return err
}

// save writes what may change in a ticket.
func (t *Ticket) save(ctx context.Context, tx *gorm.DB) error {
	t.UpdatedAt = store.Now(tx)
	_, err := store.From[Ticket](tx).Where("id = ?", t.ID).Select("Subject", "OrganisationID", "ServiceID", "AssigneeID", "State", "Priority", "Lang", "Tags",
		"UpstreamURL", "LastLine", "LastAt", "VerifiedAt", "AskedAt", "SinceAt", "AnsweredAt", "SolvedAt", "ClosedAt", "UpdatedAt").Updates(ctx, *t)
	return err
}

// become puts the ticket in another state and keeps count of since when it waits there.
func (t *Ticket) become(s State, now time.Time) {
	before := t.Turn()
	t.State, t.ClosedAt = s, nil
	if t.SolvedAt == nil && (s == Solved || s == Closed) {
		t.SolvedAt = &now
	}
	if s != Solved && s != Closed {
		t.SolvedAt = nil
	}
	if s == Closed {
		t.ClosedAt = &now
	}
	if t.Turn() == before {
		return
	}
	t.SinceAt = now
	if t.Turn() == Us && t.AskedAt != nil {
		t.SinceAt = *t.AskedAt
	}
}
