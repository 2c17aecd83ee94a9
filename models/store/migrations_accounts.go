package store

import "gorm.io/gorm"

// indexAccounts lets the staff's list of organisations be read in the order of their names, whatever their case.
func indexAccounts(tx *gorm.DB) error {
	return DDL(tx, `create index organisations_by_name on organisations (lower(name), id)`)
}
