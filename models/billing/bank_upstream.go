package billing

import (
	"context"

	"chatiere/models/billing/euro"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// UpstreamCategory is a payment to a project behind a service, or one that came back. Who paid it wrote it into the books; the line only says
// which movement of the bank it was. It is never chosen by hand nor undone here: the payment itself says what became of it.
const UpstreamCategory Category = "upstream"

// LinesOfAmounts returns whole lines in euros that wait and have one of these amounts, oldest first, at most 1,000.
func LinesOfAmounts(ctx context.Context, tx *gorm.DB, amounts []int64) ([]BankLine, error) {
	return store.From[BankLine](tx).Where("left_cents in ? and left_cents = amount_cents and currency = ?", amounts, euros).Order("booked_on, id").Limit(1000).Find(ctx)
}

// BelongsTo says that so much of a line is what an entry of the books tells: a payment to a project.
func (l BankLine) BelongsTo(ctx context.Context, tx *gorm.DB, by people.User, entry uint, cents int64, key string) error {
	if err := l.matched(ctx, tx, by, BankMatch{IdempotencyKey: keyOr(key), Kind: MovementMatch, AmountCents: cents, EntryID: &entry, Category: UpstreamCategory}); err != nil {
		return err
	}
	if err := l.goesUpstream(ctx, tx, by); err != nil {
		return err
	}
	return l.note(ctx, tx, by, "bank_line_booked", string(UpstreamCategory))
}

// goesUpstream sorts a line that went out for everybody, unless somebody has said already what it was.
func (l BankLine) goesUpstream(ctx context.Context, tx *gorm.DB, by people.User) error {
	waiting, err := store.From[Spending](tx, forUpdate).Where("line_id = ? and purpose = ?", l.ID, euro.Waiting).Limit(1).Find(ctx)
	if err != nil || len(waiting) == 0 {
		return err
	}
	s := waiting[0]
	if err := s.become(ctx, tx, SpendingForm{Purpose: euro.Upstream}, nil, &by.ID); err != nil {
		return err
	}
	return s.note(ctx, tx, by, euro.Waiting)
}
