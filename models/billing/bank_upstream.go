package billing

import (
	"context"

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
	return l.note(ctx, tx, by, "bank_line_booked", string(UpstreamCategory))
}
