package billing

import (
	"context"

	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Category is what a movement of the bank was, when it paid no invoice.
type Category string

// The categories, each with its account of the plan.
const (
	FeeCategory        Category = "bank_fee"
	PurchaseCategory   Category = "purchase"
	GiftCategory       Category = "gift"
	MembershipCategory Category = "membership"
	CardCategory       Category = "card_payout" // what a card processor pays out
	UnclearCategory    Category = "suspense"    // for the accountant to sort
)

// categories are the account that each category moves against the bank, and in which directions it makes sense.
var categories = map[Category]struct {
	account string
	in, out bool
}{
	FeeCategory: {"expense:bank_fees", true, true}, PurchaseCategory: {"expense:purchases", true, true}, GiftCategory: {"income:gifts", true, false},
	MembershipCategory: {"income:memberships", true, false}, CardCategory: {"asset:card", true, true}, UnclearCategory: {"asset:suspense", true, true},
}

// CategoriesFor are the categories a line may have, the likelier first.
func CategoriesFor(l BankLine) []Category {
	order := []Category{FeeCategory, PurchaseCategory, CardCategory, UnclearCategory}
	if l.Incoming() {
		order = []Category{GiftCategory, MembershipCategory, CardCategory, FeeCategory, PurchaseCategory, UnclearCategory}
	}
	return order
}

// MovementForm is what a line was.
type MovementForm struct {
	Category Category `form:"category"`
	Reason   string   `form:"movement_reason"`
	Moves    string   `form:"moves"` // what we know already that the line is: a payout, the reference of a transfer by which we paid back, a payment noted by hand
	Key      string   `form:"key"`
}

// Book writes what is left of a line into the ledger under a category.
func (l BankLine) Book(ctx context.Context, db *gorm.DB, by people.User, f MovementForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if f.Category == CardCategory && f.Moves == "" { // told once, by the payout itself: never a second time by its line
		var err error
		if f.Moves, err = l.payout(ctx, db); err != nil {
			return err
		}
	}
	if f.Moves != "" {
		return l.carries(ctx, db, by, f)
	}
	kind, known := categories[f.Category]
	if !known || l.Incoming() && !kind.in || !l.Incoming() && !kind.out {
		return store.Invalid{"category": store.Wrong{Key: "error.choose"}}
	}
	if l.Currency != euros {
		return store.Invalid{"category": store.Wrong{Key: "error.movement_currency"}}
	}
	f.Key = keyOr(f.Key)
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		l, done, err := l.fresh(ctx, tx, f.Key)
		if err != nil || done {
			return err
		}
		if !l.Open() {
			return ErrMatched
		}
		t := ledger.Transfer{Debit: "asset:bank", Credit: kind.account, Unit: euros, Amount: l.LeftCents}
		if !l.Incoming() {
			t.Debit, t.Credit, t.Amount = t.Credit, t.Debit, -t.Amount
		}
		entry, err := ledger.Post(ctx, tx, ledger.Entry{
			Journal: ledger.Bank, Kind: string(f.Category), Key: "bank:" + f.Key, EffectiveOn: l.BookedOn, Actor: by.ID,
			PieceRef: "bank " + l.Ref, PieceOn: l.BookedOn, SubjectType: "bank_line", SubjectID: l.ID, Transfers: []ledger.Transfer{t},
		})
		if err != nil {
			return err
		}
		if err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: f.Key, Kind: MovementMatch, AmountCents: l.LeftCents, EntryID: &entry.ID, Category: f.Category, Reason: brief(f.Reason)}); err != nil {
			return err
		}
		return l.note(ctx, tx, by, "bank_line_booked", string(f.Category))
	})
	return inClosedPeriod(err, "category")
}
