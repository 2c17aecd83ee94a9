package store

import "gorm.io/gorm"

// tieTicketsToServices lets a ticket speak only of a service there is.
func tieTicketsToServices(tx *gorm.DB) error {
	tie := "alter table tickets add constraint tickets_service_exists foreign key (service_id) references services(id)"
	if !Postgres(tx) {
		tie = ticketsRebuilt // SQLite adds no constraint to a table that is there: it is made anew, with its indexes
	}
	return DDL(tx, "update tickets set service_id = null where service_id not in (select id from services)", tie)
}

const ticketsRebuilt = `
create table tickets_rebuilt (
  id {id},
  ref {ref},
  subject text not null,
  requester_id {int} not null references users(id),
  organisation_id {int} references organisations(id),
  service_id {int} references services(id),
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
insert into tickets_rebuilt (id, ref, subject, requester_id, organisation_id, service_id, assignee_id, follows_id, state, priority, lang, tags, upstream_url,
  last_line, last_at, verified_at, acknowledged_at, asked_at, since_at, answered_at, solved_at, closed_at, version, created_at, updated_at)
select id, ref, subject, requester_id, organisation_id, service_id, assignee_id, follows_id, state, priority, lang, tags, upstream_url,
  last_line, last_at, verified_at, acknowledged_at, asked_at, since_at, answered_at, solved_at, closed_at, version, created_at, updated_at from tickets
;
drop table tickets
;
alter table tickets_rebuilt rename to tickets
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
create index tickets_follows on tickets (follows_id)`
