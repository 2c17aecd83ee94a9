package commons

import (
	"context"

	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// RoundBooks is where the money of a round is, as the ledger says: allocated = paid + owed + in transit + returned (reciprocity.md I10).
type RoundBooks struct {
	Allocated int64
	Paid      int64
	Owed      int64
	InTransit int64
	Returned  int64           // a project gave it back to the pot
	SentOn    map[uint]string // by upstream: the day money last left for it, as the bank says where it does
	OwedTo    map[uint]int64  // by upstream: what it is still owed of this round
}

// Sent is what has left for the projects.
func (b RoundBooks) Sent() int64 { return b.Paid + b.InTransit }

// Complete reports whether nothing is owed nor on its way.
func (b RoundBooks) Complete() bool { return b.Owed == 0 && b.InTransit == 0 }

// BooksOf reads where the money of a round is. A project's account may hold parts of several rounds: what leaves it pays the oldest first.
func (r Round) BooksOf(ctx context.Context, db *gorm.DB) (RoundBooks, error) {
	b := RoundBooks{SentOn: map[uint]string{}, OwedTo: map[uint]int64{}}
	if r.EntryID == nil {
		return b, nil
	}
	rows, err := r.outflows(ctx, db)
	if err != nil {
		return b, err
	}
	for _, row := range rows {
		out := min(max(row.Sent+row.Returned-row.Earlier, 0), row.Cents)
		back := min(row.Returned, out)
		b.Allocated, b.Returned, b.Owed, b.Paid = b.Allocated+row.Cents, b.Returned+back, b.Owed+row.Cents-out, b.Paid+out-back
		b.OwedTo[row.UpstreamID] = row.Cents - out
		if out > back {
			b.SentOn[row.UpstreamID] = dayOf(row.SentOn)
		}
	}
	way, err := ledger.Balance(db.WithContext(ctx), inTransit, string(Cents))
	b.InTransit = min(way, b.Paid)
	b.Paid -= b.InTransit
	return b, err
}

type outflow struct {
	UpstreamID                     uint
	Cents, Earlier, Sent, Returned int64
	SentOn                         string
}

// outflows sums what each project of the round was given before it, and what has left its account since, in one statement.
func (r Round) outflows(ctx context.Context, db *gorm.DB) ([]outflow, error) {
	var rows []outflow
	err := db.WithContext(ctx).Raw(`select p.upstream_id, al.cents,
		cast(coalesce((select sum(a2.cents) from round_allocations a2 join round_projects p2 on p2.id = a2.project_id join rounds r2 on r2.id = a2.round_id
			where p2.upstream_id = p.upstream_id and r2.id <> @r and r2.entry_id < @entry and r2.state <> 'cancelled'), 0) as bigint) as earlier,
		cast(coalesce((select sum(t.amount) from ledger_transfers t join ledger_accounts w on w.id = t.credit_id where t.debit_id = acc.id and w.path = @way), 0)
			- coalesce((select sum(t.amount) from ledger_transfers t join ledger_accounts w on w.id = t.debit_id where t.credit_id = acc.id and w.path = @way), 0) as bigint) as sent,
		cast(coalesce((select sum(t.amount) from ledger_transfers t join ledger_accounts w on w.id = t.credit_id join ledger_entries e on e.id = t.entry_id
			where t.debit_id = acc.id and w.path = @pot and e.reverses_id is null), 0) as bigint) as returned,
		coalesce((select max(u.confirmed_on) from upstream_payments u where u.upstream_id = p.upstream_id and u.state = 'confirmed'),
			(select max(e.effective_on) from ledger_transfers t join ledger_accounts w on w.id = t.credit_id join ledger_entries e on e.id = t.entry_id
			where t.debit_id = acc.id and w.path = @way), '') as sent_on
		from round_allocations al join round_projects p on p.id = al.project_id
		join ledger_accounts acc on acc.owner_type = 'project' and acc.owner_id = p.upstream_id and acc.unit = 'EUR' and acc.path like 'liability:upstream:%'
		where al.round_id = @r and al.cents > 0`, map[string]any{"r": r.ID, "entry": *r.EntryID, "way": inTransit, "pot": unallocated}).Scan(&rows).Error
	return rows, err
}

// Export says that the payment file has left. It is refused while the books know of no payment to a project of the round.
func (r *Round) Export(ctx context.Context, db *gorm.DB, by people.User) error {
	return r.settle(ctx, db, by, RoundExported)
}

// Settle says that every payment was confirmed or came back. It is refused while the books know of one on its way. What a project is still
// owed, for want of an address, stays on its account and is shown.
func (r *Round) Settle(ctx context.Context, db *gorm.DB, by people.User) error {
	return r.settle(ctx, db, by, RoundPaid)
}

func (r *Round) settle(ctx context.Context, db *gorm.DB, by people.User, to RoundState) error {
	if !by.Is(people.Accountant, people.Operator) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		now, err := takeRound(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		*r = now
		b, err := r.BooksOf(ctx, tx)
		if err != nil {
			return err
		}
		if b.Allocated > 0 && b.Sent()+b.Returned == 0 {
			return wrong("settle", "error.round_nothing_sent")
		}
		if to == RoundPaid && b.InTransit > 0 {
			return wrong("settle", "error.round_in_transit")
		}
		return r.move(ctx, tx, to, by, "")
	})
}

// RoundSettled moves on every round whose money has left, or has arrived whole, as the books say. It is safe to ask at any time; whoever
// moves money of projects asks in the same transaction, and a job asks each hour.
func RoundSettled(ctx context.Context, tx *gorm.DB) error {
	waiting, err := store.From[Round](tx).Where("state in ?", []RoundState{RoundApproved, RoundExported}).Order("id").Limit(100).Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		b, err := r.BooksOf(ctx, tx)
		if err != nil {
			return err
		}
		left := b.Allocated == 0 || b.Sent()+b.Returned > 0
		if left && r.State == RoundApproved {
			if err := r.move(ctx, tx, RoundExported, people.User{}, ""); err != nil {
				return err
			}
		}
		if left && b.Complete() {
			if err := r.move(ctx, tx, RoundPaid, people.User{}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
