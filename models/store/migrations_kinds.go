package store

import "gorm.io/gorm"

// nameKinds lets a collective add kinds of contributions of its own, which no word of the program names: what they are called is kept here,
// by language.
func nameKinds(tx *gorm.DB) error {
	return DDL(tx, `alter table contribution_kinds add column names text not null default ''`)
}
