package store

import "gorm.io/gorm"

func createContent(tx *gorm.DB) error {
	return DDL(tx, documentTables, translationTables, pageTables,
		appendOnlyUpdate(tx, "revisions", "id, document_id, number, source, created_at"), appendOnlyUpdate(tx, "wordings", ""))
}

const documentTables = `
create table documents (
  id {id},
  ref {ref},
  subject_type text not null,
  subject_ref text not null,
  resource_type text not null,
  resource_id {int} not null,
  field text not null,
  position {int} not null,
  class text not null check (class in ('legal','reference','news')),
  format text not null check (format in ('md','text')),
  max_length {int} not null check (max_length > 0),
  source_lang text not null,
  source text not null,
  revision {int} not null default 1,
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  unique (resource_type, resource_id, field)
)
;
create index documents_subject on documents (subject_type, subject_ref, position)
;
create index documents_heads on documents (id) where position = 0
;
create table revisions (
  id {id},
  document_id {int} not null references documents(id),
  number {int} not null,
  source text not null,
  author_id {int} references users(id),
  created_at {time} not null,
  unique (document_id, number)
)
;
create table segments (
  id {id},
  ref {ref},
  document_id {int} not null references documents(id),
  position {int} not null,
  kind text not null,
  path text not null,
  text text not null,
  hash text not null,
  context_hash text not null,
  active {bool} not null,
  created_at {time} not null
)
;
create index segments_document on segments (document_id, active, position)
;
create table wordings (
  id {id},
  segment_id {int} not null references segments(id),
  hash text not null,
  text text not null,
  from_at {time} not null
)
;
create index wordings_segment on wordings (segment_id, id)`

const translationTables = `
create table translation_units (
  id {id},
  segment_id {int} not null references segments(id),
  lang text not null,
  target text not null,
  state text not null check (state in ('mt_draft','draft','in_review','changes_requested','reviewed','approved','adapted','do_not_translate')),
  source_hash text not null,
  live_target text not null default '',
  live_state text not null default '',
  live_hash text not null default '',
  note text not null default '',
  self_reviewed {bool} not null,
  author_id {int} references users(id),
  reviewer_id {int} references users(id),
  reviewed_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  unique (segment_id, lang)
)
;
create index translation_units_author on translation_units (author_id)
;
create table builds (
  id {id},
  document_id {int} not null references documents(id),
  lang text not null,
  text text not null,
  folded text not null,
  state text not null,
  segments {int} not null,
  done {int} not null,
  stale {int} not null,
  stale_since {time},
  shown_until {time},
  whole {bool} not null,
  foreign_blocks text not null default '',
  revision {int} not null,
  built_at {time} not null,
  unique (document_id, lang)
)`

const pageTables = `
create table pages (
  id {id},
  ref {ref},
  kind text not null check (kind in ('page','help','news','legal','guide')),
  slug text not null,
  position {int} not null default 0,
  dated_on {date} not null default '',
  reviewed_on {date} not null default '',
  effective_on {date} not null default '',
  published_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  updated_at {time} not null,
  unique (kind, slug)
)
;
create index pages_place on pages (kind, position, id)
;
create index pages_date on pages (kind, dated_on, id)
;
create table parts (
  id {id},
  ref {ref},
  page_id {int} not null references pages(id),
  kind text not null check (kind in ('card','row')),
  position {int} not null,
  link text not null default '',
  created_at {time} not null
)
;
create index parts_page on parts (page_id, position)
;
create table former_slugs (
  id {id},
  resource_type text not null,
  slug text not null,
  resource_id {int} not null,
  created_at {time} not null,
  unique (resource_type, slug)
)`
