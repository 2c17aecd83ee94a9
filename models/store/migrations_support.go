package store

import "gorm.io/gorm"

func createSupport(tx *gorm.DB) error {
	return DDL(tx, ticketTables, macroTables,
		// What was said stays as it was said, and a note can never become a message: they live in two tables, and neither may
		// change its kind, author or place in time (helpdesk.md INV1). Only the words may be emptied when a person leaves.
		appendOnlyUpdate(tx, "ticket_messages", "id, ref, kind, author_id, created_at"), appendOnly(tx, "ticket_messages", "delete"),
		appendOnlyUpdate(tx, "ticket_notes", "id, ref, author_id, created_at"), appendOnly(tx, "ticket_notes", "delete"))
}

const ticketTables = `
create table tickets (
  id {id},
  ref {ref},
  subject text not null,
  requester_id {int} not null references users(id),
  organisation_id {int} references organisations(id),
  service_id {int},
  assignee_id {int} references users(id),
  follows_id {int} references tickets(id),
  state text not null check (state in ('new','open','waiting_requester','waiting_upstream','solved','closed')),
  priority text not null check (priority in ('low','normal','high','urgent')),
  lang text not null,
  tags text not null default '',
  upstream_url text not null default '',
  last_line text not null default '',
  last_at {time} not null,
  verified_at {time},
  acknowledged_at {time},
  asked_at {time},
  since_at {time} not null,
  answered_at {time},
  solved_at {time},
  closed_at {time},
  version {int} not null,
  created_at {time} not null,
  updated_at {time} not null,
  check ((state in ('solved','closed')) = (solved_at is not null)),
  check ((state = 'closed') = (closed_at is not null))
)
;
create index tickets_on_us on tickets (since_at, id) where state in ('new','open')
;
create index tickets_state on tickets (state, since_at, id)
;
create index tickets_requester on tickets (requester_id, id)
;
create index tickets_organisation on tickets (organisation_id, id)
;
create index tickets_assignee on tickets (assignee_id, state, since_at, id)
;
create index tickets_service on tickets (service_id, id)
;
create index tickets_follows on tickets (follows_id)
;
create table ticket_messages (
  id {id},
  ref {ref},
  ticket_id {int} not null references tickets(id),
  kind text not null check (kind in ('inbound','reply')),
  author_id {int} not null references users(id),
  lang text not null,
  body text not null,
  created_at {time} not null
)
;
create index ticket_messages_ticket on ticket_messages (ticket_id, id)
;
create index ticket_messages_author on ticket_messages (author_id, id)
;
create table ticket_notes (
  id {id},
  ref {ref},
  ticket_id {int} not null references tickets(id),
  author_id {int} not null references users(id),
  body text not null,
  created_at {time} not null
)
;
create index ticket_notes_ticket on ticket_notes (ticket_id, id)
;
create index ticket_notes_author on ticket_notes (author_id, id)
;
create table ticket_participants (
  id {id},
  ticket_id {int} not null references tickets(id),
  user_id {int} not null references users(id),
  role text not null check (role in ('copied','follower')),
  added_by_id {int} references users(id),
  created_at {time} not null,
  unique (ticket_id, user_id)
)
;
create index ticket_participants_user on ticket_participants (user_id, ticket_id)`

const macroTables = `
create table macros (
  id {id},
  ref {ref},
  name text not null,
  service_id {int},
  used {int} not null,
  version {int} not null,
  created_at {time} not null,
  updated_at {time} not null
)
;
create index macros_name on macros (name, id)
;
create table macro_texts (
  id {id},
  macro_id {int} not null references macros(id),
  lang text not null,
  body text not null,
  updated_at {time} not null,
  unique (macro_id, lang)
)`
