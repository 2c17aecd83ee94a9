package people

import (
	"context"
	"strconv"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// BasisPoints reads a percentage with at most two decimals, between nought and 100 %: 35, 33,33 or 33.33 %.
func BasisPoints(typed string) (int, bool) {
	typed = strings.TrimSpace(strings.TrimSuffix(strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "", ",", ".").Replace(typed), "%"))
	whole, rest, _ := strings.Cut(typed, ".")
	if len(rest) > 2 || len(whole) > 3 || whole == "" {
		return 0, false
	}
	bp, err := strconv.ParseUint(whole+(rest + "00")[:2], 10, 32)
	return int(bp), err == nil && bp <= 10_000
}

// OfferToCarry notes that the head would pay a larger part of the member's spaces; the member answers. Who may offer it was asked before.
func (a *Affiliation) OfferToCarry(ctx context.Context, tx *gorm.DB, by User, bp int) error {
	a.AskedBP = &bp
	if err := a.turn(ctx, tx, AffiliationActive, "asked_bp"); err != nil {
		return err
	}
	return a.note(ctx, tx, by, "carriage_offered", "")
}

// SettleCarrying writes which part of the member's spaces the head pays from now on, and that nothing is asked any more. Who may was asked before.
func (a *Affiliation) SettleCarrying(ctx context.Context, tx *gorm.DB, by User, bp int, verb string) error {
	a.CarriedBP, a.AskedBP = bp, nil
	if err := a.turn(ctx, tx, AffiliationActive, "carried_bp", "asked_bp"); err != nil {
		return err
	}
	return a.note(ctx, tx, by, verb, "")
}

// ProposalsFor are the networks that a person was asked to join with an organisation and has not answered.
func ProposalsFor(ctx context.Context, db *gorm.DB, u User) ([]Affiliation, error) {
	return store.From[Affiliation](db).Where("member_id is null and email = ? and state = 'proposed'", u.Email).Preload("Head", nil).Order("id").Limit(20).Find(ctx)
}
