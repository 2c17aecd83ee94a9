package ledger

import (
	"context"
	"fmt"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Account is one account in one unit. Its path, unit and side never change; its code in the chart of accounts may.
type Account struct {
	ID          uint
	Path        string
	Unit        string
	Normal      Side
	Code        string `gorm:"column:pcg_code"`
	OwnerType   string // party or project, from the path; empty when nobody owns it
	OwnerID     uint
	NoOverdraft bool
	ClosedAt    *time.Time
	CreatedAt   time.Time
}

// TableName is where accounts live.
func (Account) TableName() string { return "ledger_accounts" }

// Unit is what amounts are counted in: Scale decimals are kept (2 for cents).
type Unit struct {
	Code  string `gorm:"primaryKey"`
	Scale int
	Kind  string // money, time or count
}

// Open makes an account that gives a right (a reciprocity credit), once whoever knows the business has checked that its
// owner may hold it: Post never makes one, so a volunteer cannot end up with a credit by mistake. Safe to repeat.
func Open(ctx context.Context, tx *gorm.DB, path, unit string) (Account, error) {
	if !store.InsideTx(tx) {
		return Account{}, ErrOutsideTx
	}
	tx = tx.WithContext(ctx)
	if err := lock(tx); err != nil {
		return Account{}, err
	}
	return accountOrNew(tx, path, unit, true)
}

// CloseAccount ends an account that is empty: nothing can be posted on it any more.
func CloseAccount(ctx context.Context, tx *gorm.DB, path, unit string) error {
	if !store.InsideTx(tx) {
		return ErrOutsideTx
	}
	tx = tx.WithContext(ctx)
	if err := lock(tx); err != nil {
		return err
	}
	balance, err := Balance(tx, path, unit)
	if err != nil {
		return err
	}
	if balance != 0 {
		return fmt.Errorf("ledger: %s holds %d %s: %w", path, balance, unit, store.ErrConflict)
	}
	return tx.Model(&Account{}).Where("path = ? and unit = ? and closed_at is null", path, unit).Update("closed_at", store.Now(tx)).Error
}

// Recode gives an account another code of the chart of accounts, as the accountant decides. Entries are untouched.
func Recode(ctx context.Context, tx *gorm.DB, path, unit, code string) error {
	done := tx.WithContext(ctx).Model(&Account{}).Where("path = ? and unit = ?", path, unit).Update("pcg_code", code)
	if done.Error == nil && done.RowsAffected == 0 {
		return store.ErrNotFound
	}
	return done.Error
}

// Accounts returns the accounts under a prefix (all with ""), by path.
func Accounts(db *gorm.DB, prefix string) ([]Account, error) {
	var found []Account
	return found, under(db, "path", prefix).Order("path, unit").Find(&found).Error
}

// accountsFor finds the accounts of some transfers by path, and makes those that the plan lets be made on the fly.
func accountsFor(tx *gorm.DB, transfers []Transfer) (map[string]Account, error) {
	accounts := map[string]Account{}
	for _, t := range transfers {
		for _, path := range []string{t.Debit, t.Credit} {
			if _, done := accounts[path]; done {
				continue
			}
			a, err := accountOrNew(tx, path, t.Unit, false)
			if err != nil {
				return nil, err
			}
			accounts[path] = a
		}
	}
	return accounts, nil
}

func accountOrNew(tx *gorm.DB, path, unit string, opening bool) (Account, error) {
	var a Account
	found := tx.Where("path = ? and unit = ?", path, unit).Limit(1).Find(&a)
	if found.Error != nil || found.RowsAffected == 1 {
		return a, found.Error
	}
	rule, err := RuleFor(path)
	if err != nil {
		return a, err
	}
	if rule.Opened && !opening {
		return a, fmt.Errorf("%w: %s", ErrNotOpened, path)
	}
	var u Unit
	if err := tx.Where("code = ?", unit).Limit(1).Find(&u).Error; err != nil {
		return a, err
	}
	if u.Kind != rule.UnitKind {
		return a, fmt.Errorf("%w: %s is not kept in %q", ErrUnit, path, unit)
	}
	a = Account{Path: path, Unit: unit, Normal: rule.Normal, Code: rule.Code, NoOverdraft: rule.NoOverdraft, CreatedAt: store.Now(tx)}
	a.OwnerType, a.OwnerID = ownerOf(path)
	return a, tx.Create(&a).Error
}

// under keeps the rows whose path is prefix or lies below it.
func under(db *gorm.DB, column, prefix string) *gorm.DB {
	if prefix == "" {
		return db
	}
	return db.Where("("+column+" = ? or substr("+column+", 1, ?) = ?)", prefix, len(prefix)+1, prefix+":")
}
