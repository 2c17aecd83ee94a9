package billing

import (
	"context"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Undo takes a payment back by a contrary row: what it settled is due again, what waited is gone, and the books say so. The reason is
// required. A payment is taken back once.
func (p Payment) Undo(ctx context.Context, db *gorm.DB, by people.User, reason string) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	if reason = oneLine(reason); reason == "" {
		wrong := store.Invalid{}
		wrong.Add("reason", "error.required")
		return wrong
	}
	if p.ReversesID != nil {
		return ErrReversed
	}
	if p.Collected() || p.Method == ByOffset {
		return store.ErrConflict // money that a cashier holds is sent back, not undone; a credit of the system before came by no bank of ours
	}
	return refused(store.InTx(ctx, db, func(tx *gorm.DB) error {
		host, err := collective.Find(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := p.undoOnce(ctx, tx, by, reason, ledger.Day(store.Today(tx, host.Location()))); err != nil {
			return err
		}
		return reopenLine(ctx, tx, by, p, reason)
	}))
}

// undoOnce takes the payment back on a day, unless somebody did.
func (p Payment) undoOnce(ctx context.Context, tx *gorm.DB, by people.User, reason, day string) (Payment, error) {
	if err := oneAtATime(tx, p.OrganisationID); err != nil {
		return p, err
	}
	done, err := store.From[Payment](tx).Where("reverses_id = ?", p.ID).Count(ctx, "id")
	if err != nil {
		return p, err
	}
	if done > 0 {
		return p, ErrReversed
	}
	fresh, err := LoadPayment(ctx, tx, p.ID)
	if err == nil && fresh.ReturnedCents > 0 {
		err = store.ErrConflict // some of it was sent back: only the rest could have been a mistake
	}
	if err != nil {
		return p, err
	}
	return p.undo(ctx, tx, by, reason, day)
}

// undo writes the contrary row of a day.
func (p Payment) undo(ctx context.Context, tx *gorm.DB, by people.User, reason, day string) (Payment, error) {
	freed, err := p.takeBackAll(ctx, tx)
	if err != nil {
		return Payment{}, err
	}
	if _, err := p.letGo(ctx, tx, nil, p.AmountCents, "undo:"+p.Ref); err != nil { // what never came is not paid back
		return Payment{}, err
	}
	back := Payment{
		Ref: store.NewRef(), OrganisationID: p.OrganisationID, ProFormaID: p.ProFormaID, Method: p.Method, AmountCents: -p.AmountCents, Currency: p.Currency,
		State: Succeeded, ReceivedOn: day, Reason: reason, RecordedByID: &by.ID, ReversesID: &p.ID,
		IdempotencyKey: "undo:" + p.Ref, CreatedAt: store.Now(tx),
	}
	if err := store.From[Payment](tx).Omit("Organisation").Create(ctx, &back); err != nil {
		return back, err
	}
	if err := back.bookBack(ctx, tx, by.Actor(), freed); err != nil {
		return back, err
	}
	return back, p.note(ctx, tx, by.Actor(), "payment_undone", reason)
}

// takeBackAll takes back every piece the payment still settles, and says how much that was.
func (p Payment) takeBackAll(ctx context.Context, tx *gorm.DB) (int64, error) {
	pieces, err := standing(ctx, tx, "payment_id = ?", p.ID)
	var sum int64
	for _, a := range pieces {
		i, err := LoadInvoice(ctx, tx, a.InvoiceID)
		if err != nil {
			return sum, err
		}
		if err := takeBack(ctx, tx, &i, a); err != nil {
			return sum, err
		}
		sum += a.AmountCents
	}
	return sum, err
}

// standing are the pieces that were not taken back, newest first.
func standing(ctx context.Context, tx *gorm.DB, condition string, id uint) ([]Allocation, error) {
	return store.From[Allocation](tx).Where(condition, id).
		Where("reverses_id is null and not exists (select 1 from allocations r where r.reverses_id = allocations.id)").Order("id desc").Find(ctx)
}

// bookBack is the contrary of bookPayment, whatever became of the money meanwhile.
func (p Payment) bookBack(ctx context.Context, tx *gorm.DB, by journal.Actor, freed int64) error {
	e := ledger.Entry{
		Journal: ledger.Bank, Kind: "payment_undone", Key: "payment:" + p.Ref, EffectiveOn: p.ReceivedOn, Actor: by.ID,
		PieceRef: "payment " + p.Ref, SubjectType: "payment", SubjectID: p.ID,
	}
	for _, part := range []struct {
		from  string
		cents int64
	}{{receivable(p.OrganisationID), freed}, {advances(p.OrganisationID), -p.AmountCents - freed}} {
		if part.cents > 0 {
			e.Transfers = append(e.Transfers, ledger.Transfer{Debit: part.from, Credit: "asset:bank", Unit: p.Currency, Amount: part.cents})
		}
	}
	_, err := ledger.Post(ctx, tx, e)
	return err
}
