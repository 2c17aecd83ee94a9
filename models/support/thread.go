package support

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Sort is what one line of a conversation is.
type Sort string

// The sorts of lines.
const (
	IsMessage Sort = "message"
	IsNote    Sort = "note"
	IsEvent   Sort = "event"
)

// Line is one line of a conversation as one reader sees it: a message, a note, or something that happened.
type Line struct {
	Sort   Sort
	ID     uint
	Ref    string
	Word   string // of a message its kind, of an event its verb
	Text   string // of an event its details, JSON
	Lang   string
	At     time.Time
	UserID uint
	Name   string // empty: a person without a name, or the portal itself
	Email  string
	Files  []files.File `gorm:"-"`
}

// Mine reports whether the reader wrote it.
func (l Line) Mine(u people.User) bool { return u.ID != 0 && l.UserID == u.ID }

// Detail is one of an event's details.
func (l Line) Detail(name string) string {
	var all map[string]any
	if l.Sort != IsEvent || json.Unmarshal([]byte(l.Text), &all) != nil {
		return ""
	}
	s, _ := all[name].(string)
	return s
}

// Person is somebody who takes part in a ticket, or may be given it.
type Person struct {
	people.User
	Part     Part // empty: one of the staff who takes no part
	PartID   uint // tells in which order people were added
	JoinedAt *time.Time
	Known    bool // the reader shares an organisation with them
}

// Thread is a ticket with its conversation, as one reader sees it.
type Thread struct {
	Ticket
	Lines  []Line
	Copied []Person
	Staff  []Person // who may be given the ticket; for the staff only
	Tended bool     // the reader is one of those who answer
	Follow bool     // the reader gets news of it without being part of it
	Seen   string   // goes out with every form of the page
	Reader people.User
}

// FindThread returns the ticket with that ref and its conversation if u may see it, in four statements. Without the right to tend
// the ticket neither notes nor the staff's inner events are even read.
func FindThread(ctx context.Context, db *gorm.DB, u people.User, ref string) (Thread, error) {
	t, err := FindTicket(ctx, db, u, ref)
	if err != nil {
		return Thread{}, err
	}
	return t.Thread(ctx, db, u)
}

// Thread reads the conversation of a ticket that u was allowed to find.
func (t Ticket) Thread(ctx context.Context, db *gorm.DB, u people.User) (Thread, error) {
	th := Thread{Ticket: t, Tended: t.TendedBy(u), Reader: u}
	if err := th.readLines(ctx, db); err != nil {
		return th, err
	}
	if err := th.readFiles(ctx, db); err != nil {
		return th, err
	}
	if err := th.readPeople(ctx, db); err != nil {
		return th, err
	}
	th.since()
	th.withhold()
	return th, nil
}

const (
	messageLines = `select 'message' as sort, m.id, m.ref, m.kind as word, m.body as text, m.lang, m.created_at as at, u.id as user_id, u.name, u.email
		from ticket_messages m join users u on u.id = m.author_id where m.ticket_id = ?`
	noteLines = `select 'note', n.id, n.ref, '', n.body, '', n.created_at, u.id, u.name, u.email
		from ticket_notes n join users u on u.id = n.author_id where n.ticket_id = ?`
	eventLines = `select 'event', e.id, '', e.verb, e.details, '', e.at, coalesce(e.actor_id, 0), e.actor_name, ''
		from journal_entries e where e.subject_type = 'ticket' and e.subject_ref = ?`
)

// outer are the events that the requester's side reads too.
var outer = []string{"ticket_solved", "ticket_reopened", "ticket_closed", "ticket_moved", "ticket_confirmed", "disagreement_noted", "disagreement_settled"}

// readLines reads what the reader may see of the conversation, in one statement, oldest first.
func (th *Thread) readLines(ctx context.Context, db *gorm.DB) error {
	parts, args := []string{messageLines}, []any{th.ID}
	if th.Tended {
		parts, args = append(parts, noteLines, eventLines), append(args, th.ID, th.Ref)
	} else {
		parts, args = append(parts, eventLines+" and e.verb in ?"), append(args, th.Ref, outer)
	}
	err := db.WithContext(ctx).Raw(strings.Join(parts, " union all ")+" order by at, sort desc, id", args...).Scan(&th.Lines).Error
	var message, note uint
	for _, l := range th.Lines {
		if l.Sort == IsMessage {
			message = max(message, l.ID)
		}
		if l.Sort == IsNote {
			note = max(note, l.ID)
		}
	}
	th.Seen = seen(message, note, th.Tended)
	return err
}

