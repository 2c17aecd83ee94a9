package ledger

import (
	"context"
	"fmt"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// letterRow matches one transfer on one account.
type letterRow struct {
	TransferID uint   `gorm:"primaryKey"`
	AccountID  uint   `gorm:"primaryKey"`
	Code       string // A, B… AA, within the account
	LetteredOn string
}

// TableName is where matchings live.
func (letterRow) TableName() string { return "ledger_letters" }

// Letter matches entries of one account that cancel each other (an invoice and its payments) and returns the code they share.
// It is store.ErrConflict when they do not sum to zero or one is matched already.
func Letter(ctx context.Context, tx *gorm.DB, path, unit, day string, entries ...uint) (string, error) {
	if !store.InsideTx(tx) {
		return "", ErrOutsideTx
	}
	code := ""
	err := store.InTx(ctx, tx, func(tx *gorm.DB) error {
		if err := lock(tx); err != nil {
			return err
		}
		var a Account
		if err := tx.Where("path = ? and unit = ?", path, unit).First(&a).Error; err != nil {
			return err
		}
		rows, err := a.matching(tx, entries)
		if err != nil {
			return err
		}
		code, err = a.letter(tx, rows, day)
		return err
	})
	return code, err
}

// matching returns the transfers of some entries on this account, if they cancel each other.
func (a Account) matching(tx *gorm.DB, entries []uint) ([]transferRow, error) {
	var rows []transferRow
	err := tx.Where("entry_id in ? and (debit_id = ? or credit_id = ?)", entries, a.ID, a.ID).Order("id").Find(&rows).Error
	var sum int64
	for _, r := range rows {
		if r.DebitID == a.ID {
			sum += r.Amount
		} else {
			sum -= r.Amount
		}
	}
	if err == nil && (sum != 0 || len(rows) == 0) {
		return nil, fmt.Errorf("ledger: these entries differ by %d on %s: %w", sum, a.Path, store.ErrConflict)
	}
	return rows, err
}

func (a Account) letter(tx *gorm.DB, rows []transferRow, day string) (string, error) {
	var used int64
	err := tx.Model(&letterRow{}).Where("account_id = ?", a.ID).Distinct("code").Count(&used).Error
	if err != nil {
		return "", err
	}
	code := letters(int(used))
	for _, r := range rows {
		if err := tx.Create(&letterRow{TransferID: r.ID, AccountID: a.ID, Code: code, LetteredOn: day}).Error; err != nil {
			return "", err
		}
	}
	return code, nil
}

// letters counts A, B… Z, AA, AB…
func letters(n int) string {
	code := ""
	for n++; n > 0; n = (n - 1) / 26 {
		code = string(rune('A'+(n-1)%26)) + code
	}
	return code
}
