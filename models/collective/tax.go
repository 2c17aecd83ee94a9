package collective

import (
	"context"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Regime is how the collective stands towards VAT (law-and-charter.md a2).
type Regime string

// The three regimes.
const (
	NotSubject    Regime = "not_subject"
	VATFranchise  Regime = "vat_franchise"
	VATRegistered Regime = "vat_registered"
)

// TaxRegime is a regime from a day on, until the next one begins.
type TaxRegime struct {
	ID        uint
	Regime    Regime
	RateBP    int    // basis points, used when registered
	FromOn    string // YYYY-MM-DD
	CreatedAt time.Time
}

// RegimeOn returns the regime in force on a day; without any the collective is not subject to VAT.
func RegimeOn(ctx context.Context, db *gorm.DB, day time.Time) (TaxRegime, error) {
	rows, err := store.From[TaxRegime](db).Where("from_on <= ?", day.Format(time.DateOnly)).Order("from_on desc").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return TaxRegime{Regime: NotSubject}, err
	}
	return rows[0], nil
}

// Regimes returns all regimes, newest first.
func Regimes(ctx context.Context, db *gorm.DB) ([]TaxRegime, error) {
	return store.From[TaxRegime](db).Order("from_on desc").Find(ctx)
}

// BeginRegime notes a regime from a day on. The past is not rewritten: the day may not lie before the newest regime.
func BeginRegime(ctx context.Context, db *gorm.DB, r TaxRegime) error {
	wrong := store.Invalid{}
	if r.Regime != NotSubject && r.Regime != VATFranchise && r.Regime != VATRegistered {
		wrong.Add("regime", "error.choose")
	}
	if _, err := time.Parse(time.DateOnly, r.FromOn); err != nil {
		wrong.Add("from_on", "error.date")
	}
	if r.RateBP < 0 || r.RateBP > 10000 {
		wrong.Add("rate", "error.number")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	all, err := Regimes(ctx, db)
	if err != nil {
		return err
	}
	if len(all) > 0 && all[0].FromOn >= r.FromOn {
		wrong.Add("from_on", "error.regime_past")
		return wrong
	}
	r.ID, r.CreatedAt = 0, store.Now(db)
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.Published(tx); err != nil {
			return err
		}
		return store.From[TaxRegime](tx).Create(ctx, &r)
	})
}
