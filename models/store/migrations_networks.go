package store

import (
	"time"

	"gorm.io/gorm"
)

// createNetworks lets organisations belong to a network head that opens spaces for them, within its quota.
func createNetworks(tx *gorm.DB) error {
	err := DDL(tx, `
alter table organisations add column member_quota {int} not null default 0 check (member_quota between 0 and 10000)
;
create table affiliations (
  id {id},
  ref {ref},
  head_id {int} not null references organisations(id),
  member_id {int} references organisations(id),
  email text not null default '',
  state text not null check (state in ('proposed','active','declined','ended')),
  carried_bp {int} not null default 0 check (carried_bp between 0 and 10000),
  proposed_by_id {int} references users(id),
  decided_by_id {int} references users(id),
  decided_at {time},
  ended_by_id {int} references users(id),
  ended_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  check (head_id <> member_id),
  check (state <> 'active' or member_id is not null),
  check (state <> 'proposed' or member_id is not null or email <> '')
)
;
create unique index affiliations_present on affiliations (member_id) where state = 'active'
;
create unique index affiliations_asked on affiliations (head_id, email) where state = 'proposed' and member_id is null
;
create index affiliations_head on affiliations (head_id, id) where state in ('proposed','active')
;
create table openings (
  id {id},
  ref {ref},
  head_id {int} not null references organisations(id),
  affiliation_id {int} not null unique references affiliations(id),
  organisation_id {int} not null references organisations(id),
  invitation_id {int} references invitations(id),
  name_key text not null,
  contact text not null default '',
  email text not null default '',
  locale text not null,
  offer_id {int} not null references offers(id),
  tier text not null,
  period text not null check (period in ('month','year')),
  state text not null check (state in ('waiting','invited','accepted','declined','withdrawn')),
  year_cents {int} not null check (year_cents >= 0),
  subscription_id {int} unique references subscriptions(id),
  opened_by_id {int} not null references users(id),
  decided_at {time},
  version {int} not null default 1,
  created_at {time} not null,
  check ((state = 'accepted') = (subscription_id is not null))
)
;
create unique index openings_once on openings (head_id, name_key) where state <> 'withdrawn'
;
create index openings_organisation on openings (organisation_id)`)
	if err != nil {
		return err
	}
	return affiliateLeaning(tx)
}

// affiliateLeaning writes down the affiliations of organisations that had a head before there were any.
func affiliateLeaning(tx *gorm.DB) error {
	var leaning []struct {
		ID        uint
		NetworkID uint
		CreatedAt time.Time
	}
	if err := tx.Raw("select id, network_id, created_at from organisations where network_id is not null").Scan(&leaning).Error; err != nil {
		return err
	}
	for _, o := range leaning {
		if err := tx.Exec("update organisations set member_quota = 100 where id = ? and member_quota = 0", o.NetworkID).Error; err != nil {
			return err
		}
		if err := tx.Exec("insert into affiliations (ref, head_id, member_id, state, decided_at, created_at) values (?, ?, ?, 'active', ?, ?)",
			NewRef(), o.NetworkID, o.ID, o.CreatedAt, o.CreatedAt).Error; err != nil {
			return err
		}
	}
	return nil
}
