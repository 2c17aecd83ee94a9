package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Only makes a joined table give these columns only. A page of 25 rows is read many times a day, and each cell has its price.
func Only(columns ...string) func(gorm.JoinBuilder, clause.Table, clause.Table) error {
	return func(beside gorm.JoinBuilder, _, _ clause.Table) error {
		beside.Select(columns...)
		return nil
	}
}

// OnlyThese is Only for rows that are loaded after the others.
func OnlyThese(columns ...string) func(gorm.PreloadBuilder) error {
	return func(after gorm.PreloadBuilder) error {
		after.Select(columns...)
		return nil
	}
}
