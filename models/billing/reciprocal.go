package billing

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Reciprocal is that the collective and an organisation invoice each other under an agreement, from a day on until a day. Invoices issued meanwhile
// say so: only payments are set off against each other, each side's figures and tax stay whole (reciprocity.md 2.2).
type Reciprocal struct {
	ID             uint
	OrganisationID uint
	Agreement      string // its ref
	FromOn         string
	ToOn           string // empty: no end
}

// TableName names the table.
func (Reciprocal) TableName() string { return "reciprocal_invoicings" }

// Note keeps the days, inside the caller's transaction; told again, it keeps the new ones.
func (r Reciprocal) Note(ctx context.Context, tx *gorm.DB) error {
	return tx.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "agreement"}}, DoUpdates: clause.AssignmentColumns([]string{"from_on", "to_on"})}).Create(&r).Error
}

// marked notes on an invoice that is being made whether both sides invoice each other on its day.
func (i *Invoice) marked(ctx context.Context, tx *gorm.DB, on time.Time) error {
	day := on.Format(time.DateOnly)
	n, err := store.From[Reciprocal](tx).Where("organisation_id = ? and from_on <= ? and (to_on = '' or to_on >= ?)", i.OrganisationID, day, day).Count(ctx, "id")
	i.InCompensation = n > 0
	return err
}
