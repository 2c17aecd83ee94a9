package store

import "gorm.io/gorm"

// closeAccounts lets the collective say that people make an account only when somebody invites them; at first they may by themselves.
func closeAccounts(tx *gorm.DB) error {
	return DDL(tx, "alter table collectives add column invited_only {bool} not null default false")
}