// readFiles gives each line its files.
func (th *Thread) readFiles(ctx context.Context, db *gorm.DB) error {
	owners := map[string][]uint{}
	for _, l := range th.Lines {
		if l.Sort != IsEvent {
			owners["ticket_"+string(l.Sort)] = append(owners["ticket_"+string(l.Sort)], l.ID)
		}
	}
	all, err := files.OfAll(ctx, db, owners)
	for _, f := range all {
		for i, l := range th.Lines {
			if f.OwnerType == "ticket_"+string(l.Sort) && f.OwnerID != nil && *f.OwnerID == l.ID {
				th.Lines[i].Files = append(th.Lines[i].Files, f)
			}
		}
	}
	return err
}

// readPeople reads who takes part, and for the staff to whom the ticket may be given, in one statement.
func (th *Thread) readPeople(ctx context.Context, db *gorm.DB) error {
	var all []Person
	err := db.WithContext(ctx).Raw(`select u.*, coalesce(p.role, '') as part, coalesce(p.id, 0) as part_id, p.created_at as joined_at,
		exists (select 1 from memberships m where m.user_id = u.id and m.until_at is null and m.organisation_id in ?) as known from users u
		left join ticket_participants p on p.user_id = u.id and p.ticket_id = ?
		where p.id is not null or ? = 1 and u.roles <> '' and u.disabled_at is null and u.erased_at is null
		order by u.name, u.id`, append(th.Reader.OrganisationIDs(), 0), th.ID, one(th.Tended)).Scan(&all).Error
	for _, p := range all {
		if p.Part == Copied {
			th.Copied = append(th.Copied, p)
		}
		if p.Part == Follower && p.ID == th.Reader.ID {
			th.Follow = true
		}
		if th.Tended && p.User.Staff() {
			th.Staff = append(th.Staff, p)
		}
	}
	slices.SortFunc(th.Copied, func(a, b Person) int { return cmp.Compare(a.PartID, b.PartID) }) // by name or account, the order would tell
	return err
}

// withhold takes away all but the address of people in copy whom the reader does not know: adding an address tells neither whose it
// is nor whether it has an account. Who shares an organisation with the reader is known, and who has written here.
func (th *Thread) withhold() {
	for i, p := range th.Copied {
		wrote := slices.ContainsFunc(th.Lines, func(l Line) bool { return l.Sort == IsMessage && l.Mine(p.User) })
		if !p.Known && !wrote && p.ID != th.Reader.ID {
			th.Copied[i].User = people.User{ID: p.ID, Ref: p.Ref, Email: p.Email}
		}
	}
}

// since cuts what was said before a copied person joined (helpdesk.md PER2: they see what they received).
func (th *Thread) since() {
	if th.Tended || th.OpenedBy(th.Reader) || th.Led(th.Reader) {
		return
	}
	for _, p := range th.Copied {
		if p.ID == th.Reader.ID && p.JoinedAt != nil {
			kept := th.Lines[:0]
			for _, l := range th.Lines {
				if !l.At.Before(*p.JoinedAt) {
					kept = append(kept, l)
				}
			}
			th.Lines = kept
		}
	}
}

// Recipients are the people a reply goes to: who asked, and who is copied.
func (th Thread) Recipients() int { return 1 + len(th.Copied) }

// FindFile returns a file of the conversation if the reader sees the line it hangs on, else store.ErrNotFound.
func FindFile(ctx context.Context, db *gorm.DB, u people.User, ticketRef, fileRef string) (files.File, error) {
	th, err := FindThread(ctx, db, u, ticketRef)
	if err != nil {
		return files.File{}, err
	}
	for _, l := range th.Lines {
		for _, f := range l.Files {
			if f.Ref == fileRef {
				return f, nil
			}
		}
	}
	return files.File{}, store.ErrNotFound
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
