package commons

import (
	"context"
	"errors"
	"time"

	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Received is money that came in (or went back, when negative), before tax: what the redistributed share is taken of.
type Received struct {
	Source   string // names it for ever, as `allocation:12`: told twice, it counts once
	Takes    string // the source it takes back, if it does: at the rate of then
	On       string // the day, YYYY-MM-DD
	NetCents int64

	OrganisationID uint // who paid it: only counted, never shown
	OfferID        uint // what it paid; 0 where it was no subscription to an offer
}

// Accrual is what one sum that came in added to the pot, at the rate of that day. Append only.
type Accrual struct {
	ID         uint
	Source     string
	ReceivedOn string
	NetCents   int64
	RateBP     int `gorm:"column:rate_bp"`
	PartCents  int64
	EntryID    *uint
	CreatedAt  time.Time

	OrganisationID *uint // who paid; nil: the piece of a payment that Source names says it
	OfferID        *uint
}

// TableName names the table.
func (Accrual) TableName() string { return "redistribution_accruals" }

// Totals are all sums together.
type Totals struct {
	ID            uint
	Weighted      int64 // the sum of each amount times its rate
	ReceivedCents int64
	SetAsideCents int64
}

// TableName names the table.
func (Totals) TableName() string { return "redistribution_totals" }

// Month is what one month brought.
type Month struct {
	Month         string `gorm:"primaryKey"` // YYYY-MM
	ReceivedCents int64
	SetAsideCents int64
}

// TableName names the table.
func (Month) TableName() string { return "redistribution_months" }

// due is what must be set aside in all: the exact sum of rate × received, to the nearest cent.
func (t Totals) due() int64 { return (t.Weighted + 5_000) / 10_000 }

// Accrue sets aside the redistributed share of a sum (decisions.md 5). Parts are rounded together, so that they always add up to rate × sum
// however the sum was cut; money that goes back takes its share back, never more than the pot still holds: the next sums make up for it.
// Told twice, it is done once.
func Accrue(ctx context.Context, db *gorm.DB, r Received) (Accrual, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Accrual{}, err
	}
	a := Accrual{Source: r.Source, ReceivedOn: r.On, NetCents: r.NetCents, RateBP: host.RedistributionBP}
	if r.OrganisationID != 0 {
		a.OrganisationID, a.OfferID = &r.OrganisationID, &r.OfferID
	}
	if r.NetCents == 0 {
		return a, nil
	}
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		var t Totals
		if err := locked(tx.WithContext(ctx)).Where("id = 1").Take(&t).Error; err != nil { // one at a time, before the ledger's own lock
			return err
		}
		first, err := accrualOf(ctx, tx, r.Source)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			a = first
			return err
		}
		if r.Takes != "" {
			taken, err := accrualOf(ctx, tx, r.Takes)
			if err != nil {
				return err // what is taken back was not told yet: try again later
			}
			a.RateBP = taken.RateBP
		}
		if err := a.write(ctx, tx, t); err != nil {
			return err
		}
		return r.source(a).write(ctx, tx)
	})
	return a, err
}

func accrualOf(ctx context.Context, db *gorm.DB, source string) (Accrual, error) {
	return store.From[Accrual](db).Where("source = ?", source).Take(ctx)
}

func (a *Accrual) write(ctx context.Context, tx *gorm.DB, t Totals) error {
	t.Weighted += a.NetCents * int64(a.RateBP)
	t.ReceivedCents += a.NetCents
	pot, err := ledger.Balance(tx, unallocated, string(Cents))
	if err != nil {
		return err
	}
	a.PartCents = max(t.due()-t.SetAsideCents, -pot)
	t.SetAsideCents += a.PartCents
	a.CreatedAt = store.Now(tx)
	if err := a.post(ctx, tx); err != nil {
		return err
	}
	if err := store.From[Accrual](tx).Create(ctx, a); err != nil {
		return err
	}
	if err := tx.WithContext(ctx).Model(&t).Select("Weighted", "ReceivedCents", "SetAsideCents").Updates(&t).Error; err != nil {
		return err
	}
	if err := a.addToMonth(ctx, tx); err != nil {
		return err
	}
	return store.Published(tx)
}

// post moves the part from what the collective earned to what it owes the projects; nothing when it is nothing.
func (a *Accrual) post(ctx context.Context, tx *gorm.DB) error {
	if a.PartCents == 0 {
		return nil
	}
	e := ledger.Entry{
		Journal: ledger.Miscellaneous, Kind: "redistribution_accrual", Key: "accrual:" + a.Source, EffectiveOn: a.ReceivedOn,
		PieceRef: a.Source, Memo: "redistributed share",
		Transfers: []ledger.Transfer{{Debit: "expense:redistribution", Credit: unallocated, Unit: string(Cents), Amount: a.PartCents}},
	}
	if a.PartCents < 0 {
		e.Kind = "redistribution_taken_back"
		e.Transfers = []ledger.Transfer{{Debit: unallocated, Credit: "expense:redistribution", Unit: string(Cents), Amount: -a.PartCents}}
	}
	posted, err := ledger.Post(ctx, tx, e)
	if errors.Is(err, ledger.ErrPeriodClosed) {
		if e.EffectiveOn, err = today(ctx, tx); err != nil {
			return err
		}
		posted, err = ledger.Post(ctx, tx, e)
	}
	a.EntryID = &posted.ID
	return err
}

func (a *Accrual) addToMonth(ctx context.Context, tx *gorm.DB) error {
	m := Month{Month: a.ReceivedOn[:7], ReceivedCents: a.NetCents, SetAsideCents: a.PartCents}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "month"}}, DoUpdates: clause.Assignments(map[string]any{
		"received_cents":  gorm.Expr("redistribution_months.received_cents + ?", m.ReceivedCents),
		"set_aside_cents": gorm.Expr("redistribution_months.set_aside_cents + ?", m.SetAsideCents),
	})}).Create(&m).Error
}

// unallocated is the pot: what is set aside and not yet given to a project.
const unallocated = "liability:upstream:unallocated"
