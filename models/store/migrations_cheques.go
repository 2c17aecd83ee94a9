package store

import "gorm.io/gorm"

// sendCheques lets the collective say where cheques are sent; empty: it takes none.
func sendCheques(tx *gorm.DB) error {
	return DDL(tx, "alter table collectives add column cheques_to text not null default ''")
}
